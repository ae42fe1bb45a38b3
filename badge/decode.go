package badge

import (
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
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

	// WithoutExtension reads only what every reader of Open Badges sees: the terms of
	// our extension and the residue are then members like any other that nobody
	// knows.
	WithoutExtension bool
}

var ruleBadge = vc.Rule{Code: "OB3-TYPE", Axis: vc.Conformant, Level: vc.Must, Spec: "https://www.imsglobal.org/spec/ob/v3p0/#achievementcredential",
	Text: "The type of a badge must list VerifiableCredential and OpenBadgeCredential or AchievementCredential."}

// Decode reads an Open Badge 3.0 into the model, in the plain JSON or the
// JSON-LD binding, based on Verifiable Credentials 2.0 or 1.1.
// The report has one entry for every leaf of the document.
//
// The terms of the extension are read first and native members complete them.
// A member that says something else than what was read before is kept as
// residue and reported as a warning whose reason starts with
// [CodeContradiction]. Text is in the language that the achievement states.
// The terms and habits of Dutch badges are read as well; the reasons of such
// leaves start with [CodeDutch]. A list of facts at the end of the criteria is read
// last of all, in the form in which Encode writes it; all other text stays as it is.
//
// The badge's own residue is put back last, so that a credential that Encode
// wrote comes back as it was; see [Encode] for what cannot. It cannot change
// the ids of badge, issuer and learner, nor the validity and status that the badge
// states; what it says against other members that every reader sees is a warning
// with [CodeContradiction]. What has no place in the model, or is
// malformed, is kept in the residue of the model under its JSON Pointer. A
// proof holds for the document it stands in and is not carried.
//
// A badge without the extension does not name an awarding body. It is taken to be
// the creator of the achievement where the issuer only seals, which is so if the
// source is the creator too or the badge was made of a Europass credential; else it
// is the issuer, and the creator owns the definition. The source assessed.
//
// The only error is a [vc.Problem], for a document that is not a badge. Decode
// does not check the rules of Open Badges; [ob3.Check] does.
func Decode(doc vc.Document, opts DecodeOptions) (*mc.Credential, *mc.Report, error) {
	if !ob3.Is(doc) {
		return nil, nil, ruleBadge.At("/type", "")
	}
	d := newDecoder(doc.Root(), opts)
	c := d.credential()
	if opts.WithoutExtension {
		c.Residue = d.Residue
		mapping.Prune(c)
	} else {
		d.restore(c)
	}
	report := d.report(c)
	return c, &report, nil
}

// The stable codes that start the reason of a leaf when somebody should look at
// it.
const (
	CodeContradiction = "OB3-CONTRADICTION" // two members say different things
	CodeDutch         = "OB3-DUTCH"         // a term or habit of Dutch badges that Open Badges does not have
	CodeAlias         = "OB3-ALIAS"         // a value that is often written in place of the right one
)

// decoder is the state of reading one document.
type decoder struct {
	*mapping.Reader
	s           *tables
	root        jsontree.Value
	achievement jsontree.Value

	profiles map[string]jsontree.Value // parties with content, by id
	open     []jsontree.Value          // nodes being read through a reference
	follows  int                       // references that may still be followed
	bytes    int                       // bytes that may still be read through references

	assessments  map[string]jsontree.Value // of the achievement, by id
	descriptions map[string]jsontree.Value // of results, by id
	results      map[string]jsontree.Value // by id
	definition   *mc.Definition            // what is being read, for results
	display      *mc.Display
	award        *mc.Award
	planned      map[string]int            // its assessments that have no scale from a result, by id
	taken        map[string]bool           // pointers of nodes that something referred to
	aligned      aligned                   // the alignment being read
	link         link                      // of the result being read
	levels       map[string]jsontree.Value // steps of scales, by id
	skills       *aligner                  // of outcomes that result descriptions name
	doubts       map[string]doubtful       // what contradicts something else, by pointer
	plain        bool                      // nothing but Open Badges is known of the award
	facts        *facts                    // the block at the end of the criteria
}

// The budget of following references keeps the work in proportion to the
// document, however its nodes refer to each other.
const (
	maxFollows     = 256
	maxFollowBytes = 4 << 20
)

func newDecoder(root jsontree.Value, opts DecodeOptions) *decoder {
	s := schema()
	d := &decoder{
		s: s, root: root, follows: maxFollows, bytes: maxFollowBytes,
		Reader:   &mapping.Reader{Format: &s.format, Lang: mc.Und, Plain: opts.WithoutExtension},
		profiles: map[string]jsontree.Value{}, taken: map[string]bool{},
	}
	d.State, d.KeepText = d, d.keepText
	subject := first(root.Get("credentialSubject"))
	achievement := first(subject.Get("achievement"))
	d.achievement, d.plain, d.doubts = achievement, !hasType(subject.Get("type"), typeEuSubject), map[string]doubtful{}
	if tag := achievement.Get("inLanguage").Text(); tag != "" && isLanguageTag(tag) {
		d.Lang = tag
	} else if tag := opts.Language.String(); tag != mc.Und {
		d.Lang = tag
	}
	d.assessments = byID(achievement.Get("assessment"))
	d.descriptions = byID(achievement.Get("resultDescription"))
	d.levels = levelsByID(achievement.Get("resultDescription"))
	d.results = byID(subject.Get("result"))
	d.findProfiles(root)
	return d
}

// credential reads the document without its residue.
func (d *decoder) credential() *mc.Credential {
	c := &mc.Credential{}
	d.definition, d.display, d.award = &c.Definition, &c.Envelope.Display, &c.Award
	d.s.credential.ReadObject(d.Reader, d.root, c, "")
	return c
}

// keepText accounts for a text in a native member, which has no language of its
// own. The member inLanguage holds for the achievement; that the rest of the
// badge is in the same language is an assumption.
func (d *decoder) keepText(v jsontree.Value, at path) {
	if d.Lang != mc.Und && !strings.HasPrefix(v.Pointer(), atAchievement+"/") {
		d.Mark(v, mc.Outcome{To: string(at), Kind: mc.KindTransformed, Match: mc.MatchClose, Reason: "taken to be in the language of the achievement"})
		return
	}
	d.Keep(v, at)
}

// keepLeaves accounts for a node that is kept as it stands.
func (d *decoder) keepLeaves(v jsontree.Value, at path) {
	for _, leaf := range mapping.Leaves(v) {
		d.Keep(d.root.Lookup(leaf), at)
	}
}

// first returns the value itself or the first element of an array.
func first(v jsontree.Value) jsontree.Value {
	if v.Kind() == jsontree.Array {
		return v.At(0)
	}
	return v
}

func byID(list jsontree.Value) map[string]jsontree.Value {
	out := map[string]jsontree.Value{}
	for e := range list.Each() {
		if id := e.Get("id").Text(); id != "" && !out[id].Exists() {
			out[id] = e
		}
	}
	return out
}

// findProfiles indexes the parties that a member may refer to by id, of equal ids the
// one of which most is stated.
func (d *decoder) findProfiles(v jsontree.Value) {
	if id := v.Get("id").Text(); id != "" && v.Len() > 2 && v.Len() > d.profiles[id].Len() && hasType(v.Get("type"), "Profile") {
		d.profiles[id] = v
	}
	for i := range v.Len() {
		d.findProfiles(v.At(i))
	}
}

// hasType reports whether a type member lists a type.
func hasType(v jsontree.Value, name string) bool {
	for t := range v.Each() {
		if t.IsText(name) {
			return true
		}
	}
	return false
}

// follow reports whether a node may be read again because another one refers to
// it. If so, call [decoder.leave] after reading it.
func (d *decoder) follow(node jsontree.Value, from jsontree.Value) bool {
	if !node.IsObject() || d.follows == 0 || d.bytes < len(node.Raw()) || slices.Contains(d.open, node) {
		return false
	}
	for up := from; up.Exists(); up = up.Parent() {
		if up == node {
			return false // round in a circle
		}
	}
	d.follows--
	d.bytes -= len(node.Raw())
	d.open = append(d.open, node)
	return true
}

// leave ends the reading of a node that was followed.
func (d *decoder) leave() { d.open = d.open[:len(d.open)-1] }

// report accounts for every leaf of the document. Leaves that no row has read
// become residue.
func (d *decoder) report(c *mc.Credential) mc.Report {
	track := mc.NewDecodeTracker(ob3.Format, mapping.Leaves(d.root))
	for _, claim := range d.Claims {
		track.Mark(claim.Pointer(), d.doubted(claim))
	}
	track.KeepResidue(&c.Residue, func(pointer string) (string, bool) {
		v := d.root.Lookup(pointer)
		return v.Raw(), v.Exists()
	})
	return track.Report()
}
