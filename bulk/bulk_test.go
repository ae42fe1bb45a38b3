package bulk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/bulk"
	"github.com/mikromerit/mikromerit/bulk/rows"
	"github.com/mikromerit/mikromerit/microcredential/template"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

const course = `
language: nb
parties:
  uni: {name: Vestre Ås høgskole, country: NO, email: post@vestre-aas.example}
title: {nb: Rein og radiobjeller, se: Boazu ja radiobiellut}
description: Kurset handler om bjeller som sier hvor reinen er.
learner: {name: "{{navn}}", email: "{{epost}}"}
issuer: uni
awarding-body: uni
awarded: "{{dato}}"
criteria: Kurset er fullført.
outcomes: [Setter opp og leser av radiobjeller]
credits: 2.5 ECTS
level: [EQF 6]
assessment: {type: written examination, title: Skriftlig prøve}
participation: blended
quality: {title: Godkjent av styret, type: institutional quality assurance}
grade: "{{karakter|Bestått}}"
`

const class = "navn;epost;dato;karakter\nÅsa Öst;asa@example.org;2026-05-04;A\nMáret Ánne Sara;maret@example.org;2026-05-04;\nJón Þór;jon@example.org;2026-05-05;B\n"

// bench is an issuer with all that it needs.
type bench struct {
	t      testing.TB
	key    *keys.Private
	list   *status.List
	folder string
	now    time.Time
}

func newBench(t testing.TB) *bench {
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	b := &bench{t: t, key: key, folder: t.TempDir(), now: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)}
	b.list, err = status.OpenList(t.Context(), status.NewMemoryStore(), status.Definition{URL: "https://status.example/1", Issuer: key.Controller(), Purpose: status.Revocation})
	require.NoError(t, err)
	return b
}

func (b *bench) options() bulk.Options {
	env := vc.Env{Clock: func() time.Time { return b.now }}
	return bulk.Options{Key: b.key, Status: b.list, Issue: mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: env, Suite: "eddsa-jcs-2022"}}}
}

func issuer(t testing.TB, text string, o bulk.Options) *bulk.Issuer {
	parsed, err := template.Parse([]byte(text), nil)
	require.NoError(t, err)
	i, err := bulk.NewIssuer(parsed, "epost", o)
	require.NoError(t, err)
	return i
}

// run issues for a table and writes down what became of each row.
func (b *bench) run(text, table string, o bulk.Options) []string {
	b.t.Helper()
	opened, err := rows.Open(strings.NewReader(table))
	require.NoError(b.t, err)
	return told(b.t, issuer(b.t, text, o).WithChunk(2).Run(b.t.Context(), opened, b.folder))
}

func told(t testing.TB, outcomes func(func(bulk.Outcome, error) bool)) (out []string) {
	t.Helper()
	for o, err := range outcomes {
		require.NoError(t, err)
		line := fmt.Sprintf("%d %s", o.Row, o.State)
		for _, f := range o.Faults {
			line += " " + f.Code + "@" + f.Cell
		}
		out = append(out, line)
	}
	return out
}

func (b *bench) manifest() (all []bulk.Issue) {
	b.t.Helper()
	text, err := os.ReadFile(filepath.Join(b.folder, "manifest.json"))
	require.NoError(b.t, err)
	require.NoError(b.t, json.Unmarshal(text, &all))
	return all
}

func TestRun(t *testing.T) {
	b := newBench(t)
	require.Equal(t, []string{"2 issued", "3 issued", "4 issued"}, b.run(course, class, b.options()))
	first := b.manifest()
	require.Len(t, first, 3)
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Issuers: []string{b.key.Controller()}})
	ids, places := map[string]bool{}, map[uint64]bool{}
	for _, line := range first {
		file, err := os.ReadFile(filepath.Join(b.folder, line.File))
		require.NoError(t, err)
		result, err := verifier.Verify(t.Context(), file)
		require.NoError(t, err)
		require.Equal(t, vc.Valid, result.Axes[vc.Authentic])
		require.Equal(t, vc.Valid, result.Axes[vc.Conformant])
		require.Equal(t, line.ID, result.Document.Get("id").Text())
		require.Equal(t, fmt.Sprint(*line.Index), result.Document.Lookup("/credentialStatus/statusListIndex").Text())
		require.NotContains(t, line.File+line.ID+line.Digest, "asa")
		ids[line.ID], places[*line.Index] = true, true
	}
	require.Len(t, ids, 3)
	require.Len(t, places, 3)

	require.Equal(t, []string{"2 unchanged", "3 unchanged", "4 unchanged"}, b.run(course, class, b.options()), "the same rows again do nothing")
	require.Equal(t, first, b.manifest())

	more := strings.Replace(class, "2026-05-05;B", "2026-05-05;C", 1) + "Åsne Østli;asne@example.org;2026-05-06;A\n"
	require.Equal(t, []string{"2 unchanged", "3 unchanged", "4 changed ROWS-CHANGED@B4", "5 issued"}, b.run(course, more, b.options()))
	o := b.options()
	o.Reissue = true
	require.Equal(t, []string{"2 unchanged", "3 unchanged", "4 reissued", "5 unchanged"}, b.run(course, more, o))
	last := b.manifest()
	require.Len(t, last, 5)
	require.Equal(t, bulk.Revoked, last[2].State)
	values, err := b.list.Values(t.Context())
	require.NoError(t, err)
	for _, line := range last {
		require.Equal(t, line.State == bulk.Revoked, values(*line.Index) == 1, line.Key)
	}
	journal, err := os.ReadFile(filepath.Join(b.folder, "journal.ndjson"))
	require.NoError(t, err)
	require.NotContains(t, string(journal), "Øst", "the journal holds no more of a row than its key")
}

// Another version of the template is told of, and used only when asked for.
func TestAnotherTemplate(t *testing.T) {
	b := newBench(t)
	b.run(course, class, b.options())
	opened, err := rows.Open(strings.NewReader(class))
	require.NoError(t, err)
	other := course + "setting: formal\n"
	for o, err := range issuer(t, other, b.options()).Run(t.Context(), opened, b.folder) {
		require.NoError(t, err)
		require.Equal(t, bulk.Unchanged, o.State)
		require.True(t, o.Stale)
	}
	o := b.options()
	o.Reissue = true
	require.Equal(t, []string{"2 reissued", "3 reissued", "4 reissued"}, b.run(other, class, o))
}

func TestFaultyRows(t *testing.T) {
	b := newBench(t)
	const table = "navn;epost;dato;karakter\n" +
		"Åsa;asa@example.org;04.05.2026;A\n" + // a date of another form
		";b@example.org;2026-05-04;\n" + // no name
		"C;;2026-05-04;\n" + // no key
		"D;d@example.org;2026-05-04;A\n" +
		"E;d@example.org;2026-05-04;B\n" + // the key of another row
		"D;d@example.org;2026-05-04;A\n" + // the same row twice
		"=cmd();f@example.org;2026-05-04;x;y\n" + // a cell too many
		"=G;g@example.org;2026-05-04;A\n" // text that looks like a formula
	want := []string{"2 faulty TEMPLATE-VALUE@C2", "3 faulty TEMPLATE-PLACEHOLDER@A3", "4 faulty ROWS-KEY@B4", "5 issued",
		"6 faulty ROWS-KEY@B6", "7 unchanged", "8 faulty ROWS-FORMULA@A8 ROWS-CELLS@E8", "9 issued ROWS-FORMULA@A9"}
	opened, err := rows.Open(strings.NewReader(table))
	require.NoError(t, err)
	checked := told(t, issuer(t, course, b.options()).Check(t.Context(), opened, b.folder))
	for i := range want {
		require.Equal(t, strings.Replace(want[i], "issued", "ready", 1), checked[i])
	}
	entries, err := os.ReadDir(b.folder)
	require.NoError(t, err)
	require.Empty(t, entries, "a check writes nothing")
	require.Equal(t, want, b.run(course, table, b.options()))
	require.Len(t, b.manifest(), 2)
}

func TestRevoke(t *testing.T) {
	b := newBench(t)
	b.run(course, class, b.options())
	revoke := func(table string) []string {
		opened, err := rows.Open(strings.NewReader(table))
		require.NoError(t, err)
		return told(t, bulk.Revoke(t.Context(), opened, "epost", b.folder, b.list))
	}
	table := "epost\nmaret@example.org\nnobody@example.org\n"
	require.Equal(t, []string{"2 revoked", "3 faulty ROWS-KEY@A3"}, revoke(table))
	require.Equal(t, []string{"2 revoked", "3 faulty ROWS-KEY@A3"}, revoke(table), "again is no fault")
	require.Equal(t, []string{"2 unchanged", "3 revoked", "4 unchanged"}, b.run(course, class, b.options()), "what was revoked is not issued again")
	values, err := b.list.Values(t.Context())
	require.NoError(t, err)
	for _, line := range b.manifest() {
		require.Equal(t, strings.HasPrefix(line.Key, "maret"), values(*line.Index) == 1)
	}
	_, err = first(bulk.Revoke(t.Context(), open(t, "epost\nx\n"), "epost", t.TempDir(), b.list))
	require.ErrorIs(t, err, bulk.ErrJournal)
}

func open(t testing.TB, table string) *rows.Table {
	opened, err := rows.Open(strings.NewReader(table))
	require.NoError(t, err)
	return opened
}

func first(outcomes func(func(bulk.Outcome, error) bool)) (bulk.Outcome, error) {
	for o, err := range outcomes {
		return o, err
	}
	return bulk.Outcome{}, errors.New("no row")
}

func TestFormats(t *testing.T) {
	for _, test := range []struct{ format, suite, ending string }{
		{"ob3", "eddsa-rdfc-2022", ".json"}, {"ob3", "jwt", ".jwt"}, {"ob3", "vc+sd-jwt", ".sdjwt"}, {"edc", "", ".jsonld"},
	} {
		t.Run(test.format+" "+test.suite, func(t *testing.T) {
			b := newBench(t)
			o := b.options()
			o.Format, o.Issue.Suite = test.format, test.suite
			if test.format == "edc" {
				o.Key, o.Status = nil, nil
			}
			require.Equal(t, []string{"2 issued", "3 issued", "4 issued"}, b.run(course, class, o))
			for _, line := range b.manifest() {
				require.True(t, strings.HasSuffix(line.File, test.ending), line.File)
			}
		})
	}
}

// An EUDI Learning Credential is bound to the key of each learner's wallet.
func TestWallets(t *testing.T) {
	b := newBench(t)
	const jwk = `{""kty"":""EC"",""crv"":""P-256"",""x"":""MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"",""y"":""4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM""}`
	o := b.options()
	o.Format, o.Issue.Suite, o.Status = "eudi", "", nil
	table := "navn;epost;dato;karakter;wallet\nÅsa;asa@example.org;2026-05-04;A;\"" + jwk + "\"\n"
	text := strings.Replace(course, "grade:", "validity: {until: 2031-06-30}\ntaught-in: nb\nholder-key: '{{wallet}}'\ngrade:", 1)
	text = strings.Replace(text, `{name: "{{navn}}",`, `{given-name: "{{navn}}", family-name: Öst,`, 1)
	outcome, err := first(issuer(t, text, o).Run(t.Context(), open(t, table), b.folder))
	require.NoError(t, err)
	require.Equal(t, bulk.Issued, outcome.State, "%v", outcome.Faults)
	require.True(t, strings.HasSuffix(outcome.File, ".sdjwt"))
}

func TestOptions(t *testing.T) {
	b := newBench(t)
	parsed, err := template.Parse([]byte(course), nil)
	require.NoError(t, err)
	for name, change := range map[string]func(*bulk.Options){
		"older badge":        func(o *bulk.Options) { o.Format = "ob2" },
		"key for Europass":   func(o *bulk.Options) { o.Format = "edc"; o.Status = nil },
		"status of Europass": func(o *bulk.Options) { o.Format = "edc"; o.Key = nil },
		"no key":             func(o *bulk.Options) { o.Key = nil },
		"list of somebody else": func(o *bulk.Options) {
			list, err := status.OpenList(t.Context(), status.NewMemoryStore(), status.Definition{URL: "https://status.example/2", Issuer: "did:web:somebody.example", Purpose: status.Revocation})
			require.NoError(t, err)
			o.Status = list
		},
		"reissue without list":    func(o *bulk.Options) { o.Status, o.Reissue = nil, true },
		"image of a COSE message": func(o *bulk.Options) { o.Image, o.Issue.Suite = []byte("x"), "vc+cose" },
		"image of a base proof":   func(o *bulk.Options) { o.Image, o.Issue.Suite = []byte("x"), "ecdsa-sd-2023" },
		"image by a key of BLS12-381": func(o *bulk.Options) {
			secret, err := keys.Generate(keys.BLS12381)
			require.NoError(t, err)
			o.Status, o.Image, o.Key = nil, []byte("x"), secret
		},
	} {
		o := b.options()
		change(&o)
		_, err := bulk.NewIssuer(parsed, "epost", o)
		require.ErrorIs(t, err, bulk.ErrOptions, name)
	}
	_, err = first(issuer(t, course, b.options()).Run(t.Context(), open(t, "navn,epost\nx,y\n"), b.folder))
	require.ErrorContains(t, err, "must have the columns dato, karakter")
}

// A row that was begun keeps its id and its place until it is issued, and is told of
// while it is not in the table.
func TestUnfinished(t *testing.T) {
	b := newBench(t)
	o := b.options()
	o.Card = func(context.Context, []byte) ([]byte, error) { return nil, errors.New("the disk is full") }
	_, err := first(issuer(t, course, o).Run(t.Context(), open(t, class), b.folder))
	require.ErrorContains(t, err, "the disk is full")
	for _, name := range []string{"*-*.json", "manifest.*"} { // as if it had ended before any file was written
		files, err := filepath.Glob(filepath.Join(b.folder, name))
		require.NoError(t, err)
		for _, file := range files {
			require.NoError(t, os.Remove(file))
		}
	}
	head, rest, _ := strings.Cut(class, "\n")
	_, without, _ := strings.Cut(rest, "\n")
	told := b.run(course, head+"\n"+without, b.options())
	require.Equal(t, []string{"2 issued", "3 issued", "0 unfinished ROWS-UNFINISHED@"}, told)
	require.Equal(t, []string{"2 issued", "3 unchanged", "4 unchanged"}, b.run(course, class, b.options()))
	places := map[uint64]bool{}
	for _, line := range b.manifest() {
		places[*line.Index] = true
	}
	require.Len(t, places, 3)
}

// A file that was there when the run ended counts, although the journal does not say
// so yet: it may have been handed out.
func TestFileThatWasThere(t *testing.T) {
	b := newBench(t)
	b.run(course, class, b.options())
	name := filepath.Join(b.folder, "journal.ndjson")
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	var kept []string
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, `{"issued"`) {
			kept = append(kept, line)
		}
	}
	require.NoError(t, os.WriteFile(name, []byte(strings.Join(kept, "")), 0o600))
	require.Equal(t, []string{"2 unchanged", "3 unchanged", "4 changed ROWS-CHANGED@B4"}, b.run(course, strings.Replace(class, ";B", ";C", 1), b.options()))
	require.Len(t, b.manifest(), 3)
}

// One folder belongs to one status list, and to one run at a time.
func TestFolder(t *testing.T) {
	b := newBench(t)
	b.run(course, class, b.options())
	other, err := status.OpenList(t.Context(), status.NewMemoryStore(), status.Definition{URL: "https://status.example/2", Issuer: b.key.Controller(), Purpose: status.Revocation})
	require.NoError(t, err)
	o := b.options()
	o.Status = other
	_, err = first(issuer(t, course, o).Run(t.Context(), open(t, class), b.folder))
	require.ErrorContains(t, err, "has its places in the list https://status.example/1")
	for _, err := range issuer(t, course, b.options()).Run(t.Context(), open(t, class), b.folder) {
		require.NoError(t, err)
		_, inner := first(issuer(t, course, b.options()).Run(t.Context(), open(t, class), b.folder))
		require.ErrorContains(t, inner, "another run is using this folder")
		break
	}
	name := filepath.Join(b.folder, "journal.ndjson")
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(name, append(text, `{"begun":{"key":"x`...), 0o600)) // a machine that lost power
	require.Equal(t, []string{"2 unchanged", "3 unchanged", "4 unchanged"}, b.run(course, class, b.options()))
	mended, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, string(text), string(mended), "what is half a line is cut off")
	lines := strings.SplitAfter(string(text), "\n")
	require.NoError(t, os.WriteFile(name, []byte(strings.Join(slices.Delete(lines, 1, 2), "")), 0o600))
	_, err = first(issuer(t, course, b.options()).Run(t.Context(), open(t, class), b.folder))
	require.ErrorContains(t, err, "line 3 of the journal is damaged")
}

func ExampleIssuer_Run() {
	parsed, err := template.Parse([]byte("title: First aid\ncriteria: Attend.\nlearner: {email: \"{{email}}\"}\nissuer: Vestre Ås"), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	key, _ := keys.Generate(keys.Ed25519)
	folder, _ := os.MkdirTemp("", "badges")
	defer os.RemoveAll(folder)
	issuer, err := bulk.NewIssuer(parsed, "email", bulk.Options{Key: key})
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 2 {
		table, _ := rows.Open(strings.NewReader("email\nasa@example.org\nmaret@example.org\n"))
		for outcome, err := range issuer.Run(context.Background(), table, folder) {
			fmt.Println(outcome.Row, outcome.State, err)
		}
	}
	// Output:
	// 2 issued <nil>
	// 3 issued <nil>
	// 2 unchanged <nil>
	// 3 unchanged <nil>
}

// A table is the same whether a program writes å as one sign or as a letter and a ring.
func TestSameTextOfOtherSigns(t *testing.T) {
	b := newBench(t)
	text := strings.NewReplacer("{{navn}}", "{{på navn}}").Replace(course)
	table := strings.Replace(class, "navn;", "på navn;", 1) + "Å;åsa@example.org;2026-05-04;A\n"
	issued := []string{"2 issued", "3 issued", "4 issued", "5 issued"}
	require.Equal(t, issued, b.run(text, norm.NFD.String(table), b.options()))
	require.Equal(t, slices.Repeat([]string{"unchanged"}, 4), lastWords(b.run(text, table, b.options())))
	require.Equal(t, []string{"2 faulty TEMPLATE-VALUE@C2"}, b.run(text, norm.NFD.String("karakter;epost;dato;på navn\nA;n@example.org;x;Å\n"), b.options()))
}

func lastWords(lines []string) (out []string) {
	for _, line := range lines {
		out = append(out, line[strings.LastIndexByte(line, ' ')+1:])
	}
	return out
}

// What a row says that contradicts itself is told, and issued as it stands.
func TestContradictions(t *testing.T) {
	b := newBench(t)
	table := "navn;epost;dato;karakter\nÅsa;asa@example.org;2032-05-04;A\nJón;jon@example.org;2026-05-04;A\n"
	require.Equal(t, []string{"2 issued EUMC-OBS-AWARD-DATE@row 2", "3 issued"}, b.run(course+"validity: {until: 2031-06-30}\n", table, b.options()))
}
