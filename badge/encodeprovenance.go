package badge

import (
	"encoding/base64"
	"encoding/hex"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"

	"github.com/mikromerit/mikromerit/badge/ob3"
)

// sourceTypes are the type IRIs under which the 1EdTech migration guide has an
// original stand as evidence, by format id.
var sourceTypes = map[string]string{
	"edc":      "http://data.europa.eu/snb/model/elm/EuropeanDigitalCredential",
	"ob2":      "https://w3id.org/openbadges#Assertion",
	ob3.Format: vocabulary + ob3.TypeBadge,
}

// provenance writes where a converted credential comes from: the original as
// evidence, bound by its digest, and the circumstances in the terms of the
// extension. Nothing of the original's proof is carried over.
func (e *encoder) provenance() {
	for i := range e.c.Provenance {
		p, at := &e.c.Provenance[i], path("provenance").At(i)
		digest := e.digest(p)
		e.sourceEvidence(at, p, digest)
		e.relatedResource(at, p, digest)
		if eu := e.euProvenance(at, p, digest, element("/provenance", len(e.euCred.Provenance))); eu != nil {
			e.euCred.Provenance = append(e.euCred.Provenance, *eu)
		}
	}
}

// digest returns the digest of the original as a multibase multihash: the
// stated one, else made of the SHA-256.
func (e *encoder) digest(p *mc.Provenance) string {
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

// keepDigest marks both notations of the digest as standing in one place.
func (e *encoder) keepDigest(at path, digest, to string) string {
	e.keep(at.Dot("digest").Dot("multibase"), to)
	if digest != "" {
		e.translate(at.Dot("digest").Dot("sha256"), to, "as a multibase multihash")
	}
	return digest
}

func (e *encoder) sourceEvidence(at path, p *mc.Provenance, digest string) {
	to := element("/evidence", len(e.out.Evidence))
	n := ob3.Evidence{Type: []string{"Evidence"}, Name: nameOriginal, Description: e.story(p)}
	if iri, ok := sourceTypes[p.SourceFormat]; ok {
		n.Type = append(n.Type, iri)
		e.translate(at.Dot("sourceFormat"), to+"/type/1", "the class of the original")
	}
	switch {
	case len(p.SourceBytes) > 0:
		mediaType := p.SourceMediaType
		if mediaType == "" || strings.ContainsAny(mediaType, " ,") {
			mediaType = "application/octet-stream"
		}
		n.ID = "data:" + mediaType + ";base64," + base64.StdEncoding.EncodeToString(p.SourceBytes)
		e.translate(at.Dot("sourceBytes"), to+"/id", "as a data URI")
		e.original = to + "/id"
	case global(p.SourceURL):
		n.ID = e.native(at.Dot("sourceURL"), p.SourceURL, to+"/id")
	case global(p.SourceID):
		n.ID = e.native(at.Dot("sourceID"), p.SourceID, to+"/id")
	}
	n.MediaType = e.native(at.Dot("sourceMediaType"), p.SourceMediaType, to+"/mediaType")
	n.Narrative = e.text(at.Dot("statement"), p.Statement, to+"/narrative")
	n.DigestMultibase = e.keepDigest(at, digest, to+"/digestMultibase")
	e.tracker.Add(mc.Outcome{To: to + "/name", Kind: mc.KindSynthesised, Reason: "names the original"})
	if p.Proof.Detail != "" {
		e.translate(at.Dot("proof").Dot("detail"), to+"/description", "in the description of the original")
	}
	e.tracker.Add(mc.Outcome{To: to + "/description", Kind: mc.KindSynthesised, Reason: "says how the badge came from the original"})
	e.out.Evidence = append(e.out.Evidence, n)
}

// story says in one or two sentences how the badge came about.
func (e *encoder) story(p *mc.Provenance) string {
	s := "The credential from which this badge was made"
	if tool := toolName(p.Converter); tool != "" {
		s += " by " + tool
	}
	if !p.ConvertedAt.IsZero() {
		s += " on " + p.ConvertedAt.Time().UTC().Format("2006-01-02")
	}
	if e.o.Authority == ThirdParty {
		s += "; its issuer did not make the badge"
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

func toolName(t mc.Tool) string { return strings.TrimSpace(t.Name + " " + t.Version) }

// relatedResource binds an original that is on the web to its digest (VC Data
// Model 2.0, section 5.3).
func (e *encoder) relatedResource(at path, p *mc.Provenance, digest string) {
	address, field := p.SourceURL, "sourceURL"
	if !webURL(address) {
		address, field = p.SourceID, "sourceID"
	}
	if !webURL(address) || digest == "" {
		return
	}
	for _, other := range e.out.RelatedResource {
		if other.ID == address {
			return // each resource is bound once
		}
	}
	to := element("/relatedResource", len(e.out.RelatedResource))
	e.out.RelatedResource = append(e.out.RelatedResource, ob3.RelatedResource{
		ID:              e.native(at.Dot(field), address, to+"/id"),
		MediaType:       e.native(at.Dot("sourceMediaType"), p.SourceMediaType, to+"/mediaType"),
		DigestMultibase: e.keepDigest(at, digest, to+"/digestMultibase"),
	})
}

func (e *encoder) euProvenance(at path, p *mc.Provenance, digest, to string) *ob3.EuProvenance {
	if e.o.WithoutExtension {
		return nil
	}
	out := ob3.EuProvenance{
		SourceID:                 e.string(at.Dot("sourceID"), p.SourceID, to+"/sourceId"),
		SourceFormat:             e.string(at.Dot("sourceFormat"), p.SourceFormat, to+"/sourceFormat"),
		SourceMediaType:          e.string(at.Dot("sourceMediaType"), p.SourceMediaType, to+"/sourceMediaType"),
		SourceDigest:             e.string(at.Dot("digest").Dot("multibase"), digest, to+"/sourceDigest"),
		SourceIssuer:             e.party(at.Dot("sourceIssuer"), p.SourceIssuer, to+"/sourceIssuer"),
		SourceSuite:              e.string(at.Dot("proof").Dot("suite"), p.Proof.Suite, to+"/sourceSuite"),
		SourceVerificationMethod: e.string(at.Dot("proof").Dot("method"), p.Proof.Method, to+"/sourceVerificationMethod"),
		Verdict:                  e.string(at.Dot("proof").Dot("verdict"), string(p.Proof.Verdict), to+"/verdict"),
		VerifiedAt:               e.euInstant(at.Dot("proof").Dot("verifiedAt"), p.Proof.VerifiedAt, to+"/verifiedAt"),
		ConvertedAt:              e.euInstant(at.Dot("convertedAt"), p.ConvertedAt, to+"/convertedAt"),
		Converter:                e.string(at.Dot("converter").Dot("name"), toolName(p.Converter), to+"/converter"),
		Authority:                string(e.o.Authority),
	}
	e.string(at.Dot("converter").Dot("version"), p.Converter.Version, to+"/converter")
	if out.Authority == "" {
		out.Authority = "same-issuer"
	}
	if e.c.Envelope.ID == p.SourceID {
		e.string("envelope.id", p.SourceID, to+"/sourceId")
	}
	return &out
}
