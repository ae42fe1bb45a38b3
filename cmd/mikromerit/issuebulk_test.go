package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
)

const (
	classTemplate = "../../examples/class/course.yaml"
	classRows     = "../../examples/class/learners.csv"
)

// class is a bench with a key, a status list and the arguments to issue to a class.
func class(t *testing.T) (b *bench, args []string) {
	b = newBench(t)
	key, did := b.key("key.json")
	b.ok("status", "new", "--store", b.path("status"), "--purpose", "revocation", "--url", "https://status.example/1", "--issuer", did)
	return b, []string{"issue", "--template", classTemplate, "--row-key", "e-post", "--key", key, "--suite", "eddsa-jcs-2022", "--status", b.path("status"), "-o", b.path("badges")}
}

func TestIssueToAClass(t *testing.T) {
	b, args := class(t)
	given := append(args, "--rows", classRows)
	b.ok(append(given, "--dry-run")...)
	require.Equal(t, "6 rows: 6 ready.\n", b.out)
	require.NoDirExists(t, b.path("badges"))
	b.ok(append(given, "--cards", "--language", "nb")...)
	require.Equal(t, "6 rows: 6 issued.\n", b.out)
	b.ok(given...)
	require.Equal(t, "6 rows: 6 issued before.\n", b.out)

	cards, err := filepath.Glob(filepath.Join(b.path("badges"), "*.html"))
	require.NoError(t, err)
	require.Len(t, cards, 6)
	badges, err := filepath.Glob(filepath.Join(b.path("badges"), "*-*.json"))
	require.NoError(t, err)
	require.Len(t, badges, 6)
	for _, name := range badges {
		b.run("verify", "--any-issuer", name)
		require.Equal(t, exitIndeterminate, b.status, "only the status list is not at hand: %s", b.out)
		require.Contains(t, b.out, "authentic: yes")
		b.ok("check", name)
	}

	b.run("revoke", "--rows", b.put("out.csv", []byte("e-post\nase@example.org\nnobody@example.org\n")), "--row-key", "e-post", "--manifest", b.path("badges"), "--status", b.path("status"), "--json")
	require.Equal(t, exitInvalid, b.status)
	var lines []rowLine
	for line := range strings.Lines(b.out) {
		var one rowLine
		require.NoError(t, json.Unmarshal([]byte(line), &one))
		lines = append(lines, one)
	}
	require.Len(t, lines, 2)
	require.Equal(t, "ROWS-KEY", lines[1].Faults[0].Code)
	b.ok("status", "list", "--store", b.path("status"), "--set")
	require.Equal(t, 1, strings.Count(b.out, "revoked"))
	b.ok("status", "revoke", "--store", b.path("status"), "--recipient", "inga.elle@example.org")
	b.ok(given...)
	require.Equal(t, "6 rows: 1 revoked, 5 issued before.\n", b.out)

	// A single row is one, and what lies beside the credentials is named as what it is.
	b.ok("revoke", "--rows", b.put("one.csv", []byte("e-post\njon@example.org\n")), "--row-key", "e-post", "--manifest", b.path("badges"), "--status", b.path("status"))
	require.Equal(t, "1 row: 1 revoked.\n", b.out)
	b.ok("check", "--summary", b.path("badges"))
	require.Regexp(t, `6 files\n +6  conforms\n +\d+  skipped +other files in the folder\n +\d+  skipped +lines and list entries that are no credentials\n$`, b.out)
	b.run(append(given, "--status", b.path("none"))...)
	require.Contains(t, b.err, "or name its folder with --status")
}

// Each fault is told by its cell, and many of one kind are told once they are known.
// A whole class with bbs-2023: the warnings are told once for all rows, and a suite that
// the key does not make is told before any row is worked on.
func TestIssueSelectivelyToAClass(t *testing.T) {
	b := newBench(t)
	key, _ := b.keyOf("key.json", keys.BLS12381)
	args := []string{"issue", "--template", classTemplate, "--rows", classRows, "--row-key", "e-post", "--key", key, "-o", b.path("badges"), "--suite"}
	b.refuses(exitError, "eddsa-rdfc-2022 cannot be made with a key of the type bls12-381, only with one of ed25519; this key makes bbs-2023; give another --suite", append(args, "eddsa-rdfc-2022")...)
	require.NoDirExists(t, b.path("badges"))
	b.ok(append(args, "bbs-2023")...)
	require.Equal(t, "6 rows: 6 issued.\n", b.out)
	require.Equal(t, 1, strings.Count(b.err, "[/id]"))
	require.Contains(t, b.err, "SD-LINK           6 rows: If the holder reveals only what is mandatory:")
	require.Contains(t, b.err, "[/credentialSubject/achievement/criteria/narrative]", "which tells the grade")
}

func TestIssueTellsFaultsByCell(t *testing.T) {
	b, args := class(t)
	good, err := os.ReadFile(classRows)
	require.NoError(t, err)
	table := strings.Replace(string(good), "2026-05-30;B", "30.05.2026;B", 1) + strings.Repeat("Åsa;Å;;2026-06-01;\r\n", 30)
	b.run(append(args, "--dry-run", "--rows", b.put("bad.csv", []byte(table)))...)
	require.Equal(t, exitInvalid, b.status)
	require.Equal(t, "36 rows: 5 ready, 31 faulty.\n", b.out)
	told := strings.Join(strings.Fields(b.err), " ")
	require.Contains(t, told, `FAIL TEMPLATE-VALUE D4 (bestått) A date must be written as year-month-day, such as 2026-05-04, or as a point in time, such as 2026-05-04T12:00:00Z. Found: "30.05.2026". Write 2026-05-30.`)
	require.Contains(t, told, "10 more like this: ROWS-KEY")
}

func TestIssueToAClassRefuses(t *testing.T) {
	b, args := class(t)
	rowsOnly := []string{"issue", "--rows", classRows, "--row-key", "e-post"}
	bad := b.put("bad.yaml", []byte("title: X\nlearner: Y\ncredit: 5 ECTS\n"))
	escape := b.put("escape.yaml", []byte("title: X\nlearner: Y\nattachments: ../../etc/passwd\n"))
	for _, test := range []struct {
		name, want string
		status     int
		args       []string
	}{
		{"no template", "--template and --rows belong together", exitError, rowsOnly},
		{"a file too", "leave out the file", exitError, append(args, "--rows", classRows, "x.json")},
		{"no folder", "name one with -o", exitError, []string{"issue", "--template", classTemplate, "--rows", classRows, "--row-key", "e-post"}},
		{"unknown member", "line 3, column 1 (credit)", exitInvalid, []string{"issue", "--template", bad, "--rows", classRows, "--row-key", "e-post", "--dry-run"}},
		{"file outside", "TEMPLATE-FILE", exitInvalid, []string{"issue", "--template", escape, "--rows", classRows, "--row-key", "e-post", "--dry-run"}},
		{"no such column", "must have the columns e-mail", exitInvalid, append(args[:len(args):len(args)], "--rows", classRows, "--row-key", "e-mail", "--dry-run")},
		{"workbook", "save it as “CSV UTF-8”", exitInvalid, append(args, "--rows", b.put("x.xlsx", []byte("PK\x03\x04....")), "--dry-run")},
		{"no credential", "name the credential to sign", exitError, []string{"issue"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b.run(test.args...)
			require.Equal(t, test.status, b.status, b.err)
			require.Contains(t, b.err, test.want)
		})
	}
}

// Drafts need no key, and a class is sealed with one certificate.
func TestIssueEuropassToAClass(t *testing.T) {
	b, _ := class(t)
	args := []string{"issue", "--template", classTemplate, "--rows", classRows, "--row-key", "e-post", "--format", "edc"}
	b.ok(append(args, "-o", b.path("drafts"))...)
	drafts, err := filepath.Glob(filepath.Join(b.path("drafts"), "*.jsonld"))
	require.NoError(t, err)
	require.Len(t, drafts, 6)
	b.ok("check", drafts[0])
	b.run(append(args, "-o", b.path("drafts2"), "--status", b.path("status"))...)
	require.Equal(t, exitError, b.status)
	require.Contains(t, b.err, "no place for this status list")
}
