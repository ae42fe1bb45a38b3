package edc

import (
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// TestDecodeMutations removes and retypes every member of the own credential,
// once for each place in the model: whatever stands there, decoding accounts
// for every leaf.
func TestDecodeMutations(t *testing.T) {
	doc := document(t, ownCredential)
	retypings := []string{`null`, `7`, `""`, `[]`, `{}`, `[{"id":"x:y"},"a",[1]]`, `{"id":7,"type":[{}],"nb":["a",1]}`}
	for i, pointer := range distinctMembers(doc.Root()) {
		without, err := doc.Without(pointer)
		require.NoError(t, err)
		mutants := []vc.Document{without}
		for _, raw := range []string{retypings[i%7], retypings[(i+3)%7]} {
			mutant, err := doc.With(pointer, raw)
			require.NoError(t, err)
			mutants = append(mutants, mutant)
		}
		for _, mutant := range mutants {
			if Is(mutant) {
				accounted(t, mutant, pointer)
				CheckSealed(mutant)
			}
		}
	}
}

// distinctMembers returns the pointers of all members, without those whose
// last two names have been seen.
func distinctMembers(v jsontree.Value) []string {
	var out []string
	seen := map[string]bool{}
	var list func(v jsontree.Value, above string)
	list = func(v jsontree.Value, above string) {
		for i := range v.Len() {
			m, name := v.At(i), v.At(i).Name()
			if name == "" {
				list(m, above)
				continue
			}
			if key := above + "/" + name; !seen[key] {
				seen[key] = true
				out = append(out, m.Pointer())
			}
			list(m, name)
		}
	}
	list(v, "")
	return out
}

// accounted is the part of decoded that is quick enough for many documents.
func accounted(t *testing.T, doc vc.Document, pointer string) {
	d := newDecoder(doc.Root(), DecodeOptions{})
	node, _ := credentialIn(d.root)
	c := d.credential(node)
	if len(d.Tracker.Unmarked()) > 0 || len(d.Tracker.Stray()) > 0 {
		require.Fail(t, "not accounted for", "%s: %v %v", pointer, d.Tracker.Unmarked(), d.Tracker.Stray())
	}
	told := map[mc.Path]bool{}
	for _, l := range d.Tracker.Report().Leaves {
		for _, p := range l.Canonical {
			told[p] = true
		}
	}
	for _, p := range mc.Paths(c) {
		if !told[p] {
			require.Fail(t, "without source", "%s: %s", pointer, p)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(ownCredential))
	f.Add([]byte(small(`"awardedBy": {"id": "urn:epass:p:1", "awardingDate": "2026-01-01T00:00:00Z"}, "provenBy": {"awardedBy": "urn:epass:p:1", "grade": "5"}`)))
	f.Add([]byte(small(`"title": {"@value": "a"}, "hasPart": [[]]`)))
	f.Add([]byte(`{"type":"EuropeanDigitalCredential","credentialSubject":[{"id":"_:a","hasClaim":"_:a"}]}`))
	f.Add([]byte(`{"credential":{"type":"EuropeanDigitalCredential","issuer":{"":{}}}}`))
	f.Add([]byte(with(f, `"validFrom": "2026-01-01T00:00:00Z"`, interoperabilityTree, `{"envelope":{"validFrom":{"was":"2026-01-01T00:00:00Z"}},"definition":{"tags":{"3":{"is":"a"}},"parts":{"1":{"title":{"is":[["nb","a"]]}}}}}`).String()))
	f.Fuzz(func(t *testing.T, text []byte) {
		doc, err := vc.ParseDocument(text, vc.Limits{Bytes: 1 << 16})
		if err != nil || !Is(doc) {
			return
		}
		decoded(t, doc)
		CheckSealed(doc)
	})
}
