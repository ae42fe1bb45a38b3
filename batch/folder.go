package batch

import (
	"errors"
	"io/fs"
	"os"
	"path"
)

// Folder is a folder that is written. No name leads out of it, through links either.
type Folder struct{ root *os.Root }

// OpenFolder opens a folder, which is made if the one around it is there.
func OpenFolder(name string) (*Folder, error) {
	if err := os.Mkdir(name, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return &Folder{root}, nil
}

// Close closes the folder.
func (f *Folder) Close() error { return f.root.Close() }

// Has reports whether there is a file by a name.
func (f *Folder) Has(name string) bool {
	info, err := f.root.Lstat(name)
	return err == nil && info.Mode().IsRegular()
}

// Write writes a file whole or not at all, with the folders that lead to it. If it is
// there already, the error is [fs.ErrExist] unless it is to be replaced. One that
// another run left half-written under its temporary name goes away with it.
func (f *Folder) Write(name string, data []byte, replace bool) error {
	info, err := f.root.Lstat(name)
	switch {
	case err == nil && (!replace || info.IsDir()):
		return &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
	case errors.Is(err, fs.ErrNotExist):
		if err := f.root.MkdirAll(path.Dir(name), 0o777); err != nil {
			return err
		}
	case err != nil:
		return err
	}
	temporary := path.Join(path.Dir(name), "."+path.Base(name)+".tmp")
	file, err := f.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	err = errors.Join(err, file.Close())
	if err == nil {
		err = f.root.Rename(temporary, name)
	}
	if err != nil {
		f.root.Remove(temporary) // the error that led here is the one to report
	}
	return err
}
