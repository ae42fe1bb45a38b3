package proof_test

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

func TestOpenRecognises(t *testing.T) {
	sealed := `{"payload":"{\"id\":\"urn:x\"}","signatures":[{"protected":"` + b64(`{"alg":"ES256","b64":false,"crit":["b64","sigT"],"sigT":"2026-01-01T00:00:00Z"}`) + `","signature":"AA"}]}`
	tests := []struct {
		name, src string
		format    proof.Format
		proofs    int
		document  string
	}{
		{"a plain document", ` {"id":"urn:x"} `, proof.Unsecured, 0, ` {"id":"urn:x"} `},
		{"an embedded proof", `{"id":"urn:x","proof":{"type":"T"}}`, proof.DataIntegrity, 1, `{"id":"urn:x"}`},
		{"a set of proofs", `{"proof":[{"type":"T"},{"type":"DataIntegrityProof","cryptosuite":"s"}],"id":"urn:x"}`, proof.DataIntegrity, 2, `{"id":"urn:x"}`},
		{"a seal", sealed, proof.JAdES, 1, `{"id":"urn:x"}`},
		{"a flattened seal", `{"payload":"` + b64(`{"id":"urn:x"}`) + `","protected":"` + b64(`{"alg":"ES256","x5t#o":{}}`) + `","signature":"AA"}`, proof.JAdES, 1, `{"id":"urn:x"}`},
		{"a compact JWS", "\n" + b64(`{"alg":"ES256"}`) + "." + b64(`{"id":"urn:x"}`) + ".AA\n", proof.JWS, 1, `{"id":"urn:x"}`},
		{"a JWS without signature", b64(`{"alg":"none"}`) + "." + b64(`{"id":"urn:x"}`) + ".", proof.JWS, 1, `{"id":"urn:x"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file, err := proof.Open([]byte(tt.src), vc.Limits{})
			require.NoError(t, err)
			require.Equal(t, tt.format, file.Format())
			require.Len(t, file.Proofs(), tt.proofs)
			require.Equal(t, tt.document, file.Document().String())
			require.Equal(t, tt.src, string(file.Bytes()), "the file is kept to the byte")
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	header := b64(`{"alg":"ES256"}`)
	tests := []struct{ name, src, code string }{
		{"nothing", "", "FORMAT-EMPTY"},
		{"white space", " \n", "FORMAT-EMPTY"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00", "FORMAT-PNG"},
		{"XML", "<europassCredential/>", "FORMAT-XML"},
		{"text", "hello", "JSON-SYNTAX"},
		{"cut off", `{"id":"urn:x`, "JSON-SYNTAX"},
		{"an array", "[]", "FORMAT-UNKNOWN"},
		{"a string", `"x"`, "FORMAT-UNKNOWN"},
		{"a name twice", `{"proof":1,"proof":2}`, "JSON-DUPLICATE-NAME"},
		{"trailing bytes", `{} x`, "JSON-TRAILING"},
		{"deep", strings.Repeat("[", 200), "JSON-DEPTH"},
		{"a header that is no JSON", "abc.def.ghi", "JWS-HEADER"},
		{"a header with a name twice", b64(`{"alg":"none","alg":"ES256"}`) + ".e30.AA", "JWS-HEADER"},
		{"a header that is an array", b64(`[]`) + ".e30.AA", "JWS-HEADER"},
		{"a header in padded base64", base64.URLEncoding.EncodeToString([]byte(`{"alg":"ES256K"}`)) + ".e30.AA", "JWS-FORM"},
		{"a payload that is an object", `{"payload":{},"signatures":[]}`, "JWS-PAYLOAD"},
		{"no signatures", `{"payload":"","signatures":[]}`, "JWS-SERIALISATION"},
		{"both serialisations", `{"payload":"","signature":"AA","protected":"` + header + `","signatures":[{}]}`, "JWS-SERIALISATION"},
		{"a signature without header", `{"payload":"","signatures":[{"signature":"AA"}]}`, "JWS-SERIALISATION"},
		{"a signature that is text", `{"payload":"","signatures":["AA"]}`, "JWS-SERIALISATION"},
		{"a header parameter in both headers", `{"payload":"","signatures":[{"protected":"` + header + `","header":{"alg":"none"},"signature":"AA"}]}`, "JWS-HEADER"},
		{"signatures that disagree on b64", `{"payload":"e30","signatures":[{"protected":"` + header + `","signature":"AA"},{"protected":"` + b64(`{"alg":"ES256","b64":false,"crit":["b64","sigT"],"sigT":"2026-01-01T00:00:00Z"}`) + `","signature":"AA"}]}`, "JWS-B64"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file, err := proof.Open([]byte(tt.src), vc.Limits{})
			var format *proof.FormatError
			require.True(t, errors.As(err, &format), "%v", err)
			require.Equal(t, tt.code, format.Code, format.Error())
			require.Nil(t, file)
		})
	}
}

// A payload that is no document is not a fault of the envelope.
func TestPayloadThatIsNoDocument(t *testing.T) {
	file, err := proof.Open([]byte(b64(`{"alg":"ES256"}`)+"."+b64("hello")+".AA"), vc.Limits{})
	require.NoError(t, err)
	require.True(t, file.Document().IsZero())
	require.Error(t, file.Problem())
}

func FuzzOpen(f *testing.F) {
	header := b64(`{"alg":"ES256","b64":false,"crit":["b64","sigT"],"sigT":"2026-01-01T00:00:00Z"}`)
	for _, s := range []string{`{"proof":[{"type":"T"}]}`, header + ".e30.AA", `{"payload":"{}","signatures":[{"protected":"` + header + `","header":{"etsiU":["e30"]},"signature":"AA"}]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		file, err := proof.Open(src, vc.Limits{})
		var format *proof.FormatError
		if err != nil {
			require.True(t, errors.As(err, &format))
			require.NotEmpty(t, format.Code)
			return
		}
		require.Equal(t, string(src), string(file.Bytes()))
		require.False(t, file.Document().Get("proof").Exists() && file.Format() == proof.DataIntegrity)
	})
}
