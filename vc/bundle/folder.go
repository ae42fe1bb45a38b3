package bundle

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The names that mean something at the top of a folder.
const (
	indexName = "index.json"
	trustName = "trust.json"
	wellKnown = ".well-known"
)

// folder is a folder being read.
type folder struct {
	bundle *Bundle
	fsys   fs.FS
	limits Limits
	links  bool   // whether the file system keeps symbolic links inside
	prefix string // before names in messages
	listed map[string]bool
}

// add adds what stands in the folder.
func (f *folder) add() error {
	if err := f.addIndex(); err != nil {
		return err
	}
	return fs.WalkDir(f.fsys, ".", f.visit)
}

func (f *folder) addIndex() error {
	index, err := readIndex(f)
	if err != nil {
		return err
	}
	f.listed = make(map[string]bool)
	for _, e := range index {
		key, err := keyOf(e.url)
		if err != nil {
			return f.indexFault(e.url, err.Error())
		}
		s := source{name: f.prefix + e.file, gone: e.file == ""}
		if s.gone {
			s.name = f.prefix + indexName
		} else {
			f.listed[e.file] = true
			if s.data, err = f.read(e.file, true); err != nil {
				return f.indexFault(e.url, "the file "+e.file+" cannot be read: "+plain(err))
			}
			if err := f.keep(s.data); err != nil {
				return err
			}
			if err := f.builtin(key, e.url, s); err != nil {
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

func (f *folder) indexFault(url, what string) error {
	return fmt.Errorf("BUNDLE-INDEX: %s%s, %s: %s", f.prefix, indexName, shown(url), what)
}

// entry is a line of index.json; no file means that the document is gone.
type entry struct{ url, file string }

// readIndex reads index.json, if there is one and it is an index: an object
// that names URLs. Its order is that of the file.
func readIndex(f *folder) ([]entry, error) {
	data, err := f.read(indexName, true)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("BUNDLE-INDEX: %s%s cannot be read: %s", f.prefix, indexName, plain(err))
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
			return nil, f.tooMany()
		case !vc.IsURL(url):
			return nil, f.indexFault(url, "this is neither a URL nor a DID")
		case v.Kind() == jsontree.Null:
			index = append(index, entry{url: url})
		case v.Kind() != jsontree.String || !isInside(v.Text()):
			return nil, f.indexFault(url, "what it names is not a file inside the folder; write its path with / from the folder on, without ..")
		default:
			index = append(index, entry{url, v.Text()})
		}
	}
	return index, nil
}

// isIndex tells an index from another document of the name.
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

// visit looks at one file or folder.
func (f *folder) visit(name string, at fs.DirEntry, err error) error {
	if name == "." {
		if err != nil {
			return fmt.Errorf("BUNDLE-FOLDER: the folder %s cannot be read: %s", strings.TrimSuffix(f.prefix, "/"), plain(err))
		}
		return nil
	}
	if f.bundle.files++; f.bundle.files > f.limits.Files {
		return f.tooMany()
	}
	hidden := strings.HasPrefix(path.Base(name), ".") && path.Base(name) != wellKnown
	switch {
	case err != nil:
		f.skip(name, plain(err))
		return nil // the folder is there and was not read: nothing below it
	case at.IsDir() && hidden:
		return fs.SkipDir
	case at.IsDir() && strings.Count(name, "/")+1 > f.limits.Depth:
		return fmt.Errorf("BUNDLE-LIMIT: %w: %s%s lies more than %d folders deep", vc.ErrLimit, f.prefix, name, f.limits.Depth)
	case at.IsDir() || hidden || f.listed[name]:
		return nil
	case name == indexName && f.isIndexFile():
		return nil
	}
	return f.file(name)
}

func (f *folder) isIndexFile() bool {
	data, err := f.read(indexName, true)
	if err != nil {
		return false
	}
	root, err := jsontree.Parse(data, jsontree.Limits{Bytes: int(f.limits.FileBytes)})
	return err == nil && isIndex(root)
}

func (f *folder) tooMany() error {
	return fmt.Errorf("BUNDLE-LIMIT: %w: there are more than %d files; give a folder with what is needed alone", vc.ErrLimit, f.limits.Files)
}

func (f *folder) skip(name, reason string) {
	f.bundle.skipped = append(f.bundle.skipped, Skipped{Name: f.prefix + name, Reason: reason})
}

// file takes in a file that index.json does not name.
func (f *folder) file(name string) error {
	address := fromPath(name)
	data, err := f.read(name, name == trustName)
	switch {
	case err != nil:
		f.skip(name, plain(err))
		return nil
	case data == nil:
		return nil // of no kind that could stand for a document
	}
	b, kept := f.bundle, false
	switch {
	case name == trustName:
		if b.trust != nil && !bytes.Equal(b.trust, data) {
			return fmt.Errorf("%w: %s and %s; remove one of them", errTwice, b.trustName, f.prefix+name)
		}
		b.trust, b.trustName, kept = data, f.prefix+name, true
	case isCertificate(data):
		b.certificates, kept = append(b.certificates, data), true
	}
	own, err := ownIDs(data, int(f.limits.FileBytes))
	if err != nil && !kept && address == "" {
		f.skip(name, plain(err))
	}
	if address != "" {
		own = append(own, part{address, data})
	}
	for _, p := range own {
		key, err := keyOf(p.id)
		if err != nil {
			f.skip(name, err.Error())
			continue
		}
		s := source{name: f.prefix + name, data: p.data, context: p.id == address && isContext(p.data)}
		if err := f.builtin(key, p.id, s); err != nil {
			return err
		}
		if err := put(b.found, key, s, p.id); err != nil {
			return err
		}
		kept = true
	}
	if !kept {
		return nil
	}
	return f.keep(data)
}

func (f *folder) builtin(key, url string, s source) error {
	if err := builtin(key, url, s.data); err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	return nil
}

func (f *folder) keep(data []byte) error {
	if f.bundle.bytes += int64(len(data)); f.bundle.bytes > f.limits.Bytes {
		return fmt.Errorf("BUNDLE-LIMIT: %w: the files have more than %d MiB together", vc.ErrLimit, f.limits.Bytes>>20)
	}
	return nil
}

// The reasons for which a file is not read.
var (
	errLink      = errors.New("it is a symbolic link")
	errIrregular = errors.New("it is no regular file")
)

// read returns the content of a file, or nil when it is not asked for and its
// first bytes show that it is of no use.
func (f *folder) read(name string, wanted bool) ([]byte, error) {
	if err := f.checkLinks(name); err != nil {
		return nil, err
	}
	// Asked before it is opened, because opening a pipe waits for its writer.
	info, err := fs.Stat(f.fsys, name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errIrregular
	}
	file, err := f.fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	head := make([]byte, 256)
	n, err := io.ReadFull(file, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	if head = head[:n]; !wanted && !isOfUse(head) {
		return nil, nil
	}
	data, err := io.ReadAll(io.LimitReader(io.MultiReader(bytes.NewReader(head), file), f.limits.FileBytes+1))
	if err == nil && int64(len(data)) > f.limits.FileBytes {
		return nil, fmt.Errorf("it is larger than %d MiB", f.limits.FileBytes>>20)
	}
	return data, err
}

// checkLinks refuses symbolic links on the way to a file, where the file
// system may follow them to anywhere.
func (f *folder) checkLinks(name string) error {
	if f.links {
		return nil
	}
	for i := 0; i <= len(name); i++ {
		if i < len(name) && name[i] != '/' {
			continue
		}
		info, err := fs.Lstat(f.fsys, name[:i])
		switch {
		case err != nil:
			return err
		case info.Mode()&fs.ModeSymlink != 0:
			return errLink
		}
	}
	return nil
}

// isOfUse judges a file by its first bytes: JSON, a JSON Web Signature, a
// certificate, or a public key as older badges have it.
func isOfUse(head []byte) bool {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	return bytes.HasPrefix(text, []byte("{")) || bytes.HasPrefix(text, []byte("eyJ")) || bytes.Contains(head, []byte("-----BEGIN ")) || bytes.HasPrefix(head, []byte{0x30, 0x82})
}

const beginCertificate = "-----BEGIN CERTIFICATE-----"

// isCertificate reports whether a file holds certificates and nothing secret.
func isCertificate(data []byte) bool {
	if !bytes.Contains(data, []byte(beginCertificate)) {
		// Of DER alone: what is PEM and has no certificate is something else.
		_, err := x509.ParseCertificates(data)
		return len(data) > 0 && err == nil
	}
	for {
		var block *pem.Block
		if block, data = pem.Decode(data); block == nil {
			return true
		}
		if strings.Contains(block.Type, "PRIVATE KEY") {
			return false
		}
	}
}

// plain returns what an error of the file system says, without the path.
func plain(err error) string {
	var at *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file"
	case errors.Is(err, fs.ErrPermission):
		return "permission was denied"
	case errors.As(err, &at):
		err = at.Err
	}
	return err.Error()
}

// sortedNames is for messages: the names of what was left out, a few of them.
func sortedNames(all []Skipped, most int) []string {
	var names []string
	for _, s := range all {
		names = append(names, s.Name)
	}
	slices.Sort(names)
	if len(names) > most {
		names = append(names[:most], "…")
	}
	return names
}
