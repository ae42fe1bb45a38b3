package passport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/badge/ob2"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// Form is the form of a passport.
type Form string

// The forms.
const (
	Presentation Form = "vp"  // Verifiable Presentation, W3C data model 2.0
	Record       Form = "clr" // Comprehensive Learner Record 2.0
	Europass     Form = "edp" // European Digital Presentation
)

// Original is a file that goes into a passport.
type Original struct {
	Name string // as it is called in messages; may be ""
	File []byte
}

// BuildOptions are the options of [Build]. SignOptions say how to sign, and with
// which contexts and clock.
type BuildOptions struct {
	mikromerit.SignOptions
	// Domain and Challenge are those of the verifier whom a presentation is for.
	Domain    []string
	Challenge string
	// Verifier makes the checks that a European Digital Presentation states. nil: one
	// that trusts nobody and is offline.
	Verifier *mikromerit.Verifier
	RecordOptions
}

// RecordOptions are the options of a [Record].
type RecordOptions struct {
	ID        string // of the record; "": a new one
	Title     string // "": "Learner record"
	Collector string // the name of whoever collects and signs
	// Learner is the id of the learner. "": the one that all originals name.
	Learner string
	// Target is a qualification that the record lists as one that is not earned, so
	// that associations can say what counts towards it. It needs an id.
	Target *mc.Definition
}

// Built is a passport that was made.
type Built struct {
	File     *proof.Secured
	Warnings []vc.Finding // of which the pointers count the originals as they were given
}

// ErrRefused is the category of a [*RefusedError].
var ErrRefused = errors.New("PASSPORT-REFUSED")

// Refusal says why an original cannot go into a passport.
type Refusal struct {
	Index  int
	Name   string
	Detail string // a sentence
}

// RefusedError says which originals a form has no place for. None of them was left
// out in silence, so nothing was made.
type RefusedError struct{ Refusals []Refusal }

// Error names the files and the reasons.
func (e *RefusedError) Error() string {
	var all []string
	for _, r := range e.Refusals {
		name := r.Name
		if name == "" {
			name = fmt.Sprintf("credential %d", r.Index+1)
		}
		all = append(all, name+": "+r.Detail)
	}
	return ErrRefused.Error() + ": " + strings.Join(all, " ")
}

// Is reports whether target is [ErrRefused].
func (e *RefusedError) Is(target error) bool { return target == ErrRefused }

// Build puts originals into a passport, as they are but for white space around them.
// key is that of the holder for a [Presentation], that of whoever collects for a
// [Record], and nil for [Europass].
func Build(ctx context.Context, form Form, key *keys.Private, originals []Original, o BuildOptions) (*Built, error) {
	files, warnings, err := openAll(form, originals, o.Env.Limits)
	if err != nil {
		return nil, err
	}
	out := &Built{Warnings: warnings}
	switch form {
	case Presentation:
		out.File, err = mikromerit.Present(ctx, key, mikromerit.PresentOptions{SignOptions: o.SignOptions, Domain: o.Domain, Challenge: o.Challenge}, files...)
	case Record:
		var more []vc.Finding
		out.File, more, err = buildRecord(ctx, key, files, o)
		out.Warnings = append(out.Warnings, more...)
	case Europass:
		out.File, err = buildEuropass(ctx, files, o)
	default:
		err = fmt.Errorf("PASSPORT-FORM: there is no form %q; use %s, %s or %s", form, Presentation, Record, Europass)
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// openAll opens the originals and finds all that cannot go in.
func openAll(form Form, originals []Original, limits vc.Limits) (files []*proof.Secured, warnings []vc.Finding, err error) {
	var refused RefusedError
	seen := map[string]int{}
	for i, one := range originals {
		at := fmt.Sprintf("/credentials/%d", i)
		file, err := mikromerit.Open(one.File, limits)
		why := ""
		if err != nil {
			why = "it cannot be read as one credential: " + strings.TrimSuffix(vc.Plain(err.Error()), ".") + "."
		} else {
			why = refusal(form, file)
		}
		if why != "" {
			refused.Refusals = append(refused.Refusals, Refusal{i, one.Name, why})
			continue
		}
		digest := digestOf(file.Bytes())
		if first, twice := seen[digest]; twice {
			warnings = append(warnings, ruleCopy.Finding(vc.Warn, at, fmt.Sprintf("It is the same as credential %d, so it goes in once.", first+1)))
			continue
		}
		seen[digest] = i
		if _, baked := bake.Is(one.File); baked {
			warnings = append(warnings, rulePicture.Finding(vc.Warn, at, "The badge in the picture goes in; the picture stays behind."))
		}
		files = append(files, file)
	}
	switch {
	case len(refused.Refusals) > 0:
		return nil, nil, &refused
	case len(files) == 0:
		return nil, nil, fmt.Errorf("%w: there is no credential to put into a passport; give at least one", ErrRefused)
	}
	return files, warnings, nil
}

// refusal returns why a form has no place for a file, or "".
func refusal(form Form, file *proof.Secured) string {
	doc := mikromerit.DocumentOf(file)
	switch {
	case isA(doc, vc.TypePresentation):
		return "it is a presentation; give the credentials in it."
	case mikromerit.HoldsBaseProof(file):
		return "it carries a base proof, with which the verifier could reveal everything; derive from it first."
	case file.Format() == proof.Unsecured:
		return "it carries no proof, so whoever gets the passport could not verify it; have it signed first."
	case ob2.KindOf(file.Document()) != 0 || ob2.KindOf(doc) != 0:
		return "it is a badge from before Open Badges 3.0, which is no W3C credential; send it on its own, or ask its issuer for a newer one."
	case form == Europass && (file.Format() != proof.JAdES || !bytes.HasPrefix(bytes.TrimSpace(file.Bytes()), []byte("{"))):
		return "a European Digital Presentation holds Europass credentials that are sealed in JSON, and nothing else; use the form vp or clr."
	}
	return ""
}

// isA reports whether a document has a type.
func isA(doc vc.Document, name string) bool {
	for kind := range doc.Get("type").Each() {
		if kind.IsText(name) {
			return true
		}
	}
	return false
}

func buildEuropass(ctx context.Context, files []*proof.Secured, o BuildOptions) (*proof.Secured, error) {
	v := o.Verifier
	if v == nil {
		v = mikromerit.NewVerifier(mikromerit.Trust{})
		v.Env = o.Env
	}
	sealed := make([][]byte, len(files))
	for i, file := range files {
		sealed[i] = file.Bytes()
	}
	doc, err := v.PresentEuropass(ctx, sealed...)
	if err != nil {
		return nil, err
	}
	return proof.Open(doc.Bytes(), o.Env.Limits)
}
