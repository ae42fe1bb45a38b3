package elmo

import (
	"errors"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// EncodeOptions are the choices of [Encode]. The zero value is the safe choice.
type EncodeOptions struct {
	// Version is the version to write. "": 1.7, or that of the report that the
	// credential was read from.
	Version Version
	// Language is preferred where the format has room for one text.
	Language language.Tag
	// Issuer and IssuerID take the place of the issuer of the credential, or of its id.
	Issuer   *mc.Party
	IssuerID string
	// CreditFramework is the framework of credits for which the credential states none.
	// "": nobody knows, and such credits are not written.
	CreditFramework string
	// Issued is the time of issue of a credential that states none.
	Issued mc.Instant
	// PersonalData also writes what is known of the learner beyond names and
	// identifiers.
	PersonalData bool
	// Extension also writes, in an extension of ours, what no element holds.
	Extension bool
	// WithoutResidue leaves out of the extension what no element holds.
	WithoutResidue bool
}

// Encode writes a credential as a report, unsigned, in the form that [Read] gives;
// [XML] makes the file of it. The file keeps every rule of the schema.
//
// The report has one entry for every value of the model. What is carried is what
// [Decode] reads back from the elements of the format. The rest is in our extension, if
// that is asked for, or dropped.
//
// An error joins one [mc.EncodeError] for every value that is missing.
func Encode(c *mc.Credential, opts EncodeOptions) (vc.Document, *mc.Report, error) {
	if c == nil {
		return vc.Document{}, nil, errors.New("ELMO-MODEL: there is no credential to encode")
	}
	return newEncoder(c, opts).encode()
}

func (e *encoder) encode() (vc.Document, *mc.Report, error) {
	top := e.schema.credential.WriteRequired(&e.Writer, nil, "", e.c, "", "")
	e.complete(top)
	if len(e.faults) > 0 {
		return vc.Document{}, e.unwritten(), errors.Join(e.faults...)
	}
	e.Place(top)
	plain, err := e.normal(e.Format.AppendJSON(nil, top))
	if err != nil {
		return vc.Document{}, e.unwritten(), err
	}
	plain = e.putBack(plain)
	native, read, err := Decode(plain, DecodeOptions{WithoutExtension: true})
	if err != nil {
		return vc.Document{}, e.unwritten(), err
	}
	doc, residue, err := e.withResidue(plain, native)
	if err != nil {
		return vc.Document{}, nil, err
	}
	report := e.report(native, read, residue)
	return doc, &report, nil
}

// encoder is the state of writing one credential.
type encoder struct {
	mapping.Writer
	schema  *schema
	opts    EncodeOptions
	version Version
	model   *mc.Credential // as given; never changed
	c       *mc.Credential // as it is written

	expected      *mc.Credential // the model without what is withheld
	faults        []error
	restated      map[mc.Path]mc.Path // where values are written that have no element
	implied       map[mc.Path]mc.Path // values that another element says in its own way
	withheld      map[mc.Path]bool
	scales        []scale
	opportunities int
}

func newEncoder(c *mc.Credential, opts EncodeOptions) *encoder {
	e := &encoder{schema: tables(), opts: opts, version: opts.Version, model: c, restated: map[mc.Path]mc.Path{}, implied: map[mc.Path]mc.Path{}, withheld: map[mc.Path]bool{}}
	if e.version == "" {
		e.version = versionIn(c)
	}
	e.withhold()
	e.expected = e.c
	e.c = mapping.Clone(e.c)
	e.useAssessments()
	if opts.Issuer != nil {
		e.c.Envelope.Issuer = *mapping.Clone(opts.Issuer)
	}
	if opts.IssuerID != "" {
		e.c.Envelope.Issuer.ID = opts.IssuerID
	}
	if bodies := e.c.Award.Awarding.Bodies; len(bodies) == 1 && e.c.Envelope.Issuer.DisplayName().IsZero() {
		e.c.Envelope.Issuer = bodies[0] // the issuer of a report is where the learner studied
	}
	e.Writer = mapping.Writer{Format: &e.schema.format, State: e, Best: e.best, Places: map[mc.Path]int{}, Reasons: map[mc.Path]string{}}
	return e
}

// versionIn returns the version of the report that a credential was read from, which
// left what only that version has.
func versionIn(c *mc.Credential) Version {
	if _, is20 := c.Residue[Format]["/@version"]; is20 {
		return Version20
	}
	return Version17
}

// encoderOf returns the encoder that a row writes for.
func encoderOf(w *mapping.Writer) *encoder { return w.State.(*encoder) }

// restate notes where a value is written that has no element of its own.
func restate(w *mapping.Writer, from, to mc.Path) { encoderOf(w).restated[from] = to }

func (e *encoder) missing(at mc.Path, detail string) {
	e.faults = append(e.faults, &mc.EncodeError{Path: at, Rule: &ruleRequired, Detail: detail})
}

// best returns the index of the text to write where there is room for one.
func (e *encoder) best(s mc.LangString) int { return s.BestIndex(e.opts.Language) }

// withhold makes the copy of the model without personal data that nobody asked for.
func (e *encoder) withhold() {
	e.c = mapping.Clone(e.model)
	if e.opts.PersonalData {
		return
	}
	p := &e.c.Learner.Party
	at := mc.Path("learner.party")
	if p.Person != nil {
		names := *p.Person
		p.Person = &mc.Person{GivenName: names.GivenName, FamilyName: names.FamilyName, FullName: names.FullName}
	}
	for i := range p.Contacts {
		p.Contacts[i].Addresses = nil
	}
	kept := p.Identifiers[:0:0]
	for i := range p.Identifiers {
		if p.Identifiers[i].IsPersonal() {
			e.withheld[at.Dot("identifiers").At(i)] = true
			continue
		}
		kept = append(kept, p.Identifiers[i])
	}
	p.Identifiers = kept
}

// useAssessments takes for the result of a claim what the decision to award it was
// based on, where nothing else is stated.
func (e *encoder) useAssessments() {
	for _, claim := range e.c.Claims() {
		if a := claim.Award; len(a.Assessments) == 0 && len(a.Awarding.Used) > 0 {
			a.Assessments, a.Awarding.Used = a.Awarding.Used, nil
			at := mc.Path("award")
			if claim.Prefix != "" {
				at = claim.Prefix.Dot("award")
			}
			e.restated[at.Dot("awarding").Dot("used")] = at.Dot("assessments")
		}
	}
}

// isWithheld reports whether a value was left out on purpose.
func (e *encoder) isWithheld(p mc.Path) bool {
	if e.opts.PersonalData {
		return false
	}
	for up := p; up != ""; up = up.Parent() {
		if e.withheld[up] {
			return true
		}
	}
	return mc.IsPersonal(p) || isPersonalResidue(p)
}

// isPersonalResidue reports whether a path is of what a report says of its learner.
func isPersonalResidue(p mc.Path) bool {
	return strings.HasPrefix(string(p), string(mc.ResiduePath(Format, "/learner"))[:len("residue["+Format+"][/learner")])
}

// normal returns what a reader of the file finds: white space and characters as XML
// has them.
func (e *encoder) normal(text []byte) (vc.Document, error) {
	doc, err := vc.ParseDocument(text, wide)
	if err != nil {
		return vc.Document{}, err
	}
	file, err := XML(doc)
	if err != nil {
		return vc.Document{}, err
	}
	read, err := Read(file, wide)
	if err != nil {
		return vc.Document{}, err
	}
	for _, p := range read.Reports[0].Problems {
		if p.Rule.Level == vc.Must {
			return vc.Document{}, p
		}
	}
	return read.Reports[0].Document, nil
}

// wide are limits for what we write ourselves.
var wide = vc.Limits{Bytes: 1 << 30, Depth: 9_999, Values: 1 << 30}

// maxPutBack bounds how many values of the source are put back at their places.
const maxPutBack = 256

// putBack puts what the source had and the model has no place for back where it stood,
// as far as the document keeps the rules with it.
func (e *encoder) putBack(doc vc.Document) vc.Document {
	var pointers []string
	for pointer := range e.model.Residue[Format] {
		if isFilledIn(pointer) || !doc.Root().Lookup(pointer).Exists() {
			pointers = append(pointers, pointer)
		}
	}
	slices.Sort(pointers)
	return e.putBackAll(doc, pointers[:min(len(pointers), maxPutBack)])
}

// isFilledIn reports whether we write something of our own at a place, if the source
// says nothing there.
func isFilledIn(pointer string) bool {
	if pointer == "/generatedDate" {
		return true
	}
	_, field, ok := strings.Cut(pointer, "/diplomaSupplement/")
	return ok && slices.Contains([]string{"version", "issueDate", "introduction"}, field)
}

// putBackAll puts back what can be, and leaves out what would break a rule.
func (e *encoder) putBackAll(doc vc.Document, pointers []string) vc.Document {
	out := doc
	for _, pointer := range pointers {
		if raw := e.model.Residue[Format][pointer]; !e.isWithheld(mc.ResiduePath(Format, pointer)) {
			out = withValue(out, pointer, raw)
		}
	}
	if out.String() == doc.String() {
		return doc
	}
	if normal, err := e.normal(out.Bytes()); err == nil {
		return normal
	}
	if len(pointers) > 1 {
		half := len(pointers) / 2
		return e.putBackAll(e.putBackAll(doc, pointers[:half]), pointers[half:])
	}
	return doc
}

// withValue returns a document with a value at a pointer, where there is room for it.
func withValue(doc vc.Document, pointer, raw string) vc.Document {
	up := strings.LastIndexByte(pointer, '/')
	if up <= 0 || strings.Trim(pointer[up+1:], "0123456789") != "" {
		if next, err := doc.With(pointer, raw); err == nil {
			return next
		}
		return doc
	}
	at, text := pointer[:up]+"/-", raw
	if list := doc.Root().Lookup(pointer[:up]); !list.Exists() {
		at, text = pointer[:up], "["+raw+"]"
	}
	if next, err := doc.With(at, text); err == nil {
		return next
	}
	return doc
}

// withResidue adds our extension. It returns the pointer of it, or "".
func (e *encoder) withResidue(plain vc.Document, native *mc.Credential) (vc.Document, string, error) {
	if !e.opts.Extension || e.opts.WithoutResidue {
		return plain, "", nil
	}
	keep := func(at mc.Path) bool { return !e.isOwn(at) && !e.isWithheld(at) }
	differences := mapping.Compare(mapping.Units(e.expected, keep), mapping.Units(native, keep)).Differences()
	if differences == nil {
		return plain, "", nil
	}
	text := jsontree.AppendString(nil, residueText(differences, filesOf(native)))
	doc, at := plain, "/extension/residue"
	var err error
	if plain.Get("extension").Exists() {
		doc, err = plain.With(at, "["+string(text)+"]")
	} else {
		doc, err = plain.With("/extension", `{"residue":[`+string(text)+`]}`)
	}
	if err != nil {
		return vc.Document{}, "", err
	}
	if doc, err = e.normal(doc.Bytes()); err != nil {
		return vc.Document{}, "", err
	}
	return doc, at + "/0", nil
}

// isOwn reports whether the new document states what is at a path for itself.
func (e *encoder) isOwn(at mc.Path) bool {
	if (e.opts.Issuer != nil || e.opts.IssuerID != "") && at.Under("envelope.issuer") {
		return true
	}
	return len(e.model.Provenance) > 0 && slices.ContainsFunc(sourceBound, at.Under)
}

// sourceBound is what is only true of the source of a conversion.
var sourceBound = []mc.Path{"envelope.id", "envelope.profiles", "envelope.schemas", "envelope.status", "envelope.terms", "envelope.refresh", "envelope.endorsements"}
