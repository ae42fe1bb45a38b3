package web

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	_ "embed" // the markup and its style
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"slices"
	"sync"
	"time"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

//go:embed page.html
var pageMarkup string

//go:embed card.css
var cardStyle string

// Options are the options of [Card].
type Options struct {
	// Language is what the reader reads, and Further are other languages, the best
	// first. The card is in the first of these that is among [Languages], and
	// otherwise in English.
	Language language.Tag
	Further  []language.Tag
	// At is when the check was made; zero: now.
	At time.Time
	// Target is a qualification that the credentials of a passport are held against;
	// nil: none.
	Target *mc.Definition
	// Convert are the options of the conversions that the card tells about.
	Convert mikromerit.ConvertOptions
}

// Card writes one file of HTML that shows a credential, or all of a file, and what was
// found out about it. The file needs nothing beside it, runs no scripts and fetches
// nothing. See the documentation of the package on what is safe to show.
func Card(ctx context.Context, w io.Writer, i *mikromerit.Inspection, o Options) error {
	page, err := newCards(ctx, i, o)
	if err != nil {
		return err
	}
	page.Policy = policy("form-action 'none'")
	return page.write(w)
}

// page is one page of HTML.
type page struct {
	Tag, Title, Heading string
	P                   *phrases
	Style               template.CSS
	Policy              string // for a file, which no server sends a header with
	Tongues             []tongueLink
	Overview            *overview // of several credentials together
	Cards               []card
	Unshown             string
	Made, Digest        string

	Served  bool   // by the handler
	Form    bool   // whether to show the form for a file
	Work    *work  // the file that is shown, for further jobs; nil in a file
	Problem string // why there is no card
	Detail  []string
}

type tongueLink struct {
	Tag, Name string
	Current   bool
}

// work is what the browser sends again, because the server keeps nothing.
type work struct{ Data, Lang, Country, Framework string }

// card is one credential of a file.
type card struct {
	Number   string // which of several; "" for the only one
	Content  *content
	Sections []section // in the place of the content
	Standing *standing
	Elements *elements
	Keeps    []keep
}

// section is a table of plain facts, which are in English.
type section struct {
	Title string
	Rows  [][]string
}

// maxCards is how many credentials of a file are shown.
const maxCards = 20

func newPage(t tongue) *page {
	p := &page{Tag: t.Tag, P: t.Phrases, Style: template.CSS(cardStyle)}
	for _, one := range tongues {
		p.Tongues = append(p.Tongues, tongueLink{one.Tag, one.Phrases.Name, one.Tag == t.Tag})
	}
	return p
}

// newCards returns the page that shows a file.
func newCards(ctx context.Context, i *mikromerit.Inspection, o Options) (*page, error) {
	wanted := append([]language.Tag{o.Language}, o.Further...)
	r := &reader{tongue: tongueFor(wanted...), images: maxPictures}
	r.prefer = []language.Tag{language.Make(r.Tag)}
	for _, tag := range wanted {
		if tag != language.Und {
			r.prefer = append(r.prefer, tag)
		}
	}
	if i.Credential != nil {
		primary := i.Credential.Envelope.Display.Primary
		if tag, ok := mc.LanguageTag(cmp.Or(primary.IRI, primary.Notation)); ok {
			r.prefer = append(r.prefer, language.Make(tag))
		}
	}
	out := newPage(r.tongue)
	shown, presented, all := shownOf(i)
	for n, one := range shown {
		c := r.card(one, fileOf(i, one))
		if len(shown) > 1 {
			c.Number = sprintf(r.Phrases.Page.Numbered, n+1, all)
		}
		out.Cards = append(out.Cards, c)
	}
	for _, one := range presented {
		out.Cards = append(out.Cards, r.card(one, nil))
	}
	out.Heading = r.Phrases.Content.Kicker
	if all > 1 {
		out.Heading = sprintf(r.Phrases.Page.Several, all)
	}
	if all > len(shown) {
		out.Unshown = sprintf(r.Phrases.Page.Unshown, all-len(shown))
	}
	out.Title = out.Heading
	if len(out.Cards) > 0 {
		out.Cards[0].Keeps = r.keeps(ctx, i.Result, o.Convert)
		if c := out.Cards[0].Content; c != nil && all == 1 {
			out.Title = c.Title.Text
		}
	}
	r.sealOff(out, i, o.At)
	var err error
	if out.Overview, err = r.overview(ctx, i, o); err != nil {
		return nil, err
	}
	return out, ctx.Err()
}

// sealOff says of which file the page tells, and when it was checked.
func (r *reader) sealOff(out *page, i *mikromerit.Inspection, at time.Time) {
	if at.IsZero() {
		at = time.Now()
	}
	at = at.UTC()
	out.Made = sprintf(r.Phrases.Page.Made, r.day(mc.DateOf(at))+", "+at.Format("15:04")+" UTC")
	if i.Result != nil && len(i.Result.Source) > 0 {
		sum := sha256.Sum256(i.Result.Source)
		out.Digest = hex.EncodeToString(sum[:])
	}
}

// shownOf returns the credentials of a file that are shown, the main one first, how many
// there are, and the presentations around them. What only holds credentials, and says
// nothing, is not shown.
func shownOf(i *mikromerit.Inspection) (shown, presented []*mikromerit.Inspection, all int) {
	var walk func(*mikromerit.Inspection)
	walk = func(one *mikromerit.Inspection) {
		switch {
		case one.Result != nil && one.Result.Document.IsZero() && len(one.Credentials) > 0:
		case one.Result != nil && slices.Contains(typesOf(one.Result.Document), vc.TypePresentation):
			if len(presented) < maxCards {
				presented = append(presented, one)
			}
		default:
			if all++; len(shown) < maxCards {
				shown = append(shown, one)
			}
		}
		for _, inner := range one.Credentials {
			walk(inner)
		}
	}
	walk(i)
	return shown, presented, all
}

// fileOf returns the picture that a file is, for the credential in it.
func fileOf(file, shown *mikromerit.Inspection) *mc.Media {
	if shown != file || file.Result == nil || file.Result.Image == nil {
		return nil
	}
	return &mc.Media{Content: file.Result.Source}
}

func (r *reader) card(i *mikromerit.Inspection, file *mc.Media) card {
	out := card{Standing: r.judge(i)}
	if i.Credential == nil {
		out.Sections = sectionsOf(i)
		return out
	}
	out.Content = r.read(i.Credential, file)
	out.Elements = r.elements(i, out.Content)
	return out
}

// The bounds of the plain facts.
const (
	maxSections = 6
	maxRows     = 40
)

// sectionsOf returns the plain facts about a credential that was not read into the
// model.
func sectionsOf(i *mikromerit.Inspection) (out []section) {
	for _, s := range i.Sections[:min(len(i.Sections), maxSections)] {
		one := section{Title: s.Title}
		for _, row := range s.Rows[:min(len(s.Rows), maxRows)] {
			cells := make([]string, len(row))
			for n, cell := range row {
				cells[n] = cleaned(cell, maxTerm)
			}
			one.Rows = append(one.Rows, cells)
		}
		out = append(out, one)
	}
	return out
}

// part and listPart are what a part of the template is called with.
type (
	part struct {
		Card any
		Page *page
	}
	listPart struct {
		List list
		P    *phrases
	}
)

// markup is the template of all pages.
var markup = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page").Funcs(template.FuncMap{
		"about":  func(card any, page *page) part { return part{card, page} },
		"listed": func(l list, p *phrases) listPart { return listPart{l, p} },
	}).Parse(pageMarkup)
})

// write writes the page.
func (p *page) write(w io.Writer) error {
	t, err := markup()
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := t.Execute(&out, p); err != nil {
		return err
	}
	_, err = w.Write(out.Bytes())
	return err
}

// policy returns the Content-Security-Policy of a page: no scripts, nothing fetched,
// only our style and pictures that stand in the page itself.
func policy(more string) string {
	sum := sha256.Sum256([]byte(cardStyle))
	return "default-src 'none'; img-src data:; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; " + more
}

func sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }
