package contexts

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"slices"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// ErrInvalid is wrapped by the error of [New] for bytes that are not a JSON-LD
// context document.
var ErrInvalid = errors.New("not a JSON-LD context document")

// A Context is one revision of one JSON-LD context document. It is immutable:
// its fields are for reading only.
type Context struct {
	URL      string // the address that documents name in @context
	Revision string // the publisher's name of the version; empty for a context made by New
	Date     string // from when this revision is known, as YYYY-MM-DD; empty if its URL has no other
	Source   string // who published it
	Digest   string // SHA-256, in hex, of the RFC 8785 form of the document

	// Caution says, in sentences for the user, why the context deserves a
	// finding where it is named; empty for most.
	Caution string

	aliases    []string
	references []string
	json       func() []byte
}

// References returns the URLs of the built-in contexts that a built-in one
// refers to. The slice must not be modified.
func (c *Context) References() []string { return c.references }

// JSON returns the whole context document, {"@context": …}. It is built on
// the first call; every call returns the same bytes, which the caller must
// not modify.
func (c *Context) JSON() []byte { return c.json() }

// addresses returns every URL under which the document is published.
func (c *Context) addresses() []string {
	return append([]string{c.URL}, c.aliases...)
}

// New returns a context that the caller brings: the document {"@context": …}
// that stands at url, which is absolute. The bytes are copied. They must be
// one JSON text without duplicate names (RFC 8259, RFC 7493) with a member
// @context at its top; what that member holds is judged when it is used. The
// error wraps [ErrInvalid].
func New(address string, document []byte) (*Context, error) {
	if u, err := url.Parse(address); err != nil || !u.IsAbs() {
		return nil, fmt.Errorf("%w: its address is not an absolute URL", ErrInvalid)
	}
	if err := checkDocument(document); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	digest, err := canonicalDigest(document)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	own := bytes.Clone(document)
	return &Context{URL: address, Digest: digest, json: func() []byte { return own }}, nil
}

func checkDocument(document []byte) error {
	dec := jsontext.NewDecoder(bytes.NewReader(document))
	start, err := dec.ReadToken()
	if err != nil {
		return err
	}
	if start.Kind() != '{' {
		return errors.New("it is not a JSON object")
	}
	found := false
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return err
		}
		found = found || name.String() == "@context"
		if err := dec.SkipValue(); err != nil {
			return err
		}
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	if _, err := dec.ReadToken(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the JSON object")
	}
	if !found {
		return errors.New("it has no member @context")
	}
	return nil
}

// canonicalDigest returns the SHA-256 of the RFC 8785 form of document.
func canonicalDigest(document []byte) (string, error) {
	v := jsontext.Value(bytes.Clone(document))
	if err := v.Canonicalize(); err != nil {
		return "", err
	}
	sum := sha256.Sum256(v)
	return hex.EncodeToString(sum[:]), nil
}

// newFromTable returns the context that a table holds. Only its head is read;
// the terms are compiled when they are first asked for.
func newFromTable(files fs.FS, file string) (*Context, error) {
	h, err := (&reader{files: files}).readHead(file)
	if err != nil {
		return nil, err
	}
	return &Context{
		URL:        h.url,
		Revision:   h.revision,
		Date:       h.date,
		Source:     h.source,
		Digest:     h.digest,
		Caution:    h.caution,
		aliases:    slices.Clip(h.aliases),
		references: h.references,
		json: sync.OnceValue(func() []byte {
			// The tables are part of the program and a test compiles each of
			// them, so there is no error. If there were one, the empty
			// document would be refused as JSON.
			document, _ := compile(files, file)
			return document
		}),
	}, nil
}

// compile returns the context document of a table.
func compile(files fs.FS, file string) ([]byte, error) {
	d, _, err := (&reader{files: files}).readTable(file)
	if err != nil {
		return nil, err
	}
	return d.write()
}
