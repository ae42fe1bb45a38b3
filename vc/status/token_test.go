package status_test

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// The vectors of the specification (Token Status List section 4.1).
func TestTokenVectors(t *testing.T) {
	for _, tt := range []struct {
		lst    string
		size   int
		values []uint64
	}{
		{"eNrbuRgAAhcBXQ", 1, []uint64{1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1}},
		{"eNo76fITAAPfAgc", 2, []uint64{1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3}},
	} {
		bits, err := status.DecodeToken(tt.lst, tt.size, status.Limits{})
		require.NoError(t, err)
		for i, want := range tt.values {
			got, ok := bits.Get(uint64(i), tt.size)
			require.True(t, ok)
			require.Equal(t, want, got, "%d of %s", i, tt.lst)
		}
		again, err := bits.EncodeToken(tt.size)
		require.NoError(t, err)
		back, err := status.DecodeToken(again, tt.size, status.Limits{})
		require.NoError(t, err)
		require.Equal(t, bits, back)
	}
}

func packed(content []byte) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write(content)
	_ = w.Close()
	return base64.RawURLEncoding.EncodeToString(out.Bytes())
}

func TestReadTokenRefuses(t *testing.T) {
	sound := packed([]byte{2})
	text := func(more string) string {
		return `{"sub":"https://a.example/1","iat":1,` + more + `}`
	}
	for name, tt := range map[string]struct{ claims, code string }{
		"sound":            {text(`"status_list":{"bits":2,"lst":"` + sound + `"}`), ""},
		"no sub":           {`{"iat":1,"status_list":{"bits":2,"lst":"` + sound + `"}}`, "STATUS-TOKEN-SUB"},
		"no iat":           {`{"sub":"https://a.example/1","status_list":{"bits":2,"lst":"` + sound + `"}}`, "STATUS-TOKEN-TIME"},
		"a ttl of nothing": {text(`"ttl":0,"status_list":{"bits":2,"lst":"` + sound + `"}`), "STATUS-TOKEN-TTL"},
		"three bits":       {text(`"status_list":{"bits":3,"lst":"` + sound + `"}`), "STATUS-TOKEN-BITS"},
		"no list":          {text(`"status_list":[]`), "STATUS-TOKEN-BITS"},
		"no base64":        {text(`"status_list":{"bits":1,"lst":"a b"}`), "STATUS-TOKEN-LST"},
		"no zlib":          {text(`"status_list":{"bits":1,"lst":"AAAA"}`), "STATUS-TOKEN-LST"},
		"more behind it":   {text(`"status_list":{"bits":1,"lst":"` + sound + `AAAA"}`), "STATUS-TOKEN-LST"},
		"cut off":          {text(`"status_list":{"bits":1,"lst":"` + sound[:8] + `"}`), "STATUS-TOKEN-LST"},
		"empty":            {text(`"status_list":{"bits":1,"lst":"` + packed(nil) + `"}`), "STATUS-TOKEN-LST"},
		"a bomb":           {text(`"status_list":{"bits":1,"lst":"` + packed(make([]byte, 17<<20)) + `"}`), "STATUS-LIST-LIMIT"},
	} {
		doc, err := vc.ParseDocument([]byte(tt.claims), vc.Limits{})
		require.NoError(t, err, name)
		_, _, _, problems := status.ReadToken(doc, status.Limits{})
		var codes []string
		for _, p := range problems {
			codes = append(codes, p.Code())
		}
		require.Equal(t, tt.code, strings.Join(codes, ", "), name)
	}
}

func TestReadTokenEntry(t *testing.T) {
	for raw, code := range map[string]string{
		`{"status_list":{"idx":7,"uri":"https://a.example/1"}}`:                    "",
		`{"status_list":{"idx":"7","uri":"https://a.example/1"}}`:                  "STATUS-TOKEN-ENTRY",
		`{"status_list":{"idx":-1,"uri":"https://a.example/1"}}`:                   "STATUS-TOKEN-ENTRY",
		`{"status_list":{"idx":7.5,"uri":"https://a.example/1"}}`:                  "STATUS-TOKEN-ENTRY",
		`{"status_list":{"idx":7}}`:                                                "STATUS-TOKEN-ENTRY",
		`{"status_list":[]}`:                                                       "STATUS-TOKEN-ENTRY",
		`{"status_list":{"idx":99999999999999999999,"uri":"https://a.example/1"}}`: "",
	} {
		doc, err := vc.ParseDocument([]byte(raw), vc.Limits{})
		require.NoError(t, err)
		e, problems := status.ReadTokenEntry(doc.Root())
		require.Equal(t, code != "", len(problems) > 0, raw)
		if code == "" {
			_, err := (status.Published{EntryType: status.TokenEntry, Purposes: []string{status.TokenStatus}, Size: 2, Bits: status.NewBitstring([]byte{0x80})}).Value(e)
			require.ErrorContains(t, err, "STATUS-RANGE", raw)
		}
	}
}

// What is published is what a reader reads.
func TestTokenList(t *testing.T) {
	ctx, at := t.Context(), time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	def := status.Definition{URL: "https://a.example/1", Issuer: "https://a.example", Token: true}
	list, err := status.OpenList(ctx, status.NewMemoryStore(), def)
	require.NoError(t, err)
	var entries []status.Entry
	for range 3 {
		e, err := list.Allocate(ctx)
		require.NoError(t, err)
		entries = append(entries, e)
	}
	index := func(i int) (n uint64) { _, _ = fmt.Sscan(entries[i].Index, &n); return n }
	require.NoError(t, list.Revoke(ctx, index(1)))
	require.NoError(t, list.Suspend(ctx, index(2)))
	require.ErrorContains(t, list.Suspend(ctx, index(1)), "STATUS-FINAL")
	require.ErrorContains(t, list.Reinstate(ctx, index(1)), "STATUS-FINAL")
	claims, err := list.TokenClaims(ctx, status.Period{From: at, Until: at.Add(time.Hour), TTL: time.Minute})
	require.NoError(t, err)
	p, issued, expires, problems := status.ReadToken(claims, status.Limits{})
	require.Empty(t, problems)
	require.Equal(t, []any{at.Unix(), at.Add(time.Hour).Unix(), time.Minute}, []any{issued.Unix(), expires.Unix(), p.TTL})
	for i, want := range []uint64{status.TokenValid, status.TokenInvalid, status.TokenSuspended} {
		got, err := p.Value(entries[i])
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	require.NoError(t, list.Reinstate(ctx, index(2)))

	doc, err := vc.ParseDocument([]byte(`{"vct":"urn:a"}`), vc.Limits{})
	require.NoError(t, err)
	doc, err = entries[0].AddTo(doc)
	require.NoError(t, err)
	read, problems := status.ReadTokenEntry(doc.Get("status"))
	require.Empty(t, problems)
	require.Equal(t, entries[0].Index, read.Index)
	_, err = entries[0].AddTo(doc)
	require.Error(t, err, "there is one already")

	for _, wrong := range []status.Definition{{Purpose: status.Revocation}, {Messages: []string{"a", "b"}}, {Bits: 3}} {
		wrong.URL, wrong.Issuer, wrong.Token = def.URL, def.Issuer, true
		_, err := status.OpenList(ctx, status.NewMemoryStore(), wrong)
		require.ErrorContains(t, err, "STATUS-DEFINITION")
	}
}
