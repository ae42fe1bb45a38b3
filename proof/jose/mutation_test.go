package jose_test

import (
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// verdict checks a file that may not even open. One whose signature could not
// be checked counts as invalid: a change in the name or kind of its key can
// lead to one that is not to be had.
func verdict(tb testing.TB, file string, policy proof.Policy) vc.Verdict {
	tb.Helper()
	r, err := verifier(env()).Verify(tb.Context(), []byte(file), policy)
	if err != nil {
		var format *proof.FormatError
		var syntax *jsontree.Error // what was signed is no JSON object, so it is no credential
		var object vc.Problem
		require.True(tb, errors.As(err, &format) || errors.As(err, &syntax) || errors.As(err, &object), "%v", err)
		return vc.Invalid
	}
	if r.Verdict == vc.Indeterminate && finding(r, "PROOF-SIGNATURE") == "" {
		return vc.Invalid
	}
	return r.Verdict
}

// tokens returns a right token of every form, with the policy under which it
// is valid.
func tokens(t *testing.T) map[string]struct {
	file   string
	policy proof.Policy
} {
	type entry = struct {
		file   string
		policy proof.Policy
	}
	holder, ec := didKey(holderKey), didKey(p256Key)
	own := edit(badge(issuer.id), "/credentialSubject/id", `"`+holder.id+`"`)
	envelope := must(jose.Envelope(sign(t, own, jose.VCJOSE, issuer, jose.Options{}))).String()
	presented := bound(anyone())
	boundFile := must(jose.Bind(t.Context(), env(), issue(t, hideable, 1), holderKey, binding))
	return map[string]entry{
		"vc-jwt":          {string(sign(t, badge(ec.id), jose.VCJWT, ec, jose.Options{}).Bytes()), anyone()},
		"vc-jwt, own key": {string(sign(t, badge(ec.id), jose.VCJWT, ec, jose.Options{EmbedKey: true}).Bytes()), anyone()},
		"vc+jwt":          {string(sign(t, badge(issuer.id), jose.VCJOSE, issuer, jose.Options{}).Bytes()), anyone()},
		"vp+jwt": {string(sign(t, presentation(holder.id, envelope), jose.VPJOSE, holder,
			jose.Options{Domain: presented.Domain, Challenge: presented.Challenge}).Bytes()), presented},
		"vc+sd-jwt":        {string(issue(t, hideable, 1).Bytes()), anyone()},
		"vc+sd-jwt, bound": {string(boundFile.Bytes()), presented},
	}
}

// Whatever is changed in a token after it was signed, it is invalid: what was
// signed is the text itself, so even the order of members counts.
func TestMutants(t *testing.T) {
	mutants := 0
	for name, tt := range tokens(t) {
		require.Equal(t, vc.Valid, verdict(t, tt.file, tt.policy), name)
		check := func(what, file string) {
			if file == tt.file {
				return
			}
			mutants++
			require.Equal(t, vc.Invalid, verdict(t, file, tt.policy), "%s: %s", name, what)
		}
		for _, segment := range segments(tt.file) {
			replaced := func(text string) string { return tt.file[:segment.from] + text + tt.file[segment.to:] }
			text := tt.file[segment.from:segment.to]
			raw, err := base64.RawURLEncoding.DecodeString(text)
			require.NoError(t, err)
			if segment.isJSON {
				for m := range testkit.Mutants(raw) {
					check(m.String(), replaced(jws.Encode(m.Text)))
				}
			}
			for bit := 0; bit < 8*len(raw); bit += 13 {
				changed := slices.Clone(raw)
				changed[bit/8] ^= 1 << (bit % 8)
				check("a bit", replaced(jws.Encode(changed)))
			}
			for what, other := range map[string]string{
				"empty": "", "shorter": text[:len(text)-1], "longer": text + "A", "padded": text + "==", "a line break": text + "\n" + text,
				"a byte more": jws.Encode(append(slices.Clone(raw), ' ')), "a byte less": jws.Encode(raw[1:]), "twice": text + text,
				"unused bits": unusedBits(text), "another alphabet": strings.NewReplacer("-", "+", "_", "/").Replace(text) + "+",
			} {
				if len(text)%4 == 0 && what == "unused bits" {
					continue // there are none
				}
				check(what, replaced(other))
			}
		}
	}
	t.Logf("%d mutants", mutants)
	require.Greater(t, mutants, 5_000)
}

// span is a segment of a token. That one is JSON follows from its place: a
// signature may start with any byte.
type span struct {
	from, to int
	isJSON   bool
}

// segments returns where the base64url texts of a token are. Of what stands
// between tildes only a JWT has full stops: a header, a payload, a signature.
func segments(file string) []span {
	var out []span
	at := 0
	for piece := range strings.SplitSeq(file, "~") {
		parts := strings.Split(piece, ".")
		for i, part := range parts {
			if part != "" {
				out = append(out, span{at, at + len(part), len(parts) == 3 && i < 2})
			}
			at += len(part) + 1
		}
	}
	return out
}

// A signature that starts with the byte of a brace is no JSON: the test of
// mutants must not depend on chance.
func TestSegments(t *testing.T) {
	header, brace := jws.Encode([]byte("{}")), jws.Encode([]byte("{ is no JSON"))
	file := header + "." + header + "." + brace + "~" + brace + "~" + header + "." + header + "." + brace
	var kinds []bool
	for _, s := range segments(file) {
		require.Equal(t, s.isJSON, file[s.from:s.to] == header)
		kinds = append(kinds, s.isJSON)
	}
	require.Equal(t, []bool{true, true, false, false, true, true, false}, kinds)
}

// unusedBits spells the same bytes with other unused bits at the end.
func unusedBits(text string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	return text[:len(text)-1] + string(alphabet[strings.IndexByte(alphabet, text[len(text)-1])|1])
}

// The parts of two right tokens do not make a third.
func TestSwappedParts(t *testing.T) {
	one := strings.Split(string(sign(t, badge(issuer.id), jose.VCJOSE, issuer, jose.Options{}).Bytes()), ".")
	two := strings.Split(string(sign(t, edit(badge(issuer.id), "/validUntil", ""), jose.VCJOSE, issuer, jose.Options{}).Bytes()), ".")
	require.Equal(t, one[0], two[0])
	require.Equal(t, vc.Invalid, verdict(t, one[0]+"."+two[1]+"."+one[2], anyone()))
	require.Equal(t, vc.Invalid, verdict(t, one[0]+"."+one[1]+"."+two[2], anyone()))
}
