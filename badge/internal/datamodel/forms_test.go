package datamodel

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestForms(t *testing.T) {
	for s, want := range map[string]bool{
		"https://a.example/": true, "urn:epass:person:1": true, "did:key:z6Mk": true, "data:,x": true, "https://a.example/å": true,
		"relative": false, "": false, "a b:c": false, "https://a b": false, ":x": false, "x:": false, "1a:b": false, "x:\x00": false, "x:{": false,
	} {
		require.Equal(t, want, IsURI(s), s)
	}
	for s, want := range map[string]bool{
		"2026-06-12T07:30:00Z": true, "2026-06-12T07:30:00.5+02:00": true, "2026-06-12T07:30:00": false, "2026-06-12": false,
		"2026-02-30T07:30:00Z": false, "2026-06-12T24:00:00Z": false, "12026-06-12T07:30:00Z": false, "-026-06-12T07:30:00Z": false, "": false,
	} {
		require.Equal(t, want, isInstant(s), s)
	}
	for s, want := range map[string]bool{"2000-02-29": true, "2001-02-29": false, "2001-02": false, "20000229": false, "2001-02-29T": false} {
		require.Equal(t, want, isDate(s), s)
	}
}
