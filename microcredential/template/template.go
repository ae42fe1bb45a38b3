package template

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"sync"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// Template is a micro-credential with placeholders. It may be used by several
// goroutines at once.
type Template struct {
	root    *node
	parties *node
	files   fs.FS
	kept    sync.Map // content of files by name
	mu      sync.Mutex
	held    int // bytes of files that are kept
	columns []Column
	digest  [sha256.Size]byte
}

// Parse reads a template. files is the folder that it lies in, which it can name
// pictures and attachments of; nil: none. The error is [Faults]: all that is wrong.
func Parse(src []byte, files fs.FS) (*Template, error) {
	root, err := parse(src)
	var fault *Fault
	if errors.As(err, &fault) {
		return nil, Faults{fault}
	} else if err != nil {
		return nil, err
	}
	t := &Template{root: root, files: files, columns: columnsOf(root, nil), parties: &node{}}
	if parties := root.get("parties"); parties != nil && parties.kind == mapNode {
		t.parties = parties
	}
	if _, faults := t.read(nil); len(faults) > 0 {
		return nil, faults
	}
	t.digest = t.sum(src)
	return t, nil
}

// sum returns the digest of a template and of the files that it names for all rows.
func (t *Template) sum(src []byte) [sha256.Size]byte {
	files := map[string][]byte{}
	t.kept.Range(func(name, content any) bool {
		files[name.(string)] = content.([]byte)
		return true
	})
	hash := sha256.New()
	fmt.Fprintf(hash, "%d\n%s", len(src), src)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(hash, "%q %d\n%s", name, len(files[name]), files[name])
	}
	return [sha256.Size]byte(hash.Sum(nil))
}

// Digest returns the SHA-256 of the template and of the files that it names for all
// rows: two templates with the same digest say the same.
func (t *Template) Digest() [sha256.Size]byte { return t.digest }

// Columns returns the columns of the table that the template needs, in the order in
// which it names them.
func (t *Template) Columns() []Column { return append([]Column(nil), t.columns...) }

// Credential returns the micro-credential for a row of the table. If a cell is not
// what it must be, the error is [Faults]. A template without placeholders needs no
// row: nil.
func (t *Template) Credential(row Row) (*mc.Credential, error) {
	if row == nil {
		row = func(string) string { return "" }
	}
	c, faults := t.read(row)
	if len(faults) > 0 {
		return nil, faults
	}
	return c, nil
}

func (t *Template) read(row Row) (*mc.Credential, Faults) {
	r := &reader{t: t, row: row}
	if n := t.root.get("language"); n != nil {
		r.language = r.tag(n)
	}
	c := &whole{}
	members().read(r, t.root, c)
	for _, name := range []string{"title", "learner"} {
		if t.root.kind == mapNode && t.root.get(name) == nil {
			r.fault(&ruleMember, t.root, "A template must have the member "+name+".", "none", "Add it.")
		}
	}
	return c.finish(), r.faults.once()
}

// whole is a credential while its template is read.
type whole struct {
	mc.Credential
	grade       mc.Grade
	supervision mc.Supervision
	scale       *mc.GradingScheme
}

// finish puts together what stands at several places of a template. Grade and
// supervision without an assessment make one without a type.
func (w *whole) finish() *mc.Credential {
	d, a := &w.Definition, &w.Award
	if a.Opportunity != nil {
		a.Opportunity.Title = d.Title
	}
	if len(d.Assessments) == 0 && !w.supervision.IsZero() && w.grade.IsZero() {
		d.Assessments = []mc.AssessmentSpec{{}}
	}
	for i := range d.Assessments {
		if d.Assessments[i].Supervision.IsZero() {
			d.Assessments[i].Supervision = w.supervision
		}
		if d.Assessments[i].Grading == nil {
			d.Assessments[i].Grading = w.scale
		}
	}
	if !w.grade.IsZero() {
		result := mc.AssessmentResult{Grade: w.grade, Supervision: w.supervision}
		if len(d.Assessments) > 0 {
			first := d.Assessments[0]
			result.Title, result.Types, result.Supervision = first.Title, first.Types, first.Supervision
		}
		a.Assessments = []mc.AssessmentResult{result}
	}
	return &w.Credential
}

// maxKept bounds the files that are kept in memory for the next row.
const maxKept = 64 << 20

var errLarge = errors.New("the file is too large")

// readFile returns the content of a file beside the template. Files of several rows,
// as those of all rows are, are read once.
func (t *Template) readFile(name string) ([]byte, error) {
	if kept, ok := t.kept.Load(name); ok {
		return kept.([]byte), nil
	}
	file, err := t.files.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, errors.New("it is no file"))
	}
	data, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > maxFile:
		return nil, errLarge
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.held += len(data); t.held <= maxKept {
		t.kept.Store(name, data)
	}
	return data, nil
}
