package keys_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
)

func TestFileRoundTrip(t *testing.T) {
	for _, kind := range []keys.Type{keys.Ed25519, keys.P256, keys.P384, keys.BLS12381} {
		key, err := keys.Generate(kind)
		require.NoError(t, err)
		file, err := key.Encode()
		require.NoError(t, err)
		again, err := keys.Parse(file)
		require.NoError(t, err)
		require.Equal(t, key.Method(), again.Method())
		require.Equal(t, key.Controller(), again.Controller())
		require.Equal(t, "did:key:"+key.PublicMultibase(), key.Controller())
		require.Equal(t, key.Signer().Public(), again.Signer().Public())
	}
	_, err := keys.Generate("rsa-512")
	require.ErrorContains(t, err, "KEY-TYPE")
}

func TestParseRefuses(t *testing.T) {
	a, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	b, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	file, err := a.Encode()
	require.NoError(t, err)
	good := string(file)
	for name, text := range map[string]string{
		"empty":              "",
		"not JSON":           "-----BEGIN PRIVATE KEY-----",
		"no secret":          `{"publicKeyMultibase":"z6Mk"}`,
		"bad secret":         `{"secretKeyMultibase":"zzzz"}`,
		"foreign public key": strings.Replace(good, `"publicKeyMultibase": "`+a.PublicMultibase(), `"publicKeyMultibase": "`+b.PublicMultibase(), 1),
		"half an address":    strings.Replace(good, `"controller"`, `"x"`, 1),
	} {
		_, err := keys.Parse([]byte(text))
		require.ErrorContains(t, err, "KEY-FILE", name)
	}
}

func ExampleParse() {
	key, err := keys.Parse([]byte(`{"secretKeyMultibase": "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"}`))
	if err != nil {
		panic(err)
	}
	fmt.Println(key.Controller())
	// Output: did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2
}
