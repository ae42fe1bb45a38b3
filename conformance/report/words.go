package report

import (
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/vc"
)

// line returns a text on one line for people: of at most so many characters, with
// what would not be seen, or would move what is around it, written out. Who judges
// a target wants to see what it sent.
func line(text string, most int) string { return shown(text, most, false) }

// lines does the same for a text of several lines.
func lines(text string, most int) string { return shown(text, most, true) }

// shown looks at little more of a text than it returns, so that a huge one costs
// nothing.
func shown(text string, most int, several bool) string {
	var b strings.Builder
	count, gap := 0, false
	for i, r := range text {
		if count == most || i > 16*most {
			b.WriteString("…")
			break
		}
		switch {
		case !several && unicode.IsSpace(r):
			gap = count > 0
			continue
		case r == '\r' && strings.HasPrefix(text[i+1:], "\n"):
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		count++
		if unseen(r) && (!several || (r != '\n' && r != '\t')) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unseen reports whether a character controls a terminal, turns the direction of
// what follows, or takes no room. Joiners and marks of direction, which writing
// needs, only concern their neighbours.
func unseen(r rune) bool {
	switch r {
	case '\u200c', '\u200d', '\u200e', '\u200f', '\u061c', '\u00ad':
		return false
	}
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) ||
		r == '\u2028' || r == '\u2029' || r&0xfffe == 0xfffe
}

// The lengths to which texts are cut, in characters. They only matter when a target
// or a document is hostile.
const (
	maxName   = 200
	maxPhrase = 1000
	maxReason = 4000
	maxBody   = 4000
)

// nameOf returns what the target is called.
func nameOf(r *conformance.Report) string {
	for _, name := range []string{r.Target.Name, r.Target.Address} {
		if shown := line(name, maxName); shown != "" {
			return shown
		}
	}
	return "The target"
}

// verdictOf returns the judgement on the whole as a sentence.
func verdictOf(r *conformance.Report) string {
	known := 0
	for _, n := range gaps(r) {
		known += n
	}
	conforms, not := " conforms", " does not conform."
	if r.Target.Kind == "documents" && r.Documents > 1 {
		conforms, not = ": the documents conform", ": the documents do not all conform."
	}
	switch r.Verdict() {
	case conformance.Conforms, conformance.KnownGaps:
		return nameOf(r) + conforms + apart(known) + "."
	case conformance.ConformsNot:
		return nameOf(r) + not
	}
	return nameOf(r) + ": undecided."
}

// conformity returns the judgement on a profile in a few words.
func conformity(claim conformance.Claim, gaps map[string]int) string {
	switch claim.Verdict {
	case conformance.Conforms, conformance.KnownGaps:
		return "conforms" + apart(gaps[claim.ID])
	case conformance.ConformsNot:
		return "does not conform"
	}
	if idle(claim) {
		return "nothing applies"
	}
	return "undecided"
}

// gaps returns how many requirements of each profile are not kept and only warn,
// since that is known. Who reads that a target conforms has to hear of them.
func gaps(r *conformance.Report) map[string]int {
	known := make(map[string]int)
	for _, result := range r.Results {
		if result.Status == conformance.Warn && result.Known != "" && result.Level == string(vc.Must) {
			known[result.Profile]++
		}
	}
	return known
}

func apart(known int) string {
	if known == 0 {
		return ""
	}
	return ", apart from " + numbered(known, "known gap")
}

// why explains a judgement that is none.
func why(r *conformance.Report) string {
	counts := total(r)
	switch {
	case r.Verdict() != conformance.NotFoundOut:
		return ""
	case len(r.Profiles) == 0 && r.Documents > 0 && r.Documents == r.Unreadable:
		return "There is no credential here, so there was nothing to judge."
	case len(r.Profiles) == 0:
		return "There was nothing to judge."
	case counts[conformance.Error] > 0:
		return "The suite itself could not try everything. That says nothing about the target."
	case counts[conformance.Skipped] > 0:
		return "Not everything could be decided; what is listed as not decided says why."
	}
	return "Of at least one profile, nothing applies to the target."
}

// partial is what a report says that is not complete.
const partial = "This report is partial: the run ended before every requirement was tried. It can be resumed."

// total returns how many results ended how.
func total(r *conformance.Report) conformance.Counts {
	counts := conformance.Counts{}
	for _, result := range r.Results {
		counts[result.Status]++
	}
	return counts
}

// statusWord returns what people call a status of a requirement.
func statusWord(s conformance.Status) string {
	return []string{"does not apply", "not tried", "kept", "warning", "not kept", "error of the suite"}[s]
}

// tally returns the counts that are not zero, the worst first, such as "2 not kept,
// 1 warning, 12 kept".
func tally(counts conformance.Counts) string {
	var parts []string
	for s := conformance.Error; ; s-- {
		if n := counts[s]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, counted(n, statusWord(s))))
		}
		if s == conformance.NotApplicable {
			break
		}
	}
	if len(parts) == 0 {
		return "nothing was tried"
	}
	return strings.Join(parts, ", ")
}

// counted returns a word as it is after a number.
func counted(n int, word string) string {
	if n == 1 {
		return word
	}
	switch word {
	case "does not apply":
		return "do not apply"
	case "warning":
		return "warnings"
	case "error of the suite":
		return "errors of the suite"
	case "requirement", "document", "profile", "case", "request", "known gap":
		return word + "s"
	}
	return word
}

// numbered returns a number with its word, such as "2 documents".
func numbered(n int, word string) string { return fmt.Sprintf("%d %s", n, counted(n, word)) }

// documents says how many documents were judged, or "".
func documents(r *conformance.Report) string {
	switch {
	case r.Documents == 0 && r.Unreadable == 0:
		return ""
	case r.Unreadable == 0:
		return fmt.Sprint(r.Documents)
	case r.Unreadable == 1:
		return fmt.Sprintf("%d, of which 1 is no credential", r.Documents)
	}
	return fmt.Sprintf("%d, of which %d are no credentials", r.Documents, r.Unreadable)
}

// moment returns a time for people, or "".
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2 January 2006, 15:04 UTC")
}

// tookOf returns a duration for people.
func tookOf(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return "under 1 ms"
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
}

// clause returns a short name of a clause: where it is published, and its anchor.
func clause(spec string) string {
	u, err := url.Parse(spec)
	if err != nil || u.Host == "" {
		return line(spec, maxName)
	}
	name := strings.TrimPrefix(u.Host, "www.") + strings.TrimSuffix(u.Path, "/")
	if u.Fragment != "" {
		name += " § " + u.Fragment
	}
	return line(name, maxName)
}

// link returns a URL if it is one that a person may follow, else "".
func link(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || (u.Scheme != "https" && u.Scheme != "http") {
		return ""
	}
	return u.String()
}

// place says in what and where something was found, or "". A document that the case
// is named for is not named again.
func place(c conformance.Case) string {
	document, pointer := line(c.Document, maxName), line(c.Pointer, maxName)
	switch {
	case c.Document == c.Name:
		return pointer
	case document == "":
		return pointer
	case pointer == "":
		return document
	}
	return document + " at " + pointer
}

// foundOf returns what was found in a case. The requirement, which stands above it,
// is not said again.
func foundOf(c conformance.Case, title string) string {
	found := line(c.Found, maxPhrase)
	clause := strings.TrimSuffix(line(title, maxPhrase), ".")
	rest, ok := strings.CutPrefix(found, clause)
	if !ok || clause == "" {
		return found
	}
	for _, link := range []string{"; found ", ". "} {
		if said, ok := strings.CutPrefix(rest, link); ok && said != "" {
			return said
		}
	}
	return found
}
