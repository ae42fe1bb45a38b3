package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/conformance/vcapi"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// serve runs the service until it is interrupted.
func serve(args []string) error {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	listen := flags.String("listen", "localhost:8443", "address to listen at")
	config := flags.String("config", "", "where to write the configuration of the suites")
	conforming := flags.Bool("conforming", false, "issue status entries as the specification has them, which two tests take for wrong")
	token := flags.String("token", "", "bearer token that whatever signs takes; none: everybody may")
	verbose := flags.Bool("v", false, "log every request")
	if err := flags.Parse(args); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		return err
	}
	base := "https://" + listener.Addr().String()
	if _, port, err := net.SplitHostPort(listener.Addr().String()); err == nil {
		base = "https://localhost:" + port
	}
	suites, service, err := newService(base, *token, *conforming, *verbose)
	if err != nil {
		return err
	}
	if *config != "" {
		if err := os.WriteFile(*config, []byte(suiteConfig(base, *conforming, suites)), 0o600); err != nil {
			return err
		}
	}
	certificate, err := selfSigned()
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: withQuirks(service), ReadHeaderTimeout: 10 * time.Second,
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12},
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	fmt.Println(base)
	if err := server.ServeTLS(listener, "", ""); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// newService returns the service with new keys.
func newService(base, token string, conforming, verbose bool) ([]vcapi.Suite, http.Handler, error) {
	var all []*keys.Private
	for _, kind := range []keys.Type{keys.Ed25519, keys.P256, keys.P384, keys.BLS12381} {
		key, err := keys.Generate(kind)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, key)
	}
	suites := vcapi.StandardSuites(all...)
	var statusSuite vcapi.Suite
	for i := range suites {
		switch suites[i].Path {
		case "enveloped":
			suites[i].Key = all[0]
		case "bitstring":
			suites[i].Status, statusSuite = append(suites[i].Status, messageList), suites[i]
		}
	}
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	verifier.Policy.Require = []vc.Axis{vc.Authentic, vc.InForce, vc.Conformant}
	// The examples of the specifications are signed with keys that do not belong to
	// the issuers in them.
	verifier.Policy.UnsafeAllowForeignKeys = true
	level := slog.LevelWarn
	if verbose {
		level = slog.LevelInfo
	}
	store := vcapi.NewMemoryStore()
	service, err := vcapi.New(vcapi.Config{
		URL: base, Suites: suites, Presentations: vcapi.StandardPresentations(all...), Verifier: verifier, Store: store,
		UnsafeNoAuth: true, Authorize: holderOf(token), Logger: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level})),
	})
	if err != nil || conforming {
		return suites, service, err
	}
	verifier = mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	verifier.Policy.Require = []vc.Axis{vc.Authentic}
	lenient, err := vcapi.New(vcapi.Config{URL: base, Verifier: verifier})
	if err != nil {
		return nil, nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", service)
	mux.Handle("/miscount/credentials/verify", http.StripPrefix("/miscount", lenient))
	mux.Handle("POST /miscount/credentials/issue", miscount{statusSuite, store, base})
	return suites, mux, nil
}

// holderOf returns what lets in whoever has a token; nil without one.
func holderOf(token string) func(*http.Request, vcapi.Scope) error {
	if token == "" {
		return nil
	}
	return func(r *http.Request, scope vcapi.Scope) error {
		if scope == vcapi.ScopeVerify || scope == vcapi.ScopeDerive || r.Header.Get("Authorization") == "Bearer "+token {
			return nil
		}
		return vcapi.ErrUnauthenticated
	}
}

// selfSigned returns a certificate for localhost that nobody vouches for.
func selfSigned() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}
