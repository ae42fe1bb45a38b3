package speed

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// work is a document to issue and verify. Its issuer is the key of [newKey].
type work struct {
	name string
	of   string // which document a figure is of, for people
	text []byte
}

const (
	specification = "Complete OpenBadgeCredential of the Open Badges 3.0 specification"
	annexOne      = "Sample-MC-Annex1-unsigned of the European Learning Model"
)

// now is when all credentials are issued and verified.
var now = testkit.SealTime

func env() vc.Env { return vc.Env{Clock: func() time.Time { return now }} }

// newKey returns the key that issues everything: TEST ONLY.
func newKey(t testing.TB) (*keys.Private, ed25519.PrivateKey) {
	t.Helper()
	seed := sha256.Sum256([]byte("mikromerit speed: TEST ONLY"))
	private := ed25519.NewKeyFromSeed(seed[:])
	key, err := keys.New(private, "", "")
	require.NoError(t, err)
	return key, private
}

// works returns the documents that have a row of their own. The published ones are
// made from the files beside the module, which it does not contain; without them
// only our own are measured.
func works(t testing.TB) []work {
	t.Helper()
	var all []work
	if testkit.HasShared() {
		all = append(all,
			work{"ob4k", specification + ", without the parts that it repeats", openBadge(t, repeated...)},
			work{"ob16k", specification + ", whole, with five embedded endorsements", openBadge(t)},
			work{"elm24k", annexOne + ", its pictures cut to 64 characters", micro(t, true)},
			work{"elm111k", annexOne + ", whole", micro(t, false)},
		)
	}
	return append(all,
		work{"min", "a credential of the data model 2.0 with nothing but what is required (our own)", minimal(t)},
		work{"badge", "the badge in examples/data, with our extension context", own(t, "vestre-aas-badge.json")},
		work{"edc", "the Europass credential in examples/data", own(t, "vestre-aas-micro-credential.payload.json")},
	)
}

// workOf returns the first of the named documents that is there.
func workOf(t testing.TB, names ...string) work {
	t.Helper()
	all := works(t)
	for _, name := range names {
		for _, w := range all {
			if w.name == name {
				return w
			}
		}
	}
	t.Fatalf("there is no document %v", names)
	return work{}
}

// repeated is what the short badge lacks: the embedded endorsements, a second
// profile of the issuer and second examples of what is in it once.
var repeated = []string{
	"/endorsement", "/issuer/endorsement", "/credentialSubject/achievement/endorsement",
	"/credentialSubject/achievement/creator", "/evidence", "/credentialSubject/result",
	"/credentialSubject/achievement/resultDescription/1", "/credentialSubject/achievement/resultDescription/1",
}

func minimal(t testing.TB) []byte {
	return issuedBy(t, document(t, []byte(`{"@context": ["`+contexts.CredentialsV2+`"], "type": ["VerifiableCredential"],
"id": "urn:uuid:5a6f1a0c-7c3e-4b43-9f0e-2b3a1c9d8e70", "issuer": "", "validFrom": "2026-01-01T00:00:00Z", "validUntil": "2044-01-01T00:00:00Z",
"credentialSubject": {"id": "did:example:learner"}}`)))
}

// openBadge returns the example of the specification with the key as its issuer
// and without what would have to be fetched, without extensions.json, which is not
// a context of the specification, and with a schema type that the others define.
func openBadge(t testing.TB, without ...string) []byte {
	text := testkit.ReadShared(t, "data", "samples", "ob3-spec", "Complete_OpenBadgeCredential.json")
	text = bytes.ReplaceAll(text, []byte("1EdTechJsonSchemaValidator2019"), []byte("JsonSchema"))
	doc := document(t, text)
	for _, pointer := range append([]string{"/@context/2", "/proof"}, without...) {
		doc = edit(t)(doc.Without(pointer))
	}
	for _, pointer := range named(doc.Root(), "credentialStatus", "refreshService") {
		doc = edit(t)(doc.Without(pointer))
	}
	return issuedBy(t, doc)
}

// named returns where members of these names stand.
func named(v jsontree.Value, names ...string) (found []string) {
	for name, member := range v.Members() {
		if slices.Contains(names, name) {
			found = append(found, member.Pointer())
			continue
		}
		found = append(found, named(member, names...)...)
	}
	for element := range v.Elements() {
		found = append(found, named(element, names...)...)
	}
	return found
}

func micro(t testing.TB, cut bool) []byte {
	text := testkit.ReadShared(t, "data", "samples", "elm", "Sample-MC-Annex1-unsigned.jsonld")
	return europass(t, document(t, text), cut)
}

func own(t testing.TB, name string) []byte {
	doc := document(t, readExample(t, name))
	if strings.Contains(name, "payload") {
		return europass(t, doc, false)
	}
	return issuedBy(t, doc)
}

// europass adds the context that a Europass credential needs to carry a Data
// Integrity proof; those of the data model 1.1 do not have its terms.
func europass(t testing.TB, doc vc.Document, cut bool) []byte {
	doc = edit(t)(doc.With("/@context/-", `"`+contexts.DataIntegrityV2+`"`))
	for _, name := range []string{"issuanceDate", "issued"} { // the rules demand what the sample lacks
		if !doc.Get(name).Exists() {
			doc = edit(t)(doc.With("/"+name, doc.Get("validFrom").Raw()))
		}
	}
	if cut {
		for _, v := range pictures(doc.Root(), nil) {
			doc = edit(t)(doc.With(v.Pointer(), string(jsontree.AppendString(nil, v.Text()[:64]))))
		}
	}
	if !doc.Lookup("/issuer/eIDASIdentifier").Exists() {
		doc = edit(t)(doc.With("/issuer/eIDASIdentifier", `{"id": "urn:epass:legalIdentifier:99", "type": "LegalIdentifier", "notation": "`+testkit.SealIdentifier+`",
"spatial": {"id": "http://publications.europa.eu/resource/authority/country/NOR", "type": "Concept", "inScheme": {"id": "http://publications.europa.eu/resource/authority/country", "type": "ConceptScheme"}, "prefLabel": {"en": ["Norway"]}, "notation": "country"}}`))
	}
	return issuedBy(t, doc)
}

// pictures returns the texts that nobody reads as text.
func pictures(v jsontree.Value, found []jsontree.Value) []jsontree.Value {
	if len(v.Text()) > 2000 {
		return append(found, v)
	}
	for _, member := range v.Members() {
		found = pictures(member, found)
	}
	for element := range v.Elements() {
		found = pictures(element, found)
	}
	return found
}

// issuedBy returns the text of a document, without white space, whose issuer is
// the key.
func issuedBy(t testing.TB, doc vc.Document) []byte {
	t.Helper()
	key, _ := newKey(t)
	place := "/issuer"
	if doc.Get("issuer").Kind() == jsontree.Object {
		place = "/issuer/id"
	}
	doc = edit(t)(doc.With(place, `"`+key.Controller()+`"`))
	var out bytes.Buffer
	require.NoError(t, json.Compact(&out, doc.Bytes()))
	return out.Bytes()
}

func document(t testing.TB, text []byte) vc.Document {
	t.Helper()
	doc, err := vc.ParseDocument(text, vc.Limits{})
	require.NoError(t, err)
	return doc
}

func edit(t testing.TB) func(vc.Document, error) vc.Document {
	return func(doc vc.Document, err error) vc.Document {
		t.Helper()
		require.NoError(t, err)
		return doc
	}
}

func readExample(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "examples", "data", name))
	require.NoError(t, err)
	return text
}
