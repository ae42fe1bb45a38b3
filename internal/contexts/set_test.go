package contexts

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBuiltin(t *testing.T) {
	l, err := load(tables, "tables")
	require.NoError(t, err)
	urls := []string{
		CredentialsV1, CredentialsV2, DataIntegrityV1, DataIntegrityV2, Ed25519V2020, Multikey, JWK, DID,
		OpenBadges20, OpenBadges300, OpenBadges301, OpenBadges302, OpenBadges303, OpenBadgesExtensions,
		CLR200, CLR201, EuropassEDC, EuMicroCredential, ELM,
		CredentialsStatus, CredentialsUndefinedTerms, CredentialsExamplesV1, CredentialsExamplesV2,
		StatusList2021, RevocationList2020, RenderMethodV1, RenderMethodV2RC1, RenderMethodV2RC2,
		Ed25519V2018, JWS2020, Secp256k1V2019, X25519V2020, X25519V2019, MerkleProof2019, ChainedProof,
		SecurityV1, SecurityV2, Blockcerts20, Blockcerts21, Blockcerts30Alpha, Blockcerts30Beta,
		Blockcerts30, Blockcerts31, Blockcerts32, DCC, Educredential,
		CitizenshipV1, CitizenshipV2, CitizenshipV4RC1, ODRL, VDL, VDLAAMVA, OpenBadges30Beta,
	}
	aliases := 0
	for address := range l.defaults.byURL {
		c, ok := l.defaults.Lookup(address)
		require.True(t, ok, address)
		if address != c.URL {
			aliases++
		}
	}
	require.Len(t, l.defaults.byURL, len(urls)+aliases)
	for _, url := range urls {
		c, ok := Builtin().Lookup(url)
		require.True(t, ok, url)
		require.Equal(t, url, c.URL)
	}
	_, ok := Builtin().Lookup("https://www.w3.org/ns/credentials/v3")
	require.False(t, ok)
	_, ok = new(Set).Lookup(CredentialsV2)
	require.False(t, ok)
}

func TestAliases(t *testing.T) {
	for alias, url := range map[string]string{
		"https://openbadgespec.org/v2/context.json":                       OpenBadges20,
		"https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld":  OpenBadges300,
		"https://w3id.org/blockcerts/schema/2.0/context.json":             Blockcerts20,
		"https://www.blockcerts.org/schema/3.1/context.json":              Blockcerts31,
		"https://digitalcredentials.github.io/dcc/v1/dcc-context-v1.json": DCC,
		"https://w3id.org/security/jws/v1":                                JWS2020,
	} {
		c, ok := Builtin().Lookup(alias)
		require.True(t, ok)
		require.Equal(t, url, c.URL)
		require.Equal(t, Revisions(url), Revisions(alias))
	}
}

func TestRevisions(t *testing.T) {
	for url, want := range map[string][]string{
		OpenBadges303:             {"3.0.3 (2026-06)", "3.0.3 (2024-03)"},
		EuropassEDC:               {"3.2", "3.1"},
		CredentialsV2:             {"2.0"},
		CredentialsExamplesV2:     {"2"},
		CredentialsStatus:         {"1 (2025-02)", "1 (2024-01)"},
		"https://unknown.example": nil,
	} {
		var got []string
		for _, c := range Revisions(url) {
			got = append(got, c.Revision)
		}
		require.Equal(t, want, got)
		if c, ok := Builtin().Lookup(url); ok {
			require.Equal(t, want[0], c.Revision)
		}
	}
	Revisions(EuropassEDC)[0] = nil
	require.NotNil(t, Revisions(EuropassEDC)[0], "the caller has a copy")
}

// Contexts that are for examples, that accept every name or that may change are
// built in, so that documents with them can be read, and the reader is warned of
// them and of no others.
func TestCaution(t *testing.T) {
	deserve := []string{CredentialsExamplesV1, CredentialsExamplesV2, CredentialsUndefinedTerms, Educredential}
	for _, url := range deserve {
		reason, ok := Caution(url)
		require.True(t, ok, url)
		require.True(t, strings.HasPrefix(reason, "This context ") && strings.HasSuffix(reason, "."), reason)
	}
	var told []string
	for url := range builtin().defaults.byURL {
		if _, ok := Caution(url); ok {
			told = append(told, url)
		}
	}
	require.ElementsMatch(t, deserve, told)
	_, ok := Caution("https://unknown.example")
	require.False(t, ok)
}

// The reader must be warned of every context that gives a meaning to every name.
func TestVocabularyDeservesCaution(t *testing.T) {
	sub, names := tableFiles(t)
	for _, name := range names {
		d, _, err := (&reader{files: sub}).readTable(name)
		require.NoError(t, err)
		for _, p := range d.parts {
			if p.scope != nil && slices.ContainsFunc(p.scope.keywords, func(k keyword) bool { return k.name == "@vocab" }) {
				c, err := newFromTable(sub, name)
				require.NoError(t, err)
				require.NotEmpty(t, c.Caution, name)
			}
		}
	}
}

// What a built-in context refers to is built in as well, or nobody could read
// it.
func TestReferences(t *testing.T) {
	sub, names := tableFiles(t)
	found := map[string]string{}
	for _, name := range names {
		d, _, err := (&reader{files: sub}).readTable(name)
		require.NoError(t, err)
		for _, p := range d.parts {
			if p.scope == nil {
				found[name] = p.url
				_, ok := Builtin().Lookup(p.url)
				require.True(t, ok, p.url)
				c, err := newFromTable(sub, name)
				require.NoError(t, err)
				require.Equal(t, []string{p.url}, c.References())
			}
		}
	}
	require.Equal(t, map[string]string{"credentials-examples-v1.terms": ODRL, "security-v2.terms": SecurityV1}, found)
}

// Looking up a context, its text or its caution again allocates nothing.
func TestLookupCostsNothing(t *testing.T) {
	for _, url := range []string{CredentialsV2, SecurityV2, CredentialsExamplesV1} {
		c, _ := Builtin().Lookup(url)
		c.JSON()
		require.Zero(t, testing.AllocsPerRun(10, func() {
			c, _ := Builtin().Lookup(url)
			_ = c.JSON()
			_, _ = Caution(url)
		}), url)
	}
}

func TestNew(t *testing.T) {
	text := []byte(` {"b":1, "@context": {"a": "https://a.example/a"}} `)
	c, err := New("https://a.example/v1", text)
	require.NoError(t, err)
	sum := sha256.Sum256([]byte(`{"@context":{"a":"https://a.example/a"},"b":1}`))
	require.Equal(t, hex.EncodeToString(sum[:]), c.Digest)
	want := string(text)
	text[2] = 'x'
	require.Equal(t, want, string(c.JSON()), "the bytes are copied")

	for document, want := range map[string]string{
		``:                                "EOF",
		`[]`:                              "not a JSON object",
		`{}`:                              "no member @context",
		`{"a":{"@context":{}}}`:           "no member @context",
		`{"@context":{}`:                  "EOF",
		`{"@context":{}} 1`:               "something follows",
		`{"@context":{},}`:                "invalid",
		`{"@context":1,"@context":2}`:     "duplicate",
		`{"@context":{"a":"b","a":"c"}}`:  "duplicate",
		"{\"@context\":{\"a\":\"\xff\"}}": "invalid UTF-8",
	} {
		_, err := New("https://a.example/v1", []byte(document))
		require.ErrorIs(t, err, ErrInvalid, "%s", document)
		require.ErrorContains(t, err, want, "%s", document)
	}
	for _, url := range []string{"", "v1", "//a.example/v1", "https://a.example/%zz"} {
		_, err := New(url, []byte(want))
		require.ErrorIs(t, err, ErrInvalid, url)
	}
}

// What is known of a table before it is read is what it says.
func TestEntries(t *testing.T) {
	sub, names := tableFiles(t)
	for _, name := range names {
		e, err := newEntry(sub, name, new(bytes.Buffer))
		require.NoError(t, err)
		c, err := e.context()
		require.NoError(t, err)
		require.Equal(t, c.addresses(), e.addresses, name)
		require.Equal(t, c.Date, e.date, name)
	}
}

// A context is compiled once, whoever asks first.
func TestConcurrentUse(t *testing.T) {
	l, err := load(tables, "tables")
	require.NoError(t, err)
	c, _ := l.defaults.Lookup(CredentialsV2)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if !strings.HasPrefix(string(c.JSON()), `{"@context":{"@protected":true`) {
				t.Error("not the document")
			}
		})
	}
	wait.Wait()
	require.Same(t, &c.JSON()[0], &c.JSON()[0])
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := load(tables, "tables"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	sub, names := tableFiles(b)
	for _, name := range names {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := compile(sub, name); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
