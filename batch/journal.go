package batch

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// Journal is a file that says what was done, a line of JSON for each document, so that a
// run that was ended at any point goes on where it stood. Of a document that an earlier
// run has done, it keeps in memory where its line stands, and of one of this run
// nothing. Many goroutines may use it at once. A second program is refused
// ([ErrInUse]), where the system can tell.
type Journal struct {
	mu      sync.Mutex
	file    *os.File
	end     int64
	header  journalHeader
	earlier bool
	last    int64         // where the last line of a document that is done begins; 0: there is none
	known   map[Key]int64 // where the line of an earlier run begins; below 0: it was begun only
}

// Key stands for a document under its name, with what is made of it.
type Key [16]byte

// KeyOf returns the key of a document: a digest of it, its name, and the name of what is
// made of it.
func KeyOf(item Item) Key {
	hash := sha256.New()
	for _, part := range []string{item.Name, item.Out} {
		binary.Write(hash, binary.BigEndian, uint64(len(part))) // a hash takes all that is written
		io.WriteString(hash, part)
	}
	hash.Write(item.Data)
	return Key(hash.Sum(nil))
}

// ErrSettings says that a journal is of a run with other settings.
var ErrSettings = errors.New("it is of a run with other options; repeat those, or give another file")

// ErrJournal says that a file is no journal.
var ErrJournal = errors.New("it is no journal of such a run; give another file")

// ErrInUse says that another run has a journal open.
var ErrInUse = errors.New("another run is using it; wait until that has ended, or give another file")

// journalHeader is the first line of a journal.
type journalHeader struct {
	Journal  int       `json:"journal"` // the version of its form
	Settings string    `json:"settings"`
	At       time.Time `json:"at"`
}

// journalLine is each other line.
type journalLine struct {
	Key    string          `json:"key"`
	Name   string          `json:"name,omitempty"`
	Record json.RawMessage `json:"record,omitempty"` // none: it was begun
}

// OpenJournal opens a journal, or begins one at a time. Settings is whatever, being
// changed, makes the work another one: a journal of other settings is refused
// ([ErrSettings]). A last line that was not written whole does not count.
func OpenJournal(name, settings string, at time.Time) (*Journal, error) {
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600) // it may say who has which credential
	if err != nil {
		return nil, err
	}
	j := &Journal{file: file, known: map[Key]int64{}}
	digest := sha256.Sum256([]byte(settings))
	if err := lock(file); err != nil {
		file.Close()
		return nil, err
	}
	if err := j.load(journalHeader{1, hex.EncodeToString(digest[:]), at.UTC()}); err != nil {
		file.Close()
		return nil, err
	}
	return j, nil
}

func (j *Journal) load(wanted journalHeader) error {
	in := bufio.NewReaderSize(j.file, largeBuffer)
	for first := true; ; first = false {
		line, err := readLine(in)
		if err == io.EOF {
			if begin := []byte(`{"journal":`); first && !bytes.HasPrefix(line, begin[:min(len(begin), len(line))]) {
				return ErrJournal // it may be something of which the user has no other copy
			}
			break
		}
		if errors.Is(err, errLong) {
			return ErrJournal
		}
		if err != nil {
			return err
		}
		if first {
			if json.Unmarshal(line, &j.header) != nil || j.header.Journal != wanted.Journal {
				return ErrJournal
			}
			if j.header.Settings != wanted.Settings {
				return ErrSettings
			}
		} else if err := j.remember(line); err != nil {
			return err
		}
		j.end += int64(len(line))
	}
	if err := j.file.Truncate(j.end); err != nil {
		return err
	}
	if j.earlier = j.end > 0; j.earlier {
		return nil
	}
	j.header = wanted
	return j.append(wanted)
}

func (j *Journal) remember(line []byte) error {
	var l journalLine
	var key Key
	if err := json.Unmarshal(line, &l); err != nil {
		return fmt.Errorf("the journal is damaged at byte %d; remove it and begin anew", j.end)
	}
	if n, err := hex.Decode(key[:], []byte(l.Key)); err != nil || n != len(key) {
		return fmt.Errorf("the journal is damaged at byte %d; remove it and begin anew", j.end)
	}
	switch {
	case l.Record != nil:
		j.known[key], j.last = j.end, j.end
	case j.known[key] == 0:
		j.known[key] = -1
	}
	return nil
}

// At returns when the first run began. What is made at that time is the same, whichever
// run makes it.
func (j *Journal) At() time.Time { return j.header.At }

// Earlier reports whether an earlier run began the journal.
func (j *Journal) Earlier() bool { return j.earlier }

// Done reads what an earlier run recorded of a document that it has done.
func (j *Journal) Done(key Key, record any) (bool, error) {
	return j.read(j.known[key], record)
}

// Last reads what an earlier run recorded last.
func (j *Journal) Last(record any) (bool, error) { return j.read(j.last, record) }

func (j *Journal) read(at int64, record any) (bool, error) {
	if at <= 0 {
		return false, nil
	}
	var l journalLine
	line, err := bufio.NewReader(io.NewSectionReader(j.file, at, 1<<62)).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &l)
	}
	if err == nil {
		err = json.Unmarshal(l.Record, record)
	}
	return err == nil, err
}

// Begun reports whether an earlier run began to work on a document, so that what stands
// in its place is of that run.
func (j *Journal) Begun(key Key) bool { return j.known[key] != 0 }

// Begin records that work on a document begins of which something is written.
func (j *Journal) Begin(key Key) error {
	if j.Begun(key) {
		return nil
	}
	return j.append(journalLine{Key: hex.EncodeToString(key[:])})
}

// Add records that a document is done, with what is to be known of it later.
func (j *Journal) Add(key Key, name string, record any) error {
	text, err := json.Marshal(record)
	if err != nil {
		return err
	}
	return j.append(journalLine{hex.EncodeToString(key[:]), name, text})
}

func (j *Journal) append(line any) error {
	text, err := json.Marshal(line)
	if err != nil {
		return err
	}
	text = append(text, '\n')
	j.mu.Lock()
	defer j.mu.Unlock()
	if _, err := j.file.WriteAt(text, j.end); err != nil {
		return err
	}
	j.end += int64(len(text))
	return nil
}

// Close closes the journal. It can be opened again.
func (j *Journal) Close() error { return errors.Join(j.file.Sync(), j.file.Close()) }
