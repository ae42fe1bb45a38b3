package eudi

import (
	"errors"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// EncodeOptions say how the claims are written. The zero value names the issuer of
// the credential and leaves out personal data that the type does not ask for.
type EncodeOptions struct {
	// Language is the one in which texts are written. If it is not set, or a text is
	// not in it, the credential's primary language is used, then English, then the
	// first.
	Language language.Tag
	// ID is the number of the credential. "": a credential that was not converted
	// keeps its own, and any other is given one when it is signed.
	ID string
	// Issuer is who issues the credential in place of the issuer of the source; nil:
	// that one. IssuerID replaces the id of whoever issues it.
	Issuer   *mc.Party
	IssuerID string
	// IssuerCountry is the country of the issuer where none is stated, as a code of two
	// or three letters.
	IssuerCountry string
	// PersonalData may also identify the learner by what says more of a person than a
	// credential needs, such as a national identity number.
	PersonalData bool
	// Claims are what to write for claims of which the credential states nothing, by
	// their names, such as "60 hours" for expected_study_time. Several texts of one claim
	// are separated by semicolons.
	Claims map[string]string
	// Extension also writes, in [ResidueClaim], what no claim holds.
	Extension bool
	// WithoutResidue leaves that claim out all the same.
	WithoutResidue bool
}

// encoder writes one credential.
type encoder struct {
	c       *mc.Credential // the one that is written
	source  *mc.Credential // the one that was given
	given   []string       // pointers to claims that nobody stated
	o       EncodeOptions
	prefer  []language.Tag
	marks   map[mc.Path]mc.Outcome // where values were written
	lists   map[string]bool        // see narrowed
	tracker *mc.Tracker
	added   []mc.Outcome
	faults  []*mc.EncodeError
}

// Encode writes a credential as the claims of an EUDI Learning Credential, for
// package proof/jose to sign, and reports what became of each value that it states.
//
// What the type demands and the credential does not state is not invented: the error
// joins one [mc.EncodeError] for each such claim. The claims that only the token
// knows are left out.
func Encode(c *mc.Credential, o EncodeOptions) (vc.Document, *mc.Report, error) {
	if c == nil {
		return vc.Document{}, nil, errors.New("EUDI-LC-MODEL: there is no credential to encode")
	}
	e := &encoder{source: c, o: o, marks: make(map[mc.Path]mc.Outcome), tracker: mc.NewEncodeTracker(Format, c)}
	e.prefer = preferences(c, o)
	e.prepare()
	t := schema()
	w := &mapping.Writer{Format: &t.format, State: e, Best: e.best, Mark: e.mark, InLanguage: func(tag string) bool { return tag == "" || tag == mc.Und }}
	node := t.credential.WriteRequired(w, nil, "", e.c, "", "")
	doc, err := vc.ParseDocument(t.format.AppendJSON(nil, node), wide)
	if err == nil {
		doc, err = e.give(doc)
	}
	if err == nil {
		err = e.missing(doc)
	}
	if err == nil {
		doc, err = e.settle(doc)
	}
	if err != nil {
		return vc.Document{}, nil, err
	}
	report := e.tracker.Report()
	return doc, &report, nil
}

// wide are limits for what we write ourselves.
var wide = vc.Limits{Bytes: 1 << 30, Depth: 9_999, Values: 1 << 30}

func preferences(c *mc.Credential, o EncodeOptions) (prefer []language.Tag) {
	if o.Language != language.Und {
		prefer = append(prefer, o.Language)
	}
	primary := c.Envelope.Display.Primary
	for _, code := range []string{primary.IRI, primary.Notation} {
		if tag, ok := mc.LanguageTag(code); ok {
			if parsed, err := language.Parse(tag); err == nil {
				prefer = append(prefer, parsed)
			}
		}
	}
	return prefer
}

// best returns the text to write. An empty one says nothing.
func (e *encoder) best(s mc.LangString) int {
	if i := s.BestIndex(e.prefer...); i >= 0 && strings.TrimSpace(s[i].Text) != "" {
		return i
	}
	return slices.IndexFunc(s, func(v mc.LangValue) bool { return strings.TrimSpace(v.Text) != "" })
}

// isConverted reports whether the credential was made of another document, whose id
// and times are not those of this one.
func (e *encoder) isConverted() bool { return len(e.source.Provenance) > 0 }

// prepare makes the credential that is written: that of the source, but for what the
// new document states for itself.
func (e *encoder) prepare() {
	c := *e.source
	if e.isConverted() {
		c.Envelope.ID, c.Envelope.Issued = "", mc.Instant{}
	}
	if e.o.ID != "" {
		c.Envelope.ID = e.o.ID
	}
	if e.o.Issuer != nil {
		c.Envelope.Issuer = *e.o.Issuer
	}
	if e.o.IssuerID != "" {
		c.Envelope.Issuer.ID = e.o.IssuerID
	}
	if country, ok := mc.CountryOf(e.o.IssuerCountry); ok && !hasCountry(c.Envelope.Issuer) {
		c.Envelope.Issuer.Locations = append(slices.Clip(c.Envelope.Issuer.Locations), mc.Location{Addresses: []mc.Address{{Country: mc.Country{Alpha2: country.Alpha2}}}})
		e.given = append(e.given, "/issuing_country")
		e.added = append(e.added, mc.Outcome{To: "/issuing_country", Kind: mc.KindDefaulted, Reason: "no country is stated; it is the one that was given"})
	}
	e.c = &c
}

func hasCountry(p mc.Party) bool {
	return slices.ContainsFunc(p.Countries(), func(c mc.Country) bool { return c.Alpha2 != "" })
}

// mark notes where a value was written.
func (e *encoder) mark(at mc.Path, o mc.Outcome) { e.marks[at] = o }

// remedies say what to do where a claim is missing, by claim.
var remedies = map[string]struct {
	path   mc.Path
	remedy string
}{
	"issuing_authority":            {"envelope.issuer.name", "name the issuer"},
	"issuing_country":              {"envelope.issuer.locations", "state the country of the issuer, or set EncodeOptions.IssuerCountry"},
	"date_of_issuance":             {"award.awarding.on", "state when the achievement was awarded"},
	"family_name":                  {"learner.party.person.familyName", "state the family name of the learner"},
	"achievement_title":            {"definition.title", "state the title"},
	"language_of_classes":          {"definition.languages", "state the language of instruction"},
	"learner_identification":       {"learner.party.identifiers", "state an identifier of the learner. Set EncodeOptions.PersonalData if there is only a national identity number"},
	"expected_study_time":          {"definition.workload", "state the notional workload"},
	"level_of_learning_experience": {"definition.levels", "state the EQF level; none is derived from a national one"},
	"types_of_quality_assurance":   {"definition.quality", "state how quality is assured"},
}

// missing returns an error that names what the type demands and nobody states.
func (e *encoder) missing(doc vc.Document) error {
	if e.o.IssuerCountry != "" {
		if _, ok := mc.CountryOf(e.o.IssuerCountry); !ok {
			e.fault("envelope.issuer.locations", claimRules["issuing_country"], "the country in EncodeOptions.IssuerCountry is none that is known; give a code of two or three letters")
		}
	}
	if p := e.source.Provenance; len(p) > 0 && !e.hasResidue() && slices.ContainsFunc(p, func(one mc.Provenance) bool { return one.Authority == mc.HolderCopy }) {
		e.fault("provenance", &ruleCopy, "no claim of the type says that it is a copy that the learner made; set EncodeOptions.Extension, which says so, or convert with another authority")
	}
	for i := range claims {
		c := &claims[i]
		r, known := remedies[c.name]
		if c.mandatory && known && !doc.Get(c.name).Exists() {
			e.fault(r.path, claimRules[c.name], "the type demands the claim "+c.name+", and the credential states nothing for it; "+r.remedy+", or give it in EncodeOptions.Claims, as "+c.name+"=TEXT")
		}
	}
	var all []error
	for _, f := range e.faults {
		all = append(all, f)
	}
	return errors.Join(all...)
}

func (e *encoder) fault(at mc.Path, rule *vc.Rule, detail string) {
	e.faults = append(e.faults, &mc.EncodeError{Path: at, Rule: rule, Detail: detail})
}
