package dataintegrity

import (
	"context"
	"crypto"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/bbs"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// sdSigner is an issuer with a key for selective disclosure.
type sdSigner struct {
	did string
	key proof.Key
}

func newSDSigner(t testing.TB) sdSigner { return newSignerWith(t, must(ecdsaKey())) }

func newBBSSigner(t testing.TB) sdSigner { return newSignerWith(t, must(bbs.GenerateKey())) }

func newSignerWith(t testing.TB, secret crypto.Signer) sdSigner {
	t.Helper()
	text, err := multikey.EncodePublic(secret.Public())
	require.NoError(t, err)
	return sdSigner{"did:key:" + text, proof.Key{Method: "did:key:" + text + "#" + text, Signer: secret}}
}

// forSchemes runs a test with an issuer for each cryptosuite with selective disclosure.
func forSchemes(t *testing.T, test func(*testing.T, sdSigner)) {
	t.Run(string(ECDSASD2023), func(t *testing.T) { test(t, newSDSigner(t)) })
	t.Run(string(BBS2023), func(t *testing.T) { test(t, newBBSSigner(t)) })
}

// draft returns the badge of these tests with changes: pointer and JSON text in
// turn.
func (s sdSigner) draft(t testing.TB, changes ...string) vc.Document {
	t.Helper()
	doc, err := vc.ParseDocument([]byte(strings.Replace(sdBadge, "ISSUER", s.did, 1)), vc.Limits{})
	require.NoError(t, err)
	for i := 0; i < len(changes); i += 2 {
		doc, err = doc.With(changes[i], changes[i+1])
		require.NoError(t, err)
	}
	return doc
}

func (s sdSigner) sign(t testing.TB, doc vc.Document, o SelectiveOptions) *proof.Secured {
	t.Helper()
	file, err := SignSelective(t.Context(), sdEnv(), doc, s.key, o)
	require.NoError(t, err)
	return file
}

func derive(t testing.TB, base *proof.Secured, reveal ...string) *proof.Secured {
	t.Helper()
	derived, err := Derive(t.Context(), sdEnv(), base, DeriveOptions{Reveal: reveal})
	require.NoError(t, err)
	return derived
}

// sdSuite checks derived proofs of ecdsa-sd-2023.
var sdSuite = selectiveSuite{suite{suiteNamed(ECDSASD2023)}}

func evidenceOf(t testing.TB, file *proof.Secured) proof.Evidence {
	t.Helper()
	return evidenceUnder(t, file, proof.Policy{})
}

// evidenceUnder is what the check of the only proof of a file finds under a policy.
func evidenceUnder(t testing.TB, file *proof.Secured, policy proof.Policy) proof.Evidence {
	t.Helper()
	checker := selectiveSuite{suite{suiteNamed(Cryptosuite(file.Proofs()[0].Suite))}}
	evidence, err := checker.Verify(t.Context(), sdEnv(), proof.Job{File: file, Proof: file.Proofs()[0], Policy: policy})
	require.NoError(t, err)
	return evidence
}

func findingOf(e proof.Evidence, code string) vc.Finding {
	i := slices.IndexFunc(e.Findings, func(f vc.Finding) bool { return f.Code == code })
	if i < 0 {
		return vc.Finding{}
	}
	return e.Findings[i]
}

const (
	sdUntil  = `"2025-02-01T00:00:00Z"`
	sdStatus = `[{"id":"https://a.example/1#1","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"1","statusListCredential":"https://a.example/1"},
		{"id":"https://a.example/1#2","type":"BitstringStatusListEntry","statusPurpose":"suspension","statusListIndex":"2","statusListCredential":"https://a.example/1"}]`
)

// A holder must not be able to make an expired or revoked badge valid by
// keeping back its end or its status, nor to take away what else a verifier
// decides by: whatever the issuer asked to be mandatory, these always are.
func TestWhatDecidesCannotBeWithheld(t *testing.T) { forSchemes(t, keepWhatDecides) }

func keepWhatDecides(t *testing.T, s sdSigner) {
	doc := s.draft(t, "/validUntil", sdUntil, "/credentialStatus", sdStatus,
		"/credentialSchema", `{"id":"https://a.example/schema","type":"JsonSchema"}`,
		"/termsOfUse", `{"id":"https://a.example/terms","type":"urn:example:Policy"}`,
		"/refreshService", `{"id":"https://a.example/refresh","type":"urn:example:Refresh"}`,
		"/relatedResource", `[{"id":"https://a.example/r","digestMultibase":"uEiA"}]`)
	for name, mandatory := range map[string][]string{"nothing asked": nil, "something else asked": {"/name"}, "the same asked": {"/validUntil", "/issuer/id"}} {
		base := s.sign(t, doc, SelectiveOptions{Mandatory: mandatory})
		derived := derive(t, base, "/credentialSubject/achievement/name")
		for _, pointer := range vc.DecisivePointers(doc) {
			require.Equal(t, doc.Lookup(pointer).Raw(), derived.Document().Lookup(pointer).Raw(), "%s %s", name, pointer)
		}
		require.False(t, derived.Document().Lookup("/issuer/name").Exists(), "the rest of the issuer is the holder's choice")
		e := evidenceOf(t, derived)
		require.Equal(t, vc.Pass, findingOf(e, "PROOF-SIGNATURE").Status)
		require.True(t, e.Derived)
		require.Empty(t, e.Withheld, "the end and the status are there")
		require.Equal(t, vc.Warn, findingOf(e, "SD-WITHHELD").Status)

		least := derive(t, base)
		require.Equal(t, vc.Invalid, sdResult(t, least).Verdict, "expired, and the holder cannot help it")
		for _, pointer := range []string{"/validUntil", "/credentialStatus", "/credentialStatus/1", "/refreshService"} {
			cut, err := vc.ParseDocument(least.Bytes(), vc.Limits{})
			require.NoError(t, err)
			cut, err = cut.Without(pointer)
			require.NoError(t, err)
			file, err := proof.Open(cut.Bytes(), vc.Limits{})
			require.NoError(t, err)
			require.Equal(t, vc.Fail, findingOf(evidenceOf(t, file), "PROOF-VALUE").Status, pointer)
		}
	}
}

// What signers make who leave the end of validity to the holder: the verifier
// says that it cannot see whether there is one, and that the issuer left such
// things open where the proof shows it.
func TestWithheldIsSaid(t *testing.T) { forSchemes(t, sayWithheld) }

func sayWithheld(t *testing.T, s sdSigner) {
	doc := s.draft(t, "/validUntil", sdUntil, "/credentialStatus", sdStatus)
	for _, test := range []struct {
		name              string
		mandatory, reveal []string
		withheld, says    string
	}{
		{"all that decides is hidden", []string{"/issuer"}, nil, "a start of validity or an end of validity or a status", "cannot be seen, unless its issuer made that mandatory."},
		{"the start is shown of free will", []string{"/issuer"}, []string{"/validFrom"}, "an end of validity or a status", "left /validFrom to the holder"},
		{"a status is shown of free will", []string{"/issuer", "/validFrom", "/validUntil"}, []string{"/credentialStatus/0"}, "a further status", "left /credentialStatus to the holder"},
		{"nothing is mandatory", nil, []string{"/issuer", "/validUntil"}, "a start of validity or a status", "left /type, /issuer/id, /validUntil to the holder"},
		{"all that decides is mandatory", []string{"/issuer", "/validFrom", "/validUntil", "/credentialStatus"}, nil, "", "may be withheld."},
	} {
		t.Run(test.name, func(t *testing.T) {
			base := s.sign(t, doc, SelectiveOptions{Mandatory: test.mandatory, careless: true})
			e := evidenceOf(t, derive(t, base, test.reveal...))
			require.Equal(t, vc.Pass, findingOf(e, "PROOF-SIGNATURE").Status)
			require.True(t, e.Derived)
			require.Equal(t, test.withheld, e.Withheld)
			f := findingOf(e, "SD-WITHHELD")
			require.Equal(t, vc.Warn, f.Status)
			require.Equal(t, vc.InForce, f.Axis)
			require.Contains(t, f.Detail, test.says)
		})
	}
	// The same where the key is not to be had: nobody knows, and nobody is
	// blamed for what is missing.
	away, err := proof.Open([]byte(strings.ReplaceAll(string(derive(t, s.sign(t, s.draft(t), SelectiveOptions{})).Bytes()), s.did, "did:web:away.example")), vc.Limits{})
	require.NoError(t, err)
	e := evidenceOf(t, away)
	require.Equal(t, vc.Unknown, findingOf(e, "PROOF-METHOD").Status)
	require.Equal(t, vc.Warn, findingOf(e, "SD-WITHHELD").Status)
	require.True(t, e.Derived)
	require.Equal(t, "an end of validity or a status", e.Withheld)

	changed, err := proof.Open([]byte(strings.Replace(string(derive(t, s.sign(t, doc, SelectiveOptions{})).Bytes()), "2025-02-01", "2035-02-01", 1)), vc.Limits{})
	require.NoError(t, err)
	require.False(t, evidenceOf(t, changed).Derived, "nothing is excused by a proof that does not verify")
}

// A derived proof covers a part of what an earlier proof covered, so it cannot
// build on one, even where the issuer signed that it does.
func TestDerivedProofBuildsOnNone(t *testing.T) { forSchemes(t, buildOnNone) }

func buildOnNone(t *testing.T, s sdSigner) {
	options := SelectiveOptions{Options: Options{Previous: []string{"urn:x:1"}}}
	_, err := SignSelective(t.Context(), sdEnv(), s.draft(t), s.key, options)
	require.ErrorContains(t, err, "PROOF-CHAIN")
	options.careless, options.Mandatory = true, []string{"/issuer"}
	f := findingOf(evidenceOf(t, derive(t, s.sign(t, s.draft(t), options))), "PROOF-CHAIN")
	require.Equal(t, vc.Fail, f.Status)
	require.Equal(t, "/proof/previousProof", f.Pointer)
	require.Equal(t, problemProof, f.Type)
}

// One node of what was signed must not be shown as two: here a piece of
// evidence is torn in two, and both halves are given the label of the whole, so
// that the statements are the signed ones.
func TestTwoNodesUnderOneLabel(t *testing.T) { forSchemes(t, tearNode) }

func tearNode(t *testing.T, s sdSigner) {
	base := s.sign(t, s.draft(t, "/evidence", `[{"type":["Evidence"],"name":"a","narrative":"b"}]`), SelectiveOptions{})
	whole := derive(t, base, "")
	require.Equal(t, vc.Pass, findingOf(evidenceOf(t, whole), "PROOF-SIGNATURE").Status)
	suite := suiteNamed(Cryptosuite(base.Proofs()[0].Suite))
	read, err := suite.decodeBase(base.Proofs()[0].Value.Get("proofValue").Text())
	require.NoError(t, err)
	all, err := suite.scheme.blind(t.Context(), sdEnv(), base.Document(), read.secret())
	require.NoError(t, err)

	torn, err := whole.Document().With("/evidence", `[{"type":["Evidence"],"name":"a"},{"type":["Evidence"],"narrative":"b"}]`)
	require.NoError(t, err)
	ds, err := namedDataset(t.Context(), sdEnv(), torn, samePlace)
	require.NoError(t, err)
	issued, err := canonicalLabels(t.Context(), sdEnv(), ds)
	require.NoError(t, err)
	derived, err := suite.decodeDerived(whole.Proofs()[0].Value.Get("proofValue").Text())
	require.NoError(t, err)
	clear(derived.nodes())
	for node, canonical := range issued {
		n, err := strconv.ParseUint(strings.TrimPrefix(canonical, "c14n"), 10, 32)
		require.NoError(t, err)
		derived.nodes()[uint32(n)] = label(all.labels[strings.Replace(node, "/evidence/1", "/evidence/0", 1)])
	}
	text, err := suite.scheme.encodeDerived(derived)
	require.NoError(t, err)
	config, err := configOf(whole.Proofs()[0].Value)
	require.NoError(t, err)
	file, err := attachValue(sdEnv(), torn, config, text, false)
	require.NoError(t, err)
	require.Equal(t, vc.Fail, findingOf(evidenceOf(t, file), "PROOF-VALUE").Status)
}

// Open Badges wants the proof in an array, and Sign makes a base proof, too.
func TestSelectiveThroughSign(t *testing.T) { forSchemes(t, signSelectively) }

func signSelectively(t *testing.T, s sdSigner) {
	suite, err := new(SelectiveOptions).suite(s.key)
	require.NoError(t, err)
	base, err := Sign(t.Context(), sdEnv(), s.draft(t, "/validUntil", sdUntil), suite.name, s.key, Options{Array: true, Purpose: vc.AssertionMethod})
	require.NoError(t, err)
	derived := derive(t, base, "/name")
	for _, file := range []*proof.Secured{base, derived} {
		doc, err := vc.ParseDocument(file.Bytes(), vc.Limits{})
		require.NoError(t, err)
		require.Equal(t, jsontree.Array, doc.Get("proof").Kind())
	}
	require.Equal(t, vc.Pass, findingOf(evidenceOf(t, derived), "PROOF-SIGNATURE").Status)
	require.True(t, derived.Document().Get("validUntil").Exists())
	_, err = Add(t.Context(), sdEnv(), base, suite.name, s.key, Options{})
	require.ErrorContains(t, err, "stands alone")
	_, err = Sign(t.Context(), sdEnv(), derived.Document(), "none", s.key, Options{})
	require.ErrorContains(t, err, "ecdsa-sd-2023, bbs-2023")
}

// Signatures over statements are the expensive part: a deadline ends their
// making and checking, and their number has a limit.
func TestSelectiveIsBounded(t *testing.T) {
	const n = 20_000
	s := newSDSigner(t)
	tags := make([]string, n)
	for i := range tags {
		tags[i] = fmt.Sprintf(`"t%d"`, i)
	}
	doc := s.draft(t, "/credentialSubject/achievement/tag", "["+strings.Join(tags, ",")+"]")
	begin := time.Now()
	base := s.sign(t, doc, SelectiveOptions{})
	t.Logf("signed in %v", time.Since(begin))
	derived := derive(t, base, "")
	job := proof.Job{File: derived, Proof: derived.Proofs()[0]}
	hurried := func(do func(ctx context.Context) error) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 250*time.Millisecond)
		defer cancel()
		begin := time.Now()
		require.ErrorIs(t, do(ctx), context.DeadlineExceeded)
		require.Less(t, time.Since(begin), time.Minute) // generous: the machine may be busy
	}
	hurried(func(ctx context.Context) error {
		_, err := sdSuite.Verify(ctx, sdEnv(), job)
		return err
	})
	hurried(func(ctx context.Context) error {
		_, err := SignSelective(ctx, sdEnv(), doc, s.key, SelectiveOptions{})
		return err
	})

	few := sdEnv()
	few.Limits.Statements = n - 1
	_, err := sdSuite.Verify(t.Context(), few, job)
	require.ErrorIs(t, err, vc.ErrLimit)
	_, err = SignSelective(t.Context(), few, doc, s.key, SelectiveOptions{})
	require.ErrorIs(t, err, vc.ErrLimit)
	_, err = Derive(t.Context(), few, base, DeriveOptions{})
	require.ErrorIs(t, err, vc.ErrLimit)

	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Derive(cancelled, sdEnv(), base, DeriveOptions{Reveal: []string{"/name"}})
	require.ErrorIs(t, err, context.Canceled)
}
