package edc

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/page"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// microCredential is what a micro-credential is called, by language.
var microCredential = map[string]string{
	"bg": "Микроквалификация", "cs": "Mikrocertifikát", "da": "Mikrokvalifikation", "de": "Micro-Credential", "el": "Μικροδιαπιστευτήριο",
	"en": "Micro-credential", "es": "Microcredencial", "et": "Mikrokvalifikatsioon", "fi": "Pieni osaamiskokonaisuus", "fr": "Microcertification",
	"ga": "Micridhintiúr", "hr": "Mikrokvalifikacija", "hu": "Mikrotanúsítvány", "is": "Örnám", "it": "Microcredenziale", "lt": "Mikrokredencialas",
	"lv": "Mikroapliecinājums", "mt": "Mikrokredenzjal", "nb": "Mikrokvalifikasjon", "nl": "Microcredential", "nn": "Mikrokvalifikasjon",
	"no": "Mikrokvalifikasjon", "pl": "Mikropoświadczenie", "pt": "Microcredencial", "ro": "Microcertificat", "sk": "Mikroosvedčenie",
	"sl": "Mikrodokazilo", "sv": "Mikromeriter",
}

// kindMicroCredential is the code of short learning programmes that lead to a
// micro-credential.
const kindMicroCredential = "74a4a268e8"

// shownOutcomes is how many learning outcomes a page has room for.
const shownOutcomes = 4

// page draws the page that ELM requires where the credential has no picture: what
// is said of title, learner, award, outcomes and issuer, in the main language.
func (e *encoder) page() (mc.Media, error) {
	c := e.c
	p := page.Page{Title: e.text(c.Title()), Learner: e.text(c.Learner.Party.DisplayName()), Issuer: e.text(c.Envelope.Issuer.DisplayName())}
	if bodies := c.Award.Awarding.Bodies; len(bodies) > 0 {
		p.Issuer = e.text(bodies[0].DisplayName())
	}
	if slices.ContainsFunc(c.Definition.Kinds, func(k mc.Concept) bool {
		return k.IRI == vocabulary.LearningOpportunity.IRI(kindMicroCredential)
	}) {
		base, _, _ := strings.Cut(e.language, "-")
		p.Kind = microCredential[strings.ToLower(base)]
	}
	for _, w := range c.Definition.Workload {
		label := e.text(w.Framework.Label)
		if short, ok := shortCredits[strings.TrimPrefix(w.Framework.IRI, vocabulary.EducationCredit.Base())]; ok {
			label = short
		}
		if w.Kind == mc.WorkloadCredits && label != "" && !w.Amount.IsZero() {
			p.Lines = append(p.Lines, w.Amount.String()+" "+label)
		}
	}
	for _, l := range c.Definition.Levels {
		if l.EQF > 0 {
			p.Lines = append(p.Lines, "EQF "+strconv.Itoa(int(l.EQF)))
		}
	}
	for _, r := range c.Award.Assessments {
		if grade := e.text(r.Grade.Text); grade != "" && len(c.Award.Assessments) == 1 {
			if title := e.text(r.Title); title != "" && title != p.Title {
				grade = title + ": " + grade
			}
			p.Lines = append(p.Lines, grade)
		}
	}
	for i := range c.Definition.Outcomes {
		if outcome := e.text(c.Definition.Outcomes[i].Title); outcome != "" && i < shownOutcomes {
			p.Lines = append(p.Lines, outcome)
		}
	}
	for _, at := range []mc.Instant{c.Award.Awarding.On, c.Envelope.Issued, c.Envelope.ValidFrom} {
		if day := at.String(); len(day) >= len("2006-01-02") {
			p.Lines = append(p.Lines, day[:len("2006-01-02")]) // the day where it was said
			break
		}
	}
	content, err := p.PNG()
	return mc.Media{Content: content, MediaType: "image/png"}, err
}

// text returns a text in the main language, or else in another.
func (e *encoder) text(s mc.LangString) string {
	if i := e.best(s); i >= 0 && i < len(s) {
		return s[i].Text
	}
	return ""
}
