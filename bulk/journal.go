package bulk

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// journalName is the name of the file, in the folder of what is issued, that makes a
// run go on where another one ended. Only its owner may read it.
const journalName = "journal.ndjson"

// entry is what the journal knows of a credential.
type entry struct {
	Key      string  `json:"key"`
	Row      string  `json:"row"`    // keyed digest of the cells
	Recipe   string  `json:"recipe"` // of the template and format
	ID       string  `json:"id"`
	Index    *uint64 `json:"index,omitempty"`
	At       string  `json:"at"` // the time of issue
	Replaces string  `json:"replaces,omitempty"`

	file    string // "" until it is issued
	digest  string
	revoked bool
}

// record is a line of the journal: one of its members is set.
type record struct {
	Start   *start   `json:"start,omitempty"`
	Begun   *entry   `json:"begun,omitempty"`   // an id and a place are given to a row
	Issued  *issued  `json:"issued,omitempty"`  // its file is there
	Revoked *revoked `json:"revoked,omitempty"` // it counts no longer
}

type start struct {
	Version int    `json:"version"`
	Secret  string `json:"secret"` // of the digests of rows
	List    string `json:"list,omitempty"`
}

type issued struct {
	ID     string `json:"id"`
	File   string `json:"file"`
	Digest string `json:"digest"`
}

type revoked struct {
	ID string `json:"id"`
}

// journal is the memory of a folder.
type journal struct {
	file   *os.File
	start  start
	byKey  map[string]*entry // the latest for each key
	byID   map[string]*entry
	order  []*entry
	places map[uint64]string // the id that each was given to
	unlock func()
}

// ErrJournal says that the journal of a folder cannot be used.
var ErrJournal = errors.New("BULK-JOURNAL")

// openJournal opens the journal of a folder, or begins one for what takes its places
// from a list. One process at a time may have it.
func openJournal(folder, list string) (*journal, error) {
	unlock, err := lock(filepath.Join(folder, ".lock"))
	if err != nil {
		return nil, err
	}
	j := &journal{byKey: map[string]*entry{}, byID: map[string]*entry{}, places: map[uint64]string{}, unlock: unlock}
	if err := j.open(folder, list); err != nil {
		j.close()
		return nil, err
	}
	return j, nil
}

func (j *journal) open(folder, list string) (err error) {
	name := filepath.Join(folder, journalName)
	if err := refuseLink(name); err != nil {
		return err
	}
	j.file, err = os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("%w: the journal cannot be opened: %w", ErrJournal, err)
	}
	if err := j.load(); err != nil {
		return err
	}
	if j.start.Version == 0 {
		secret := make([]byte, 32)
		_, _ = rand.Read(secret) // never fails
		j.start = start{1, base64.RawURLEncoding.EncodeToString(secret), list}
		if err := j.write(record{Start: &j.start}); err != nil {
			return err
		}
		if err := syncFolder(folder); err != nil {
			return err
		}
	}
	if list != "" && j.start.List != "" && j.start.List != list {
		return fmt.Errorf("%w: what is in this folder has its places in the list %s, and not in %s; use that list, or another folder", ErrJournal, j.start.List, list)
	}
	if (list == "") != (j.start.List == "") && len(j.order) > 0 {
		return fmt.Errorf("%w: some of what is in this folder would have a status and some not; use another folder", ErrJournal)
	}
	return nil
}

// refuseLink refuses what stands in the place of a file and is none: through a link,
// whoever else may write into the folder would have another file changed.
func refuseLink(name string) error {
	if info, err := os.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%w: %s must be a file, and is a link or something else; remove it, and look who put it there", ErrJournal, name)
	}
	return nil
}

// readJournal reads the journal of a folder that has one, without changing it.
func readJournal(folder string) (*journal, error) {
	name := filepath.Join(folder, journalName)
	if err := refuseLink(name); err != nil {
		return nil, err
	}
	file, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: nothing was issued into this folder", ErrJournal)
	} else if err != nil {
		return nil, fmt.Errorf("%w: the journal cannot be opened: %w", ErrJournal, err)
	}
	defer file.Close()
	j := &journal{file: file, byKey: map[string]*entry{}, byID: map[string]*entry{}, places: map[uint64]string{}}
	_, err = j.replay()
	j.file = nil
	return j, err
}

// load reads what is there. What a run wrote last before it was killed may be half a
// line: it is cut off, for nothing was done on the strength of it.
func (j *journal) load() error {
	whole, err := j.replay()
	if err != nil {
		return err
	}
	if err := j.file.Truncate(whole); err != nil {
		return fmt.Errorf("%w: the journal cannot be mended: %w", ErrJournal, err)
	}
	_, err = j.file.Seek(whole, io.SeekStart)
	return err
}

// replay reads all whole lines and returns their length.
func (j *journal) replay() (whole int64, err error) {
	lines := bufio.NewReaderSize(j.file, maxLine)
	for n := 1; ; n++ {
		line, err := lines.ReadSlice('\n')
		if begin := []byte(`{"start":`); n == 1 && !bytes.HasPrefix(line, begin[:min(len(begin), len(line))]) {
			return 0, fmt.Errorf("%w: the file %s in this folder is no journal; use another folder", ErrJournal, journalName)
		}
		if errors.Is(err, io.EOF) {
			return whole, nil
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return whole, fmt.Errorf("%w: the journal cannot be read: %w", ErrJournal, err)
		}
		var r record
		if err != nil || json.Unmarshal(line, &r) != nil || !j.take(r) {
			return whole, fmt.Errorf("%w: line %d of the journal is damaged; restore it from a copy, and do not start it anew", ErrJournal, n)
		}
		whole += int64(len(line))
	}
}

// maxLine is longer than any line: the key in it is a cell.
const maxLine = 1 << 20

// idForm is that of the ids that are given here. Files are named by them.
var idForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
})

// take takes over a record. It is false for one that does not follow from those
// before, or names what no run does: a journal may have been in other hands.
func (j *journal) take(r record) bool {
	switch {
	case r.Start != nil:
		ok := j.start.Version == 0 && r.Start.Version == 1 && r.Start.Secret != ""
		j.start = *r.Start
		return ok
	case j.start.Version == 0:
		return false
	case r.Begun != nil:
		e := *r.Begun
		if !idForm().MatchString(e.ID) {
			return false
		}
		if e.Index != nil {
			if id := j.places[*e.Index]; id != "" && id != e.ID {
				return false
			}
			j.places[*e.Index] = e.ID
		}
		if known := j.byID[e.ID]; known != nil { // begun anew: with another place, or with another row
			if known.file != "" || known.Key != e.Key {
				return false
			}
			*known = e
			return true
		}
		j.byKey[e.Key], j.byID[e.ID] = &e, &e
		j.order = append(j.order, &e)
	case r.Issued != nil:
		e := j.byID[r.Issued.ID]
		if e == nil || !slices.Contains(endings, strings.TrimPrefix(r.Issued.File, baseName(e.ID))) {
			return false
		}
		e.file, e.digest = r.Issued.File, r.Issued.Digest
	case r.Revoked != nil:
		e := j.byID[r.Revoked.ID]
		if e == nil {
			return false
		}
		e.revoked = true
	}
	return true
}

// write writes records and returns when they are on disk.
func (j *journal) write(all ...record) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	for _, r := range all {
		if err := encoder.Encode(r); err != nil {
			return err
		}
	}
	_, err := j.file.Write(text.Bytes())
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		return fmt.Errorf("%w: the journal cannot be written: %w", ErrJournal, err)
	}
	for _, r := range all {
		if r.Start == nil && !j.take(r) {
			return fmt.Errorf("%w: a record does not follow from those before", ErrJournal)
		}
	}
	return nil
}

func (j *journal) close() {
	if j.file != nil {
		_ = j.file.Close() // all that was written is on disk
	}
	if j.unlock != nil {
		j.unlock()
	}
}
