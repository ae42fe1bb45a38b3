package vc_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

// A message for a person names neither the codes of errors nor their
// categories, but keeps the place and all names that only look like codes.
func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"KEY-FILE: the key is encrypted":                                         "the key is encrypted",
		"no address: DID-SYNTAX: only ASCII":                                     "no address: only ASCII",
		"SDJWT-POINTER at /validFrom: it decides":                                "at /validFrom: it decides",
		"FETCH-COUNT: " + vc.ErrUnreachable.Error() + ": the file names more":    "the file names more",
		"ONLINE-STATUS: the service said no (" + vc.ErrUnreachable.Error() + ")": "the service said no",
		"the id is NTRNO-123456789, not NTRNO-987654321":                         "the id is NTRNO-123456789, not NTRNO-987654321",
		"save it as UTF-8": "save it as UTF-8",
	} {
		require.Equal(t, want, vc.Plain(text))
	}
}
