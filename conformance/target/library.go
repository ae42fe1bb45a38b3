package target

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/bundle"
	"github.com/mikromerit/mikromerit/vc/status"
)

// LibraryOptions is how this library is set up as a target.
type LibraryOptions struct {
	// Keys sign, each what it can, the first that can; nil: a new key of each type.
	Keys []*keys.Private
	// Env gives the time and the limits, and what may be fetched beside what comes
	// with a request.
	Env vc.Env
	// Lists are status lists by purpose. With one, every credential of version 2.0
	// that is issued gets a place in the list of revocation.
	Lists map[string]*status.List
	// Verify takes the place of [mikromerit.Verifier.Verify], such as to remember
	// results or to judge them in another way; nil: that method.
	Verify func(ctx context.Context, verifier *mikromerit.Verifier, file []byte) (*mikromerit.Result, error)
}

// Library returns this very library as a target. It is the one that keeps every
// requirement of verifiers and issuers, or the suite is wrong.
func Library(o LibraryOptions) (conformance.Target, error) {
	if o.Keys == nil {
		for _, kind := range []keys.Type{keys.Ed25519, keys.P256, keys.P384, keys.BLS12381, keys.RSA} {
			key, err := keys.Generate(kind)
			if err != nil {
				return nil, err
			}
			o.Keys = append(o.Keys, key)
		}
	}
	l := &library{options: o, entries: make(map[string][]status.Entry)}
	description := conformance.Description{
		Name: "mikromerit", Kind: "go",
		Operations: []conformance.Operation{
			conformance.IssueCredential, conformance.VerifyCredential, conformance.DeriveCredential,
			conformance.ProvePresentation, conformance.VerifyPresentation,
		},
		Issuer: o.Keys[0].Controller(),
		Absent: map[conformance.Operation]string{},
	}
	if len(o.Lists) > 0 {
		description.Operations = append(description.Operations, conformance.SetStatus)
	} else {
		description.Absent[conformance.SetStatus] = "No status list was given to it."
	}
	return Go(description, l.do), nil
}

type library struct {
	options LibraryOptions

	mu      sync.Mutex
	entries map[string][]status.Entry // by the id of the credential
}

func (l *library) do(ctx context.Context, r conformance.Request) (conformance.Answer, error) {
	env := l.env(r.Resources)
	switch r.Operation {
	case conformance.IssueCredential:
		return l.issue(ctx, env, r)
	case conformance.DeriveCredential:
		return derive(ctx, env, r)
	case conformance.ProvePresentation:
		return l.prove(ctx, env, r)
	case conformance.SetStatus:
		return l.setStatus(ctx, r)
	}
	return l.verify(ctx, env, r)
}

// env returns the environment in which what comes with a request is looked up
// first.
func (l *library) env(resources map[string][]byte) vc.Env {
	if len(resources) == 0 {
		return l.options.Env
	}
	b := bundle.New(bundle.Limits{})
	for url, data := range resources {
		// What cannot stand for the address is missing, and the verdict says so.
		_ = b.Add(url, data)
	}
	return b.Env(l.options.Env)
}

// verify answers like the command: what is no credential is rejected, too.
func (l *library) verify(ctx context.Context, env vc.Env, r conformance.Request) (conformance.Answer, error) {
	policy := proof.NewPolicy(proof.AnyIssuer())
	policy.Require = []vc.Axis{vc.Authentic, vc.InForce}
	policy.Challenge = r.Challenge
	if r.Domain != "" {
		policy.Domain = []string{r.Domain}
	}
	if r.Challenge != "" || r.Domain != "" {
		policy.Require = append(policy.Require, vc.Bound)
	}
	if len(r.Anchors) > 0 {
		anchors, err := trust.ParsePEM(r.Anchors)
		if err != nil {
			return conformance.Answer{}, err
		}
		policy.Trust = proof.Trust{Anchors: anchors}
		policy.Require = append(policy.Require, vc.Trusted)
	} else {
		// Of what is sealed not all rules are checked here yet; a seal stands apart from them.
		policy.Require = append(policy.Require, vc.Conformant)
	}
	verifier := &mikromerit.Verifier{Policy: policy, Env: env}
	verify := l.options.Verify
	if verify == nil {
		verify = func(ctx context.Context, v *mikromerit.Verifier, file []byte) (*mikromerit.Result, error) {
			return v.Verify(ctx, file)
		}
	}
	result, err := verify(ctx, verifier, r.Document)
	switch {
	case ctx.Err() != nil:
		return conformance.Answer{}, ctx.Err()
	case err != nil:
		return conformance.Answer{Verdict: conformance.Rejected, Problems: problemsOf(err)}, nil
	}
	// An SD-JWT with its key binding is presented as it is.
	if presented := isPresentation(result); result.Format != proof.SDJWT && presented != (r.Operation == conformance.VerifyPresentation) {
		return conformance.Answer{Verdict: conformance.Rejected, Problems: []conformance.Problem{{Title: "Something else was sent", Detail: "A credential must be sent where one is asked for, and a presentation where that is."}}}, nil
	}
	return verdictOf(result), nil
}

// verdictOf returns what a result amounts to for a verifier who is asked for
// nothing but yes or no: what breaks a MUST of its format, or was presented to
// somebody else, is rejected as well. That the presenter may be another than the
// learner is no MUST.
func verdictOf(result *mikromerit.Result) conformance.Answer {
	findings := result.Decisive()
	verdict := result.Verdict
	for _, finding := range demanded(result.Result) {
		switch {
		case finding.Status == vc.Fail && verdict != vc.Invalid:
			verdict, findings = vc.Invalid, []vc.Finding{finding}
		case finding.Status == vc.Fail:
			findings = append(findings, finding)
		case finding.Axis == vc.Bound && verdict == vc.Valid:
			verdict, findings = vc.Indeterminate, []vc.Finding{finding}
		}
	}
	answer := conformance.Answer{Verdict: conformance.Undecided}
	switch verdict {
	case vc.Valid:
		answer.Verdict = conformance.Accepted
	case vc.Invalid:
		answer.Verdict = conformance.Rejected
	}
	for _, finding := range findings {
		answer.Problems = append(answer.Problems, conformance.Problem{Type: finding.Type, Title: finding.Code, Detail: finding.Detail})
	}
	return answer
}

// demanded returns the findings about MUSTs of the format, and about whether this was
// presented here and now, that did not end well, also of the credentials inside.
func demanded(r *proof.Result) []vc.Finding {
	var all []vc.Finding
	for _, finding := range r.Findings {
		asked := finding.Axis == vc.Conformant && finding.Level == vc.Must || finding.Axis == vc.Bound && finding.Code != "PRESENTATION-HOLDER"
		if asked && (finding.Status == vc.Fail || finding.Status == vc.Unknown) {
			all = append(all, finding)
		}
	}
	for _, inside := range r.Credentials {
		all = append(all, demanded(inside)...)
	}
	return all
}

func isPresentation(r *mikromerit.Result) bool {
	for _, at := range []string{"/type", "/vp/type"} {
		for name := range r.Document.Lookup(at).Each() {
			if name.IsText(vc.TypePresentation) || name.IsText("EnvelopedVerifiablePresentation") {
				return true
			}
		}
	}
	return false
}

// issue signs a credential. The issuer may be any that this target signs as: the
// key that the suite needs takes its place.
func (l *library) issue(ctx context.Context, env vc.Env, r conformance.Request) (conformance.Answer, error) {
	suite, key, err := l.signer(r.Suite)
	if err != nil {
		return conformance.Answer{}, err
	}
	doc, err := vc.ParseDocument(r.Document, env.Limits)
	if err != nil {
		return refused(err), nil
	}
	if doc, err = l.replaceSigner(doc, "/issuer", key); err != nil {
		return refused(err), nil
	}
	o := mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: env, Suite: suite}, Mandatory: r.Mandatory}
	if list := l.options.Lists[status.Revocation]; list != nil && strings.Contains(doc.Get("@context").Raw(), vc.ContextV2) {
		o.Status = list
	}
	issued, err := mikromerit.IssueDocument(ctx, doc, key, o)
	switch {
	case ctx.Err() != nil:
		return conformance.Answer{}, ctx.Err()
	case err != nil:
		return refused(err), nil
	}
	if id := doc.Get("id").Text(); issued.Entry != nil && id != "" {
		l.mu.Lock()
		l.entries[id] = append(l.entries[id], *issued.Entry)
		l.mu.Unlock()
	}
	return secured(issued.File), nil
}

// replaceSigner puts a key's controller where the document names another of ours.
func (l *library) replaceSigner(doc vc.Document, at string, key *keys.Private) (vc.Document, error) {
	v := doc.Lookup(at)
	if v.IsObject() {
		at, v = at+"/id", v.Get("id")
	}
	ours := slices.ContainsFunc(l.options.Keys, func(k *keys.Private) bool { return v.IsText(k.Controller()) })
	if !ours || v.IsText(key.Controller()) {
		return doc, nil
	}
	return doc.With(at, `"`+key.Controller()+`"`)
}

// derive reveals parts of a credential.
func derive(ctx context.Context, env vc.Env, r conformance.Request) (conformance.Answer, error) {
	file, err := mikromerit.Open(r.Document, env.Limits)
	if err != nil {
		return refused(err), nil
	}
	var derived *proof.Secured
	switch {
	case mikromerit.IsSDJWT(file):
		derived, err = jose.Disclose(file, env.Limits, r.Reveal...)
	case mikromerit.HasBaseProof(file):
		derived, err = dataintegrity.Derive(ctx, env, file, dataintegrity.DeriveOptions{Reveal: r.Reveal, PresentationHeader: []byte(r.Challenge)})
	default:
		err = errors.New("the credential was not made to be revealed in parts")
	}
	switch {
	case ctx.Err() != nil:
		return conformance.Answer{}, ctx.Err()
	case err != nil:
		return refused(err), nil
	}
	return secured(derived), nil
}

// prove signs a presentation as it was given.
func (l *library) prove(ctx context.Context, env vc.Env, r conformance.Request) (conformance.Answer, error) {
	suite, key, err := l.signer(r.Suite)
	if err != nil {
		return conformance.Answer{}, err
	}
	doc, err := vc.ParseDocument(r.Document, env.Limits)
	if err == nil {
		doc, err = l.replaceSigner(doc, "/holder", key)
	}
	if err != nil {
		return refused(err), nil
	}
	for _, problem := range vc.CheckPresentation(doc) {
		if problem.Rule.Level == vc.Must {
			return refused(problem), nil
		}
	}
	var domain []string
	if r.Domain != "" {
		domain = []string{r.Domain}
	}
	var file *proof.Secured
	if form := jose.Form(suite); form == jose.VPJOSE || form == jose.VCJOSE {
		file, err = jose.Sign(ctx, env, doc, jose.VPJOSE, key.Key(), jose.Options{Domain: domain, Challenge: r.Challenge})
	} else {
		file, err = dataintegrity.Sign(ctx, env, doc, dataintegrity.Cryptosuite(suite), key.Key(), dataintegrity.Options{Purpose: vc.Authentication, Domain: domain, Challenge: r.Challenge})
	}
	switch {
	case ctx.Err() != nil:
		return conformance.Answer{}, ctx.Err()
	case err != nil:
		return refused(err), nil
	}
	return secured(file), nil
}

// setStatus sets the status of a credential that was issued here.
func (l *library) setStatus(ctx context.Context, r conformance.Request) (conformance.Answer, error) {
	purpose := r.StatusPurpose
	if purpose == "" {
		purpose = status.Revocation
	}
	l.mu.Lock()
	entries := l.entries[r.CredentialID]
	l.mu.Unlock()
	i := slices.IndexFunc(entries, func(e status.Entry) bool { return e.Purpose == purpose })
	list := l.options.Lists[purpose]
	if i < 0 || list == nil {
		return refused(fmt.Errorf("no credential with this id has a status for the purpose %q here", purpose)), nil
	}
	var index uint64
	if _, err := fmt.Sscan(entries[i].Index, &index); err != nil {
		return conformance.Answer{}, err
	}
	value := uint64(0)
	if r.StatusValue {
		value = 1
	}
	if err := list.Set(ctx, index, value); err != nil {
		return refused(err), nil
	}
	return conformance.Answer{}, nil
}

func refused(err error) conformance.Answer {
	return conformance.Answer{Refused: true, Problems: problemsOf(err)}
}

func problemsOf(err error) []conformance.Problem {
	var broken *mikromerit.RulesError
	if !errors.As(err, &broken) {
		return []conformance.Problem{{Detail: err.Error()}}
	}
	var all []conformance.Problem
	for _, finding := range broken.Findings {
		all = append(all, conformance.Problem{Type: finding.Type, Title: finding.Code, Detail: finding.Detail})
	}
	return all
}

func secured(file *proof.Secured) conformance.Answer {
	return conformance.Answer{Document: file.Bytes(), MediaType: mediaTypeOf(file.Bytes(), "")}
}
