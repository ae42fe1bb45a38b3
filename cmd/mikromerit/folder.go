package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// candidate is a file to judge.
type candidate struct {
	name   string
	found  bool // in a folder, rather than named
	likely bool // by its name it holds a credential
}

// likely are the endings of files that hold credentials.
var likely = []string{".json", ".jsonld", ".jwt", ".jws", ".sdjwt", ".sd-jwt", ".vc", ".vp", ".png", ".svg"}

// expand puts the files in folders, however deep, in the place of the folders.
// Hidden files are left out.
func expand(names []string) (files []candidate, folders bool, err error) {
	for _, name := range names {
		if info, err := os.Stat(name); name == std || err != nil || !info.IsDir() {
			files = append(files, candidate{name: name})
			continue
		}
		folders = true
		err := filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error {
			hidden := strings.HasPrefix(entry.Name(), ".") && path != name
			switch {
			case err != nil:
				return unreadable(path, ioReason(err))
			case entry.IsDir() && hidden:
				return fs.SkipDir
			case entry.Type().IsRegular() && !hidden:
				files = append(files, candidate{path, true, slices.Contains(likely, strings.ToLower(filepath.Ext(path)))})
			}
			return nil
		})
		if err != nil {
			return nil, folders, err
		}
	}
	return files, folders, nil
}

// others are the codes of files that are something else than a credential:
// keys, DID documents, badge classes, pictures.
var others = []string{"FORMAT-UNKNOWN", "FORMAT-NOTHING", "FORMAT-PART", "FORMAT-PEM", "FORMAT-DER", "BAKE-NONE"}

// other reports whether a file in a folder is none of those that were meant.
func (j judgement) other(file candidate) bool {
	return j.Verdict == verdictError && (!file.likely || slices.ContainsFunc(j.Findings, func(f vc.Finding) bool { return slices.Contains(others, f.Code) }))
}

// tally counts judgements.
type tally struct {
	files, skipped int
	status         int
	verdicts       map[string]int
	reasons        map[string]int
}

func (t *tally) add(j judgement) {
	if t.files == 0 {
		t.status, t.verdicts, t.reasons = exitValid, make(map[string]int), make(map[string]int)
	}
	t.files++
	t.status = worse(t.status, j.status())
	t.verdicts[j.Verdict]++
	if reason := j.reason(); reason.Code != "" {
		t.reasons[j.Verdict+"\x00"+reason.Code]++
	}
}

// reason is the first finding that keeps a verdict from being valid.
func (j judgement) reason() vc.Finding {
	if len(j.decisive) == 0 {
		return vc.Finding{}
	}
	return j.decisive[0]
}

// line is a judgement on a line.
func (j judgement) line() string {
	text := fmt.Sprintf("%-13s %s", j.Verdict, printable(shown(j.File)))
	if f := j.reason(); f.Code != "" {
		text += ": " + f.Code + ", " + printable(f.Detail)
	}
	return text + "\n"
}

// report is the closing summary.
func (t *tally) report(a *app) []byte {
	out := a.page()
	fmt.Fprintf(out, "\n%s\n", counted(t.files, "file"))
	var rows [][]string
	for _, verdict := range []string{vc.Valid.String(), vc.Indeterminate.String(), vc.Invalid.String(), verdictError} {
		if n := t.verdicts[verdict]; n > 0 {
			rows = append(rows, []string{fmt.Sprintf("%6d", n), verdict, t.because(verdict)})
		}
	}
	if t.skipped > 0 {
		rows = append(rows, []string{fmt.Sprintf("%6d", t.skipped), "skipped", "other files in the folder"})
	}
	table(out, rows)
	return out.Bytes()
}

// because lists the reasons for a verdict, the most frequent first.
func (t *tally) because(verdict string) string {
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

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
