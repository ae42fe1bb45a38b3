package jose_test

import (
	"encoding/base64"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The tokens that 1EdTech publishes. Their issuers are not to be had, so none
// is valid; where the header holds the key, the signature is right.
func TestPublishedTokens(t *testing.T) {
	for _, tt := range []struct {
		folder, name string
		embedded     bool
		version      vc.Version
		baked        bool
	}{
		{"ob3", "simple.jwt", false, vc.V1, false},
		{"ob3", "velocity.jwt", false, vc.V1, false},
		{"ob3", "simple-jwt.svg", true, vc.V2, true},
		{"ob3", "simple-jwt_v1.svg", true, vc.V1, true},
		{"ob3", "simple-jwt.png", true, vc.V2, true},
		{"ob3", "simple-jwt_v1.png", true, vc.V1, true},
		{"clr", "simple.jwt", true, vc.V1, false},
	} {
		t.Run(tt.folder+" "+tt.name, func(t *testing.T) {
			file := string(testkit.ReadShared(t, "data", "samples", tt.folder, tt.name))
			if tt.baked {
				file = regexp.MustCompile(`eyJ[\w-]+\.[\w-]+\.[\w-]+`).FindString(file)
			}
			r := verify(t, env(), file, anyone())
			t.Log(faults(r))
			require.NotEqual(t, vc.Valid, r.Verdict)
			credential, _ := vc.ReadCredential(r.Document)
			require.Equal(t, tt.version, credential.Version())
			require.Empty(t, finding(r, "JWT-CONTENT"))
			for _, code := range []string{"JWT-ISS", "JWT-JTI", "JWT-SUB", "JWT-NBF", "JWT-EXP"} {
				require.NotEqual(t, "fail", finding(r, code), code)
			}
			if !tt.embedded {
				require.Equal(t, "unknown", finding(r, "PROOF-METHOD"))
				require.Empty(t, finding(r, "PROOF-SIGNATURE"))
				return
			}
			require.Equal(t, "pass", finding(r, "PROOF-SIGNATURE"))
			require.Equal(t, "unknown", finding(r, "ISSUER-KEY"))

			// With a controller document that lists the key, nothing is open.
			header, _ := base64.RawURLEncoding.DecodeString(strings.SplitN(file, ".", 2)[0])
			tree, err := jsontree.Parse(header, jsontree.Limits{})
			require.NoError(t, err)
			key, err := jwk.Public(tree.Get("jwk"))
			require.NoError(t, err)
			world := env(controller(credential.IssuerID(), key.Public))
			require.Equal(t, "pass", finding(verify(t, world, file, anyone()), "ISSUER-KEY"))

			changed := strings.TrimSpace(file)
			changed = changed[:len(changed)-10] + flip(changed[len(changed)-10:])
			require.Equal(t, "fail", finding(verify(t, world, changed, anyone()), "PROOF-SIGNATURE"))
		})
	}
}

// flip changes the first character of a base64url text.
func flip(text string) string {
	if text[0] == 'A' {
		return "B" + text[1:]
	}
	return "A" + text[1:]
}

// The credentials in the 1EdTech transcript are tokens in strings.
func TestPublishedInnerToken(t *testing.T) {
	file := string(testkit.ReadShared(t, "data", "samples", "clr", "simple.jwt"))
	inner := verify(t, env(), file, anyone()).Document.Lookup("/credentialSubject/verifiableCredential/0").Text()
	r := verify(t, env(), inner, anyone())
	require.Equal(t, "pass", finding(r, "PROOF-SIGNATURE"), "%v", r.Findings)
	require.WithinDuration(t, time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC), validFrom(r.Document).Time(), 0)
}

func validFrom(doc vc.Document) vc.DateTime {
	credential, _ := vc.ReadCredential(doc)
	return credential.ValidFrom()
}
