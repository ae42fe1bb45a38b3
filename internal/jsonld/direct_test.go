package jsonld

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// testDecisive asks what a verifier asks: of the root, its issuer, its status and
// its subject.
var testDecisive = NewDecisive(NamedTypes, map[string]Member{
	"validFrom":  {IRIs: []string{testCredentials + "validFrom"}, Shape: OneText},
	"validUntil": {IRIs: []string{testCredentials + "validUntil"}, Shape: OneText},
	"issuer":     {IRIs: []string{testCredentials + "issuer"}, Shape: OneNode, Node: NewDecisive(NoTypes, nil)},
	"evidence":   {IRIs: []string{testCredentials + "evidence"}, Shape: Nodes},
	"credentialSubject": {IRIs: []string{testCredentials + "credentialSubject"}, Shape: Nodes, Node: NewDecisive(NoTypes, map[string]Member{
		"statusPurpose": {IRIs: []string{testStatus + "statusPurpose"}, Shape: Nodes, Open: true}})},
	"credentialStatus": {IRIs: []string{testCredentials + "credentialStatus"}, Shape: Nodes, Node: NewDecisive(AllTypes, map[string]Member{
		"statusPurpose":   {IRIs: []string{testStatus + "statusPurpose"}, Shape: OneText, Open: true},
		"statusListIndex": {IRIs: []string{testStatus + "statusListIndex"}, Shape: OneScalar, Open: true}})},
})

const (
	testCredentials = "https://www.w3.org/2018/credentials#"
	testStatus      = "https://www.w3.org/ns/credentials/status#"
)

// way is what one way of reading a document leads to.
type way struct {
	direct  bool
	quads   []rdf.Quad
	labels  []string
	reading Reading
	fault   string
}

func takeWay(doc jsontree.Value, known *Contexts, read, stepwise bool) way {
	opt := Options{Contexts: known}
	var w way
	if read {
		w.reading = Reading{Root: testDecisive, Vocabularies: []string{testCredentials, testStatus, "https://purl.imsglobal.org/spec/"}}
		opt.Reading = &w.reading
	}
	r := newReader(context.Background(), opt, settings{stepwise: stepwise})
	q, err := r.read(doc)
	w.direct = q.draft != nil
	var fault *Error
	switch {
	case errors.As(err, &fault) && strings.HasPrefix(fault.Detail, "the context is invalid"):
		w.fault = "a context at " + fault.Pointer // json-gold reports any one of several faults
	case errors.As(err, &fault):
		w.fault = fmt.Sprintf("%s %s %s %s", fault.Code, fault.Pointer, fault.URL, fault.Detail)
	case err != nil:
		w.fault = err.Error()
	default:
		ds := q.dataset()
		w.quads, w.labels = ds.Quads(), ds.Labels()
	}
	w.reading.Root = nil
	return w
}

// requireSameWays compares the direct way with the one through the expanded form:
// the quads in their order, the labels, the refusal, and the remarks. It reports
// whether the direct way was taken.
func requireSameWays(tb testing.TB, doc jsontree.Value, known *Contexts, what string) bool {
	tb.Helper()
	var direct bool
	for _, read := range []bool{false, true} {
		got, want := takeWay(doc, known, read, false), takeWay(doc, known, read, true)
		require.False(tb, want.direct, what)
		direct = got.direct
		got.direct = false
		require.Equal(tb, want, got, "%s, with a reading: %v", what, read)
	}
	return direct
}

// eachSample calls f for every JSON sample, and for what is wrapped in it.
func eachSample(tb testing.TB, f func(name string, doc jsontree.Value)) {
	root := testkit.Shared(tb, "data", "samples")
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasPrefix(filepath.Ext(file), ".json") {
			return err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		doc, err := jsontree.Parse(data, jsontree.Limits{})
		if err != nil {
			return nil
		}
		f(file, doc)
		for _, member := range []string{"credential", "verifiableCredential", "vc"} {
			for inner := range doc.Get(member).Each() {
				if unwrapped, err := jsontree.Parse([]byte(inner.Raw()), jsontree.Limits{}); err == nil {
					f(file+" "+member, unwrapped)
				}
			}
		}
		return nil
	})
	require.NoError(tb, err)
}

// TestDirectEqualsStepwise shows that every sample and every document of the
// tests here is read in the same way, whichever way is taken.
func TestDirectEqualsStepwise(t *testing.T) {
	direct, all, accepted := 0, 0, 0
	check := func(name string, doc jsontree.Value) {
		all++
		d := requireSameWays(t, doc, nil, name)
		if d {
			direct++
		}
		if takeWay(doc, nil, true, true).fault == "" {
			accepted++
			if !d {
				t.Logf("not direct: %.100s", name)
			}
		}
	}
	eachSample(t, check)
	for _, tc := range lossCases {
		check(tc.doc, parseDocument(t, []byte(tc.doc)))
	}
	for _, d := range benchDocuments {
		check(d.name, parseDocument(t, d.text))
	}
	t.Logf("%d documents, %d accepted, %d directly", all, accepted, direct)
	require.Greater(t, direct, accepted/2)
}

// repeatingDocuments say something twice with the same words: of the same node in
// one scope and one graph, in two graphs, in two scopes, with a part that has no
// name and so is another node each time, and in the middle of itself.
var repeatingDocuments = []string{
	`{"@context":{"@vocab":"urn:ex:"},"a":{"@id":"urn:ex:1","b":"x","c":{"@id":"urn:ex:2","d":["y",{"@id":"urn:ex:1"}]}},"e":{"@id":"urn:ex:1","b":"x","c":{"@id":"urn:ex:2","d":["y",{"@id":"urn:ex:1"}]}}}`,
	`{"@context":{"@vocab":"urn:ex:","g":{"@id":"urn:ex:g","@container":"@graph"}},"a":{"@id":"urn:ex:1","b":"x"},"g":{"@id":"urn:ex:3","c":{"@id":"urn:ex:1","b":"x"}},"e":{"@id":"urn:ex:1","b":"x"}}`,
	`{"@context":{"@vocab":"urn:ex:","f":{"@id":"urn:ex:f","@context":{"b":"urn:ex:other"}}},"a":{"@id":"urn:ex:1","b":"x"},"f":{"@id":"urn:ex:1","b":"x"},"h":{"@id":"urn:ex:1","b":"x"}}`,
	`{"@context":{"@vocab":"urn:ex:"},"a":{"@id":"urn:ex:1","b":{"c":"x"}},"d":{"@id":"urn:ex:1","b":{"c":"x"}}}`,
	`{"@context":{"@vocab":"urn:ex:"},"a":{"@id":"_:n","b":"x"},"d":{"@id":"_:n","b":"x"},"e":{"@id":"_:m","b":"x"}}`,
	`{"@context":{"@vocab":"urn:ex:"},"a":{"@id":"urn:ex:1","b":{"@id":"urn:ex:1","b":{"@id":"urn:ex:1","b":"x"}}},"d":{"@id":"urn:ex:1","b":"x"}}`,
	`{"@context":{"T":{"@id":"urn:ex:T","@context":{"b":"urn:ex:b1"}},"b":"urn:ex:b2","p":"urn:ex:p","q":{"@id":"urn:ex:q","@context":{"T":"urn:ex:U"}}},"p":{"@id":"urn:ex:1","@type":"T","b":"x"},"q":{"@id":"urn:ex:1","@type":"T","b":"x"}}`,
}

// TestRepeatedObjects reads what is said twice as often as it is said.
func TestRepeatedObjects(t *testing.T) {
	for _, text := range repeatingDocuments {
		require.True(t, requireSameWays(t, parseDocument(t, []byte(text)), nil, text), text)
	}
	r := newReader(t.Context(), Options{}, settings{})
	defer r.release()
	q, err := r.read(parseDocument(t, europassDocument()))
	require.NoError(t, err)
	read := 0
	for _, p := range r.room.before {
		read += int(p.count)
	}
	require.Less(t, read, q.draft.Len()/2, "most of the statements are copied")
}

// TestDirectIsShared shows that goroutines that share what is remembered, from its
// first use on, all read the same.
func TestDirectIsShared(t *testing.T) {
	known := newRootContexts(newSetLoader(contexts.Builtin()))
	texts := [][]byte{badgeDocument(), europassDocument(), ownSeeds[0]}
	var all sync.WaitGroup
	results := make([][]string, 4)
	for i := range results {
		all.Go(func() {
			for _, text := range texts {
				for _, c := range []*Contexts{known, NewContexts(ownContexts{})} {
					w := takeWay(parseDocument(t, text), c, true, false)
					results[i] = append(results[i], fmt.Sprint(w.fault, w.quads, w.reading.Foreign, w.reading.Remarks))
				}
			}
		})
	}
	all.Wait()
	for _, r := range results[1:] {
		require.Equal(t, results[0], r)
	}
}

// TestDirectAllocatesLittle guards what the direct way is for: from the tree to the
// hash of the canonical form, memory is needed for the question and the answer, not
// for nodes, statements or lines.
func TestDirectAllocatesLittle(t *testing.T) {
	if raced {
		t.Skip("allocations are counted without the race detector")
	}
	for _, d := range benchDocuments {
		doc := parseDocument(t, d.text)
		allocations := testing.AllocsPerRun(50, func() {
			reading := Reading{Root: testDecisive}
			_, err := Canonicalize(t.Context(), doc, Options{Reading: &reading, SumOnly: true})
			require.NoError(t, err)
		})
		require.Less(t, allocations, 16.0, d.name)
		r := newReader(t.Context(), Options{}, settings{})
		q, err := r.read(doc)
		require.NoError(t, err)
		require.NotNil(t, q.draft, d.name)
		r.release()
	}
}
