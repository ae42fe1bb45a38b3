package badge

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// Authority says in whose name a badge is made.
type Authority string

// The authorities.
const (
	// SameIssuer: the issuer of the credential also issues the badge.
	SameIssuer Authority = ""
	// ThirdParty: somebody else made the badge of it. The issuer of the
	// credential stands in the badge as the source of the achievement and in
	// its provenance; it must not appear as the signer.
	ThirdParty Authority = "third-party"
)

// EncodeOptions says how a badge is written. The zero value is the safe choice.
type EncodeOptions struct {
	// Language is the language of the members that hold one text. Where it is
	// missing or not set: the credential's primary language, then English,
	// then the first. Norwegian written forms stand in for one another.
	Language language.Tag

	// ID is the id of the badge. If it is empty, a credential without
	// provenance keeps its own; a converted one gets a new id from NewID.
	ID string

	// NewID makes an absolute URI for a node that needs an id and has none that
	// means anything outside its document; name is the canonical path of the
	// node, "envelope.id" for the badge. Nil: a UUID version 5 (RFC 9562),
	// for the definition of its content and issuer, for everything else of
	// the id and digest of the source and of name, so that encoding the same
	// source twice gives the same ids.
	NewID func(name string) string

	// Authority says in whose name the badge is made.
	Authority Authority

	// Issuer is who makes the badge when Authority is ThirdParty. If it is
	// nil, only IssuerID says who that is; without either the badge is a
	// draft that still names the original issuer, and who signs it has to put
	// itself there.
	Issuer *microcredential.Party

	// IssuerID is the id, a DID or URL, under which the issuer of the badge
	// can be verified; it replaces the issuer's own. Empty: the issuer's own.
	IssuerID string

	// AchievementType replaces MicroCredential as the type of the achievement.
	// A value outside the enumeration of the specification starts with "ext:".
	AchievementType string

	// PersonalData writes what is known of the learner beyond names
	// and identifiers: birth, gender, citizenship, addresses, the national
	// identity number. Without it these are in no member and not in the
	// residue; what a decoder could not read, and page images of the source,
	// are residue that nobody has looked into: see WithoutResidue.
	PersonalData bool

	// WithoutResidue leaves out what no member or term of the extension
	// holds; the report then says dropped.
	WithoutResidue bool

	// WithoutExtension writes nothing but Open Badges. The residue is a term
	// of the extension and left out with it.
	WithoutExtension bool
}

// encoder writes one credential.
type encoder struct {
	*account
	c        *microcredential.Credential
	o        EncodeOptions
	prefer   []language.Tag
	lang     string               // language of the members that hold one text, "" if unknown
	seed     string               // what the ids of this badge descend from
	parties  map[string]placed    // by content
	specs    map[string]placed    // assessments of the achievement, by content
	targets  map[[2]string]string // pointers of alignments, by target type and URL
	scales   map[string]bool      // ids of scales that are those of result descriptions
	original string               // pointer of the whole source, if it is embedded
	faults   []*microcredential.EncodeError
	out      ob3.AchievementCredential
	euCred   ob3.EuCredential
	euSubj   ob3.EuSubject
	euAch    ob3.EuAchievement
}

// Pointers of the nodes that are written to from many places.
const (
	atIssuer      = "/issuer"
	atSubject     = "/credentialSubject"
	atAchievement = "/credentialSubject/achievement"
)

// Encode writes a credential as an Open Badge 3.0 and reports what became of
// every value of it, in one row for each value the model states.
//
// What reading the badge would not give back as it was ([Decode]) is residue,
// and what the badge has to say beyond the credential, such as made criteria,
// the residue takes away again. So a badge with residue gives back the
// credential, but for these: the badge and its issuer have ids of their own; who
// issued a credential is the source of a badge that a third party issues, and
// whatever source it had is left out; personal data that is not asked for is
// withheld; entries of lists that state nothing are not there. Without residue
// the report says of exactly the values that do not come back that they are
// dropped, merged or narrowed, or that another notation only comes close. An
// original that is embedded counts as well.
//
// Members that Open Badges requires and the credential does not state are
// made of what it does state where that is possible without inventing facts
// (a description from the title, criteria from the outcomes), and reported as
// synthesised. Otherwise Encode fails: the error joins one
// [microcredential.EncodeError] for every value that is missing or cannot stand
// in a badge, with its path and the rule, and no document is returned; the
// report goes as far as writing came. The badge is not secured; see package
// proof.
func Encode(c *microcredential.Credential, opts EncodeOptions) (vc.Document, *microcredential.Report, error) {
	if c == nil {
		return vc.Document{}, nil, errors.New("OB3-MODEL: there is no credential to encode")
	}
	if opts.WithoutExtension {
		opts.WithoutResidue = true
	}
	e := &encoder{account: newAccount(c), c: c, o: opts, parties: map[string]placed{}, specs: map[string]placed{}, targets: map[[2]string]string{}, scales: map[string]bool{}}
	if err := e.prepare(); err != nil {
		return vc.Document{}, nil, err
	}
	e.envelope()
	e.definition()
	e.award()
	e.learner()
	e.provenance()
	doc, err := e.finish()
	if err != nil {
		return vc.Document{}, e.unwritten(), err
	}
	report := e.tracker.Report()
	if e.original != "" {
		report = report.WithEmbeddedOriginal(e.original)
	}
	return doc, &report, nil
}

// prepare decides on the language and on what ids descend from.
func (e *encoder) prepare() error {
	if e.o.Language != language.Und {
		e.prefer = append(e.prefer, e.o.Language)
	}
	primary := e.c.Envelope.Display.Primary
	for _, code := range []string{primary.IRI, primary.Notation} {
		if tag, ok := microcredential.LanguageTag(code); ok {
			e.prefer = append(e.prefer, language.Make(tag))
			break
		}
	}
	if v, ok := e.c.Title().Best(e.prefer...); ok && inLanguage(v.Lang) != "" {
		e.lang = v.Lang
	}
	return e.chooseSeed()
}

// chooseSeed decides on what ids descend from: the id and digest of the
// sources, else the credential's own id, else its content. A node number of a
// Europass document is no id in this sense: every document has the same.
func (e *encoder) chooseSeed() (err error) {
	for _, p := range e.c.Provenance {
		digest := p.Digest.SHA256 + p.Digest.Multibase
		if digest != "" || global(p.SourceID) {
			e.seed += p.SourceID + " " + digest + "\n"
		}
	}
	if e.seed == "" && global(e.c.Envelope.ID) {
		e.seed = e.c.Envelope.ID
	}
	if e.seed == "" {
		e.seed, err = content(e.c)
	}
	return err
}

// content is a deterministic text of part of the model, from which ids can
// descend and by which equal parts are recognised.
func content(part any) (string, error) {
	text, err := json.Marshal(part, json.Deterministic(true), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return "", fmt.Errorf("OB3-MODEL: the model cannot be written as JSON: %w", err)
	}
	return string(text), nil
}

// converted reports whether the badge is made of another document.
func (e *encoder) converted() bool { return len(e.c.Provenance) > 0 }

// newID returns the id for a node that has none of its own.
func (e *encoder) newID(name path) string {
	if e.o.NewID != nil {
		return e.o.NewID(string(name))
	}
	return urn(uuid5(namespace, e.seed+"\x00"+string(name)))
}

// nodeID returns an id for the node that stands at a canonical path: its own
// if that is global, else a new one.
func (e *encoder) nodeID(own string, at path, to string) string {
	if global(own) {
		e.keep(at.Dot("id"), to)
		return own
	}
	return e.newID(at)
}

// finish writes the document and checks it, settles the account and adds what
// that leaves as residue.
func (e *encoder) finish() (vc.Document, error) {
	if e.lacking(); len(e.faults) > 0 {
		return vc.Document{}, e.fail()
	}
	doc, err := e.document()
	if err != nil {
		return vc.Document{}, err
	}
	if e.broken(ob3.Check(doc)); len(e.faults) > 0 {
		return vc.Document{}, e.fail()
	}
	if e.euCred.Residue = e.settle(doc); e.euCred.Residue == nil {
		return doc, nil
	}
	return e.document()
}

func (e *encoder) document() (vc.Document, error) {
	e.types()
	text, err := json.Marshal(&e.out)
	if err != nil {
		return vc.Document{}, fmt.Errorf("OB3-TEXT: the badge cannot be written as JSON: %w", err)
	}
	return vc.ParseDocument(text, vc.Limits{Bytes: 1 << 30, Values: 1 << 30})
}

// types writes the types and contexts that the terms in use need.
func (e *encoder) types() {
	out := &e.out
	out.Context = []string{ob3.CredentialsContext, ob3.Context}
	out.Type = []string{datamodel.TypeCredential, ob3.TypeBadge}
	out.Subject.Type = []string{"AchievementSubject"}
	out.Subject.Achievement.Type = []string{"Achievement"}
	if eu := some(e.euCred); eu != nil {
		out.Eu, out.Type = eu, append(out.Type, typeEuCredential)
	}
	if eu := some(e.euSubj); eu != nil {
		out.Subject.Eu, out.Subject.Type = eu, append(out.Subject.Type, typeEuSubject)
	}
	if eu := some(e.euAch); eu != nil {
		a := &out.Subject.Achievement
		a.Eu, a.Type = eu, append(a.Type, typeEuAchievement)
	}
	if e.extended || out.Eu != nil {
		out.Context = append(out.Context, ExtensionContext)
	}
	if e.usesOneEdTech() {
		out.Context = append(out.Context, ob3.OneEdTechContext)
	}
}

func (e *encoder) usesOneEdTech() bool {
	if s := e.out.CredentialStatus; s != nil && oneEdTech[s.Type] {
		return true
	}
	if s := e.out.RefreshService; s != nil && oneEdTech[s.Type] {
		return true
	}
	for _, s := range e.out.CredentialSchema {
		if oneEdTech[s.Type] {
			return true
		}
	}
	return false
}

// oneEdTech are the types that [ob3.OneEdTechContext] defines.
var oneEdTech = map[string]bool{
	"1EdTechJsonSchemaValidator2019": true,
	"1EdTechRevocationList":          true,
	"1EdTechCredentialRefresh":       true,
}
