package rows_test

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/bulk/rows"
)

// all reads a table, and writes down each row and fault.
func all(t *testing.T, text string) (columns []string, out []string) {
	t.Helper()
	table, err := rows.Open(strings.NewReader(text))
	if err != nil {
		return nil, []string{err.Error()}
	}
	for row, err := range table.All() {
		if err != nil {
			return table.Columns(), append(out, err.Error())
		}
		line := fmt.Sprintf("%d %q", row.Number, row.Cells)
		for _, f := range row.Faults {
			line += " " + f.Code + "@" + f.Cell
		}
		out = append(out, line)
	}
	return table.Columns(), out
}

func utf16le(s string) string {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

func utf16be(s string) string {
	out := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u>>8), byte(u))
	}
	return string(out)
}

func TestSpreadsheets(t *testing.T) {
	const table = "navn;e-post;merknad\r\nÅsa Öst;asa@example.org;\"a; \"\"b\"\"\r\nc\"\r\n\r\nMáret;maret@example.org\r\n;;\r\n"
	want := []string{`2 ["Åsa Öst" "asa@example.org" "a; \"b\"\nc"]`, `4 ["Máret" "maret@example.org" ""]`}
	for name, text := range map[string]string{
		"UTF-8": table, "with mark": "\ufeff" + table, "UTF-16 LE": utf16le(table), "UTF-16 BE": utf16be(table),
		"sep": "sep=;\r\n" + table, "mark and sep": "\ufeffsep=;\r\n" + table, "UTF-16 and sep": utf16le("sep=;\n" + table), "two marks": utf16le("\ufeffsep=;\n" + table),
		"tabs": strings.ReplaceAll(strings.ReplaceAll(table, "a; ", "a! "), ";", "\t"),
	} {
		t.Run(name, func(t *testing.T) {
			columns, got := all(t, text)
			require.Equal(t, []string{"navn", "e-post", "merknad"}, columns)
			for i := range got {
				got[i] = strings.ReplaceAll(got[i], "a! ", "a; ")
			}
			require.Equal(t, want, got)
		})
	}
}

func TestTables(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"commas within quotes of the head", "\"a,b,c\";d\n1;2\n", `2 ["1" "2"]`},
		{"one column", "a\n1\n\n2\n", "2 [\"1\"]\n4 [\"2\"]"},
		{"trailing names", "a,b,,\n1,2,,\n", `2 ["1" "2"]`},
		{"nameless column", "a,,b\n1,x,2\n", `2 ["1" "x" "2"] ROWS-CELLS@B2`},
		{"too many", "a,b\n1,2,3\n4,5\n", "2 [\"1\" \"2\"] ROWS-CELLS@C2\n3 [\"4\" \"5\"]"},
		{"too few", "a,b\n1\n", `2 ["1" ""]`},
		{"formula", "a,b\n=1+1,-5\n+47 22 33 44 55,@x\n", "2 [\"=1+1\" \"-5\"] ROWS-FORMULA@A2\n3 [\"+47 22 33 44 55\" \"@x\"]"},
		{"dangerous formulas", "a,b\n\"-cmd|' /C calc'!A1\",@SUM(1)\n", `2 ["-cmd|' /C calc'!A1" "@SUM(1)"] ROWS-FORMULA@A2 ROWS-FORMULA@B2`},
		{"Latin-1 in a cell", "a,b\nx,\xc5sa\n", "2 [\"x\" \"\\xc5sa\"] ROWS-TEXT@B2"},
		{"Latin-1 after a mark", "\ufeffa,b\nx,\xc5sa\n", "2 [\"x\" \"\\xc5sa\"] ROWS-TEXT@B2"},
		{"lost letter", "a\n\ufffdsa\n", "2 [\"\ufffdsa\"] ROWS-TEXT@A2"},
		{"lone surrogate", string([]byte{0xff, 0xfe, 'a', 0, '\n', 0, 0, 0xd8, 'x', 0}), "2 [\"\ufffdx\"] ROWS-TEXT@A2"},
		{"control character", "abcdefgh\nx\x00y\n", `2 ["x\x00y"] ROWS-TEXT@A2`},
		{"sign that nobody sees", "a\n\u202ax@y.example\u202c\n\u200ex\u200dy\n", "2 [\"\\u202ax@y.example\\u202c\"] ROWS-TEXT@A2\n3 [\"\\u200ex\\u200dy\"]"},
		{"open quote", "a,b\n1,\"2\n3,4\n", `2 ["" ""] ROWS-CELLS@2`},
		{"stray quote", "a,b\n1,2\"x\n3,4\n", "2 [\"\" \"\"] ROWS-CELLS@2\n3 [\"3\" \"4\"]"},
		{"empty", "", "ROWS-HEAD: The first row must name the columns. Found: nothing. Write the names into row 1."},
		{"head of nothing", ",,\n1,2\n", "ROWS-HEAD at 1"},
		{"head twice", "a,b,a\n", `ROWS-HEAD at C1: Each column must have a name of its own. Found: "a", as in A1.`},
		{"head in Latin-1", "n\xe5\n", "ROWS-FORM at A1"},
		{"workbook", "PK\x03\x04xx", "a workbook, .xlsx or .ods. In the spreadsheet, save it as “CSV UTF-8”"},
		{"old workbook", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old workbook"},
		{"UTF-16 without a mark", "a\x00b\x00\n\x00", "must start with a byte order mark"},
		{"UTF-32", "\xff\xfe\x00\x00a\x00\x00\x00", "UTF-32"},
		{"sep of two signs", "sep=;;\na\n", "The line sep="},
		{"old line ends", "a,b\r1,2\r", "ROWS-TEXT at B1"},
		{"endless row", "a\n\"" + strings.Repeat("x", 3<<20), "ROWS-LIMIT at 2"},
		{"endless head", strings.Repeat("x", 3<<20), "ROWS-LIMIT at 1"},
		{"long cell", "a\n" + strings.Repeat("x", 40_000), "ROWS-LIMIT@A2"},
		{"many columns", strings.Repeat("a,", 2000) + "b", "ROWS-HEAD"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, got := all(t, test.text)
			require.Contains(t, strings.Join(got, "\n"), test.want)
		})
	}
}

// endless writes rows for ever.
type endless struct{ head string }

func (e *endless) Read(p []byte) (int, error) {
	if e.head == "" {
		e.head = "Åsa Öst,asa@example.org\n"
	}
	n := copy(p, e.head)
	e.head = e.head[n:]
	return n, nil
}

// A table of any length takes as much memory as a short one.
func TestMemory(t *testing.T) {
	table, err := rows.Open(io.MultiReader(strings.NewReader("name,email\n"), &endless{}))
	require.NoError(t, err)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n := 0
	for row, err := range table.All() {
		require.NoError(t, err)
		require.Len(t, row.Cells, 2)
		if n++; n == 200_000 {
			break
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	require.Less(t, int64(after.HeapAlloc)-int64(before.HeapAlloc), int64(1<<20))
}

func FuzzOpen(f *testing.F) {
	f.Add("a,b\n1,\"2\n\"\n")
	f.Add(utf16le("sep=;\na;b\n"))
	f.Fuzz(func(t *testing.T, text string) {
		table, err := rows.Open(strings.NewReader(text))
		if err != nil {
			return
		}
		last := 0
		for row, err := range table.All() {
			if err != nil {
				return
			}
			require.Len(t, row.Cells, len(table.Columns()))
			require.Greater(t, row.Number, last)
			last = row.Number
		}
	})
}

func ExampleTable_All() {
	table, err := rows.Open(strings.NewReader("sep=;\nnavn;karakter\nÅsa;=A1\n;\nMáret;B\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for row, err := range table.All() {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(row.Number, row.Cells, row.Usable())
		for _, f := range row.Faults {
			fmt.Println(f.Code, f.Cell)
		}
	}
	// Output:
	// 2 [Åsa =A1] true
	// ROWS-FORMULA B2
	// 4 [Máret B] true
}
