package plain

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// typeOriginal marks the evidence that is the original of a converted credential.
const typeOriginal = ExtensionContext + "#Original"

// originalTypes are the types that further say what the original is, by format.
var originalTypes = map[string]string{
	"edc": "http://data.europa.eu/snb/model/elm/EuropeanDigitalCredential",
	"ob2": "https://w3id.org/openbadges#Assertion",
	"ob3": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential",
}

func (s *tables) defineProvenance() {
	type P = mc.Provenance
	s.evidence = class[mc.Evidence]{
		ID: func(e *mc.Evidence) *string { return &e.ID },
		Rows: []row[mc.Evidence]{
			native("name", func(e *mc.Evidence) *mc.LangString { return &e.Title }),
			native("description", func(e *mc.Evidence) *mc.LangString { return &e.Description }),
		},
		OnType: func(r *mapping.Reader, name jsontree.Value, to *mc.Evidence, at path) bool {
			r.Keep(name, at.Dot("types").At(len(to.Types)))
			to.Types = append(to.Types, name.Text())
			return true
		},
	}
	s.original = class[P]{
		Types: []string{typeOriginal},
		Rows: []row[P]{
			mapping.Custom("id", readOriginal, writeOriginal),
			known[P]("name"),
			mapping.Text("description", func(p *P) *string { return &p.Proof.Detail }),
		},
		OnType: func(r *mapping.Reader, name jsontree.Value, _ *P, _ path) bool {
			for _, iri := range originalTypes {
				if name.IsText(iri) {
					r.Scaffold(name) // sourceFormat says it
					return true
				}
			}
			return false
		},
	}
	s.mandate = class[mc.Mandate]{Rows: mapping.Extension(
		mapping.Opt("mandatedBy", func(m *mc.Mandate) **mc.Party { return &m.By }, &s.party),
		mapping.Opt("mandatedTo", func(m *mc.Mandate) **mc.Party { return &m.To }, &s.party),
		mapping.Text("mandateDocument", func(m *mc.Mandate) *string { return &m.Document }),
		digest("mandateDigest", func(m *mc.Mandate) *mc.Digest { return &m.Digest }),
		mapping.Instant("mandatedAt", func(m *mc.Mandate) *mc.Instant { return &m.On }),
		mapping.Lang("note", func(m *mc.Mandate) *mc.LangString { return &m.Statement }),
	)}
	s.provenance = class[P]{Rows: mapping.Extension(
		word("provenanceKind", func(p *P) *mc.ProvenanceKind { return &p.Kind }),
		mapping.Text("sourceId", func(p *P) *string { return &p.SourceID }),
		mapping.Text("sourceUrl", func(p *P) *string { return &p.SourceURL }),
		mapping.Text("sourceFormat", func(p *P) *string { return &p.SourceFormat }),
		mapping.Text("sourceMediaType", func(p *P) *string { return &p.SourceMediaType }),
		digest("sourceDigest", func(p *P) *mc.Digest { return &p.Digest }),
		mapping.Opt("sourceIssuer", func(p *P) **mc.Party { return &p.SourceIssuer }, &s.party),
		mapping.Instant("sourceIssued", func(p *P) *mc.Instant { return &p.SourceIssued }),
		mapping.Text("sourceSuite", func(p *P) *string { return &p.Proof.Suite }),
		mapping.Text("sourceVerificationMethod", func(p *P) *string { return &p.Proof.Method }),
		word("verdict", func(p *P) *mc.Verdict { return &p.Proof.Verdict }),
		mapping.Instant("verifiedAt", func(p *P) *mc.Instant { return &p.Proof.VerifiedAt }),
		mapping.Text("converter", func(p *P) *string { return &p.Converter.Name }),
		mapping.Text("converterVersion", func(p *P) *string { return &p.Converter.Version }),
		mapping.Instant("convertedAt", func(p *P) *mc.Instant { return &p.ConvertedAt }),
		word("authority", func(p *P) *mc.Authority { return &p.Authority }),
		mapping.Opt("mandate", func(p *P) **mc.Mandate { return &p.Mandate }, &s.mandate),
		mapping.Lang("note", func(p *P) *mc.LangString { return &p.Statement }),
	)}
}

// isOriginal reports whether evidence is the original of a converted credential.
func isOriginal(v jsontree.Value) bool {
	for t := range v.Get("type").Each() {
		if t.IsText(typeOriginal) {
			return true
		}
	}
	return false
}

// readEvidence reads evidence. Originals stand in the order of the provenance.
func (s *tables) readEvidence(r *mapping.Reader, v jsontree.Value, to *mc.Credential, _ path) {
	next := 0
	for one := range v.Each() {
		switch {
		case r.Nothing(one):
		case isOriginal(one) && !r.Plain && next < len(to.Provenance):
			s.original.Read(r, one, &to.Provenance[next], path("provenance").At(next))
			next++
		default:
			var e mc.Evidence
			if s.evidence.Read(r, one, &e, path("envelope.evidence").At(len(to.Envelope.Evidence))) {
				to.Envelope.Evidence = append(to.Envelope.Evidence, e)
			}
		}
	}
}

// writeEvidence writes evidence, which must have a type (VC Data Model 2.0, section
// 5.6), and the originals.
func (s *tables) writeEvidence(w *mapping.Writer, n *node, from *mc.Credential, _ path) {
	m := mapping.Member{Term: "evidence"}
	probe := &mapping.Writer{Format: w.Format, State: w.State, Best: w.Best}
	for i := range from.Provenance {
		p := &from.Provenance[i]
		if s.provenance.Write(probe, &node{}, "provenance", p, "", "") == nil {
			continue // nothing of it is in the list that the originals stand in the order of
		}
		one := &node{Class: typeOriginal}
		if iri, known := originalTypes[p.SourceFormat]; known {
			one.State = []string{iri}
		}
		s.original.WriteMembers(w, one, p, path("provenance").At(i))
		m.Items = append(m.Items, mapping.Item{Node: one})
	}
	for i := range from.Envelope.Evidence {
		e := &from.Envelope.Evidence[i]
		types := slices.DeleteFunc(slices.Clone(e.Types), func(t string) bool { return !isGlobal(t) || t == typeOriginal })
		if len(types) == 0 || len(types) < len(e.Types) {
			continue
		}
		one := s.evidence.Write(w, n, m.Term, e, path("envelope.evidence").At(i), "")
		if one == nil {
			one = &node{}
		}
		one.Class, one.State = types[0], types[1:]
		m.Items = append(m.Items, mapping.Item{Node: one})
	}
	w.Add(n, m)
}

// readOriginal reads where the original is: in the credential itself, or elsewhere,
// which the terms of the extension say as well.
func readOriginal(r *mapping.Reader, v jsontree.Value, to *mc.Provenance, at path) {
	rest, embedded := strings.CutPrefix(v.Text(), "data:")
	_, data, found := strings.Cut(rest, ";base64,")
	if !embedded || !found {
		if v.Text() == to.SourceURL || v.Text() == to.SourceID {
			r.Scaffold(v)
			return
		}
		r.Reject(v, "not the address that the provenance states")
		return
	}
	content, err := base64.StdEncoding.DecodeString(data)
	if err != nil || len(content) == 0 {
		r.Reject(v, "not a file in base64")
		return
	}
	to.SourceBytes = content
	r.Change(v, at.Dot("sourceBytes"), "decoded from a data URI")
}

func writeOriginal(_ *mapping.Writer, n *node, p *mc.Provenance, _ path) {
	switch {
	case len(p.SourceBytes) > 0:
		mediaType := p.SourceMediaType
		if mediaType == "" || !isGlobal("data:"+mediaType) || strings.ContainsAny(mediaType, ",;") {
			mediaType = "application/octet-stream"
		}
		n.ID = "data:" + mediaType + ";base64," + base64.StdEncoding.EncodeToString(p.SourceBytes)
	case isGlobal(p.SourceURL):
		n.ID = p.SourceURL
	case isGlobal(p.SourceID):
		n.ID = p.SourceID
	}
}

// readRelated reads resources that are bound to a digest. That of an original belongs
// to the provenance.
func readRelated(r *mapping.Reader, v jsontree.Value, to *mc.Credential, _ path) {
	for one := range v.Each() {
		known := slices.ContainsFunc(to.Provenance, func(p mc.Provenance) bool {
			return one.Get("id").IsText(boundAddress(&p)) && one.Get("digestMultibase").IsText(multibase(p.Digest))
		})
		if !known || r.Plain {
			r.Reject(one, "a resource on the web that the model does not bind")
			continue
		}
		r.Scaffold(one)
	}
}

// writeRelated binds the originals on the web to their digests (VC Data Model 2.0,
// section 5.3).
func writeRelated(w *mapping.Writer, n *node, from *mc.Credential, _ path) {
	m := mapping.Member{Term: "relatedResource"}
	for i := range from.Provenance {
		p := &from.Provenance[i]
		id, sum := boundAddress(p), multibase(p.Digest)
		if id == "" || slices.ContainsFunc(m.Items, func(i mapping.Item) bool { return i.Node.ID == id }) {
			continue
		}
		one := &node{ID: id}
		w.PutText(one, "mediaType", p.SourceMediaType)
		w.PutText(one, "digestMultibase", sum)
		m.Items = append(m.Items, mapping.Item{Node: one})
	}
	w.Add(n, m)
}

func boundAddress(p *mc.Provenance) string {
	switch {
	case multibase(p.Digest) == "":
	case isWebURL(p.SourceURL):
		return p.SourceURL
	case isWebURL(p.SourceID):
		return p.SourceID
	}
	return ""
}

// digest is a member with a digest as a multibase multihash. A SHA-256 is given in
// hexadecimal as well.
func digest[T any](term string, get func(*T) *mc.Digest) row[T] {
	field := mapping.PathOf(get)
	return mapping.Custom(term, func(r *mapping.Reader, v jsontree.Value, to *T, at path) {
		d, here := get(to), below(at, field)
		mapping.ReadLiteral(r, v, &d.Multibase, here.Dot("multibase"), mapping.AsText.Parse)
		if sum := sha256Of(d.Multibase); sum != "" && v.Kind() == jsontree.String {
			d.SHA256 = sum
			r.Change(v, here.Dot("sha256"), "in hexadecimal")
		}
	}, func(w *mapping.Writer, n *node, from *T, _ path) { w.PutText(n, term, multibase(*get(from))) })
}

func below(at, field path) path {
	if at == "" {
		return field
	}
	return at + "." + field
}

func multibase(d mc.Digest) string {
	if d.Multibase != "" {
		return d.Multibase
	}
	sum, err := hex.DecodeString(d.SHA256)
	if err != nil || len(sum) != 32 {
		return ""
	}
	return "u" + base64.RawURLEncoding.EncodeToString(append([]byte{0x12, 0x20}, sum...)) // sha2-256, 32 bytes
}

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
