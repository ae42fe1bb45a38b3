package proof

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

// slowToken cuts a text as cutToken does, each character and part on its own.
func slowToken(text string) (t token, ok bool) {
	isLetter := func(c rune) bool {
		return strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", c)
	}
	jwt, rest, selective := strings.Cut(text, "~")
	for _, c := range rest {
		if !isLetter(c) && c != '.' && c != '~' {
			return token{}, false
		}
	}
	for _, c := range jwt {
		if c != '.' && !isLetter(c) {
			return token{}, false
		}
	}
	parts := strings.Split(jwt, ".")
	if len(parts) != 3 || parts[0] == "" {
		return token{}, false
	}
	t = token{protected: parts[0], payload: parts[1], value: parts[2], disclosures: rest, selective: selective}
	t.raw, t.err = base64.RawURLEncoding.Strict().DecodeString(parts[1])
	return t, true
}

func FuzzToken(f *testing.F) {
	for _, text := range []string{
		"", ".", "..", "a..", "a.b", "a.e30.", "a.e30.c", "a.e3.c", "a.e31.c", "a.b.c.d", "a.e30.c~", "a.e30.c~d~e.f.g", "a.e30.c~\n",
		"a.e3\n0.c", "a.e30\r.c", "a.e3=.c", "a.e3+.c", "\n.e30.c", "a.e30.c\x80", "é.e30.c", "a.e30.c~é", "a~b.c.d", "~a.b.c", "a.-_-_.z",
	} {
		f.Add(text)
	}
	for c := range 256 {
		f.Add("a.e3" + string([]byte{byte(c)}) + "w.c")
		f.Add(string([]byte{byte(c)}) + ".e30.c")
	}
	f.Fuzz(func(t *testing.T, text string) {
		want, ok := slowToken(text)
		got, found := cutToken(text)
		require.Equal(t, ok, found, "%q", text)
		require.Equal(t, ok, isToken(text))
		require.Equal(t, ok && !strings.Contains(text, "~"), isCompact(text))
		if !ok {
			return
		}
		require.Equal(t, want.err != nil, got.err != nil)
		if want.err == nil {
			require.Equal(t, want.raw, got.raw)
		}
		want.raw, want.err, got.raw, got.err = nil, nil, nil, nil
		require.Equal(t, want, got)
	})
}

// A line break in base64url has a fault of its own, which names its place, even where
// another character is wrong too.
func TestLineBreakInBase64URL(t *testing.T) {
	for text, at := range map[string]int{"e3\n0": 2, "e\r\n30": 1, "!e3\n": 3, "e30\n": 3} {
		_, err := decodeBase64URL(text)
		require.Equal(t, base64.CorruptInputError(at), err, "%q", text)
	}
}

// The text of a token is copied once, and its payload decoded once.
func TestTokenIsReadOnce(t *testing.T) {
	payload := []byte(`{"a":"` + strings.Repeat("x", 100_000) + `"}`)
	src := []byte(base64url.EncodeToString([]byte(`{"alg":"ES256","typ":"JWT"}`)) + "." + base64url.EncodeToString(payload) + ".AA")
	text := string(src)
	require.LessOrEqual(t, testing.AllocsPerRun(10, func() { _, _ = cutToken(text) }), 1.0)
	file, err := Open(src, vc.Limits{})
	require.NoError(t, err)
	require.Equal(t, string(src), file.source)
}
