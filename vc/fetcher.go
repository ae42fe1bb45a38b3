package vc

import "context"

// Fetcher gets documents from the network: controller documents, keys, status
// lists, schemas. This module reaches the network only through a Fetcher that
// you hand over; package vc/fetch makes one that is safe against hostile URLs
// and answers. A Fetcher may be used by several goroutines at once.
type Fetcher interface {
	// Fetch returns the whole document at an absolute URL and its media type
	// in lower case without parameters, or "" when the server gave none. The
	// media types in accept, the best first, are those that the caller can
	// read; the answer need not be one of them. A document of more than
	// maxBytes bytes is an error. Every error wraps [ErrUnreachable], because
	// failing to get a document says nothing about its content.
	Fetch(ctx context.Context, url string, accept []string, maxBytes int64) (body []byte, mediaType string, err error)
}
