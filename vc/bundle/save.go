package bundle

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// SaveOptions are the choices of [Recorder.Save].
type SaveOptions struct {
	// Replace overwrites what stands in the folder for a URL with what was
	// recorded.
	Replace bool
}

// ErrExists says that the folder has other content for a URL.
var ErrExists = errors.New("BUNDLE-EXISTS: the folder has other content for a document")

// Save writes what was recorded into a folder, which is made if need be. It may
// hold an earlier recording, which is kept. index.json names the file for each
// URL; the same recording gives the same names. Each file is written whole or
// not at all, and index.json comes last.
//
// When the folder has other content for a URL or under a name, nothing is
// written and the error wraps [ErrExists]; see [SaveOptions.Replace].
func (r *Recorder) Save(dir string, o SaveOptions) error {
	r.mu.Lock()
	known, full := maps.Clone(r.records), r.full
	r.mu.Unlock()
	if full {
		return fmt.Errorf("BUNDLE-LIMIT: %w: the documents have more than %d MiB together; collect fewer files at a time", vc.ErrLimit, maxRecorded>>20)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("BUNDLE-FOLDER: the folder %s cannot be made: %s", dir, withoutPath(err))
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("BUNDLE-FOLDER: the folder %s cannot be opened: %s", dir, withoutPath(err))
	}
	defer root.Close()
	s := saver{root: root, replace: o.Replace, bundle: New(Limits{}), index: make(map[string]string), write: make(map[string][]byte)}
	if err := s.plan(known); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(s.write)) {
		if err := s.saveFile(name, s.write[name]); err != nil {
			return err
		}
	}
	if err := s.saveFile(indexName, s.indexText()); err != nil {
		return err
	}
	for _, name := range s.remove {
		if err := root.Remove(name); err != nil {
			return fmt.Errorf("BUNDLE-FOLDER: the file %s, whose document is gone, cannot be removed: %s", name, withoutPath(err))
		}
	}
	return nil
}

type saver struct {
	root    *os.Root
	replace bool
	bundle  *Bundle           // what the folder holds before
	index   map[string]string // URL -> file, "" for what is gone
	write   map[string][]byte
	remove  []string
}

// plan decides what to write, without writing it.
func (s *saver) plan(known map[string]record) error {
	f := &folder{bundle: s.bundle, fsys: s.root.FS(), limits: s.bundle.limits, links: true}
	if err := f.add(); err != nil {
		return err
	}
	index, err := readIndex(f)
	if err != nil {
		return err
	}
	if _, err := s.root.Lstat(indexName); err == nil && !f.isIndexFile() {
		return fmt.Errorf("%w: its index.json is something else; choose another folder", ErrExists)
	}
	for _, e := range index {
		key, err := keyOf(e.url)
		if err != nil {
			return err
		}
		s.index[key] = e.file
	}
	for _, url := range slices.Sorted(maps.Keys(known)) {
		if err := s.planDocument(url, known[url]); err != nil {
			return err
		}
	}
	return nil
}

func (s *saver) planDocument(url string, now record) error {
	before, has := s.bundle.found[url]
	old, listed := s.index[url]
	switch {
	case has && before.gone == now.gone && bytes.Equal(before.data, now.data):
		return nil
	case has && !listed:
		return fmt.Errorf("%w: %s for %s; remove it, or choose another folder", ErrExists, before.name, shorten(url))
	case has && !s.replace:
		return fmt.Errorf("%w: %s has changed since it was saved as %s; choose another folder, or say that it is to be replaced", ErrExists, shorten(url), before.name)
	}
	if old != "" && s.countURLs(old) > 1 {
		old = "" // the file stands for another document too
	}
	if now.gone {
		if s.index[url] = ""; old != "" {
			s.remove = append(s.remove, old)
		}
		return nil
	}
	name := old
	if name == "" {
		name = fileName(url, now.data)
		if _, err := s.root.Lstat(name); err == nil || s.write[name] != nil {
			return fmt.Errorf("%w: the file %s, where %s would stand; remove it, or choose another folder", ErrExists, name, shorten(url))
		}
	}
	s.index[url], s.write[name] = name, now.data
	return nil
}

// countURLs returns for how many URLs a file stands.
func (s *saver) countURLs(name string) int {
	n := 0
	for _, other := range s.index {
		if other == name {
			n++
		}
	}
	return n
}

// indexText returns index.json, a line for each URL in their order.
func (s *saver) indexText() []byte {
	text := []byte{'{'}
	for i, url := range slices.Sorted(maps.Keys(s.index)) {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(jsontree.AppendString(append(text, "\n  "...), url), ": "...)
		if name := s.index[url]; name != "" {
			text = jsontree.AppendString(text, name)
		} else {
			text = append(text, "null"...)
		}
	}
	return append(text, "\n}\n"...)
}

func (s *saver) saveFile(name string, data []byte) error {
	if err := s.replaceFile(name, data); err != nil {
		return fmt.Errorf("BUNDLE-FOLDER: the file %s cannot be written: %s", name, withoutPath(err))
	}
	return nil
}

// replaceFile writes a file under a temporary name and then renames it, so that
// nobody ever reads half of it.
func (s *saver) replaceFile(name string, data []byte) error {
	dir := path.Dir(name)
	if err := s.root.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	temporary := path.Join(dir, "."+rand.Text()[:12]+".tmp")
	file, err := s.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fs.FileMode(0o666))
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	if e := file.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = s.root.Rename(temporary, name)
	}
	if err != nil {
		s.root.Remove(temporary) // the error that led here is the one to report
	}
	return err
}
