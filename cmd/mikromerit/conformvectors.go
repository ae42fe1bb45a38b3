package main

import (
	"crypto/tls"
	"errors"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/conformance/vectors"
)

// vectorFlags say where what the documents for verifiers refer to can be had.
type vectorFlags struct {
	WriteVectors string `placeholder:"DIR" help:"Write the documents that verifiers are judged by into this new folder, and end."`
	ServeVectors string `placeholder:"HOST:PORT" help:"Serve the status lists of these documents here during the run, for a service that fetches them."`
	VectorsURL   string `name:"vectors-url" placeholder:"URL" help:"Address by which the service reaches them, if it is another. Without --serve-vectors, somebody else serves them there."`
	VectorsCert  string `placeholder:"PEM" help:"File of the certificate to serve them with TLS, with those above it."`
	VectorsKey   string `placeholder:"PEM" help:"File of its private key."`
}

// used reports whether somebody serves what the documents refer to.
func (c *vectorFlags) used() bool { return c.ServeVectors != "" || c.VectorsURL != "" }

// check refuses flags that do not go together.
func (c *vectorFlags) check() error {
	if (c.VectorsCert == "") != (c.VectorsKey == "") || c.VectorsCert != "" && c.ServeVectors == "" {
		return newFailure("--vectors-cert and --vectors-key go together, and with --serve-vectors")
	}
	if c.VectorsURL != "" {
		address, err := url.Parse(c.VectorsURL)
		if err != nil || address.Hostname() == "" || address.Scheme != "https" && address.Scheme != "http" || address.RawQuery != "" || address.Fragment != "" || address.User != nil {
			return newFailure("--vectors-url %q is not the address of a server; write it as https://vectors.example.org", c.VectorsURL)
		}
	}
	if c.ServeVectors == "" {
		return nil
	}
	host, _, err := net.SplitHostPort(c.ServeVectors)
	if err != nil {
		return newFailure("--serve-vectors %q is not HOST:PORT, such as 127.0.0.1:8081", c.ServeVectors)
	}
	ip, err := netip.ParseAddr(host)
	if every := host == "" || err == nil && ip.IsUnspecified(); every && c.VectorsURL == "" {
		return newFailure("--serve-vectors %s is every address of this machine; say with --vectors-url by which of them the service reaches it", c.ServeVectors)
	}
	return nil
}

// make makes the documents for an address and for this day: a presentation must be
// fresh.
func (c *vectorFlags) make(a *app, base string) ([]vectors.Vector, error) {
	set, err := vectors.Make(vectors.Options{Base: strings.TrimRight(base, "/"), Presented: a.clock()})
	if err != nil {
		return nil, newFailure("the documents for verifiers cannot be made: %v", err)
	}
	return set, nil
}

// serve makes the documents for verifiers and serves what they refer to, if that is
// asked for, until somebody ends it.
func (c *vectorFlags) serve(a *app) (set []vectors.Vector, end func(), err error) {
	if c.ServeVectors == "" {
		set, err = c.make(a, c.VectorsURL)
		return set, func() {}, err
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.VectorsCert != "" {
		pair, err := tls.LoadX509KeyPair(c.VectorsCert, c.VectorsKey)
		if err != nil {
			return nil, nil, newFailure("the certificate %s cannot be used with the key %s: %v", c.VectorsCert, c.VectorsKey, err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	listener, err := net.Listen("tcp", c.ServeVectors)
	if err != nil {
		return nil, nil, newFailure("it is not possible to listen at %s: %v; choose another address with --serve-vectors", c.ServeVectors, err)
	}
	set, err = c.make(a, c.base(listener.Addr()))
	var things *shelf
	if err == nil {
		things, err = shelfOf(set)
	}
	if err != nil {
		_ = listener.Close()
		return nil, nil, err
	}
	server := &http.Server{
		Handler: things, MaxHeaderBytes: 16 << 10,
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: 30 * time.Second,
		ErrorLog: log.New(io.Discard, "", 0), TLSConfig: config,
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if c.VectorsCert != "" {
			_ = server.ServeTLS(listener, "", "") // it ends when it is closed
		} else {
			_ = server.Serve(listener)
		}
	}()
	return set, func() { _ = server.Close(); <-ended }, nil
}

// base returns the address by which the service reaches what is served.
func (c *vectorFlags) base(at net.Addr) string {
	if c.VectorsURL != "" {
		return c.VectorsURL
	}
	host, _, _ := net.SplitHostPort(c.ServeVectors)
	_, port, _ := net.SplitHostPort(at.String())
	scheme := "http://"
	if c.VectorsCert != "" {
		scheme = "https://"
	}
	return scheme + net.JoinHostPort(host, port)
}

// shelf hands out what documents refer to, by its path.
type shelf struct {
	content map[string][]byte
	slots   chan struct{} // one for each request that is answered at once
}

// shelfOf returns a shelf with everything that the documents refer to.
func shelfOf(set []vectors.Vector) (*shelf, error) {
	s := &shelf{content: make(map[string][]byte), slots: make(chan struct{}, 64)}
	for _, v := range set {
		for address, content := range v.Resources {
			at, err := url.Parse(address)
			if err != nil {
				return nil, newFailure("the address %q in the documents cannot be served", address)
			}
			s.content[at.Path] = content
		}
	}
	return s, nil
}

// ServeHTTP answers GET and HEAD.
func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	default:
		w.Header().Set("Retry-After", "1")
		plain(w, http.StatusServiceUnavailable, "busy")
		return
	}
	content, ok := s.content[r.URL.Path]
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		plain(w, http.StatusMethodNotAllowed, "only GET and HEAD")
	case !ok:
		plain(w, http.StatusNotFound, "there is nothing here")
	default:
		kind := "application/vc"
		if len(content) > 0 && content[0] != '{' {
			kind = "application/vc+jwt"
		}
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", "no-store")
		_, _ = w.Write(content)
	}
}

// write writes the documents into a folder that is not there, or empty.
func (c *vectorFlags) write(a *app) error {
	switch list, err := os.ReadDir(c.WriteVectors); {
	case err == nil && len(list) > 0:
		return newFailure("%s is not empty, and nothing is overwritten; name a new folder", c.WriteVectors)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return newFailure("%s cannot be used as a folder: %s", c.WriteVectors, ioReason(err))
	}
	options := vectors.Options{Base: strings.TrimRight(c.VectorsURL, "/"), Presented: a.clock()}
	files, err := vectors.FS(options)
	if err == nil {
		err = os.CopyFS(c.WriteVectors, files)
	}
	if err != nil {
		return newFailure("the documents for verifiers cannot be written to %s: %s", c.WriteVectors, ioReason(err))
	}
	return nil
}
