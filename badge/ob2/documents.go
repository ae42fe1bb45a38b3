package ob2

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
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
// An error is a [*proof.FormatError], which wraps [ErrNoBadge] and says what the
// document is when that can be read and is no award, or it wraps
// [vc.ErrUnreachable] when only an address was given and nothing could be had
// from it, or says that ctx ended.
func Read(ctx context.Context, file []byte, o ReadOptions) (*Assertion, error) {
	g := newGatherer(ctx, file, o)
	doc, err := g.open(file)
	if err != nil {
		return nil, err
	}
	return g.read(doc)
}

func newGatherer(ctx context.Context, file []byte, o ReadOptions) *gatherer {
	return &gatherer{ctx: ctx, ReadOptions: o, a: &Assertion{Original: file}}
}

// gatherer puts the documents of a badge together.
type gatherer struct {
	ctx context.Context
	ReadOptions
	a    *Assertion
	file *proof.Secured // the file as it was opened; nil when it is an address
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

// open reads a file: an address, JSON, or a compact JSON Web Signature.
func (g *gatherer) open(file []byte) (vc.Document, error) {
	if address := addressIn(file); address != "" {
		return g.start(address)
	}
	secured, err := proof.Open(file, g.Limits)
	switch {
	case err != nil:
		return vc.Document{}, err
	case secured.Format() == proof.JWS:
		g.a.Secured, g.file = secured, secured
		if secured.Problem() != nil {
			return vc.Document{}, &proof.FormatError{Code: "OB2-FORMAT", Detail: "the file is a JSON Web Signature, but what it signs is not one strict JSON object, so it is no badge", Err: ErrNoBadge}
		}
		return secured.Document(), nil
	case secured.Format() == proof.Unsecured:
		g.file = secured
		return secured.Document(), nil
	case secured.Format() == proof.DataIntegrity: // no edition knows such proofs, so this one is a member like others
		g.file = secured
		return vc.ParseDocument(file, g.Limits)
	}
	return vc.Document{}, &proof.FormatError{Code: "OB2-FORMAT", Detail: "the file is secured in a way that no badge of before Open Badges 3.0 is", Err: ErrNoBadge}
}

// addressIn returns the address that a file consists of, or "".
func addressIn(file []byte) string {
	if text := string(bytes.TrimSpace(file)); isWeb(text) {
		return text
	}
	return ""
}

func (g *gatherer) read(doc vc.Document) (*Assertion, error) {
	a := g.a
	if !Is(doc) {
		return nil, misfit(doc)
	}
	a.Edition, a.Document, a.given = editionOf(doc.Root()), doc, doc
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
	at := only(g.a.Document.Lookup(pointer))
	if at.Kind() != jsontree.String {
		return nil
	}
	url := at.Text()
	doc, finding, err := g.named(url, pointer)
	switch {
	case g.ctx.Err() != nil:
		return fmt.Errorf("OB2-STOPPED: %w", g.ctx.Err())
	case err != nil:
		g.a.Findings = append(g.a.Findings, ruleLink.Finding(vc.Unknown, pointer, unread("The document that the badge refers to", url, err)))
		return nil
	case finding.Code != "":
		g.a.Findings = append(g.a.Findings, finding)
		if finding.Status == vc.Warn { // it was taken from the address that its id names
			url = addressOf(doc.Root()).Text
		}
	}
	g.a.Fetched = append(g.a.Fetched, Fetched{Pointer: pointer, URL: url, Document: doc})
	g.a.Document, err = g.a.Document.With(pointer, doc.Root().Raw())
	return err
}

// named fetches a document for a place in the badge, and sees to it that it is
// the one that its id names (Open Badges 2.0, Data Validation): when a document
// found at one address says that it lives at another, the one at the other
// address counts. The finding has no code when all is well.
func (g *gatherer) named(url, pointer string) (vc.Document, vc.Finding, error) {
	doc, err := g.get(url)
	if err != nil {
		return doc, vc.Finding{}, err
	}
	id := addressOf(doc.Root()).Text
	if id == "" || id == url {
		return doc, vc.Finding{}, nil
	}
	unknown := ruleLinkID.Finding(vc.Unknown, pointer, "The document found at "+shown(url)+" names another id, where nothing could be fetched to compare.")
	if !isWeb(id) {
		return doc, unknown, nil
	}
	home, err := g.get(id)
	switch {
	case err != nil:
		return doc, unknown, nil
	case addressOf(home.Root()).Text != id:
		return doc, ruleLinkID.Finding(vc.Fail, pointer, "The document found at "+shown(url)+" names another id, and the document there names yet another."), nil
	}
	return home, ruleLinkID.Finding(vc.Warn, pointer, "The document found at "+shown(url)+" names another id; the one at its own address is used."), nil
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
		return vc.Document{}, &linkError{"what stands there is not one strict JSON object"}
	}
	return doc, nil
}

func (g *gatherer) bytes(url string, accept []string) ([]byte, error) {
	switch {
	case !isWeb(url):
		return nil, &linkError{"it has no address on the web"}
	case g.Fetcher == nil:
		return nil, fmt.Errorf("OB2-LINK: %w: you did not allow fetching", vc.ErrUnreachable)
	}
	body, _, err := g.Fetcher.Fetch(g.ctx, url, accept, maxDocument)
	return body, err
}

// isReference reports whether a text is an IRI or the label of a blank node.
func isReference(s string) bool { return vc.IsURL(s) || strings.HasPrefix(s, "_:") }

// linkError says why something is not to be had, in a case in which fetching
// would not help.
type linkError struct{ detail string }

func (e *linkError) Error() string { return "OB2-LINK: " + vc.ErrUnreachable.Error() + ": " + e.detail }
func (e *linkError) Unwrap() error { return vc.ErrUnreachable }

// unread says that something could not be read, where it should lie, and what
// you can do. The message of a fetcher is not repeated, because what is in it
// is not ours.
func unread(what, address string, err error) string {
	text := what + " could not be read"
	if isWeb(address) {
		text += " at " + shown(address)
	}
	var link *linkError
	switch {
	case errors.As(err, &link):
		return text + ": " + link.detail + "."
	case errors.Is(err, vc.ErrGone):
		return text + ": it is gone for good."
	case strings.HasPrefix(err.Error(), "FETCH-COUNT:"):
		return text + ": the badge names more documents elsewhere than may be fetched."
	}
	if code := fetchCode(err); code != "" {
		return text + ", though it was tried (" + code + "). Check the address and try again later, or give the document (--document URL=FILE, or --with DIR)."
	}
	return text + ". Allow fetching (--online), or give the document (--document URL=FILE, or --with DIR)."
}

// fetchCode returns the code with which the network answered, or "" when it was
// not asked. The codes are those of package vc/fetch.
func fetchCode(err error) string {
	for _, code := range []string{"STATUS", "TIMEOUT", "NAME", "CONNECTION", "CERTIFICATE", "REDIRECT", "ADDRESS", "SIZE", "ENCODING", "URL"} {
		if code = "FETCH-" + code; strings.Contains(err.Error(), code+":") {
			return code
		}
	}
	return ""
}

// maxShown bounds how much of an address stands in a message.
const maxShown = 200

// shown returns an address as it stands in a message.
func shown(address string) string {
	if len(address) > maxShown {
		return strings.ToValidUTF8(address[:maxShown], "") + "..."
	}
	return address
}
