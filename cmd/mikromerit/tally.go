package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// tally counts judgements by verdict and by reason.
type tally struct {
	files, skipped int
	words          map[string]string // how a verdict is called
	status         int
	verdicts       map[string]int
	reasons        map[string]int
}

// count is what is counted of a judgement.
type count struct {
	verdict, word string
	reason        string // the code of the first finding that keeps it from being valid
	status        int
}

func (j judgement) count() count {
	return count{j.Verdict, j.verdictText(), j.reason().Code, j.status()}
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
	for _, verdict := range []string{vc.Valid.String(), vc.Indeterminate.String(), vc.Invalid.String(), verdictError} {
		if n := t.verdicts[verdict]; n > 0 {
			rows = append(rows, []string{fmt.Sprintf("%6d", n), t.words[verdict], t.reasonsFor(verdict)})
		}
	}
	if t.skipped > 0 {
		rows = append(rows, []string{fmt.Sprintf("%6d", t.skipped), "skipped", "other files in the folder"})
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

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
