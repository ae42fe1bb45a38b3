package main

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net/http"
	"net/netip"
	"strings"

	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/proof/trust/online"
)

// serviceFlags hold the flags of every command that makes a seal more lasting.
type serviceFlags struct {
	TSA        string   `name:"tsa" placeholder:"URL" help:"Time-stamp service to ask (RFC 3161)."`
	TSALogin   string   `name:"tsa-login" placeholder:"FILE" help:"File of its USER:PASSWORD, or of a token."`
	Online     bool     `help:"Fetch revocation data where certificates say."`
	AllowLocal bool     `help:"Also in private networks and on this machine."`
	Chain      []string `sep:"none" placeholder:"PEM" help:"More certificates above seal and time stamp."`
	Anchor     []string `sep:"none" placeholder:"PEM" help:"Certificates at which chains end."`
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
		var to online.Options
		if to, err = c.services(a); err == nil {
			o.Services, err = a.sealServices(to, c.Online)
		}
	}
	return o, err
}

// everywhere are all addresses.
var everywhere = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}

// services says whom to ask.
func (c *serviceFlags) services(a *app) (online.Options, error) {
	o := online.Options{TSA: c.TSA, Clock: a.clock}
	if c.AllowLocal {
		o.UnsafeAllow = everywhere
	}
	switch {
	case c.AllowLocal && !c.Online:
		return o, newFailure("--allow-local says where --online may ask; add --online, or leave it out. The address of --tsa is asked wherever it is")
	case c.TSALogin == "":
		return o, nil
	case c.TSA == "":
		return o, newFailure("--tsa-login is for the service that --tsa names; add --tsa")
	}
	login, err := a.readPassword(c.TSALogin)
	switch {
	case err != nil:
		return o, err
	case login == "":
		return o, newFailure("the first line of %s is empty; write USER:PASSWORD or a token in it", displayName(c.TSALogin))
	}
	var basic bool
	if o.User, o.Password, basic = strings.Cut(login, ":"); !basic {
		o.User, o.Bearer = "", login
	}
	return o, nil
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
func (c *serviceFlags) level(text string) (jades.Level, error) {
	if text == "" {
		return c.highest(), nil
	}
	level, err := jades.ParseLevel(text)
	switch {
	case err != nil:
		return level, newFailure("there is no level %q; give B, T, LT or LTA", text)
	case level > jades.B && c.TSA == "":
		return level, newFailure("--level %s needs a time stamp; name the service with --tsa", level)
	case level > jades.T && !c.Online:
		return level, newFailure("--level %s needs the revocation data of the certificates; add --online to fetch them from where the certificates say", level)
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
func sealServices(o online.Options, everything bool) (jades.Services, error) {
	client, err := online.New(http.DefaultClient, o)
	if err != nil {
		return nil, newFailure("--tsa cannot be used: %v; give the address that your time-stamp service names, such as https://tsa.example/", err)
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
