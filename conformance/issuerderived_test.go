package conformance

import (
	"bytes"
	"context"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// Each defect of a holder, and of an issuer who makes base proofs, fails the check about
// it and no other.
func TestDefectiveHolders(t *testing.T) {
	with := func(change func(*Request)) func(context.Context, Request) (Answer, error) {
		return func(ctx context.Context, r Request) (Answer, error) {
			change(&r)
			return deriving(ctx, r)
		}
	}
	var first Answer
	cached := func(ctx context.Context, r Request) (out Answer, err error) {
		if first.Document == nil {
			first, err = deriving(ctx, r)
		}
		return first, err
	}
	answering := func(header string) func(context.Context, Request) (Answer, error) {
		return func(ctx context.Context, r Request) (Answer, error) {
			file, err := mikromerit.Open(r.Document, vc.Limits{})
			if err != nil {
				return Answer{}, err
			}
			out, err := dataintegrity.Derive(ctx, surveyEnv, file, dataintegrity.DeriveOptions{Reveal: r.Reveal, PresentationHeader: []byte(header)})
			if err != nil {
				return Answer{}, err
			}
			return Answer{Document: out.Bytes()}, nil
		}
	}
	for name, c := range map[string]struct {
		derives func(context.Context, Request) (Answer, error)
		want    []string // by bbs-2023
		others  []string // by ecdsa-sd-2023
	}{
		"reveals all":               {with(func(r *Request) { r.Reveal = []string{""} }), []string{"DERIVE-SHOWN"}, []string{"DERIVE-SHOWN"}},
		"reveals nothing":           {with(func(r *Request) { r.Reveal = nil }), []string{"DERIVE-SHOWN"}, []string{"DERIVE-SHOWN"}},
		"hands on the base proof":   {func(_ context.Context, r Request) (Answer, error) { return Answer{Document: r.Document}, nil }, []string{"DERIVE-HOLDS", "DERIVE-SHOWN", "DERIVE-UNLINKABLE"}, []string{"DERIVE-HOLDS", "DERIVE-SHOWN"}},
		"keeps what it derived":     {cached, []string{"DERIVE-UNLINKABLE"}, nil},
		"marks what it derives":     {answering("holder 7"), []string{"DERIVE-UNLINKABLE"}, nil},
		"refuses":                   {func(context.Context, Request) (Answer, error) { return Answer{Refused: true}, nil }, []string{"DERIVE-HOLDS", "DERIVE-SHOWN", "DERIVE-UNLINKABLE"}, []string{"DERIVE-HOLDS", "DERIVE-SHOWN"}},
		"answers something else":    {func(context.Context, Request) (Answer, error) { return Answer{Document: []byte("{}")}, nil }, []string{"DERIVE-HOLDS", "DERIVE-SHOWN", "DERIVE-UNLINKABLE"}, []string{"DERIVE-HOLDS", "DERIVE-SHOWN"}},
		"does not derive after all": {func(context.Context, Request) (Answer, error) { return Answer{}, ErrUnsupported }, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			for suite, want := range map[string][]string{"bbs-2023": c.want, "ecdsa-sd-2023": c.others} {
				if name == "marks what it derives" && suite != "bbs-2023" {
					continue
				}
				first = Answer{}
				issuer := newGoIssuer(t)
				issuer.derives = c.derives
				results, _ := judgeIssuer(t, issuer, "di-"+suite+"-issuer")
				require.ElementsMatch(t, want, append(failed(results, Fail), failed(results, Warn)...), suite)
			}
		})
	}
}

// What was to be mandatory and is not, and an HMAC key that comes again, are found.
func TestDefectiveBaseProofs(t *testing.T) {
	for _, suite := range []string{"bbs-2023", "ecdsa-sd-2023"} {
		results, _ := judgeIssuer(t, newGoIssuer(t), "di-"+suite+"-issuer")
		for _, code := range []string{"ISSUE-MANDATORY", "ISSUE-HMAC-KEY", "DERIVE-HOLDS", "DERIVE-SHOWN"} {
			require.Equal(t, Pass, results[code].Status, "%s %s", suite, results[code].Reason)
		}
	}
	forgetful := newGoIssuer(t)
	forgetful.forgets = true
	results, _ := judgeIssuer(t, forgetful, "di-bbs-2023-issuer")
	require.Contains(t, failed(results, Fail), "ISSUE-MANDATORY")

	i := &issuance{suite: "ecdsa-sd-2023", issuerProfile: &issuerProfile{}}
	made := string(made(t, badgeTemplates[0], i.suite))
	const begin = `"proofValue":"u2V0A`
	at := strings.Index(made, begin) + len(begin)
	for name, text := range map[string]string{"one": made, "two": made, "three": made[:at+9] + strings.Repeat("A", 9) + made[at+18:]} {
		file, err := mikromerit.Open([]byte(text), vc.Limits{})
		require.NoError(t, err)
		i.attempts = append(i.attempts, attempt{name: name, file: file})
	}
	out, err := checkBlinded(t.Context(), nil, i)
	require.NoError(t, err)
	require.Len(t, out.Cases, 1, "the second is the first")
	require.Contains(t, out.Cases[0].Found, "It has the key of ")
}

// The parts of a proof value are read whatever they are, and what is none is refused.
func TestPartsOfProofValues(t *testing.T) {
	encode := func(raw ...byte) string { return "u" + base64.RawURLEncoding.EncodeToString(raw) }
	parts, err := partsOf(encode(0xd9, 0x5d, 0x03, 0x83, 0x42, 1, 2, 0xa0, 0x40))
	require.NoError(t, err)
	require.Equal(t, [][]byte{{1, 2}, {0xa0}, {}}, parts)
	for _, bad := range []string{"", "u", "u!", encode(0xd9, 0x5d), encode(0xd9, 0x5d, 0x03), encode(0xd9, 0x5d, 0x03, 0x83)} {
		_, err := partsOf(bad)
		require.Error(t, err, bad)
	}
	proof := slices.Concat(bytes.Repeat([]byte{1}, 3*bbsPoint), bytes.Repeat([]byte{2}, 4*bbsScalar))
	values := valuesOf(proof)
	require.Len(t, values, 7)
	require.Equal(t, proof, slices.Concat(values...))
	require.Empty(t, valuesOf(nil))
}
