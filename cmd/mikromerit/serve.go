package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/conformance/state"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

type serveCommand struct {
	Listen     string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to listen at. Without it: 127.0.0.1:8080. Without TLS it must be one of this machine alone."`
	TLSCert    string `name:"tls-cert" placeholder:"PEM" help:"File of the certificate for TLS, with those above it."`
	TLSKey     string `name:"tls-key" placeholder:"PEM" help:"File of its private key."`
	UnsafeHTTP bool   `name:"unsafe-http" help:"Serve other machines without TLS, such as behind a proxy that has it."`
	URL        string `name:"url" placeholder:"URL" help:"Address by which others reach the service, such as https://badges.example.org; without it, that of --listen."`
	Name       string `placeholder:"NAME" help:"What the service is called on its pages. Without it: the host of --url."`
	Terms      string `placeholder:"URL" help:"Address of the terms of service for those whose badges are hosted."`
	Privacy    string `placeholder:"URL" help:"Address of the privacy policy for them."`

	Key          []string `sep:"none" placeholder:"K.json" help:"Key to sign with, in any form that issue reads. May be repeated for several kinds of keys. Without it, nothing is signed."`
	PasswordFile string   `placeholder:"FILE" help:"File whose first line is the password of PKCS#12 files."`
	APIKeyFile   string   `name:"api-key-file" placeholder:"FILE" help:"Who may sign and host badges: a line NAME KEY for each. Without it, nobody may."`
	Database     string   `default:"mikromerit.db" env:"MIKROMERIT_DATABASE" placeholder:"FILE|URL" help:"Where everything is kept: a file for SQLite, or postgres://... Without it: mikromerit.db."`
	verifyFlags

	BodyLimit   int64         `default:"4194304" placeholder:"BYTES" help:"Length of the longest request; without it 4194304."`
	MaxRequests int           `default:"64" placeholder:"N" help:"How many requests are worked on at once; others are told to come back. Without it: 64."`
	Grace       time.Duration `default:"20s" placeholder:"TIME" help:"How long requests may take to end after the signal to stop; without it 20s."`
	NoPage      bool          `help:"Do not show the page on which people look at a credential."`
	NoRegister  bool          `help:"Let no more programs register to ask people for their badges."`
}

// Help returns the second part of the help text.
func (c *serveCommand) Help() string {
	return "It serves the VC API of the W3C (issue, verify, derive, present, status), a host of the Open Badges 3.0 API below /ims/ob/v3p0, " +
		"a page for people, /healthz, /readyz and, for Prometheus, /metrics. Without --issuer, --anchor or --trust it leaves open whether an issuer can be trusted. " +
		"A line of --api-key-file is NAME KEY [sign,host]: NAME is whose badges are hosted, KEY at least 32 random characters or sha256: and the digest of them in hexadecimal. " +
		"Badges that can be revoked are issued at the suites whose names end in -revocable. What was answered with success is in the database and survives a crash. SIGTERM or SIGINT end it after the requests at hand."
}

// Run serves until it is told to stop.
func (c *serveCommand) Run(a *app) error {
	if err := c.check(); err != nil {
		return err
	}
	secret, err := c.keys(a)
	if err != nil {
		return err
	}
	access, err := c.access(a)
	if err != nil {
		return err
	}
	page, api, err := c.verifiers(a)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	db, err := openDatabase(ctx, c.Database)
	if err != nil {
		return err
	}
	defer db.Close()
	store, err := state.Open(ctx, db)
	if err != nil {
		return newFailure("the database cannot be used: %v", err)
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return newFailure("it is not possible to listen at %s: %v; choose another address with --listen", c.Listen, err)
	}
	defer listener.Close()
	log := slog.New(slog.NewJSONHandler(a.stderr, nil))
	g, err := newGateway(gatewayConfig{
		command: c, base: c.address(listener.Addr()), store: store, verifier: api, reader: page, keys: secret, access: access, log: log, version: a.version,
		faults: slog.New(slog.NewJSONHandler(a.stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	if err != nil {
		return newFailure("the service cannot be set up: %v", err)
	}
	return c.serve(ctx, stop, listener, g)
}

// check checks that the flags are safe and fit each other.
func (c *serveCommand) check() error {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return newFailure("--listen %q is not HOST:PORT; write it as 127.0.0.1:8080", c.Listen)
	}
	switch {
	case (c.TLSCert == "") != (c.TLSKey == ""):
		return newFailure("--tls-cert and --tls-key go together; give both")
	case c.TLSCert == "" && !c.UnsafeHTTP && !isLoopback(host):
		return newFailure("--listen %s can be reached from other machines, and without TLS anybody on the way reads keys and badges; give --tls-cert and --tls-key, or --unsafe-http behind a proxy that has TLS", c.Listen)
	case c.BodyLimit < 1 || c.BodyLimit > maxFile:
		return newFailure("--body-limit must be from 1 to %d bytes", maxFile)
	case c.MaxRequests < 1:
		return newFailure("--max-requests must be at least 1")
	}
	if c.URL == "" {
		if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
			return newFailure("--listen %s does not say how others reach the service; give --url, such as https://badges.example.org", c.Listen)
		}
		return nil
	}
	address, err := url.Parse(c.URL)
	if err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http" || address.RawQuery != "" || strings.Trim(address.Path, "/") != "" {
		return newFailure("--url %q is not the address of a service; write it as https://badges.example.org", c.URL)
	}
	return nil
}

// isLoopback reports whether a host to listen at is this machine alone.
func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// address returns the address by which others reach the service.
func (c *serveCommand) address(at net.Addr) string {
	if c.URL != "" {
		return strings.TrimRight(c.URL, "/")
	}
	host, _, _ := net.SplitHostPort(c.Listen)
	_, port, _ := net.SplitHostPort(at.String())
	scheme := "http://"
	if c.TLSCert != "" {
		scheme = "https://"
	}
	return scheme + net.JoinHostPort(host, port)
}

// keys reads the keys to sign with.
func (c *serveCommand) keys(a *app) ([]*keys.Private, error) {
	var all []*keys.Private
	for _, name := range c.Key {
		key, err := a.readKey(name, "", c.PasswordFile)
		if err != nil {
			return nil, err
		}
		all = append(all, key)
	}
	return all, nil
}

// verifiers returns the verifier of the page, which asks what verify asks, and that
// of the interfaces, which leaves trust open when there is nobody to trust.
func (c *serveCommand) verifiers(a *app) (page, api *mikromerit.Verifier, err error) {
	page, err = c.verifier(a)
	if err != nil {
		return nil, nil, err
	}
	shared := *page
	api = &shared
	api.Policy.Require = []vc.Axis{vc.Authentic, vc.InForce, vc.Conformant}
	if t := api.Policy.Trust; len(t.Issuers) == 0 && t.Anchors == nil && t.Services == nil {
		api.Policy.Trust.Any = true
	}
	if !api.Policy.Trust.Any {
		api.Policy.Require = append(api.Policy.Require, vc.Trusted)
	}
	return page, api, nil
}

// serve answers requests until ctx ends, and then lets those at hand end.
func (c *serveCommand) serve(ctx context.Context, stop func(), listener net.Listener, g *gateway) error {
	server := &http.Server{
		Handler: g, ErrorLog: g.connectionLog(), MaxHeaderBytes: 64 << 10,
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 90 * time.Second, IdleTimeout: 2 * time.Minute,
		TLSConfig: &tls.Config{MinVersion: tls.VersionTLS12},
	}
	ended := make(chan error, 1)
	go func() {
		if c.TLSCert != "" {
			ended <- server.ServeTLS(listener, c.TLSCert, c.TLSKey)
		} else {
			ended <- server.Serve(listener)
		}
	}()
	go g.sweep(ctx)
	g.log.Info("listening", "address", listener.Addr().String(), "url", g.base, "signs", len(g.keys) > 0 && g.access != nil, "hosts", g.host != nil)
	select {
	case err := <-ended:
		return newFailure("the service ended: %v", err)
	case <-ctx.Done():
	}
	stop() // a second signal ends it at once
	g.draining.Store(true)
	g.log.Info("stopping")
	patience, cancel := context.WithTimeout(context.Background(), c.Grace)
	defer cancel()
	err := server.Shutdown(patience)
	if errors.Is(err, context.DeadlineExceeded) {
		_ = server.Close()
		return newFailure("some requests did not end within %v and were cut off", c.Grace)
	}
	if err != nil {
		return fmt.Errorf("the service did not end well: %w", err)
	}
	g.log.Info("stopped")
	return nil
}
