package dataintegrity

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/bbs"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// mocked returns the random bytes that the vectors are made with: expand_message_xmd
// of a seed (RFC 9380 section 5.3.1), for n scalars. The tag is that of the interface,
// without the words that the draft of BBS has after it for this purpose.
func mocked(seed []byte, n int) io.Reader {
	const size = 48
	tag := "BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_H2G_HM2S_"
	tag += string(rune(len(tag)))
	sum := func(parts ...[]byte) []byte {
		s := sha256.Sum256(append(bytes.Join(parts, nil), tag...))
		return s[:]
	}
	first := sum(make([]byte, 64), seed, binary.BigEndian.AppendUint16(nil, uint16(n*size)), []byte{0})
	block := sum(first, []byte{1})
	out := bytes.Clone(block)
	for i := byte(2); len(out) < n*size; i++ {
		mixed := make([]byte, len(block))
		for j := range mixed {
			mixed[j] = first[j] ^ block[j]
		}
		block = sum(mixed, []byte{i})
		out = append(out, block...)
	}
	return bytes.NewReader(out[:n*size])
}

func hexOf(t testing.TB, v jsontree.Value) []byte {
	t.Helper()
	raw, err := hex.DecodeString(v.Text())
	require.NoError(t, err)
	return raw
}

// Both published traces of bbs-2023, from the document to the verified derived
// proof, with every intermediate value.
func TestBBSVectors(t *testing.T) {
	root := sdVector{t, "vc-di-bbs", ""}
	material, disclosing := root.root("BBSKeyMaterial.json"), root.root("BBSDeriveMaterial.json")
	hmacKey := hexOf(t, material.Get("hmacKeyString"))
	secret, err := bbs.ParsePrivateKey(hexOf(t, material.Get("privateKeyHex")))
	require.NoError(t, err)
	require.Equal(t, hexOf(t, material.Get("publicKeyHex")), secret.Public().(*bbs.PublicKey).Bytes())
	for _, trace := range []struct{ name, dir, pointers string }{{"windsurf", "", "wind"}, {"prc", "prc", "prCred"}} {
		t.Run(trace.name, func(t *testing.T) {
			v := sdVector{t, root.top, trace.dir}
			bbsSuite := suiteNamed(BBS2023)
			published, err := proof.Open([]byte(v.root("addSignedSDBase.json").Source()), vc.Limits{})
			require.NoError(t, err)
			p, doc := published.Proofs()[0], published.Document()
			mandatory, reveal := textsOf(root.root(trace.pointers+"Mandatory.json")), textsOf(root.root(trace.pointers+"Selective.json"))

			// Base proof.
			canonical, err := rdfc{}.canonical(t.Context(), sdEnv(), doc, manner{}, nil)
			require.NoError(t, err)
			require.Equal(t, strings.Join(textsOf(v.root("addBaseDocCanon.json")), ""), string(canonical.bytes))
			config, _, err := canonicaliseOptions(t.Context(), sdEnv(), rdfc{}, doc, p.Value, manner{hash: crypto.SHA256})
			require.NoError(t, err)
			require.Equal(t, v.text("addProofConfigCanon.txt"), string(config.bytes))
			all, err := bbsSuite.scheme.blind(t.Context(), sdEnv(), doc, hmacKey)
			require.NoError(t, err)
			require.Equal(t, textsOf(v.root("addBaseDocHMACCanon.json")), toStrings(all.lines))
			indexes, err := all.indexesOf(t.Context(), sdEnv(), doc, mandatory)
			require.NoError(t, err)
			in, out := all.split(indexes)
			require.Equal(t, second(v.root("addBaseTransform.json").Lookup("/mandatory/value")), toStrings(in))
			require.Equal(t, second(v.root("addBaseTransform.json").Lookup("/nonMandatory/value")), toStrings(out))
			hashes, err := hashParts(t.Context(), sdEnv(), doc, p.Value, in, out)
			require.NoError(t, err)
			require.Equal(t, hexOf(t, v.root("addHashData.json").Get("proofHash")), hashes.proofHash)
			require.Equal(t, hexOf(t, v.root("addHashData.json").Get("mandatoryHash")), hashes.mandatoryHash)

			read, err := bbsSuite.decodeBase(p.Value.Get("proofValue").Text())
			require.NoError(t, err)
			value := read.(*bbsBase)
			for _, name := range []string{"addRawBaseSignatureInfo.json", "derivedRecoveredBaseData.json"} {
				require.Equal(t, octets(hexOf(t, v.root(name).Get("bbsSignature"))), value.Signature)
				require.Equal(t, textsOf(v.root(name).Get("mandatoryPointers")), value.MandatoryPointers)
			}
			require.Equal(t, octets(hmacKey), value.HMACKey)
			created, err := vc.ParseDateTime(p.Value.Get("created").Text())
			require.NoError(t, err)
			base, err := SignSelective(t.Context(), sdEnv(), doc, proof.Key{Method: p.Value.Get("verificationMethod").Text(), Signer: secret},
				SelectiveOptions{Options: Options{Created: created.Time()}, Mandatory: mandatory, hmacKey: hmacKey, careless: true})
			require.NoError(t, err)
			require.Equal(t, p.Value.Get("proofValue").Text(), base.Proofs()[0].Value.Get("proofValue").Text())

			// Derived proof.
			combined, err := all.indexesOf(t.Context(), sdEnv(), doc, append(append([]string{}, mandatory...), reveal...))
			require.NoError(t, err)
			groups, adjusted := v.root("derivedGroupIndexes.json"), v.root("derivedAdjIndexes.json")
			require.Equal(t, ints(groups.Get("combinedIndexes")), combined)
			require.Equal(t, ints(groups.Get("mandatoryIndexes")), indexes)
			shown, free := places(indexes, combined)
			require.Equal(t, ints(adjusted.Get("adjMandatoryIndexes")), shown)
			require.Equal(t, ints(adjusted.Get("adjSelectiveIndexes")), free)
			seed, header := hexOf(t, disclosing.Get("pseudoRandSeedHex")), hexOf(t, disclosing.Get("presentationHeaderHex"))
			derived, err := Derive(t.Context(), sdEnv(), base, DeriveOptions{Reveal: reveal, PresentationHeader: header, random: mocked(seed, 5+len(out)-len(free))})
			require.NoError(t, err)
			want, err := v.root("derivedRevealDocument.json").Canonical()
			require.NoError(t, err)
			whole, err := jsontree.Parse(derived.Bytes(), jsontree.Limits{})
			require.NoError(t, err)
			got, err := whole.Canonical()
			require.NoError(t, err)
			require.Equal(t, string(want), string(got), "the document and its proof, bytes of the proof value included")
			unsigned, err := v.root("derivedUnsignedReveal.json").Canonical()
			require.NoError(t, err)
			got, err = derived.Document().Canonical()
			require.NoError(t, err)
			require.Equal(t, string(unsigned), string(got))

			data := v.root("derivedDisclosureData.json")
			again, err := bbsSuite.decodeDerived(derived.Proofs()[0].Value.Get("proofValue").Text())
			require.NoError(t, err)
			d := again.(*bbsDerived)
			require.Equal(t, octets(hexOf(t, data.Get("bbsProof"))), d.Proof)
			require.Equal(t, ints(data.Get("mandatoryIndexes")), d.MandatoryIndexes)
			require.Equal(t, ints(data.Get("adjSelectiveIndexes")), d.SelectiveIndexes)
			require.Equal(t, octets(header), d.PresentationHeader)
			labels := data.Lookup("/labelMap/value")
			require.Len(t, d.Labels, labels.Len())
			for pair := range labels.Each() {
				n, err := strconv.ParseUint(strings.TrimPrefix(pair.At(0).Text(), "c14n"), 10, 32)
				require.NoError(t, err)
				require.Equal(t, pair.At(1).Text(), string(d.Labels[uint32(n)]))
			}

			// Verification.
			c := &check{suite: suite{suiteNamed(BBS2023)}, env: sdEnv(), job: proof.Job{File: derived, Proof: derived.Proofs()[0]}, value: d}
			statements, err := c.revealedStatements(t.Context())
			require.NoError(t, err)
			if trace.dir != "" { // published for one of them
				require.Equal(t, textsOf(v.root("verifyNQuads.json")), toStrings(statements.lines))
				require.Equal(t, octets(hexOf(t, v.root("verifyDerivedProofValue.json").Get("bbsProof"))), d.Proof)
			}
			require.Equal(t, vc.Pass, findingOf(evidenceOf(t, derived), "PROOF-SIGNATURE").Status, "%v", evidenceOf(t, derived).Findings)
			require.Equal(t, vc.Fail, findingOf(evidenceOf(t, base), "PROOF-VALUE").Status, "a base proof verifies nowhere")
			_, err = Derive(t.Context(), sdEnv(), derived, DeriveOptions{Reveal: reveal})
			require.ErrorContains(t, err, "derived proof")
		})
	}
}
