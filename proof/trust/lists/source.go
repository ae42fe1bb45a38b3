package lists

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/mikromerit/mikromerit/vc"
)

// Source is where lists come from.
type Source interface {
	// Get returns the file at a URL. If it is still of the version that the caller
	// has, the answer says so and has no data. More than maxBytes is an error.
	Get(ctx context.Context, url string, have Version, maxBytes int64) (Answer, error)
}

// Version tells the versions of a file on a server apart (RFC 9110 section 8.8).
type Version struct{ ETag, LastModified string }

// Answer is what a [Source] returns.
type Answer struct {
	Data      []byte
	Version   Version
	Unchanged bool
}

// From returns a source that gets lists through a fetcher. It gets them whole each
// time.
func From(fetcher vc.Fetcher) Source { return fetched{fetcher} }

type fetched struct{ fetcher vc.Fetcher }

// Get implements [Source].
func (f fetched) Get(ctx context.Context, url string, _ Version, maxBytes int64) (Answer, error) {
	data, _, err := f.fetcher.Fetch(ctx, url, []string{MIMEList, "application/xml", "text/xml"}, maxBytes)
	return Answer{Data: data}, err
}

// HTTP returns a source over an HTTP client, which has to bound the time. It asks for
// a list only if it has changed.
func HTTP(client *http.Client) Source { return overHTTP{client} }

type overHTTP struct{ client *http.Client }

// Get implements [Source].
func (h overHTTP) Get(ctx context.Context, url string, have Version, maxBytes int64) (Answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return Answer{}, errors.New("the address is not one")
	}
	request.Header.Set("Accept", MIMEList+", application/xml;q=0.9, text/xml;q=0.9")
	if have.ETag != "" {
		request.Header.Set("If-None-Match", have.ETag)
	}
	if have.LastModified != "" {
		request.Header.Set("If-Modified-Since", have.LastModified)
	}
	response, err := h.client.Do(request)
	if err != nil {
		return Answer{}, err
	}
	defer response.Body.Close() //nolint:errcheck // it was only read
	switch {
	case response.StatusCode == http.StatusNotModified && have != Version{}:
		return Answer{Version: have, Unchanged: true}, nil
	case response.StatusCode != http.StatusOK:
		return Answer{}, fmt.Errorf("the server answered with status %d", response.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, maxBytes+1))
	if err != nil {
		return Answer{}, err
	}
	if int64(len(data)) > maxBytes {
		return Answer{}, fmt.Errorf("the file has more than %d bytes", maxBytes)
	}
	return Answer{Data: data, Version: Version{short(response.Header.Get("ETag")), short(response.Header.Get("Last-Modified"))}}, nil
}

// short drops what would bloat the index.
func short(text string) string {
	if len(text) > 256 {
		return ""
	}
	return text
}
