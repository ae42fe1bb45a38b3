package edc

import (
	"cmp"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/mikromerit/mikromerit/edc/internal/terms"
	"github.com/mikromerit/mikromerit/edc/shapes"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The categories of errors of [PrepareSeal], for errors.Is.
var (
	// ErrCertificate says that a certificate is not one with which an organisation
	// seals.
	ErrCertificate = errors.New("ELM-CERTIFICATE")
	// ErrDraft says that a document is no draft that can be sealed.
	ErrDraft = errors.New("ELM-DRAFT")
)

// PrepareOptions are the choices of [PrepareSeal]. The zero value fills in what the
// draft lacks, and leaves what its author wrote about the issuer.
type PrepareOptions struct {
	// Overwrite puts what the certificate says in the place of what the draft says
	// about its issuer, as the Commission's issuer does: the name in all languages,
	// the identifier, the alternative name in the main language.
	Overwrite bool
	// NewID gives the credential a new id, as the Commission's issuer does. A draft
	// without an id gets one in any case.
	NewID bool
	// Mandate is the statement that the sealer was mandated by the awarding body to
	// issue this; it becomes evidence. "": no mandate is claimed.
	Mandate string
	// Random is where new ids come from; nil: the system's generator.
	Random io.Reader
}

// Effect is one change that [PrepareSeal] made to a draft, or one that it did not
// make because the draft says otherwise.
type Effect struct {
	Kind    EffectKind `json:"kind"`
	Pointer string     `json:"pointer"` // a JSON Pointer into the prepared draft
	// Before is the value in the draft; none where there was none. After is the new
	// value, or what the certificate says where the draft keeps its own.
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
	Reason string          `json:"reason"` // a sentence
}

// EffectKind says what became of a value.
type EffectKind string

// The kinds of effect.
const (
	EffectSet  EffectKind = "set"  // the value is new
	EffectKept EffectKind = "kept" // the draft keeps its value, although the certificate says something else
	// EffectClash is like EffectKept, and verifiers will say of the seal that another
	// organisation than the issuer made it.
	EffectClash EffectKind = "clash"
)

// PrepareSeal does to a draft what the Commission's issuer does before it seals: it
// completes the issuer from the certificate, states the moment of sealing as issued
// and issuanceDate, and names the schema of the profile. It returns the new draft and
// each effect, in the order of the steps. Members that no step is about stay as they
// are, byte for byte.
//
// The certificate must be that of an organisation, with its name, its identifier
// and its country.
func PrepareSeal(draft vc.Document, certificate *x509.Certificate, at time.Time, o PrepareOptions) (vc.Document, []Effect, error) {
	named, err := readCertified(certificate)
	if err != nil {
		return draft, nil, err
	}
	root, ok := credentialIn(draft.Root())
	switch {
	case !ok:
		return draft, nil, fmt.Errorf("%w: the document is no European Digital Credential", ErrDraft)
	case root.Get("issuer").Kind() == jsontree.Array && root.Get("issuer").Len() > 1:
		return draft, nil, fmt.Errorf("%w: the draft names several issuers, and a seal is that of one", ErrDraft)
	case hasText(firstOf(root.Get("issuer")).Get("type"), "Person"):
		return draft, nil, fmt.Errorf("%w: the issuer of the draft is a person, and a seal is that of an organisation", ErrDraft)
	}
	doc, err := vc.NewDocument(root)
	if err != nil {
		return draft, nil, err
	}
	p := &preparation{doc: doc, certified: named, options: o, language: mainKeyOf(doc)}
	for _, step := range []func(){p.identify, p.classify, p.nameIssuer, func() { p.date(at) }, p.mandate} {
		step()
	}
	return p.doc, p.effects, p.err
}

// preparation is the state of [PrepareSeal].
type preparation struct {
	doc      vc.Document
	options  PrepareOptions
	language string // key of texts
	effects  []Effect
	err      error // the first one
	certified
}

// set sets the value at a pointer.
func (p *preparation) set(pointer, raw, reason string) {
	before := p.doc.Lookup(pointer).Raw()
	if p.err != nil || before == raw {
		return
	}
	if p.doc, p.err = p.doc.With(pointer, raw); p.err == nil {
		p.note(EffectSet, pointer, before, raw, reason)
	}
}

// add adds a value to a member that may have several.
func (p *preparation) add(pointer, raw, reason string) {
	present := p.doc.Lookup(pointer)
	switch {
	case p.err != nil:
	case present.Kind() == jsontree.Array:
		n := present.Len()
		if p.doc, p.err = p.doc.With(pointer+"/-", raw); p.err == nil {
			p.note(EffectSet, fmt.Sprintf("%s/%d", pointer, n), "", raw, reason)
		}
	case present.Exists() && present.Kind() != jsontree.Null:
		if p.doc, p.err = p.doc.With(pointer, "["+present.Raw()+","+raw+"]"); p.err == nil {
			p.note(EffectSet, pointer+"/1", "", raw, reason)
		}
	default:
		p.set(pointer, raw, reason)
	}
}

// settle overwrites a value that contradicts the certificate if that is asked for,
// and otherwise notes that it was kept.
func (p *preparation) settle(kind EffectKind, pointer, raw, overwritten, kept string) {
	if p.options.Overwrite {
		p.set(pointer, raw, overwritten)
		return
	}
	p.note(kind, pointer, p.doc.Lookup(pointer).Raw(), raw, kept)
}

func (p *preparation) note(kind EffectKind, pointer, before, after, reason string) {
	e := Effect{Kind: kind, Pointer: pointer, Reason: reason}
	if before != "" {
		e.Before = json.RawMessage(before)
	}
	if after != "" {
		e.After = json.RawMessage(after)
	}
	p.effects = append(p.effects, e)
}

// identify gives the credential an id and the types that sealed ones have.
func (p *preparation) identify() {
	switch id := p.doc.Get("id").Text(); {
	case p.options.NewID:
		p.set("/id", quote("urn:credential:"+p.uuid()), "A new id was asked for.")
	case id == "":
		p.set("/id", quote("urn:credential:"+p.uuid()), "The draft had no id.")
	}
	if types := p.doc.Get("type"); hasText(types, typeConverted) && !hasText(types, typeEDC) {
		p.set("/type", `["VerifiableCredential","`+typeEDC+`"]`, "The older type "+typeConverted+" is the profile of converted credentials today.")
	}
}

// classify states the profile if the draft has none, and the schemas that follow
// from the profiles.
func (p *preparation) classify() {
	if count(p.doc.Get("credentialProfiles")) == 0 {
		concept, _ := vocabulary.Lookup(vocabulary.CredentialProfile.IRI(profileGeneric))
		p.set("/credentialProfiles", p.concept(concept), "The draft named no profile; without one, the generic profile applies.")
	}
	shape := "edc-generic-full" // of every profile without shapes of its own
	for profile := range p.doc.Get("credentialProfiles").Each() {
		for _, known := range profiles {
			if profile.Get("id").IsText(vocabulary.CredentialProfile.IRI(known.code)) {
				shape = known.shapes
			}
		}
	}
	raw := `{"id":` + quote(terms.Profiles+shape) + `,"type":"` + typeSHACL + `"}`
	for schema := range p.doc.Get("credentialSchema").Each() {
		switch id := schema.Get("id").Text(); {
		case shapeOf(id) == shape:
			return
		case shapeOf(id) != "":
			p.settle(EffectKept, schema.Pointer(), raw, "The schema follows from the profile.",
				"The schema is not that of the profile, "+shape+"; one of the two is wrong.")
			return
		}
	}
	p.add("/credentialSchema", raw, "The schema follows from the profile.")
}

// shapeOf returns the name of the SHACL profile of credentials that an IRI names, in
// any release of the model, or "".
func shapeOf(iri string) string {
	p, _ := shapes.ProfileOf(iri)
	return string(p)
}

// date states the moment of sealing.
func (p *preparation) date(at time.Time) {
	now := quote(at.Format(time.RFC3339))
	for _, term := range []string{"issued", "issuanceDate"} {
		p.set("/"+term, now, "It is the moment of sealing.")
	}
}

// mandate adds the evidence of a mandate, if one is claimed.
func (p *preparation) mandate() {
	if p.options.Mandate == "" {
		return
	}
	concept, _ := vocabulary.Lookup(vocabulary.EvidenceType.IRI("c_18016257"))
	p.add("/evidence", `{"id":`+quote("urn:epass:evidence:"+p.uuid())+`,"type":"Evidence","evidenceStatement":`+quote(p.options.Mandate)+
		`,"dcType":`+p.concept(concept)+`}`, "The statement of a mandate was asked for.")
}

// uuid returns a new random UUID (RFC 9562 section 5.4).
func (p *preparation) uuid() string {
	source := p.options.Random
	if source == nil {
		source = rand.Reader
	}
	var b [16]byte
	if _, err := io.ReadFull(source, b[:]); err != nil {
		p.err = cmp.Or(p.err, fmt.Errorf("%w: no random number for a new id: %w", ErrDraft, err))
	}
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	text := hex.EncodeToString(b[:])
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}

// mainKeyOf returns the key of texts in the main language of a credential, English
// if it does not say which that is.
func mainKeyOf(doc vc.Document) string {
	if tag, ok := mc.LanguageTag(doc.Lookup("/displayParameter/primaryLanguage/id").Text()); ok && keyOf(tag) != "" {
		return keyOf(tag)
	}
	return "en"
}

// concept writes a concept of a code list. What the draft says of it elsewhere stays
// the only description: both are one node in RDF, which has room for one notation and
// one label in each language.
func (p *preparation) concept(c vocabulary.Concept) string {
	if p.isLabelled(p.doc.Root(), c.IRI) {
		return bareConceptJSON(c) + "}"
	}
	return conceptJSON(c)
}

// isLabelled reports whether a concept has a notation or label somewhere.
func (p *preparation) isLabelled(v jsontree.Value, iri string) bool {
	if v.IsObject() && v.Get("id").IsText(iri) && count(v.Get("notation"))+count(v.Get("prefLabel")) > 0 {
		return true
	}
	for i := range v.Len() {
		if p.isLabelled(v.At(i), iri) {
			return true
		}
	}
	return false
}

// conceptJSON writes a concept of a code list, as the Commission's tools do.
func conceptJSON(c vocabulary.Concept) string {
	out := bareConceptJSON(c)
	if name := c.Scheme.ListName(); name != "" {
		out += `,"notation":` + quote(name)
	}
	if c.Label != "" {
		out += `,"prefLabel":{"en":` + quote(c.Label) + `}`
	}
	return out + "}"
}

// bareConceptJSON begins a concept of a code list.
func bareConceptJSON(c vocabulary.Concept) string {
	return `{"id":` + quote(c.IRI) + `,"type":"Concept","inScheme":{"id":` + quote(string(c.Scheme)) + `,"type":"ConceptScheme"}`
}

func quote(text string) string { return string(jsontree.AppendString(nil, text)) }
