package edc

import (
	"errors"
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// EncodeOptions are the choices of [Encode]. The zero value is the safe choice.
type EncodeOptions struct {
	// Language is the main language of a credential that does not state one. It
	// also decides where ELM has room for a text in one language. Not set: the
	// language of the title.
	Language language.Tag

	// ID is the id of the new credential. Empty: a credential without
	// provenance keeps its own, a converted one gets one that follows from what
	// it was converted from.
	ID string

	// Issuer is who issues the new credential, when that is not the issuer of
	// the model, who then stands as the awarding body where no other is stated.
	Issuer *mc.Party

	// IssuerID is the id, a DID or URL, of the issuer of the new credential; it
	// replaces the issuer's own. Empty: the issuer's own.
	IssuerID string

	// IssuerCountry is the country of the issuer, as a code that
	// [mc.CountryOf] takes. It is only used where none is stated, for the issuer
	// and for an awarding body that is the issuer.
	IssuerCountry string

	// WithoutResidue leaves out the attachment with what no member of ELM
	// holds; the report then says dropped.
	WithoutResidue bool
}

// Encode writes a credential as an unsealed draft of a European Digital
// Credential in ELM 3.2 on the VC Data Model 1.1, as the Commission's builder
// exports it: sealing adds when it was issued and the eIDAS identifier of the
// issuer, where the credential does not state them. The same credential always
// gives the same text. The draft has no problem of [Check].
//
// The report has one row for every value of the model. It says exact or
// transformed of nothing but what [Decode] reads back from the members of the
// document alone. The rest is residue, kept in an attachment named
// "Interoperability data" that [Decode] understands, or dropped. Texts, pictures
// and nodes that ELM requires and the credential does not state are made of what
// it does state, and reported as synthesised.
//
// What cannot be made so, a country for example, is an error: it joins one
// [mc.EncodeError] for every value that is missing (ELM-REQUIRED) or cannot
// stand in a document, with its path; the report goes as far as writing came.
func Encode(c *mc.Credential, opts EncodeOptions) (vc.Document, *mc.Report, error) {
	if c == nil {
		return vc.Document{}, nil, errors.New("ELM-MODEL: there is no credential to encode")
	}
	e := newEncoder(c, opts)
	if err := errors.Join(e.unfit(), e.prepare()); err != nil {
		return vc.Document{}, e.unwritten(nil), err
	}
	written, err := e.native(e.restorable())
	if err != nil {
		return vc.Document{}, e.unwritten(written), err
	}
	doc, pointer, err := e.attach(written)
	if err != nil {
		return vc.Document{}, nil, err
	}
	report := e.report(written, pointer)
	return doc, &report, nil
}

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
	encoded   map[string]string   // base64 of files by digest: they are large and repeat
	original  mc.Path             // the file with the whole source, if it is embedded
	restated  map[mc.Path]mc.Path // where values of the model are stated for want of a member
}

func newEncoder(c *mc.Credential, opts EncodeOptions) *encoder {
	e := &encoder{
		schema: elm(), opts: opts, model: c, c: clone(c),
		additions: map[mc.Path]string{}, restated: map[mc.Path]mc.Path{}, encoded: map[string]string{},
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
	difference := diff(e.kept(written.model), written.model, written.media)
	if e.opts.WithoutResidue || difference == nil {
		return written.doc, "", nil
	}
	node := interoperability(e, difference.text(nil))
	hash(node)
	n := newNames(idsIn(written.doc.Root()))
	n.assign(node)
	at, raw, index := "/attachment/-", string(e.Format.AppendJSON(nil, node)), "0"
	if list := written.doc.Get("attachment"); list.Exists() {
		index = itoa(list.Len())
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
