package badge

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// sourceTypes are the type IRIs under which the 1EdTech migration guide has an
// original stand as evidence, by format id.
var sourceTypes = map[string]string{
	"edc":      "http://data.europa.eu/snb/model/elm/EuropeanDigitalCredential",
	"ob2":      "https://w3id.org/openbadges#Assertion",
	ob3.Format: obVocabulary + ob3.TypeBadge,
}

// formatsOfTypes are the formats of originals, by type IRI.
var formatsOfTypes = inverse(sourceTypes)

// isOriginal reports whether evidence is the original of a converted badge: it has
// the type of an original, or its name while the extension states a provenance.
func isOriginal(v jsontree.Value, stated []mc.Provenance, next int) bool {
	for t := range v.Get("type").Each() {
		if _, ok := formatsOfTypes[t.Text()]; ok {
			return true
		}
	}
	_, named := isOriginalName(v.Get("name").Text())
	return next < len(stated) && named
}

func (s *tables) defineProvenance() {
	type P = mc.Provenance
	mediaType := mapping.Text("mediaType", func(p *P) *string { return &p.SourceMediaType })
	digest := custom("digestMultibase", readDigest, writeDigest)
	s.source = class[P]{
		Types: []string{"Evidence"},
		Rows: []row[P]{
			custom("id", readSourceAddress, writeSourceAddress),
			custom("name", readOriginalName, writeOriginalName),
			custom("description", readStory, writeStory),
			mapping.OneText("narrative", func(p *P) *mc.LangString { return &p.Statement }),
			mediaType,
			digest,
		},
		OnType: func(r *mapping.Reader, name jsontree.Value, to *P, at path) bool {
			format, known := formatsOfTypes[name.Text()]
			if known {
				mapping.FillAs(r, name, &to.SourceFormat, format, at.Dot("sourceFormat"), "the class of the original")
				mapping.FillAs(r, name, &to.Kind, mc.ConvertedFrom, at.Dot("kind"), "an original as evidence")
			}
			return known
		},
	}
	s.resource = class[P]{Rows: []row[P]{custom("id", readSourceAddress, nil), mediaType, digest}}
	s.provenance = class[P]{Rows: mapping.Extension(
		mapping.Text("sourceId", func(p *P) *string { return &p.SourceID }),
		mapping.Text("sourceFormat", func(p *P) *string { return &p.SourceFormat }),
		mapping.Text("sourceMediaType", func(p *P) *string { return &p.SourceMediaType }),
		custom("sourceDigest", readDigest, func(e *encoder, n *node, p *P, at path) {
			if digest := multibase(p); digest != "" {
				e.Keep(at.Dot("digest").Dot("multibase"), n.At("sourceDigest"))
				e.PutText(n, "sourceDigest", digest)
			}
		}),
		mapping.Opt("sourceIssuer", func(p *P) **mc.Party { return &p.SourceIssuer }, &s.party),
		mapping.Text("sourceSuite", func(p *P) *string { return &p.Proof.Suite }),
		mapping.Text("sourceVerificationMethod", func(p *P) *string { return &p.Proof.Method }),
		word("verdict", func(p *P) *mc.Verdict { return &p.Proof.Verdict }),
		mapping.Instant("verifiedAt", func(p *P) *mc.Instant { return &p.Proof.VerifiedAt }),
		custom("converter", readConverter, writeConverter),
		mapping.Instant("convertedAt", func(p *P) *mc.Instant { return &p.ConvertedAt }),
		writtenBy(word("authority", func(p *P) *mc.Authority { return &p.Authority }), func(e *encoder, n *node, p *P, at path) {
			if p.Authority != mc.AuthorityUnknown {
				e.Keep(at.Dot("authority"), n.At("authority"))
			}
			e.PutText(n, "authority", string(stated(p, e.o)))
		}),
	)}
}

// readOriginalName reads the name of the original, which names who is behind it.
func readOriginalName(d *decoder, v jsontree.Value, to *mc.Provenance, at path) {
	v, name, ok := d.Literal(v)
	if !ok {
		return
	}
	issuer, own := isOriginalName(name)
	if issuer == "" {
		d.ownWords(v, own)
		return
	}
	if to.SourceIssuer == nil {
		to.SourceIssuer = &mc.Party{}
	}
	known, here := &to.SourceIssuer.Name, at.Dot("sourceIssuer.name")
	for i, text := range *known {
		if text.Text == issuer {
			d.Keep(v, known.Path(here, i))
			return
		}
	}
	if !known.IsZero() {
		d.Reject(v, CodeContradiction+": another member names somebody else as the issuer of the original")
		return
	}
	known.Add(d.Lang, issuer)
	d.Change(v, known.Path(here, 0), "stands in the name of the original")
}

// writeOriginalName names the original and who is behind it.
func writeOriginalName(e *encoder, n *node, p *mc.Provenance, at path) {
	name, issuer := e.originalName(p)
	if issuer != "" {
		e.OneText(p.SourceIssuer.Name, at.Dot("sourceIssuer.name"), n.At("name"))
	}
	e.PutText(n, "name", name)
	e.tracker.Add(mc.Outcome{To: n.At("name"), Kind: mc.KindSynthesised, Reason: "names the original"})
}

// readConverter reads the name and, behind the last space, the version of a
// program.
func readConverter(d *decoder, v jsontree.Value, to *mc.Provenance, at path) {
	v, s, ok := d.Literal(v)
	if !ok {
		return
	}
	at = at.Dot("converter")
	if i := strings.LastIndexByte(s, ' '); i > 0 && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9' {
		mapping.FillAs(d.Reader, v, &to.Converter.Name, s[:i], at.Dot("name"), "the name of the program")
		mapping.FillAs(d.Reader, v, &to.Converter.Version, s[i+1:], at.Dot("version"), "the version of the program")
		return
	}
	mapping.Fill(d.Reader, v, &to.Converter.Name, s, at.Dot("name"))
}

func writeConverter(e *encoder, n *node, p *mc.Provenance, at path) {
	if tool := toolName(p.Converter); tool != "" {
		e.Keep(at.Dot("converter").Dot("name"), n.At("converter"))
		e.PutText(n, "converter", tool)
	}
	if p.Converter.Version != "" {
		e.Keep(at.Dot("converter").Dot("version"), n.At("converter"))
	}
}

// ownWords accounts for a sentence that Encode writes; other text is residue.
func (d *decoder) ownWords(v jsontree.Value, own bool) {
	if own {
		d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "a sentence about the conversion"})
		return
	}
	d.Reject(v, "the model has no place for this member")
}

// readSourceAddress reads where the original is: in the badge itself, on the
// web, or its id.
func readSourceAddress(d *decoder, v jsontree.Value, to *mc.Provenance, at path) {
	v, s, ok := d.Literal(v)
	if !ok {
		return
	}
	switch _, content, embedded := dataURI(s); {
	case embedded && len(content) > 0 && to.SourceBytes == nil:
		to.SourceBytes = content
		d.Change(v, at.Dot("sourceBytes"), "decoded from a data URI")
	case to.SourceID == s:
		d.Keep(v, at.Dot("sourceID"))
	case to.SourceID == "" && !isWebURL(s):
		mapping.Fill(d.Reader, v, &to.SourceID, s, at.Dot("sourceID"))
	default:
		mapping.Fill(d.Reader, v, &to.SourceURL, s, at.Dot("sourceURL"))
	}
}

func writeSourceAddress(e *encoder, n *node, p *mc.Provenance, at path) {
	to := n.At("id")
	switch {
	case len(p.SourceBytes) > 0:
		mediaType := p.SourceMediaType
		if mediaType == "" || strings.ContainsAny(mediaType, " ,") {
			mediaType = "application/octet-stream"
		}
		n.ID = asDataURI(mediaType, p.SourceBytes)
		e.Translate(at.Dot("sourceBytes"), to, "as a data URI")
		e.original = to
	case isGlobal(p.SourceURL):
		n.ID = p.SourceURL
		e.Keep(at.Dot("sourceURL"), to)
	case isGlobal(p.SourceID):
		n.ID = p.SourceID
		e.Keep(at.Dot("sourceID"), to)
	}
}

// readDigest reads the digest of the original in one of its notations; a
// SHA-256 is given in the other as well.
func readDigest(d *decoder, v jsontree.Value, to *mc.Provenance, at path) {
	v, s, ok := d.Literal(v)
	if !ok {
		return
	}
	at = at.Dot("digest")
	mapping.Fill(d.Reader, v, &to.Digest.Multibase, s, at.Dot("multibase"))
	if sum := sha256Of(s); sum != "" && (to.Digest.SHA256 == "" || to.Digest.SHA256 == sum) && to.Digest.Multibase == s {
		to.Digest.SHA256 = sum
		d.Change(v, at.Dot("sha256"), "in hexadecimal")
	}
}

// writeDigest writes the digest of the original, in which both notations stand.
func writeDigest(e *encoder, n *node, p *mc.Provenance, at path) {
	const term = "digestMultibase"
	digest := multibase(p)
	e.Keep(at.Dot("digest").Dot("multibase"), n.At(term))
	if digest != "" {
		e.Translate(at.Dot("digest").Dot("sha256"), n.At(term), "as a multibase multihash")
		e.PutText(n, term, digest)
	}
}

// multibase is the digest of the original as a multibase multihash: the stated
// one, else made of the SHA-256.
func multibase(p *mc.Provenance) string {
	if p.Digest.Multibase != "" {
		return p.Digest.Multibase
	}
	sum, err := hex.DecodeString(p.Digest.SHA256)
	if err != nil || len(sum) != 32 {
		return ""
	}
	multihash := append([]byte{0x12, 0x20}, sum...) // sha2-256, 32 bytes
	return "u" + base64.RawURLEncoding.EncodeToString(multihash)
}

// sha256Of returns the SHA-256 in a multihash that is encoded in base64url, in
// hexadecimal.
func sha256Of(multibase string) string {
	if len(multibase) < 2 || multibase[0] != 'u' {
		return ""
	}
	sum, err := base64.RawURLEncoding.DecodeString(multibase[1:])
	if err != nil || len(sum) != 34 || !bytes.HasPrefix(sum, []byte{0x12, 0x20}) {
		return ""
	}
	return hex.EncodeToString(sum[2:])
}

// readRelatedResources reads resources on the web that are bound to a digest.
// That of an original belongs to the provenance.
func (s *tables) readRelatedResources(d *decoder, v jsontree.Value, to *mc.Credential, _ path) {
	sources := map[string]int{}
	for i, p := range to.Provenance {
		addFirst(sources, p.SourceURL, i)
		addFirst(sources, p.SourceID, i)
	}
	for one := range v.Each() {
		found, known := sources[one.Get("id").Text()]
		if !known {
			d.Reject(one, "a resource on the web that the model does not bind")
			continue
		}
		s.resource.ReadObject(d.Reader, one, &to.Provenance[found], path("provenance").At(found))
	}
}

// writeProvenance writes where a converted credential comes from: the original
// as evidence, bound by its digest, and the circumstances in the terms of the
// extension. Nothing of the original's proof is carried over.
func (s *tables) writeProvenance(e *encoder) {
	root := &e.root
	put := func(term string, write func(n *node)) {
		n := &node{Pointer: element("/"+term, len(root.Items(term)))}
		write(n)
		s.credential.Insert(root, mapping.Member{Term: term, Items: []mapping.Item{{Node: n}}, Array: true})
	}
	for i := range e.c.Provenance {
		p, at := &e.c.Provenance[i], path("provenance").At(i)
		put("evidence", func(n *node) {
			if iri, ok := sourceTypes[p.SourceFormat]; ok {
				n.State = []string{iri}
				e.Translate(at.Dot("sourceFormat"), element(n.At("type"), 1), "the class of the original")
			}
			n.Class = "Evidence"
			s.source.WriteMembers(e.Writer, n, p, at)
		})
		if address, field := boundAddress(p); address != "" && !e.isBound(address) {
			put("relatedResource", func(n *node) {
				n.ID = address
				e.Keep(at.Dot(field), n.At("id"))
				s.resource.WriteMembers(e.Writer, n, p, at)
			})
		}
		if e.Plain {
			continue
		}
		put("provenance", func(n *node) {
			s.provenance.WriteMembers(e.Writer, n, p, at)
			if e.c.Envelope.ID == p.SourceID && p.SourceID != "" {
				e.Inside(func() { e.Keep("envelope.id", n.At("sourceId")) })
			}
		})
	}
}

// boundAddress is the address of an original that is on the web, which is bound
// to its digest (VC Data Model 2.0, section 5.3).
func boundAddress(p *mc.Provenance) (address, field string) {
	switch {
	case multibase(p) == "":
	case isWebURL(p.SourceURL):
		return p.SourceURL, "sourceURL"
	case isWebURL(p.SourceID):
		return p.SourceID, "sourceID"
	}
	return "", ""
}

// isBound reports whether a resource is bound already.
func (e *encoder) isBound(address string) bool {
	return slices.ContainsFunc(e.root.Items("relatedResource"), func(i mapping.Item) bool { return i.Node.ID == address })
}

// readStory reads in whose name the badge was made.
func readStory(d *decoder, v jsontree.Value, to *mc.Provenance, at path) {
	_, own := isOriginalName(first(v.Parent().Get("name")).Text())
	if authority := mc.AuthorityIn(v.Text()); own && authority != mc.AuthorityUnknown && (to.Authority == authority || to.Authority == mc.AuthorityUnknown) {
		mapping.FillAs(d.Reader, v, &to.Authority, authority, at.Dot("authority"), "in whose name the badge was made")
		return
	}
	d.ownWords(v, own)
}

// writeStory says in one or two sentences how the badge came about.
func writeStory(e *encoder, n *node, p *mc.Provenance, at path) {
	const term = "description"
	if p.Proof.Detail != "" {
		e.Translate(at.Dot("proof").Dot("detail"), n.At(term), "in the description of the original")
	}
	if p.Authority != mc.AuthorityUnknown {
		e.Translate(at.Dot("authority"), n.At(term), "in the description of the original")
	}
	e.tracker.Add(mc.Outcome{To: n.At(term), Kind: mc.KindSynthesised, Reason: "says how the badge came from the original"})
	e.PutText(n, term, e.story(p))
}

func (e *encoder) story(p *mc.Provenance) string {
	s := "The badge was made of this credential"
	if tool := toolName(p.Converter); tool != "" {
		s += " by " + tool
	}
	if !p.ConvertedAt.IsZero() {
		s += " on " + p.ConvertedAt.Time().Format("2006-01-02")
	}
	if told := stated(p, e.o).Sentence(p.Mandate); told != "" {
		s += ". " + told
	}
	if s += ". "; p.Proof.Detail != "" {
		return s + p.Proof.Detail
	}
	switch p.Proof.Verdict {
	case mc.VerdictValid:
		return s + "Its verification found it valid."
	case mc.VerdictInvalid:
		return s + "Its verification found it invalid."
	case mc.VerdictIndeterminate:
		return s + "Its verification came to no result."
	}
	return s + "It was not verified."
}

// stated is in whose name the badge is made: as the provenance says, or as configured.
func stated(p *mc.Provenance, o EncodeOptions) mc.Authority {
	if p.Authority != mc.AuthorityUnknown {
		return p.Authority
	}
	return o.Authority
}

func toolName(t mc.Tool) string { return strings.TrimSpace(t.Name + " " + t.Version) }
