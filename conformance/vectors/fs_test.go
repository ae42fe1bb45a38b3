package vectors

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

// The files are a file system as every reader expects one, and what is read from
// them is what was written, to the byte.
func TestFiles(t *testing.T) {
	files, err := FS(Options{})
	require.NoError(t, err)
	all, err := Make(Options{})
	require.NoError(t, err)
	read, err := LoadAll(files)
	require.NoError(t, err)
	require.Len(t, read, len(all))
	for i := range all {
		all[i].Level = all[i].level()
		if len(all[i].Resources) == 0 {
			all[i].Resources = nil
		}
		require.Equal(t, all[i], read[i], all[i].ID)
	}
	text, err := fs.ReadFile(files, indexName)
	require.NoError(t, err)
	var index struct{ Vectors []indexEntry }
	require.NoError(t, json.Unmarshal(text, &index))
	require.Len(t, index.Vectors, len(all))
	require.NoError(t, fstest.TestFS(files, "di/eddsa-rdfc-2022/minimal/stripped.vector", indexName))
	whole := 0
	require.NoError(t, fs.WalkDir(files, ".", func(string, fs.DirEntry, error) error { whole++; return nil }))
	t.Logf("%d vectors in %d files and folders", len(all), whole)
}

// A vector that says other things than a vector does is refused, and what a later
// version adds is passed over.
func TestParse(t *testing.T) {
	const good = "mikromerit-vector: 1\nid: a/b\nexpect: accept\nlater: x\nlevel: MUST\nresource: resources/1 https://a.example/1\n\n{}\n\n\xff"
	v, err := Parse([]byte(good))
	require.NoError(t, err)
	require.Equal(t, "{}\n\n\xff", string(v.Document))
	require.Contains(t, v.Resources, "https://a.example/1")
	for _, file := range []string{
		"", "\n", "{}", "mikromerit-vector: 2\nid: a\nexpect: accept\n\n{}", "mikromerit-vector: 1\nid: a\nexpect: maybe\n\n{}",
		"mikromerit-vector: 1\nexpect: accept\n\n{}", "mikromerit-vector: 1\nid: a\nexpect: accept", "mikromerit-vector: 1\nid\n\n{}",
	} {
		_, err := Parse([]byte(file))
		require.ErrorIs(t, err, ErrFile, "%q", file)
	}
	_, err = Load(fstest.MapFS{"a/b.vector": {Data: []byte(good)}}, "a/b")
	require.ErrorIs(t, err, ErrFile, "a resource is missing")
	_, err = LoadAll(fstest.MapFS{"c.vector": {Data: []byte("mikromerit-vector: 1\nid: a/b\nexpect: accept\n\n{}")}})
	require.ErrorIs(t, err, ErrFile, "it has the name of another")
}

// The set is the same each time that it is made, here and anywhere: its digest is
// kept. Whoever changes the set on purpose runs this with -update and says in the
// change log that results by the ids of vectors are no longer the same.
func TestTheSetIsAlwaysTheSame(t *testing.T) {
	first, err := Make(Options{})
	require.NoError(t, err)
	again, err := Make(Options{})
	require.NoError(t, err)
	for i, v := range first {
		require.Equal(t, v, again[i], v.ID)
	}
	hash := sha256.New()
	for _, v := range first {
		text, resources, err := v.file()
		require.NoError(t, err)
		hash.Write(text)
		for _, name := range sortedNames(resources) {
			hash.Write(resources[name])
		}
	}
	digest := hex.EncodeToString(hash.Sum(nil)) + "\n"
	if *update {
		require.NoError(t, os.WriteFile("data/digest.txt", []byte(digest), 0o600))
	}
	kept, err := os.ReadFile("data/digest.txt")
	require.NoError(t, err)
	require.Equal(t, string(kept), digest)
}

// With another base the same vectors are made, whose lists are there.
func TestAnotherBase(t *testing.T) {
	const base = "https://127.0.0.1:8443/vectors"
	published, err := Make(Options{})
	require.NoError(t, err)
	elsewhere, err := Make(Options{Base: base})
	require.NoError(t, err)
	require.Len(t, elsewhere, len(published))
	for i, v := range elsewhere {
		require.Equal(t, published[i].ID, v.ID)
		for url := range v.Resources {
			require.Contains(t, url, base)
		}
		if v.Operation == VerifyCredential && len(v.Resources) > 0 {
			verdict, why := verdictOn(t, v)
			require.Equal(t, v.Accept, verdict == vc.Valid, "%s: %v", v.ID, why)
		}
	}
}

// What a clause leaves to the verifier is no MUST: every peer that does otherwise
// would be told that it breaks what nobody demands.
func TestWhatTheClausesLeaveOpenIsNoMust(t *testing.T) {
	all, err := Make(Options{})
	require.NoError(t, err)
	open := map[string]bool{
		"di/eddsa-rdfc-2022/minimal-1.1/removed-context-1": false, "di/ecdsa-rdfc-2019/record/removed-credentialSubject-verifiableCredential-0--context": false,
		"jose/vc-jose/es256-credential/jwk-secret": false, "jose/vc-jose/es256-credential/expired-in-the-credential": false, "jose/vc-jwt/es256-vc-claim/double-party-foreign-last": false, "jades/rsa/certificate-for-encryption": false,
	}
	for _, v := range all {
		if _, ok := open[v.ID]; ok {
			open[v.ID] = true
			require.Equal(t, vc.Should, v.Level, v.ID)
		}
		// Open Badges has the verifier take the key from the header, and look at the time.
		if v.ID == "jose/vc-jwt/eddsa-badge/jwk-secret" || v.ID == "jose/vc-jwt/eddsa-badge/expired-without-exp" {
			require.Equal(t, vc.Must, v.Level)
		}
	}
	for id, there := range open {
		require.True(t, there, id)
	}
}
