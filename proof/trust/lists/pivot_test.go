package lists

import (
	"crypto/x509"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
)

const lotlHost = "https://ec.europa.eu/tools/lotl/"

// topBy makes a list of lists that a sealer signs, which announces others as signers.
func (f *fixture) topBy(number int, by testkit.Sealer, announced *x509.Certificate, uris ...string) []byte {
	return testkit.MakeList(testkit.ListOptions{Territory: "EU", Type: testkit.ListOfLists, Sequence: number, Signature: testkit.XMLSignature{Sealer: by}, URIs: uris,
		Pointers: []testkit.ListPointer{
			{Location: LocationOfLists, Territory: "EU", Type: testkit.ListOfLists, Signers: []*x509.Certificate{announced}},
			{Location: place, Territory: "NO", Signers: []*x509.Certificate{f.ca.NationalListSigner().Certificate}},
		}})
}

// When the signers of the list of lists change, pivots lead from those who are named to
// those who sign it now, and these are known from then on. What leads nowhere is told.
func TestPivots(t *testing.T) {
	first, second, third := testkit.NewCA().ListSigner(), testkit.NewCA().NationalListSigner(), testkit.NewCA().EC
	pivot1, pivot2, journal := lotlHost+"eu-lotl-pivot-10.xml", lotlHost+"eu-lotl-pivot-20.xml", "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=1"
	uris := []string{pivot2, pivot1, journal}
	good := func(f *fixture) {
		f.web.files[pivot1] = f.topBy(10, first, second.Certificate, journal)
		f.web.files[pivot2] = f.topBy(20, second, third.Certificate, pivot1, journal)
		f.web.files[LocationOfLists] = f.topBy(25, third, third.Certificate, uris...)
	}
	f := newFixture(t)
	good(f)
	out := f.refresh(t)
	require.Equal(t, Outcome{Territory: "EU", Change: Taken, Sequence: 25, Pivots: 2}, out[0])
	require.Equal(t, Taken, out[1].Change)
	asked := len(f.web.asked)
	out, err := Refresh(t.Context(), f.folder, f.web, RefreshOptions{Now: f.now})
	require.NoError(t, err)
	require.Equal(t, Outcome{Territory: "EU", Change: Unchanged, Sequence: 25}, out[0])
	require.Len(t, f.web.asked, asked+2, "no pivot is asked again")
	f.web.files[LocationOfLists] = f.topBy(26, first, first.Certificate, uris...)
	out, err = Refresh(t.Context(), f.folder, f.web, RefreshOptions{Now: f.now})
	require.NoError(t, err)
	require.ErrorIs(t, out[0].Err, ErrSigner, "those who signed before are no longer known")

	for name, change := range map[string]func(*fixture){
		"a pivot is missing":          func(f *fixture) { delete(f.web.files, pivot1) },
		"a pivot signs itself":        func(f *fixture) { f.web.files[pivot1] = f.topBy(10, second, second.Certificate) },
		"a pivot announces nobody":    func(f *fixture) { f.web.files[pivot1], _ = f.ca.SealLists(place) },
		"pivots in the wrong order":   func(f *fixture) { f.web.files[pivot2] = f.topBy(9, second, third.Certificate) },
		"a pivot newer than the list": func(f *fixture) { f.web.files[pivot2] = f.topBy(99, second, third.Certificate) },
		"no pivots are named":         func(f *fixture) { f.web.files[LocationOfLists] = f.topBy(25, third, third.Certificate, journal) },
		"signed by one of the past":   func(f *fixture) { f.web.files[LocationOfLists] = f.topBy(25, second, third.Certificate, uris...) },
		"the list is altered": func(f *fixture) {
			f.web.files[LocationOfLists] = []byte(strings.Replace(string(f.web.files[LocationOfLists]), "operator of EU", "operator of XX", 1))
		},
		"a pivot is a national list": func(f *fixture) {
			f.web.files[pivot1] = f.national(testkit.ListOptions{Signature: testkit.XMLSignature{Sealer: first}})
		},
		"the pivots are elsewhere":     func(f *fixture) { f.elsewhere(third, "https://other.example/") },
		"the pivots are without TLS":   func(f *fixture) { f.elsewhere(third, "http://ec.europa.eu/tools/lotl/") },
		"the pivots are on a port":     func(f *fixture) { f.elsewhere(third, "https://ec.europa.eu:8443/") },
		"the pivots are behind a name": func(f *fixture) { f.elsewhere(third, "https://me@ec.europa.eu/") },
	} {
		f := newFixture(t)
		good(f)
		change(f)
		_, err := Refresh(t.Context(), f.folder, f.web, RefreshOptions{Signers: []string{Digest(first.Certificate)}, Now: f.now})
		require.Error(t, err, name)
		require.NoFileExists(t, f.folder+"/"+indexName, name)
		if name != "the list is altered" {
			require.ErrorContains(t, err, "--signer", name)
		}
	}
}

// elsewhere moves the pivots to another host.
func (f *fixture) elsewhere(signer testkit.Sealer, base string) {
	var uris []string
	for _, u := range slices.Backward(slices.Sorted(maps.Keys(f.web.files))) {
		if name, ok := strings.CutPrefix(u, lotlHost+"eu-lotl-pivot"); ok {
			f.web.files[base+name] = f.web.files[u]
			uris = append(uris, base+name)
		}
	}
	f.web.files[LocationOfLists] = f.topBy(25, signer, signer.Certificate, uris...)
}

// However many pivots are named, few are fetched.
func TestManyPivots(t *testing.T) {
	f := newFixture(t)
	var uris []string
	for i := range 150 {
		uris = append(uris, lotlHost+strings.Repeat("x", i)+".xml")
	}
	f.web.files[LocationOfLists] = f.topBy(25, f.ca.EC, f.ca.EC.Certificate, uris...)
	_, err := Refresh(t.Context(), f.folder, f.web, RefreshOptions{Signers: []string{Digest(f.ca.ListSigner().Certificate)}, Now: f.now})
	require.ErrorIs(t, err, ErrSigner)
	require.Len(t, f.web.asked, 1+maxPivots)
}
