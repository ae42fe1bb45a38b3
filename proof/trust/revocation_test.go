package trust_test

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/trust"
)

var (
	kit  = testkit.NewCA()
	made = testkit.SealTime
	day  = 24 * time.Hour
)

// of asks data about the RSA sealer.
func of(tb testing.TB, at, now time.Time, answers ...testkit.Answer) trust.Revocation {
	tb.Helper()
	var r trust.Revocations
	for _, a := range answers {
		a.Certificate = kit.RSA.Certificate
		require.NoError(tb, r.AddOCSP(kit.OCSP(kit.Intermediate, a)))
	}
	return r.Of(kit.RSA.Certificate, kit.Intermediate, at, now)
}

// A statement tells of the time before it and, until its end, of the time
// after it. A revocation is final; a hold is not.
func TestRevocationAtATime(t *testing.T) {
	now := made.Add(10 * day)
	good := testkit.Answer{Produced: made, Until: made.Add(day)}
	revoked := testkit.Answer{Produced: made.Add(2 * day), Revoked: made.Add(-day)}
	hold := testkit.Answer{Produced: made, Revoked: made.Add(-day), Reason: 6}
	lifted := testkit.Answer{Produced: made.Add(day), Until: made.Add(2 * day)}
	for name, c := range map[string]struct {
		at      time.Time
		answers []testkit.Answer
		want    trust.Revocation
	}{
		"nothing":              {made, nil, trust.Revocation{}},
		"before":               {made.Add(-day), []testkit.Answer{good}, trust.Revocation{State: trust.NotRevoked}},
		"at its end":           {made.Add(day), []testkit.Answer{good}, trust.Revocation{State: trust.NotRevoked}},
		"after its end":        {made.Add(day + 1), []testkit.Answer{good}, trust.Revocation{Stale: true}},
		"no end":               {made.Add(1), []testkit.Answer{{Produced: made}}, trust.Revocation{Stale: true}},
		"revoked":              {made, []testkit.Answer{revoked}, trust.Revocation{State: trust.Revoked, At: made.Add(-day)}},
		"revoked, good before": {made, []testkit.Answer{good, revoked}, trust.Revocation{State: trust.Revoked, At: made.Add(-day)}},
		"revoked, good after":  {made, []testkit.Answer{revoked, {Produced: made.Add(5 * day)}}, trust.Revocation{State: trust.Revoked, At: made.Add(-day)}},
		"on hold":              {made, []testkit.Answer{hold}, trust.Revocation{State: trust.Suspended, At: made.Add(-day)}},
		"a hold that ended":    {made, []testkit.Answer{lifted, hold}, trust.Revocation{State: trust.NotRevoked}},
		"from the future":      {made, []testkit.Answer{{Produced: now.Add(day)}}, trust.Revocation{}},
	} {
		got := of(t, c.at, now, c.answers...)
		got.At = got.At.UTC()
		require.Equal(t, c.want.State, got.State, name)
		require.True(t, c.want.At.Equal(got.At) || c.want.At.IsZero(), name)
		require.Equal(t, c.want.Stale, got.Stale, name)
	}
}

// An authority may forget certificates that have expired: that it says nothing
// bad of one does not help.
func TestRevocationAfterExpiry(t *testing.T) {
	short := kit.Issue(kit.RSA.Key, func(c *x509.Certificate) { c.NotAfter = made })
	var r trust.Revocations
	list := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: made.Add(day), NextUpdate: made.Add(2 * day)}
	require.NoError(t, r.AddCRL(kit.CRL(list)))
	require.Equal(t, trust.NotKnown, r.Of(short.Certificate, kit.Intermediate, made.Add(-day), made.Add(day)).State)
	require.Equal(t, trust.NotRevoked, r.Of(kit.RSA.Certificate, kit.Intermediate, made.Add(-day), made.Add(day)).State)
}

// A revoked responder does not answer any more.
func TestRevokedResponder(t *testing.T) {
	responder := kit.Responder(nil)
	var r trust.Revocations
	answer := testkit.Answer{Certificate: kit.RSA.Certificate, Produced: made, Until: made.Add(day)}
	require.NoError(t, r.AddOCSP(testkit.OCSPBy(responder, kit.Intermediate, answer)))
	require.Equal(t, trust.NotRevoked, r.Of(kit.RSA.Certificate, kit.Intermediate, made.Add(1), made.Add(day)).State)
	list := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: made.Add(-day), NextUpdate: made,
		RevokedCertificateEntries: []x509.RevocationListEntry{{SerialNumber: responder.Certificate.SerialNumber, RevocationTime: made}}}
	require.NoError(t, r.AddCRL(kit.CRL(list)))
	require.Equal(t, trust.NotKnown, r.Of(kit.RSA.Certificate, kit.Intermediate, made.Add(1), made.Add(day)).State)
}

// What is read is bounded in number and size.
func TestRevocationBounds(t *testing.T) {
	var r trust.Revocations
	require.ErrorContains(t, r.AddOCSP(make([]byte, 1<<17)), "more than")
	require.ErrorContains(t, r.AddCRL(make([]byte, 9<<20)), "more than")
	require.Error(t, r.AddCRL(kit.CRL(&x509.RevocationList{Number: big.NewInt(1), ThisUpdate: made, NextUpdate: made})), "the bytes of the one before count")
	r = trust.Revocations{}
	der := kit.OCSP(kit.Intermediate, testkit.Answer{Certificate: kit.RSA.Certificate, Produced: made})
	for range 64 {
		require.NoError(t, r.AddOCSP(der))
	}
	require.Error(t, r.AddOCSP(der))
}

// A list that covers a part only, or holds something that must be understood
// and is not, may say nothing about a certificate that was revoked.
func TestListsThatSayTooLittle(t *testing.T) {
	extension := func(last int, critical bool) []pkix.Extension {
		return []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, last}, Critical: critical, Value: []byte{0x30, 0}}}
	}
	entry := []x509.RevocationListEntry{{SerialNumber: big.NewInt(9), RevocationTime: made, ExtraExtensions: extension(29, true)}}
	for name, change := range map[string]func(*x509.RevocationList){
		"a delta":                        func(l *x509.RevocationList) { l.ExtraExtensions = extension(27, false) },
		"a distribution point":           func(l *x509.RevocationList) { l.ExtraExtensions = extension(28, false) },
		"something critical":             func(l *x509.RevocationList) { l.ExtraExtensions = extension(99, true) },
		"something critical in an entry": func(l *x509.RevocationList) { l.RevokedCertificateEntries = entry },
	} {
		list := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: made, NextUpdate: made.Add(day)}
		change(list)
		var r trust.Revocations
		require.ErrorContains(t, r.AddCRL(kit.CRL(list)), "TRUST-CRL", name)
	}
}

// Anybody can write a list in the name of an authority: only its signature
// counts. So it is with answers, and with a responder's certificate.
func TestForgedRevocationData(t *testing.T) {
	list := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: made, NextUpdate: made.Add(day)}
	namesake := *kit.Intermediate
	namesake.PublicKey = kit.EC.Key.Public()
	der, err := x509.CreateRevocationList(rand.Reader, list, &namesake, kit.EC.Key)
	require.NoError(t, err)
	answer := testkit.Answer{Certificate: kit.RSA.Certificate, Produced: made, Until: made.Add(day)}
	forger := testkit.Sealer{Certificate: kit.Responder(nil).Certificate, Key: kit.RSA.Key}
	early := kit.Responder(func(c *x509.Certificate) { c.NotAfter = made.Add(-day) })
	useless := kit.Responder(func(c *x509.Certificate) { c.ExtKeyUsage = nil })
	like := kit.Responder(nil).Certificate
	like.SignatureAlgorithm = x509.UnknownSignatureAlgorithm
	appointed, err := x509.CreateCertificate(rand.Reader, like, &namesake, kit.EC.Key.Public(), kit.EC.Key)
	require.NoError(t, err)
	fake, err := x509.ParseCertificate(appointed)
	require.NoError(t, err)
	for name, add := range map[string]func(*trust.Revocations) error{
		"a list": func(r *trust.Revocations) error { return r.AddCRL(der) },
		"an answer": func(r *trust.Revocations) error {
			return r.AddOCSP(testkit.OCSPBy(testkit.Sealer{Certificate: kit.Intermediate, Key: kit.RSA.Key}, kit.Intermediate, answer))
		},
		"a responder's answer": func(r *trust.Revocations) error { return r.AddOCSP(testkit.OCSPBy(forger, kit.Intermediate, answer)) },
		"an expired responder": func(r *trust.Revocations) error { return r.AddOCSP(testkit.OCSPBy(early, kit.Intermediate, answer)) },
		"no responder":         func(r *trust.Revocations) error { return r.AddOCSP(testkit.OCSPBy(useless, kit.Intermediate, answer)) },
		"appointed by itself": func(r *trust.Revocations) error {
			return r.AddOCSP(testkit.OCSPBy(testkit.Sealer{Certificate: fake, Key: kit.EC.Key}, kit.Intermediate, answer))
		},
	} {
		var r trust.Revocations
		if err := add(&r); err != nil {
			continue // or it cannot even be read
		}
		require.Equal(t, trust.NotKnown, r.Of(kit.RSA.Certificate, kit.Intermediate, made, made.Add(1)).State, name)
		require.Len(t, r.Unused(), 1, name)
	}
}

// An answer need not hold the certificate of its responder, which may stand
// elsewhere in the document; then nobody but us checks who signed it.
func TestResponderElsewhere(t *testing.T) {
	type basic struct {
		Data, Algorithm asn1.RawValue
		Signature       asn1.BitString
		Certificates    []asn1.RawValue `asn1:"explicit,tag:0,optional,omitempty"`
	}
	type outer struct {
		Status asn1.Enumerated
		Body   struct {
			Type asn1.ObjectIdentifier
			Data []byte
		} `asn1:"explicit,tag:0"`
	}
	responder := kit.Responder(nil)
	for signer, want := range map[crypto.Signer]trust.State{responder.Key: trust.NotRevoked, kit.RSA.Key: trust.NotKnown} {
		der := testkit.OCSPBy(testkit.Sealer{Certificate: responder.Certificate, Key: signer}, kit.Intermediate, testkit.Answer{Certificate: kit.RSA.Certificate, Produced: made, Until: made.Add(day)})
		var o outer
		var b basic
		_, err := asn1.Unmarshal(der, &o)
		require.NoError(t, err)
		_, err = asn1.Unmarshal(o.Body.Data, &b)
		require.NoError(t, err)
		b.Certificates = nil
		o.Body.Data, err = asn1.Marshal(b)
		require.NoError(t, err)
		der, err = asn1.Marshal(o)
		require.NoError(t, err)
		var r trust.Revocations
		r.AddCertificates(responder.Certificate)
		require.NoError(t, r.AddOCSP(der))
		require.Equal(t, want, r.Of(kit.RSA.Certificate, kit.Intermediate, made, made.Add(1)).State)
	}
}

// An authority above another must have signed its certificate; the name alone
// is anybody's.
func TestPathIsSigned(t *testing.T) {
	namesake := testkit.IssueWith(kit, kit.EC.Key.Public())
	namesake.RawSubject = kit.Intermediate.RawSubject
	require.Len(t, trust.Path(kit.RSA.Certificate, []*x509.Certificate{namesake, kit.Root}), 1)
}

func TestPath(t *testing.T) {
	others := []*x509.Certificate{kit.Root, kit.EC.Certificate, kit.Intermediate}
	require.Equal(t, []*x509.Certificate{kit.RSA.Certificate, kit.Intermediate, kit.Root}, trust.Path(kit.RSA.Certificate, others))
	require.Len(t, trust.Path(kit.RSA.Certificate, nil), 1)
	require.True(t, trust.IsSelfSigned(kit.Root))
	require.False(t, trust.IsSelfSigned(kit.Intermediate))
}

// A token is sound by its own signature, whoever made it, and covers what it
// was made for.
func TestTimestamp(t *testing.T) {
	stamp, err := trust.ParseTimestamp(kit.Timestamp(made, "text"))
	require.NoError(t, err)
	require.True(t, stamp.Time.Equal(made))
	require.True(t, stamp.Covers("te", "xt"))
	require.False(t, stamp.Covers("te", "xt", "."))
	require.True(t, stamp.Authority.Equal(kit.TSA().Certificate))
	_, err = trust.ParseTimestamp(testkit.TimestampBy(kit.RSA, made, "text"))
	require.ErrorContains(t, err, "TRUST-TIMESTAMP")
}

// FuzzRevocations gives any bytes to the readers of revocation data: nothing
// panics, and only what our authority signed is ever believed.
func FuzzRevocations(f *testing.F) {
	f.Add(kit.OCSP(kit.Intermediate, testkit.Answer{Certificate: kit.EC.Certificate, Produced: made}))
	f.Add(testkit.OCSPBy(kit.Responder(nil), kit.Intermediate, testkit.Answer{Certificate: kit.EC.Certificate, Produced: made}))
	f.Add(kit.CRL(&x509.RevocationList{Number: big.NewInt(1), ThisUpdate: made.Add(1000 * day), NextUpdate: made.Add(1001 * day)}))
	f.Fuzz(func(t *testing.T, der []byte) {
		var r trust.Revocations
		_, _ = r.AddOCSP(der), r.AddCRL(der)
		got := r.Of(kit.RSA.Certificate, kit.Intermediate, made, made)
		require.Equal(t, trust.NotKnown, got.State, "none of the seeds says anything about this certificate")
		require.NotNil(t, append(r.Unused(), ""))
	})
}

// FuzzTimestamp gives any bytes to the reader of time stamps: nothing panics,
// and only what our authority stamped covers the text.
func FuzzTimestamp(f *testing.F) {
	f.Add(kit.Timestamp(made, "text"))
	f.Add(kit.Timestamp(made, "other"))
	f.Fuzz(func(t *testing.T, der []byte) {
		stamp, err := trust.ParseTimestamp(der)
		if err != nil {
			return
		}
		if stamp.Covers("text") && stamp.Authority.Equal(kit.TSA().Certificate) {
			require.True(t, stamp.Time.Equal(made))
		}
	})
}
