package batch

import (
	"archive/zip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// The limits of an archive. Its directory is read into memory, at a cost of several
// times its size; what its files expand to is read file by file.
const (
	maxArchive   = 256 << 20 // of one that must be held in memory
	maxDirectory = 8 << 20
	maxExpanded  = 2 << 30
	// An archive holds some documents, and one more for so many of its bytes: what is
	// no copy of another takes more than that, however well it is packed. Otherwise
	// a few kilobytes would keep somebody busy for hours.
	someDocuments    = 10_000
	bytesPerDocument = 16
)

// isArchive reports whether a file begins as a ZIP archive does, be it empty.
func isArchive(head []byte) bool {
	text := string(head)
	return text == "PK\x03\x04" || text == "PK\x05\x06"
}

// archive gives the files in a ZIP archive. An archive in it is not opened. The
// names in it only name the documents: nothing is written or opened by them.
func (r *reader) archive(o origin, in io.ReaderAt, size int64) bool {
	if err := checkDirectory(in, size); err != nil {
		return r.give(o, nil, err)
	}
	read, err := zip.NewReader(in, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return r.give(o, nil, &ReadError{Code: codeZip, What: "is a damaged archive: " + err.Error() + "; get it anew", Err: err})
	}
	left, documents := int64(maxExpanded), someDocuments+int(size/bytesPerDocument)
	// A person named the archive, and not what is in it.
	inside := &reader{source: r.source, ctx: r.ctx, yield: r.yield, opened: r.opened, left: &documents}
	for _, entry := range read.File {
		if !entry.Mode().IsRegular() || isHiddenPath(entry.Name) {
			continue
		}
		if left <= 0 {
			return r.give(o, nil, newLimitError("is an archive whose files expand to more than %d GiB; what follows was not read", maxExpanded>>30))
		}
		if !inside.entry(origin{o.name + "!" + label(entry.Name), o.place + "/" + entry.Name}, entry, &left) {
			if documents >= 0 {
				return false
			}
			return r.give(o, nil, newLimitError("is an archive that holds far more documents than one of its size can, unless they are copies; what follows was not read"))
		}
	}
	return true
}

// entry gives one file of an archive, and takes what it expands to off what is left.
func (r *reader) entry(o origin, entry *zip.File, left *int64) bool {
	const encrypted = 1 // general purpose bit 0 (APPNOTE.TXT section 4.4.4)
	if entry.Flags&encrypted != 0 {
		return r.give(o, nil, &ReadError{Code: codeZip, What: "is encrypted in its archive; unpack the archive"})
	}
	in, err := entry.Open()
	if err != nil {
		return r.give(o, nil, unreadable(err))
	}
	defer in.Close()
	return r.content(o, &countedReader{in, left}, nil, 0, false)
}

// countedReader takes what is read off what may still be read.
type countedReader struct {
	in   io.Reader
	left *int64
}

func (c *countedReader) Read(p []byte) (int, error) {
	if *c.left <= 0 {
		return 0, fmt.Errorf("the archive expands to too much: %w", vc.ErrLimit)
	}
	n, err := c.in.Read(p[:min(int64(len(p)), *c.left)])
	*c.left -= int64(n)
	return n, err
}

func isHiddenPath(name string) bool {
	for step := range strings.SplitSeq(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/") {
		if isHidden(step) {
			return true
		}
	}
	return false
}

// checkDirectory refuses an archive whose directory would take much memory. What it
// says of its own size does not count: it ends where its end record stands.
func checkDirectory(in io.ReaderAt, size int64) error {
	const record, longest = 22, 1<<16 - 1 // the end record, and the comment behind it
	tail := make([]byte, min(size, record+longest))
	if _, err := in.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return unreadable(err)
	}
	end := strings.LastIndex(string(tail[:max(0, len(tail)-record+4)]), "PK\x05\x06")
	if end < 0 {
		return &ReadError{Code: codeZip, What: "is a damaged archive, without an end record; get it anew"}
	}
	place := size - int64(len(tail)) + int64(end)
	length, start := int64(binary.LittleEndian.Uint32(tail[end+12:])), int64(binary.LittleEndian.Uint32(tail[end+16:]))
	large := end >= 20 && string(tail[end-20:end-16]) == "PK\x06\x07" // the true values stand elsewhere (ZIP64)
	if large || max(length, place-start) > maxDirectory {
		return newLimitError("is an archive of which the directory is larger than %d MiB, or in the form for archives of many gigabytes; split the archive", maxDirectory>>20)
	}
	return nil
}
