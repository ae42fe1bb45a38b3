package badge

import (
	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/badge/ob3"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// DecodeOptions are the choices of [Decode]. The zero value assumes nothing.
type DecodeOptions struct {
	// Language is the language of the members that hold one text, for a badge
	// that does not say it. If it is not set either, such texts are in no
	// stated language.
	Language language.Tag
}

var ruleBadge = vc.Rule{Code: "OB3-TYPE", Axis: vc.Conformant, Level: vc.Must, Spec: "https://www.imsglobal.org/spec/ob/v3p0/#achievementcredential",
	Text: "The type of a badge must list VerifiableCredential and OpenBadgeCredential or AchievementCredential."}

// Decode reads an Open Badge 3.0 into the model: one of Verifiable Credentials
// 2.0 or, as they were before, 1.1, in the plain JSON or the JSON-LD binding.
// The report has one entry for every leaf of the document.
//
// The terms of the extension are read first and native members complete them.
// A member that says something else than what was read before is kept as
// residue and reported as a warning whose reason starts with
// [CodeContradiction]. Text is in the language that the achievement states.
// The terms and habits of Dutch badges are read as well; the reasons of such
// leaves start with [CodeDutch].
//
// The badge's own residue is put back last, so that a credential that Encode
// wrote comes back as it was; see [Encode] for what cannot. It cannot change
// the ids of badge, issuer and learner. What has no place in the model, or is
// malformed, is kept in the residue of the model under its JSON Pointer. A
// proof holds for the document it stands in and is not carried.
//
// A badge that does not use the extension says nothing of an awarding body: it
// is then who assessed on behalf of the issuer, or else the issuer.
//
// The only error is a [vc.Problem], for a document that is no badge. Nothing is
// checked beyond what reading needs: see [ob3.Check].
func Decode(doc vc.Document, opts DecodeOptions) (*mc.Credential, *mc.Report, error) {
	if !ob3.Is(doc) {
		return nil, nil, ruleBadge.At("/type", "")
	}
	d := newDecoder(doc.Root(), opts)
	c := d.credential()
	d.restore(c)
	report := d.report(c)
	return c, &report, nil
}

// The codes with which the reasons of leaves start that a reader should look
// at. They are stable.
const (
	CodeContradiction = "OB3-CONTRADICTION" // two members say different things
	CodeDutch         = "OB3-DUTCH"         // a term or habit of Dutch badges that Open Badges does not have
	CodeAlias         = "OB3-ALIAS"         // a value that is often written in place of the right one
)

// credential reads the document without its residue.
func (d *decoder) credential() *mc.Credential {
	c := &mc.Credential{}
	d.definition, d.display = &c.Definition, &c.Envelope.Display
	shapes().credential.readObject(d, d.root, c, "")
	return c
}

// report accounts for every leaf of the document and keeps those that nobody
// has read as residue.
func (d *decoder) report(c *mc.Credential) mc.Report {
	track := mc.NewDecodeTracker(ob3.Format, leaves(d.root))
	for _, claim := range d.claims {
		track.Mark(claim.pointer, claim.outcome)
	}
	track.KeepResidue(&c.Residue, func(pointer string) (string, bool) {
		v := d.root.Lookup(pointer)
		return v.Raw(), v.Exists()
	})
	return track.Report()
}

// leaves lists the pointers of the scalars, nulls and empty containers of a
// document.
func leaves(v jsontree.Value) (out []string) {
	var scan func(v jsontree.Value, pointer string)
	scan = func(v jsontree.Value, pointer string) {
		if v.Len() == 0 {
			out = append(out, pointer)
			return
		}
		for name, m := range v.Members() {
			scan(m, pointer+"/"+jsontree.EscapePointer(name))
		}
		i := 0
		for e := range v.Elements() {
			scan(e, element(pointer, i))
			i++
		}
	}
	scan(v, "")
	return out
}
