package vc

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestIsURL(t *testing.T) {
	for _, s := range []string{
		"https://example.org/credentials/1", "http://example.edu", "HTTPS://example.org", "https://user@example.org:8080/a?b=c#d",
		"https://[2001:db8::1]/x", "https://xn--bcher-kva.example/", "https://bücher.example/å/ä", "https://example.org/%C3%A5",
		"did:example:123", "did:key:z6MkjZRZ#z6MkjZRZ", "did:web:example.org:users:1?service=x", "urn:uuid:9c9a36f8-518f-4976-a934-6649502d0008",
		"urn:credential:1", "urn:epass:org:1", "data:application/vc+jwt,eyJ", "data:,", "mailto:a@example.org", "x:y", "tag:example.org,2020:a",
		"https://example.org/?q=a'b(c)*!$&;=[1]~",
	} {
		require.True(t, IsURL(s), s)
	}
	for _, s := range []string{
		"", "fake-issuer", "https", "https:", ":x", "https ://not-a-url/x", "https://", "https:///path", "https:/example.org", "https://:80/",
		"https://?q", "https://user@/", "http//example.org/cp1", "/relative", "relative/path", "#fragment", "//example.org/a", "1a:b", "a b:c", "é:x",
		"https://example.org/a b", " https://example.org", "https://example.org\n", "https://example.org/\x00", "https://example.org/\x7f",
		"https://example.org/<a>", `https://example.org/"`, "https://example.org/{a}", "https://example.org/a|b", `https://example.org\a`,
		"https://example.org/^", "https://example.org/`", "https://example.org/%", "https://example.org/%2", "https://example.org/%zz",
		"https://example.org/#a#b", "https://example.org/\u0085", "https://example.org/\u2028", "https://example.org/\ufffe",
		"https://example.org/\ufdd0", "https://example.org/\xff", "did:example", "did::x", "did:example:", "urn:uuid", "urn::x", "data:text/plain",
	} {
		require.False(t, IsURL(s), "%q", s)
	}
}

func FuzzIsURL(f *testing.F) {
	for _, s := range []string{"https://example.org/%C3%A5?q#f", "did:key:z6Mk", "urn:a:b", "data:,x", "https ://x", "a:\u00e5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !IsURL(s) {
			return
		}
		for _, r := range s {
			require.Greater(t, r, rune(0x20))
			require.NotContains(t, "<>\"{}|\\^`\x7f", string(r))
		}
		if u, err := url.Parse(s); err == nil {
			require.True(t, u.IsAbs(), "%q", s)
		}
	})
}
