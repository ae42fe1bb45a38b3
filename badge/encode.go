package badge

import (
	"bytes"
	"errors"
	"iter"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// EncodeOptions says how a badge is written. The zero value is the safe choice.
type EncodeOptions struct {
	// Language is the language of the members that hold one text. If it is not
	// set, or a text is not in it, the credential's primary language is used,
	// then English, then the first. The two written forms of Norwegian stand in
	// for each other.
	Language language.Tag

	// ID is the id of the badge. If it is empty, a credential without
	// provenance keeps its own, and a converted one gets a new id from NewID.
	ID string

	// NewID makes an absolute URI for a node that needs an id and has none that
	// is valid outside its document; name is the canonical path of the node,
	// "envelope.id" for the badge. If it is nil, ids are UUIDs of version 5 (RFC
	// 9562), so that encoding a source twice gives the same ids: that of the
	// definition depends on its content and issuer, every other one on the id
	// and digest of the source and on name.
	NewID func(name string) string

	// Authority says in whose name the badge is made. A badge that somebody else than the
	// issuer makes names that one with the original, among the evidence and in the
	// provenance, never as the signer, and not as one who awarded or assessed.
	Authority mc.Authority

	// Issuer makes the badge unless Authority is [mc.SameIssuer]. If it is nil, only
	// IssuerID says who that is. Without either, the badge is a draft that names
	// the original issuer, and whoever signs it must replace that.
	Issuer *mc.Party

	// IssuerID is the DID or URL under which the issuer of the badge can be
	// verified. It replaces the issuer's own id, unless it is empty.
	IssuerID string

	// Converted says that the credential is a part of one that was made of another
	// document. A credential that states a provenance always counts as such.
	Converted bool

	// Image is the image of the badge: PNG, SVG, a JPEG, which is written as PNG,
	// or the address of a picture. If it is nil, that is the image of the
	// credential, or else the first page of its display, if that has no more than
	// [MaxPage] bytes.
	Image *mc.Media

	// AchievementType is the type of the achievement, in place of what the
	// credential tells.
	// A value outside the enumeration of the specification starts with "ext:".
	AchievementType string

	// PersonalData writes what is known of the learner beyond names and
	// identifiers: birth, gender, citizenship, addresses, the national identity
	// number. Without it they stand neither in members nor in the residue. The
	// residue may still hold personal data in parts of the source that no
	// decoder could read and in page images: see WithoutResidue.
	PersonalData bool

	// HashRecipient writes what identifies the learner, a name, e-mail addresses,
	// numbers, as hashes only, and nothing that names the learner in clear
	// anywhere: texts that do and all files are left out. PersonalData then has
	// no effect. An id that is a DID or UUID stays.
	//
	// Each identity object has a salt of its own. To see whether the badge is
	// that of a person, compare the hexadecimal digits after "sha256$" in
	// identityHash with the SHA-256 of the identity, as UTF-8, followed by the
	// text in salt (Open Badges 3.0, IdentityObject), as [MatchRecipient] does.
	HashRecipient bool

	// NewSalt makes the salt of a hash; nil: at random.
	NewSalt func() string

	// Extension also writes the terms of our extension, for software that knows
	// it, and keeps what no term holds as residue. Without it a badge is nothing
	// but Open Badges, and verifies everywhere.
	Extension bool

	// WithoutFacts leaves the list of facts out that otherwise follows the criteria.
	WithoutFacts bool

	// WithoutResidue leaves out what no member or term of the extension
	// holds; the report then says dropped.
	WithoutResidue bool
}

// encoder writes one credential.
type encoder struct {
	*mapping.Writer
	*account
	s         *tables
	c         *mc.Credential
	o         EncodeOptions
	prefer    []language.Tag
	lang      string            // language of the members that hold one text, "" if unknown
	seed      string            // what the ids of this badge descend from
	parties   map[string]placed // by content
	specs     map[string]placed // assessments of the achievement, by content
	scales    map[string]bool   // ids of scales that are those of result descriptions
	target    string            // target type of the alignment that is written
	group     string            // title of the outcome of the skill that is written
	described mc.LangString     // what the description of the achievement is that of
	original  string            // pointer of the whole source, if it is embedded
	faults    []*mc.EncodeError
	back      reading

	id, name                             string // of the badge and of the achievement
	root                                 node
	issuer, source, subject, achievement *node
}

// newEncoderOf returns the encoder for a credential, or for one in which the identity
// of the learner is hashed, with an account of the credential itself.
func newEncoderOf(c *mc.Credential, opts EncodeOptions) (*encoder, error) {
	if !opts.HashRecipient {
		return newEncoder(schema(), c, opts, newAccount(c)), nil
	}
	opts.PersonalData = false
	h, err := hashRecipient(c, opts)
	if err != nil {
		return nil, err
	}
	a := newAccount(c)
	h.hide(a)
	return newEncoder(schema(), h.c, opts, a), nil
}

func newEncoder(s *tables, c *mc.Credential, opts EncodeOptions, a *account) *encoder {
	e := &encoder{
		account: a, s: s, c: c, o: opts,
		parties: map[string]placed{}, specs: map[string]placed{}, scales: map[string]bool{},
	}
	e.Writer = &mapping.Writer{Format: &s.format, State: e, Plain: !opts.Extension,
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
// each value that it states.
//
// The badge is plain Open Badges, with a list of facts at the end of the criteria; see
// the package documentation. With [EncodeOptions.Extension], what [Decode] would not
// give back from the other members is kept as residue. The residue also takes away what the badge has to say beyond the credential,
// such as synthesised criteria. So a badge with residue gives the credential
// back, with these exceptions: the badge and its issuer may have ids of their
// own; a badge that a third party issues names the issuer of the credential only
// in its provenance; personal data is withheld unless it is asked for; list
// entries that state nothing are left out. Without
// residue, the report marks exactly the values that do not come back as dropped,
// merged or narrowed, or as a close match. A value that is only in an embedded
// original counts as carried.
//
// What Open Badges requires and the credential does not state is made of what it
// does state, where that invents no facts: a description from the title,
// criteria from the outcomes. It is reported as synthesised. Where that is not
// possible, Encode returns no document: the error joins one [mc.EncodeError],
// with path and rule, for every value that is missing or cannot stand in a
// badge, and the report covers what was written until then. The badge is not
// secured; see package proof.
func Encode(c *mc.Credential, opts EncodeOptions) (vc.Document, *mc.Report, error) {
	if c == nil {
		return vc.Document{}, nil, errors.New("OB3-MODEL: there is no credential to encode")
	}
	opts.Authority = opts.Authority.For(c)
	if !opts.Extension {
		opts.WithoutResidue = true
	}
	e, err := newEncoderOf(c, opts)
	if err != nil {
		return vc.Document{}, nil, err
	}
	if err := e.prepare(); err != nil {
		return vc.Document{}, nil, err
	}
	e.write()
	doc, err := e.finish()
	if err != nil {
		return vc.Document{}, e.failedReport(), err
	}
	report := e.tracker.Report()
	if e.original != "" {
		report = report.WithEmbeddedOriginal(e.original)
	}
	return doc, &report, nil
}

// prepare chooses the language and the seed of the ids.
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

// isConverted reports whether the badge is made of another document.
func (e *encoder) isConverted() bool { return e.o.Converted || len(e.c.Provenance) > 0 }

// finish writes and checks the document, settles the account and adds the
// residue.
func (e *encoder) finish() (vc.Document, error) {
	if e.checkCredential(); len(e.faults) > 0 {
		return vc.Document{}, e.failure()
	}
	doc, err := e.document()
	if err != nil {
		return vc.Document{}, err
	}
	facts := ""
	if !e.o.WithoutFacts {
		facts = e.writeBlock(doc)
	}
	if e.putBlock(facts) {
		if doc, err = e.document(); err != nil {
			return vc.Document{}, err
		}
	}
	if e.noteProblems(ob3.Check(doc)); len(e.faults) > 0 {
		return vc.Document{}, e.failure()
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
	if bytes.ContainsRune(text, utf8.RuneError) && e.hasInvalidText() {
		return vc.Document{}, errText
	}
	return vc.ParseDocument(text, vc.Limits{Bytes: 1 << 30, Values: 1 << 30})
}

var errText = errors.New("OB3-TEXT: the badge cannot be written as JSON: a text of the credential is not UTF-8")

// hasInvalidText reports whether a text that is written is not UTF-8, of which JSON
// would have another.
func (e *encoder) hasInvalidText() bool {
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

// account holds every stated value of a credential and what became of it. Unlike
// the tracker that it feeds, it ignores marks for values that are not stated and
// knows what is still open.
type account struct {
	tracker *mc.Tracker
	paths   []path // in the order of the model
	sorted  []string
	marked  map[path][]mc.Outcome
	room    []mc.Outcome // for the first outcome of each value

	hidden map[path]bool   // what a hashed identity keeps from the badge
	hashes map[path][]path // the values that a hash was made of, by its path
}

func newAccount(c *mc.Credential) *account {
	paths := mc.Paths(c)
	a := &account{
		tracker: mc.NewEncodeTracker(ob3.Format, c),
		paths:   paths,
		marked:  make(map[path][]mc.Outcome, len(paths)),
	}
	a.sorted = make([]string, len(a.paths))
	for i, p := range a.paths {
		a.sorted[i] = string(p)
	}
	slices.Sort(a.sorted)
	return a
}

// isStated reports whether the model states a value at exactly this path.
func (a *account) isStated(p path) bool {
	_, found := slices.BinarySearch(a.sorted, string(p))
	return found
}

// below yields the stated values at and below a path; "" is the whole.
func (a *account) below(p path) iter.Seq[path] {
	if p == "" {
		return slices.Values(a.paths)
	}
	return func(yield func(path) bool) {
		i, _ := slices.BinarySearch(a.sorted, string(p))
		for ; i < len(a.sorted) && strings.HasPrefix(a.sorted[i], string(p)); i++ {
			if leaf := path(a.sorted[i]); leaf.Under(p) && !yield(leaf) {
				return
			}
		}
	}
}

// from are the stated values whose paths start like that of a unit: those below it
// and some others. Of a larger part of the model, they are too many to be counted
// each time that somebody asks for the first.
func (a *account) from(p path) []string {
	i, _ := slices.BinarySearch(a.sorted, string(p))
	end := i
	for end < len(a.sorted) && strings.HasPrefix(a.sorted[end], string(p)) {
		end++
	}
	return a.sorted[i:end]
}

// isOpen reports whether something at or below one of the paths is not yet
// carried.
func (a *account) isOpen(paths ...path) bool {
	for _, p := range paths {
		for leaf := range a.below(p) {
			if len(a.marked[leaf]) == 0 {
				return true
			}
		}
	}
	return false
}

// mark says what became of a stated value; for another path it does nothing.
func (a *account) mark(p path, o mc.Outcome) {
	if o.To != "" {
		for _, leaf := range a.hashes[p] {
			if a.isStated(leaf) {
				a.marked[leaf] = []mc.Outcome{{To: o.To, Kind: mc.KindNarrowed, Reason: hashedReason}}
			}
		}
	}
	if !a.isStated(p) || a.hidden[p] {
		return
	}
	marks, again := a.marked[p]
	if !again {
		if len(a.room) == 0 {
			a.room = make([]mc.Outcome, min(64, len(a.paths)))
		}
		marks, a.room = a.room[:0:1], a.room[1:]
	}
	a.marked[p] = append(marks, o)
}

// repeat gives the values below a path the outcomes of the equal values below an
// earlier one.
func (a *account) repeat(p, earlier path) {
	for leaf := range a.below(earlier) {
		for _, o := range a.marked[leaf] {
			a.mark(p+leaf[len(earlier):], o)
		}
	}
}

// withheldReason is the reason why personal data is not in a badge.
const withheldReason = mc.ReasonPersonal

// boundToSource returns the reason why a value is not written: it must not be
// repeated in another document, or else the other reason.
func boundToSource(p path, otherwise string) string {
	for _, member := range []path{"envelope.status", "envelope.schemas", "envelope.terms", "envelope.refresh", "envelope.endorsements"} {
		if p.Under(member) {
			return "it belongs to the source document and must not speak for another"
		}
	}
	return otherwise
}

// isPersonal reports whether a value says more of a person than a badge needs.
func isPersonal(p path) bool { return mc.IsPersonal(p) }
