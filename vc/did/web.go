package did

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

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
func Web(fetcher vc.Fetcher) vc.Resolver { return web{fetcher} }

type web struct{ fetcher vc.Fetcher }

// Resolve implements [vc.Resolver].
func (w web) Resolve(ctx context.Context, id string) (*vc.Controller, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	address := id
	switch {
	case strings.HasPrefix(id, webPrefix):
		var err error
		if address, err = webURL(id); err != nil {
			return nil, err
		}
	case !strings.HasPrefix(id, "https://"):
		return nil, fmt.Errorf("%w: only did:web and https identifiers can be fetched", vc.ErrUnreachable)
	}
	text, _, err := w.fetcher.Fetch(ctx, address, accept, maxDocument)
	if err != nil {
		return nil, err
	}
	return Parse(id, text)
}

// Address returns the https address of the document of an identifier without
// fragment: that of a did:web, or the https URL itself. It is "" where there is
// none.
func Address(id string) string {
	switch {
	case strings.HasPrefix(id, "https://"):
		return id
	case strings.HasPrefix(id, webPrefix) && checkID(id) == nil:
		address, _ := webURL(id)
		return address
	}
	return ""
}

// webURL returns the address of the document of a did:web.
func webURL(id string) (string, error) {
	host, path, found := strings.Cut(strings.TrimPrefix(id, webPrefix), ":")
	host, err := webHost(host)
	if err != nil {
		return "", err
	}
	if !found {
		return "https://" + host + "/.well-known/did.json", nil
	}
	segments := strings.Split(path, ":")
	for _, segment := range segments {
		// A decoded slash, dot segment or the like would lead to another place
		// of the host than the one that the identifier names.
		plain, err := url.PathUnescape(segment)
		if err != nil || plain == "" || plain == "." || plain == ".." || strings.ContainsAny(plain, "/\\%?#;") || hasControl(plain) {
			return "", errors.New("DID-WEB: the path of the did:web is malformed")
		}
	}
	return "https://" + host + "/" + strings.Join(segments, "/") + "/did.json", nil
}

// webHost decodes the host, in which the only thing to be encoded is the colon
// before a port.
func webHost(text string) (string, error) {
	host, port, found := strings.Cut(strings.Replace(text, "%3a", "%3A", 1), "%3A")
	if host == "" || strings.Contains(host, "%") || found && (port == "" || len(port) > 5 || strings.Trim(port, "0123456789") != "") {
		return "", errors.New("DID-WEB: the host of the did:web is malformed")
	}
	if found {
		return host + ":" + port, nil
	}
	return host, nil
}

func hasControl(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] == 0x7f {
			return true
		}
	}
	return false
}
