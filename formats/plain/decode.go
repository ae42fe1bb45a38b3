package plain

import (
	"errors"
	"reflect"
	"slices"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var ruleType = vc.Rule{Code: "VC-TYPE", Axis: vc.Conformant, Level: vc.Must, Spec: "https://www.w3.org/TR/vc-data-model-2.0/#types",
	Text: "The type of a plain credential must list VerifiableCredential."}

var ruleText = vc.Rule{Code: "VC-TEXT", Axis: vc.Conformant, Level: vc.Must, Spec: "https://www.rfc-editor.org/rfc/rfc8259#section-8.1",
	Text: "The texts of a credential must be UTF-8."}

var ruleIssuer = vc.Rule{Code: "VC-ISSUER", Axis: vc.Conformant, Level: vc.Must, Spec: "https://www.w3.org/TR/vc-data-model-2.0/#issuer",
	Text: "The issuer must have an id that is a DID or another URL."}

var ruleCopy = vc.Rule{Code: "VC-RESIDUE", Axis: vc.Conformant, Level: vc.Should, Spec: "https://mikromerit.github.io/ns/eumc/v1",
	Text: "The residue of a credential should not contradict what every reader sees."}

// Rules returns the rules of this package.
func Rules() []vc.Rule { return []vc.Rule{ruleType, ruleText, ruleIssuer, ruleCopy} }

// CodeContradiction starts the reason of a leaf that says something else than what
// every reader sees.
const CodeContradiction = "VC-RESIDUE"

// DecodeOptions are the choices of [Decode].
type DecodeOptions struct {
	// WithoutExtension reads only what every reader of the data model sees.
	WithoutExtension bool
}

// Is reports whether a document says that it is a W3C credential, and not one of a kind
// that is about nobody's learning.
func Is(doc vc.Document) bool {
	c, _ := vc.ReadCredential(doc)
	return c.HasType(typeCredential) && !slices.ContainsFunc(otherKinds, c.HasType)
}

// otherKinds are the types of credentials about other documents: lists of what is revoked
// (Bitstring Status List 1.0 section 2.2, and its draft), and endorsements of badges.
var otherKinds = []string{"BitstringStatusListCredential", "StatusList2021Credential", "EndorsementCredential"}

// Decode reads a plain credential, of the data model 2.0 or 1.1. The report has one
// entry for every leaf. The terms of the extension count only in a document that names
// its context. The residue cannot change the ids of the credential, its issuer and the
// learner, nor when it is in force; what it says against other facts that every reader
// sees is a warning with [CodeContradiction].
//
// The only error is a [vc.Problem], for a document that is no credential.
func Decode(doc vc.Document, o DecodeOptions) (*mc.Credential, *mc.Report, error) {
	if !Is(doc) {
		return nil, nil, ruleType.At("/type", "")
	}
	d := newDecoder(doc.Root(), o.WithoutExtension || !namesExtension(doc))
	c := d.read()
	if !d.Plain {
		d.restore(c)
	}
	for _, format := range d.Residue.Formats() {
		for _, pointer := range d.Residue.Pointers(format) {
			c.Residue.Put(format, pointer, d.Residue[format][pointer])
		}
	}
	mapping.Prune(c)
	return c, d.report(c), nil
}

func namesExtension(doc vc.Document) bool {
	c, _ := vc.ReadCredential(doc)
	return c.HasContext(ExtensionContext)
}

type decoder struct {
	*mapping.Reader
	root jsontree.Value
}

func newDecoder(root jsontree.Value, plain bool) *decoder {
	return &decoder{root: root, Reader: &mapping.Reader{Format: &schema().format, Lang: mc.Und, Plain: plain}}
}

// read reads the document without its residue.
func (d *decoder) read() *mc.Credential {
	c := &mc.Credential{}
	schema().credential.ReadObject(d.Reader, d.root, c, "")
	return c
}

// report accounts for every leaf. What no row has taken is residue of the model.
func (d *decoder) report(c *mc.Credential) *mc.Report {
	track := mc.NewDecodeTracker(Format, mapping.Leaves(d.root))
	for _, claim := range d.Claims {
		track.Mark(claim.Pointer(), claim.Outcome)
	}
	track.KeepResidue(&c.Residue, func(pointer string) (string, bool) {
		v := d.root.Lookup(pointer)
		return v.Raw(), v.Exists()
	})
	report := track.Report()
	for i := range report.Leaves {
		if l := &report.Leaves[i]; l.Kind == mc.KindResidue && l.Reason == "no field of the model carries it" {
			l.Reason = "the data model does not say what it means"
		}
	}
	return &report
}

// residueModel is the member of the residue that holds the entries.
const residueModel = "microcredential"

// protected are what the residue cannot change: who and what the credential is.
var protected = []path{"envelope.id", "envelope.issuer.id", "learner.id"}

var (
	errProtected = errors.New("the residue cannot change the ids of credential, issuer and learner")
	errDecisive  = errors.New(CodeContradiction + ": the residue cannot change when the credential is in force")
)

// restore puts the residue of the document back into the model.
func (d *decoder) restore(c *mc.Credential) {
	for literal := range d.root.Get("residue").Each() {
		for name, m := range literal.Members() {
			if name == residueModel && m.IsObject() {
				d.restoreFrom(m, c)
			}
		}
	}
}

func (d *decoder) restoreFrom(entries jsontree.Value, c *mc.Credential) {
	visible := c.Envelope
	ids := map[path]string{protected[0]: c.Envelope.ID, protected[1]: c.Envelope.Issuer.ID, protected[2]: c.Learner.ID}
	restorer := mapping.Restorer{Refuse: func(at path, before, value reflect.Value) error {
		for p, id := range ids {
			if p.Under(at) && (id != "" || at != p) {
				return errProtected
			}
		}
		if mapping.Decisive(&visible, at, before, value) {
			return errDecisive
		}
		return nil
	}}
	warned := map[path]bool{} // facts that the residue says otherwise
	for _, r := range restorer.Apply(c, mapping.ReadResidue(entries, jsontree.Value{})) {
		switch {
		case r.Err == errDecisive:
			d.Mark(r.Is, mc.Outcome{Kind: mc.KindDropped, Reason: r.Err.Error(), Severity: mc.SeverityWarning, Element: mc.ElementOf(r.Path)})
		case r.Err != nil:
			d.Reject(r.Is, r.Err.Error())
		case r.Is.Kind() == jsontree.Null:
			d.Mark(r.Is, mc.Outcome{Kind: mc.KindScaffold, Reason: "the source states nothing at " + string(r.Path)})
		case !r.After.IsValid():
			d.Mark(r.Is, mc.Outcome{Kind: mc.KindScaffold, Reason: "the residue itself takes it away"})
		default:
			d.keepRestored(r.Is, r.Path)
			if r.Before.IsValid() && mapping.IsPlainFact(r.Unit) && !mapping.Equivalent(r.Before, r.After) && !extends(r.Before, r.After) {
				warned[r.Unit] = true
			}
		}
	}
	d.revise(c, warned)
}

// extends reports whether a text by language still has every text of another.
func extends(before, after reflect.Value) bool {
	old, isText := mapping.TextOf(before)
	now, both := mapping.TextOf(after)
	if !isText || !both {
		return false
	}
	for _, v := range old {
		found := false
		for _, w := range now {
			found = found || v.Text == w.Text
		}
		if !found {
			return false
		}
	}
	return true
}

// keepRestored accounts for a value of the residue.
func (d *decoder) keepRestored(raw jsontree.Value, at path) {
	text, leaves, isText := mapping.ReadTexts(raw)
	if !isText {
		d.Keep(raw, at)
		return
	}
	for i, p := range mapping.TextPaths(at, text) {
		d.Keep(leaves[i], p)
	}
	d.Scaffold(raw) // whatever else stands in it
}

// revise says again what became of the leaves of other members, once the residue is in
// its place: what it took away or changed came from no source, or contradicts it.
func (d *decoder) revise(c *mc.Credential, warned map[path]bool) {
	stated := map[path]bool{}
	for _, at := range mc.Paths(c) {
		for ; at != "" && !stated[at]; at = at.Parent() {
			stated[at] = true
		}
	}
	inResidue := d.root.Get("residue").Pointer() + "/"
	for i := range d.Claims {
		claim := &d.Claims[i]
		to := path(claim.Outcome.To)
		if to == "" || to.Under("residue") || len(claim.Pointer()) >= len(inResidue) && claim.Pointer()[:len(inResidue)] == inResidue {
			continue
		}
		unit := to
		if u := to.Parent(); warned[u] {
			unit = u
		}
		switch {
		case stated[to] && !warned[unit]:
		case warned[unit] || mapping.IsPlainFact(to) && !mapping.Restates(c, to, claim.Of.Text()):
			claim.Outcome = mc.Outcome{Kind: mc.KindDropped, Severity: mc.SeverityWarning, Element: mc.ElementOf(to),
				Reason: CodeContradiction + ": the residue says something else of " + string(to)}
		default:
			claim.Outcome = mc.Outcome{Kind: mc.KindScaffold, Reason: "stands in for what the source does not state"}
		}
	}
}
