package jades_test

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// componentsOf returns the components in etsiU with their names.
func componentsOf(t *testing.T, file []byte) (names []string, components []jsontree.Value) {
	t.Helper()
	secured, err := proof.Open(file, vc.Limits{})
	require.NoError(t, err)
	for entry := range secured.Proofs()[0].Signature.Unprotected.Get("etsiU").Elements() {
		component := entry
		if entry.Kind() == jsontree.String {
			raw, err := base64.RawURLEncoding.DecodeString(entry.Text())
			require.NoError(t, err)
			document, err := vc.ParseDocument(raw, vc.Limits{})
			require.NoError(t, err)
			component = document.Root()
		}
		for name := range component.Members() {
			names = append(names, name)
		}
		components = append(components, component)
	}
	return names, components
}

// extended raises a seal at a time.
func extended(t *testing.T, file []byte, to jades.Level, at time.Time, anchors *trust.Anchors) (jades.Sealed, error) {
	t.Helper()
	clock := func() time.Time { return at }
	return jades.Extend(t.Context(), vc.Env{Clock: clock}, file, to,
		jades.ExtendOptions{Services: &testkit.Services{CA: sealCA, Clock: clock}, Anchors: anchors})
}

// requireInserted proves that every byte of before is in after, in order and
// around one place in which something was inserted.
func requireInserted(t *testing.T, before, after []byte) {
	t.Helper()
	require.Greater(t, len(after), len(before))
	head := 0
	for head < len(before) && before[head] == after[head] {
		head++
	}
	tail := len(before) - head
	require.Equal(t, string(before[head:]), string(after[len(after)-tail:]), "a byte of the file was changed")
}

// A seal is raised one level after the other and then renewed; each file is the
// one before with something inserted, and holds under a strict policy.
func TestExtend(t *testing.T) {
	anchors := trust.NewAnchors(sealCA.Root)
	for _, o := range []jades.SealOptions{{}, {Layout: jades.Flattened}, {Encoded: true}, {ContentStamp: true}} {
		file, at := sealedBy(t, o).File, testkit.SealTime
		for i, to := range []jades.Level{jades.T, jades.LT, jades.LTA, jades.LTA, jades.LTA} {
			at = at.Add(time.Duration(i) * 24 * time.Hour)
			out, err := extended(t, file, to, at, anchors)
			require.NoError(t, err)
			require.Equal(t, to, out.Level, out.Findings)
			requireInserted(t, file, out.File)
			file = out.File
			secured, err := proof.Open(file, vc.Limits{})
			require.NoError(t, err)
			policy := strict(anchors)
			policy.UnsafeAllowUnknownRevocation = to < jades.LT
			require.Empty(t, faults(checkWith(t, secured, policy, at)[0].Findings), to)
		}
		names, _ := componentsOf(t, file)
		require.Equal(t, []string{"sigTst", "xVals", "rVals", "arcTst", "tstVD", "tstVD", "arcTst", "tstVD", "arcTst"}, names[:9])
	}
}

// White space, the order of members and members that nobody knows stay, whatever
// the unprotected header looked like.
func TestExtendOddFiles(t *testing.T) {
	seal := string(testkit.Seal([]byte(draft), testkit.SealOptions{Flattened: true}))
	change := func(old, with string) string {
		require.Contains(t, seal, old)
		return strings.Replace(seal, old, with, 1)
	}
	for name, file := range map[string]string{
		"no header":         seal,
		"empty header":      change(`,"signature":`, `,"header":{ },"signature":`),
		"other parameter":   change(`,"signature":`, `,"header":{ "x" : [ 1 , 2 ] },"signature":`),
		"spread out":        " \n" + change(`,"signature":`, " ,\n\t\"signature\" : ") + "\n",
		"header last":       strings.TrimSuffix(seal, "}") + " , \"header\": {\n} }",
		"unknown members":   change(`{"payload"`, `{"z":{"a":[]},"payload"`),
		"escaped payload":   change("Vestre", `\u0056estre`),
		"several spellings": change("čáŋđ", `\u010d\u00e1\u014b\u0111`),
	} {
		for _, to := range []jades.Level{jades.T, jades.LTA} {
			out, err := extended(t, []byte(file), to, testkit.SealTime, trust.NewAnchors(sealCA.Root))
			require.NoError(t, err, name)
			require.Equal(t, to, out.Level, name)
			requireInserted(t, []byte(file), out.File)
			for _, f := range check(t, out.File, trust.NewAnchors(sealCA.Root), testkit.SealTime)[0].Findings {
				require.NotEqual(t, vc.Fail, f.Status, "%s: %s", name, f.Detail)
			}
		}
	}
}

// Components in plain JSON are continued in plain JSON, as far as that goes.
func TestExtendClear(t *testing.T) {
	anchors := trust.NewAnchors(sealCA.Root)
	clear := testkit.Seal([]byte(draft), testkit.SealOptions{Late: sealCA.LongTerm(sealCA.RSA, testkit.LongTerm{At: testkit.SealTime, NoData: true, Clear: true})})
	_, err := extended(t, clear, jades.LTA, testkit.SealTime, anchors)
	require.ErrorContains(t, err, "SEAL-ETSIU: ")
	out, err := extended(t, clear, jades.LT, testkit.SealTime, anchors)
	require.NoError(t, err)
	require.Equal(t, jades.LT, out.Level)
	requireInserted(t, clear, out.File)
	secured, err := proof.Open(out.File, vc.Limits{})
	require.NoError(t, err)
	require.Empty(t, faults(checkWith(t, secured, strict(anchors), testkit.SealTime)[0].Findings))
}

// A seal that does not hold, or cannot hold more, is not extended.
func TestExtendRefuses(t *testing.T) {
	b := sealedBy(t, jades.SealOptions{}).File
	lta := string(sealedBy(t, jades.SealOptions{Level: jades.LTA}).File)
	swap := func(old, with string) []byte {
		require.Contains(t, lta, old)
		return []byte(strings.Replace(lta, old, with, 1))
	}
	names, _ := componentsOf(t, []byte(lta))
	require.Equal(t, "arcTst", names[3])
	entries := strings.Split(lta[strings.Index(lta, `"etsiU":[`)+9:strings.LastIndex(lta, `]},"signature"`)], ",")
	for name, c := range map[string]struct {
		file []byte
		to   jades.Level
		code string
	}{
		"to B":                {b, jades.B, "SEAL-LEVEL"},
		"to nothing":          {b, 7, "SEAL-LEVEL"},
		"lower":               {[]byte(lta), jades.T, "SEAL-LEVEL"},
		"the same":            {sealedBy(t, jades.SealOptions{Level: jades.LT}).File, jades.LT, "SEAL-LEVEL"},
		"not sealed":          {[]byte(draft), jades.T, "SEAL-FORM"},
		"compact":             {sealedBy(t, jades.SealOptions{Layout: jades.Compact}).File, jades.T, "SEAL-LAYOUT"},
		"changed payload":     {[]byte(strings.Replace(string(b), "Vestre", "Austre", 1)), jades.T, "PROOF-SIGNATURE"},
		"another's stamp":     {swap(entries[0], entryWith(t, stampFor(t, "sigTst", "else"))), jades.LTA, "SEAL-TIMESTAMP"},
		"another's archive":   {swap(entries[3], entryWith(t, stampFor(t, "arcTst", "else"))), jades.LTA, "SEAL-TIMESTAMP"},
		"damaged stamp":       {swap(entries[0], entryWith(t, `{"sigTst":{"tstTokens":[{"val":"MAA="}]}}`)), jades.LTA, "SEAL-TIMESTAMP"},
		"empty etsiU":         {swap(strings.Join(entries, ","), ""), jades.LTA, "SEAL-ETSIU"},
		"etsiU of two kinds":  {swap(entries[1], `{"x":1}`), jades.LTA, "SEAL-ETSIU"},
		"etsiU no base64":     {swap(entries[1], `"*"`), jades.LTA, "SEAL-ETSIU"},
		"another certificate": {testkit.Seal([]byte(draft), testkit.SealOptions{Header: func(m []testkit.Member) []testkit.Member { m[3].JSON = `"AAAA"`; return m }}), jades.T, "SEAL-CERTIFICATE"},
	} {
		out, err := extended(t, c.file, c.to, testkit.SealTime, trust.NewAnchors(sealCA.Root))
		require.ErrorContains(t, err, c.code, name)
		require.Empty(t, out.File, name)
	}
	_, err := jades.Extend(t.Context(), vc.Env{}, b, jades.T, jades.ExtendOptions{})
	require.ErrorContains(t, err, "SEAL-SERVICES")
}

func entryWith(t *testing.T, component string) string {
	t.Helper()
	return `"` + base64.RawURLEncoding.EncodeToString([]byte(component)) + `"`
}

func stampFor(t *testing.T, name, covered string) string {
	t.Helper()
	return `{"` + name + `":{"tstTokens":[{"val":"` + base64.StdEncoding.EncodeToString(sealCA.Timestamp(testkit.SealTime, covered)) + `"}]}}`
}

// A seal whose certificate has expired gains nothing from a time stamp of now,
// and one that was revoked since its time stamp still gets its data.
func TestExtendLate(t *testing.T) {
	anchors := trust.NewAnchors(sealCA.Root)
	out, err := extended(t, sealedBy(t, jades.SealOptions{}).File, jades.T, time.Date(2044, 6, 1, 0, 0, 0, 0, time.UTC), anchors)
	require.NoError(t, err)
	require.Equal(t, jades.B, out.Level)
	require.Contains(t, finding(t, out.Findings, "SEAL-LEVEL").Detail, "the signer's certificate has expired")

	later := testkit.SealTime.Add(48 * time.Hour)
	clock := func() time.Time { return later }
	services := &testkit.Services{CA: sealCA, Clock: clock, Revoked: testkit.SealTime.Add(24 * time.Hour)}
	out, err = jades.Extend(t.Context(), vc.Env{Clock: clock}, sealedBy(t, jades.SealOptions{Level: jades.T}).File, jades.LTA, jades.ExtendOptions{Services: services, Anchors: anchors})
	require.NoError(t, err)
	require.Equal(t, jades.LTA, out.Level, out.Findings)
	secured, err := proof.Open(out.File, vc.Limits{})
	require.NoError(t, err)
	require.Empty(t, faults(checkWith(t, secured, strict(anchors), later)[0].Findings))
}

// A seal that is renewed too late is renewed with a warning.
func TestRenewedTooLate(t *testing.T) {
	short := sealCA.TSAUntil(testkit.SealTime.Add(time.Hour))
	services := &testkit.Services{CA: sealCA, Clock: sealClock, Authority: &short}
	file := sealedBy(t, jades.SealOptions{Level: jades.LTA, Services: services}).File
	for _, c := range []struct {
		after time.Duration
		warns int
	}{{time.Minute, 0}, {2 * time.Hour, 1}} {
		out, err := extended(t, file, jades.LTA, testkit.SealTime.Add(c.after), trust.NewAnchors(sealCA.Root))
		require.NoError(t, err)
		require.Equal(t, jades.LTA, out.Level)
		require.Len(t, named(out.Findings, "JADES-TIMESTAMP"), c.warns)
	}
}

// The sealed samples of others are extended without a change of their bytes, as
// far as their certificates and their components allow.
func TestExtendSamples(t *testing.T) {
	root, err := trust.ParsePEM(testkit.ReadShared(t, "data", "samples", "dss-seals", "root-ca.pem"))
	require.NoError(t, err)
	anchors := trust.Join(root, trust.NewAnchors(sealCA.Root))
	now, reached := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC), 0
	for _, pattern := range []string{"elm/*igned*", "elm/*invalid*", "dss-seals/*.json", "jades-dss/*.json"} {
		files, err := filepath.Glob(filepath.Join(testkit.Shared(t, "data", "samples"), pattern))
		require.NoError(t, err)
		for _, path := range files {
			file, err := os.ReadFile(path)
			require.NoError(t, err)
			for to := jades.T; to <= jades.LTA; to++ {
				out, err := extended(t, file, to, now, anchors)
				if err != nil {
					require.Regexp(t, `^[A-Z][A-Z0-9-]+( at /\S*)?: .`, err.Error(), path)
					continue
				}
				require.LessOrEqual(t, out.Level, to)
				require.NotEmpty(t, named(out.Findings, "SEAL-LEVEL"), path)
				if out.Level == to {
					reached++
					requireInserted(t, file, out.File)
					old, err := proof.Open(file, vc.Limits{})
					require.NoError(t, err)
					secured, err := proof.Open(out.File, vc.Limits{})
					require.NoError(t, err)
					before, after := checkWith(t, old, strict(anchors), now)[0].Findings, checkWith(t, secured, strict(anchors), now)[0].Findings
					require.Equal(t, vc.AxesOf(before)[vc.Authentic], vc.AxesOf(after)[vc.Authentic], path)
				}
			}
		}
	}
	require.Greater(t, reached, 20)
}
