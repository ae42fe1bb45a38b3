package edc

import (
	"bytes"
	"strings"

	"github.com/mikromerit/mikromerit/edc/vocabulary"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

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

// gradeText is the grade in words, else the bare value, else the name of the
// level that was reached.
func gradeText(g *mc.Grade) mc.LangString {
	switch {
	case !g.Text.IsZero():
		return g.Text
	case g.Value != "":
		return mc.Text(mc.Und, g.Value)
	}
	return g.Level.Label
}

// fillMedia codes the media type of a file.
func fillMedia(m *mc.Media) {
	if len(m.Content) == 0 || !m.Type.IsZero() {
		return
	}
	mediaType, _, _ := strings.Cut(m.MediaType, ";")
	if mediaType == "" {
		mediaType = pictureType(m.Content)
	}
	if c, ok := vocabulary.FileType(mediaType); ok {
		m.Type = mc.Concept{IRI: c.IRI, Scheme: string(c.Scheme)}
	}
}

// pictureType recognises the two kinds of picture that wallets show.
func pictureType(content []byte) string {
	switch {
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	case bytes.HasPrefix(content, []byte{0xff, 0xd8, 0xff}):
		return "image/jpeg"
	}
	return ""
}

// fillAddress writes out an address in parts, of which ELM has the country
// only.
func fillAddress(a *mc.Address) {
	if !a.Full.IsZero() {
		return
	}
	var lines []string
	for _, line := range []string{a.POBox, a.Street, strings.TrimSpace(a.PostalCode + " " + a.Locality), a.Region} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) > 0 {
		a.Full = mc.Text(mc.Und, strings.Join(lines, ", "))
	}
}

// fillPerson gives a person of whom only a name is known that as full name.
func fillPerson(p *mc.Party) {
	if p.Kind != mc.PartyPerson || p.Name.IsZero() {
		return
	}
	if p.Person == nil {
		p.Person = &mc.Person{}
	}
	if p.Person.FullName.IsZero() && p.Person.GivenName.IsZero() && p.Person.FamilyName.IsZero() {
		p.Person.FullName, p.Name = p.Name, nil
	}
}
