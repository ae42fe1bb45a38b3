package plain

import (
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// EncodeOptions says how a credential is written. The zero value is the safe choice.
type EncodeOptions struct {
	// ID is the id of the document. If it is empty, a credential without provenance keeps
	// its own, and a converted one gets a UUID that depends on its source.
	ID string
	// Authority says in whose name the document is made.
	Authority mc.Authority
	// Issuer issues the document, unless Authority is [mc.SameIssuer]. nil: only IssuerID
	// says who that is. Without either, the document is a draft that names the original
	// issuer, and whoever signs it must replace that.
	Issuer *mc.Party
	// IssuerID replaces the id of whoever issues the document, unless it is empty.
	IssuerID string
	// PersonalData also writes what is known about the learner beyond names and
	// identifiers.
	PersonalData bool
	// WithoutResidue leaves out what no term holds; the report then says dropped.
	WithoutResidue bool
}

// encoder writes one credential.
type encoder struct {
	*mapping.Writer
	s     *tables
	c     *mc.Credential // with its personal data
	work  *mc.Credential // what is written
	o     EncodeOptions
	track *mc.Tracker
	root  *node
}

// Encode writes a credential as a plain Verifiable Credential 2.0 and reports what
// became of each value that it states. The document is not secured; see package proof.
//
// What [Decode] would not give back from the members is kept as residue, but for
// personal data that nobody asked for, rendered pages, and what speaks for the source
// alone: its status, schemas, terms, services, endorsements and keys.
//
// An issuer without an id that is a URL is an error, a [mc.EncodeError].
func Encode(c *mc.Credential, o EncodeOptions) (vc.Document, *mc.Report, error) {
	if c == nil {
		return vc.Document{}, nil, errors.New("VC-MODEL: there is no credential to encode")
	}
	o.Authority = o.Authority.For(c)
	e := &encoder{s: schema(), c: c, work: mapping.Clone(c), o: o, track: mc.NewEncodeTracker(Format, c)}
	e.Writer = &mapping.Writer{Format: &e.s.format, State: e}
	e.withhold()
	if err := e.check(); err != nil {
		report := e.track.Report()
		return vc.Document{}, &report, err
	}
	e.write()
	doc, err := e.document()
	if err != nil {
		return vc.Document{}, nil, err
	}
	if faults := e.faults(doc); faults != nil {
		report := e.track.Report()
		return vc.Document{}, &report, faults
	}
	if residue := e.settle(doc); residue != "" {
		e.s.credential.Insert(e.root, mapping.Member{Term: "residue", Items: []mapping.Item{{Raw: residue}}})
		if doc, err = e.document(); err != nil {
			return vc.Document{}, nil, err
		}
	}
	report := e.track.Report()
	if at := report.PlaceOf("provenance[0].sourceBytes"); at != "" {
		report = report.WithEmbeddedOriginal(at)
	}
	return doc, &report, nil
}

// write writes the document without its residue.
func (e *encoder) write() {
	e.root = &node{Class: typeCredential, ID: e.id()}
	e.s.credential.WriteMembers(e.Writer, e.root, e.work, "")
	for _, made := range []struct {
		stands bool
		to     string
		reason string
	}{
		{e.root.Member("name") != nil && e.c.Definition.Title.IsZero(), "/name", "a credential is called by the title that is stated elsewhere"},
		{e.root.Member("credentialSubject") == nil, "/credentialSubject", "a credential must have a subject"},
	} {
		if made.stands {
			e.track.Add(mc.Outcome{To: made.to, Kind: mc.KindSynthesised, Reason: made.reason})
		}
	}
	if e.root.Member("credentialSubject") == nil {
		e.s.credential.Insert(e.root, mapping.Member{Term: "credentialSubject", Items: []mapping.Item{{Node: &node{Class: typeSubject}}}})
	}
}

func (e *encoder) document() (vc.Document, error) {
	return vc.ParseDocument(e.s.format.AppendJSON(nil, e.root), vc.Limits{Bytes: 1 << 30, Values: 1 << 30})
}

// id returns the id of the document. One that was made of another document is a new
// statement and needs a new id.
func (e *encoder) id() string {
	own := e.c.Envelope.ID
	switch {
	case e.o.ID != "":
		return e.o.ID
	case len(e.c.Provenance) == 0:
		if isGlobal(own) {
			return own
		}
		return ""
	}
	seed := ""
	for _, p := range e.c.Provenance {
		seed += p.SourceID + " " + p.Digest.SHA256 + p.Digest.Multibase + "\n"
	}
	return uuid(ExtensionContext + "\x00" + seed)
}

// uuid returns the UUID version 5 of a name (RFC 9562, section 5.5), in the namespace
// of URLs. SHA-1 spreads the ids and secures nothing.
func uuid(name string) string {
	sum := sha1.Sum(append([]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}, name...))
	sum[6], sum[8] = sum[6]&0x0f|0x50, sum[8]&0x3f|0x80
	s := hex.EncodeToString(sum[:16])
	return "urn:uuid:" + s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

// isDraft reports whether somebody else is to issue the document, and nobody said who.
func (e *encoder) isDraft() bool {
	return !e.o.Authority.KeepsIssuer() && e.o.Issuer == nil && e.o.IssuerID == ""
}

// maker is who issues the document.
func (e *encoder) maker() mc.Party {
	p := e.work.Envelope.Issuer
	if !e.o.Authority.KeepsIssuer() && !e.isDraft() {
		if p = (mc.Party{}); e.o.Issuer != nil {
			p = *e.o.Issuer
		}
	}
	if e.o.IssuerID != "" {
		p.ID = e.o.IssuerID
	}
	if name, ok := p.DisplayName().Best(); ok && !isGlobal(p.ID) && !mc.IsUnusableID(p.ID) {
		p.ID = uuid(ExtensionContext + "\x00issuer\x00" + name.Text) // a draft, until somebody signs it
	}
	return p
}

// writeIssuer writes who issues the document.
func (s *tables) writeIssuer(w *mapping.Writer, n *node, _ *mc.Credential, _ path) {
	e := w.State.(*encoder)
	maker := e.maker()
	w.Put(n, "issuer", s.party.WriteRequired(w, n, "issuer", &maker, atIssuer, ""))
	if !e.o.Authority.KeepsIssuer() && !e.isDraft() {
		e.track.Add(mc.Outcome{To: "/issuer", Kind: mc.KindDefaulted, Reason: "who makes the document, as configured"})
	}
}

const atIssuer path = "envelope.issuer"

// check finds what cannot stand in a document at all.
func (e *encoder) check() error {
	var all []error
	fault := func(at path, rule *vc.Rule, detail string) {
		all = append(all, &mc.EncodeError{Path: at, Rule: rule, Detail: detail})
	}
	if maker := e.maker(); !isGlobal(maker.ID) {
		fault(atIssuer.Dot("id"), &ruleIssuer, "The issuer must have an id that is a DID or another URL; found none. Supply it in the model, or set EncodeOptions.IssuerID.")
	}
	if e.o.ID != "" && !isGlobal(e.o.ID) {
		fault("envelope.id", &ruleIssuer, "The id of a credential must be a URL; found an EncodeOptions.ID that is none. Correct it, or leave it out.")
	}
	for _, u := range mapping.Units(e.work, nil) {
		if !isUTF8(u.Value) {
			fault(u.From, &ruleText, "A text must be UTF-8; found one that is not. Correct it in the model.")
			break
		}
	}
	return errors.Join(all...)
}

func isUTF8(v reflect.Value) bool {
	if text, ok := mapping.TextOf(v); ok {
		for _, t := range text {
			if !utf8.ValidString(t.Text) || !utf8.ValidString(t.Lang) {
				return false
			}
		}
		return true
	}
	return v.Kind() != reflect.String || utf8.ValidString(v.String())
}

// faults are the rules of the data model that the document would break.
func (e *encoder) faults(doc vc.Document) error {
	_, problems := vc.ReadCredential(doc)
	var all []error
	for _, p := range problems {
		if p.Rule.Level == vc.Must {
			all = append(all, &mc.EncodeError{Path: pathAt(p.Pointer), Rule: p.Rule, Detail: p.Detail() + " Supply or correct it in the model."})
		}
	}
	return errors.Join(all...)
}

// pathAt is the part of the model that a member of the document states.
func pathAt(pointer string) path {
	name, _, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	if at, known := memberPaths[name]; known {
		return at
	}
	return path("envelope").Dot(name)
}

// memberPaths are the parts of the model with another name than their member.
var memberPaths = map[string]path{
	"credentialSubject": "learner", "name": "definition.title", "description": "definition.description", "evidence": "envelope.evidence",
	"credentialStatus": "envelope.status", "credentialSchema": "envelope.schemas", "refreshService": "envelope.refresh",
}
