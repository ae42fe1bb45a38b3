package main

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net/http"

	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/proof/trust/online"
)

// serviceFlags hold the flags of every command that makes a seal more lasting.
type serviceFlags struct {
	TSA    string   `name:"tsa" placeholder:"URL" help:"Fetch time stamps from the service at this address (RFC 3161)."`
	Online bool     `help:"Also fetch what a seal of level LT needs, from where the certificates say: revocation lists, OCSP answers, certificates above."`
	Chain  []string `sep:"none" placeholder:"PEM" help:"Certificates above that of the seal or of the time-stamp service, where they are not in the key file. May be repeated."`
	Anchor []string `sep:"none" placeholder:"PEM" help:"Certificates at which chains end; no revocation data are gathered about them. May be repeated."`
}

// use fills in the services that the flags allow.
func (c *serviceFlags) use(a *app) (jades.ExtendOptions, error) {
	var o jades.ExtendOptions
	for _, name := range c.Chain {
		more, err := a.readCertificates(name)
		if err != nil {
			return o, err
		}
		o.Certificates = append(o.Certificates, more...)
	}
	for _, name := range c.Anchor {
		data, err := a.read(name)
		if err != nil {
			return o, err
		}
		anchors, err := trust.ParsePEM(data)
		if err != nil {
			return o, newFailure("%s holds no certificates to trust: %v; give a PEM file of certificates", displayName(name), err)
		}
		o.Anchors = trust.Join(o.Anchors, anchors)
	}
	var err error
	if c.TSA != "" || c.Online {
		o.Services, err = a.sealServices(c.TSA, c.Online)
	}
	return o, err
}

// highest returns the level that the services reach.
func (c *serviceFlags) highest() jades.Level {
	switch {
	case c.TSA != "" && c.Online:
		return jades.LTA
	case c.TSA != "":
		return jades.T
	}
	return jades.B
}

// level reads a level and checks that the flags allow its services.
func (c *serviceFlags) level(flag, text string) (jades.Level, error) {
	if text == "" {
		return c.highest(), nil
	}
	level, err := jades.ParseLevel(text)
	switch {
	case err != nil:
		return level, newFailure("%s: there is no level %q; give B, T, LT or LTA", flag, text)
	case level > jades.B && c.TSA == "":
		return level, newFailure("%s %s needs a time stamp; name the service with --tsa", flag, level)
	case level > jades.T && !c.Online:
		return level, newFailure("%s %s needs the revocation data of the certificates; add --online to fetch them from where the certificates say", flag, level)
	}
	return level, nil
}

// readCertificates reads certificates in PEM.
func (a *app) readCertificates(name string) ([]*x509.Certificate, error) {
	data, err := a.read(name)
	if err != nil {
		return nil, err
	}
	found, err := trust.ParsePEM(data)
	if err != nil {
		return nil, newFailure("%s holds no certificates: %v; give a PEM file of certificates", displayName(name), err)
	}
	return found.Certificates(), nil
}

// readSealer reads a key with its certificates: a PKCS#12 file, or a PEM file of a
// key with the certificates in the same file or in another one.
func (a *app) readSealer(keyFile, passwordFile, certFile string) (jades.Sealer, error) {
	data, err := a.read(keyFile)
	if err != nil {
		return jades.Sealer{}, err
	}
	password, err := a.readPassword(passwordFile)
	if err != nil {
		return jades.Sealer{}, err
	}
	key, err := parseKey(keyFile, data, keys.ReadOptions{Password: password})
	if err != nil {
		return jades.Sealer{}, err
	}
	sealer := jades.Sealer{Key: key.Signer(), Chain: certificatesIn(data, password)}
	if certFile != "" {
		if sealer.Chain, err = a.readCertificates(certFile); err != nil {
			return jades.Sealer{}, err
		}
	}
	if len(sealer.Chain) == 0 {
		return jades.Sealer{}, newFailure("%s holds no certificate, and a seal needs the one that was issued for its key; give it with --cert", displayName(keyFile))
	}
	return sealer, nil
}

// certificatesIn returns the certificates in a key file that was read already.
func certificatesIn(data []byte, password string) []*x509.Certificate {
	if _, chain, err := keys.ParsePKCS12(data, password); err == nil {
		return chain
	}
	var pems []byte
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			pems = append(pems, pem.EncodeToMemory(block)...)
		}
	}
	found, err := trust.ParsePEM(pems)
	if err != nil {
		return nil
	}
	return found.Certificates()
}

// sealServices returns the services of seals on the web: the time-stamp service at an
// address and, if that is wanted, those that certificates point to.
func sealServices(tsa string, everything bool) (jades.Services, error) {
	client, err := online.New(http.DefaultClient, online.Options{TSA: tsa})
	if err != nil {
		return nil, newFailure("--tsa cannot be used: %v; give the address that your time-stamp service names", err)
	}
	if !everything {
		return onlyStamps{client}, nil
	}
	return client, nil
}

// onlyStamps are services without those that certificates point to.
type onlyStamps struct{ jades.Services }

var errOffline = errors.New("nothing is fetched from where certificates point to without --online")

// Revocation fetches nothing.
func (onlyStamps) Revocation(context.Context, *x509.Certificate, *x509.Certificate) (ocsp, crl []byte, err error) {
	return nil, nil, errOffline
}

// Issuers fetches nothing.
func (onlyStamps) Issuers(context.Context, *x509.Certificate) ([]*x509.Certificate, error) {
	return nil, errOffline
}
