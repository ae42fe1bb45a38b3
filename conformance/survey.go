package conformance

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// survey is what all documents of a [Source] were found to be. It is made once in a
// run, before the first check, and each document is verified once: a check only
// picks what was found about its rule.
type survey struct {
	target  Target
	options Options

	tally
	chosen                bool // somebody chose the profiles; otherwise those that apply are sought
	documents, unreadable int
	cause                 error                // why no document could be judged
	silent                int                  // profiles for which an issuer gave no usable answer, in all
	issuances             map[string]*issuance // by profile, for issuers
}

func newSurvey(target Target, o Options) *survey { return &survey{target: target, options: o} }

// counts returns how many documents were seen, and how many of them are no
// credential.
func (s *survey) counts() (documents, unreadable int) { return s.documents, s.unreadable }

// take verifies the documents of the target, if it has any. When ctx ends, what was
// not verified is left out, and every check of the run is skipped.
func (s *survey) take(ctx context.Context) {
	source, ok := s.target.(Source)
	if !ok {
		return
	}
	examiner, err := newExaminer(s.options)
	if err != nil {
		s.cause = err
		return
	}
	for document, fault := range source.Documents(ctx) {
		if ctx.Err() != nil {
			return
		}
		s.documents++
		found, err := examiner.examine(ctx, document, fault)
		if err != nil {
			return // that of ctx
		}
		for _, one := range found {
			if one.unreadable {
				s.unreadable++
			}
			s.add(one)
		}
	}
}

// examiner verifies documents and says what each is.
type examiner struct {
	verifier *mikromerit.Verifier
	env      vc.Env
	as       *claim
	limit    time.Duration // for one document
	observed map[string]vc.Rule
}

func newExaminer(o Options) (*examiner, error) {
	policy := mikromerit.Policy{Trust: proof.AnyIssuer()}
	if len(o.Anchors) > 0 {
		anchors, err := trust.ParsePEM(o.Anchors)
		if err != nil {
			return nil, fmt.Errorf("the anchors cannot be read: %w", err)
		}
		policy.Trust.Anchors = anchors
	}
	as, err := claimOf(o.As)
	if err != nil {
		return nil, err
	}
	limit := cmp.Or(o.CheckTimeout, 2*time.Minute)
	return &examiner{verifier: &mikromerit.Verifier{Policy: policy, Env: o.Env}, env: o.Env, as: as, limit: limit, observed: observationRules()}, nil
}

// observationRules returns the rules about what looks wrong in a micro-credential, by
// their codes.
func observationRules() map[string]vc.Rule {
	rules := map[string]vc.Rule{}
	for _, r := range mikromerit.Rules() {
		if strings.HasPrefix(r.Code, "EUMC-OBS-") {
			rules[r.Code] = r
		}
	}
	return rules
}

// examine returns what a document and the credentials in it were found to be. fault
// is why the document could not be read. An error is that of ctx.
func (e *examiner) examine(ctx context.Context, document Document, fault error) ([]specimen, error) {
	if fault != nil {
		return []specimen{e.unreadable(document, fault)}, nil
	}
	result, err := e.verify(ctx, document.Data)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return []specimen{e.unreadable(document, err)}, nil
	}
	w := &walk{examiner: e, name: document.Name}
	w.file(result)
	return w.found, nil
}

// verify verifies a document within its time.
func (e *examiner) verify(ctx context.Context, data []byte) (*mikromerit.Result, error) {
	short, cancel := context.WithTimeout(ctx, e.limit)
	defer cancel()
	result, err := e.verifier.Verify(short, data)
	if err != nil && short.Err() != nil {
		err = &proof.FormatError{Code: codeLimit, Detail: "it takes too much time to verify", Err: vc.ErrLimit}
	}
	return result, err
}

// walk goes through a file and the credentials in it.
type walk struct {
	*examiner
	name  string
	found []specimen
}

// file adds what a file holds. A container is no document of its own.
func (w *walk) file(r *mikromerit.Result) {
	if r.Document.IsZero() && len(r.Credentials) > 0 {
		for _, inside := range r.Credentials {
			w.credential(&mikromerit.Result{Result: inside}, "", true)
		}
		return
	}
	w.credential(r, r.At, true)
}

// credential adds a credential and those in it. whole says that it is what the file
// was given for, and not a part of that.
func (w *walk) credential(r *mikromerit.Result, above string, whole bool) {
	at := above + r.Result.Pointer
	if r.Document.IsZero() && r.Address == "" {
		w.found = append(w.found, w.unreadableResult(r, at))
		return
	}
	one := w.specimenOf(w.name, r, at)
	if whole && one.kind != kindPresentation {
		w.as.hold(&one)
	}
	w.found = append(w.found, one)
	for _, inside := range r.Credentials {
		w.credential(&mikromerit.Result{Result: inside}, at, whole && one.kind == kindPresentation)
	}
	for _, inside := range r.Endorsements {
		w.credential(&mikromerit.Result{Result: inside}, at, false)
	}
}
