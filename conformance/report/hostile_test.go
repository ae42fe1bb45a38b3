package report_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/report"
)

// nasty are texts that a hostile target or document may send.
var nasty = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</style><script>alert(1)</script>`, `</title><svg onload=alert(1)>`,
	`' onmouseover='alert(1)`, `javascript:alert(1)`, `data:text/html,<script>alert(1)</script>`, `{{.Policy}}`, `]]><x/>`, `<!--`, `-->`, `&lt;&#x202e;`,
	"\u202egnp.exe\u2066", "a\x1b[2J\x1b]0;owned\x07b", "\x00\x01\x1f\x7f\u009b", "\ufeff\u200b\u2028\u2029", "\xff\xfe\xc3", "\ufffe\uffff", "\U000e0041",
	strings.Repeat("W", 30_000), strings.Repeat("\u0301", 5000), strings.Repeat(" ", 30_000), strings.Repeat("<b>", 10_000),
	"قراءة العربية", "한국어 日本語", "Čáhput Ŋŋ Đđ", "a\r\nb\nc\td", "_:subject", "@id", "https://x.example/<script>", "https://u:p@x.example/", "//evil.example", "../../etc/passwd", "",
}

// hostile returns a report in which every text is chosen at random.
func hostile(seed uint64) *conformance.Report {
	random := rand.New(rand.NewPCG(seed, 10))
	text := func() string {
		s := nasty[random.IntN(len(nasty))]
		for random.IntN(3) == 0 && len(s) < 60_000 {
			s += nasty[random.IntN(len(nasty))]
		}
		return s
	}
	moment := func() time.Time { return time.Unix(random.Int64N(1<<36)-1<<34, 0).UTC() }
	message := func() conformance.Message {
		return conformance.Message{Line: text(), Status: random.IntN(600), Header: map[string][]string{text(): {text(), text()}}, Text: text(), Size: random.IntN(9), Digest: text()}
	}
	r := &conformance.Report{
		Version: conformance.ReportVersion, Tool: conformance.Tool{Name: text(), Version: text()},
		Target:  conformance.Description{Name: text(), Kind: text(), Address: text(), Version: text(), Issuer: text()},
		Started: moment(), Finished: moment(), Complete: random.IntN(2) == 0, Documents: random.IntN(3), Unreadable: random.IntN(3),
	}
	for i := range random.IntN(4) {
		r.Profiles = append(r.Profiles, conformance.Claim{ID: fmt.Sprint(i, text()), Title: text(), Role: conformance.Role(text()), Spec: text(), Text: text(), Verdict: conformance.ConformsNot})
	}
	for range random.IntN(8) {
		result := conformance.Result{
			ID: "x" + text(), Profile: text(), Suite: text(), Level: "MUST" + text(), Title: text(), Spec: text(), Status: conformance.Status(random.IntN(6)),
			Reason: text(), Mend: text(), Known: text(), Passed: random.IntN(3), Duration: time.Duration(random.Int64() - random.Int64()),
		}
		if len(r.Profiles) > 0 {
			result.Profile = r.Profiles[random.IntN(len(r.Profiles))].ID
		}
		for range random.IntN(5) {
			result.Cases = append(result.Cases, conformance.Case{
				Name: text(), Status: conformance.Status(random.IntN(6)), Want: text(), Found: text(), Document: text(), Pointer: text(),
				Exchanges: []conformance.Exchange{{Request: message(), Response: message(), Started: moment(), Duration: time.Duration(random.Int64N(1e12)), Failure: text()}},
			})
		}
		r.Results = append(r.Results, result)
	}
	count(r)
	return r
}

// Whatever a target sends, each form is what its readers expect, and nothing in it
// is run, controls a terminal, or hides what stands beside it.
func TestHostileReports(t *testing.T) {
	for seed := range uint64(60) {
		r := hostile(seed)
		for _, format := range report.Formats() {
			text := written(t, format, r)
			require.True(t, utf8.ValidString(text), format)
			if format != "json" {
				requireTame(t, format, text)
			}
		}
		page := written(t, "html", r)
		requireHarmless(t, page)
		requireAccessible(t, page)
		requireJUnit(t, parseXML(t, written(t, "junit", r)))
		sarifOf(t, r)
		statements(t, written(t, "earl", r))
	}
}

// requireTame requires that a text has no character that does something.
func requireTame(t *testing.T, format, text string) {
	t.Helper()
	for _, r := range text {
		switch {
		case r == '\n' || r == '\t':
		case r < ' ' || (r >= 0x7f && r < 0xa0), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x2028, r == 0x2029, r == 0xfeff, r == 0x200b, r >= 0xe0000 && r <= 0xe007f:
			require.Fail(t, "a character that does something", "%U in %s", r, format)
		}
	}
}

// What a form in JSON holds survives every text that is text at all.
func TestHostileReportsAreReadBack(t *testing.T) {
	for seed := range uint64(60) {
		text := written(t, "json", hostile(seed))
		r, err := report.Read([]byte(text))
		if len(hostile(seed).Profiles) == 0 && len(hostile(seed).Results) > 0 {
			require.ErrorIs(t, err, report.ErrReport, "results of a profile that was not judged")
			continue
		}
		require.NoError(t, err)
		back, err := report.Read([]byte(written(t, "json", r)))
		require.NoError(t, err)
		require.True(t, reflect.DeepEqual(r, back), "the report of seed %d was read as another one", seed)
	}
}

// Read never panics, whatever it is given, and what it accepts can be written.
func FuzzRead(f *testing.F) {
	f.Add([]byte(written(f, "json", sample())))
	f.Add([]byte(written(f, "json", partial())))
	f.Add([]byte(`{"version":"1","tool":{},"target":{},"profiles":[],"complete":false,"results":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := report.Read(data)
		if err != nil {
			require.Nil(t, r)
			return
		}
		for _, format := range report.Formats() {
			require.True(t, utf8.ValidString(written(t, format, r)))
		}
	})
}
