package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/mikromerit/mikromerit/conformance"
)

// Text writes a report for a terminal: the verdict, the profiles, what is not kept
// and how to mend it, and the counts. Nothing in it can control the terminal.
func Text(w io.Writer, r *conformance.Report) error {
	if err := writable(r); err != nil {
		return err
	}
	t := &text{}
	t.head(r)
	t.profiles(r)
	for _, s := range sections(r) {
		if s.Name != "pass" && s.Name != "none" {
			t.section(s)
		}
	}
	t.closing(r)
	_, err := w.Write(t.Bytes())
	return err
}

// text is a report for a terminal in the making.
type text struct {
	bytes.Buffer
	results int // written so far
}

// How much a terminal is given. The rest is in the other forms.
const (
	textWidth   = 80
	textParts   = 100 // profiles, also in a section
	textResults = 50  // of a profile in a section
	textCases   = 5   // of a result
	textAll     = 500 // results of all sections
)

func (t *text) head(r *conformance.Report) {
	fmt.Fprintln(t, verdictOf(r))
	t.wrapped("", why(r))
	if !r.Complete {
		t.wrapped("", partial)
	}
	facts := [][2]string{
		{"kind", kindOf(r.Target.Kind)},
		{"address", line(r.Target.Address, maxName)},
		{"version", line(r.Target.Version, maxName)},
		{"documents", documents(r)},
		{"by", strings.TrimSpace(line(r.Tool.Name, maxName) + " " + line(r.Tool.Version, maxName))},
		{"on", moment(r.Started)},
	}
	fmt.Fprintln(t)
	for _, fact := range facts {
		if fact[1] != "" {
			fmt.Fprintf(t, "  %-9s  %s\n", fact[0], fact[1])
		}
	}
}

// profiles writes two lines for each profile.
func (t *text) profiles(r *conformance.Report) {
	known := gaps(r)
	all := claims(r)
	shown := min(active(all), textParts)
	if shown == 0 {
		shown = min(len(all), textParts)
	}
	if shown > 0 {
		fmt.Fprintf(t, "\nJUDGED BY (%d)\n\n", shown)
	}
	for _, claim := range all[:shown] {
		t.wrapped("  ", line(claim.Title, maxName)+" ("+line(claim.ID, maxName)+")")
		t.wrapped("    ", conformity(claim, known)+": "+tally(claim.Counts))
	}
	if n := len(all) - shown; n > 0 && shown < textParts {
		fmt.Fprintf(t, "  and %s of which nothing applies\n", numbered(n, "profile"))
	} else if n > 0 {
		fmt.Fprintf(t, "  and %s more\n", numbered(n, "profile"))
	}
}

func (t *text) section(s section) {
	fmt.Fprintf(t, "\n%s (%d)\n", strings.ToUpper(s.Title), s.Count)
	for i, p := range s.Parts {
		if i == textParts {
			fmt.Fprintf(t, "\nand %s more\n", numbered(len(s.Parts)-i, "profile"))
			return
		}
		fmt.Fprintf(t, "\n%s\n", line(p.Claim.Title, maxName))
		for i, result := range p.Results {
			if i == textResults || t.results == textAll {
				fmt.Fprintf(t, "\n  and %d more\n", len(p.Results)-i)
				break
			}
			t.results++
			t.result(result)
		}
	}
}

func (t *text) result(result conformance.Result) {
	label := []string{line(result.ID, maxName), line(result.Level, 20)}
	if result.Suite != "" {
		label = append(label, line(result.Suite, maxName))
	}
	fmt.Fprintf(t, "\n  %s\n", strings.Join(label, "  "))
	t.wrapped("    ", titleOf(result.Title, result.ID))
	cases := blamed(result)
	if result.Status == conformance.Skipped && len(cases) == 0 {
		t.wrapped("    ", line(result.Reason, maxPhrase))
		return
	}
	if result.Spec != "" {
		fmt.Fprintf(t, "    %s\n", line(result.Spec, maxPhrase))
	}
	t.wrapped("    ", line(result.Reason, maxPhrase))
	if result.Known != "" {
		t.wrapped("    known gap: ", line(result.Known, maxPhrase))
	}
	for i, c := range cases {
		if i == textCases {
			fmt.Fprintf(t, "    - and %s more\n", numbered(len(cases)-i, "case"))
			break
		}
		t.attempt(c, result.Title)
	}
	if n := passed(result); n > 0 && len(cases) > 0 {
		fmt.Fprintf(t, "    - %s passed\n", numbered(n, "case"))
	}
	if result.Mend != "" {
		t.wrapped("    to mend it: ", line(result.Mend, maxPhrase))
	}
}

// attempt writes a case of a requirement.
func (t *text) attempt(c conformance.Case, title string) {
	t.wrapped("    - ", line(c.Name, maxName))
	t.wrapped("      should: ", line(c.Want, maxPhrase))
	t.wrapped("      found:  ", foundOf(c, title))
	t.wrapped("      where:  ", place(c))
}

func (t *text) closing(r *conformance.Report) {
	fmt.Fprintln(t)
	t.wrapped("", closingOf(r))
}

// wrapped writes words behind a label, on lines that are not too long; further
// lines begin below the words. Without words it writes nothing.
func (t *text) wrapped(label, words string) {
	if words == "" {
		return
	}
	indent := strings.Repeat(" ", utf8.RuneCountInString(label))
	t.WriteString(label)
	column := len(indent)
	for i, word := range strings.Fields(words) {
		length := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case column+1+length > textWidth:
			t.WriteString("\n" + indent)
			column = len(indent)
		default:
			t.WriteByte(' ')
			column++
		}
		t.WriteString(word)
		column += length
	}
	t.WriteByte('\n')
}
