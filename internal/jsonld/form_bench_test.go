package jsonld

import "testing"

// BenchmarkForm measures from a parsed document to the hash of its canonical form,
// with the question that a verifier asks, after contexts and memory are warm.
func BenchmarkForm(b *testing.B) {
	for _, d := range specDocuments(b) {
		doc := parseDocument(b, d.text)
		b.Run(d.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				reading := Reading{Root: testDecisive, Vocabularies: []string{testCredentials, testStatus, "https://purl.imsglobal.org/spec/"}}
				if _, err := Canonicalize(b.Context(), doc, Options{Reading: &reading, SumOnly: true}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
