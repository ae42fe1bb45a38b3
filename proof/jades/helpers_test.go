package jades_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// check verifies every signature of a file at a time.
func check(tb testing.TB, file []byte, anchors *trust.Anchors, at time.Time) []proof.Evidence {
	tb.Helper()
	secured, err := proof.Open(file, vc.Limits{})
	require.NoError(tb, err)
	return checkSecured(tb, secured, anchors, at)
}

// checkSecured leaves aside that most seals of the tests say nothing about
// revocation.
func checkSecured(tb testing.TB, file *proof.Secured, anchors *trust.Anchors, at time.Time) []proof.Evidence {
	tb.Helper()
	return checkWith(tb, file, lenient(anchors), at)
}

// lenient believes anchors and does not ask about revocation.
func lenient(anchors *trust.Anchors) proof.Policy {
	return proof.Policy{Trust: proof.Trust{Anchors: anchors}, UnsafeAllowUnknownRevocation: true}
}

// strict believes anchors and asks about revocation, as a policy does that
// nobody weakened.
func strict(anchors *trust.Anchors) proof.Policy {
	return proof.NewPolicy(proof.Trust{Anchors: anchors})
}

func checkWith(tb testing.TB, file *proof.Secured, policy proof.Policy, at time.Time) []proof.Evidence {
	tb.Helper()
	var out []proof.Evidence
	for _, p := range file.Proofs() {
		env := vc.Env{Clock: func() time.Time { return at }}
		evidence, err := jades.Suites()[0].Verify(tb.Context(), env, proof.Job{File: file, Proof: p, Policy: policy})
		require.NoError(tb, err)
		out = append(out, evidence)
	}
	return out
}

// faults returns what keeps a verdict from being valid: "CODE fail" and
// "CODE unknown".
func faults(findings []vc.Finding) string {
	var out []string
	for _, f := range findings {
		if f.Status == vc.Fail || f.Status == vc.Unknown {
			out = append(out, f.Code+" "+f.Status.String())
		}
	}
	return strings.Join(out, ", ")
}

// summary returns every finding as "CODE status".
func summary(findings []vc.Finding) string {
	var out []string
	for _, f := range findings {
		out = append(out, f.Code+" "+f.Status.String())
	}
	return strings.Join(out, ", ")
}

// named returns the findings with a code.
func named(findings []vc.Finding, code string) []vc.Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f vc.Finding) bool { return f.Code != code })
}

// finding returns the finding with a code.
func finding(tb testing.TB, findings []vc.Finding, code string) vc.Finding {
	tb.Helper()
	for _, f := range findings {
		if f.Code == code {
			return f
		}
	}
	require.Failf(tb, "no such finding", "%s is not among %s", code, summary(findings))
	return vc.Finding{}
}

// certificatesIn returns the certificates that a signature carries, in x5c
// and in xVals.
func certificatesIn(tb testing.TB, s *proof.Signature) []*x509.Certificate {
	tb.Helper()
	var out []*x509.Certificate
	add := func(text string) {
		if der, err := base64.StdEncoding.DecodeString(text); err == nil && len(der) > 0 {
			c, err := x509.ParseCertificate(der)
			require.NoError(tb, err)
			out = append(out, c)
		}
	}
	for entry := range s.Header.Get("x5c").Elements() {
		add(entry.Text())
	}
	for entry := range s.Unprotected.Get("etsiU").Elements() {
		if raw, err := base64.RawURLEncoding.DecodeString(entry.Text()); entry.Kind() == jsontree.String && err == nil {
			document, err := vc.ParseDocument(raw, vc.Limits{})
			require.NoError(tb, err)
			entry = document.Root()
		}
		for value := range entry.Get("xVals").Elements() {
			add(value.Lookup("/x509Cert/val").Text())
		}
	}
	return out
}

// claimedTime returns the signing time that a header claims.
func claimedTime(s *proof.Signature) time.Time {
	if seconds, ok := s.Header.Get("iat").Float(); ok {
		return time.Unix(int64(seconds), 0)
	}
	at, _ := time.Parse(time.RFC3339, s.Header.Get("sigT").Text())
	return at
}

// now is when the tests take place; our own seals are a few hours old.
var now = testkit.SealTime.Add(6 * time.Hour)

// ca is the authority of the tests. It is never changed.
var ca = testkit.NewCA()

// anchors trusts the root of the test authority.
func anchors() *trust.Anchors { return trust.NewAnchors(ca.Root) }

const payload = `{"@context":["https://www.w3.org/2018/credentials/v1"],"id":"urn:credential:1",` +
	`"issuer":{"id":"urn:epass:org:1","eIDASIdentifier":{"notation":"NTRNO-000000017"},"legalName":{"nb":"Vestre Ås høgskole"}},` +
	`"title":"a < b & c > d"}`

// sealed checks a payload that is sealed with options.
func sealed(tb testing.TB, o testkit.SealOptions) proof.Evidence {
	tb.Helper()
	return check(tb, seal(o), anchors(), now)[0]
}

// seal seals the payload; without a sealer it spares the making of a new
// authority.
func seal(o testkit.SealOptions) []byte {
	if o.Sealer.Certificate == nil {
		o.Sealer = ca.RSA
	}
	return testkit.Seal([]byte(payload), o)
}

// set returns a change of the header: a member gets another value, or is
// added at the end.
func set(name, json string) func([]testkit.Member) []testkit.Member {
	return func(header []testkit.Member) []testkit.Member {
		for i := range header {
			if header[i].Name == name {
				header[i].JSON = json
				return header
			}
		}
		return append(header, testkit.Member{Name: name, JSON: json})
	}
}

// drop returns a change of the header: members go.
func drop(names ...string) func([]testkit.Member) []testkit.Member {
	return func(header []testkit.Member) []testkit.Member {
		return slices.DeleteFunc(header, func(m testkit.Member) bool { return slices.Contains(names, m.Name) })
	}
}

// all makes several changes one after the other.
func all(changes ...func([]testkit.Member) []testkit.Member) func([]testkit.Member) []testkit.Member {
	return func(header []testkit.Member) []testkit.Member {
		for _, change := range changes {
			header = change(header)
		}
		return header
	}
}

// anchorsOf trusts these certificates.
func anchorsOf(certificates ...*x509.Certificate) *trust.Anchors {
	return trust.NewAnchors(certificates...)
}

// extension returns a certificate extension of no content.
func extension(id []int, critical bool) []pkix.Extension {
	return []pkix.Extension{{Id: id, Critical: critical, Value: []byte{5, 0}}}
}
