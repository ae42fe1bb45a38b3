package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/batch"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// maxFile is the length of the longest file that is read, in bytes.
const maxFile = 32 << 20

var limits = vc.Limits{Bytes: maxFile}

// std is the name that stands for standard input or output.
const std = "-"

// displayName returns how an input is named in messages.
func displayName(name string) string {
	if name == std {
		return "standard input"
	}
	return name
}

// read returns the content of a file, or of standard input for "-", and remembers the
// file as one that is not to be overwritten.
func (a *app) read(name string) ([]byte, error) {
	data, info, err := a.load(name)
	if info != nil {
		a.inputs = append(a.inputs, info)
	}
	return data, err
}

// load returns the content of a file, or of standard input for "-", and what file it
// is. It never holds much more than maxFile bytes in memory, however large the file is.
func (a *app) load(name string) ([]byte, fs.FileInfo, error) {
	if name == std {
		if a.stdinRead {
			return nil, nil, newReadFailure(name, "it was read already; name it once")
		}
		a.stdinRead = true
		data, err := readAll(name, a.stdin, 0)
		return data, nil, err
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, nil, newReadFailure(name, ioReason(err))
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, nil, newReadFailure(name, ioReason(err))
	case info.IsDir():
		return nil, nil, newReadFailure(name, "it is a folder; name a file in it")
	case info.Mode().IsRegular() && info.Size() > maxFile:
		return nil, nil, tooLarge(name)
	}
	data, err := readAll(name, file, info.Size())
	return data, info, err
}

// open reads a credential to work on, possibly from an image.
func (a *app) open(name string) (*proof.Secured, error) {
	data, err := a.read(name)
	if err != nil {
		return nil, err
	}
	file, err := mikromerit.Open(data, limits)
	if err != nil {
		return nil, newOpenFailure(name, err)
	}
	return file, nil
}

// readAll reads to the end. The size is what is expected, if that is known.
func readAll(name string, r io.Reader, size int64) ([]byte, error) {
	var text bytes.Buffer
	text.Grow(int(min(max(size, 0), maxFile)) + bytes.MinRead) // the end is seen without growing
	_, err := text.ReadFrom(io.LimitReader(r, maxFile+1))
	switch {
	case err != nil:
		return nil, newReadFailure(name, ioReason(err))
	case text.Len() > maxFile:
		return nil, tooLarge(name)
	}
	return text.Bytes(), nil
}

func tooLarge(name string) *failure {
	return newFileFailure(jsontree.CodeSize, name, fmt.Sprintf("is larger than %d MiB, which is the most that is read; give a document that refers to its attachments", maxFile>>20))
}

// ioReason says in a few words why a file cannot be used, and what to do.
func ioReason(err error) string { return batch.IOReason(err) }

// write writes data to a file, or to standard output for "-". The file must not
// exist yet, unless --force is given. It is written whole or not at all.
func (a *app) write(name string, data []byte) error {
	if err := a.writable(name); err != nil {
		return err
	}
	return a.replace(name, data)
}

// writeSecured writes a secured file. A token or a COSE message gets no line break at its end, with
// which other software could not read it.
func (a *app) writeSecured(name string, file *proof.Secured) error {
	text := file.Bytes()
	if f := file.Format(); f != proof.JWS && f != proof.SDJWT && f != proof.COSE {
		text = withNewline(text)
	}
	return a.write(name, text)
}

// writable checks that files may be written: none is a file that was read and,
// unless --force is given, none exists.
func (a *app) writable(names ...string) error {
	for _, name := range names {
		if err := a.checkFree(a.inputs, nil, name); err != nil {
			return err
		}
	}
	return nil
}

// checkFree checks that a file may be written, while one and others are read.
func (a *app) checkFree(inputs []fs.FileInfo, one fs.FileInfo, name string) error {
	if name == std || name == "" {
		return nil
	}
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	if one != nil && os.SameFile(info, one) || slices.ContainsFunc(inputs, func(read fs.FileInfo) bool { return os.SameFile(info, read) }) {
		return newFailure("%s is what is read here, so it is not overwritten; give -o another name", name)
	}
	if !a.force {
		return newFailure("%s exists and is not overwritten; give another name, or add --force", name)
	}
	return nil
}

// sameFile reports whether two names stand for the same file, which need not
// exist.
func sameFile(a, b string) bool {
	if a == std || b == std || a == "" || b == "" {
		return false
	}
	return resolvedPath(a) == resolvedPath(b)
}

// resolvedPath returns the absolute path of a name without links in it.
func resolvedPath(name string) string {
	if at, err := filepath.EvalSymlinks(name); err == nil {
		name = at
	} else if folder, err := filepath.EvalSymlinks(filepath.Dir(name)); err == nil {
		name = filepath.Join(folder, filepath.Base(name))
	}
	if at, err := filepath.Abs(name); err == nil {
		name = at
	}
	return name
}

// replace does the same as write, but the file may exist.
func (a *app) replace(name string, data []byte) error {
	if name == std {
		if _, err := a.stdout.Write(data); err != nil {
			return newFailure("standard output cannot be written: %s", ioReason(err))
		}
		return nil
	}
	if err := writeFile(name, data); err != nil {
		return newFailure("%s cannot be written: %s", name, ioReason(err))
	}
	return nil
}

func writeFile(name string, data []byte) error {
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return errors.New("it is a folder; name a file in it")
	case err == nil && !info.Mode().IsRegular():
		return os.WriteFile(name, data, 0) // a file must not take the place of a device or pipe
	}
	temporary := filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+"."+rand.Text()[:8]+".tmp")
	if err := create(temporary, data, 0o666); err != nil {
		return err
	}
	if info != nil {
		err = os.Chmod(temporary, info.Mode().Perm())
	} else {
		err = nil
	}
	if err == nil {
		err = os.Rename(temporary, name)
	}
	if err != nil {
		os.Remove(temporary) // the error that led here is the one to report
	}
	return err
}

// create writes a file that must not exist yet. If that fails, it leaves none
// behind.
func create(name string, data []byte, mode fs.FileMode) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
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
	if err != nil {
		os.Remove(name) // the error that led here is the one to report
	}
	return err
}

// withNewline returns a text with a line break at its end, which JSON allows.
func withNewline(text []byte) []byte {
	if len(text) > 0 && text[len(text)-1] == '\n' {
		return text
	}
	return append(text, '\n')
}
