package did

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/internal/didsyntax"
	"github.com/mikromerit/mikromerit/vc"
)

// maxDocument bounds a controller document in bytes.
const maxDocument = 256 << 10

// accept lists the media types of controller documents and keys (Controlled
// Identifiers 1.0 section 4.2, DID Core 1.0 section 6, RFC 7517 section 8.5).
var accept = []string{"application/did+json", "application/did", "application/cid", "application/jwk+json", "application/json", "application/did+ld+json;q=0.9", "application/ld+json;q=0.8"}

// Web returns the resolver for did:web identifiers and https URLs, which gets
// documents through the fetcher; package vc/fetch makes one that is safe
// against hostile URLs. Nothing is cached.
//
// A did:web stands for a document on its host (did:web method, "Read"); an
// https URL stands for whatever [Parse] reads there. Other identifiers are
// unreachable.
//
// The resolver has a method Through(func(vc.Fetcher) vc.Fetcher) vc.Resolver,
// which returns a resolver over the fetcher that the function makes of this
// one's. With it package vc/bundle can keep documents as they were received.
func Web(fetcher vc.Fetcher) vc.Resolver { return web{fetcher} }

type web struct{ fetcher vc.Fetcher }

// Through returns a resolver over the fetcher that wrap returns; see [Web].
func (w web) Through(wrap func(vc.Fetcher) vc.Fetcher) vc.Resolver { return web{wrap(w.fetcher)} }

// Resolve implements [vc.Resolver].
func (w web) Resolve(ctx context.Context, id string) (*vc.Controller, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	address, err := addressOf(id)
	if err != nil {
		return nil, err
	}
	text, _, err := w.fetcher.Fetch(ctx, address, accept, maxDocument)
	if err != nil {
		where := ""
		if address != id {
			where = " at " + shorten(address)
		}
		return nil, fmt.Errorf("the document of %s was looked for%s: %w%s", shorten(id), where, err, howToGive(id))
	}
	doc, err := Parse(id, text)
	if err != nil {
		return nil, fmt.Errorf("%w (what was found at %s)", err, shorten(address))
	}
	return doc, nil
}

// addressOf returns where the document of an identifier is to be fetched.
func addressOf(id string) (string, error) {
	switch {
	case strings.HasPrefix(id, didsyntax.WebPrefix):
		return didsyntax.WebURL(id)
	case strings.HasPrefix(id, "https://"):
		return id, nil
	}
	return "", fmt.Errorf("%w: %s cannot be looked up here, as did:key, did:jwk, did:web and https identifiers can%s", vc.ErrUnreachable, shorten(id), howToGive(id))
}

// howToGive returns what the user can do to give the document of an identifier.
func howToGive(id string) string {
	return "; give its document with --document " + shorten(id) + "=FILE or --with DIR"
}

// newOfflineError returns the error that a document would have to be fetched,
// and from where.
func newOfflineError(id string) error {
	address, err := addressOf(id)
	if err != nil {
		return err
	}
	what := "the document of " + shorten(id) + " was not given"
	if address != id {
		what = "the document of " + shorten(id) + " lies at " + shorten(address) + " and was not given"
	}
	return fmt.Errorf("%w: %s%s, or add --online", vc.ErrUnreachable, what, howToGive(id))
}

// WebURL returns the https URL where the document of a did:web lies.
func WebURL(id string) (string, error) {
	if !strings.HasPrefix(id, didsyntax.WebPrefix) {
		return "", errors.New("DID-WEB: the identifier is not a did:web")
	}
	if err := checkID(id); err != nil {
		return "", err
	}
	return didsyntax.WebURL(id)
}

// Address returns the https address of the document of an identifier without
// fragment: that of a did:web, or the https URL itself. It is "" where there is
// none.
func Address(id string) string {
	address, err := addressOf(id)
	if err != nil || checkID(id) != nil {
		return ""
	}
	return address
}
