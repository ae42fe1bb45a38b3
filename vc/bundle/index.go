package bundle

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (f *folder) addIndex() error {
	index, err := readIndex(f)
	if err != nil {
		return err
	}
	f.listed = make(map[string]bool)
	for _, e := range index {
		key, err := keyOf(e.url)
		if err != nil {
			return f.newIndexError(e.url, err.Error())
		}
		s := source{name: f.prefix + e.file, gone: e.file == ""}
		if s.gone {
			s.name = f.prefix + indexName
		} else {
			f.listed[e.file] = true
			if s.data, err = f.read(e.file, true); err != nil {
				return f.newIndexError(e.url, "the file "+e.file+" cannot be read: "+withoutPath(err))
			}
			if err := f.countBytes(s.data); err != nil {
				return err
			}
			if err := f.checkBuiltin(key, e.url, s); err != nil {
				return err
			}
			s.context = isContext(s.data)
		}
		if err := put(f.bundle.found, key, s, e.url); err != nil {
			return err
		}
	}
	return nil
}

func (f *folder) newIndexError(url, what string) error {
	return fmt.Errorf("BUNDLE-INDEX: %s%s, %s: %s", f.prefix, indexName, shorten(url), what)
}

// entry is a member of index.json; no file means that the document is gone.
type entry struct{ url, file string }

// readIndex reads index.json, if there is one and it is an index: an object
// that names URLs. The entries are in the order of the file.
func readIndex(f *folder) ([]entry, error) {
	data, err := f.read(indexName, true)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("BUNDLE-INDEX: %s%s cannot be read: %s", f.prefix, indexName, withoutPath(err))
	}
	root, err := jsontree.Parse(data, jsontree.Limits{Bytes: int(f.limits.FileBytes)})
	if err != nil {
		return nil, fmt.Errorf("BUNDLE-INDEX: %s%s is not one strict JSON value: %w", f.prefix, indexName, err)
	}
	if !isIndex(root) {
		return nil, nil
	}
	var index []entry
	for url, v := range root.Members() {
		switch {
		case len(index) == f.limits.Files:
			return nil, f.newCountError()
		case !vc.IsURL(url):
			return nil, f.newIndexError(url, "this is neither a URL nor a DID")
		case v.Kind() == jsontree.Null:
			index = append(index, entry{url: url})
		case v.Kind() != jsontree.String || !isInside(v.Text()):
			return nil, f.newIndexError(url, "what it names is not a file inside the folder; write its path with / from the folder on, without ..")
		default:
			index = append(index, entry{url, v.Text()})
		}
	}
	return index, nil
}

// isIndex tells an index from another document with the same file name.
func isIndex(root jsontree.Value) bool {
	for url := range root.Members() {
		if vc.IsURL(url) {
			return true
		}
	}
	return root.IsObject() && root.Len() == 0
}

func isInside(name string) bool {
	return fs.ValidPath(name) && name != "." && !strings.ContainsAny(name, "\\\x00")
}

func (f *folder) isIndexFile() bool {
	data, err := f.read(indexName, true)
	if err != nil {
		return false
	}
	root, err := jsontree.Parse(data, jsontree.Limits{Bytes: int(f.limits.FileBytes)})
	return err == nil && isIndex(root)
}
