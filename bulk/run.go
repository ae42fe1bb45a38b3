package bulk

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/mikromerit/mikromerit/bulk/rows"
	"github.com/mikromerit/mikromerit/microcredential/template"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// rowsAtOnce is how many rows are worked on between two flushes of the journal.
const rowsAtOnce = 64

// run is one pass over a table.
type run struct {
	*Issuer
	folder  string
	journal *journal // nil in a check without a folder
	columns []string
	place   map[string]int // of each column
	keyAt   int
	seen    map[string]seenRow // by key
	dry     bool
}

// seenRow is a row of this table that had a key.
type seenRow struct {
	number int
	digest string
}

// job is a row on its way.
type job struct {
	row      rows.Row
	get      template.Row
	digest   string
	out      Outcome
	entry    *entry // what is issued; nil: nothing to do
	previous *entry // which it replaces
	fresh    bool   // whether its place was drawn in this run
	doc      vc.Document
	holder   crypto.PublicKey
	file     []byte
	err      error
}

// Check says of each row of a table what would be wrong with issuing it, and signs
// nothing. If something was issued into the folder before, it also says what has
// changed since; "": no folder. An error ends the rows.
func (i *Issuer) Check(ctx context.Context, table *rows.Table, folder string) iter.Seq2[Outcome, error] {
	return func(yield func(Outcome, error) bool) {
		r := &run{Issuer: i, folder: folder, dry: true}
		if folder != "" {
			j, err := readJournal(folder)
			if _, statErr := os.Stat(filepath.Join(folder, journalName)); err != nil && statErr == nil {
				yield(Outcome{}, err)
				return
			} else if err == nil {
				r.journal = j
			}
		}
		if err := r.rows(ctx, table, yield); err != nil {
			yield(Outcome{}, err)
		}
	}
}

// Run issues a credential for each row of a table into a folder, which must exist. It
// may be stopped at any moment and repeated: see the documentation of the package. An
// error ends the rows.
func (i *Issuer) Run(ctx context.Context, table *rows.Table, folder string) iter.Seq2[Outcome, error] {
	return func(yield func(Outcome, error) bool) {
		if err := i.run(ctx, table, folder, yield); err != nil {
			yield(Outcome{}, err)
		}
	}
}

func (i *Issuer) run(ctx context.Context, table *rows.Table, folder string, yield func(Outcome, error) bool) (err error) {
	list := ""
	if i.o.Status != nil {
		list = i.o.Status.URL()
	}
	j, err := openJournal(folder, list)
	if err != nil {
		return err
	}
	defer j.close()
	removeTemporary(folder)
	defer func() { err = errors.Join(err, j.writeManifest(folder)) }()
	return (&run{Issuer: i, folder: folder, journal: j}).rows(ctx, table, yield)
}

// errStopped says that the caller wants no more rows.
var errStopped = errors.New("stopped")

// rows works on all rows, a chunk at a time.
func (r *run) rows(ctx context.Context, table *rows.Table, yield func(Outcome, error) bool) error {
	if err := r.match(table.Columns()); err != nil {
		return err
	}
	r.seen = map[string]seenRow{}
	var jobs []*job
	flush := func() error {
		err := r.work(ctx, jobs)
		for _, j := range jobs {
			if err == nil && !yield(j.out, nil) {
				return errStopped
			}
		}
		jobs = jobs[:0]
		return err
	}
	for row, err := range table.All() {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			if failed := flush(); failed != nil {
				err = failed
			}
			return unlessStopped(err)
		}
		if jobs = append(jobs, r.classify(row)); len(jobs) == r.chunk {
			if err := flush(); err != nil {
				return unlessStopped(err)
			}
		}
	}
	if err := flush(); err != nil {
		return unlessStopped(err)
	}
	return unlessStopped(r.unfinished(yield))
}

func unlessStopped(err error) error {
	if errors.Is(err, errStopped) {
		return nil
	}
	return err
}

// match finds the columns that are needed.
func (r *run) match(columns []string) error {
	r.columns, r.place = columns, map[string]int{}
	for i, name := range columns {
		if name != "" {
			r.place[name] = i
		}
	}
	var missing []string
	for _, c := range append([]template.Column{{Name: r.key}}, r.Issuer.columns...) {
		if _, ok := r.place[rows.Normal(c.Name)]; !ok && !slices.Contains(missing, c.Name) {
			missing = append(missing, c.Name)
		}
	}
	if missing != nil {
		return rows.FaultOf(&rows.RuleColumn, "", "The table must have the columns "+strings.Join(missing, ", ")+".", "the columns "+strings.Join(columns, ", "), "Name them in the first row as they are named in the template.")
	}
	r.keyAt = r.place[rows.Normal(r.key)]
	return nil
}

// classify finds out what is to be done about a row.
func (r *run) classify(row rows.Row) *job {
	j := &job{row: row, out: Outcome{Row: row.Number, Key: rows.Normal(row.Cells[r.keyAt]), Faults: row.Faults}}
	j.get = func(column string) string { return row.Cells[r.place[rows.Normal(column)]] }
	secret := ""
	if r.journal != nil {
		secret = r.journal.start.Secret
	}
	j.digest = digestOf(secret, r.Issuer.columns, j.get)
	at := rows.CellName(r.keyAt, row.Number)
	other, twice := r.seen[j.out.Key]
	switch {
	case !row.Usable():
		return j.fail(Faulty, nil)
	case j.out.Key == "":
		return j.fail(Faulty, rows.FaultOf(&rows.RuleKey, at, "A row must have a key in the column "+r.key+".", "nothing", "Fill it in."))
	case strings.ContainsFunc(j.out.Key, isUnseen):
		return j.fail(Faulty, rows.FaultOf(&rows.RuleKey, at, "A key must be text that can be seen.", "a sign that cannot be seen in "+strconv.QuoteToASCII(clip(j.out.Key)), "Type the key anew."))
	case twice && other.digest == j.digest:
		j.out.State = Unchanged
		return j
	case twice:
		return j.fail(Faulty, rows.FaultOf(&rows.RuleKey, at, "A key must belong to one row.", fmt.Sprintf("the key of row %d, which says something else", other.number), "Correct one of the two."))
	}
	r.seen[j.out.Key] = seenRow{row.Number, j.digest}
	var known *entry
	if r.journal != nil {
		known = r.journal.byKey[j.out.Key]
	}
	r.decide(j, known, at)
	return j
}

// isUnseen reports whether a sign shows nothing, so that two keys can look the same.
func isUnseen(c rune) bool { return unicode.In(c, unicode.Cf, unicode.Zl, unicode.Zp) }

func clip(text string) string {
	if all := []rune(text); len(all) > 40 {
		return string(all[:40]) + "…"
	}
	return text
}

func (j *job) fail(state State, f *rows.Fault) *job {
	if j.out.State = state; f != nil {
		j.out.Faults = append(j.out.Faults, f)
	}
	return j
}

// decide compares a row with what the journal knows of its key.
func (r *run) decide(j *job, known *entry, at string) {
	if known != nil && known.file == "" && !r.dry {
		r.adopt(j, known)
	}
	switch {
	case j.err != nil:
		return
	case known == nil:
		j.out.State, j.entry = Issued, &entry{Key: j.out.Key, ID: newID(), At: r.now()}
		j.fresh = true
	case known.file == "":
		j.out.State, j.entry = Issued, known
		if known.Replaces != "" {
			j.out.State, j.previous = Reissued, r.journal.byID[known.Replaces]
		}
	case known.Row == j.digest && (known.Recipe == r.recipe || !r.o.Reissue || known.revoked):
		j.out.State, j.out.Stale = Unchanged, known.Recipe != r.recipe
		if known.revoked {
			j.out.State = Revoked
		}
		j.out.ID, j.out.File, j.out.Index = known.ID, known.file, known.Index
	case !r.o.Reissue:
		j.fail(Changed, rows.FaultOf(&rows.RuleChanged, at, "The row must say what it said when its credential was issued.", "other cells", "Put back what stood there, or issue it anew with --reissue, which revokes the older credential."))
	default:
		j.out.State, j.previous, j.fresh = Reissued, known, true
		j.entry = &entry{Key: j.out.Key, ID: newID(), At: r.now(), Replaces: known.ID}
	}
}

func (r *run) now() string {
	return r.o.Issue.Env.Now().UTC().Format(time.RFC3339)
}

// adopt finds the file of a row that a run had written just before it was ended.
func (r *run) adopt(j *job, known *entry) {
	for _, ending := range endings {
		name := baseName(known.ID) + ending
		path := filepath.Join(r.folder, name)
		if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
			continue
		}
		file, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		if j.err = r.writeBeside(context.Background(), known.ID, file); j.err == nil {
			j.err = r.settle([]*job{{entry: known, previous: r.journal.byID[known.Replaces], file: file, out: Outcome{File: name}}})
		}
		return
	}
}

// work does what is to be done about a chunk of rows.
func (r *run) work(ctx context.Context, jobs []*job) error {
	r.parallel(jobs, func(j *job) {
		if j.entry == nil || j.err != nil {
			return
		}
		at, err := time.Parse(time.RFC3339, j.entry.At)
		if err != nil {
			j.err = fmt.Errorf("%w: a time in the journal is damaged; restore it from a copy", ErrJournal)
			return
		}
		if j.doc, j.holder, j.err = r.encode(j, at); j.err == nil {
			j.out.Warnings, j.err = r.try(ctx, j.doc, j.holder)
		}
		if j.err != nil {
			if ctx.Err() != nil {
				return
			}
			j.out.State, j.entry = Faulty, nil
			j.out.Faults = append(j.out.Faults, faultsOf(j.err, r.columns, j.row.Number)...)
			j.err = nil
		}
	})
	if err := firstError(ctx, jobs); err != nil {
		return err
	}
	todo := slices.DeleteFunc(slices.Clone(jobs), func(j *job) bool { return j.entry == nil })
	if r.dry {
		for _, j := range todo {
			j.out.State = Ready
		}
		return nil
	}
	if len(todo) == 0 {
		return nil
	}
	if err := r.begin(ctx, todo); err != nil {
		return err
	}
	r.parallel(todo, func(j *job) { j.err = r.finish(ctx, j) })
	if err := firstError(ctx, todo); err != nil {
		return err
	}
	return r.settle(slices.DeleteFunc(todo, func(j *job) bool { return j.file == nil }))
}

func firstError(ctx context.Context, jobs []*job) error {
	for _, j := range jobs {
		if j.err != nil {
			return j.err
		}
	}
	return ctx.Err()
}

// begin gives each row its id and its place, writes them into the journal, and only
// then takes the places.
func (r *run) begin(ctx context.Context, jobs []*job) error {
	drawn := map[uint64]bool{}
	for _, j := range jobs {
		j.entry.Row, j.entry.Recipe = j.digest, r.recipe
		if err := r.draw(ctx, j, drawn, j.entry.Index == nil); err != nil {
			return err
		}
	}
	if err := r.journal.write(begun(jobs)...); err != nil {
		return err
	}
	for _, j := range jobs {
		for r.o.Status != nil {
			err := r.o.Status.Reserve(ctx, *j.entry.Index)
			if errors.Is(err, status.ErrTaken) && j.fresh { // by somebody else, since it was drawn
				if err := r.draw(ctx, j, drawn, true); err != nil {
					return err
				}
				if err := r.journal.write(begun([]*job{j})...); err != nil {
					return err
				}
				continue
			}
			if err != nil && !errors.Is(err, status.ErrTaken) { // by the run that was ended
				return err
			}
			break
		}
		j.out.ID, j.out.Index = j.entry.ID, j.entry.Index
	}
	return nil
}

// draw proposes a place for a row.
func (r *run) draw(ctx context.Context, j *job, drawn map[uint64]bool, needed bool) error {
	for r.o.Status != nil && needed {
		index, err := r.o.Status.Draw(ctx)
		if err != nil {
			return err
		}
		if !drawn[index] && r.journal.places[index] == "" {
			drawn[index] = true
			j.entry.Index, j.fresh = &index, true
			return nil
		}
	}
	return nil
}

func begun(jobs []*job) []record {
	out := make([]record, len(jobs))
	for i, j := range jobs {
		out[i] = record{Begun: j.entry}
	}
	return out
}

// finish signs a row and writes its files. What cannot be signed keeps its place for
// the next run.
func (r *run) finish(ctx context.Context, j *job) error {
	file, warnings, err := r.make(ctx, j.doc, j.holder, j.entry)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		j.out.State = Faulty
		j.out.Faults = append(j.out.Faults, faultsOf(err, r.columns, j.row.Number)...)
		return nil
	}
	if warnings != nil {
		j.out.Warnings = warnings
	}
	j.out.File = baseName(j.entry.ID) + r.ending()
	if err := writeFile(filepath.Join(r.folder, j.out.File), file); err != nil {
		return err
	}
	j.file = file
	return r.writeBeside(ctx, j.entry.ID, file)
}

// settle writes down that files are there, and revokes what they replace.
func (r *run) settle(jobs []*job) error {
	if len(jobs) == 0 {
		return nil
	}
	if err := syncFolder(r.folder); err != nil {
		return err
	}
	var all []record
	for _, j := range jobs {
		if r.o.Registered != nil {
			if err := r.o.Registered(Made{j.entry.ID, j.entry.Index, j.file}); err != nil {
				return err
			}
		}
		if p := j.previous; p != nil {
			if err := r.revoke(p); err != nil {
				return err
			}
			all = append(all, record{Revoked: &revoked{p.ID}})
		}
		all = append(all, record{Issued: &issued{j.entry.ID, j.out.File, digestOfFile(j.file)}})
	}
	return r.journal.write(all...)
}

func (r *run) revoke(e *entry) error {
	if r.o.Status == nil || e.Index == nil {
		return fmt.Errorf("%w: the older credential has no place in a status list, so it cannot be revoked", ErrOptions)
	}
	return r.o.Status.Revoke(context.Background(), *e.Index)
}

// unfinished tells of rows that an ended run had begun and that are not in the table.
func (r *run) unfinished(yield func(Outcome, error) bool) error {
	if r.journal == nil {
		return nil
	}
	for _, e := range r.journal.order {
		if _, here := r.seen[e.Key]; here || e.file != "" {
			continue
		}
		f := rows.FaultOf(&rows.RuleUnfinished, "", "A row that was begun must be in the table until it is issued.", "no row with this key", "Put it back; its id and its place in the status list are kept for it.")
		if !yield(Outcome{Key: e.Key, State: Unfinished, ID: e.ID, Index: e.Index, Faults: []*rows.Fault{f}}, nil) {
			return errStopped
		}
	}
	return nil
}
