package report_test

import (
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// element is an element of XML with what is in it.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Elements []element  `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (e element) has(name string) bool {
	return slices.ContainsFunc(e.Attrs, func(a xml.Attr) bool { return a.Name.Local == name })
}

func (e element) all(name string) []element {
	var found []element
	for _, inner := range e.Elements {
		if inner.XMLName.Local == name {
			found = append(found, inner)
		}
	}
	return found
}

// junitGrammar is what servers of continuous integration let stand where: for each
// element the elements and attributes that it may have.
var junitGrammar = map[string]struct{ elements, attributes, needed string }{
	"testsuites": {"testsuite", "name time tests failures errors", ""},
	"testsuite":  {"properties testcase system-out system-err", "name tests failures errors skipped time timestamp id", "name tests failures errors"},
	"properties": {"property", "", ""},
	"property":   {"", "name value", "name value"},
	"testcase":   {"skipped error failure system-out system-err", "name classname time", "name classname"},
	"skipped":    {"", "message type", ""}, "error": {"", "message type", "message"}, "failure": {"", "message type", "message"},
	"system-out": {"", "", ""},
}

func requireJUnit(t *testing.T, e element) {
	t.Helper()
	name := e.XMLName.Local
	grammar, ok := junitGrammar[name]
	require.True(t, ok, "%s is no element of JUnit", name)
	for _, a := range e.Attrs {
		require.Contains(t, strings.Fields(grammar.attributes), a.Name.Local, "attribute of %s", name)
	}
	for _, needed := range strings.Fields(grammar.needed) {
		require.True(t, e.has(needed), "%s of %s", needed, name)
	}
	if took := e.attr("time"); name != "property" && took != "" {
		require.Regexp(t, regexp.MustCompile(`^[0-9]+\.[0-9]{3}$`), took)
	}
	for _, inner := range e.Elements {
		require.Contains(t, strings.Fields(grammar.elements), inner.XMLName.Local, "element in %s", name)
		requireJUnit(t, inner)
	}
}

func parseXML(t *testing.T, text string) element {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	var root element
	require.NoError(t, d.Decode(&root))
	_, err := d.Token()
	for err == nil {
		_, err = d.Token()
	}
	require.ErrorIs(t, err, io.EOF)
	return root
}

// A server counts for itself, and shows the counts that are written: they agree.
func TestJUnitCountsAndGrammar(t *testing.T) {
	for _, r := range []string{"sample", "partial", "good", "empty"} {
		root := parseXML(t, written(t, "junit", reports()[r]))
		requireJUnit(t, root)
		tests, failures, errors := 0, 0, 0
		for _, suite := range root.all("testsuite") {
			counts := map[string]int{}
			for _, c := range suite.all("testcase") {
				tests++
				counts["tests"]++
				for _, kind := range []string{"failure", "error", "skipped"} {
					require.LessOrEqual(t, len(c.all(kind)), 1)
					counts[kind+"s"] += len(c.all(kind))
				}
			}
			failures, errors = failures+counts["failures"], errors+counts["errors"]
			require.Equal(t, strconv.Itoa(counts["tests"]), suite.attr("tests"))
			require.Equal(t, strconv.Itoa(counts["failures"]), suite.attr("failures"))
			require.Equal(t, strconv.Itoa(counts["errors"]), suite.attr("errors"))
			require.Equal(t, strconv.Itoa(counts["skippeds"]), suite.attr("skipped"))
		}
		require.Equal(t, strconv.Itoa(tests), root.attr("tests"))
		require.Equal(t, strconv.Itoa(failures), root.attr("failures"))
		require.Equal(t, strconv.Itoa(errors), root.attr("errors"))
		require.Len(t, reports()[r].Results, tests)
	}
}

// Of a failure a server shows the message; what to do about it stands below.
func TestJUnitSaysWhatIsWrong(t *testing.T) {
	root := parseXML(t, written(t, "junit", sample()))
	first := root.all("testsuite")[0].all("testcase")[0]
	require.Equal(t, "ob3-issuer.eddsa-rdfc-2022", first.attr("classname"))
	require.Equal(t, "0.120", first.attr("time"))
	failure := first.all("failure")[0]
	require.Equal(t, "One of two badges is signed for another purpose.", failure.attr("message"))
	require.Contains(t, failure.Text, "https://www.w3.org/TR/vc-data-integrity/#proofs")
	require.Contains(t, failure.Text, "Set proofPurpose to assertionMethod")
}
