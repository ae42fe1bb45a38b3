package badge

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// synthesise writes what Open Badges requires of an achievement and the
// credential does not state in so many words: a description and criteria, made
// of what it does state, without inventing facts.
func (s *tables) synthesise(e *encoder, n *node, _ *mc.Definition, _ path) {
	if n.Member("description") == nil {
		text, reason := e.outcomeText(), "made of the learning outcomes"
		if text == "" {
			text, reason = e.name, "made of the title"
		}
		if text != "" {
			s.insertText(n, "description", text)
			e.tracker.Add(mc.Outcome{To: n.At("description"), Kind: mc.KindSynthesised, Reason: reason})
		}
	}
	if n.Member("criteria") == nil {
		criteria := &node{Class: "Criteria", Pointer: n.At("criteria")}
		e.PutText(criteria, "narrative", e.criteria(criteria.At("narrative")))
		s.definition.Insert(n, mapping.Member{Term: "criteria", Items: []mapping.Item{{Node: criteria}}})
	}
}

func (s *tables) insertText(n *node, term, text string) {
	s.definition.Insert(n, mapping.Member{Term: term, Items: []mapping.Item{{Raw: mapping.Quote(text)}}})
}

// criteria makes criteria of what is known: the outcomes to be reached and how
// they are assessed. Without either it says that none are stated.
func (e *encoder) criteria(to string) string {
	var parts []string
	if text := e.outcomeText(); text != "" {
		parts = append(parts, text)
	}
	if text := e.assessmentText(); text != "" {
		parts = append(parts, text)
	}
	reason := "made of the learning outcomes and the assessment"
	if len(parts) == 0 {
		parts, reason = []string{phrase(noCriteria, e.lang)}, "no criteria are stated"
	}
	e.tracker.Add(mc.Outcome{To: to, Kind: mc.KindSynthesised, Reason: reason})
	return strings.Join(parts, "\n\n")
}

// outcomeText is what the learner reaches, as Markdown.
func (e *encoder) outcomeText() string {
	var lines []string
	if s := e.c.Definition.OutcomeSummary; s != nil {
		if text := e.show(s.Text); text != "" {
			return text
		}
	}
	for _, o := range e.c.Definition.Outcomes {
		if text := e.show(o.Title); text != "" {
			lines = append(lines, "- "+text)
		}
	}
	return strings.Join(lines, "\n")
}

// assessmentText says how the outcomes are assessed, as Markdown.
func (e *encoder) assessmentText() string {
	var lines []string
	add := func(title mc.LangString, types []mc.Concept) {
		var kinds []string
		for _, t := range types {
			if text := e.show(t.Label); text != "" {
				kinds = append(kinds, text)
			}
		}
		text := e.show(title)
		if len(kinds) > 0 && text != "" {
			text += " ("
			text += strings.Join(kinds, ", ") + ")"
		} else if text == "" {
			text = strings.Join(kinds, ", ")
		}
		if text != "" {
			lines = append(lines, "- "+text)
		}
	}
	for _, a := range e.c.Definition.Assessments {
		add(a.Title, a.Types)
	}
	if len(lines) == 0 {
		for _, a := range e.c.Award.Assessments {
			add(a.Title, a.Types)
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return phrase(assessedBy, e.lang) + "\n" + strings.Join(lines, "\n")
}

// The phrases of synthesised text, by language.
var (
	noCriteria = map[string]string{
		"en": "The source states no criteria.",
		"nb": "Kilden oppgir ingen kriterier.",
		"nn": "Kjelda oppgjev ingen kriterium.",
		"sv": "Källan anger inga kriterier.",
		"da": "Kilden angiver ingen kriterier.",
		"fi": "Lähde ei ilmoita kriteerejä.",
	}
	assessedBy = map[string]string{
		"en": "Assessed by:",
		"nb": "Vurderes ved:",
		"nn": "Blir vurdert ved:",
		"sv": "Bedöms genom:",
		"da": "Bedømmes ved:",
		"fi": "Arviointi:",
	}
)

// phrase returns a phrase in a language, or in English.
func phrase(in map[string]string, lang string) string {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if base == "no" {
		base = "nb"
	}
	if text, ok := in[base]; ok {
		return text
	}
	return in["en"]
}
