package badge

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
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
	Issuer *mc.Party

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
	*mapping.Writer
	*account
	s        *tables
	c        *mc.Credential
	o        EncodeOptions
	prefer   []language.Tag
	lang     string            // language of the members that hold one text, "" if unknown
	seed     string            // what the ids of this badge descend from
	parties  map[string]placed // by content
	specs    map[string]placed // assessments of the achievement, by content
	scales   map[string]bool   // ids of scales that are those of result descriptions
	target   string            // target type of the alignment that is written
	original string            // pointer of the whole source, if it is embedded
	faults   []*mc.EncodeError

	id, name                               string // of the badge and of the achievement
	root                                   node
	issuer, assessor, subject, achievement *node
}

func newEncoder(s *tables, c *mc.Credential, opts EncodeOptions) *encoder {
	e := &encoder{
		account: newAccount(c), s: s, c: c, o: opts,
		parties: map[string]placed{}, specs: map[string]placed{}, scales: map[string]bool{},
	}
	e.Writer = &mapping.Writer{Format: &s.format, State: e, Plain: opts.WithoutExtension,
		Best: e.best, InLanguage: e.inBadgeLanguage, Mark: e.mark}
	return e
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
// [mc.EncodeError] for every value that is missing or cannot stand
// in a badge, with its path and the rule, and no document is returned; the
// report goes as far as writing came. The badge is not secured; see package
// proof.
func Encode(c *mc.Credential, opts EncodeOptions) (vc.Document, *mc.Report, error) {
	if c == nil {
		return vc.Document{}, nil, errors.New("OB3-MODEL: there is no credential to encode")
	}
	if opts.WithoutExtension {
		opts.WithoutResidue = true
	}
	e := newEncoder(schema(), c, opts)
	if err := e.prepare(); err != nil {
		return vc.Document{}, nil, err
	}
	e.write()
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
		if tag, ok := mc.LanguageTag(code); ok {
			e.prefer = append(e.prefer, language.Make(tag))
			break
		}
	}
	if v, ok := e.c.Title().Best(e.prefer...); ok && inLanguage(v.Lang) != "" {
		e.lang = v.Lang
	}
	return e.chooseSeed()
}

// converted reports whether the badge is made of another document.
func (e *encoder) converted() bool { return len(e.c.Provenance) > 0 }

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
	residue := e.settle(doc)
	if residue == "" {
		return doc, nil
	}
	e.s.credential.Insert(&e.root, mapping.Member{Term: "residue", Items: []mapping.Item{{Raw: residue}}})
	return e.document()
}

func (e *encoder) document() (vc.Document, error) {
	text := e.text()
	if bytes.ContainsRune(text, utf8.RuneError) && e.malformed() {
		return vc.Document{}, errText
	}
	return vc.ParseDocument(text, vc.Limits{Bytes: 1 << 30, Values: 1 << 30})
}

var errText = errors.New("OB3-TEXT: the badge cannot be written as JSON: a text of the credential is not UTF-8")

// malformed reports whether a text that is written is not UTF-8, of which JSON
// would have another.
func (e *encoder) malformed() bool {
	written := func(leaf path) bool {
		return slices.ContainsFunc(e.marked[leaf], func(o mc.Outcome) bool { return o.To != "" && o.Kind != mc.KindResidue })
	}
	for _, u := range mapping.Units(e.c, func(path) bool { return true }) {
		if text, ok := u.Value.Interface().(mc.LangString); ok {
			for i, v := range text {
				if !utf8.ValidString(v.Text) && written(text.Path(u.From, i)) {
					return true
				}
			}
		} else if u.Value.Kind() == reflect.String && !utf8.ValidString(u.Value.String()) && written(u.From) {
			return true
		}
	}
	return false
}

// path is a canonical path; the encoder builds thousands of them.
type path = mc.Path

// account knows every stated value of a credential and what became of it. It
// stands before the Tracker so that marking a value that is not stated does
// nothing, and so that an encoder can ask what is still open.
type account struct {
	tracker *mc.Tracker
	paths   []path // in the order of the model
	sorted  []string
	marked  map[path][]mc.Outcome
}

func newAccount(c *mc.Credential) *account {
	a := &account{
		tracker: mc.NewEncodeTracker(ob3.Format, c),
		paths:   mc.Paths(c),
		marked:  map[path][]mc.Outcome{},
	}
	a.sorted = make([]string, len(a.paths))
	for i, p := range a.paths {
		a.sorted[i] = string(p)
	}
	slices.Sort(a.sorted)
	return a
}

// stated reports whether the model states a value at exactly this path.
func (a *account) stated(p path) bool {
	_, found := slices.BinarySearch(a.sorted, string(p))
	return found
}

// below returns the stated values at and below a path.
func (a *account) below(p path) []path {
	if p == "" {
		return a.paths
	}
	var out []path
	if a.stated(p) {
		out = append(out, p)
	}
	for _, next := range []string{".", "["} {
		prefix := string(p) + next
		for i := sort.SearchStrings(a.sorted, prefix); i < len(a.sorted) && strings.HasPrefix(a.sorted[i], prefix); i++ {
			out = append(out, path(a.sorted[i]))
		}
	}
	return out
}

// open reports whether something at or below one of the paths is not yet
// carried.
func (a *account) open(paths ...path) bool {
	for _, p := range paths {
		for _, leaf := range a.below(p) {
			if len(a.marked[leaf]) == 0 {
				return true
			}
		}
	}
	return false
}

// mark says what became of a stated value; for another path it does nothing.
func (a *account) mark(p path, o mc.Outcome) {
	if a.stated(p) {
		a.marked[p] = append(a.marked[p], o)
	}
}

// repeat gives the values below a path the outcomes that the equal values
// below another path had.
func (a *account) repeat(p, earlier path) {
	for _, leaf := range a.below(earlier) {
		for _, o := range a.marked[leaf] {
			a.mark(p+leaf[len(earlier):], o)
		}
	}
}

// withheldReason is why personal data is not in a badge.
const withheldReason = "personal data that a badge does not need; it is only written on request"

// boundToSource is the reason for values that Open Badges has members for but
// that must not be repeated in another document.
func boundToSource(p path, otherwise string) string {
	for _, member := range []path{"envelope.status", "envelope.schemas", "envelope.terms", "envelope.refresh", "envelope.endorsements"} {
		if p.Under(member) {
			return "it belongs to the source document and must not speak for another"
		}
	}
	return otherwise
}

// personal reports whether a value says more of a person than a badge needs:
// of the learner all but names and identifiers, without the national identity
// number; of anyone the details of birth, gender and citizenship.
func personal(p path) bool {
	if i := strings.Index(string(p), ".person."); i >= 0 {
		for _, field := range []path{"birthName", "birthDate", "birthInstant", "birthPlace", "citizenship", "gender"} {
			if (p[i+len(".person."):]).Under(field) {
				return true
			}
		}
	}
	if !p.Under("learner.party") {
		return false
	}
	for _, field := range []path{"id", "kind", "name", "altName", "person"} {
		if p.Under(path("learner.party").Dot(string(field))) {
			return false
		}
	}
	return !p.Under("learner.party.identifiers")
}
