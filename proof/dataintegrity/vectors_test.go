package dataintegrity_test

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/multiformats/go-multibase"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

func vectorEnv() vc.Env {
	return vc.Env{
		Contexts: testkit.VectorContexts{},
		Clock:    func() time.Time { return time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC) },
	}
}

// vectorSet is one set of files of the W3C test vectors.
type vectorSet struct {
	suite                      dataintegrity.Cryptosuite
	dir, suffix, input, signed string
	key                        string // file with the key pair, "" where signing again would give another value
}

var vectorSets = []vectorSet{
	{dataintegrity.EdDSARDFC2022, "vc-di-eddsa/eddsa-rdfc-2022", "DataInt", "unsigned.json", "signedDataInt.json", "keyPair.json"},
	{dataintegrity.EdDSARDFC2022, "vc-di-eddsa/eddsa-rdfc-2022/employ", "DataInt", "employmentAuth.json", "signedDataInt.json", "keyPair.json"},
	{dataintegrity.EdDSAJCS2022, "vc-di-eddsa/eddsa-jcs-2022", "JCS", "unsigned.json", "signedJCS.json", "keyPair.json"},
	{dataintegrity.Ed25519Signature2020, "vc-di-eddsa/Ed25519Signature2020", "EdSig", "unsigned.json", "signedEdSig.json", ""},
	{dataintegrity.ECDSARDFC2019, "vc-di-ecdsa/ecdsa-rdfc-2019-p256", "ECDSAP256", "unsigned.json", "signedECDSAP256.json", ""},
	{dataintegrity.ECDSARDFC2019, "vc-di-ecdsa/ecdsa-rdfc-2019-p256/employ", "ECDSAP256", "employmentAuth.json", "signedECDSAP256.json", ""},
	{dataintegrity.ECDSARDFC2019, "vc-di-ecdsa/ecdsa-rdfc-2019-p384", "ECDSAP384", "unsigned.json", "signedECDSAP384.json", ""},
	{dataintegrity.ECDSARDFC2019, "vc-di-ecdsa/ecdsa-rdfc-2019-p384/employ", "ECDSAP384", "employmentAuth.json", "signedECDSAP384.json", ""},
	{dataintegrity.ECDSAJCS2019, "vc-di-ecdsa/ecdsa-jcs-2019-p256", "JCSECDSAP256", "unsigned.json", "signedJCSECDSAP256.json", ""},
	{dataintegrity.ECDSAJCS2019, "vc-di-ecdsa/ecdsa-jcs-2019-p384", "JCSECDSAP384", "unsigned.json", "signedJCSECDSAP384.json", ""},
}

// Every official vector of the EdDSA and ECDSA suites, each intermediate
// value included, through the public interface.
func TestOfficialVectors(t *testing.T) {
	for _, set := range vectorSets {
		t.Run(set.dir, func(t *testing.T) {
			read := func(name string) string {
				return string(testkit.ReadShared(t, "data/vectors", set.dir, name))
			}
			file, err := proof.Open([]byte(read(set.signed)), vc.Limits{})
			require.NoError(t, err)
			require.Len(t, file.Proofs(), 1)

			in, err := dataintegrity.Prepare(t.Context(), vectorEnv(), file, file.Proofs()[0])
			require.NoError(t, err)
			require.Equal(t, read("canonDoc"+set.suffix+".txt"), string(in.Document))
			require.Equal(t, read("proofCanon"+set.suffix+".txt"), string(in.ProofConfig))
			require.Equal(t, read("docHash"+set.suffix+".txt"), hex.EncodeToString(in.DocumentHash))
			require.Equal(t, read("proofHash"+set.suffix+".txt"), hex.EncodeToString(in.ProofHash))
			require.Equal(t, read("combinedHash"+set.suffix+".txt"), hex.EncodeToString(in.HashData()))

			result := verify(t, vectorEnv(), file, foreign())
			require.Equal(t, vc.Valid, result.Verdict, result.Findings)

			value := file.Proofs()[0].Value.Get("proofValue").Text()
			require.Equal(t, strings.TrimSpace(read("sigBTC58"+set.suffix+".txt")), value)
			_, raw, err := multibase.Decode(value)
			require.NoError(t, err)
			require.Equal(t, strings.TrimSpace(read("sigHex"+set.suffix+".txt")), hex.EncodeToString(raw))
			if set.key != "" {
				require.Equal(t, value, signAgain(t, set, read).Proofs()[0].Value.Get("proofValue").Text())
			}
		})
	}
}

// signAgain signs the unsigned document with the published secret key.
func signAgain(t *testing.T, set vectorSet, read func(string) string) *proof.Secured {
	root := strings.SplitN(set.dir, "/", 2)[0]
	pair, err := vc.ParseDocument(testkit.ReadShared(t, "data/vectors", root, set.key), vc.Limits{})
	require.NoError(t, err)
	key, err := keys.Parse([]byte(`{"secretKeyMultibase":"` + pair.Get("privateKeyMultibase").Text() + `"}`))
	require.NoError(t, err)
	config, err := vc.ParseDocument([]byte(read("proofConfig"+set.suffix+".json")), vc.Limits{})
	require.NoError(t, err)
	created, err := vc.ParseDateTime(config.Get("created").Text())
	require.NoError(t, err)
	unsigned, err := vc.ParseDocument(testkit.ReadShared(t, "data/vectors", root, set.input), vc.Limits{})
	require.NoError(t, err)
	signed, err := dataintegrity.Sign(t.Context(), vectorEnv(), unsigned, set.suite,
		proof.Key{Method: key.Method(), Signer: key.Signer()}, dataintegrity.Options{Created: created.Time()})
	require.NoError(t, err)
	return signed
}

// Proof sets and chains: every proof must verify, and a bad one beside good
// ones makes the file invalid.
func TestOfficialProofSetsAndChains(t *testing.T) {
	for _, name := range []string{"signedProofSet1.json", "signedProofSet2.json", "signedProofChain1.json", "signedProofChain2.json"} {
		src := testkit.ReadShared(t, "data/vectors/vc-di-eddsa/proof-set-chain", name)
		file, err := proof.Open(src, vc.Limits{})
		require.NoError(t, err)
		result := verify(t, vectorEnv(), file, foreign())
		require.Equal(t, vc.Valid, result.Verdict, result.Findings)
		require.Len(t, result.Proofs, len(file.Proofs()))

		doc, err := vc.ParseDocument(src, vc.Limits{})
		require.NoError(t, err)
		last := len(file.Proofs()) - 1
		value := file.Proofs()[0].Value.Get("proofValue").Text()
		bad, err := doc.With(file.Proofs()[last].Pointer+"/proofValue", `"`+value[:len(value)-1]+`1"`)
		require.NoError(t, err)
		file, err = proof.Open(bad.Bytes(), vc.Limits{})
		require.NoError(t, err)
		require.Equal(t, vc.Invalid, verify(t, vectorEnv(), file, foreign()).Verdict)
	}
}

// foreign is the policy that the official vectors need: their issuer is an
// https URL, their key a did:key.
func foreign() proof.Policy {
	policy := proof.NewPolicy(proof.AnyIssuer())
	policy.UnsafeAllowForeignKeys = true
	return policy
}

func verify(t testing.TB, env vc.Env, file *proof.Secured, policy proof.Policy) *proof.Result {
	t.Helper()
	registry, err := proof.NewRegistry(dataintegrity.Suites()...)
	require.NoError(t, err)
	result, err := proof.NewVerifier(env, registry).VerifySecured(t.Context(), file, policy)
	require.NoError(t, err)
	return result
}
