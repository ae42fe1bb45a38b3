package ob2

import (
	"context"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// DecodeOptions are the choices of [Decode]. The zero value reads what is in
// the document.
type DecodeOptions struct {
	// Language is that of texts for which the badge states none. If it is not
	// set either, such texts are in no stated language.
	Language language.Tag
}

// Decode reads an assertion of any edition into the model. The report has an
// entry for every leaf of the document: what has no place in the model, such as
// an extension, is kept as residue under its JSON Pointer.
//
// The class and the issuer should stand in the document. Where one of them is
// an address, only that is known of it; see [Read] and [Assertion.Decode].
//
// The error is [ErrNoBadge]. Nothing is checked beyond what reading needs: see
// [Check]. No proof is carried over.
func Decode(doc vc.Document, o DecodeOptions) (*mc.Credential, *mc.Report, error) {
	a, err := newGatherer(context.Background(), doc.Bytes(), ReadOptions{}).read(doc)
	if err != nil {
		return nil, nil, err
	}
	c, report := a.Decode(o)
	return c, report, nil
}

// Decode is the function Decode for [Assertion.Document]. It also knows at which
// addresses the class and the issuer were found, which is all the id that they
// have in Open Badges 1.0.
func (a *Assertion) Decode(o DecodeOptions) (*mc.Credential, *mc.Report) {
	root, t := a.Document.Root(), older()
	d := &decoder{
		Reader: mapping.Reader{Format: &t.format, Tracker: mc.NewDecodeTracker(Format, mapping.Leaves(root))},
		tables: t, a: a, o: o,
	}
	c := d.credential()
	d.nulls(root, a.classes())
	d.Tracker.KeepResidue(&c.Residue, func(pointer string) (string, bool) {
		v := root.Lookup(pointer)
		return v.Raw(), v.Exists()
	})
	report := d.Tracker.Report()
	return c, &report
}

// decoder is the state of reading one badge.
type decoder struct {
	mapping.Reader
	*tables
	a *Assertion
	o DecodeOptions
}

func (d *decoder) credential() *mc.Credential {
	a, c := d.a, &mc.Credential{}
	d.id(a.ID, &c.Envelope.ID, "envelope.id")
	d.id(a.Badge.ID, &c.Definition.ID, "definition.id")
	readNode(d, a.Node, &d.assertion, c, "")
	readNode(d, a.Badge.Node, &d.class, &c.Definition, "definition")
	d.party(c)
	d.endorsed(c)
	return c
}

// readNode reads a node that is a document of its own, or could be.
func readNode[T any](d *decoder, n Node, c *mapping.Class[T], to *T, at mc.Path) {
	if n.Missing() {
		return
	}
	if d.Lang = n.language; n.language == "" && d.o.Language != language.Und {
		d.Lang = d.o.Language.String()
	}
	c.ReadObject(&d.Reader, n.At, to, at)
}

// id reads the id of a node. One that stands nowhere is the address at which
// the node was found.
func (d *decoder) id(f Field, to *string, at mc.Path) {
	switch {
	case !vc.IsURL(f.Text):
	case f.At.Exists():
		mapping.Fill(&d.Reader, f.At, to, f.Text, at)
	default:
		*to = f.Text
		d.Tracker.Add(mc.Outcome{To: string(at), Kind: mc.KindSynthesised, Reason: "the address at which it was found"})
	}
}

// party reads the issuer, who also defined the badge class.
func (d *decoder) party(c *mc.Credential) {
	i, creator := &d.a.Badge.Issuer, &mc.Party{}
	whole, name := &d.issuer, &d.creator
	if d.a.Edition == Edition05 {
		whole, name = &d.issuer05, &d.creator05
	}
	d.id(i.ID, &c.Envelope.Issuer.ID, "envelope.issuer.id")
	d.id(i.ID, &creator.ID, "definition.creator.id")
	readNode(d, i.Node, whole, &c.Envelope.Issuer, "envelope.issuer")
	readNode(d, i.Node, name, creator, "definition.creator")
	if creator.ID != "" || !creator.Name.IsZero() {
		c.Definition.Creator = creator
	}
}

// endorsed reads the addresses of endorsements of the assertion and its class
// as evidence too: those who cannot carry an endorsement of another format over
// can still point to it.
func (d *decoder) endorsed(c *mc.Credential) {
	for _, n := range []Node{d.a.Node, d.a.Badge.Node} {
		for e := range each(get(n.At, "endorsement")) {
			at := mc.Path("envelope.evidence").At(len(c.Envelope.Evidence))
			v := mc.Evidence{Types: []string{vocabulary + "Endorsement"}, Title: mc.Text("en", "Endorsement")}
			if !link(&d.Reader, e, &v.URL, at.Dot("url")) {
				continue
			}
			d.Tracker.Add(mc.Outcome{To: string(v.Title.Path(at.Dot("title"), 0)), Kind: mc.KindSynthesised, Reason: "says what the evidence is"})
			c.Envelope.Evidence = append(c.Envelope.Evidence, v)
		}
	}
}

// nulls accounts for what is null, which says nothing. It may say something in
// a member that its class does not know, which is kept whole.
func (d *decoder) nulls(v jsontree.Value, classes map[jsontree.Value]*class) {
	if v.Kind() == jsontree.Null {
		d.Scaffold(v)
		return
	}
	of := classes[v]
	for name, m := range v.Members() {
		if of == nil || of.knows(name) || m.Kind() == jsontree.Null {
			d.nulls(m, classes)
		}
	}
	for e := range v.Elements() {
		d.nulls(e, classes)
	}
}

// classes returns the classes of the three nodes.
func (a *Assertion) classes() map[jsontree.Value]*class {
	names := [...]string{"Assertion", "BadgeClass", "Profile"}
	if a.Edition == Edition05 {
		names = [...]string{"Assertion 0.5", "BadgeClass 0.5", "Issuer 0.5"}
	}
	return map[jsontree.Value]*class{a.At: classNamed(names[0]), a.Badge.At: classNamed(names[1]), a.Badge.Issuer.At: classNamed(names[2])}
}
