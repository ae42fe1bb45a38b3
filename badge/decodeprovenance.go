package badge

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// formatsOfTypes says of what format an original is that stands as evidence
// with a type of the migration guide.
var formatsOfTypes = backwards(sourceTypes)

// nameOriginal and genreAttachment are how Encode names the original and files
// among the evidence.
const (
	nameOriginal    = "Original credential"
	genreAttachment = "Attachment"
)

// original reports whether an item of evidence is the original of a converted
// badge: it has the type of one, or it is called so and the extension states
// where the badge comes from.
func original(v jsontree.Value, stated []mc.Provenance, next int) bool {
	for t := range v.Get("type").Each() {
		if _, ok := formatsOfTypes[t.Text()]; ok {
			return true
		}
	}
	return next < len(stated) && v.Get("name").IsText(nameOriginal)
}

func (s *shapesOf) defineProvenance() {
	type P = mc.Provenance
	s.source = shape[P]{
		names: []string{"Evidence"},
		terms: []term[P]{
			custom("id", readSourceAddress),
			text("mediaType", "sourceMediaType", func(p *P) *string { return &p.SourceMediaType }),
			plain("narrative", "statement", func(p *P) *mc.LangString { return &p.Statement }),
			custom("digestMultibase", readDigest),
			custom("name", func(d *decoder, v jsontree.Value, _ *P, _ path) { d.ownWords(v, v.IsText(nameOriginal)) }),
			custom("description", func(d *decoder, v jsontree.Value, _ *P, _ path) {
				d.ownWords(v, names(v.Parent().Get("name"), nameOriginal))
			}),
		},
		types: func(d *decoder, name jsontree.Value, to *P, at path) bool {
			format, known := formatsOfTypes[name.Text()]
			if known {
				fillAs(d, name, &to.SourceFormat, format, at.Dot("sourceFormat"), "the class of the original")
				fillAs(d, name, &to.Kind, mc.ConvertedFrom, at.Dot("kind"), "an original as evidence")
			}
			return known
		},
	}
	s.provenance = shape[P]{terms: ext(
		text("sourceId", "sourceID", func(p *P) *string { return &p.SourceID }),
		text("sourceFormat", "sourceFormat", func(p *P) *string { return &p.SourceFormat }),
		text("sourceMediaType", "sourceMediaType", func(p *P) *string { return &p.SourceMediaType }),
		custom("sourceDigest", readDigest),
		opt("sourceIssuer", "sourceIssuer", func(p *P) **mc.Party { return &p.SourceIssuer }, &s.party),
		text("sourceSuite", "proof.suite", func(p *P) *string { return &p.Proof.Suite }),
		text("sourceVerificationMethod", "proof.method", func(p *P) *string { return &p.Proof.Method }),
		text("verdict", "proof.verdict", func(p *P) *string { return (*string)(&p.Proof.Verdict) }),
		instant("verifiedAt", "proof.verifiedAt", func(p *P) *mc.Instant { return &p.Proof.VerifiedAt }),
		instant("convertedAt", "convertedAt", func(p *P) *mc.Instant { return &p.ConvertedAt }),
		custom("converter", readConverter),
		custom("authority", func(d *decoder, v jsontree.Value, _ *P, _ path) {
			d.mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "in whose name the badge was made, which issuer and source say"})
		}),
	)}
}

// readConverter reads the name and, behind the last space, the version of a
// program.
func readConverter(d *decoder, v jsontree.Value, to *mc.Provenance, at path) {
	v, s, ok := d.literal(v)
	if !ok {
		return
	}
	at = at.Dot("converter")
	if i := strings.LastIndexByte(s, ' '); i > 0 && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9' {
		fillAs(d, v, &to.Converter.Name, s[:i], at.Dot("name"), "the name of the program")
		fillAs(d, v, &to.Converter.Version, s[i+1:], at.Dot("version"), "the version of the program")
		return
	}
	fill(d, v, &to.Converter.Name, s, at.Dot("name"))
}

// ownWords accounts for text that Encode writes for people; other text is
// residue.
func (d *decoder) ownWords(v jsontree.Value, own bool) {
	if own {
		d.mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "a sentence about the conversion"})
		return
	}
	d.residue(v, "the model has no place for this member")
}

// readSourceAddress reads where the original is: in the badge itself, on the
// web, or its id.
func readSourceAddress(d *decoder, v jsontree.Value, to *mc.Provenance, at path) {
	v, s, ok := d.literal(v)
	if !ok {
		return
	}
	switch _, content, embedded := dataURI(s); {
	case embedded && len(content) > 0 && to.SourceBytes == nil:
		to.SourceBytes = content
		d.change(v, at.Dot("sourceBytes"), "decoded from a data URI")
	case to.SourceID == s:
		d.keep(v, at.Dot("sourceID"))
	case to.SourceID == "" && !webURL(s):
		fill(d, v, &to.SourceID, s, at.Dot("sourceID"))
	default:
		fill(d, v, &to.SourceURL, s, at.Dot("sourceURL"))
	}
}

// readDigest reads the digest of the original in one of its notations; a
// SHA-256 is given in the other as well.
func readDigest(d *decoder, v jsontree.Value, to *mc.Provenance, at path) {
	v, s, ok := d.literal(v)
	if !ok {
		return
	}
	at = at.Dot("digest")
	fill(d, v, &to.Digest.Multibase, s, at.Dot("multibase"))
	if sum := sha256Of(s); sum != "" && (to.Digest.SHA256 == "" || to.Digest.SHA256 == sum) && to.Digest.Multibase == s {
		to.Digest.SHA256 = sum
		d.change(v, at.Dot("sha256"), "in hexadecimal")
	}
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
func readRelatedResources(d *decoder, v jsontree.Value, to *mc.Credential, _ path) {
	resource := shape[mc.Provenance]{terms: []term[mc.Provenance]{
		custom("id", readSourceAddress),
		text("mediaType", "sourceMediaType", func(p *mc.Provenance) *string { return &p.SourceMediaType }),
		custom("digestMultibase", readDigest),
	}}
	sources := map[string]int{}
	for i, p := range to.Provenance {
		enter(sources, p.SourceURL, i)
		enter(sources, p.SourceID, i)
	}
	for e := range v.Each() {
		found, known := sources[e.Get("id").Text()]
		if !known {
			d.residue(e, "a resource on the web that the model does not bind")
			continue
		}
		resource.readObject(d, e, &to.Provenance[found], path("provenance").At(found))
	}
}
