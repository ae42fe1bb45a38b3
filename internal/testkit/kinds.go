package testkit

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"time"
)

// SealKind is a kind of seal: how it is made, and how long after [SealTime] it is to
// be looked at.
type SealKind struct {
	Name    string
	After   time.Duration
	Options SealOptions
}

// JudgedAfter is how long after [SealTime] most seals are looked at.
const JudgedAfter = 6 * time.Hour

// SealKinds returns seals of the kinds that the Commission's library makes, of this
// authority, and some in which the times of certificates, answers and time stamps are
// at odds.
func (ca *CA) SealKinds() []SealKind {
	k := kinds{ca: ca}
	for _, level := range []string{"B", "T", "LT", "LTA"} {
		k.addLevel(level)
	}
	k.addForms()
	k.addTimes()
	k.addLater()
	return k.all
}

type kinds struct {
	ca  *CA
	all []SealKind
}

func (k *kinds) add(name string, o SealOptions) {
	k.all = append(k.all, SealKind{name, JudgedAfter, o})
}

// late returns what makes a seal of a level out of one of level B.
func (k *kinds) late(level string, sealer Sealer, lt LongTerm) func(SealParts) string {
	switch level {
	case "B":
		return nil
	case "T":
		lt.NoData, lt.NoValues = true, true
	case "LTA":
		if lt.Archive.IsZero() {
			lt.Archive = SealTime.Add(5 * time.Minute)
		}
	}
	return k.ca.LongTerm(sealer, lt)
}

// addLevel adds a level in each layout.
func (k *kinds) addLevel(level string) {
	ca := k.ca
	late := k.late(level, ca.RSA, LongTerm{})
	k.add(level+".rsa", SealOptions{Sealer: ca.RSA, Late: late})
	k.add(level+".p256", SealOptions{Sealer: ca.EC, Late: k.late(level, ca.EC, LongTerm{})})
	k.add(level+".rsa.flattened", SealOptions{Sealer: ca.RSA, Late: late, Flattened: true})
	k.add(level+".rsa.b64true", SealOptions{Sealer: ca.RSA, Late: late, Encoded: true})
	if level != "LTA" {
		k.add(level+".rsa.etsiu-clear", SealOptions{Sealer: ca.RSA, Late: k.late(level, ca.RSA, LongTerm{Clear: true})})
	}
	k.add(level+".rsa.adoTst", SealOptions{Sealer: ca.RSA, Late: late, Content: ca.contentStamp(SealTime.Add(-time.Second))})
	k.add(level+".rsa.crl-only", SealOptions{Sealer: ca.RSA, Late: k.late(level, ca.RSA, LongTerm{Lists: true})})
	ended := ca.Issue(ca.RSA.Key, func(c *x509.Certificate) { c.NotAfter, c.SerialNumber = SealTime.Add(time.Hour), big.NewInt(601) })
	k.add(level+".expired-leaf-signed-in-time", SealOptions{Sealer: ended, Late: k.late(level, ended, LongTerm{})})
	if level != "T" {
		k.add(level+".revoked-after-signing", SealOptions{Sealer: ca.RSA, Late: k.late(level, ca.RSA, LongTerm{Revoked: SealTime.Add(3 * time.Hour), Answered: SealTime.Add(4 * time.Hour), Archive: SealTime.Add(5 * time.Hour)})})
	}
}

// contentStamp returns a value for [SealOptions.Content].
func (ca *CA) contentStamp(at time.Time) func(string) []byte {
	return func(covered string) []byte { return ca.Timestamp(at, covered) }
}

// addForms adds what only level B has in several forms.
func (k *kinds) addForms() {
	ca := k.ca
	p384 := ca.Issue(must(ecdsa.GenerateKey(elliptic.P384(), rand.Reader)), nil)
	k.add("B.p384", SealOptions{Sealer: p384})
	k.add("B.rsa.sigT", SealOptions{Sealer: ca.RSA, SigT: true})
	k.add("B.rsa.pss", SealOptions{Sealer: ca.RSA, Alg: "PS256"})
	k.add("B.rsa.sha512-x5to", SealOptions{Sealer: ca.RSA, Alg: "RS512", DigestO: true})
	k.add("B.rsa.compact", SealOptions{Sealer: ca.RSA, Compact: true})
	short := ca.Issue(must(rsa.GenerateKey(rand.Reader, 1024)), func(c *x509.Certificate) { c.SerialNumber = big.NewInt(608) })
	k.add("B.rsa1024", SealOptions{Sealer: short})
	k.add("LT.rsa1024", SealOptions{Sealer: short, Late: k.late("LT", short, LongTerm{})})
	old := ca.Issue(ca.RSA.Key, func(c *x509.Certificate) {
		c.SerialNumber, c.SignatureAlgorithm = big.NewInt(609), x509.SHA1WithRSA
	})
	k.add("B.certificate-sha1", SealOptions{Sealer: old})
	k.add("LT.certificate-sha1", SealOptions{Sealer: old, Late: k.late("LT", old, LongTerm{})})
	withRoot := ca.RSA
	withRoot.Chain = []*x509.Certificate{ca.Intermediate, ca.Root}
	k.add("B.rsa.chain-root", SealOptions{Sealer: withRoot})
	k.add("B.self-signed", SealOptions{Sealer: SelfSigned(ca.RSA.Key)})
	k.add("LT.revoked-before-signing", SealOptions{Sealer: ca.RSA, Late: k.late("LT", ca.RSA, LongTerm{Revoked: SealTime.Add(-time.Hour)})})
}

// addTimes adds seals in which times are at odds.
func (k *kinds) addTimes() {
	ca := k.ca
	lt := func(name string, o LongTerm) {
		k.add(name, SealOptions{Sealer: ca.RSA, Late: k.late(name[:2], ca.RSA, o)})
	}
	hour := func(n int) time.Time { return SealTime.Add(time.Duration(n) * time.Hour) }
	lt("LT.answers-before-signing", LongTerm{Answered: hour(-1)})
	lt("LT.answers-ended-before-signing", LongTerm{Answered: hour(-48)})
	lt("LT.answers-after-two-hours", LongTerm{Answered: hour(2)})
	lt("LT.suspended-after-signing", LongTerm{Revoked: hour(3), Answered: hour(4), Reason: 6})
	lt("LT.suspended-before-signing", LongTerm{Revoked: hour(-1), Reason: 6})
	lt("LT.authority-revoked-before-signing", LongTerm{HigherRevoked: hour(-1)})
	lt("LT.authority-revoked-after-signing", LongTerm{HigherRevoked: hour(3), Answered: hour(4)})
	lt("LT.stamps-revoked-before-signing", LongTerm{StamperRevoked: hour(-1)})
	lt("LT.stamps-revoked-after-signing", LongTerm{StamperRevoked: hour(3), Answered: hour(4)})
	lt("LT.no-stamp", LongTerm{NoStamp: true})
	lt("LT.no-data", LongTerm{NoData: true})
	k.add("LTA.two-archives", SealOptions{Sealer: ca.RSA, Late: k.late("LTA", ca.RSA, LongTerm{Archive2: hour(1)})})
	k.add("LTA.no-signature-stamp", SealOptions{Sealer: ca.RSA, Late: k.late("LTA", ca.RSA, LongTerm{NoStamp: true})})
	k.add("LT.stamped-before-claimed", SealOptions{Sealer: ca.RSA, At: hour(1), Late: k.late("LT", ca.RSA, LongTerm{})})
	k.add("B.claimed-before-certificate", SealOptions{Sealer: ca.RSA, At: SealTime.AddDate(-10, 0, 0)})
	k.add("LT.claimed-before-certificate", SealOptions{Sealer: ca.RSA, At: SealTime.AddDate(-10, 0, 0), Late: k.late("LT", ca.RSA, LongTerm{})})
	k.add("LT.content-after-signature", SealOptions{Sealer: ca.RSA, Content: ca.contentStamp(hour(2)), Late: k.late("LT", ca.RSA, LongTerm{})})
	k.add("LT.revoked-before-content", SealOptions{Sealer: ca.RSA, Content: ca.contentStamp(hour(0)), Late: k.late("LT", ca.RSA, LongTerm{Revoked: hour(-1)})})
	brief := ca.Issue(ca.RSA.Key, func(c *x509.Certificate) { c.NotAfter, c.SerialNumber = hour(-1), big.NewInt(602) })
	k.add("LT.expired-before-content", SealOptions{Sealer: brief, At: hour(-2), Content: ca.contentStamp(hour(0)), Late: k.late("LT", brief, LongTerm{Answered: hour(-2)})})
	k.add("LT.expired-before-signing", SealOptions{Sealer: brief, At: hour(-2), Late: k.late("LT", brief, LongTerm{Answered: hour(-2)})})
	young := ca.Issue(ca.RSA.Key, func(c *x509.Certificate) { c.NotBefore, c.SerialNumber = hour(2), big.NewInt(603) })
	k.add("LT.stamped-before-certificate", SealOptions{Sealer: young, At: hour(3), Late: k.late("LT", young, LongTerm{Answered: hour(4)})})
	future := ca.Issue(ca.RSA.Key, func(c *x509.Certificate) { c.NotBefore, c.SerialNumber = hour(24), big.NewInt(604) })
	k.add("LT.certificate-of-tomorrow", SealOptions{Sealer: future, At: hour(25), Late: k.late("LT", future, LongTerm{})})
	short := ca.Issue(ca.RSA.Key, func(c *x509.Certificate) {
		c.SerialNumber = big.NewInt(605)
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 56}, Value: []byte{5, 0}})
	})
	k.add("B.no-revocation-available", SealOptions{Sealer: short})
	responder := ca.Responder(func(c *x509.Certificate) { c.ExtraExtensions = noCheck })
	lt("LT.responder", LongTerm{Responder: &responder})
	ended := ca.Responder(func(c *x509.Certificate) { c.ExtraExtensions, c.NotAfter = noCheck, hour(2) })
	lt("LT.responder-expired", LongTerm{Responder: &ended})
	k.add("LTA.responder-expired", SealOptions{Sealer: ca.RSA, Late: k.late("LTA", ca.RSA, LongTerm{Responder: &ended})})
	k.add("LTA.responder-expired-before-archive", SealOptions{Sealer: ca.RSA, Late: k.late("LTA", ca.RSA, LongTerm{Responder: &ended, Archive: hour(3)})})
}

// noCheck says that nobody needs to check whether a responder was revoked (RFC 6960
// section 4.2.2.2.1).
var noCheck = []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}, Value: []byte{5, 0}}}

// addLater adds seals that are looked at long after certificates have expired.
func (k *kinds) addLater() {
	ca := k.ca
	later := func(name string, years int, sealer Sealer, lt LongTerm) {
		k.add(name, SealOptions{Sealer: sealer, Late: k.late(name[:3], sealer, lt)})
		k.all[len(k.all)-1].After = time.Duration(years) * 365 * 24 * time.Hour
	}
	end := func(c *x509.Certificate) { c.NotAfter, c.SerialNumber = SealTime.AddDate(1, 0, 0), big.NewInt(606) }
	brief := ca.Issue(ca.RSA.Key, end)
	later("LTA.two-years-later", 2, ca.RSA, LongTerm{})
	later("LTA.expired-two-years-later", 2, brief, LongTerm{})
	later("LTA.stamps-expired-two-years-later", 2, brief, LongTerm{Stamper: end})
	later("LT.stamps-expired-two-years-later", 2, brief, LongTerm{Stamper: end})
	responder := ca.Responder(func(c *x509.Certificate) { c.ExtraExtensions, c.NotAfter = noCheck, SealTime.AddDate(0, 1, 0) })
	later("LTA.all-expired-two-years-later", 2, brief, LongTerm{Stamper: end, Responder: &responder})
	later("LT.all-expired-two-years-later", 2, brief, LongTerm{Stamper: end, Responder: &responder})
}

// SelfSigned returns a seal certificate that is signed with its own key.
func SelfSigned(key crypto.Signer) Sealer {
	c := template(607, "self-signed "+SealCommonName)
	c.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	return Sealer{Certificate: sign(c, c, key.Public(), key), Key: key}
}
