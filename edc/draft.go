package edc

import (
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/edc/vocabulary"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// encoder is the state of writing one credential.
type encoder struct {
	mapping.Writer
	schema   *schema
	opts     EncodeOptions
	model    *mc.Credential // as given; never changed
	c        *mc.Credential // a copy with what ELM requires besides
	language string         // BCP 47 tag of the main language, or ""
	awarding *mc.Awarding   // of the claim being written

	additions map[mc.Path]string  // what was made of what
	encoded   map[[32]byte]string // base64 of files by digest: they are large and repeat
	original  mc.Path             // the file with the whole source, if it is embedded
	restated  map[mc.Path]mc.Path // where values of the model are stated for want of a member
}

func newEncoder(c *mc.Credential, opts EncodeOptions) *encoder {
	e := &encoder{
		schema: elm(), opts: opts, model: c, c: mapping.Clone(c),
		additions: map[mc.Path]string{}, restated: map[mc.Path]mc.Path{}, encoded: map[[32]byte]string{},
	}
	e.Writer = mapping.Writer{
		Format: &e.schema.format, State: e, Best: e.best, Places: map[mc.Path]int{}, Reasons: map[mc.Path]string{},
	}
	return e
}

// encoderOf is the encoder that a row writes for.
func encoderOf(w *mapping.Writer) *encoder { return w.State.(*encoder) }

// made notes for the report what values below a path were made of.
func (e *encoder) made(at mc.Path, reason string) { e.additions[at] = reason }

// best returns the index of the text to write where there is room for one: in
// the main language of the credential, else as [mc.LangString.Best] has it.
func (e *encoder) best(s mc.LangString) int {
	main, _, _ := strings.Cut(strings.ToLower(e.language), "-")
	for _, full := range []bool{true, false} {
		for i, v := range s {
			base, _, _ := strings.Cut(strings.ToLower(v.Lang), "-")
			if main != "" && (full && strings.EqualFold(v.Lang, e.language) || !full && base == main) {
				return i
			}
		}
	}
	return s.BestIndex()
}

// native is the document without the attachment for residue, and how it reads.
type native struct {
	doc    vc.Document
	model  *mc.Credential
	report mc.Report
	media  map[string][]byte // the files in it
}

// native writes the members of ELM, with the given values of the model's
// residue at their places. Values that would not come back as the same residue
// are left out.
func (e *encoder) native(residue []residueAt) (*native, error) {
	for tries := 0; ; tries++ {
		doc, err := e.document(residue)
		if err != nil {
			return nil, err
		}
		problems := Check(doc)
		d := newDecoder(doc.Root(), DecodeOptions{})
		d.plain = true
		model := d.credential(doc.Root())
		out := &native{doc, model, d.Tracker.Report(), d.media}
		if len(residue) == 0 {
			if err := e.required(problems, out); err != nil {
				return out, err
			}
		}
		if kept := surviving(residue, problems, model.Residue); len(kept) < len(residue) || len(problems) > 0 && len(residue) > 0 {
			if residue = kept; tries > 0 {
				residue = nil
			}
			continue
		}
		return out, nil
	}
}

// document writes the text of the document.
func (e *encoder) document(residue []residueAt) (vc.Document, error) {
	clear(e.Places)
	root := e.schema.credential.Write(&e.Writer, nil, "", e.c, "", "")
	if root == nil {
		return vc.Document{}, joined([]*mc.EncodeError{{Path: "envelope.issuer", Rule: &ruleRequired, Detail: "The credential must have an issuer; found nothing of one. Supply envelope.issuer."}})
	}
	for _, r := range residue {
		r.restore(root)
	}
	e.Place(root)
	hash(root)
	n := newNames(localIDs(residue))
	n.assign(root)
	if root.ID == "" {
		stateOf(root).name = e.credentialID(root)
	}
	return vc.ParseDocument(e.Format.AppendJSON(nil, root), vc.Limits{Bytes: 1 << 30, Depth: 9_999, Values: 1 << 30})
}

// attach adds the attachment with the residue; the pointer is that of its
// content, "" when there is none.
func (e *encoder) attach(written *native) (vc.Document, string, error) {
	want, got := mapping.Units(e.kept(written.model), nil), mapping.Units(written.model, nil)
	differences := mapping.Compare(want, got).Differences()
	if e.opts.WithoutResidue || differences == nil {
		return written.doc, "", nil
	}
	node := interoperability(e, differences, filesIn(written.media))
	hash(node)
	n := newNames(idsIn(written.doc.Root()))
	n.assign(node)
	at, raw, index := "/attachment/-", string(e.Format.AppendJSON(nil, node)), "0"
	if list := written.doc.Get("attachment"); list.Exists() {
		index = strconv.Itoa(list.Len())
	} else {
		at, raw = "/attachment", "["+raw+"]"
	}
	doc, err := written.doc.With(at, raw)
	return doc, "/attachment/" + index + "/content", err
}

// idsIn returns the ids of all nodes.
func idsIn(v jsontree.Value) map[string]bool {
	out := map[string]bool{}
	var scan func(v jsontree.Value)
	scan = func(v jsontree.Value) {
		if id := v.Get("id").Text(); id != "" {
			out[id] = true
		}
		for i := range v.Len() {
			scan(v.At(i))
		}
	}
	scan(v)
	return out
}

// prepare adds to the copy of the model what ELM requires and the model does
// state elsewhere. It adds and fills and never takes an entry out of a list, so
// that paths keep their meaning.
func (e *encoder) prepare() error {
	mapping.Visit(e.c, fill) // codes first: later steps look at them
	if e.c.Learner.Party.Name.IsZero() {
		e.restated["learner.party.name"] = "learner.party.person.fullName"
	}
	e.chooseLanguage()
	if err := e.issuers(); err != nil {
		return err
	}
	e.envelope()
	e.conversion()
	first := &mc.Claim{Definition: e.c.Definition, Award: e.c.Award}
	e.further(first)
	e.fillClaim(first, nil, "")
	e.c.Definition, e.c.Award = first.Definition, first.Award
	for i := range e.c.Others {
		e.fillClaim(&e.c.Others[i], nil, mc.Path("others").At(i))
	}
	e.display()
	mapping.Visit(e.c, fill)
	return nil
}

func (e *encoder) converted() bool { return len(e.model.Provenance) > 0 }

// chooseLanguage decides on the main language: the one stated, else the one
// asked for, else that of the title.
func (e *encoder) chooseLanguage() {
	primary := e.c.Envelope.Display.Primary
	for _, code := range []string{primary.IRI, primary.Notation} {
		if tag, ok := mc.LanguageTag(code); ok {
			e.language = tag
			return
		}
	}
	if e.opts.Language != language.Und {
		e.language = e.opts.Language.String()
		return
	}
	if v, ok := e.c.Title().Best(); ok && !strings.EqualFold(v.Lang, mc.Und) {
		e.language = v.Lang
	}
}

// fill states in a value of the model what ELM asks for and what follows from
// the rest of the value: a list from a code, a code from a closed value, a
// title from a type. Filling twice changes nothing.
func fill(value any) {
	switch v := value.(type) {
	case *mc.Concept:
		if v.Scheme == "" {
			v.Scheme = string(vocabulary.SchemeOf(v.IRI))
		}
	case *mc.Country:
		if c, ok := mc.CountryOf(v.Alpha2); ok && v.Concept.IRI == "" {
			v.Concept.IRI = c.Concept.IRI
		}
	case *mc.Identifier:
		fillIdentifier(v)
	case *mc.Media:
		fillMedia(v)
	case *mc.Address:
		fillAddress(v)
	case *mc.Party:
		fillPerson(v)
	case *mc.Level:
		fillLevel(v)
	case *mc.Participation:
		fillMode(v)
	case *mc.LearningSetting:
		fillSetting(v)
	case *mc.Supervision:
		fillSupervision(v)
	default:
		fillTitle(value)
	}
}

// codeOf returns the first concept of a list for which is holds.
func codeOf(list vocabulary.Scheme, is func(iri string) bool) mc.Concept {
	for _, c := range list.Concepts() {
		if is(c.IRI) {
			return c.Model()
		}
	}
	return mc.Concept{}
}

// fillTitle gives what has no title that of its specification, or the name of
// its type.
func fillTitle(value any) {
	switch v := value.(type) {
	case *mc.AssessmentResult:
		v.Grade.Text = gradeText(&v.Grade)
		if v.Spec != nil && v.Title.IsZero() {
			v.Title = v.Spec.Title
		}
		titleOf(&v.Title, v.Types...)
		if v.Spec != nil {
			titleOf(&v.Title, v.Spec.Types...)
		}
	case *mc.Activity:
		if v.Spec != nil && v.Title.IsZero() {
			v.Title = v.Spec.Title
		}
		titleOf(&v.Title, v.Types...)
	case *mc.Entitlement:
		if v.Spec != nil && v.Title.IsZero() {
			v.Title = v.Spec.Title
		}
		titleOf(&v.Title, v.Types...)
	case *mc.AssessmentSpec:
		titleOf(&v.Title, v.Types...)
	case *mc.ActivitySpec:
		titleOf(&v.Title, v.Types...)
	case *mc.EntitlementSpec:
		titleOf(&v.Title, v.Type)
	case *mc.QualityAssurance:
		titleOf(&v.Title, v.Type)
	}
}

func titleOf(title *mc.LangString, types ...mc.Concept) {
	for _, t := range types {
		if !title.IsZero() {
			return
		}
		*title = t.Label
		if c, ok := vocabulary.Lookup(t.IRI); ok && title.IsZero() {
			*title = c.Model().Label
		}
	}
}
