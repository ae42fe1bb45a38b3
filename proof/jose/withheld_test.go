package jose_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

func evidence(t testing.TB, text string) proof.Evidence {
	t.Helper()
	file, err := proof.Open([]byte(text), vc.Limits{})
	require.NoError(t, err)
	e, err := jose.Suites()[0].Verify(t.Context(), env(), proof.Job{File: file, Proof: file.Proofs()[0]})
	require.NoError(t, err)
	return e
}

// Where something is hidden, the verifier says so and what could be among it:
// an SD-JWT shows in which objects and arrays the hidden things stand, so most
// of the time it can be told that neither the validity nor the status is there.
func TestWithheld(t *testing.T) {
	with := func(more string) string { return strings.TrimSuffix(plain(), "}") + "," + more + "}" }
	without := func(text string, names ...string) string {
		for _, name := range names {
			text = strings.Replace(text, `"`+name+`"`, `"x`+name+`"`, 1)
		}
		return text
	}
	for _, tt := range []struct {
		name, payload  string
		disclosures    []string
		derived        bool
		withheld, says string
	}{
		{"nothing is hidden", plain(), nil, false, "", ""},
		{"all is disclosed", with(`"_sd":["$0"]`), []string{`["s","x",1]`}, false, "", ""},
		{"in the subject", with(`"y":{"_sd":["aaaa"]}`), nil, true, "", "neither its validity period nor its status"},
		{"in an array", with(`"y":[[{"...":"aaaa"}]]`), nil, true, "", "neither its validity period nor its status"},
		{"in what was disclosed", with(`"_sd":["$0"]`), []string{`["s","x",{"_sd":["aaaa"]}]`}, true, "", "neither its validity period nor its status"},
		{"at the top", with(`"_sd":["aaaa"]`), nil, true, "a status", "Whether it has a status that is not shown cannot be seen."},
		{"at the top of a bare one", without(with(`"_sd":["aaaa"]`), "validFrom", "validUntil"), nil, true, "a start of validity or an end of validity or a status", ""},
		{"an entry of the status", with(`"credentialStatus":[{"id":"urn:x","type":"T"},{"...":"aaaa"}]`), nil, true, "more in credentialStatus", "more in credentialStatus"},
		{"a part of a status", with(`"credentialStatus":{"id":"urn:x","type":"T","_sd":["aaaa"]}`), nil, true, "more in credentialStatus", ""},
		{"the issuer's address", with(`"x":1,"holder":"urn:h","_sd":["aaaa"],"credentialStatus":{"id":"urn:x","type":"T"}`), nil, true, "", ""},
		{"the end is shown of free will", without(with(`"_sd":["$0","aaaa"]`), "validUntil"), []string{`["s","validUntil","2027-01-01T00:00:00Z"]`}, true, "a status", "left /validUntil to the holder"},
		{"the issuer's id is shown of free will", strings.Replace(with(`"z":[{"...":"aaaa"}]`), `{"id": "`+issuer.id+`",`, `{"_sd":["$0"],`, 1), []string{`["s","id","` + issuer.id + `"]`}, true, "", "left /issuer/id to the holder"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := evidence(t, sd(tt.payload, tt.disclosures...))
			require.Equal(t, tt.derived, e.Derived)
			require.Equal(t, tt.withheld, e.Withheld)
			status, detail := "", ""
			for _, f := range e.Findings {
				require.NotEqual(t, vc.Fail, f.Status, "%v", f)
				if f.Code == "SD-WITHHELD" {
					require.Equal(t, vc.InForce, f.Axis)
					status, detail = f.Status.String(), f.Detail
				}
			}
			require.Equal(t, map[bool]string{false: "", true: map[bool]string{true: "pass", false: "warn"}[tt.withheld == ""]}[tt.derived], status)
			require.Contains(t, detail, tt.says)
		})
	}
}

// An issuer cannot make disclosable what decides, nor a part of it: the same
// table serves the base proofs of Data Integrity.
func TestWhatDecidesCannotBeDisclosable(t *testing.T) {
	doc := edit(edit(edit(badge(issuer.id), "/credentialStatus", `[{"id":"urn:s","type":"T"}]`), "/refreshService", `{"id":"urn:r","type":"T"}`), "/termsOfUse", `{"id":"urn:t","type":"T"}`)
	pointers := append(vc.DecisivePointers(doc), "/issuer", "/credentialStatus/0", "/credentialStatus/0/type", "/refreshService/id", "/type/0", "/iat", "/cnf", "/cnf/jwk")
	require.Contains(t, pointers, "/validUntil")
	for _, pointer := range pointers {
		_, err := jose.Sign(t.Context(), env(), doc, jose.VCSDJWT, issuer.key, jose.Options{Disclosable: []string{pointer}, Holder: holderKey.Public()})
		require.ErrorContains(t, err, "SDJWT-POINTER at "+pointer)
	}
	_, err := jose.Sign(t.Context(), env(), doc, jose.VCSDJWT, issuer.key, jose.Options{Disclosable: []string{"/issuer/name", "/name", "/credentialSubject"}})
	require.ErrorContains(t, err, "leads to no member", "only /name, which is not there")
}

// Many disclosures deep down under long names have pointers that are, all
// together, far longer than the file: neither opening nor choosing among them
// writes these out, and a deadline ends the work.
func TestManyDisclosures(t *testing.T) {
	const depth, n = 90, 9_000
	name := strings.Repeat("n", 50_000)
	var tail, digests []string
	for i := range n {
		tail = append(tail, base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, `["s","m%d",%d]`, i, i)))
		digests = append(digests, digest(tail[i]))
	}
	inner := `{"_sd":["` + strings.Join(digests, `","`) + `"]}`
	for range depth {
		inner = `{"` + name + `":` + inner + `}`
	}
	text := token(ed25519Key, withKid("vc+sd-jwt", ""), strings.TrimSuffix(plain(), "}")+`,"x":`+inner+"}") + "~" + strings.Join(tail, "~") + "~"
	file, err := proof.Open([]byte(text), vc.Limits{})
	require.NoError(t, err)
	job := proof.Job{File: file, Proof: file.Proofs()[0]}

	begin := time.Now()
	_, err = jose.Suites()[0].Verify(t.Context(), env(), job)
	require.NoError(t, err)
	part, err := jose.Disclose(file, vc.Limits{}, "/x")
	require.NoError(t, err)
	require.Len(t, part.Proofs()[0].Signature.Disclosures, n)
	part, err = jose.Disclose(file, vc.Limits{}, "/x"+strings.Repeat("/"+name, depth)+"/m7", "/id")
	require.NoError(t, err)
	require.Equal(t, []string{tail[7]}, part.Proofs()[0].Signature.Disclosures)
	_, err = jose.Disclosable(file, vc.Limits{})
	require.ErrorIs(t, err, vc.ErrLimit)
	took := time.Since(begin)
	t.Logf("%d bytes in %v", len(text), took)
	require.Less(t, took, 2*time.Minute) // generous: the machine may be busy

	ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	_, err = jose.Suites()[0].Verify(ctx, env(), job)
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

// As many pointers as disclosures take a time that grows as their number.
func TestDiscloseIsLinear(t *testing.T) {
	const n = 9_000
	var members, pointers []string
	for i := range n {
		members = append(members, fmt.Sprintf(`"m%d":%d`, i, i))
		pointers = append(pointers, fmt.Sprintf("/x/m%d", i))
	}
	file := sign(t, edit(badge(issuer.id), "/x", "{"+strings.Join(members, ",")+"}"), jose.VCSDJWT, issuer, jose.Options{Disclosable: pointers})
	begin := time.Now()
	part, err := jose.Disclose(file, vc.Limits{}, pointers[:n/2]...)
	require.NoError(t, err)
	require.Len(t, part.Proofs()[0].Signature.Disclosures, n/2)
	took := time.Since(begin)
	t.Logf("%d of %d in %v", n/2, n, took)
	require.Less(t, took, time.Minute) // generous: the machine may be busy
}
