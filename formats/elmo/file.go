package elmo

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/mikromerit/mikromerit/internal/xmldsig"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// File is an ELMO file as it was read.
type File struct {
	Version   Version
	Reports   []Report
	Signature Signature
}

// Report is one report of a file, with what the file says of its learner.
type Report struct {
	// Document is the report as JSON; see the package documentation.
	Document vc.Document
	// Problems are the rules of the format that the file breaks, as far as they are
	// about this report. Pointers lead into Document.
	Problems []vc.Problem
}

// Findings returns what was found out about the rules of the format.
func (r *Report) Findings() []vc.Finding {
	var out []vc.Finding
	all := slices.Clone(r.Problems)
	slices.SortStableFunc(all, func(a, b vc.Problem) int { return rank(a) - rank(b) })
	for i, p := range all {
		if i == maxFindings {
			out = append(out, ruleRules.Finding(vc.NotAsked, "", "There are "+strconv.Itoa(len(r.Problems)-i)+" more, which are not told."))
			break
		}
		out = append(out, p.Finding())
	}
	if len(all) == 0 || rank(all[0]) > 0 {
		out = append(out, ruleRules.Finding(vc.Pass, "", "The report keeps every rule of the format that is a MUST."))
	}
	return out
}

// rank puts a MUST first.
func rank(p vc.Problem) int {
	if p.Rule.Level == vc.Must {
		return 0
	}
	return 1
}

// maxFindings bounds how many broken rules are told.
const maxFindings = 200

// VersionOf returns the version of a report.
func VersionOf(doc vc.Document) Version {
	if doc.Get("@version").IsText(string(Version20)) {
		return Version20
	}
	return Version17
}

// maxDepth bounds how deep elements are nested: that of an opportunity in another takes
// two levels of XML and three of JSON, which other readers bound at 100.
const maxDepth = 60

// IsXML reports whether a file looks like ELMO: its root is elmo, in the namespace of
// the format. It reads only the beginning of the file.
func IsXML(data []byte) bool {
	head := bytes.TrimPrefix(data[:min(len(data), 16_384)], []byte("\ufeff"))
	for head = bytes.TrimLeft(head, " \t\r\n"); bytes.HasPrefix(head, []byte("<")); {
		end := []byte(">")
		switch {
		case bytes.HasPrefix(head, []byte("<!--")):
			end = []byte("-->")
		case bytes.HasPrefix(head, []byte("<?")):
		case bytes.HasPrefix(head, []byte("<!DOCTYPE")):
			if subset := bytes.IndexByte(head, '['); subset > 0 && subset < bytes.IndexByte(head, '>') {
				end = []byte("]>")
			}
		default:
			tag, _, _ := bytes.Cut(head[1:], []byte(">"))
			name, rest := tag, []byte(nil)
			if i := bytes.IndexAny(tag, " \t\r\n/"); i >= 0 {
				name, rest = tag[:i], tag[i:]
			}
			return string(name[bytes.IndexByte(name, ':')+1:]) == "elmo" && bytes.Contains(rest, []byte(Namespace))
		}
		i := bytes.Index(head, end)
		if i < 0 {
			return false
		}
		head = bytes.TrimLeft(head[i+len(end):], " \t\r\n")
	}
	return false
}

var errNotELMO = errors.New("its root is not elmo in the namespace " + Namespace)

// Read reads a file for which [IsXML] holds, and checks its signature. What is returned
// is what was signed, where the signature is right. An error wraps [vc.ErrLimit], or
// says why the file is not ELMO.
func Read(data []byte, limits vc.Limits) (*File, error) {
	if limits.Bytes <= 0 {
		limits.Bytes = 32 << 20
	}
	bounds := xmldsig.Limits{Bytes: limits.Bytes, Depth: maxDepth, Nodes: limits.Values}
	top, err := xmldsig.Parse(data, bounds)
	switch {
	case errors.Is(err, xmldsig.ErrLimit):
		return nil, fmt.Errorf("FORMAT-ELMO: %w: %w", vc.ErrLimit, err)
	case err != nil:
		return nil, err
	case !top.Is(Namespace, "elmo"):
		return nil, errNotELMO
	}
	f := &File{}
	f.Signature, top = readSignature(top, bounds)
	f.Version = versionOf(top)
	reports := slices.Collect(top.Named("report"))
	switch {
	case len(reports) == 0:
		return nil, errors.New("there is no report in it")
	case len(reports) > limits.MaxNested():
		return nil, fmt.Errorf("FORMAT-ELMO: %w: it has more than %d reports", vc.ErrLimit, limits.MaxNested())
	}
	left := limits.Bytes * maxGrowth
	for _, report := range reports {
		one, err := f.report(top, report, limits, left)
		if err != nil {
			return nil, err
		}
		left -= len(one.Document.Root().Raw())
		f.Reports = append(f.Reports, one)
	}
	return f, nil
}

// maxGrowth is how much longer than a file may be all that is read of it: an element
// that is kept as XML declares its namespaces anew, and each report has what the file
// says once for all of them.
const maxGrowth = 8

// versionOf tells the version, which the namespace does not.
func versionOf(top *xmldsig.Element) Version {
	learner := top.Path("learner")
	if learner.Path("dateOfBirth") != nil || learner.Path("alternativeName") != nil {
		return Version20
	}
	return Version17
}

// report returns one report as a document.
func (f *File) report(top, report *xmldsig.Element, limits vc.Limits, most int) (Report, error) {
	v := &viewer{version: f.Version, out: []byte(`{"@xmlns":`), most: most}
	v.out = jsontree.AppendString(v.out, Namespace)
	if f.Version == Version20 { // the namespace does not say it
		v.out = append(v.out, `,"@version":"2.0"`...)
	}
	for _, a := range v.attributes(top, root(), "") {
		v.name(0, a[0])
		v.out = jsontree.AppendString(v.out, a[1])
	}
	v.kids(withoutSignature(top), root(), "", 0, func(k *kid) bool {
		if k.name == "report" {
			v.name(0, k.name)
			v.element(report, k.of, "/report")
		}
		return k.name == "report"
	})
	v.out = append(v.out, '}')
	if v.full || len(v.out) > most {
		return Report{}, fmt.Errorf("FORMAT-ELMO: %w: its reports take far more room, each with the learner and the attachments of all, than the file", vc.ErrLimit)
	}
	limits.Bytes = most
	doc, err := vc.ParseDocument(v.out, limits)
	if err != nil {
		return Report{}, err
	}
	v.problems = append(v.problems, checkMeaning(doc)...)
	return Report{Document: doc, Problems: v.problems}, nil
}

// withoutSignature returns the root without its signatures, which are no content.
func withoutSignature(top *xmldsig.Element) *xmldsig.Element {
	out := *top
	out.Nodes = slices.DeleteFunc(slices.Clone(top.Nodes), func(n xmldsig.Node) bool {
		return n.Element.Is(xmldsig.SpaceSignature, "Signature")
	})
	return &out
}

// checkMeaning checks what the schema says in words.
func checkMeaning(doc vc.Document) (out []vc.Problem) {
	report := doc.Get("report")
	known := map[string]bool{}
	for scheme := range report.Get("gradingScheme").Elements() {
		known["scheme "+scheme.Get("@localId").Text()] = true
	}
	for _, list := range []jsontree.Value{report.Get("attachment"), doc.Get("attachment")} {
		for a := range list.Elements() {
			for id := range a.Get("identifier").Elements() {
				known["attachment "+textIn(id)] = true
			}
		}
	}
	for kind := range doc.Get("groups").Get("groupType").Elements() {
		for group := range kind.Get("group").Elements() {
			known["group "+kind.Get("@id").Text()+" "+group.Get("@id").Text()] = true
		}
	}
	leads := func(at jsontree.Value, key string) {
		if at.Exists() && !known[key] {
			out = append(out, ruleReference.At(at.Pointer(), "a reference to nothing"))
		}
	}
	visitInstances(report.Get("learningOpportunitySpecification"), func(i jsontree.Value) {
		scheme, grouping, term := i.Get("gradingSchemeLocalId"), i.Get("grouping"), i.Get("academicTerm")
		leads(scheme, "scheme "+textIn(scheme))
		leads(grouping, "group "+grouping.Get("@typeref").Text()+" "+grouping.Get("@idref").Text())
		for ref := range i.Get("attachments").Get("ref").Elements() {
			leads(ref, "attachment "+textIn(ref))
		}
		start, err := parseDate(textIn(term.Get("start")))
		end, bad := parseDate(textIn(term.Get("end")))
		if err == nil && bad == nil && end.Compare(start) < 0 {
			out = append(out, rulePeriod.At(term.Pointer(), ""))
		}
		if !i.Get("status").Exists() {
			out = append(out, ruleSpecified.At(i.Pointer(), "no status"))
		}
	})
	return out
}

// visitInstances calls f for each instance in a list of opportunities.
func visitInstances(list jsontree.Value, f func(jsontree.Value)) {
	for los := range list.Each() {
		if i := los.Get("specifies").Get("learningOpportunityInstance"); i.IsObject() {
			f(i)
		}
		for part := range los.Get("hasPart").Each() {
			visitInstances(part.Get("learningOpportunitySpecification"), f)
		}
	}
}

// textIn returns the text of an element.
func textIn(v jsontree.Value) string {
	if v.IsObject() {
		v = v.Get("@value")
	}
	return v.Text()
}

// Is reports whether a document is a report of an ELMO file, as JSON.
func Is(doc vc.Document) bool {
	return doc.Get("@xmlns").IsText(Namespace) && doc.Get("report").Exists()
}

// Pointer is where report i of a file stands, "" if it is the only one.
func (f *File) Pointer(i int) string {
	if len(f.Reports) == 1 {
		return ""
	}
	return "/report/" + strconv.Itoa(i)
}
