package ob2

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/jsontree"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// ErrNoBadge says that a file is no badge of an edition before 3.0.
var ErrNoBadge = errors.New("OB2-FORMAT: the document is no assertion of Open Badges 0.5 to 2.1")

// ReadOptions are the choices of [Read]. The zero value reaches no network.
type ReadOptions struct {
	// Fetcher gets badge classes and issuers that stand at an address; nil:
	// only what is in the file is read.
	Fetcher vc.Fetcher
	// Limits bounds each document.
	Limits vc.Limits
}

// Read reads a badge: JSON, a JSON Web Signature, or the address of a hosted
// assertion, as pictures of 1.x have it baked in. The class and the issuer are
// fetched when they are addresses and there is a Fetcher; what could not be
// fetched is a finding of the assertion. The signature is not verified.
//
// An error wraps [ErrNoBadge], is that of [proof.Open] or
// [vc.ParseDocument], or wraps [vc.ErrUnreachable] when only an address was
// given and nothing could be had from it.
func Read(ctx context.Context, file []byte, o ReadOptions) (*Assertion, error) {
	g := &gatherer{ctx: ctx, ReadOptions: o, a: &Assertion{Original: file}}
	text := bytes.TrimSpace(file)
	var doc vc.Document
	var err error
	switch {
	case isWeb(string(text)):
		doc, err = g.start(string(text))
	case len(text) > 0 && text[0] == '{':
		doc, err = vc.ParseDocument(file, o.Limits)
	default:
		doc, err = g.open(file)
	}
	if err != nil {
		return nil, err
	}
	return g.read(doc)
}

// ReadDocument is [Read] for a document that has been parsed already.
func ReadDocument(ctx context.Context, doc vc.Document, o ReadOptions) (*Assertion, error) {
	g := &gatherer{ctx: ctx, ReadOptions: o, a: &Assertion{Original: doc.Bytes()}}
	return g.read(doc)
}

// gatherer puts the documents of a badge together.
type gatherer struct {
	ctx context.Context
	ReadOptions
	a *Assertion
}

// start fetches an assertion of which only the address is known.
func (g *gatherer) start(url string) (vc.Document, error) {
	doc, err := g.get(url)
	if err != nil {
		return vc.Document{}, err
	}
	g.a.Fetched = append(g.a.Fetched, Fetched{URL: url, Document: doc})
	return doc, nil
}

// open reads a compact JSON Web Signature.
func (g *gatherer) open(file []byte) (vc.Document, error) {
	secured, err := proof.Open(file, g.Limits)
	if err != nil {
		return vc.Document{}, err
	}
	if secured.Format() != proof.JWS {
		return vc.Document{}, ErrNoBadge
	}
	g.a.Secured = secured
	return secured.Document(), secured.Problem()
}

func (g *gatherer) read(doc vc.Document) (*Assertion, error) {
	a := g.a
	if !Is(doc) {
		return nil, ErrNoBadge
	}
	a.Edition, a.Document, a.given = EditionOf(doc), doc, doc
	if err := g.fill("/badge"); err != nil {
		return nil, err
	}
	if a.Document.Lookup("/badge").IsObject() {
		if err := g.fill("/badge/issuer"); err != nil {
			return nil, err
		}
	}
	r := reader{edition: a.Edition, urls: map[string]string{}}
	for _, f := range a.Fetched {
		r.urls[f.Pointer] = f.URL
	}
	r.assertion(a.Document.Root(), a)
	return a, nil
}

// fill puts the document that an address leads to in the address's place.
func (g *gatherer) fill(pointer string) error {
	at := g.a.Document.Lookup(pointer)
	if at.Kind() != jsontree.String {
		return nil
	}
	url := at.Text()
	doc, finding, err := g.named(url)
	finding.Pointer = pointer
	switch {
	case g.ctx.Err() != nil:
		return fmt.Errorf("OB2-STOPPED: %w", g.ctx.Err())
	case err != nil:
		g.a.Findings = append(g.a.Findings, vc.Finding{Code: "OB2-LINK", Status: vc.Unknown, Pointer: pointer,
			Detail: "The document that is referred to could not be read: " + reason(err) + "."})
		return nil
	case finding.Code != "":
		g.a.Findings = append(g.a.Findings, finding)
	}
	g.a.Fetched = append(g.a.Fetched, Fetched{Pointer: pointer, URL: url, Document: doc})
	g.a.Document, err = g.a.Document.With(pointer, doc.Root().Raw())
	return err
}

// named fetches a document and sees to it that it is the one that its id names
// (Open Badges 2.0, Data Validation): when a document found at one address says
// that it lives at another, the one at the other address counts.
func (g *gatherer) named(url string) (vc.Document, vc.Finding, error) {
	doc, err := g.get(url)
	if err != nil {
		return doc, vc.Finding{}, err
	}
	id := addressOf(doc.Root()).Text
	if id == "" || id == url {
		return doc, vc.Finding{}, nil
	}
	f := vc.Finding{Code: "OB2-LINK-ID", Status: vc.Unknown, Detail: "The document found at the address names another id, where nothing could be fetched to compare."}
	if !isWeb(id) {
		return doc, f, nil
	}
	home, err := g.get(id)
	switch {
	case err != nil:
		return doc, f, nil
	case addressOf(home.Root()).Text != id:
		f.Status, f.Detail = vc.Fail, "The document found at the address names another id, and the document there names yet another."
		return doc, f, nil
	}
	f.Status, f.Detail = vc.Warn, "The document found at the address names another id; the one at its own address is used."
	return home, f, nil
}

// maxDocument bounds a fetched document: a badge class may hold a picture.
const maxDocument = 8 << 20

// accepted are the media types of badge documents (Open Badges 2.0, Setting
// Content-Type).
var accepted = []string{"application/ld+json", "application/json"}

// get fetches a JSON document.
func (g *gatherer) get(url string) (vc.Document, error) {
	body, err := g.bytes(url, accepted)
	if err != nil {
		return vc.Document{}, err
	}
	doc, err := vc.ParseDocument(body, g.Limits)
	if err != nil {
		return vc.Document{}, fmt.Errorf("OB2-LINK: %w: what was fetched is not one strict JSON object", vc.ErrUnreachable)
	}
	return doc, nil
}

func (g *gatherer) bytes(url string, accept []string) ([]byte, error) {
	switch {
	case !isWeb(url):
		return nil, fmt.Errorf("OB2-LINK: %w: the id is no address on the web", vc.ErrUnreachable)
	case g.Fetcher == nil:
		return nil, fmt.Errorf("OB2-LINK: %w: fetching was not allowed", vc.ErrUnreachable)
	}
	body, _, err := g.Fetcher.Fetch(g.ctx, url, accept, maxDocument)
	return body, err
}

// reason says in a few words why something could not be fetched; a fetcher's
// own message may hold the address, and so a person's.
func reason(err error) string {
	switch {
	case errors.Is(err, vc.ErrGone):
		return "it is gone for good"
	case strings.HasPrefix(err.Error(), "OB2-LINK: "):
		_, text, _ := strings.Cut(err.Error(), vc.ErrUnreachable.Error()+": ")
		return text
	}
	return "it is not reachable from here"
}

// isReference reports whether a text is an IRI or the label of a blank node.
func isReference(s string) bool { return vc.IsURL(s) || strings.HasPrefix(s, "_:") }
