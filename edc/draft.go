package edc

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/edc/shapes"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc"
)

// EncodeOptions are the choices of [Encode]. The zero value is the safe choice.
type EncodeOptions struct {
	// Flavour is the form of the document: EDC, EBSI or VC2.
	Flavour Flavour

	// Version is the release of the European Learning Model whose names are written:
	// Version32 or Version33. Empty: 3.2, and profiles as the credential states them.
	Version string

	// Issued is the time of issue of a credential that states none, for EBSI, which
	// demands it. A seal adds its own.
	Issued mc.Instant

	// Language is the main language of a credential that does not state one, and that
	// of texts without a language. Where ELM has room for one text, that in the main
	// language is written. Not set: the language of the title or of most texts, or else
	// English, which the report then says.
	Language language.Tag

	// ID is the id of the new credential. Empty: a credential without
	// provenance keeps its own, a converted one gets one that follows from what
	// it was converted from.
	ID string

	// Issuer issues the new credential in place of the issuer of the model, who
	// is then the awarding body if no other is stated.
	Issuer *mc.Party

	// IssuerID is the id, a DID or URL, of the issuer of the new credential; it
	// replaces the issuer's own. Empty: the issuer's own.
	IssuerID string

	// IssuerCountry is the country of every organisation that states none, or none
	// that is known, as a code that [mc.CountryOf] takes.
	IssuerCountry string

	// IssuerIdentifier is the eIDAS identifier of an issuer who states none, such as
	// NTRNO-000000017 (ETSI EN 319 412-1, clause 5.1.4). A seal adds that of its
	// certificate; nobody adds one to the form of EBSI.
	IssuerIdentifier string

	// Grade is the grade of assessments for which the credential states none, such as
	// Pass. ELM demands one of each that the learner took. Empty: the kind of such an
	// assessment stands with the definition, and a claim that is one is refused.
	Grade string

	// CreditFramework is the framework of credits for which the credential states none: a
	// short name such as ECTS, or an IRI. Empty: such credits stand in a note, and
	// the report warns of it.
	CreditFramework string

	// Image is the page that is shown. Nil: the pages of the credential, or its
	// picture.
	Image *mc.Media

	// PersonalData also writes what is known of the learner beyond names, identifiers
	// and e-mail addresses: see [mc.IsPersonal].
	PersonalData bool

	// WithoutResidue leaves out the attachment with the residue, so that this is
	// reported as dropped.
	WithoutResidue bool
}

// Encode writes a credential as an unsealed draft of a European Digital
// Credential in ELM 3.2 on the VC Data Model 1.1, as the Commission's builder
// exports it. Sealing adds the time of issue and the eIDAS identifier of the issuer,
// if the credential does not state them. The same credential always gives the same
// text, and [Check] finds no problem in it.
//
// The report has one entry for every value of the model. Exact and transformed
// values are those that [Decode] reads back from the members of ELM. The others are
// residue, in an attachment named "Interoperability data" that [Decode] understands,
// or dropped. Texts, pictures and nodes that ELM requires and the credential does not
// state are made from what it does state, and reported as synthesised.
//
// What cannot be made in this way, such as a country, is an error. It joins one
// [mc.EncodeError] with a path for every value that is missing (ELM-REQUIRED) or that
// no document can have; the report then goes as far as writing came.
func Encode(c *mc.Credential, opts EncodeOptions) (vc.Document, *mc.Report, error) {
	if c == nil {
		return vc.Document{}, nil, errors.New("ELM-MODEL: there is no credential to encode")
	}
	e := newEncoder(c, opts)
	if err := errors.Join(e.checkForm(), e.checkModel(), e.fillCopy()); err != nil {
		return vc.Document{}, e.unwritten(nil), err
	}
	residue := e.restorable()
	if opts.Flavour == EBSI { // its schema takes no other members
		residue = nil
	}
	written, err := e.writeNative(residue)
	if err != nil {
		return vc.Document{}, e.unwritten(written), err
	}
	doc, pointer, err := e.attachResidue(written)
	if err != nil {
		return vc.Document{}, nil, err
	}
	report := e.report(written, pointer)
	if opts.Flavour == VC2 {
		if doc, err = BesideVC2(doc); err != nil {
			return vc.Document{}, nil, err
		}
		moveBeside(&report)
	}
	return doc, &report, nil
}

// encoder is the state of writing one credential.
type encoder struct {
	mapping.Writer
	schema   *schema
	opts     EncodeOptions
	model    *mc.Credential // as given; never changed
	expected *mc.Credential // the model without what is withheld; never changed
	c        *mc.Credential // a copy of that, with what ELM requires added
	language string         // BCP 47 tag of the main language
	untagged string         // key of texts that do not state their language
	assumed  bool           // nothing says in which language the credential is
	awarding *mc.Awarding   // of the claim being written

	additions map[mc.Path]string      // what was added, and from what it was made
	encoded   map[[32]byte]string     // base64 of files by digest: they are large and repeat
	original  mc.Path                 // the file with the whole source, if it is embedded
	warnings  map[mc.Path]string      // what the report says of values of which ELM asks for more
	restated  map[mc.Path]mc.Path     // where values are written that ELM has no member for
	respelt   map[mc.Path]respelling  // texts that are read back in another language
	implied   map[mc.Path]implication // values that others say
	renamed   renaming                // ids of nodes that are kept as they stand
	withheld  map[mc.Path]bool        // entries of lists that are not written
	shifted   map[mc.Path]mc.Path     // entries of lists that have moved up for that
}

func newEncoder(c *mc.Credential, opts EncodeOptions) *encoder {
	e := &encoder{
		schema: elm(), opts: opts, model: c, untagged: "en", withheld: map[mc.Path]bool{}, renamed: renaming{map[string]string{}, map[string]int{}}, shifted: map[mc.Path]mc.Path{},
		additions: map[mc.Path]string{}, restated: map[mc.Path]mc.Path{}, warnings: map[mc.Path]string{}, respelt: map[mc.Path]respelling{}, implied: map[mc.Path]implication{}, encoded: map[[32]byte]string{},
	}
	e.expected = e.withhold()
	e.c = mapping.Clone(e.expected)
	e.Writer = mapping.Writer{
		Format: &e.schema.format, State: e, Best: e.best, Places: map[mc.Path]int{}, Reasons: map[mc.Path]string{},
	}
	return e
}

// encoderOf returns the encoder that a row writes for.
func encoderOf(w *mapping.Writer) *encoder { return w.State.(*encoder) }

// made notes for the report what the values below a path were made from.
func (e *encoder) made(at mc.Path, reason string) { e.additions[at] = reason }

// best returns the index of the text to write where there is room for one: the one
// in the main language of the credential, or else that of [mc.LangString.Best].
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

// native is the document without the attachment for residue, and what is read
// from it.
type native struct {
	doc    vc.Document
	model  *mc.Credential
	report mc.Report
	media  map[string][]byte // the files in it
}

// writeNative writes the members of ELM and puts the given residue back at its
// places. Values that would not be read as the same residue are left out.
func (e *encoder) writeNative(residue []residueAt) (*native, error) {
	for tries := 0; ; tries++ {
		doc, err := e.writeDocument(residue)
		if err != nil {
			return nil, err
		}
		problems := e.checkWritten(doc)
		d := newDecoder(doc.Root(), DecodeOptions{})
		d.plain = true
		model := d.credential(d.root)
		out := &native{doc, model, d.located(d.Tracker.Report()), d.media}
		if len(residue) == 0 {
			if err := e.missingErrors(problems, out); err != nil {
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

// checkWritten is Check for what we write, which must have all that we can say. EBSI's
// form has other contexts and schemas.
func (e *encoder) checkWritten(doc vc.Document) []vc.Problem {
	problems := checkWritten(doc)
	if e.opts.Flavour != EBSI {
		return problems
	}
	problems = slices.DeleteFunc(problems, func(p vc.Problem) bool {
		return p.Rule == &ruleProtected || shapes.MemberOf(p.Rule) == "credentialSchema" // it also names a JSON Schema
	})
	for _, p := range CheckSealed(doc) {
		if shapes.MemberOf(p.Rule) == "issued" { // no seal adds it
			problems = append(problems, p)
		}
	}
	return problems
}

// writeDocument writes the document and gives its nodes their ids.
func (e *encoder) writeDocument(residue []residueAt) (vc.Document, error) {
	clear(e.Places)
	clear(e.respelt)
	root := e.schema.credential.Write(&e.Writer, nil, "", e.c, "", "")
	if root == nil {
		return vc.Document{}, joined([]*mc.EncodeError{{Path: "envelope.issuer", Rule: &ruleRequired, Detail: "The credential must have an issuer; found none. " + e.remedy("envelope.issuer")}})
	}
	for _, r := range residue {
		r.restore(root)
	}
	e.Place(root)
	e.addEndorsements(root)
	hash(root)
	n := newNames(e.renamed.names())
	n.assign(root)
	if root.ID == "" {
		stateOf(root).name = e.credentialID(root)
	}
	e.dress(root)
	return vc.ParseDocument(e.Format.AppendJSON(nil, root), vc.Limits{Bytes: 1 << 30, Depth: 9_999, Values: 1 << 30})
}

// attachResidue adds the attachment with the residue. It returns the pointer of
// its content, or "" if there is no residue.
func (e *encoder) attachResidue(written *native) (vc.Document, string, error) {
	want, got := mapping.Units(e.expectedModel(written.model), nil), mapping.Units(written.model, nil)
	differences := mapping.Compare(want, got).Differences()
	if e.opts.WithoutResidue || differences == nil {
		return written.doc, "", nil
	}
	node := interoperability(e, differences, filesIn(written.media))
	hash(node)
	n := newNames(idsIn(written.doc.Root()))
	n.assign(node)
	e.dress(node)
	at, raw, index := "/attachment/-", string(e.Format.AppendJSON(nil, node)), "0"
	if list := written.doc.Get("attachment"); list.Exists() {
		index = strconv.Itoa(list.Len())
	} else {
		at, raw = "/attachment", "["+raw+"]"
	}
	doc, err := written.doc.With(at, raw)
	return doc, "/attachment/" + index + "/content", err
}

// fillCopy adds to the copy of the model what ELM requires and the model states
// elsewhere. It never removes an entry of a list, so that paths keep their
// meaning.
func (e *encoder) fillCopy() error {
	mapping.Visit(e.c, fill) // codes first, because later steps look at them
	if e.c.Learner.Party.Name.IsZero() {
		e.restated["learner.party.name"] = "learner.party.person.fullName"
	}
	e.chooseLanguage()
	e.fillIssuer()
	if err := e.fillParties(e.c, ""); err != nil {
		return err
	}
	e.fillEnvelope()
	e.fillConversion()
	e.renameProfiles()
	if e.opts.Flavour == EBSI {
		e.fillEBSI()
	}
	if e.opts.Flavour.isUnsealed() {
		e.fillIssued()
	}
	first := &mc.Claim{Definition: e.c.Definition, Award: e.c.Award}
	e.addFurther(first)
	e.fillClaim(first, nil, "")
	e.c.Definition, e.c.Award = first.Definition, first.Award
	for i := range e.c.Others {
		e.fillClaim(&e.c.Others[i], nil, mc.Path("others").At(i))
	}
	if err := e.fillDisplay(); err != nil {
		return err
	}
	e.attachPictures()
	mapping.Visit(e.c, func(part any) {
		fill(part)
		if i, ok := part.(*mc.Identifier); ok {
			fillIdentifier(i)
		}
	})
	return nil
}

func (e *encoder) isConverted() bool { return len(e.model.Provenance) > 0 }

// fill adds to a part of the model what ELM asks for and follows from the rest of
// the part: the list of a code, the code of a closed value, a title from a type.
// Filling twice changes nothing.
func fill(value any) {
	switch v := value.(type) {
	case *mc.Concept:
		if v.Scheme == "" {
			v.Scheme = string(vocabulary.SchemeOf(v.IRI))
		}
		if known, ok := vocabulary.Lookup(v.IRI); ok && !isNamed(v) { // a viewer shows the name only
			v.Label = known.Model().Label
		}
	case *mc.Country:
		if c, ok := mc.CountryOf(v.Alpha2); ok && v.Concept.IRI == "" {
			v.Concept.IRI = c.Concept.IRI
		}
	case *mc.Media:
		fillMedia(v)
	case *mc.Party:
		fillPerson(v)
	case *mc.Level:
		fillLevel(v)
	case *mc.Participation:
		fillMode(v)
	case *mc.LearningSetting:
		fillSetting(v)
	default:
		fillTitle(value)
	}
}

// codeOf returns the first concept of a list that is accepted by its IRI.
func codeOf(list vocabulary.Scheme, accept func(iri string) bool) mc.Concept {
	for _, c := range list.Concepts() {
		if accept(c.IRI) {
			return c.Model()
		}
	}
	return mc.Concept{}
}

// fillTitle gives a part without a title that of its specification, or else the
// name of its type.
func fillTitle(value any) {
	switch v := value.(type) {
	case *mc.AssessmentResult:
		fillSupervision(&v.Supervision)
		if v.Spec != nil && v.Title.IsZero() {
			v.Title = v.Spec.Title
		}
		titleOf(&v.Title, v.Types...)
		if v.Spec != nil {
			titleOf(&v.Title, v.Spec.Types...)
		}
		if v.Spec != nil && v.Spec.Title.IsZero() && !reflect.ValueOf(*v.Spec).IsZero() {
			v.Spec.Title = v.Title
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
		if v.Grading != nil && v.Grading.Title.IsZero() {
			v.Grading.Title = v.Title
		}
	case *mc.Opportunity:
		if v.Title.IsZero() {
			v.Title = v.Period.Name
		}
	case *mc.LearningOutcome:
		titleOf(&v.Title, v.Skills...)
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
