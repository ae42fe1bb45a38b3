package mikromerit

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/edc"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// CheckList returns what the Commission's viewer shows about a Europass credential,
// with our own answers beside it; see [edc.CheckList]. ok is false for other formats.
func (r *Result) CheckList() (list edc.CheckList, ok bool) { return edc.NewCheckList(r.Result) }

// PresentEuropass puts sealed Europass credentials into a European Digital
// Presentation, as the Commission's viewer exports them: each with the outcome of the
// checks that the verifier finds now. The sealed files go in as they are, so that the
// receiver can verify each of them; the presentation itself is not sealed, and the
// checks in it are only what you say.
func (v *Verifier) PresentEuropass(ctx context.Context, files ...[]byte) (vc.Document, error) {
	var p edc.Presentation
	for i, file := range files {
		r, err := v.Verify(ctx, file)
		if err != nil {
			return vc.Document{}, fmt.Errorf("credential %d: %w", i+1, err)
		}
		list, ok := r.CheckList()
		switch {
		case !ok:
			return vc.Document{}, fmt.Errorf("credential %d: %w: it is no Europass credential", i+1, ErrPresent)
		case r.Format != proof.JAdES:
			return vc.Document{}, fmt.Errorf("credential %d: %w: it carries no seal, so it shows nothing; have it sealed first", i+1, ErrPresent)
		}
		p.Credentials = append(p.Credentials, r.File.Bytes())
		for _, item := range list.Items {
			p.Checks = append(p.Checks, edc.VerificationCheck{Check: item.Check, Colour: item.Colour, Description: item.Description, Subject: r.Document.Get("id").Text()})
		}
	}
	if len(files) == 0 {
		return vc.Document{}, fmt.Errorf("%w: there is no credential to present", ErrPresent)
	}
	return p.Encode()
}

// europassSections are what a Europass credential says beside its facts: how it was
// sealed, by which profile it was made, and what the Commission's viewer shows of it.
func europassSections(r *Result, doc vc.Document) (all []Section) {
	add := func(title string, rows [][]string, note string) {
		if rows = withoutEmpty(rows); len(rows) > 0 {
			all = append(all, Section{title, rows, note})
		}
	}
	for i, steps := range r.SealSteps() {
		title := "Seal"
		if len(r.Proofs) > 1 {
			title = fmt.Sprintf("Seal %d", i+1)
		}
		rows := [][]string{{"Level", r.Proofs[i].Seal.Level}}
		for _, s := range steps {
			rows = append(rows, []string{s.Name, s.Text})
		}
		add(title, rows, "")
	}
	if edc.Is(doc) {
		add("Europass", europassRows(r, doc), "")
	}
	if list, ok := r.CheckList(); ok {
		var rows [][]string
		for _, item := range list.Items {
			name, _ := item.Check.Name().Best(language.English)
			text, _ := item.Description.Best(language.English)
			rows = append(rows, []string{name.Text, item.Colour.String() + ": " + text.Text})
		}
		add("Check list of the Europass viewer", append(rows, []string{"Ribbon", string(list.Ribbon) + "; our verdict: " + list.Verdict.String()}), "")
	}
	if edc.IsPresentation(doc) {
		add("Checks that the presentation states", statedChecks(doc), "Nobody sealed the presentation, so these are only its maker's words. What can be verified are the sealed credentials inside.")
	}
	return all
}

// europassRows says by which profile a credential was made, and what travels in it.
func europassRows(r *Result, doc vc.Document) [][]string {
	codes := func(v jsontree.Value) string {
		var names []string
		for one := range v.Each() {
			name := firstText(one.Get("prefLabel"))
			if concept, known := vocabulary.Lookup(idOf(one)); known && concept.Label != "" {
				name = concept.Label
			}
			if tag, known := mc.LanguageTag(idOf(one)); known {
				name = tag
			}
			names = append(names, printable(cmp.Or(name, idOf(one))))
		}
		return strings.Join(names, ", ")
	}
	display := doc.Get("displayParameter")
	pages, attachments := 0, []string{}
	for one := range display.Get("individualDisplay").Each() {
		for range one.Get("displayDetail").Each() {
			pages++
		}
	}
	for one := range doc.Get("attachment").Each() {
		attachments = append(attachments, printable(cmp.Or(firstText(one.Get("title")), "without a title")))
	}
	var schemas []string
	for one := range doc.Get("credentialSchema").Each() {
		id := idOf(one)
		schemas = append(schemas, printable(id[strings.LastIndexByte(id, '/')+1:]))
	}
	rows := [][]string{
		{"Profile", codes(doc.Get("credentialProfiles"))}, {"Shapes", strings.Join(schemas, ", ")},
		{"Main language", codes(display.Get("primaryLanguage"))}, {"Languages", codes(display.Get("language"))},
		{"Pages", counted(pages, "page")}, {"Attachments", strings.Join(attachments, ", ")},
	}
	if r.Format == proof.Unsecured {
		rows = append(rows, []string{"Standing", "An unsealed draft: it shows nothing yet. \"mikromerit seal\" completes its issuer from a certificate and seals it."})
	}
	return rows
}

// statedChecks are the outcomes of checks that a presentation states.
func statedChecks(doc vc.Document) (rows [][]string) {
	about := ""
	for _, c := range edc.ReadPresentation(doc).Checks {
		if c.Subject != about {
			about = c.Subject
			rows = append(rows, []string{"About", printable(about)})
		}
		name, _ := c.Check.Name().Best(language.English)
		text, _ := c.Description.Best(language.English)
		rows = append(rows, []string{cmp.Or(name.Text, printable(string(c.Check))), c.Colour.String() + ": " + printable(text.Text)})
	}
	return rows
}
