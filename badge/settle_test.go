package badge

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/internal/mapping"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// settledAfresh is Encode that forgets what the first reading of the badge left
// behind, and reads all of it again.
func settledAfresh(c *mc.Credential, opts EncodeOptions) (doc vc.Document, report mc.Report, err error) {
	opts.WithoutResidue = opts.WithoutResidue || !opts.Extension
	e, err := newEncoderOf(c, opts)
	if err != nil {
		return doc, report, err
	}
	if err = e.prepare(); err != nil {
		return doc, report, err
	}
	e.write()
	if doc, err = e.document(); err != nil {
		return doc, report, err
	}
	if e.putBlock(e.writeBlock(doc)) {
		doc, err = e.document()
	}
	if err != nil {
		return doc, report, err
	}
	e.back = reading{}
	if residue := e.settle(doc); residue != "" {
		e.s.credential.Insert(&e.root, mapping.Member{Term: "residue", Items: []mapping.Item{{Raw: residue}}})
		doc, err = e.document()
	}
	if report = e.tracker.Report(); e.original != "" {
		report = report.WithEmbeddedOriginal(e.original)
	}
	return doc, report, err
}

// requireSettled compares Encode with what it does without anything from the first
// reading. It is false if no badge can be made.
func requireSettled(t *testing.T, c *mc.Credential, opts EncodeOptions) bool {
	t.Helper()
	opts.NewSalt, opts.Authority = func() string { return "salt" }, opts.Authority.For(c)
	doc, report, err := Encode(c, opts)
	if err != nil {
		return false
	}
	want, all, err := settledAfresh(c, opts)
	require.NoError(t, err)
	require.Equal(t, want.String(), doc.String())
	require.Equal(t, all, *report)
	return true
}

// What the two readings of a badge share changes neither the badge nor the report.
func TestTheSecondReadingIsOnItsOwn(t *testing.T) {
	for _, v := range variants {
		require.True(t, requireSettled(t, v.sample(t), v.opts), v.name)
	}
	options := []EncodeOptions{{}, {Extension: true}, {Extension: true, PersonalData: true}, {WithoutResidue: true, Extension: true}, {HashRecipient: true}, {Authority: mc.ThirdParty, IssuerID: "did:web:other.example"}}
	n := 0
	for _, file := range europassFiles(t) {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		doc, err := vc.ParseDocument(text, vc.Limits{})
		if err != nil || !edc.Is(doc) {
			continue
		}
		for i, opts := range options {
			for _, original := range [][]byte{nil, text}[:1+i%2] {
				c, _, err := edc.Decode(doc, edc.DecodeOptions{})
				require.NoError(t, err)
				c.Provenance = []mc.Provenance{{Kind: mc.ConvertedFrom, SourceFormat: edc.Format, SourceID: c.Envelope.ID, SourceBytes: original, SourceMediaType: "application/json"}}
				if requireSettled(t, c, opts) && i == 0 {
					n++
				}
			}
		}
	}
	require.Positive(t, n)
	for seed := range uint64(30) {
		for _, opts := range options[:3] {
			requireSettled(t, randomModel(seed), opts)
		}
	}
}

// europassFiles are our own example, and the published ones where they are.
func europassFiles(tb testing.TB) []string {
	files := []string{"../examples/data/vestre-aas-micro-credential.payload.json"}
	if testing.Short() || !testkit.HasShared() {
		return files
	}
	for _, folder := range []string{"elm", "elm-ebsi", "probes"} {
		more, err := filepath.Glob(filepath.Join(testkit.Shared(tb, "data/samples/"+folder), "*"))
		require.NoError(tb, err)
		files = append(files, more...)
	}
	return files
}

// maxEncodeAllocations is what a badge of our own Europass credential takes, and a
// little more.
const maxEncodeAllocations = 11_200.0

// Making a badge must not begin to copy values again to see what they are, or to read
// the facts twice.
func TestAllocationsOfEncode(t *testing.T) {
	if raced {
		t.Skip("pools forget under the race detector")
	}
	text, err := os.ReadFile("../examples/data/vestre-aas-micro-credential.payload.json")
	require.NoError(t, err)
	doc, err := vc.ParseDocument(text, vc.Limits{})
	require.NoError(t, err)
	c, _, err := edc.Decode(doc, edc.DecodeOptions{})
	require.NoError(t, err)
	require.LessOrEqual(t, testing.AllocsPerRun(10, func() { _, _, err = Encode(c, EncodeOptions{}) }), maxEncodeAllocations)
	require.NoError(t, err)
}
