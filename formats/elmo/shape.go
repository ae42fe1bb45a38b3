package elmo

import (
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/vc"
)

// Namespace is that of both versions.
const Namespace = "https://github.com/emrex-eu/elmo-schemas/tree/v1"

const (
	spaceXML     = "http://www.w3.org/XML/1998/namespace"
	spaceSchema  = "http://www.w3.org/2001/XMLSchema-instance"
	spaceAddress = "https://github.com/erasmus-without-paper/ewp-specs-types-address/tree/stable-v1"
	spaceOurs    = "https://mikromerit.github.io/ns/elmo"
)

// Version is a version of the format.
type Version string

// The versions.
const (
	Version17 Version = "1.7"
	Version20 Version = "2.0"
)

// versions is a set of versions.
type versions uint8

const (
	in17 versions = 1 << iota
	in20
	both = in17 | in20
)

func (v Version) bit() versions {
	if v == Version20 {
		return in20
	}
	return in17
}

// shape is a type of the schema: what an element holds, in its order.
type shape struct {
	attrs []attribute
	kids  []kid
	text  textKind
	value *valueRule // what the text must be; nil: any
}

type attribute struct {
	name     string
	required bool
	value    *valueRule
}

// kid is an element inside another.
type kid struct {
	name  string
	of    *shape
	needs versions // in which it must be there
	in    versions // in which it may be
	many  bool
	space string // "": that of the format
}

// textKind says what white space in a text means.
type textKind uint8

const (
	noText   textKind = iota
	token             // none (xs:token)
	lines             // it is content (xs:string)
	anything          // the element as XML
)

// valueRule is what a value must be.
type valueRule struct {
	rule *vc.Rule
	ok   func(string) bool
	want string
}

func words(all ...string) *valueRule {
	known := map[string]bool{}
	for _, w := range all {
		known[w] = true
	}
	return &valueRule{&ruleWord, func(s string) bool { return known[s] }, "one of " + strings.Join(all, ", ")}
}

// The kinds of kids: required, optional, and any number of each.
func one(name string, of *shape) kid   { return kid{name: name, of: of, needs: both, in: both} }
func maybe(name string, of *shape) kid { return kid{name: name, of: of, in: both} }
func many(name string, of *shape) kid  { return kid{name: name, of: of, in: both, many: true} }
func some(name string, of *shape) kid {
	return kid{name: name, of: of, needs: both, in: both, many: true}
}
func (k kid) only(v versions) kid           { k.in, k.needs = v, k.needs&v; return k }
func (k kid) needed(v versions) kid         { k.needs = v; return k }
func (k kid) within(space string) kid       { k.space = space; return k }
func (k kid) namespace() string             { return orElse(k.space, Namespace) }
func leaf(of textKind, v *valueRule) *shape { return &shape{text: of, value: v} }

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// The words of the closed lists.
var (
	kindsOfOpportunity = []string{"Degree Programme", "Module", "Course", "Class"}
	kindsOfAttachment  = []string{"Diploma", "Diploma Supplement", "Transcript of Records", "EMREX transcript", "Micro Credential", "Letter of Nomination", "Certificate of Training", "Learning Agreement", "Other"}
	levelsOfCredit     = []string{"Bachelor", "Master", "PhD"}
)

// root is the shape of a whole document.
var root = sync.OnceValue(func() *shape {
	text, date, dateTime, number := leaf(token, nil), leaf(token, isDate), leaf(token, isDateTime), leaf(token, isDecimal)
	lang := attribute{name: "xml:lang", value: isLanguage}
	title, prose := &shape{text: token, attrs: []attribute{lang}}, &shape{text: lines, attrs: []attribute{lang}}
	identifier := &shape{text: token, attrs: []attribute{{name: "type", required: true}}}
	any := leaf(anything, nil)
	extension := &shape{kids: []kid{many("residue", leaf(lines, nil)).within(spaceOurs)}}

	attachment := &shape{kids: []kid{
		many("identifier", identifier), many("title", title), maybe("type", leaf(token, words(kindsOfAttachment...))),
		many("description", prose), many("content", &shape{text: token, attrs: []attribute{lang}, value: isDataURI}), maybe("extension", extension),
	}}
	opportunity := &shape{}
	opportunity.kids = []kid{
		many("identifier", identifier).needed(in20), some("title", title), maybe("type", leaf(token, words(kindsOfOpportunity...))),
		maybe("subjectArea", text), maybe("iscedCode", text), maybe("url", text), many("description", prose), many("descriptionHtml", prose),
		one("specifies", &shape{kids: []kid{one("learningOpportunityInstance", instanceShape(identifier, title, prose, attachment, extension)), maybe("extension", extension)}}),
		many("hasPart", &shape{kids: []kid{one("learningOpportunitySpecification", opportunity)}}), maybe("extension", extension),
	}
	issuer := &shape{kids: []kid{
		maybe("country", leaf(token, isCountry)), some("identifier", identifier), some("title", title), one("url", text),
	}}
	report := &shape{kids: []kid{
		one("issuer", issuer), many("learningOpportunitySpecification", opportunity), many("resultOfRecognition", any).only(in20), one("issueDate", dateTime),
		many("gradingScheme", &shape{attrs: []attribute{{name: "localId", required: true}}, kids: []kid{many("description", prose)}}), many("attachment", attachment),
	}}
	learner := &shape{kids: []kid{
		maybe("citizenship", leaf(token, isCountry)), many("identifier", identifier), one("givenNames", text), one("familyName", text),
		one("alternativeName", prose).only(in20), maybe("dateOfBirth", date).only(in20), maybe("bday", date).only(in17),
		maybe("placeOfBirth", text), maybe("birthName", text), maybe("currentAddress", addressShape(text)),
		maybe("gender", leaf(token, words("0", "1", "2", "9"))),
	}}
	ids := []attribute{{name: "id"}}
	group := &shape{attrs: append(ids, attribute{name: "sortingKey"}), kids: []kid{some("title", title)}}
	groups := &shape{kids: []kid{many("groupType", &shape{attrs: ids, kids: []kid{some("title", title), many("group", group)}})}}
	_ = number
	return &shape{kids: []kid{
		one("generatedDate", dateTime), one("learner", learner), some("report", report), many("attachment", attachment), maybe("groups", groups), maybe("extension", extension),
	}}
})

// instanceShape is the shape of what the learner achieved in one opportunity.
func instanceShape(identifier, title, prose, attachment, extension *shape) *shape {
	text, date, number := leaf(token, nil), leaf(token, isDate), leaf(token, isDecimal)
	return &shape{kids: []kid{
		many("identifier", identifier), maybe("start", date), maybe("date", date),
		maybe("academicTerm", &shape{kids: []kid{some("title", title), one("start", date), one("end", date)}}),
		maybe("status", leaf(token, words("passed", "failed", "in-progress"))),
		maybe("gradingSchemeLocalId", text), maybe("gradingSchemeExternalId", text).only(in20), maybe("resultLabel", text),
		maybe("shortenedGrading", &shape{kids: []kid{one("percentageLower", number), one("percentageEqual", number), one("percentageHigher", number)}}),
		maybe("resultDistribution", &shape{kids: []kid{
			some("category", &shape{attrs: []attribute{{name: "label", required: true}, {name: "count", required: true, value: isCount}}}), many("description", prose),
		}}),
		many("credit", &shape{kids: []kid{one("scheme", text), maybe("level", leaf(token, words(levelsOfCredit...))).only(in17), maybe("value", number)}}),
		many("level", &shape{kids: []kid{one("type", text), maybe("description", prose), maybe("value", text)}}),
		maybe("languageOfInstruction", leaf(token, isLanguage)), maybe("engagementHours", number),
		maybe("attachments", &shape{kids: []kid{many("ref", leaf(token, nil))}}),
		maybe("grouping", &shape{attrs: []attribute{{name: "typeref"}, {name: "idref"}}, text: token}),
		maybe("extension", extension), maybe("diplomaSupplement", supplementShape(attachment)),
	}}
}

// supplementShape is the shape of a Diploma Supplement.
func supplementShape(attachment *shape) *shape {
	text := leaf(token, nil)
	section := &shape{attrs: []attribute{{name: "number", required: true, value: isSection}}}
	section.kids = []kid{
		one("title", text), maybe("content", &shape{text: lines, attrs: []attribute{{name: "type"}}}),
		many("additionalInformation", leaf(lines, nil)), many("attachment", attachment), many("section", section),
	}
	return &shape{attrs: []attribute{{name: "xml:lang", value: isLanguage}}, kids: []kid{
		one("version", text), one("issueDate", leaf(token, isDate)), one("introduction", leaf(lines, nil)), some("section", section),
		maybe("Signature", leaf(anything, nil)).within("http://www.w3.org/2000/09/xmldsig#"),
	}}
}

// addressShape is that of Erasmus Without Paper, in a namespace of its own.
func addressShape(text *shape) *shape {
	var kids []kid
	for _, name := range []string{"recipientName", "addressLine"} {
		kids = append(kids, many(name, text).within(spaceAddress))
	}
	for _, name := range []string{"buildingNumber", "buildingName", "streetName", "unit", "floor", "postOfficeBox"} {
		kids = append(kids, maybe(name, text).within(spaceAddress))
	}
	kids = append(kids, many("deliveryPointCode", text).within(spaceAddress))
	for _, name := range []string{"postalCode", "locality", "region", "country"} {
		kids = append(kids, maybe(name, text).within(spaceAddress))
	}
	return &shape{kids: kids}
}

// kid returns the kid with a name, and where it stands in the order; -1: none.
func (s *shape) kid(space, name string) (int, *kid) {
	for i := range s.kids {
		if s.kids[i].name == name && s.kids[i].namespace() == space {
			return i, &s.kids[i]
		}
	}
	return -1, nil
}
