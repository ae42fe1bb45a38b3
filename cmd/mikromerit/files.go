package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// maxFile is the length up to which a file is read, in bytes.
const maxFile = 32 << 20

var limits = vc.Limits{Bytes: maxFile}

// std is the name that stands for standard input or output.
const std = "-"

// shown is how an input is named to a reader.
func shown(name string) string {
	if name == std {
		return "standard input"
	}
	return name
}

// read returns the content of a file, or of standard input for "-". Not more
// than the limit is held in memory, however large the file is.
func (a *app) read(name string) ([]byte, error) {
	if name == std {
		if a.stdinRead {
			return nil, unreadable(name, "it was read already; name it once")
		}
		a.stdinRead = true
		return readAll(name, a.stdin)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, unreadable(name, ioReason(err))
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, unreadable(name, ioReason(err))
	case info.IsDir():
		return nil, unreadable(name, "it is a folder; name a file in it")
	case info.Mode().IsRegular() && info.Size() > maxFile:
		return nil, tooLarge(name)
	}
	a.inputs = append(a.inputs, info)
	return readAll(name, file)
}

func readAll(name string, r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	switch {
	case err != nil:
		return nil, unreadable(name, ioReason(err))
	case len(data) > maxFile:
		return nil, tooLarge(name)
	}
	return data, nil
}

func tooLarge(name string) *failure {
	return newFailure(jsontree.CodeSize, name, fmt.Sprintf("is larger than %d MiB, which is the most that is read; give a document that refers to its attachments", maxFile>>20))
}

// ioReason says in a few words why a file is not to be had, and what to do.
func ioReason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file; check its name"
	case errors.Is(err, fs.ErrPermission):
		return "permission was denied; check who may use it"
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return err.Error()
}

// write writes data to a file that must not exist yet, unless --force is given,
// or to standard output for "-". The file is there whole or, if something
// fails, as it was before.
func (a *app) write(name string, data []byte) error {
	if err := a.writable(name); err != nil {
		return err
	}
	return a.replace(name, data)
}

// writeSecured writes what was secured. A token ends where it ends: other
// software does not read one with a line break after it.
func (a *app) writeSecured(name string, file *proof.Secured) error {
	text := file.Bytes()
	if f := file.Format(); f != proof.JWS && f != proof.SDJWT {
		text = withNewline(text)
	}
	return a.write(name, text)
}

// writable reports whether files may be written: none is a file that was read,
// and none exists, unless --force is given.
func (a *app) writable(names ...string) error {
	for _, name := range names {
		info, err := os.Stat(name)
		if name == std || name == "" || err != nil || !info.Mode().IsRegular() {
			continue
		}
		for _, read := range a.inputs {
			if os.SameFile(info, read) {
				return cannot("%s is what is read here, so it is not overwritten; give -o another name", name)
			}
		}
		if !a.force {
			return cannot("%s exists and is not overwritten; give -o another name, or add --force", name)
		}
	}
	return nil
}

// sameFile reports whether two names stand for one file, there or not.
func sameFile(a, b string) bool {
	if a == std || b == std || a == "" || b == "" {
		return false
	}
	return whereto(a) == whereto(b)
}

// whereto is where a name leads to: through links, by one spelling.
func whereto(name string) string {
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

// replace is write for a file that may exist.
func (a *app) replace(name string, data []byte) error {
	if name == std {
		if _, err := a.stdout.Write(data); err != nil {
			return cannot("standard output cannot be written: %s", ioReason(err))
		}
		return nil
	}
	if err := writeFile(name, data); err != nil {
		return cannot("%s cannot be written: %s", name, ioReason(err))
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
		return os.WriteFile(name, data, 0) // a device or pipe must not be replaced by a file
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

// create writes a file that must not exist yet, and leaves none behind when
// that fails.
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

// withNewline returns the text of a document as the lines of a file: JSON
// leaves white space at its end to the writer.
func withNewline(text []byte) []byte {
	if len(text) > 0 && text[len(text)-1] == '\n' {
		return text
	}
	return append(text, '\n')
}
