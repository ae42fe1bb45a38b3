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

	Clear bool // components as plain JSON, not base64url
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
	return func(p SealParts) string {
		var entries []string
		add := func(json string) {
			if !lt.Clear {
				json = quote(encode([]byte(json)))
			}
			entries = append(entries, json)
		}
		if !lt.NoStamp {
			add(stampComponent("sigTst", ca.Timestamp(lt.At, p.Signature)))
		}
		add(`{"xVals":[` + certificateObject(ca.Root) + "," + certificateObject(ca.TSA().Certificate) + `]}`)
		if !lt.NoData {
			add(`{"rVals":` + ca.answers(sealer.Certificate, lt) + `}`)
		}
		if !lt.Archive.IsZero() {
			var before strings.Builder
			for _, entry := range entries {
				before.WriteString(strings.Trim(entry, `"`))
			}
			add(stampComponent("arcTst", ca.Timestamp(lt.Archive, p.Payload+"."+p.Protected+"."+p.Signature+"."+before.String())))
		}
		return `{"etsiU":[` + strings.Join(entries, ",") + `]}`
	}
}

func stampComponent(name string, token []byte) string {
	return `{"` + name + `":{"tstTokens":[` + valueObject(token) + `]}}`
}

func certificateObject(c *x509.Certificate) string { return `{"x509Cert":` + valueObject(c.Raw) + `}` }

func valueObject(der []byte) string {
	return `{"val":` + quote(base64.StdEncoding.EncodeToString(der)) + `}`
}

// answers returns the revocation data about each certificate below the root.
func (ca *CA) answers(leaf *x509.Certificate, lt LongTerm) string {
	until := lt.Answered.Add(24 * time.Hour)
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
	about := func(c *x509.Certificate) Answer {
		return Answer{Certificate: c, Produced: lt.Answered, Until: until}
	}
	sealer := about(leaf)
	sealer.Revoked, sealer.Reason = lt.Revoked, lt.Reason
	return `{"ocspVals":[` + strings.Join([]string{
		valueObject(ca.OCSP(ca.Intermediate, sealer)),
		valueObject(ca.OCSP(ca.Root, about(ca.Intermediate))),
		valueObject(ca.OCSP(ca.Root, about(ca.TSA().Certificate))),
	}, ",") + `]}`
}
