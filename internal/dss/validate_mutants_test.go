package dss_test

import (
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/dss"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// group is the mutants of one part of one seal.
type group struct {
	name    string
	mutants []subject
}

// groups returns mutants of each part of a seal of each level: of each member of the
// protected header, signed anew and not, of the file, and of each unsigned component
// and what it holds. They are the same each time.
func groups(t *testing.T) []group {
	t.Helper()
	var all []group
	for _, k := range ca.SealKinds() {
		if !slices.Contains([]string{"B.rsa", "T.rsa", "LT.rsa", "LTA.rsa"}, k.Name) {
			continue
		}
		m := mutator{kind: k, file: string(testkit.Seal([]byte(payload), k.Options)), anchor: ca.Root}
		if k.Name == "B.rsa" || k.Name == "T.rsa" {
			m.anchor = ca.RSA.Certificate // without revocation data nothing else would pass
		}
		m.changeHeader()
		m.changeFile()
		m.changeEntries(t)
		all = append(all, m.groups...)
	}
	return all
}

type mutator struct {
	kind   testkit.SealKind
	file   string
	anchor *x509.Certificate
	groups []group
}

// begin begins a group, and returns what adds to it.
func (m *mutator) begin(part string) func(file string) {
	m.groups = append(m.groups, group{name: m.kind.Name + " " + part})
	g := &m.groups[len(m.groups)-1]
	return func(file string) {
		name := fmt.Sprintf("%s %d", g.name, len(g.mutants))
		g.mutants = append(g.mutants, subject{name, []byte(file), testkit.SealTime.Add(m.kind.After), []*x509.Certificate{m.anchor}})
	}
}

// changeHeader changes the protected header, before and after it was signed.
func (m *mutator) changeHeader() {
	var header string
	o := m.kind.Options
	o.Protect = func(text string) string { header = text; return text }
	testkit.Seal([]byte(payload), o)
	texts := extraHeaders(header)
	for mutant := range testkit.Mutants([]byte(header)) {
		texts = append(texts, string(mutant.Text))
	}
	signed := m.begin("header, signed")
	for _, text := range texts {
		o.Protect = func(string) string { return text }
		signed(string(testkit.Seal([]byte(payload), o)))
	}
	forged := m.begin("header, not signed")
	for _, text := range texts {
		o := m.kind.Options
		o.Forge = func(p *testkit.SealParts) { p.Protected = base64.RawURLEncoding.EncodeToString([]byte(text)) }
		forged(string(testkit.Seal([]byte(payload), o)))
	}
}

// extraHeaders are changes that no mutation of single members makes. None names a
// place to fetch something from, for DSS would wait for it.
func extraHeaders(header string) []string {
	add := func(member string) string { return strings.TrimSuffix(header, "}") + "," + member + "}" }
	crit := func(list string) string { return strings.Replace(header, `"crit":["b64"]`, `"crit":`+list, 1) }
	return []string{
		crit(`["b64","unknown"]`), crit(`["b64","b64"]`), crit(`["b64","alg"]`), crit(`[]`), crit(`["iat"]`), crit(`["b64","iat"]`), crit(`["b64","exp"]`),
		add(`"sigT":"2026-03-02T09:30:00Z"`), add(`"exp":1`), add(`"exp":4102444800`), add(`"unknown":true`),
		add(`"sigPId":{"id":"urn:oid:1.2.3"}`), add(`"srCms":[{"commId":{"id":"http://uri.etsi.org/01903/v1.2.2#ProofOfOrigin"}}]`),
		add(`"srAts":[{"claimed":[{"vals":["x"],"mediaType":"text/plain","encoding":"utf8"}]}]`), add(`"sigPl":{"addressCountry":"NO"}`),
		add(`"adoTst":{"tstTokens":[{"val":"AAAA"}]}`), add(`"jwk":{}`), header + " ", " " + header,
		strings.Replace(header, `"iat":`, `"iat":1.0,"x":`, 1), strings.Replace(header, `"iat":1`, `"iat":2`, 1),
	}
}

// changeFile changes the members of the file.
func (m *mutator) changeFile() {
	add := m.begin("file")
	for mutant := range testkit.Mutants([]byte(m.file)) {
		add(string(mutant.Text))
	}
}

// changeEntries changes the unsigned components: as a list, their members, and what
// they hold in DER.
func (m *mutator) changeEntries(t *testing.T) {
	entries := m.entries(t)
	if len(entries) == 0 {
		return
	}
	list := m.begin("etsiU")
	for _, text := range m.lists(t, entries) {
		list(m.with(text))
	}
	for i, entry := range entries {
		raw, err := base64.RawURLEncoding.DecodeString(entry)
		require.NoError(t, err)
		replace := func(text string) string {
			changed := slices.Clone(entries)
			changed[i] = base64.RawURLEncoding.EncodeToString([]byte(text))
			return m.with(quoted(changed))
		}
		name := string(raw[2 : 2+strings.Index(string(raw[2:]), `"`)])
		members := m.begin(fmt.Sprintf("etsiU[%d] %s", i, name))
		for mutant := range testkit.Mutants(raw) {
			members(replace(string(mutant.Text)))
		}
		der := m.begin(fmt.Sprintf("etsiU[%d] %s, DER", i, name))
		for _, text := range damaged(t, string(raw)) {
			der(replace(text))
		}
	}
}

func (m *mutator) entries(t *testing.T) []string {
	file, err := proof.Open([]byte(m.file), vc.Limits{})
	require.NoError(t, err)
	var entries []string
	for entry := range file.Proofs()[0].Signature.Unprotected.Get("etsiU").Elements() {
		entries = append(entries, entry.Text())
	}
	return entries
}

// with returns the file with another value of etsiU.
func (m *mutator) with(etsiU string) string {
	at := strings.Index(m.file, `"etsiU":[`) + len(`"etsiU":`)
	end := at + strings.Index(m.file[at:], "]") + 1
	return m.file[:at] + etsiU + m.file[end:]
}

func quoted(entries []string) string { return `["` + strings.Join(entries, `","`) + `"]` }

// lists returns other lists of components: fewer, twice, in another order, of another
// seal, plain among encoded, and with strange ones among them.
func (m *mutator) lists(t *testing.T, entries []string) []string {
	other := m.kind.Options
	other.At = testkit.SealTime.Add(1)
	other.Protect = func(text string) string { return strings.Replace(text, `"cty":"json"`, `"cty":"octet-stream"`, 1) }
	foreign := (&mutator{file: string(testkit.Seal([]byte(payload), other))}).entries(t)
	out := []string{`"x"`, `[]`, `{}`, `null`, `[1]`, `["*"]`, `["AAAA"]`, `["e30"]`, quoted(foreign)}
	for i := range entries {
		out = append(out, quoted(slices.Delete(slices.Clone(entries), i, i+1)), quoted(slices.Insert(slices.Clone(entries), i, entries[i])))
		swapped := slices.Clone(entries)
		swapped[i] = foreign[i]
		out = append(out, quoted(swapped), quoted(append(slices.Clone(entries), foreign[i])), quoted(append([]string{foreign[i]}, entries...)))
		for j := range i {
			moved := slices.Clone(entries)
			moved[i], moved[j] = moved[j], moved[i]
			out = append(out, quoted(moved))
		}
		plain, err := base64.RawURLEncoding.DecodeString(entries[i])
		require.NoError(t, err)
		out = append(out, strings.Replace(quoted(entries), `"`+entries[i]+`"`, string(plain), 1))
	}
	for _, strange := range []string{`{"cSig":"x"}`, `{"cSig":{}}`, `{"unknown":1}`, `{"sigPSt":{}}`, `{"xRefs":[]}`, `{"rRefs":{}}`, `{"tstVD":{}}`, `{"anyValData":{}}`, `{"sigRTst":{"tstTokens":[]}}`} {
		out = append(out, quoted(append(slices.Clone(entries), base64.RawURLEncoding.EncodeToString([]byte(strange)))))
	}
	return out
}

// damaged returns a component with each of its DER values changed at some places, cut
// off, lengthened, and taken for another.
func damaged(t *testing.T, text string) []string {
	var out, values []string
	for _, part := range strings.Split(text, `"val":"`)[1:] {
		values = append(values, part[:strings.Index(part, `"`)])
	}
	for i, value := range values {
		der, err := base64.StdEncoding.DecodeString(value)
		require.NoError(t, err)
		replace := func(changed []byte) {
			out = append(out, strings.Replace(text, value, base64.StdEncoding.EncodeToString(changed), 1))
		}
		const places = 24
		for n := range places {
			changed := slices.Clone(der)
			changed[n*(len(der)-1)/(places-1)] ^= 0x21
			replace(changed)
		}
		replace(der[:len(der)/2])
		replace(append(slices.Clone(der), 0))
		out = append(out, strings.Replace(text, value, values[(i+1)%len(values)], 1))
	}
	return out
}

// codes has a letter for each way in which a validation ends.
var codes = map[string]string{
	"TOTAL_PASSED":                                    "P",
	"TOTAL_FAILED/FORMAT_FAILURE":                     "F",
	"TOTAL_FAILED/HASH_FAILURE":                       "H",
	"TOTAL_FAILED/SIG_CRYPTO_FAILURE":                 "S",
	"INDETERMINATE/NO_SIGNING_CERTIFICATE_FOUND":      "c",
	"INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND":        "n",
	"INDETERMINATE/CERTIFICATE_CHAIN_GENERAL_FAILURE": "g",
	"INDETERMINATE/SIG_CONSTRAINTS_FAILURE":           "k",
	"INDETERMINATE/SIGNED_DATA_NOT_FOUND":             "d",
	"INDETERMINATE/TRY_LATER":                         "l",
	"INDETERMINATE/OUT_OF_BOUNDS_NO_POE":              "o",
	"INDETERMINATE/OUT_OF_BOUNDS_NOT_REVOKED":         "b",
	"INDETERMINATE/REVOKED_NO_POE":                    "r",
	"INDETERMINATE/SIGNATURE_POLICY_NOT_AVAILABLE":    "p",
	"INDETERMINATE/CRYPTO_CONSTRAINTS_FAILURE_NO_POE": "y",
	"INDETERMINATE/REVOCATION_OUT_OF_BOUNDS_NO_POE":   "v",
	"": "x", // no seal, or a file that is refused
}

// code returns the letter for the first seal of a file.
func code(t *testing.T, all []dss.Verdict) string {
	t.Helper()
	require.NotEmpty(t, all)
	letter, ok := codes[all[0].Indication]
	require.True(t, ok, all[0].Indication)
	return letter
}
