package dss_test

import (
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// group is the mutants of one part of one seal.
type group struct {
	kind, part string
	mutants    []subject // each has the name of the change
}

func (g *group) name() string { return g.kind + ": " + g.part }

// mutated are the seals of which mutants are made. Those of the first four are of
// everything; of the others, of what they have that the first do not.
var mutated = []struct {
	kind  string
	leaf  bool // without revocation data nothing passes but under the seal's own certificate
	parts []func(*mutator, *testing.T)
}{
	{"B.rsa", true, []func(*mutator, *testing.T){(*mutator).changeHeader, (*mutator).changeFile, (*mutator).changeEntries}},
	{"T.rsa", true, []func(*mutator, *testing.T){(*mutator).changeHeader, (*mutator).changeFile, (*mutator).changeEntries}},
	{"LT.rsa", false, []func(*mutator, *testing.T){(*mutator).changeHeader, (*mutator).changeFile, (*mutator).changeEntries}},
	{"LTA.rsa", false, []func(*mutator, *testing.T){(*mutator).changeHeader, (*mutator).changeFile, (*mutator).changeEntries}},
	{"LTA.p256.flattened", false, []func(*mutator, *testing.T){(*mutator).changeHeader, (*mutator).changeFile, (*mutator).changeEntries}},
	{"B.rsa.compact", true, []func(*mutator, *testing.T){(*mutator).changeHeader, (*mutator).changeText}},
	{"LT.rsa.etsiu-clear", false, []func(*mutator, *testing.T){(*mutator).changeFile}},
	{"LT.rsa.adoTst", false, []func(*mutator, *testing.T){(*mutator).changeHeader}},
	{"B.rsa.sigT", true, []func(*mutator, *testing.T){(*mutator).changeHeader}},
	{"B.rsa.sha512-x5to", true, []func(*mutator, *testing.T){(*mutator).changeHeader}},
}

// groups returns mutants of each part of a seal: of each member of the protected
// header, signed anew and not, of the file, and of each unsigned component and what it
// holds. They are the same each time.
func groups(t *testing.T) []*group {
	t.Helper()
	kinds := make(map[string]testkit.SealKind)
	for _, k := range ca.SealKinds() {
		kinds[k.Name] = k
	}
	flattened := kinds["LTA.p256"]
	flattened.Name, flattened.Options.Flattened = "LTA.p256.flattened", true
	kinds[flattened.Name] = flattened
	var all []*group
	for _, row := range mutated {
		k, ok := kinds[row.kind]
		require.True(t, ok, row.kind)
		m := mutator{kind: k, file: string(testkit.Seal([]byte(payload), k.Options)), anchor: ca.Root}
		if row.leaf {
			m.anchor = k.Options.Sealer.Certificate
		}
		for _, change := range row.parts {
			change(&m, t)
		}
		all = append(all, m.groups...)
	}
	return all
}

type mutator struct {
	kind   testkit.SealKind
	file   string
	anchor *x509.Certificate
	groups []*group
}

// begin begins a group, and returns what adds to it.
func (m *mutator) begin(part string) func(name, file string) {
	g := &group{kind: m.kind.Name, part: part}
	m.groups = append(m.groups, g)
	return func(name, file string) {
		g.mutants = append(g.mutants, subject{name, []byte(file), testkit.SealTime.Add(m.kind.After), []*x509.Certificate{m.anchor}})
	}
}

// change is a changed text, and what was changed.
type change struct{ name, text string }

// changesOf returns every single change of a JSON text. Changes of one member to
// values of several types are numbered.
func changesOf(text string) []change {
	var all []change
	count := make(map[string]int)
	for mutant := range testkit.Mutants([]byte(text)) {
		name := mutant.String()
		if count[name]++; mutant.Mutation == testkit.Retype {
			name = fmt.Sprintf("%s (%d)", name, count[name])
		}
		all = append(all, change{name, string(mutant.Text)})
	}
	return all
}

// changeHeader changes the protected header, before and after it was signed.
func (m *mutator) changeHeader(*testing.T) {
	var header string
	o := m.kind.Options
	o.Protect = func(text string) string { header = text; return text }
	testkit.Seal([]byte(payload), o)
	changes := append(extraHeaders(header), changesOf(header)...)
	signed := m.begin("header, signed")
	for _, c := range changes {
		o.Protect = func(string) string { return c.text }
		signed(c.name, string(testkit.Seal([]byte(payload), o)))
	}
	forged := m.begin("header, not signed")
	for _, c := range changes {
		o := m.kind.Options
		o.Forge = func(p *testkit.SealParts) { p.Protected = base64.RawURLEncoding.EncodeToString([]byte(c.text)) }
		forged(c.name, string(testkit.Seal([]byte(payload), o)))
	}
}

// extraHeaders are changes that no mutation of single members makes. A change that a
// header has no place for is left out.
func extraHeaders(header string) []change {
	var all []change
	add := func(name, text string) {
		if text != header {
			all = append(all, change{name, text})
		}
	}
	for _, list := range []string{`["b64","unknown"]`, `["b64","b64"]`, `["b64","alg"]`, `[]`, `["iat"]`, `["b64","iat"]`, `["b64","exp"]`} {
		add("crit is "+list, strings.Replace(header, `"crit":["b64"]`, `"crit":`+list, 1))
	}
	for _, member := range []string{
		`"sigT":"2026-03-02T09:30:00Z"`, `"exp":1`, `"exp":4102444800`, `"unknown":true`, `"sigPId":{"id":"urn:oid:1.2.3"}`,
		`"srCms":[{"commId":{"id":"http://uri.etsi.org/01903/v1.2.2#ProofOfOrigin"}}]`,
		`"srAts":[{"claimed":[{"vals":["x"],"mediaType":"text/plain","encoding":"utf8"}]}]`, `"sigPl":{"addressCountry":"NO"}`,
		`"adoTst":{"tstTokens":[{"val":"AAAA"}]}`, `"jwk":{}`, `"x5u":"https://seal.example/cert.pem"`, `"jku":"https://seal.example/keys"`,
		`"x5u":7`, `"jku":7`, `"x5t":"AAAA"`, `"nbf":4102444800`, `"sigD":{"mId":"http://uri.etsi.org/19182/ObjectIdByURI","pars":["https://seal.example/x"]}`, `"zip":"DEF"`, `"etsiU":[]`, `"sigX5ts":[]`,
	} {
		add("with "+member, strings.TrimSuffix(header, "}")+","+member+"}")
	}
	add("a space after it", header+" ")
	add("a space before it", " "+header)
	add("iat with a fraction", strings.Replace(header, `"iat":`, `"iat":1.0,"x":`, 1))
	add("iat of later", strings.Replace(header, `"iat":1`, `"iat":2`, 1))
	return all
}

// changeFile changes the members of the file.
func (m *mutator) changeFile(*testing.T) {
	add := m.begin("file")
	for _, c := range changesOf(m.file) {
		add(c.name, c.text)
	}
}

// changeText changes the parts of a compact seal.
func (m *mutator) changeText(*testing.T) {
	add := m.begin("text")
	parts := strings.Split(m.file, ".")
	for i, part := range []string{"protected", "payload", "signature"} {
		replace := func(name, text string) {
			changed := slices.Clone(parts)
			changed[i] = text
			add(part+" "+name, strings.Join(changed, "."))
		}
		replace("empty", "")
		replace("cut off", parts[i][:len(parts[i])/2])
		replace("padded", parts[i]+"==")
		replace("with a line break", parts[i]+"\n")
		replace("altered", strings.NewReplacer("A", "B", "B", "A").Replace(parts[i]))
		replace("of another part", parts[(i+1)%3])
		add("without "+part, strings.Join(slices.Delete(slices.Clone(parts), i, i+1), "."))
	}
	add("one part more", m.file+".AAAA")
	add("a line break after it", m.file+"\n")
	add("a space before it", " "+m.file)
}

// changeEntries changes the unsigned components: as a list, their members, and what
// they hold in DER.
func (m *mutator) changeEntries(t *testing.T) {
	entries := m.entries(t)
	if len(entries) == 0 {
		return
	}
	list := m.begin("etsiU")
	for _, c := range m.lists(t, entries) {
		list(c.name, m.with(c.text))
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
		members := m.begin(name)
		for _, c := range changesOf(string(raw)) {
			members(c.name, replace(c.text))
		}
		der := m.begin(name + ", DER")
		for _, c := range damaged(t, string(raw)) {
			der(c.name, replace(c.text))
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
func (m *mutator) lists(t *testing.T, entries []string) []change {
	other := m.kind.Options
	other.At = testkit.SealTime.Add(1)
	other.Protect = func(text string) string { return strings.Replace(text, `"cty":"json"`, `"cty":"octet-stream"`, 1) }
	foreign := (&mutator{file: string(testkit.Seal([]byte(payload), other))}).entries(t)
	var out []change
	add := func(text, format string, args ...any) { out = append(out, change{fmt.Sprintf(format, args...), text}) }
	for _, text := range []string{`"x"`, `[]`, `{}`, `null`, `[1]`, `["*"]`, `["AAAA"]`, `["e30"]`} {
		add(text, "is %s", text)
	}
	add(quoted(foreign), "of another seal")
	for i := range entries {
		add(quoted(slices.Delete(slices.Clone(entries), i, i+1)), "without %d", i)
		add(quoted(slices.Insert(slices.Clone(entries), i, entries[i])), "%d twice", i)
		swapped := slices.Clone(entries)
		swapped[i] = foreign[i]
		add(quoted(swapped), "%d of another seal", i)
		add(quoted(append(slices.Clone(entries), foreign[i])), "%d of another seal after it", i)
		add(quoted(append([]string{foreign[i]}, entries...)), "%d of another seal before it", i)
		for j := range i {
			moved := slices.Clone(entries)
			moved[i], moved[j] = moved[j], moved[i]
			add(quoted(moved), "%d and %d exchanged", j, i)
		}
		plain, err := base64.RawURLEncoding.DecodeString(entries[i])
		require.NoError(t, err)
		add(strings.Replace(quoted(entries), `"`+entries[i]+`"`, string(plain), 1), "%d plain", i)
	}
	for _, strange := range []string{`{"cSig":"x"}`, `{"cSig":{}}`, `{"unknown":1}`, `{"sigPSt":{}}`, `{"xRefs":[]}`, `{"rRefs":{}}`, `{"tstVD":{}}`, `{"anyValData":{}}`, `{"sigRTst":{"tstTokens":[]}}`} {
		add(quoted(append(slices.Clone(entries), base64.RawURLEncoding.EncodeToString([]byte(strange)))), "with %s", strange)
	}
	return out
}

// damaged returns a component with each of its DER values changed at some places, cut
// off, lengthened, and taken for another.
func damaged(t *testing.T, text string) []change {
	var out []change
	var values []string
	for _, part := range strings.Split(text, `"val":"`)[1:] {
		values = append(values, part[:strings.Index(part, `"`)])
	}
	for i, value := range values {
		der, err := base64.StdEncoding.DecodeString(value)
		require.NoError(t, err)
		add := func(text, format string, args ...any) {
			out = append(out, change{fmt.Sprintf("val %d ", i) + fmt.Sprintf(format, args...), text})
		}
		replace := func(changed []byte) string {
			return strings.Replace(text, value, base64.StdEncoding.EncodeToString(changed), 1)
		}
		const places = 24
		for n := range places {
			changed := slices.Clone(der)
			changed[n*(len(der)-1)/(places-1)] ^= 0x21
			add(replace(changed), "changed at %d/%d", n, places-1)
		}
		add(replace(der[:len(der)/2]), "cut off")
		add(replace(append(slices.Clone(der), 0)), "longer")
		add(strings.Replace(text, value, values[(i+1)%len(values)], 1), "in the place of another")
	}
	return out
}
