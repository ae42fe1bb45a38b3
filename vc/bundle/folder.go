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
)

// The names of files and folders with a meaning of their own.
const (
	indexName = "index.json"
	trustName = "trust.json"
	wellKnown = ".well-known"
)

// folder is the state of adding a folder to a bundle.
type folder struct {
	bundle *Bundle
	fsys   fs.FS
	limits Limits
	links  bool   // follow symbolic links, because the file system keeps them inside
	prefix string // before names in messages
	listed map[string]bool
}

// add adds the files of the folder.
func (f *folder) add() error {
	if err := f.addIndex(); err != nil {
		return err
	}
	return fs.WalkDir(f.fsys, ".", f.visit)
}

// visit looks at one file or folder.
func (f *folder) visit(name string, at fs.DirEntry, err error) error {
	if name == "." {
		if err != nil {
			return fmt.Errorf("BUNDLE-FOLDER: the folder %s cannot be read: %s", strings.TrimSuffix(f.prefix, "/"), withoutPath(err))
		}
		return nil
	}
	if f.bundle.files++; f.bundle.files > f.limits.Files {
		return f.newCountError()
	}
	hidden := strings.HasPrefix(path.Base(name), ".") && path.Base(name) != wellKnown
	switch {
	case err != nil:
		f.skip(name, withoutPath(err))
		return nil // a folder that could not be read; the walk goes no deeper
	case at.IsDir() && hidden:
		return fs.SkipDir
	case at.IsDir() && strings.Count(name, "/")+1 > f.limits.Depth:
		return fmt.Errorf("BUNDLE-LIMIT: %w: %s%s lies more than %d folders deep", vc.ErrLimit, f.prefix, name, f.limits.Depth)
	case at.IsDir() || hidden || f.listed[name]:
		return nil
	case name == indexName && f.isIndexFile():
		return nil
	}
	return f.addFile(name)
}

func (f *folder) newCountError() error {
	return fmt.Errorf("BUNDLE-LIMIT: %w: there are more than %d files; give a folder with what is needed alone", vc.ErrLimit, f.limits.Files)
}

func (f *folder) skip(name, reason string) {
	f.bundle.skipped = append(f.bundle.skipped, Skipped{Name: f.prefix + name, Reason: reason})
}

// addFile adds a file that index.json does not name.
func (f *folder) addFile(name string) error {
	address := urlOfPath(name)
	data, err := f.read(name, name == trustName)
	switch {
	case err != nil:
		f.skip(name, withoutPath(err))
		return nil
	case data == nil:
		return nil // not of a kind that could stand for a document
	}
	b, kept := f.bundle, false
	switch {
	case name == trustName:
		if b.trust != nil && !bytes.Equal(b.trust, data) {
			return fmt.Errorf("%w: %s and %s; remove one of them", errConflict, b.trustName, f.prefix+name)
		}
		b.trust, b.trustName, kept = data, f.prefix+name, true
	case isCertificate(data):
		b.certificates, kept = append(b.certificates, data), true
	}
	own, err := ownIDs(data, int(f.limits.FileBytes))
	if err != nil && !kept && address == "" {
		f.skip(name, withoutPath(err))
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
		if err := f.checkBuiltin(key, p.id, s); err != nil {
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
	return f.countBytes(data)
}

func (f *folder) checkBuiltin(key, url string, s source) error {
	if err := checkBuiltin(key, url, s.data); err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	return nil
}

func (f *folder) countBytes(data []byte) error {
	if f.bundle.bytes += int64(len(data)); f.bundle.bytes > f.limits.Bytes {
		return fmt.Errorf("BUNDLE-LIMIT: %w: the files have more than %d MiB together", vc.ErrLimit, f.limits.Bytes>>20)
	}
	return nil
}

// The reasons why a file is not read.
var (
	errLink      = errors.New("it is a symbolic link")
	errIrregular = errors.New("it is no regular file")
)

// read returns the content of a file, or nil when the file is not wanted
// whatever it holds and its first bytes show that it is of no use.
func (f *folder) read(name string, wanted bool) ([]byte, error) {
	if err := f.checkLinks(name); err != nil {
		return nil, err
	}
	// This comes before opening the file, because opening a pipe waits for its writer.
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
	if head = head[:n]; !wanted && !isUseful(head) {
		return nil, nil
	}
	data, err := io.ReadAll(io.LimitReader(io.MultiReader(bytes.NewReader(head), file), f.limits.FileBytes+1))
	if err == nil && int64(len(data)) > f.limits.FileBytes {
		return nil, fmt.Errorf("it is larger than %d MiB", f.limits.FileBytes>>20)
	}
	return data, err
}

// checkLinks refuses symbolic links on the path of a file, unless the file
// system keeps them inside the folder.
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

// isUseful tells by the first bytes of a file whether it may be JSON, a JSON Web
// Signature, a certificate, or a public key as older badges have it.
func isUseful(head []byte) bool {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	return bytes.HasPrefix(text, []byte("{")) || bytes.HasPrefix(text, []byte("eyJ")) || bytes.Contains(head, []byte("-----BEGIN ")) || bytes.HasPrefix(head, []byte{0x30, 0x82})
}

const beginCertificate = "-----BEGIN CERTIFICATE-----"

// isCertificate reports whether a file holds certificates and nothing secret.
func isCertificate(data []byte) bool {
	if !bytes.Contains(data, []byte(beginCertificate)) {
		// Not PEM with a certificate, so it must be DER.
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

// withoutPath returns the text of an error of the file system without the path.
func withoutPath(err error) string {
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

// sortedNames returns, for messages, the first few names of skipped files.
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
