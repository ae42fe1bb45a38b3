package web

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// content is what a credential says, in the order in which it is shown.
type content struct {
	Kicker, Title   text
	Learner, Giver  text // Giver awarded it, as the credential has it
	LearnerNote     string
	Picture         *picture
	Initial         string // in the place of a picture
	PictureLeftOut  bool
	Tiles           []tile
	Description     text
	Outcomes        list
	Rows            []tile
	Evidence        []link
	MoreEvidence    int
	Pages           []picture
	Also            list
	Issuer          text
	IssuerCountries string
}

// tile is a fact with its label.
type tile struct {
	Label string
	List  list
}

// link is evidence: a text, and an address if it is one that may be opened.
type link struct {
	Text    text
	Address string // https
	Host    string
}

// claim is what the page shows of the main claim of a credential.
type claim struct {
	*reader
	*mc.Credential
}

// read returns what a credential says. file is the picture that it came in, or nil.
func (r *reader) read(c *mc.Credential, file *mc.Media) *content {
	v := claim{r, c}
	words := &r.Phrases.Content
	out := &content{
		Kicker:   r.kind(c),
		Title:    cmp.Or(r.text(c.Title(), maxTerm), text{Text: words.NoTitle}),
		Giver:    v.bodies(),
		Issuer:   r.party(&c.Envelope.Issuer),
		Tiles:    v.tiles(),
		Also:     v.others(),
		Outcomes: v.outcomes(),
		Rows:     v.rows(),
	}
	out.IssuerCountries = joined(r.countries(&c.Envelope.Issuer), ", ")
	out.Learner, out.LearnerNote = v.learner()
	out.Description = cmp.Or(r.text(c.Definition.Description, maxText), r.text(c.Award.Description, maxText), r.text(c.Envelope.Display.Description, maxText))
	out.Picture, out.PictureLeftOut = v.picture(file)
	out.Initial = initial(out.Title.Text)
	out.Evidence, out.MoreEvidence = v.evidence()
	out.Pages = v.pages(out.Picture)
	return out
}

// kind returns what kind of credential it is.
func (r *reader) kind(c *mc.Credential) text {
	for _, all := range [][]mc.Concept{c.Definition.Kinds, c.Award.Types} {
		for _, kind := range all {
			if t := r.concept(kind); !t.IsZero() && len(t.Text) < 60 && !strings.Contains(t.Text, "://") {
				return t
			}
		}
	}
	return text{Text: r.Phrases.Content.Kicker}
}

func (v claim) learner() (name text, note string) {
	words := &v.Phrases.Content
	if name = v.text(v.Learner.Party.DisplayName(), maxLine); !name.IsZero() {
		return name, ""
	}
	for _, id := range v.Learner.Party.Identifiers {
		switch {
		case id.Hash != nil:
			return text{Text: words.NoName}, words.Hashed
		case id.Scheme == mc.IdentName || id.Scheme == mc.IdentEmail:
			return plain(id.Value), ""
		}
	}
	return text{Text: words.NoName}, cleaned(v.Learner.ID, 80)
}

func (v claim) bodies() text {
	all := v.Award.Awarding.Bodies
	return text{Text: joined(firstOf(3, len(all), func(i int) text { return v.placed(&all[i]) }), "; ")}
}

// tiles are the facts that everybody looks for first.
func (v claim) tiles() []tile {
	words := &v.Phrases.Content
	levels := v.Definition.Levels
	work := slices.Concat(v.Definition.Workload, v.activityWorkload())
	var credits, times []mc.Workload
	for _, w := range work {
		if w.Amount.IsZero() {
			times = append(times, w)
		} else {
			credits = append(credits, w)
		}
	}
	if len(v.Award.CreditsEarned) > 0 {
		credits = v.Award.CreditsEarned
	}
	one := func(t text) list { return firstOf(1, 1, func(int) text { return t }) }
	return filled([]tile{
		{words.Level, firstOf(3, len(levels), func(i int) text { return v.level(levels[i]) })},
		{words.Credits, firstOf(3, len(credits), func(i int) text { return v.amount(credits[i]) })},
		{words.Workload, firstOf(3, len(times), func(i int) text { return v.amount(times[i]) })},
		{words.Awarded, one(v.date(v.Award.Awarding.On))},
		{words.Issued, one(v.date(v.Envelope.Issued))},
		{words.ValidUntil, one(v.date(v.Envelope.ValidUntil))},
	})
}

// filled returns the tiles that say something.
func filled(all []tile) []tile {
	return slices.DeleteFunc(all, func(t tile) bool { return len(t.List.Items) == 0 })
}

func (v claim) activityWorkload() (all []mc.Workload) {
	for _, a := range v.Award.Activities {
		all = append(all, a.Workload...)
	}
	return all
}

func (v claim) outcomes() list {
	all := v.Definition.Outcomes
	out := listOf(len(all), func(i int) text { return v.text(all[i].Title, maxTerm) })
	if len(out.Items) == 0 && v.Definition.OutcomeSummary != nil {
		out = listOf(1, func(int) text { return v.text(v.Definition.OutcomeSummary.Text, maxText) })
	}
	return out
}

// rows are the further facts.
func (v claim) rows() []tile {
	words := &v.Phrases.Content
	d, a := &v.Definition, &v.Award
	notes := slices.Concat(v.Further, d.Notes, a.Notes)
	numbers := v.Envelope.Identifiers
	skills := v.skills()
	return filled([]tile{
		{words.Criteria, listOf(1, func(int) text { return v.text(prose(d.Criteria.Narrative.Text), maxText) })},
		{words.Result, listOf(len(a.Assessments), func(i int) text { return v.grade(a.Assessments[i]) })},
		{words.Assessment, v.assessment()},
		{words.Supervision, v.supervisions()},
		{words.Participation, v.forms()},
		{words.Skills, listOf(len(skills), func(i int) text { return v.concept(skills[i]) })},
		{words.Quality, v.quality()},
		{words.Prerequisites, listOf(len(d.Prerequisites), func(i int) text { return v.text(d.Prerequisites[i].Note.Text, maxTerm) })},
		{words.Stackability, v.stackability()},
		{words.Taught, listOf(len(d.Languages), func(i int) text { return v.concept(d.Languages[i]) })},
		{words.Field, listOf(len(d.Fields), func(i int) text { return v.concept(d.Fields[i]) })},
		{words.AssessedBy, v.assessors()},
		{words.ValidFrom, firstOf(1, 1, func(int) text { return v.date(v.Envelope.ValidFrom) })},
		{words.Number, listOf(len(numbers), func(i int) text { return plain(numbers[i].Value) })},
		{words.Further, listOf(len(notes), func(i int) text { return v.text(notes[i].Text, maxTerm) })},
	})
}

// prose returns a text without the list of facts that a converted badge has at the end
// of its criteria, because these facts are shown by themselves.
func prose(s mc.LangString) mc.LangString {
	out := make(mc.LangString, len(s))
	for i, value := range s {
		value.Text, _, _ = strings.Cut("\n"+value.Text, "\n- **")
		out[i] = value
	}
	return out
}

func (v claim) skills() (all []mc.Concept) {
	for _, o := range v.Definition.Outcomes {
		all = append(all, o.Skills...)
	}
	return all
}

func (v claim) assessment() list {
	var types []mc.Concept
	for _, s := range v.Definition.Assessments {
		types = append(types, s.Types...)
	}
	for _, a := range v.Award.Assessments {
		types = append(types, a.Types...)
		if a.Spec != nil {
			types = append(types, a.Spec.Types...)
		}
	}
	return listOf(len(types), func(i int) text { return v.concept(types[i]) })
}

func (v claim) supervisions() list {
	var all []mc.Supervision
	for _, a := range v.Award.Assessments {
		all = append(all, a.Supervision)
	}
	for _, s := range v.Definition.Assessments {
		all = append(all, s.Supervision)
	}
	return listOf(len(all), func(i int) text { return v.supervision(all[i]) })
}

func (v claim) forms() list {
	all := slices.Clone(v.Definition.Participation)
	for _, a := range v.Award.Activities {
		for _, mode := range a.Types {
			all = append(all, mc.Participation{Mode: mode})
		}
	}
	return listOf(len(all), func(i int) text { return v.participation(all[i]) })
}

func (v claim) quality() list {
	all := slices.Concat(v.Definition.Quality, v.Envelope.Issuer.Accreditations)
	for _, body := range v.Award.Awarding.Bodies {
		all = append(all, body.Accreditations...)
	}
	return listOf(len(all), func(i int) text {
		q := all[i]
		name := cmp.Or(v.text(q.Title, maxLine), v.concept(q.Type))
		if q.Agent == nil || name.IsZero() {
			return name
		}
		name.Text += ", " + v.Phrases.Content.By + " " + v.party(q.Agent).Text
		return name
	})
}

func (v claim) assessors() list {
	var all []mc.Party
	if v.Award.Source != nil {
		all = append(all, *v.Award.Source)
	}
	for _, a := range v.Award.Assessments {
		all = append(all, a.Assessors...)
	}
	return listOf(len(all), func(i int) text { return v.party(&all[i]) })
}

func (v claim) stackability() list {
	words, s := &v.Phrases.Content, &v.Definition.Stackability
	into := slices.Concat(s.Into, v.Award.PartOf)
	said := []text{
		v.text(s.Note, maxTerm), v.concept(s.Concept),
		{Text: map[mc.StackMode]string{mc.StackStandAlone: words.StandAlone, mc.StackIntegrated: words.Integrated, mc.StackStackable: words.Stackable}[s.Mode]},
	}
	for _, ref := range into[:min(len(into), maxItems)] {
		if title := v.text(ref.Title, maxLine); !title.IsZero() {
			said = append(said, text{Text: words.Towards + " " + title.Text, Lang: title.Lang})
		}
	}
	if s.PartialQualification == mc.Yes {
		said = append(said, text{Text: words.PartOf})
	}
	return listOf(len(said), func(i int) text { return said[i] })
}

// others are the titles of the further claims and the parts.
func (v claim) others() list {
	all := v.Claims()
	if len(all) < 2 {
		return list{}
	}
	all = all[1:]
	return listOf(len(all), func(i int) text {
		return cmp.Or(v.text(all[i].Definition.Title, maxLine), v.text(all[i].Award.Title, maxLine))
	})
}

// picture returns the picture of the credential: the file itself if it is one, the
// image of the badge, or the logo of the issuer. leftOut says that there is one that
// is not shown.
func (v claim) picture(file *mc.Media) (found *picture, leftOut bool) {
	for _, m := range []*mc.Media{file, v.Envelope.Image, v.Definition.Image, v.Award.Image, v.Envelope.Issuer.Logo} {
		if m == nil || len(m.Content) == 0 {
			continue
		}
		if p, ok := v.reader.picture(m); ok {
			return &p, false
		}
		leftOut = true
	}
	return nil, leftOut
}

// maxPages is how many of the pages are shown that the issuer drew.
const maxPages = 4

func (v claim) pages(main *picture) (out []picture) {
	for i := range v.Envelope.Display.Pages {
		page := &v.Envelope.Display.Pages[i]
		if len(out) == maxPages {
			break
		}
		if p, ok := v.reader.picture(&page.Image); ok && (main == nil || p.Source != main.Source) {
			out = append(out, p)
		}
	}
	return out
}

// initial returns the first letter of a title, for a medal without a picture.
func initial(title string) string {
	for _, r := range title {
		return strings.ToUpper(string(r))
	}
	return ""
}

func (v claim) evidence() (links []link, more int) {
	for i, e := range v.Envelope.Evidence {
		if len(links) == maxItems {
			return links, len(v.Envelope.Evidence) - i
		}
		address := cmp.Or(e.URL, e.ID)
		l := link{Text: cmp.Or(v.text(e.Title, maxLine), v.concept(e.Kind), v.text(e.Description, maxLine), v.text(e.Statement, maxLine))}
		l.Address, l.Host = safeAddress(address)
		if l.Text.IsZero() {
			l.Text = plain(cmp.Or(l.Host, address))
		}
		if !l.Text.IsZero() {
			links = append(links, l)
		}
	}
	return links, 0
}

// maxAddress is the length of the longest address that is linked.
const maxAddress = 2000

// safeAddress returns an address that a reader may be offered to open, and its host:
// https, without a user name, which could look like the host, and with a host in
// ASCII, in which no letter looks like another.
func safeAddress(s string) (address, host string) {
	if len(s) > maxAddress {
		return "", ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.Opaque != "" {
		return "", ""
	}
	for _, r := range u.Host {
		if r < '!' || r > '~' {
			return "", ""
		}
	}
	return u.String(), u.Host
}
