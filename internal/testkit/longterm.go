package testkit

import (
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"math/big"
	"strings"
	"time"
)

// LongTerm says what a seal holds beside its signature so that it can be
// verified later: a time stamp and answers about revocation. The zero value
// makes everything right.
type LongTerm struct {
	At      time.Time // of the signature time stamp; zero: a minute after SealTime
	NoStamp bool
	Archive time.Time // of an archive time stamp after all else; zero: none

	Answered time.Time // when the authorities answered; zero: a minute after At
	Revoked  time.Time // when the sealer's certificate was revoked; zero: never
	Reason   int       // of the revocation, as RFC 5280 section 5.3.1 numbers it
	Lists    bool      // revocation lists in the place of OCSP responses
	NoData   bool      // no answers at all
	NoValues bool      // no certificates
	Until    time.Time // when the answers end; zero: a day after they were given

	Clear    bool      // components as plain JSON, not base64url
	Archive2 time.Time // of a second archive time stamp; zero: none

	Responder      *Sealer                 // who answers for the intermediate authority; nil: it does itself
	Stamper        func(*x509.Certificate) // changes the certificate of the time-stamp authority
	HigherRevoked  time.Time               // when the intermediate authority was revoked; zero: never
	StamperRevoked time.Time               // when the time-stamp authority was revoked; zero: never
}

// LongTerm returns a value for [SealOptions.Late] that makes a seal of level LT
// or LTA (TS 119 182-1 clause 6) out of one of level B. The sealer's certificate
// must be of this authority.
func (ca *CA) LongTerm(sealer Sealer, lt LongTerm) func(SealParts) string {
	if lt.At.IsZero() {
		lt.At = SealTime.Add(time.Minute)
	}
	if lt.Answered.IsZero() {
		lt.Answered = lt.At.Add(time.Minute)
	}
	if sealer.Certificate == nil {
		sealer = ca.RSA
	}
	return func(p SealParts) string { return `{"etsiU":[` + strings.Join(ca.components(sealer, lt, p), ",") + `]}` }
}

// components returns the entries of etsiU.
func (ca *CA) components(sealer Sealer, lt LongTerm, p SealParts) []string {
	var entries []string
	add := func(json string) {
		if !lt.Clear {
			json = quote(encode([]byte(json)))
		}
		entries = append(entries, json)
	}
	stamper := ca.stamper(lt.Stamper)
	if !lt.NoStamp {
		add(stampComponent("sigTst", TimestampBy(stamper, lt.At, p.Signature)))
	}
	if !lt.NoValues {
		add(`{"xVals":[` + certificateObject(ca.Root) + "," + certificateObject(stamper.Certificate) + `]}`)
	}
	if !lt.NoData {
		add(`{"rVals":` + ca.answers(sealer.Certificate, stamper.Certificate, lt) + `}`)
	}
	for _, at := range []time.Time{lt.Archive, lt.Archive2} {
		if at.IsZero() {
			continue
		}
		var before strings.Builder
		for _, entry := range entries {
			before.WriteString(strings.Trim(entry, `"`))
		}
		add(stampComponent("arcTst", ca.Timestamp(at, p.Payload+"."+p.Protected+"."+p.Signature+"."+before.String())))
	}
	return entries
}

func stampComponent(name string, token []byte) string {
	return `{"` + name + `":{"tstTokens":[` + valueObject(token) + `]}}`
}

func certificateObject(c *x509.Certificate) string { return `{"x509Cert":` + valueObject(c.Raw) + `}` }

func valueObject(der []byte) string {
	return `{"val":` + quote(base64.StdEncoding.EncodeToString(der)) + `}`
}

// answers returns the revocation data about each certificate below the root.
func (ca *CA) answers(leaf, stamper *x509.Certificate, lt LongTerm) string {
	until := lt.Until
	if until.IsZero() {
		until = lt.Answered.Add(24 * time.Hour)
	}
	if lt.Lists {
		var revoked []x509.RevocationListEntry
		if !lt.Revoked.IsZero() {
			revoked = []x509.RevocationListEntry{{SerialNumber: leaf.SerialNumber, RevocationTime: lt.Revoked, ReasonCode: lt.Reason}}
		}
		list := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: lt.Answered, NextUpdate: until}
		upper := valueObject(must(x509.CreateRevocationList(rand.Reader, list, ca.Root, ca.rootKey)))
		list.RevokedCertificateEntries = revoked
		return `{"crlVals":[` + valueObject(must(x509.CreateRevocationList(rand.Reader, list, ca.Intermediate, ca.intermediateKey))) + "," + upper + `]}`
	}
	about := func(c *x509.Certificate, revoked time.Time) Answer {
		return Answer{Certificate: c, Produced: lt.Answered, Until: until, Revoked: revoked}
	}
	sealer := about(leaf, lt.Revoked)
	sealer.Reason = lt.Reason
	responder := Sealer{Certificate: ca.Intermediate, Key: ca.intermediateKey}
	if lt.Responder != nil {
		responder = *lt.Responder
	}
	return `{"ocspVals":[` + strings.Join([]string{
		valueObject(OCSPBy(responder, ca.Intermediate, sealer)),
		valueObject(ca.OCSP(ca.Root, about(ca.Intermediate, lt.HigherRevoked))),
		valueObject(ca.OCSP(ca.Root, about(stamper, lt.StamperRevoked))),
	}, ",") + `]}`
}
