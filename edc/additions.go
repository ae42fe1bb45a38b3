package edc

import (
	"reflect"
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/edc/vocabulary"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// prepare adds to the copy of the model what ELM requires and the model does
// state elsewhere. It adds and fills and never takes an entry out of a list, so
// that paths keep their meaning.
func (e *encoder) prepare() error {
	visit(reflect.ValueOf(e.c), fill) // codes first: later steps look at them
	if e.c.Learner.Party.Name.IsZero() {
		e.restated["learner.party.name"] = "learner.party.person.fullName"
	}
	e.chooseLanguage()
	if err := e.issuers(); err != nil {
		return err
	}
	e.envelope()
	e.conversion()
	first := &mc.Claim{Definition: e.c.Definition, Award: e.c.Award}
	e.further(first)
	e.fillClaim(first, nil, "")
	e.c.Definition, e.c.Award = first.Definition, first.Award
	for i := range e.c.Others {
		e.fillClaim(&e.c.Others[i], nil, mc.Path("others").At(i))
	}
	e.display()
	visit(reflect.ValueOf(e.c), fill)
	return nil
}

func (e *encoder) converted() bool { return len(e.model.Provenance) > 0 }

// chooseLanguage decides on the main language: the one stated, else the one
// asked for, else that of the title.
func (e *encoder) chooseLanguage() {
	primary := e.c.Envelope.Display.Primary
	for _, code := range []string{primary.IRI, primary.Notation} {
		if tag, ok := mc.LanguageTag(code); ok {
			e.language = tag
			return
		}
	}
	if e.opts.Language != language.Und {
		e.language = e.opts.Language.String()
		return
	}
	if v, ok := e.c.Title().Best(); ok && !strings.EqualFold(v.Lang, mc.Und) {
		e.language = v.Lang
	}
}

// fill states in a value of the model what ELM asks for and what follows from
// the rest of the value: a list from a code, a code from a closed value, a
// title from a type. Filling twice changes nothing.
func fill(value any) {
	switch v := value.(type) {
	case *mc.Concept:
		if v.Scheme == "" {
			v.Scheme = string(vocabulary.SchemeOf(v.IRI))
		}
	case *mc.Country:
		if c, ok := mc.CountryOf(v.Alpha2); ok && v.Concept.IRI == "" {
			v.Concept.IRI = c.Concept.IRI
		}
	case *mc.Identifier:
		if v.SchemeName == "" && v.SchemeIRI == "" && v.Scheme != mc.IdentOther && identifierTerm(v) == "identifier" {
			v.SchemeName = string(v.Scheme)
		}
	case *mc.Media:
		fillMedia(v)
	case *mc.Address:
		fillAddress(v)
	case *mc.Party:
		fillPerson(v)
	case *mc.Level:
		if l, ok := mc.EQFLevel(int(v.EQF)); ok && v.Kind == mc.LevelEQF && v.Value.IsZero() {
			v.Value = mc.Concept{IRI: l.Value.IRI, Scheme: l.Value.Scheme}
		}
	case *mc.Participation:
		if v.Mode.IsZero() {
			v.Mode = codeOf(vocabulary.Mode, func(iri string) bool { return participationForms[iri] == v.Form && v.Form != "" })
		}
	case *mc.LearningSetting:
		if v.Concept.IsZero() {
			v.Concept = codeOf(vocabulary.LearningSetting, func(iri string) bool { return settings[iri] == v.Kind && v.Kind != "" })
		}
	case *mc.Supervision:
		if v.Concept.IsZero() {
			v.Concept = codeOf(vocabulary.Supervision, func(iri string) bool {
				return supervisions[iri].supervised == v.Supervised && supervisions[iri].verified == v.IdentityVerified
			})
		}
	default:
		fillTitle(value)
	}
}

// codeOf returns the first concept of a list for which is holds.
func codeOf(list vocabulary.Scheme, is func(iri string) bool) mc.Concept {
	for _, c := range list.Concepts() {
		if is(c.IRI) {
			return c.Model()
		}
	}
	return mc.Concept{}
}

// fillTitle gives what has no title that of its specification, or the name of
// its type.
func fillTitle(value any) {
	switch v := value.(type) {
	case *mc.AssessmentResult:
		v.Grade.Text = gradeText(&v.Grade)
		if v.Spec != nil && v.Title.IsZero() {
			v.Title = v.Spec.Title
		}
		titleOf(&v.Title, v.Types...)
		if v.Spec != nil {
			titleOf(&v.Title, v.Spec.Types...)
		}
	case *mc.Activity:
		if v.Spec != nil && v.Title.IsZero() {
			v.Title = v.Spec.Title
		}
		titleOf(&v.Title, v.Types...)
	case *mc.Entitlement:
		if v.Spec != nil && v.Title.IsZero() {
			v.Title = v.Spec.Title
		}
		titleOf(&v.Title, v.Types...)
	case *mc.AssessmentSpec:
		titleOf(&v.Title, v.Types...)
	case *mc.ActivitySpec:
		titleOf(&v.Title, v.Types...)
	case *mc.EntitlementSpec:
		titleOf(&v.Title, v.Type)
	case *mc.QualityAssurance:
		titleOf(&v.Title, v.Type)
	}
}

func titleOf(title *mc.LangString, types ...mc.Concept) {
	for _, t := range types {
		if !title.IsZero() {
			return
		}
		*title = t.Label
		if c, ok := vocabulary.Lookup(t.IRI); ok && title.IsZero() {
			*title = c.Model().Label
		}
	}
}
