package badge

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (s *tables) defineActivities() {
	type A = mc.ActivitySpec
	modes := mapping.Extension(
		mapping.Many("mode", func(a *A) *[]mc.Concept { return &a.Modes }, &s.concept),
		mapping.Many("language", func(a *A) *[]mc.Concept { return &a.Languages }, &s.concept),
	)
	s.course = class[A]{
		ID: func(a *A) *string { return &a.ID },
		Rows: mapping.Rows(
			mapping.Extension(
				mapping.Lang("title", func(a *A) *mc.LangString { return &a.Title }),
				mapping.Lang("descriptions", func(a *A) *mc.LangString { return &a.Description }),
				mapping.Many("identification", func(a *A) *[]mc.Identifier { return &a.Identifiers }, &s.identification),
				mapping.Many("activityType", func(a *A) *[]mc.Concept { return &a.Types }, &s.concept),
			),
			modes,
			durations(func(a *A) *[]mc.Workload { return &a.Workload }),
			mapping.Extension(
				notes("furtherInformation", func(a *A) *[]mc.Note { return &a.Notes }),
				mapping.Many("activityPart", func(a *A) *[]A { return &a.Parts }, &s.course),
			),
		),
	}
	type T = mc.Activity
	course := func(a *T) **A { return &a.Spec }
	s.activity = class[T]{
		ID: func(a *T) *string { return &a.ID },
		Rows: mapping.Rows(
			mapping.Extension(
				mapping.Lang("title", func(a *T) *mc.LangString { return &a.Title }),
				mapping.Lang("descriptions", func(a *T) *mc.LangString { return &a.Description }),
				mapping.Many("identification", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identification),
				mapping.Many("activityType", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
			),
			mapping.Through(course, mapping.ReadOnly(modes[0]), mapping.ReadOnly(modes[1])), // written with the specification
			mapping.Extension(
				mapping.Opt("specifiedBy", course, &s.course),
				mapping.Many("period", func(a *T) *[]mc.Period { return &a.Periods }, &s.period),
				mapping.Many("location", func(a *T) *[]mc.Location { return &a.Locations }, &s.place),
				mapping.Many("directedBy", func(a *T) *[]mc.Party { return &a.Directors }, &s.party),
			),
			durations(func(a *T) *[]mc.Workload { return &a.Workload }),
			mapping.Extension(
				notes("furtherInformation", func(a *T) *[]mc.Note { return &a.Notes }),
				mapping.Many("activityPart", func(a *T) *[]T { return &a.Parts }, &s.activity),
			),
		),
	}
}

// durations are the members with durations. All but contactHour have room for
// one, the first of their kind. The turns set their order in the list.
func durations[T any](get func(*T) *[]mc.Workload) []row[T] {
	return mapping.Extension(
		mapping.Turn(3, duration("volumeOfLearning", mc.WorkloadNotional, get)),
		mapping.Turn(2, duration("maximumDuration", mc.WorkloadMaxDuration, get)),
		mapping.Turn(4, duration("workload", mc.WorkloadActivity, get)),
		mapping.Turn(1, duration("contactHour", mc.WorkloadContact, get)),
	)
}

func duration[T any](term string, kind mc.WorkloadKind, get func(*T) *[]mc.Workload) row[T] {
	field := mapping.PathOf(get)
	return custom(term, func(d *decoder, v jsontree.Value, to *T, at path) {
		for one := range v.Each() {
			leaf, s, ok := d.Literal(one)
			if !ok || s == "" {
				d.Scaffold(leaf)
				continue
			}
			list := get(to)
			here := step(at, field).At(len(*list))
			w := mc.Workload{Kind: kind}
			if duration, err := mc.ParseISODuration(s); err == nil {
				w.Duration = duration
				d.Keep(leaf, here.Dot("duration"))
			} else {
				w.Text = s
				d.Keep(leaf, here.Dot("text"))
			}
			d.Derive(leaf, here.Dot("kind"))
			*list = append(*list, w)
		}
	}, func(e *encoder, n *node, from *T, at path) {
		if kind == mc.WorkloadContact {
			e.writeContactHours(n, term, *get(from), step(at, field))
			return
		}
		for i, w := range *get(from) {
			if w.Kind == kind && !w.Duration.IsZero() {
				here := step(at, field).At(i)
				e.Keep(here.Dot("duration"), n.At(term))
				e.Keep(here.Dot("kind"), n.At(term))
				e.PutText(n, term, w.Duration.String())
				return
			}
		}
	})
}

// writeContactHours writes hours of contact as a duration, a text or a number.
func (e *encoder) writeContactHours(n *node, term string, list []mc.Workload, at path) {
	m := mapping.Member{Term: term, Array: true}
	for i, w := range list {
		field, text := "duration", w.Duration.String()
		if text == "" {
			field, text = "text", w.Text
		}
		if text == "" {
			field, text = "amount", w.Amount.String()
		}
		if w.Kind == mc.WorkloadContact && text != "" {
			to := element(n.At(term), len(m.Items))
			e.Keep(at.At(i).Dot(field), to)
			e.Keep(at.At(i).Dot("kind"), to)
			m.Items = append(m.Items, mapping.Item{Raw: mapping.Quote(text)})
		}
	}
	e.Add(n, m)
}

// defineLearning makes the classes of what a definition consists of.
func (s *tables) defineLearning() {
	s.credits = class[mc.Workload]{Rows: mapping.Extension(
		mapping.One("framework", func(w *mc.Workload) *mc.Concept { return &w.Framework }, &s.concept),
		decimal("point", func(w *mc.Workload) *mc.Decimal { return &w.Amount }),
	)}
	s.level = class[mc.Level]{
		Rows: mapping.Extension(mapping.Rows(
			[]row[mc.Level]{
				mapping.One("concept", func(l *mc.Level) *mc.Concept { return &l.Value }, &s.concept),
				mapping.One("framework", func(l *mc.Level) *mc.Concept { return &l.Framework }, &s.concept),
				mapping.Literal("cycle", func(l *mc.Level) *mc.Cycle { return &l.Cycle }, asCycle),
			},
			mapping.Through(func(l *mc.Level) **mc.Referencing { return &l.Referencing },
				mapping.Tri("verified", func(r *mc.Referencing) *mc.Tri { return &r.Verified })),
		)...),
		AfterRead: reads(deriveLevel),
	}
	type O = mc.LearningOutcome
	s.outcome = class[O]{
		ID: func(o *O) *string { return &o.ID },
		Rows: mapping.Extension(
			mapping.Many("identification", func(o *O) *[]mc.Identifier { return &o.Identifiers }, &s.identification),
			mapping.Lang("title", func(o *O) *mc.LangString { return &o.Title }),
			notes("note", func(o *O) *[]mc.Note { return &o.Notes }),
			mapping.One("outcomeType", func(o *O) *mc.Concept { return &o.Type }, &s.concept),
			mapping.One("reuseLevel", func(o *O) *mc.Concept { return &o.Reuse }, &s.concept),
			mapping.Many("skill", func(o *O) *[]mc.Concept { return &o.Skills }, &s.concept),
		),
	}
	s.defineStackability()
}

func (s *tables) defineStackability() {
	s.reference = class[mc.CredentialRef]{
		ID:   func(r *mc.CredentialRef) *string { return &r.ID },
		Rows: mapping.Extension(mapping.Lang("title", func(r *mc.CredentialRef) *mc.LangString { return &r.Title })),
	}
	type D = mc.Definition
	s.part = class[D]{
		ID:   func(x *D) *string { return &x.ID },
		Rows: mapping.Extension(mapping.Lang("title", func(x *D) *mc.LangString { return &x.Title })),
	}
	s.stackability = class[D]{Rows: mapping.Extension(
		mapping.Word("stackMode", func(x *D) *mc.StackMode { return &x.Stackability.Mode }, map[mc.StackMode]string{
			mc.StackStandAlone: "StandAlone", mc.StackIntegrated: "Integrated", mc.StackStackable: "Stackable",
		}),
		mapping.Many("into", func(x *D) *[]mc.CredentialRef { return &x.Stackability.Into }, &s.reference),
		mapping.Many("part", func(x *D) *[]D { return &x.Parts }, &s.part),
		mapping.Tri("partial", func(x *D) *mc.Tri { return &x.Stackability.PartialQualification }),
		decimal("creditLimit", func(x *D) *mc.Decimal { return &x.Stackability.MaxCredits }),
		mapping.Lang("note", func(x *D) *mc.LangString { return &x.Stackability.Note }),
	)}
}

const (
	modeBase     = "http://data.europa.eu/snb/learning-assessment/"
	activityBase = "http://data.europa.eu/snb/learning-activity/"
)

// forms are the forms of participation that codes of the European lists stand
// for.
var forms = map[string]mc.ParticipationForm{
	modeBase + "920fbb3cbe":     mc.ParticipationOnline,
	modeBase + "9191af2ed9":     mc.ParticipationOnsite,
	modeBase + "e92d221e4d":     mc.ParticipationBlended,
	modeBase + "7813801c77":     mc.ParticipationProject,
	modeBase + "729f3bed4b":     mc.ParticipationWork,
	modeBase + "ed4c557045":     mc.ParticipationLaboratory,
	activityBase + "59eaf34fab": mc.ParticipationVolunteering,
	activityBase + "4357e0e681": mc.ParticipationWork,
}

// readParticipation reads forms of participation: codes, or words of ours.
func (s *tables) readParticipation(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	for one := range v.Each() {
		if d.Nothing(one) {
			continue
		}
		var p mc.Participation
		here := at.Dot("participation").At(len(to.Participation))
		switch word, ours := ourWord(one, "participation"); {
		case ours:
			p.Form = mc.ParticipationForm(word.Text())
			d.Scaffold(one)
			d.Change(word, here.Dot("form"), "a word of the model")
		case !s.concept.Read(d.Reader, one, &p.Mode, here.Dot("mode")):
			continue
		case forms[p.Mode.IRI] != "":
			p.Form = forms[p.Mode.IRI]
		case p.Mode.IRI != "":
			p.Form = mc.ParticipationOther
		}
		if p.Form != "" && !p.Mode.IsZero() {
			d.Derive(one, here.Dot("form"))
		}
		to.Participation = append(to.Participation, p)
	}
}

// writeParticipation writes the code of each form, or else our word. A word that
// does not follow from the code becomes residue.
func (s *tables) writeParticipation(e *encoder, n *node, x *mc.Definition, at path) {
	const term = "participation"
	mapping.WriteNodes(e.Writer, n, term, x.Participation, at.Dot("participation"), func(p *mc.Participation, here path, to string) *node {
		if mode := s.concept.Write(e.Writer, n, term, &p.Mode, here.Dot("mode"), to); mode != nil {
			return mode
		}
		return e.ownWord(string(p.Form), "participation", here.Dot("form"), to)
	})
}

// ourWord returns the word of one of our closed lists in a concept.
func ourWord(v jsontree.Value, list string) (word jsontree.Value, ours bool) {
	id := ourList(list)
	scheme := v.Get("inScheme")
	word = v.Get("notation")
	return word, (scheme.IsText(id) || scheme.Get("id").IsText(id)) && word.Kind() == jsontree.String && word.Text() != ""
}

// ownWord writes a word of one of our closed lists as a concept.
func (e *encoder) ownWord(word, list string, at path, to string) *node {
	if word == "" {
		return nil
	}
	n := &node{Class: "Concept", Pointer: to}
	e.Keep(at, n.At("notation"))
	e.PutText(n, "notation", word)
	e.PutText(n, "inScheme", ourList(list))
	return n
}

func ourList(list string) string { return ExtensionContext + "#scheme." + list }

// settings are the learning settings that codes of the European list, and the
// words that some issuers write, stand for.
var settings = map[string]mc.SettingKind{
	"http://data.europa.eu/snb/learning-setting/6fd4685715": mc.SettingFormal,
	"http://data.europa.eu/snb/learning-setting/e207a81fc7": mc.SettingNonFormal,
	"formal": mc.SettingFormal, "non-formal": mc.SettingNonFormal, "informal": mc.SettingInformal,
}

func (s *tables) readSetting(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	v, ok := d.Single(v)
	if !ok {
		return
	}
	at = at.Dot("setting")
	if word, ours := ourWord(v, "learningSetting"); ours {
		to.Setting.Kind = mc.SettingKind(word.Text())
		d.Scaffold(v)
		d.Change(word, at.Dot("kind"), "a word of the model")
		return
	}
	if kind, known := settings[v.Text()]; known && !strings.Contains(v.Text(), ":") {
		mapping.FillAs(d.Reader, v, &to.Setting.Kind, kind, at.Dot("kind"), CodeDutch+": a word where a code is expected")
		return
	}
	s.concept.Read(d.Reader, v, &to.Setting.Concept, at.Dot("concept"))
	if kind, known := settings[to.Setting.Concept.IRI]; known && to.Setting.Kind == "" {
		to.Setting.Kind = kind
		d.Derive(v, at.Dot("kind"))
	}
}

func (s *tables) writeSetting(e *encoder, n *node, x *mc.Definition, at path) {
	const term = "learningSetting"
	at = at.Dot("setting")
	setting := s.concept.Write(e.Writer, n, term, &x.Setting.Concept, at.Dot("concept"), n.At(term))
	if setting == nil {
		setting = e.ownWord(string(x.Setting.Kind), term, at.Dot("kind"), n.At(term))
	}
	e.Put(n, term, setting)
}

func (s *tables) defineQuality() {
	type T = mc.QualityAssurance
	itself := func(q *T) *T { return q }
	period := class[T]{Rows: []row[T]{
		mapping.Instant("startDate", func(q *T) *mc.Instant { return &q.ValidFrom }),
		mapping.Instant("endDate", func(q *T) *mc.Instant { return &q.Expires }),
	}}
	page := class[T]{
		Rows: []row[T]{mapping.Text("contentUrl", func(q *T) *string { return &q.URL })},
		FromText: reads(func(d *decoder, v jsontree.Value, to *T, at path) {
			d.text(v, &to.URL, at.Dot("url"))
		}),
	}
	s.quality = class[T]{
		ID: func(q *T) *string { return &q.ID },
		Rows: mapping.Extension(
			mapping.One("qualityType", func(q *T) *mc.Concept { return &q.Type }, &s.concept),
			mapping.Lang("title", func(q *T) *mc.LangString { return &q.Title }),
			mapping.Lang("descriptions", func(q *T) *mc.LangString { return &q.Description }),
			mapping.Many("identification", func(q *T) *[]mc.Identifier { return &q.Identifiers }, &s.identification),
			mapping.Opt("agent", func(q *T) **mc.Party { return &q.Agent }, &s.party),
			mapping.One("decision", func(q *T) *mc.Concept { return &q.Decision }, &s.concept),
			mapping.OneInArray("period", itself, &period),
			mapping.OneInArray("reference", itself, &page),
			mapping.Many("appliesToLevel", func(q *T) *[]mc.Concept { return &q.ScopeLevels }, &s.concept),
			mapping.Many("appliesToField", func(q *T) *[]mc.Concept { return &q.ScopeFields }, &s.concept),
		),
	}
}
