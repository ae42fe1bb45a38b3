package dataintegrity

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/bbs"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func bbsBaseOf(t testing.TB, file *proof.Secured) *bbsBase {
	t.Helper()
	value, err := suiteNamed(BBS2023).decodeBase(file.Proofs()[0].Value.Get("proofValue").Text())
	require.NoError(t, err)
	return value.(*bbsBase)
}

func bbsDerivedOf(t testing.TB, file *proof.Secured) *bbsDerived {
	t.Helper()
	value, err := suiteNamed(BBS2023).decodeDerived(file.Proofs()[0].Value.Get("proofValue").Text())
	require.NoError(t, err)
	return value.(*bbsDerived)
}

// withProofValue returns a file whose only proof has another value.
func withProofValue(t testing.TB, file *proof.Secured, text string) *proof.Secured {
	t.Helper()
	doc, err := vc.ParseDocument(file.Bytes(), vc.Limits{})
	require.NoError(t, err)
	doc, err = doc.With(file.Proofs()[0].Pointer+"/proofValue", string(jsontree.AppendString(nil, text)))
	require.NoError(t, err)
	out, err := proof.Open(doc.Bytes(), vc.Limits{})
	require.NoError(t, err)
	return out
}

func (d *bbsDerived) in(t testing.TB, file *proof.Secured) *proof.Secured {
	t.Helper()
	return withProofValue(t, file, must(bbs2023.encodeDerived(d)))
}

func (b *bbsBase) in(t testing.TB, file *proof.Secured) *proof.Secured {
	t.Helper()
	return withProofValue(t, file, must(bbs2023.encodeBase(b)))
}

// flipped returns octets with one bit changed.
func flipped(o octets, at int) octets {
	o = slices.Clone(o)
	o[at] ^= 1
	return o
}

// Every part of a derived value counts: whatever is changed in it, the proof fails,
// and never is the outcome an error or unknown.
func TestBBSDerivedValueAltered(t *testing.T) {
	s := newBBSSigner(t)
	reveal := []string{"/credentialSubject/identifier/0", "/credentialSubject/achievement/criteria", "/credentialSubject/result"}
	base := s.sign(t, s.draft(t), SelectiveOptions{Mandatory: []string{"/credentialSubject/achievement/name"}})
	file, err := Derive(t.Context(), sdEnv(), base, DeriveOptions{Reveal: reveal, PresentationHeader: []byte("hello")})
	require.NoError(t, err)
	require.Equal(t, vc.Pass, findingOf(evidenceOf(t, bbsDerivedOf(t, file).in(t, file)), "PROOF-SIGNATURE").Status)
	hidden, _ := bbs.Hidden(len(bbsDerivedOf(t, file).Proof))
	require.Greater(t, hidden, 3)
	require.Greater(t, len(bbsDerivedOf(t, file).SelectiveIndexes), 3)

	for name, change := range map[string]func(*bbsDerived){
		"the first point":                 func(d *bbsDerived) { d.Proof = flipped(d.Proof, 40) },
		"a response":                      func(d *bbsDerived) { d.Proof = flipped(d.Proof, 150) },
		"the response of a hidden one":    func(d *bbsDerived) { d.Proof = flipped(d.Proof, 250) },
		"the challenge":                   func(d *bbsDerived) { d.Proof = flipped(d.Proof, len(d.Proof)-1) },
		"points in another order":         func(d *bbsDerived) { d.Proof = slices.Concat(d.Proof[48:96], d.Proof[:48], d.Proof[96:]) },
		"a proof cut short":               func(d *bbsDerived) { d.Proof = d.Proof[:len(d.Proof)-1] },
		"one hidden statement less":       func(d *bbsDerived) { d.Proof = d.Proof[:len(d.Proof)-32] },
		"one hidden statement more":       func(d *bbsDerived) { d.Proof = append(slices.Clone(d.Proof), d.Proof[len(d.Proof)-32:]...) },
		"no proof":                        func(d *bbsDerived) { d.Proof = nil },
		"no labels":                       func(d *bbsDerived) { d.Labels = nil },
		"labels exchanged":                func(d *bbsDerived) { d.Labels[0], d.Labels[1] = d.Labels[1], d.Labels[0] },
		"one label for two nodes":         func(d *bbsDerived) { d.Labels[0] = d.Labels[1] },
		"a label of no node":              func(d *bbsDerived) { d.Labels[0] = "b4000000000" },
		"a label too many":                func(d *bbsDerived) { d.Labels[99] = "b99" },
		"a label of another scheme":       func(d *bbsDerived) { d.Labels[0] = newLabel(make([]byte, 32)) },
		"a label for another node":        func(d *bbsDerived) { d.Labels[77] = d.Labels[0]; delete(d.Labels, 0) },
		"no mandatory statement":          func(d *bbsDerived) { d.MandatoryIndexes = nil },
		"a mandatory statement less":      func(d *bbsDerived) { d.MandatoryIndexes = d.MandatoryIndexes[1:] },
		"a mandatory index beyond":        func(d *bbsDerived) { d.MandatoryIndexes[len(d.MandatoryIndexes)-1] = 1 << 40 },
		"mandatory indexes in disorder":   func(d *bbsDerived) { slices.Reverse(d.MandatoryIndexes) },
		"a negative mandatory index":      func(d *bbsDerived) { d.MandatoryIndexes[0] = -1 },
		"no selective index":              func(d *bbsDerived) { d.SelectiveIndexes = nil },
		"selective indexes in disorder":   func(d *bbsDerived) { slices.Reverse(d.SelectiveIndexes) },
		"a selective index twice":         func(d *bbsDerived) { d.SelectiveIndexes[1] = d.SelectiveIndexes[0] },
		"a negative selective index":      func(d *bbsDerived) { d.SelectiveIndexes[0] = -1 },
		"a selective index just beyond":   func(d *bbsDerived) { d.SelectiveIndexes[len(d.SelectiveIndexes)-1] = hidden + len(d.SelectiveIndexes) },
		"a selective index far beyond":    func(d *bbsDerived) { d.SelectiveIndexes[len(d.SelectiveIndexes)-1] = 1 << 40 },
		"the index of a hidden statement": func(d *bbsDerived) { d.SelectiveIndexes[len(d.SelectiveIndexes)-1]++ },
		"the lists of indexes exchanged":  func(d *bbsDerived) { d.MandatoryIndexes, d.SelectiveIndexes = d.SelectiveIndexes, d.MandatoryIndexes },
		"another presentation header":     func(d *bbsDerived) { d.PresentationHeader = octets("world") },
		"no presentation header":          func(d *bbsDerived) { d.PresentationHeader = nil },
	} {
		d := bbsDerivedOf(t, file)
		change(d)
		e := evidenceOf(t, d.in(t, file))
		require.Equal(t, vc.Invalid, vc.AxesOf(e.Findings)[vc.Authentic], "%s: %v", name, e.Findings)
		require.True(t, e.Verified.IsZero(), name)
	}

	raw, err := base64.RawURLEncoding.DecodeString(must(bbs2023.encodeDerived(bbsDerivedOf(t, file)))[1:])
	require.NoError(t, err)
	body := raw[3:]
	for name, bad := range map[string][]byte{
		"a tag":                append([]byte{0xc1}, body...),
		"an indefinite array":  append(append([]byte{0x9f}, body[1:]...), 0xff),
		"a part less":          append([]byte{0x84}, body[1:]...),
		"a part more":          append(append([]byte{0x86}, body[1:]...), 0x40),
		"something after it":   append(slices.Clone(body), 0),
		"null for the header":  append(slices.Clone(body[:len(body)-6]), 0xf6),
		"a text as the header": append(slices.Clone(body[:len(body)-6]), 0x61, 'x'),
		"a number":             {0x01},
		"nothing":              {},
		"null for an index":    {0x85, 0x40, 0xa0, 0x81, 0xf6, 0x80, 0x40},
		"a float as an index":  {0x85, 0x40, 0xa0, 0x81, 0xf9, 0x3c, 0x00, 0x80, 0x40},
		"a float as a label":   {0x85, 0x40, 0xa1, 0x00, 0xf9, 0x3c, 0x00, 0x80, 0x80, 0x40},
		"a text as a label":    {0x85, 0x40, 0xa1, 0x00, 0x61, 'b', 0x80, 0x80, 0x40},
		"a negative label":     {0x85, 0x40, 0xa1, 0x00, 0x20, 0x80, 0x80, 0x40},
		"a huge label":         {0x85, 0x40, 0xa1, 0x00, 0x1b, 0, 0, 0, 1, 0, 0, 0, 0, 0x80, 0x80, 0x40},
		"a node twice":         {0x85, 0x40, 0xa2, 0x00, 0x00, 0x00, 0x01, 0x80, 0x80, 0x40},
		"a huge array":         {0x85, 0x40, 0xa0, 0x9b, 0, 0, 0, 1, 0, 0, 0, 0},
	} {
		e := evidenceOf(t, withProofValue(t, file, encodeRaw(append([]byte{0xd9, 0x5d, 0x03}, bad...))))
		require.Equal(t, vc.Fail, findingOf(e, "PROOF-VALUE").Status, "%s: %v", name, e.Findings)
		require.NotContains(t, findingOf(e, "PROOF-VALUE").Detail, "dataintegrity", "no names of the program")
	}
}

// A derived proof is for one selection of one credential, under one proof.
func TestBBSProofOfAnother(t *testing.T) {
	s := newBBSSigner(t)
	o := SelectiveOptions{Mandatory: []string{"/credentialSubject/achievement/name"}, hmacKey: make([]byte, 32)}
	file := derive(t, s.sign(t, s.draft(t), o), "/credentialSubject/result")
	twice := derive(t, s.sign(t, s.draft(t, "/credentialSubject/result/0/value", `"A"`), o), "/credentialSubject/result")
	longer := derive(t, s.sign(t, s.draft(t, "/credentialSubject/achievement/name", `"Svømming"`), o), "/credentialSubject/result")
	narrow := derive(t, s.sign(t, s.draft(t), o))
	all := derive(t, s.sign(t, s.draft(t), o), "")
	for name, from := range map[string]*proof.Secured{"one other value": twice, "one other mandatory value": longer, "less revealed": narrow, "more revealed": all} {
		e := evidenceOf(t, bbsDerivedOf(t, from).in(t, file))
		require.Equal(t, vc.Invalid, vc.AxesOf(e.Findings)[vc.Authentic], "%s: %v", name, e.Findings)
	}
	// The same statements under another proof of the same issuer.
	o.Created = sdEnv().Now().AddDate(0, 0, -1)
	other := derive(t, s.sign(t, s.draft(t), o), "/credentialSubject/result")
	require.Equal(t, vc.Fail, findingOf(evidenceOf(t, bbsDerivedOf(t, other).in(t, file)), "PROOF-SIGNATURE").Status)

	// A mandatory statement passed off as one that was revealed of free will, and the
	// other way round.
	d := bbsDerivedOf(t, all)
	d.MandatoryIndexes = d.MandatoryIndexes[:len(d.MandatoryIndexes)-1]
	require.Equal(t, vc.Fail, findingOf(evidenceOf(t, d.in(t, all)), "PROOF-VALUE").Status)
	d.SelectiveIndexes = append(d.SelectiveIndexes, d.signed())
	e := evidenceOf(t, d.in(t, all))
	require.Equal(t, vc.Invalid, vc.AxesOf(e.Findings)[vc.Authentic], "%v", e.Findings)
}

// Deriving tells a broken base proof apart, before anything is shown to anybody.
func TestBBSBaseValueAltered(t *testing.T) {
	s, other := newBBSSigner(t), newBBSSigner(t)
	base := s.sign(t, s.draft(t), SelectiveOptions{})
	key := other.key.Signer.Public().(*bbs.PublicKey).Bytes()
	for says, change := range map[string]func(*bbsBase){
		"the signature of the base proof does not fit":                  func(b *bbsBase) { b.Signature = flipped(b.Signature, 79) },
		"the base proof is for other contents":                          func(b *bbsBase) { b.Header = flipped(b.Header, 63) },
		"does not fit: the document was changed, or another key signed": func(b *bbsBase) { b.PublicKey = key },
		"is not a point of the group":                                   func(b *bbsBase) { b.PublicKey = make([]byte, 96) },
		"for other contents: what is mandatory":                         func(b *bbsBase) { b.MandatoryPointers = []string{"/issuer"} },
		"the HMAC key of the proof value":                               func(b *bbsBase) { b.HMACKey = b.HMACKey[1:] },
		"does not have 80 bytes":                                        func(b *bbsBase) { b.Signature = nil },
		"does not have 64 bytes":                                        func(b *bbsBase) { b.Header = append(b.Header, 0) },
		"does not have 96 bytes":                                        func(b *bbsBase) { b.PublicKey = append(octets{0xeb, 0x01}, b.PublicKey...) },
		"nothing stands":                                                func(b *bbsBase) { b.MandatoryPointers = []string{"/nothing"} },
	} {
		b := bbsBaseOf(t, base)
		change(b)
		_, err := Derive(t.Context(), sdEnv(), b.in(t, base), DeriveOptions{Reveal: []string{"/name"}})
		require.ErrorContains(t, err, says)
	}
	b := bbsBaseOf(t, base)
	b.HMACKey = flipped(b.HMACKey, 0)
	_, err := Derive(t.Context(), sdEnv(), b.in(t, base), DeriveOptions{Reveal: []string{"/name"}})
	require.ErrorContains(t, err, "PROOF-VALUE at /proof/proofValue")
	for pointer, value := range map[string]string{"/name": `"another"`, "/issuer/id": `"did:example:1"`, "/proof/created": `"2024-01-01T00:00:00Z"`} {
		doc, err := vc.ParseDocument(base.Bytes(), vc.Limits{})
		require.NoError(t, err)
		doc, err = doc.With(pointer, value)
		require.NoError(t, err)
		file, err := proof.Open(doc.Bytes(), vc.Limits{})
		require.NoError(t, err)
		_, err = Derive(t.Context(), sdEnv(), file, DeriveOptions{Reveal: []string{"/name"}})
		require.ErrorContains(t, err, "ask the issuer for the file again", pointer)
	}
}

// Whether a proof with one of the optional features is right is not known.
func TestBBSOptionalFeatures(t *testing.T) {
	s := newBBSSigner(t)
	base := s.sign(t, s.draft(t), SelectiveOptions{})
	derived := derive(t, base, "/name")
	raw, err := base64.RawURLEncoding.DecodeString(derived.Proofs()[0].Value.Get("proofValue").Text()[1:])
	require.NoError(t, err)
	for kind := range byte(16) {
		raw[2] = kind
		file := withProofValue(t, derived, encodeRaw(raw))
		e := evidenceOf(t, file)
		want := vc.Invalid
		switch {
		case kind == 3:
			want = vc.Valid
		case kind >= 4 && kind <= 9:
			want = vc.Indeterminate
			require.True(t, e.Derived, "what is missing is nobody's fault")
			f := findingOf(e, "PROOF-VALUE")
			require.Equal(t, "The proof value cannot be checked: it uses anonymous holder binding or pseudonyms, which are not supported; ask the issuer for a credential without them.", f.Detail)
			require.Equal(t, "https://www.w3.org/TR/vc-di-bbs/#parsederivedproofvalue", f.Spec)
		}
		require.Equal(t, want, vc.AxesOf(e.Findings)[vc.Authentic], "%d: %v", kind, e.Findings)
		require.Equal(t, kind >= 2 && kind <= 8 && kind%2 == 0, IsBase(file.Proofs()[0]), kind)
		if kind >= 4 && kind <= 9 {
			_, err := Derive(t.Context(), sdEnv(), file, DeriveOptions{})
			require.ErrorContains(t, err, "not supported")
		}
	}
	root := sdVector{t, "vc-di-bbs", ""}
	for _, dir := range []string{"HolderBinding", "Pseudonym", "PseudonymHB"} {
		for _, name := range []string{"addSignedSDBase.json", "derivedRevealDocument.json"} {
			file, err := proof.Open([]byte(sdVector{t, root.top, dir}.text(name)), vc.Limits{})
			require.NoError(t, err)
			r := sdResult(t, file)
			require.Equal(t, vc.Indeterminate, r.Verdict, "%s/%s %v", dir, name, r.Findings)
			require.Equal(t, name == "addSignedSDBase.json", IsBase(file.Proofs()[0]))
		}
	}
}

// A key of another kind, and a signer that signs no lists.
func TestBBSKeys(t *testing.T) {
	s := newBBSSigner(t)
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	for _, wrong := range []sdSigner{newSDSigner(t), newSignerWith(t, edwards)} {
		_, err := SignSelective(t.Context(), sdEnv(), s.draft(t), wrong.key, SelectiveOptions{Suite: BBS2023})
		require.EqualError(t, err, "PROOF-KEY: bbs-2023 needs a BLS12-381 private key and the URL of its verification method")
		file, err := proof.Open([]byte(strings.ReplaceAll(string(derive(t, s.sign(t, s.draft(t), SelectiveOptions{}), "").Bytes()), s.key.Method, wrong.key.Method)), vc.Limits{})
		require.NoError(t, err)
		f := findingOf(evidenceOf(t, file), "PROOF-KEY")
		require.Equal(t, vc.Fail, f.Status)
		require.Contains(t, f.Detail, "The key must be for BLS12-381, as the cryptosuite demands; found an ")
	}
	_, err = SignSelective(t.Context(), sdEnv(), s.draft(t), s.key, SelectiveOptions{Suite: ECDSASD2023})
	require.ErrorContains(t, err, "PROOF-KEY: ecdsa-sd-2023 needs a P-256 private key")
	_, err = SignSelective(t.Context(), sdEnv(), s.draft(t), newSignerWith(t, edwards).key, SelectiveOptions{})
	require.ErrorContains(t, err, "P-256 private key and the URL of its verification method, bbs-2023 needs")
	_, err = SignSelective(t.Context(), sdEnv(), s.draft(t), s.key, SelectiveOptions{Suite: EdDSARDFC2022})
	require.ErrorContains(t, err, "PROOF-SUITE")
	_, err = Sign(t.Context(), sdEnv(), s.draft(t), EdDSARDFC2022, s.key, Options{})
	require.ErrorContains(t, err, "PROOF-KEY")
	unsigned, err := proof.OpenDocument(s.draft(t), vc.Limits{})
	require.NoError(t, err)
	_, err = NewDraft(t.Context(), sdEnv(), unsigned, BBS2023, s.key, Options{})
	require.ErrorContains(t, err, "make it with SignSelective")
	whole := derive(t, s.sign(t, s.draft(t), SelectiveOptions{}), "")
	_, err = Prepare(t.Context(), sdEnv(), whole, whole.Proofs()[0])
	require.ErrorContains(t, err, "statements one by one")

	for _, bad := range []crypto.Signer{onlyPublic{s.key.Signer}, lister{onlyPublic{s.key.Signer}, []byte{1}, nil}, lister{onlyPublic{s.key.Signer}, nil, errors.New("out of order")}} {
		key := proof.Key{Method: s.key.Method, Signer: bad}
		_, err = SignSelective(t.Context(), sdEnv(), s.draft(t), key, SelectiveOptions{})
		require.ErrorContains(t, err, "PROOF-SIGNER")
	}
}

// onlyPublic is a signer of which only the public key can be used.
type onlyPublic struct{ crypto.Signer }

// lister answers the same to every list of messages.
type lister struct {
	onlyPublic
	signature []byte
	err       error
}

func (l lister) SignMessages([]byte, [][]byte) ([]byte, error) { return l.signature, l.err }

// With everything mandatory there is no message to sign, and nothing to hide.
func TestBBSWithNothingToHide(t *testing.T) {
	s := newBBSSigner(t)
	base := s.sign(t, s.draft(t), SelectiveOptions{Mandatory: []string{""}})
	file := derive(t, base)
	d := bbsDerivedOf(t, file)
	require.Zero(t, d.signed())
	require.Len(t, d.Proof, 272)
	r := sdResult(t, file)
	require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
	require.Equal(t, base.Document().String(), file.Document().String())
	d.SelectiveIndexes = []int{0}
	require.Equal(t, vc.Fail, findingOf(evidenceOf(t, d.in(t, file)), "PROOF-VALUE").Status)
	changed, err := proof.Open([]byte(strings.Replace(string(file.Bytes()), "Isvett", "Isbad", 1)), vc.Limits{})
	require.NoError(t, err)
	require.Equal(t, vc.Fail, findingOf(evidenceOf(t, changed), "PROOF-SIGNATURE").Status)
}

// The length of a proof says how many statements are hidden, so it is bounded before
// anything is computed for them.
func TestBBSIsBounded(t *testing.T) {
	s := newBBSSigner(t)
	file := derive(t, s.sign(t, s.draft(t), SelectiveOptions{}), "/credentialSubject/result")
	d := bbsDerivedOf(t, file)
	check := func(env vc.Env, file *proof.Secured) error {
		_, err := selectiveSuite{suite{suiteNamed(BBS2023)}}.Verify(t.Context(), env, proof.Job{File: file, Proof: file.Proofs()[0]})
		return err
	}
	few := sdEnv()
	few.Limits.Statements = d.signed()
	require.NoError(t, check(few, file))
	few.Limits.Statements--
	require.ErrorIs(t, check(few, file), vc.ErrLimit)
	_, err := SignSelective(t.Context(), few, s.draft(t), s.key, SelectiveOptions{})
	require.ErrorIs(t, err, vc.ErrLimit)
	_, err = Derive(t.Context(), few, s.sign(t, s.draft(t), SelectiveOptions{}), DeriveOptions{})
	require.ErrorIs(t, err, vc.ErrLimit)

	many := sdEnv()
	many.Limits.Statements = 1 << 30
	d.Proof = append(d.Proof, make([]byte, 32*bbs.MaxMessages)...)
	require.ErrorIs(t, check(many, d.in(t, file)), vc.ErrLimit)
	long := make([]string, bbs.MaxMessages+1)
	for i := range long {
		long[i] = `"t` + strconv.Itoa(i) + `"`
	}
	_, err = SignSelective(t.Context(), many, s.draft(t, "/credentialSubject/achievement/tag", "["+strings.Join(long, ",")+"]"), s.key, SelectiveOptions{})
	require.ErrorIs(t, err, vc.ErrLimit)
}

// A set of proofs, or many credentials in one file, cannot multiply the work: the
// statements of all proofs count together.
func TestStatementsAreBoundedPerJob(t *testing.T) {
	forSchemes(t, func(t *testing.T, s sdSigner) {
		file := derive(t, s.sign(t, s.draft(t), SelectiveOptions{}), "")
		value, err := suiteNamed(Cryptosuite(file.Proofs()[0].Suite)).decodeDerived(file.Proofs()[0].Value.Get("proofValue").Text())
		require.NoError(t, err)
		env := sdEnv()
		env.Limits.Statements = value.signed()
		for _, test := range []struct {
			proofs int
			want   error
		}{{4, nil}, {5, vc.ErrLimit}} {
			all := strings.TrimSuffix(strings.Repeat(file.Proofs()[0].Value.Raw()+",", test.proofs), ",")
			doc, err := file.Document().With("/proof", "["+all+"]")
			require.NoError(t, err)
			set, err := proof.OpenDocument(doc, vc.Limits{})
			require.NoError(t, err)
			_, err = proof.NewVerifier(env, must(proof.NewRegistry(Suites()...))).VerifySecured(t.Context(), set, proof.NewPolicy(proof.AnyIssuer()))
			require.ErrorIs(t, err, test.want)
		}
	})
}

// Two proofs from one credential have nothing in common but what they reveal.
func TestBBSProofsCannotBeLinked(t *testing.T) {
	s := newBBSSigner(t)
	base := s.sign(t, s.draft(t), SelectiveOptions{})
	a, b := bbsDerivedOf(t, derive(t, base, "/name")), bbsDerivedOf(t, derive(t, base, "/name"))
	require.Equal(t, len(a.Proof), len(b.Proof))
	for at := 0; at < len(a.Proof); at += 16 {
		require.NotEqual(t, a.Proof[at:at+16], b.Proof[at:at+16])
	}
	require.True(t, maps.Equal(a.Labels, b.Labels))
	text := string(derive(t, base, "/name").Bytes())
	require.NotContains(t, text, base64.RawURLEncoding.EncodeToString(bbsBaseOf(t, base).Signature[:48]))
}

// presented is a presentation of a file by a holder, for one challenge or none.
func presented(t *testing.T, challenge string, file *proof.Secured) *proof.Secured {
	t.Helper()
	_, secret, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	holder := newSignerWith(t, secret)
	doc, err := vc.ParseDocument([]byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],
		"holder":"`+holder.did+`","verifiableCredential":[`+string(file.Bytes())+`]}`), vc.Limits{})
	require.NoError(t, err)
	out, err := Sign(t.Context(), sdEnv(), doc, EdDSARDFC2022, holder.key, Options{Purpose: vc.Authentication, Challenge: challenge})
	require.NoError(t, err)
	return out
}

// A holder answers a challenge by the presentation header: it must be the challenge
// where the credential stands alone, and inside a presentation it must not be another.
func TestBBSChallenge(t *testing.T) {
	s := newBBSSigner(t)
	base := s.sign(t, s.draft(t), SelectiveOptions{})
	for _, test := range []struct {
		header, around, want string // around is the challenge of a presentation around it
		inside               bool
		status               vc.Status // 0: there is no such finding about the credential
		verdict              vc.Verdict
	}{
		{"", "", "", false, 0, vc.Valid},
		{"c1", "", "c1", false, vc.Pass, vc.Valid},
		{"c2", "", "c1", false, vc.Fail, vc.Invalid},
		{"", "", "c1", false, vc.Fail, vc.Invalid},
		{"c1", "", "", false, vc.NotAsked, vc.Valid},
		{"c1\x00", "", "c1", false, vc.Fail, vc.Invalid},
		{"", "c1", "c1", true, 0, vc.Indeterminate}, // it names no subject, so nothing ties it to the holder
		{"c1", "c1", "c1", true, vc.Pass, vc.Indeterminate},
		{"c2", "c1", "c1", true, vc.Fail, vc.Invalid},
		{"c2", "c2", "c1", true, vc.Fail, vc.Invalid},
		{"c1", "", "", true, vc.NotAsked, vc.Valid},
	} {
		file, err := Derive(t.Context(), sdEnv(), base, DeriveOptions{PresentationHeader: []byte(test.header)})
		require.NoError(t, err)
		if test.inside {
			file = presented(t, test.around, file)
		}
		policy := proof.NewPolicy(proof.AnyIssuer())
		policy.Challenge = test.want
		r, err := proof.NewVerifier(sdEnv(), must(proof.NewRegistry(Suites()...))).VerifySecured(t.Context(), file, policy)
		require.NoError(t, err)
		require.Equal(t, test.verdict, r.Verdict, "%v %v", test, r.Findings)
		if test.inside {
			r = r.Credentials[0]
		}
		f := findingOf(proof.Evidence{Findings: r.Findings}, "PROOF-CHALLENGE")
		require.Equal(t, test.status, f.Status, "%v %v", test, r.Findings)
		require.Equal(t, vc.Valid, r.Axes[vc.Authentic])
		if f.Code != "" {
			require.Equal(t, vc.Bound, f.Axis)
			require.Equal(t, "/proof/proofValue", f.Pointer)
		}
	}
	// What the issuer wrote into the proof answers nothing.
	base = s.sign(t, s.draft(t), SelectiveOptions{Options: Options{Challenge: "c1"}})
	f := findingOf(evidenceUnder(t, derive(t, base), proof.Policy{Challenge: "c1"}), "PROOF-CHALLENGE")
	require.Equal(t, vc.Fail, f.Status)

	ecdsa := newSDSigner(t)
	_, err := Derive(t.Context(), sdEnv(), ecdsa.sign(t, ecdsa.draft(t), SelectiveOptions{}), DeriveOptions{PresentationHeader: []byte("c1")})
	require.ErrorContains(t, err, "PROOF-SUITE: a proof of ecdsa-sd-2023 has no place for a presentation header")
}
