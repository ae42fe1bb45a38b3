package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/batch"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// tally counts judgements by verdict and by reason.
type tally struct {
	files    int
	skipped  int               // all that is no credential, though nobody said that it was one
	parts    int               // those of them that stand beside others in a file
	words    map[string]string // how a verdict is called
	status   int
	verdicts map[string]int
	reasons  map[string]int
}

// count is what is counted of a judgement.
type count struct {
	verdict, word string
	reason        string // the code of the first finding that keeps it from being valid
	status        int
}

func (j judgement) count() count {
	return count{j.Verdict, j.outcome().verdictText(), j.reason().Code, j.status()}
}

// skip counts something that is no credential: a file, or a part of one.
func (t *tally) skip(part bool) {
	t.skipped++
	if part {
		t.parts++
	}
}

func (t *tally) add(c count) {
	if t.files == 0 {
		t.status, t.verdicts, t.reasons = exitValid, make(map[string]int), make(map[string]int)
		t.words = make(map[string]string)
	}
	t.files++
	t.status = worse(t.status, c.status)
	t.verdicts[c.verdict]++
	t.words[c.verdict] = c.word
	if c.reason != "" {
		t.reasons[c.verdict+"\x00"+c.reason]++
	}
}

// summary returns the closing summary.
func (t *tally) summary(a *app) []byte {
	out := a.page()
	fmt.Fprintf(out, "\n%s\n", plural(t.files, "file"))
	var rows [][]string
	for _, verdict := range verdictOrder {
		if n := t.verdicts[verdict]; n > 0 {
			rows = append(rows, []string{fmt.Sprintf("%6d", n), t.words[verdict], t.reasonsFor(verdict)})
		}
	}
	if files := t.skipped - t.parts; files > 0 {
		rows = append(rows, []string{fmt.Sprintf("%6d", files), "skipped", "other files in the folder"})
	}
	if t.parts > 0 {
		rows = append(rows, []string{fmt.Sprintf("%6d", t.parts), "skipped", "lines and list entries that are no credentials"})
	}
	writeTable(out, rows)
	return out.Bytes()
}

// reasonsFor returns the reasons for a verdict, the most frequent first.
func (t *tally) reasonsFor(verdict string) string {
	var keys []string
	for key := range t.reasons {
		if strings.HasPrefix(key, verdict+"\x00") {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b string) int {
		if t.reasons[a] != t.reasons[b] {
			return t.reasons[b] - t.reasons[a]
		}
		return strings.Compare(a, b)
	})
	var texts []string
	for _, key := range keys {
		texts = append(texts, fmt.Sprintf("%s (%d)", key[len(verdict)+1:], t.reasons[key]))
	}
	return strings.Join(texts, ", ")
}

// verdictOrder are the verdicts, from the best to the worst.
var verdictOrder = []string{vc.Valid.String(), batch.VerdictConverted, verdictRead, vc.Indeterminate.String(), vc.Invalid.String(), verdictError}

// line says on one line how many have which verdict.
func (t *tally) line() string {
	var texts []string
	for _, verdict := range verdictOrder {
		if n := t.verdicts[verdict]; n > 0 {
			texts = append(texts, fmt.Sprintf("%d %s", n, t.words[verdict]))
		}
	}
	return strings.Join(texts, ", ")
}

// totals are what a closing table says, as JSON. The names are stable.
type totals struct {
	Files    int                       `json:"files"`
	Skipped  int                       `json:"skipped"`
	Verdicts map[string]int            `json:"verdicts"`
	Reasons  map[string]map[string]int `json:"reasons"` // by verdict and code
	Losses   []batch.Loss              `json:"losses,omitempty"`
}

func (t *tally) totals(losses []batch.Loss) totals {
	out := totals{Files: t.files, Skipped: t.skipped, Verdicts: t.verdicts, Reasons: map[string]map[string]int{}, Losses: losses}
	for key, n := range t.reasons {
		verdict, code, _ := strings.Cut(key, "\x00")
		if out.Reasons[verdict] == nil {
			out.Reasons[verdict] = map[string]int{}
		}
		out.Reasons[verdict][code] = n
	}
	return out
}

// shownLosses is how many fields a closing table names.
const shownLosses = 40

// writeLosses says which fields are lost most, under the elements of Annex I.
func writeLosses(w io.Writer, losses []batch.Loss) {
	if len(losses) == 0 {
		return
	}
	titles := map[int]string{0: "other members"}
	for _, e := range mc.AnnexI(nil) {
		titles[e.Number] = fmt.Sprintf("%d %s", e.Number, e.Title)
	}
	var rows [][]string
	for i, l := range losses {
		if i == shownLosses {
			rows = append(rows, []string{"", "", fmt.Sprintf("and %d further fields; --report names all", len(losses)-i)})
			break
		}
		if i == 0 || losses[i-1].Element != l.Element {
			rows = append(rows, []string{titles[l.Element]})
		}
		rows = append(rows, []string{fmt.Sprintf("%6d", l.Items), string(l.Kind), fmt.Sprintf("%s (%s)", l.Member, plural(l.Values, "value"))})
	}
	writeTitledTable(w, "Not found as it was by every reader, in how many documents", rows)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
