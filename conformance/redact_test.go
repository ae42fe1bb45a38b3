package conformance

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// No secret of a session enters a report, wherever the two sides put it.
func TestExchangesHoldNoSecrets(t *testing.T) {
	const secret = "s3cr3t-value"
	for name, message := range map[string]Message{
		"authorization":  NewMessage("GET https://a.example/", map[string][]string{"Authorization": {"Bearer " + secret}}, nil),
		"cookie":         NewMessage("", map[string][]string{"Set-Cookie": {"sid=" + secret}, "Cookie": {"sid=" + secret}, "X-API-Key": {secret}}, nil),
		"query":          NewMessage("GET https://a.example/cb?state=1&code="+secret+"&API%5Fkey="+secret, nil, nil),
		"fragment":       NewMessage("", map[string][]string{"Location": {"https://a.example/cb#access_token=" + secret}}, nil),
		"userinfo":       NewMessage("GET https://me:"+secret+"@a.example/", nil, nil),
		"form":           NewMessage("", map[string][]string{"Content-Type": {"application/x-www-form-urlencoded"}}, []byte("grant_type=x&client_secret="+secret+"&code="+secret)),
		"json":           NewMessage("", nil, []byte(`{"a":[{"access_token" : "`+secret+`"}],"b":1}`)),
		"escaped name":   NewMessage("", nil, []byte(`{"\u0061ccess_token":"`+secret+`"}`)),
		"object":         NewMessage("", nil, []byte(`{"secret":{"x":["`+secret+`","}"]},"b":1}`)),
		"cut":            NewMessage("", nil, []byte(`{"refresh_token":"`+secret)),
		"address inside": NewMessage("", nil, []byte(`{"next":"https://a.example/?token=`+secret+`"}`)),
		"known":          NewMessage("GET https://a.example/"+secret, map[string][]string{"Etag": {secret}}, []byte("it is "+secret), secret),
	} {
		text, err := json.Marshal(message)
		require.NoError(t, err)
		require.NotContains(t, string(text), secret, name)
		require.Contains(t, string(text), Redacted, name)
	}
}

// What is no secret stays as it is, to the byte, and its digest with it.
func TestExchangesKeepTheRest(t *testing.T) {
	body := `{"code":"INVALID","b":"access_token","token_type":"Bearer"}`
	m := NewMessage("GET https://a.example/?limit=1&offset=2", map[string][]string{"Link": {`<https://a.example/?offset=2>; rel="next"`}}, []byte(body))
	require.Equal(t, body, m.Text)
	require.Equal(t, "GET https://a.example/?limit=1&offset=2", m.Line)
	require.Equal(t, `<https://a.example/?offset=2>; rel="next"`, m.Header["Link"][0])
	require.Len(t, m.Digest, 64)

	m = NewMessage("", nil, []byte(`{"access_token":"abcdefgh","b":2}`))
	require.Equal(t, `{"access_token":"[redacted]","b":2}`, m.Text)
	require.Empty(t, m.Digest, "a digest would help to guess the secret")

	m = NewMessage("", nil, []byte(strings.Repeat("ø", 50_000)))
	require.Less(t, len(m.Text), 66<<10)
	require.Equal(t, 100_000, m.Size)
	require.Equal(t, "(3 bytes that are not text)", NewMessage("", nil, []byte{0xff, 0, 1}).Text)
}

func FuzzRedactMembers(f *testing.F) {
	for _, seed := range []string{`{"token":`, `{"token":]}`, `"token":"\`, `{"secret":{"a":[1,2`, `"`, `\`, `{"a":1,"token":"x"}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := redactMembers(text)
		require.Equal(t, once, redactMembers(once), "what was redacted stays so")
	})
}
