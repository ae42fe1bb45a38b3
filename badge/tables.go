package badge

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Each member of a badge has one row in the tables, for reading and for writing.
// When a badge is read, the terms of the extension come first and native members
// complete them. When it is written, native members come first and the extension
// says what they leave open.

type (
	class[T any] = mapping.Class[T]
	row[T any]   = mapping.Row[T]
	node         = mapping.Node
)

// tables holds the classes of Open Badges and of the extension. They refer to
// each other, so they are made together; afterwards they never change.
type tables struct {
	format mapping.Format

	concept        class[mc.Concept]
	scheme         class[mc.Concept] // the list that a concept is in
	country        class[mc.Country]
	page           class[mc.WebResource]
	period         class[mc.Period]
	picture        class[mc.Media]
	identification class[mc.Identifier] // of the extension
	entry          class[mc.Identifier] // IdentifierEntry
	identity       class[mc.Identifier] // IdentityObject
	geo            class[mc.Geo]
	address        class[mc.Address]
	mainAddress    class[mc.Location] // the Address of a party, which is that of its first place
	place          class[mc.Location]
	contact        class[mc.ContactPoint]
	profile        class[mc.Party] // written whole
	party          class[mc.Party] // or as a reference to an equal one
	quality        class[mc.QualityAssurance]

	credits         class[mc.Workload]
	level           class[mc.Level]
	outcome         class[mc.LearningOutcome]
	supervision     class[mc.Supervision]
	grading         class[mc.GradingScheme]
	assessment      class[mc.AssessmentSpec]
	course          class[mc.ActivitySpec]
	right           class[mc.EntitlementSpec]
	stackability    class[mc.Definition]
	part            class[mc.Definition]
	reference       class[mc.CredentialRef]
	related         class[mc.CredentialRef]
	criteria        class[mc.Criteria]
	code            class[mc.Concept] // IdentifierEntry with the code of a register
	target          class[mc.Concept] // Alignment with an entry of a code list
	targetLevel     class[mc.Level]
	targetEQF       class[mc.Level]
	targetOutcome   class[mc.LearningOutcome]
	targetQuality   class[mc.QualityAssurance]
	targetReference class[mc.CredentialRef]
	targetCredits   class[mc.Concept]
	alignment       class[mc.Alignment]
	definition      class[mc.Definition]

	step         class[mc.GradeStep]
	description  class[mc.AssessmentSpec] // ResultDescription, without its name
	targetScheme class[mc.GradingScheme]
	grade        class[mc.AssessmentResult]
	result       class[mc.AssessmentResult] // of the extension
	activity     class[mc.Activity]
	entitlement  class[mc.Entitlement]
	subject      class[mc.Credential]

	status     class[mc.Status]
	service    class[mc.SchemaRef]
	terms      class[mc.CredentialTerms]
	evidence   class[mc.Evidence]
	annex      class[mc.Media]
	source     class[mc.Provenance] // the original as evidence
	resource   class[mc.Provenance] // the original as a related resource
	provenance class[mc.Provenance] // of the extension
	credential class[mc.Credential]
}

// schema are the tables; they are made when first needed.
var schema = sync.OnceValue(func() *tables {
	s := &tables{format: mapping.Format{
		Name: ob3.Format, IsLocal: isLocal, IsGlobal: isGlobal,
		TableOrder: true, Merges: true, TypeAlias: true, Arrays: true,
		Dangling: "a reference to a node that the model keeps whole",
		Derived:  "follows from what stands here",
		Conflict: contradiction,
		Texts: func(w *mapping.Writer, n *node, term string, text mc.LangString, at path) {
			w.State.(*encoder).putTexts(n, term, text, mapping.TextPaths(at, text))
		},
		Head: appendHead,
	}}
	s.defineValues()
	s.definePictures()
	s.defineIdentifiers()
	s.definePlaces()
	s.defineParties()
	s.defineQuality()
	s.defineAssessments()
	s.defineActivities()
	s.defineLearning()
	s.defineAlignments()
	s.defineDefinition()
	s.defineResults()
	s.defineServices()
	s.defineEvidence()
	s.defineProvenance()
	s.defineSubject()
	s.defineCredential()
	return s
})

// isLocal reports whether an id only links the nodes of one document.
func isLocal(id string) bool {
	return strings.HasPrefix(id, "_:") || strings.HasPrefix(id, "urn:epass:")
}

// contradiction keeps a value that differs from what was read for the same path.
func contradiction(r *mapping.Reader, v jsontree.Value, at path) {
	r.RejectAs(v, mc.Outcome{
		Severity: mc.SeverityWarning, Element: mc.ElementOf(at),
		Reason: CodeContradiction + ": another member says something else of " + string(at),
	})
}

// listed are the classes whose type is an array, untyped those without a type.
// The type of all others is a string.
var (
	listed = []string{"Profile", "AchievementSubject", "Achievement", "Address", "Alignment", "Related", "Result",
		"ResultDescription", "RubricCriterionLevel", "Evidence"}
	untyped = []string{"", "Concept", "ConceptScheme", "Criteria"}
)

// appendHead writes the id and the types of a node.
func appendHead(dst []byte, n *node) []byte {
	dst = append(dst, '{')
	if n.ID != "" {
		dst = jsontree.AppendString(append(dst, `"id":`...), n.ID)
	}
	if slices.Contains(untyped, n.Class) {
		return dst
	}
	if n.ID != "" {
		dst = append(dst, ',')
	}
	dst = append(dst, `"type":`...)
	if !slices.Contains(listed, n.Class) {
		return jsontree.AppendString(dst, n.Class)
	}
	types := []string{n.Class}
	if n.ExtensionType != "" {
		types = append(types, n.ExtensionType)
	}
	if more, ok := n.State.([]string); ok {
		types = append(types, more...)
	}
	return appendStrings(dst, types)
}

func appendStrings(dst []byte, all []string) []byte {
	dst = append(dst, '[')
	for i, s := range all {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = jsontree.AppendString(dst, s)
	}
	return append(dst, ']')
}

// step returns the path of a field; either part may be "".
func step(at, field path) path {
	switch {
	case field == "":
		return at
	case at == "":
		return field
	}
	return at + "." + field
}

// element is the pointer of element i of the array at a pointer.
func element(to string, i int) string { return to + "/" + strconv.Itoa(i) }

// reads makes the function of a class or row for reading.
func reads[T any](read func(d *decoder, v jsontree.Value, to *T, at path)) func(*mapping.Reader, jsontree.Value, *T, path) {
	return func(r *mapping.Reader, v jsontree.Value, to *T, at path) { read(r.State.(*decoder), v, to, at) }
}

// writes makes the function of a class or row for writing.
func writes[T any](write func(e *encoder, n *node, from *T, at path)) func(*mapping.Writer, *node, *T, path) {
	return func(w *mapping.Writer, n *node, from *T, at path) { write(w.State.(*encoder), n, from, at) }
}

// custom is a member that functions of its own read and write; write may be
// nil.
func custom[T any](term string, read func(*decoder, jsontree.Value, *T, path), write func(*encoder, *node, *T, path)) row[T] {
	out := row[T]{Term: term, Read: reads(read)}
	if write != nil {
		out.Write = writes(write)
	}
	return out
}

// readBy gives a row its own function for reading.
func readBy[T any](r row[T], read func(*decoder, jsontree.Value, *T, path)) row[T] {
	r.Read = reads(read)
	return r
}

// writtenBy gives a row its own function for writing.
func writtenBy[T any](r row[T], write func(*encoder, *node, *T, path)) row[T] {
	r.Write = writes(write)
	return r
}

// when restricts the writing of a row.
func when[T any](is func(e *encoder, from *T, at path) bool, r row[T]) row[T] {
	return mapping.When(func(w *mapping.Writer, _ *node, from *T, at path) bool { return is(w.State.(*encoder), from, at) }, r)
}

// only writes the values of a class for which is holds.
func only[T any](is func(e *encoder, from *T, at path) bool) func(*mapping.Writer, *T, path, string) (*node, bool) {
	return func(w *mapping.Writer, from *T, at path, _ string) (*node, bool) {
		return nil, !is(w.State.(*encoder), from, at)
	}
}

// known is a member that says nothing new.
func known[T any](term string) row[T] {
	return custom(term, func(d *decoder, v jsontree.Value, _ *T, _ path) { d.Scaffold(v) }, nil)
}

// elsewhere is a member that is read and written with another one.
func elsewhere[T any](term string) row[T] {
	return custom(term, func(*decoder, jsontree.Value, *T, path) {}, nil)
}

// word is a member with a word of the model, as it stands there.
func word[T any, F ~string](term string, get func(*T) *F) row[T] {
	return mapping.Literal(term, get, mapping.Notation[F]{
		Parse: func(s string) (F, error) { return F(s), nil },
		Show:  func(f F) string { return mapping.Quote(string(f)) },
	})
}

// memberText returns the text of a member, or "".
func memberText(n *node, term string) string {
	items := n.Items(term)
	if len(items) == 0 {
		return ""
	}
	text, _ := jsontext.AppendUnquote(nil, items[0].Raw)
	return string(text)
}

// ExtensionContext is the JSON-LD context of the terms by which a badge says
// what Open Badges has no member for. It stands after those of Open Badges.
const ExtensionContext = contexts.EuMicroCredential

// The types of the extension context, each beside its Open Badges type.
const (
	typeEuCredential  = "EuMicroCredential"
	typeEuSubject     = "EuMicroCredentialSubject"
	typeEuAchievement = "EuMicroCredentialAchievement"
	typeEuProfile     = "EuMicroCredentialProfile"
)

// obVocabulary is the namespace of the Open Badges 3.0 vocabulary.
const obVocabulary = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"

// residueModel is the member of the residue that holds the entries.
const residueModel = "microcredential"

// namespace is the UUID namespace of the ids of this package: version 5
// of the address of the extension context in the URL namespace of RFC 9562.
var namespace = uuid5([16]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}, ExtensionContext)

// uuid5 returns the UUID version 5 of a name (RFC 9562, section 5.5). SHA-1
// spreads the ids and secures nothing.
func uuid5(space [16]byte, name string) (id [16]byte) {
	h := sha1.New()
	h.Write(space[:])
	h.Write([]byte(name))
	copy(id[:], h.Sum(nil))
	id[6] = id[6]&0x0f | 0x50
	id[8] = id[8]&0x3f | 0x80
	return id
}

// urn returns a UUID as an URN (RFC 9562, section 4).
func urn(id [16]byte) string {
	s := hex.EncodeToString(id[:])
	return "urn:uuid:" + s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

// isGlobal reports whether an id means something outside its document: an
// absolute IRI that is not one of the node numbers of Europass documents.
func isGlobal(id string) bool {
	return datamodel.IsURI(id) && !strings.HasPrefix(strings.ToLower(id), "urn:epass:")
}

// isWebURL reports whether id is an address on the web.
func isWebURL(id string) bool {
	return isGlobal(id) && (strings.HasPrefix(id, "https://") || strings.HasPrefix(id, "http://"))
}

// chooseSeed chooses what made ids depend on: the id and digest of the sources,
// else the credential's own id, else its content. Node numbers of Europass
// documents do not count, since all documents have the same.
func (e *encoder) chooseSeed() (err error) {
	for _, p := range e.c.Provenance {
		digest := p.Digest.SHA256 + p.Digest.Multibase
		if digest != "" || isGlobal(p.SourceID) {
			e.seed += p.SourceID + " " + digest + "\n"
		}
	}
	if e.seed == "" && isGlobal(e.c.Envelope.ID) {
		e.seed = e.c.Envelope.ID
	}
	if e.seed == "" {
		e.seed, err = content(e.c)
	}
	if len(e.seed) > maxSeed {
		sum := sha256.Sum256([]byte(e.seed))
		e.seed = hex.EncodeToString(sum[:])
	}
	return err
}

// maxSeed bounds what every made id is computed from.
const maxSeed = 1 << 12

// content returns a deterministic text of a part of the model, for ids and to
// recognise equal parts.
func content(part any) (string, error) {
	text, err := json.Marshal(part, json.Deterministic(true), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return "", fmt.Errorf("OB3-MODEL: the model cannot be written as JSON: %w", err)
	}
	return string(text), nil
}

// newID returns the id for a node that has none of its own.
func (e *encoder) newID(name path) string {
	if e.o.NewID != nil {
		return e.o.NewID(string(name))
	}
	return urn(uuid5(namespace, e.seed+"\x00"+string(name)))
}
