package badge

import (
	"slices"
	"strconv"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// cycleName is the framework of the European Higher Education Area, as it comes
// before a cycle.
const cycleName = "QF-EHEA "

func (p *prose) showLevel(l *mc.Level) string {
	if l.Value.IsZero() {
		if l.Cycle == mc.CycleNone {
			return ""
		}
		return cycleName + l.Cycle.String()
	}
	ours := ""
	if n := mc.EQFOf(l.Value.IRI); n > 0 {
		ours = "EQF " + strconv.Itoa(int(n))
	} else if known, ok := vocabulary.NQF(l.Value.IRI); ok {
		ours = known.Framework.Name + " " + known.Level
	}
	return p.conceptAs(&l.Value, ours)
}

func (p *prose) readLevel(s string, l *mc.Level) bool {
	if cycle, is := strings.CutPrefix(s, cycleName); is {
		var ok bool
		l.Kind = mc.LevelQFEHEA
		l.Cycle, ok = mc.ParseCycle(cycle)
		return ok
	}
	if !p.readConcept(s, &l.Value) {
		return false
	}
	if n := mc.EQFOf(l.Value.IRI); n > 0 {
		l.Kind, l.EQF = mc.LevelEQF, n
	} else if strings.HasPrefix(l.Value.IRI, qdrBase) {
		l.Kind = mc.LevelNQF
	}
	return true
}

func (p *prose) showParticipation(x *mc.Participation) string {
	if !x.Mode.IsZero() {
		return p.showConcept(&x.Mode)
	}
	if word, ok := formWords[x.Form]; ok {
		return p.words[word]
	}
	return string(x.Form)
}

func (p *prose) readParticipation(s string, x *mc.Participation) bool {
	for form, word := range formWords {
		if s == p.words[word] {
			x.Form = form
			return true
		}
	}
	switch form := mc.ParticipationForm(s); form {
	case mc.ParticipationOnsiteOrBlended, mc.ParticipationWork, mc.ParticipationVolunteering, mc.ParticipationProject, mc.ParticipationLaboratory, mc.ParticipationOther:
		x.Form = form
		return true
	}
	if !p.readConcept(s, &x.Mode) {
		return false
	}
	if x.Form = forms[x.Mode.IRI]; x.Form == "" && x.Mode.IRI != "" {
		x.Form = mc.ParticipationOther
	}
	return true
}

func (p *prose) showSetting(x *mc.LearningSetting) string {
	if !x.Concept.IsZero() {
		return p.showConcept(&x.Concept)
	}
	if word, ok := settingWords[x.Kind]; ok {
		return p.words[word]
	}
	return ""
}

func (p *prose) readSetting(s string, x *mc.LearningSetting) bool {
	for kind, word := range settingWords {
		if s == p.words[word] {
			x.Kind = kind
			return true
		}
	}
	if !p.readConcept(s, &x.Concept) {
		return false
	}
	if strings.Contains(x.Concept.IRI, ":") {
		x.Kind = settings[x.Concept.IRI]
	}
	return true
}

// supervisionWord is one thing that can be said of supervision.
type supervisionWord struct {
	word phrase
	is   func(*mc.Supervision) bool
	set  func(*mc.Supervision)
}

var supervisionWords = []supervisionWord{
	{wordSupervised, func(s *mc.Supervision) bool { return s.Supervised == mc.Yes }, func(s *mc.Supervision) { s.Supervised = mc.Yes }},
	{wordUnsupervised, func(s *mc.Supervision) bool { return s.Supervised == mc.No }, func(s *mc.Supervision) { s.Supervised = mc.No }},
	{wordChecked, func(s *mc.Supervision) bool { return s.IdentityVerified == mc.Yes }, func(s *mc.Supervision) { s.IdentityVerified = mc.Yes }},
	{wordUnchecked, func(s *mc.Supervision) bool { return s.IdentityVerified == mc.No }, func(s *mc.Supervision) { s.IdentityVerified = mc.No }},
	{wordOnline, func(s *mc.Supervision) bool { return s.Channel == mc.ChannelOnline }, func(s *mc.Supervision) { s.Channel = mc.ChannelOnline }},
	{wordOnsite, func(s *mc.Supervision) bool { return s.Channel == mc.ChannelOnsite }, func(s *mc.Supervision) { s.Channel = mc.ChannelOnsite }},
}

// showSupervision says in words what is known, and shows a code by those words
// if it has them all.
func (p *prose) showSupervision(x *mc.Supervision) string {
	var words []string
	for _, w := range supervisionWords {
		if w.is(x) {
			words = append(words, p.words[w.word])
		}
	}
	text := strings.Join(words, ", ")
	if x.Concept.IsZero() {
		return text
	}
	if known := supervisions[x.Concept.IRI]; known.supervised == x.Supervised && known.verified == x.IdentityVerified && x.Channel == mc.ChannelUnknown {
		return p.conceptAs(&x.Concept, text)
	}
	concept := p.showConcept(&x.Concept)
	if text == "" || concept == "" {
		return text + concept
	}
	return text + dash + concept
}

func (p *prose) readSupervision(s string, x *mc.Supervision) bool {
	parts := cutMarkdown(s, dash)
	if last := parts[len(parts)-1]; strings.HasPrefix(last, "[") {
		if !p.readConcept(last, &x.Concept) {
			return false
		}
		if len(parts) == 1 {
			known := supervisions[x.Concept.IRI]
			x.Supervised, x.IdentityVerified = known.supervised, known.verified
			return true
		}
		parts = parts[:len(parts)-1]
	}
	if len(parts) != 1 {
		return false
	}
	for _, one := range strings.Split(parts[0], ", ") {
		i := slices.IndexFunc(supervisionWords, func(w supervisionWord) bool { return p.words[w.word] == one })
		if i < 0 {
			return false
		}
		supervisionWords[i].set(x)
	}
	return true
}

func (p *prose) showPeriod(x *mc.Period) string {
	show := func(i mc.Instant) string { return strings.Replace(i.String(), "T", " ", 1) }
	if x.Start.IsZero() && x.End.IsZero() {
		return ""
	}
	return strings.TrimSpace(show(x.Start) + dash + show(x.End))
}

func (p *prose) readPeriod(s string, x *mc.Period) bool {
	start, end, ok := strings.Cut(" "+s+" ", dash)
	if !ok {
		return false
	}
	for _, one := range []struct {
		text string
		into *mc.Instant
	}{{start, &x.Start}, {end, &x.End}} {
		if text := strings.TrimSpace(one.text); text != "" {
			i, err := mc.ParseInstant(strings.Replace(text, " ", "T", 1))
			if *one.into = i; err != nil {
				return false
			}
		}
	}
	return !x.Start.IsZero() || !x.End.IsZero()
}
