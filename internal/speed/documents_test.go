package speed

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/vc"
)

var documents = flag.Int("documents", 0, "how many different documents TestDocuments verifies and converts: go test ./internal/speed -run TestDocuments -v -timeout 1h -documents 100000")

// numbered returns the document with another id and another learner, so that no
// two are alike.
func numbered(t testing.TB, text []byte, i int) []byte {
	doc := document(t, text)
	doc = edit(t)(doc.With("/id", fmt.Sprintf(`"urn:uuid:00000000-0000-4000-8000-%012d"`, i)))
	doc = edit(t)(doc.With("/credentialSubject/id", fmt.Sprintf(`"did:example:learner-%d"`, i)))
	return doc.Bytes()
}

// A verifier that lives for a week in a server must not grow: one verifier verifies
// and converts different documents, and what is in use after the first of them is
// what is in use in the end.
func TestDocuments(t *testing.T) {
	number := *documents
	if number == 0 {
		if testing.Short() {
			t.Skip("not with -short; with -documents 100000 it takes as many as you like")
		}
		number = 400
	}
	b := newBench(t)
	text := workOf(t, "badge").text
	var first uint64
	for i := range number {
		if i == number/4 {
			first = inUse()
		}
		b.verifyAndConvert(t, numbered(t, text, i))
		if *documents > 0 && (i+1)%(number/20) == 0 {
			t.Logf("%d documents, %d KB in use", i+1, inUse()>>10)
		}
	}
	const slack = 512 << 10
	require.Less(t, inUse(), first+slack, "after %d documents", number)
}

func (b *bench) verifyAndConvert(t *testing.T, text []byte) {
	t.Helper()
	file, err := b.issue(text)
	require.NoError(t, err)
	found, err := b.whole.Verify(context.Background(), file)
	require.NoError(t, err)
	require.Equal(t, vc.Valid, found.Verdict)
	out, err := mikromerit.Convert(context.Background(), found, mikromerit.Europass, mikromerit.ConvertOptions{
		At: now, EncodeOptions: mikromerit.EncodeOptions{IssuerCountry: "NO"},
	})
	require.NoError(t, err)
	require.NotEmpty(t, out.Document.Bytes())
}

// inUse returns the bytes of the heap that something still refers to.
func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
