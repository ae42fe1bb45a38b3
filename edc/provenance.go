package edc

import (
	"crypto/sha1"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mikromerit/mikromerit/edc/vocabulary"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// conversion states the profile, and of a converted credential what it was
// converted from: with the whole source where that is given, as the profile
// edc-converted asks for. That profile has no evidence without a file.
func (e *encoder) conversion() {
	code := profileGeneric
	for i := range e.model.Provenance {
		p := &e.model.Provenance[i]
		if len(p.SourceBytes) == 0 {
			continue
		}
		code = profileConverted
		at := mc.Path("envelope.evidence").At(len(e.c.Envelope.Evidence))
		e.made(at, "says what the credential was converted from")
		e.original = at.Dot("embedded").At(0).Dot("content")
		e.restated[mc.Path("provenance").At(i).Dot("sourceBytes")] = e.original
		e.c.Envelope.Evidence = append(e.c.Envelope.Evidence, mc.Evidence{
			Kind:      mc.Concept{IRI: vocabulary.EvidenceType.IRI("c_c4f849d7"), Scheme: string(vocabulary.EvidenceType)},
			Statement: mc.Text("en", story(p)),
			Embedded:  []mc.Media{{Title: mc.Text("en", "Original credential"), Content: p.SourceBytes, Type: sourceType(p), Size: int64(len(p.SourceBytes))}},
		})
	}
	e.profile(code)
	if code != profileConverted {
		return
	}
	for i := range e.c.Envelope.Evidence {
		v := &e.c.Envelope.Evidence[i]
		embedded := func(m mc.Media) bool { fillMedia(&m); return len(m.Content) > 0 && !m.Type.IsZero() }
		if !slices.ContainsFunc(v.Embedded, embedded) {
			*v = mc.Evidence{}
			e.Explain(mc.Path("envelope.evidence").At(i), "the profile of converted credentials has no evidence without a file")
		}
	}
}

// sourceType is the file type of a source. Sealed and signed ones are JSON or
// text.
func sourceType(p *mc.Provenance) mc.Concept {
	c, ok := vocabulary.FileType(p.SourceMediaType)
	if kind := pictureType(p.SourceBytes); !ok && kind != "" {
		c, ok = vocabulary.FileType(kind)
	}
	if !ok && strings.HasPrefix(strings.TrimSpace(string(p.SourceBytes[:min(len(p.SourceBytes), 64)])), "{") {
		c, ok = vocabulary.FileType("application/json")
	}
	switch {
	case ok:
		return mc.Concept{IRI: c.IRI, Scheme: string(c.Scheme)}
	case utf8.Valid(p.SourceBytes):
		return mc.Concept{IRI: vocabulary.FileTypes.IRI("TXT"), Scheme: string(vocabulary.FileTypes)}
	}
	return mc.Concept{Label: mc.Text("en", "file")}
}

// story says what was converted, by what, when, and whether it was verified.
func story(p *mc.Provenance) string {
	s := "Converted from a credential"
	if p.SourceFormat != "" {
		s += " in the format " + p.SourceFormat
	}
	if p.SourceID != "" {
		s += " with the id " + p.SourceID
	}
	if p.SourceIssuer != nil {
		if name, ok := p.SourceIssuer.DisplayName().Best(); ok {
			s += ", issued by " + name.Text
		}
	}
	if tool := strings.TrimSpace(p.Converter.Name + " " + p.Converter.Version); tool != "" {
		s += ", by " + tool
	}
	if !p.ConvertedAt.IsZero() {
		s += ", on " + p.ConvertedAt.Time().UTC().Format("2006-01-02")
	}
	if p.Digest.SHA256 != "" {
		s += ". The SHA-256 of the original is " + p.Digest.SHA256
	}
	if v, ok := p.Statement.Best(); ok {
		s += ". " + strings.TrimSuffix(v.Text, ".")
	}
	if p.Proof.Detail != "" {
		return s + ". " + p.Proof.Detail
	}
	switch p.Proof.Verdict {
	case mc.VerdictValid:
		return s + ". Its verification found it valid."
	case mc.VerdictInvalid:
		return s + ". Its verification found it invalid."
	case mc.VerdictIndeterminate:
		return s + ". Its verification came to no result."
	}
	return s + ". It was not verified."
}

// credentialID is the id of a credential that has none, or is a new statement:
// a UUID version 5 (RFC 9562) of the source's id and digest, else of what the
// document says.
func (e *encoder) credentialID(root *mapping.Node) string {
	if vc.IsURL(e.opts.ID) {
		return e.opts.ID
	}
	digest := stateOf(root).digest
	name := string(digest[:])
	if e.converted() {
		p := &e.model.Provenance[0]
		if p.SourceID+p.Digest.SHA256+p.Digest.Multibase != "" {
			name = p.SourceID + " " + p.Digest.SHA256 + " " + p.Digest.Multibase
		}
	}
	// SHA-1 serves to spread ids here, not to secure anything.
	id := sha1.Sum([]byte(interoperabilityHead + name))
	id[6], id[8] = id[6]&0x0f|0x50, id[8]&0x3f|0x80
	s := hex.EncodeToString(id[:16])
	return "urn:credential:" + s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}
