package jades_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// sample is a published sealed file and what must be found out about it when
// it is checked a minute after it claims to have been made, with the
// authorities in the file as anchors.
type sample struct {
	file string
	open string   // the code of the error of proof.Open, or ""
	want []string // for each signature the findings that keep it from being valid
	why  string
}

var (
	// right by the signature; what time stamps and revocation data show is said
	// in warnings, which the tests beside this one look at.
	right     = []string{""}
	twoRight  = []string{"", ""}
	policy    = []string{"JADES-POLICY unknown"}
	detached  = []string{"JADES-SIGD unknown"}
	unsecured = []string{} // proof.Open sees no proof in the file
)

var published = []sample{
	{"altered-jws.json", "", []string{"PROOF-SIGNATURE fail"}, "one letter of the payload was changed"},
	{"double-lta-in-container.json", "", right, "several archive time stamps in one component, from an authority that is not among the anchors"},
	{"flattened-extra-element.json", "", right, "RFC 7515 section 7.2.1: a further member of the envelope must be ignored; it is not signed"},
	{"jades-b-copied-cnttst.json", "", right, "the same content time stamp twice"},
	{"jades-b-iat-and-sigt.json", "", []string{"JADES-SIGNING-TIME fail"}, "iat and sigT side by side, and iat in milliseconds"},
	{"jades-b-no-signing-time.json", "", []string{"JADES-SIGNING-TIME fail"}, "level B demands a signing time"},
	{"jades-b-with-xvals.json", "", right, "no x5c: the digest leads to a certificate in xVals"},
	{"jades-detached-by-uri-encoded-pars.json", "", []string{"JADES-SIGD unknown, PROOF-SIGNATURE unknown"}, "ObjectIdByURI: the objects are part of what was signed and not here"},
	{"jades-detached-by-uri-hash-encoded-pars.json", "", detached, "ObjectIdByURIHash: the signature is right, the objects are not here"},
	{"jades-double-sig-different-etsiU.json", "", twoRight, "two signatures whose etsiU are of different kinds, but each of one kind"},
	{"jades-flattened-BpB-detached-objectByURIHash.json", "", unsecured, "no payload member: not seen as an envelope"},
	{"jades-flattened-BpT-broken-sigTst.json", "", right, "the signature time stamp is broken: a warning"},
	{"jades-level-b-full-type.json", "", right, "typ with its application/ prefix"},
	{"jades-level-b-sig-policy-invalid-digest-algo.json", "", policy, "a signature policy, whose digest algorithm is unknown too"},
	{"jades-lta-broken-arcTst.json", "", right, "the archive time stamp is broken: a warning"},
	{"jades-lta-copied-arctst.json", "", right, "a copied archive time stamp"},
	{"jades-lta-with-etsiU-whitespaces.json", "", right, "white space in the components of etsiU"},
	{"jades-lta.json", "", right, "level LTA as it should be"},
	{"jades-t-clear-etsiu.json", "", right, "components of etsiU as plain objects"},
	{"jades-t-copied-sigtst.json", "", right, "a copied signature time stamp"},
	{"jades-t-duplicated-sigtst.json", "", right, "the signature time stamp twice"},
	{"jades-triple-LTA.json", "", right, "three archive time stamps; the payload is plain text, which is for the verifier to say"},
	{"jades-two-sigs-copied-tst.json", "", twoRight, "two signatures share a time stamp"},
	{"jades-unsupported-signature-algorithm.json", "", []string{"JWS-ALG fail"}, "an object identifier as algorithm"},
	{"jades-with-asn1policy-digPSp.json", "", policy, "a signature policy"},
	{"jades-with-asn1policy.json", "", policy, "a signature policy"},
	{"jades-with-attached-counter-signature-replace-attack.json", "", right, "the counter signature covers something else, not checked"},
	{"jades-with-broken-attached-counter-signature.json", "", right, "the counter signature is broken, not checked"},
	{"jades-with-broken-detached-counter-signature.json", "", right, "the counter signature is broken, not checked"},
	{"jades-with-certified.json", "", right, "an attribute certificate of the signer, not checked"},
	{"jades-with-counter-signature.json", "", right, "a counter signature, not checked"},
	{"jades-with-double-sigt.json", "JWS-HEADER", nil, "the protected header holds sigT twice"},
	{"jades-with-line-break.json", "", right, "a line break after the file; the payload starts with a byte order mark, which is for the verifier to say"},
	{"jades-with-mixed-etsiU-type.json", "", []string{"JADES-ETSIU fail, JADES-POLICY unknown"}, "base64url and plain components side by side"},
	{"jades-with-multiple-sign-cert-refs.json", "", right, "sigX5ts: the first of the digests is that of the signer's certificate"},
	{"jades-with-sigAndRefsTst-with-dot.json", "", right, "time stamps over references"},
	{"jades-with-sigAndRefsTst-without-dot.json", "", right, "time stamps over references"},
	{"jades-with-spUserNotice.json", "", policy, "a signature policy"},
	{"jades-with-spdspec.json", "", policy, "a signature policy"},
	{"jades-wrong-etsiu-type.json", "", []string{"JADES-ETSIU fail, JADES-POLICY unknown"}, "etsiU is a string"},
	{"jades-wrong-x5c-header.json", "", []string{"JWS-X5C fail"}, "x5c is a string"},
	{"json_sealed_advanced.json", "", right, "the Commission's seal on a small text"},
	{"json_sealed_test_output.json", "", right, "the Commission's seal on a small text"},
	{"json_to_seal-signed-jades-baseline-lta.json", "", right, "the Commission's seal on a small text"},
	{"jws-serialization-no-signatures.json", "JWS-SERIALISATION", nil, "the array of signatures is empty"},
	{"malformed-jades-serialization.json", "JSON-SYNTAX", nil, "an object without member names"},
	{"serialization-extra-element.json", "", right, "RFC 7515 section 7.2.1: a further member of the envelope must be ignored; it is not signed"},
	{"serialization-wrong-payload-type.json", "JWS-PAYLOAD", nil, "the payload is an array"},
	{"simple-detached-wrong-algo.json", "", detached, "an unknown digest algorithm for objects that are not here"},
	{"simple-detached.json", "", detached, "the objects are not here"},
}

func TestPublishedSeals(t *testing.T) {
	dir := testkit.Shared(t, "data", "samples", "jades-dss")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, len(published), "every file must stand in the table")
	for _, s := range published {
		t.Run(s.file, func(t *testing.T) { checkSample(t, filepath.Join(dir, s.file), s) })
	}
}

func checkSample(t *testing.T, path string, s sample) {
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	file, err := proof.Open(raw, vc.Limits{})
	if s.open != "" {
		var format *proof.FormatError
		require.ErrorAs(t, err, &format, s.why)
		require.Equal(t, s.open, format.Code, s.why)
		return
	}
	require.NoError(t, err)
	require.Len(t, file.Proofs(), len(s.want), s.why)
	for i, p := range file.Proofs() {
		at := claimedTime(p.Signature)
		if at.IsZero() || at.Year() > 9999 {
			at = time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
		}
		anchors := authoritiesIn(t, p.Signature)
		findings := checkSecured(t, file, anchors, at.Add(time.Minute))[i].Findings
		require.Equal(t, s.want[i], faults(findings), s.why)
		if s.want[i] == "" {
			require.Equal(t, vc.Valid, vc.VerdictOf(findings))
			checkTrustIsNeeded(t, file, i, anchors, at)
		}
	}
}

// checkTrustIsNeeded makes sure that a valid seal is not valid without
// anchors, with foreign anchors and after the certificate has expired.
func checkTrustIsNeeded(t *testing.T, file *proof.Secured, i int, anchors *trust.Anchors, at time.Time) {
	now := time.Date(2046, 11, 21, 0, 0, 0, 0, time.UTC)
	for name, evidence := range map[string][]proof.Evidence{
		"no anchors":      checkSecured(t, file, nil, at),
		"foreign anchors": checkSecured(t, file, trust.NewAnchors(testkit.NewCA().Root), at),
		"expired":         checkSecured(t, file, anchors, now),
	} {
		want := "SEAL-TRUST unknown"
		if name == "expired" {
			want = "SEAL-PERIOD unknown" // who vouches is known still
		}
		require.Equal(t, want, faults(evidence[i].Findings), name)
		require.Equal(t, vc.Indeterminate, vc.VerdictOf(evidence[i].Findings), name)
	}
}

// authoritiesIn returns the authorities whose certificates a signature
// carries, or else the signer's own certificate.
func authoritiesIn(t *testing.T, s *proof.Signature) *trust.Anchors {
	certificates := certificatesIn(t, s)
	var sets []*trust.Anchors
	for _, c := range certificates {
		if c.IsCA {
			sets = append(sets, trust.NewAnchors(c))
		}
	}
	if len(sets) == 0 && len(certificates) > 0 {
		return trust.NewAnchors(certificates[0])
	}
	return trust.Join(sets...)
}

// The sealed files of the European Learning Model, with what the certificate
// says about the issuer in the credential.
var sealedCredentials = []struct {
	file   string
	issues vc.Status
	why    string
}{
	{"Sample-MC-Annex1-signed.jsonld", vc.Pass, "eIDASIdentifier is the organisation identifier of the certificate"},
	{"Sample-CertOfPart-signed.jsonld", vc.Pass, "eIDASIdentifier is the organisation identifier of the certificate"},
	{"credential-signed.jsonld", vc.Fail, "eIDASIdentifier is a placeholder, not that of the certificate"},
	{"signed_credential.jsonld", vc.Fail, "the same file again"},
	{"credential-jws-invalid.jsonld", vc.Unknown, "no eIDASIdentifier, and another legalName; the seal itself is right"},
}

func TestPublishedCredentials(t *testing.T) {
	dir := testkit.Shared(t, "data", "samples", "elm")
	var sealed []string
	for _, s := range sealedCredentials {
		sealed = append(sealed, s.file)
		t.Run(s.file, func(t *testing.T) {
			checkSample(t, filepath.Join(dir, s.file), sample{want: right, why: s.why})
			raw, err := os.ReadFile(filepath.Join(dir, s.file))
			require.NoError(t, err)
			evidence := check(t, raw, nil, time.Date(2023, 10, 1, 0, 0, 0, 0, time.UTC))[0]
			require.Equal(t, s.issues, evidence.Signer.Issues, s.why)
			for i, noun := range []string{"content", "signature", "archive"} {
				stamp := named(evidence.Findings, "JADES-TIMESTAMP")[i]
				require.Contains(t, stamp.Detail, "The "+noun+" time stamp of 202")
				require.Contains(t, stamp.Detail, "fits, but nobody whom you trust", "without anchors nobody vouches for it")
			}
			require.Contains(t, finding(t, evidence.Findings, "SEAL-QUALIFIED").Detail, "qualified for electronic seals")
			require.True(t, strings.HasPrefix(evidence.Signer.Controller, "VATES-"))
		})
	}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, entry := range entries {
		raw, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		require.NoError(t, err)
		if file, err := proof.Open(raw, vc.Limits{}); err == nil && file.Format() == proof.JAdES {
			require.Contains(t, sealed, entry.Name(), "every sealed file must stand in the table")
		}
	}
}

// Every time stamp in the Commission's files fits, and their revocation data
// answer for the certificates: with the authorities in the file as anchors
// the seals were in force when they were made. Today they are not known to
// be: the time-stamp authority of those tests has expired too.
func TestPublishedLongTerm(t *testing.T) {
	dir := testkit.Shared(t, "data", "samples", "elm")
	for _, s := range sealedCredentials {
		raw, err := os.ReadFile(filepath.Join(dir, s.file))
		require.NoError(t, err)
		file, err := proof.Open(raw, vc.Limits{})
		require.NoError(t, err)
		signature := file.Proofs()[0].Signature
		anchors, at := authoritiesIn(t, signature), claimedTime(signature)
		then := checkWith(t, file, strict(anchors), at.Add(time.Hour))[0].Findings
		require.Empty(t, faults(then), s.file)
		for _, stamp := range named(then, "JADES-TIMESTAMP") {
			require.Equal(t, vc.Pass, stamp.Status, stamp.Detail)
		}
		require.Equal(t, vc.Pass, finding(t, then, "SEAL-REVOCATION").Status, s.file)
		today := checkWith(t, file, strict(anchors), time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC))[0].Findings
		require.Equal(t, vc.Indeterminate, vc.AxesOf(today)[vc.InForce], s.file)
		require.Equal(t, vc.Valid, vc.AxesOf(today)[vc.Trusted], s.file)
	}
}

// TestPublishedPayloadByteChange makes sure that nothing but the exact
// payload of a real credential verifies.
func TestPublishedPayloadByteChange(t *testing.T) {
	raw := string(testkit.ReadShared(t, "data", "samples", "elm", "Sample-MC-Annex1-signed.jsonld"))
	at := time.Date(2023, 10, 1, 0, 0, 0, 0, time.UTC)
	for name, change := range map[string][]string{
		"one letter":   {"Spain", "Spajn"},
		"one space":    {`\"issuer\":`, `\"issuer\": `},
		"member order": {`\"type\":\"Organisation\",\"eIDASIdentifier\"`, `\"eIDASIdentifier\"`},
	} {
		require.Equal(t, 1, min(1, strings.Count(raw, change[0])), name)
		evidence := check(t, []byte(strings.Replace(raw, change[0], change[1], 1)), nil, at)[0]
		require.Equal(t, "PROOF-SIGNATURE fail, SEAL-TRUST unknown", faults(evidence.Findings), name)
	}
	same := strings.ReplaceAll(raw, `Spain`, `\u0053pain`)
	require.NotEqual(t, raw, same)
	evidence := check(t, []byte(same), nil, at)[0]
	require.Equal(t, "SEAL-TRUST unknown", faults(evidence.Findings), "another spelling of the same text is the same payload")
}
