package lists

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// LocationOfLists is where the Commission publishes the list of lists.
const LocationOfLists = "https://ec.europa.eu/tools/lotl/eu-lotl.xml"

// RefreshOptions are the options of [Refresh].
type RefreshOptions struct {
	// Signers are the digests of the certificates that may sign the list of lists, as
	// the Official Journal publishes them. Empty: those of the last time. When others
	// sign it by now, the pivots that the list of lists names are followed.
	Signers []string
	// Location is where the list of lists is; "" is where it was the last time, or
	// else LocationOfLists.
	Location string
	// Territories are those whose lists are wanted; empty: all.
	Territories []string
	// Now is the present time; zero: by the clock of the machine.
	Now time.Time
	// Before is told before each list is fetched: its territory, and which one of how
	// many it is; of the list of lists it is not known of how many. It may be nil.
	Before func(territory string, n, of int)
}

// Outcome says what became of one list.
type Outcome struct {
	Territory string
	Change    Change
	Sequence  int
	// Pivots is how many pivots led to the signer of the list of lists, whose signers
	// have changed since. The new ones are known from then on.
	Pivots int
	// Err is why a list was not taken, and its earlier version was kept if there was
	// one.
	Err error
}

// Change is what happened to a list in the folder.
type Change string

// The changes.
const (
	Taken     Change = "new"       // it is in the folder now
	Unchanged Change = "unchanged" // it was there already
	Kept      Change = "kept"      // the one in the folder stays, as the new one was refused
	Missing   Change = "missing"   // it was refused, and there is none
	Dropped   Change = "dropped"   // the list of lists no longer vouches for the one in the folder
)

// Refresh gets the list of lists and those of the territories, verifies them and puts
// them into a folder. A list that cannot be got or does not verify leaves the one in
// the folder as it was. An error means that nothing could be done.
func Refresh(ctx context.Context, folder string, source Source, o RefreshOptions) ([]Outcome, error) {
	r := &refresher{ctx: ctx, folder: folder, source: source, now: o.Now}
	if r.now.IsZero() {
		r.now = time.Now()
	}
	if err := r.open(o); err != nil {
		return nil, err
	}
	before := o.Before
	if before == nil {
		before = func(string, int, int) {}
	}
	before("EU", 1, 0)
	top, outcome := r.refresh("EU", Pointer{Location: r.index.Location, Type: TypeOfLists}, Signers{Digests: r.index.Signers})
	outcomes := []Outcome{outcome}
	if top == nil {
		return outcomes, outcome.Err
	}
	all := wanted(top, o.Territories)
	for i, p := range all {
		if err := ctx.Err(); err != nil {
			return outcomes, errors.Join(err, r.save())
		}
		before(p.Territory, i+2, len(all)+1)
		var outcome Outcome
		if p.Location == "" {
			outcome = r.refused(p.Territory, fmt.Errorf("%w: the list of lists names none", ErrList))
		} else {
			_, outcome = r.refresh(p.Territory, p, Signers{Certificates: p.Signers})
		}
		outcomes = append(outcomes, outcome)
	}
	return append(outcomes, r.forget(top, outcomes)...), r.save()
}

// forget drops the lists of the folder that were not asked for this time and for which
// the list of lists no longer vouches.
func (r *refresher) forget(top *List, outcomes []Outcome) []Outcome {
	var out []Outcome
	known := wanted(top, nil)
	for _, territory := range slices.Sorted(maps.Keys(r.index.Lists)) {
		if slices.ContainsFunc(outcomes, func(o Outcome) bool { return o.Territory == territory }) {
			continue
		}
		i := slices.IndexFunc(known, func(p Pointer) bool { return p.Territory == territory })
		if i >= 0 && r.old(territory, known[i], Signers{Certificates: known[i].Signers}) != nil {
			continue
		}
		delete(r.index.Lists, territory)
		out = append(out, Outcome{Territory: territory, Change: Dropped})
	}
	return out
}

// wanted returns the pointers to the lists of the territories, one for each.
func wanted(top *List, territories []string) []Pointer {
	var out []Pointer
	for _, p := range top.Pointers {
		known := slices.ContainsFunc(out, func(q Pointer) bool { return q.Territory == p.Territory })
		if p.MIME == MIMEList && p.Type == TypeGeneric && isTerritory(p.Territory) && !known && len(out) < maxLists-1 {
			out = append(out, p)
		}
	}
	if len(territories) == 0 {
		return out
	}
	out = slices.DeleteFunc(out, func(p Pointer) bool { return !slices.Contains(territories, p.Territory) })
	for _, t := range territories {
		if !slices.ContainsFunc(out, func(p Pointer) bool { return p.Territory == t }) {
			out = append(out, Pointer{Territory: t})
		}
	}
	return out
}

// refresher brings a folder up to date.
type refresher struct {
	ctx    context.Context
	folder string
	source Source
	now    time.Time
	index  index
}

func (r *refresher) read(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(r.folder, name))
}

// open reads the index, or starts one.
func (r *refresher) open(o RefreshOptions) error {
	text, err := r.read(indexName)
	switch {
	case err == nil:
		if r.index, err = readIndex(text); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: %w", ErrStore, err)
	}
	if len(o.Signers) > 0 {
		r.index.Signers = nil
		for _, d := range o.Signers {
			if d = plainDigest(d); len(d) != 64 {
				return fmt.Errorf("%w: a signer must be named by the SHA-256 digest of its certificate, in hexadecimal", ErrSigner)
			}
			r.index.Signers = append(r.index.Signers, d)
		}
	}
	if len(r.index.Signers) == 0 {
		return fmt.Errorf("%w: name the SHA-256 digests of the certificates that sign the list of lists, as the Official Journal publishes them", ErrSigner)
	}
	if o.Location != "" {
		r.index.Location = o.Location
	}
	if r.index.Location == "" {
		r.index.Location = LocationOfLists
	}
	if r.index.Lists == nil {
		r.index.Lists = make(map[string]entry)
	}
	if r.index.Numbers == nil {
		r.index.Numbers = make(map[string]int)
	}
	for territory, e := range r.index.Lists {
		r.index.Numbers[territory] = max(r.index.Numbers[territory], e.Sequence)
	}
	if err := os.MkdirAll(r.folder, 0o777); err != nil {
		return fmt.Errorf("%w: %w", ErrStore, err)
	}
	return nil
}

// refresh brings one list up to date and returns the one that is then in the folder.
func (r *refresher) refresh(territory string, p Pointer, by Signers) (*List, Outcome) {
	old := r.old(territory, p, by)
	have := Version{}
	if e := r.index.Lists[territory]; old != nil && e.Location == p.Location {
		have = Version{e.ETag, e.LastModified}
	}
	list, answer, err := r.get(territory, p, by, have)
	pivots := 0
	if errors.Is(err, ErrSigner) && p.Type == TypeOfLists {
		list, pivots, err = r.pivot(answer.Data, p, by, err)
	}
	switch {
	case err == nil && answer.Unchanged && old != nil:
		return old, Outcome{Territory: territory, Change: Unchanged, Sequence: old.Sequence}
	case err == nil && answer.Unchanged:
		err = fmt.Errorf("%w: the server says that a file has not changed which nobody has", ErrList)
	case err == nil && list.Sequence < r.index.Numbers[territory]:
		err = fmt.Errorf("%w: it has the number %d, and one with the number %d was taken before", ErrList, list.Sequence, r.index.Numbers[territory])
	case err == nil:
		err = r.put(territory, p, list, answer)
	}
	if err != nil {
		return old, r.refused(territory, err)
	}
	change := Taken
	if old != nil && old.Sequence == list.Sequence {
		change = Unchanged
	}
	return list, Outcome{Territory: territory, Change: change, Sequence: list.Sequence, Pivots: pivots}
}

// pivot reads a list of lists whose signers have changed, if pivots lead to them. The
// new ones are remembered in the place of those before.
func (r *refresher) pivot(data []byte, p Pointer, by Signers, refused error) (*List, int, error) {
	next, followed := r.follow(data, p, by)
	if followed == 0 {
		named := 0
		if top, err := readVerified(data); err == nil {
			named = len(top.pivots(p.Location))
		}
		return nil, 0, unknownSigner(refused, named)
	}
	list, err := r.check(data, "EU", p, next)
	if err == nil {
		r.index.Signers = next.Digests
	}
	return list, followed, err
}

// refused is the outcome for a list that was not taken.
func (r *refresher) refused(territory string, err error) Outcome {
	if e, ok := r.index.Lists[territory]; ok {
		return Outcome{Territory: territory, Change: Kept, Sequence: e.Sequence, Err: err}
	}
	return Outcome{Territory: territory, Change: Missing, Err: err}
}

// old returns the list in the folder. It is forgotten when its signer is no longer
// accepted, or when it is damaged.
func (r *refresher) old(territory string, p Pointer, by Signers) *List {
	if _, ok := r.index.Lists[territory]; !ok {
		return nil
	}
	data, err := r.index.get(r.read, territory)
	if err == nil {
		var list *List
		if list, err = r.check(data, territory, p, by); err == nil {
			return list
		}
	}
	delete(r.index.Lists, territory)
	return nil
}

// check verifies a list and that it is the one that was asked for.
func (r *refresher) check(data []byte, territory string, p Pointer, by Signers) (*List, error) {
	list, err := Read(data, by)
	if err != nil {
		return nil, err
	}
	if list.Territory != territory || list.Type != p.Type {
		return nil, fmt.Errorf("%w: it is the list of %s, not of %s", ErrList, list.Territory, territory)
	}
	return list, nil
}

func (r *refresher) get(territory string, p Pointer, by Signers, have Version) (*List, Answer, error) {
	most := int64(maxList)
	if p.Type == TypeOfLists {
		most = maxOfLists
	}
	answer, err := r.source.Get(r.ctx, p.Location, have, most)
	if err != nil || answer.Unchanged {
		return nil, answer, err
	}
	list, err := r.check(answer.Data, territory, p, by)
	return list, answer, err
}

// put writes a list under a name of its own, so that the one before stays whole until
// the index names the new one.
func (r *refresher) put(territory string, p Pointer, list *List, answer Answer) error {
	before := r.index.Lists[territory]
	digest := digestOf(answer.Data)
	e := entry{
		File: fmt.Sprintf("%s-%d-%s.xml", territory, list.Sequence, digest[:16]), SHA256: digest, Location: p.Location, Sequence: list.Sequence,
		NextUpdate: list.NextUpdate, Verified: r.now.UTC(), ETag: answer.Version.ETag, LastModified: answer.Version.LastModified,
	}
	if err := writeFile(filepath.Join(r.folder, e.File), answer.Data); err != nil {
		return err
	}
	r.index.Lists[territory] = e
	r.index.Numbers[territory] = list.Sequence
	if err := r.save(); err != nil {
		return err
	}
	if before.File != "" && before.File != e.File {
		_ = os.Remove(filepath.Join(r.folder, before.File)) // a file too many does no harm
	}
	return nil
}

func (r *refresher) save() error {
	text, err := json.MarshalIndent(r.index, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(r.folder, indexName), append(text, '\n'))
}

// writeFile writes a file whole or not at all.
func writeFile(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStore, err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("%w: %w", ErrStore, err)
	}
	return nil
}
