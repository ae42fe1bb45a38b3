package edc

import (
	"crypto/sha1"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineCredential makes the tables of EuropeanDigitalCredential and of the
// classes that only occur at its top level.
func (s *schema) defineCredential() {
	s.evidence = mapping.Class[mc.Evidence]{
		Types: []string{"Evidence"},
		ID:    func(e *mc.Evidence) *string { return &e.ID },
		Rows: []mapping.Row[mc.Evidence]{
			mapping.One("dcType", func(e *mc.Evidence) *mc.Concept { return &e.Kind }, &s.concept),
			plainText("evidenceStatement", func(e *mc.Evidence) *mc.LangString { return &e.Statement }),
			mapping.Many("embeddedEvidence", func(e *mc.Evidence) *[]mc.Media { return &e.Embedded }, &s.media),
			mapping.Opt("evidenceTarget", func(e *mc.Evidence) **mc.Party { return &e.Target }, &s.party),
			mapping.Opt("accreditation", func(e *mc.Evidence) **mc.QualityAssurance { return &e.Accreditation }, &s.quality),
		},
	}
	s.status = mapping.Class[mc.Status]{
		Types:  []string{"CredentialStatus"},
		TypeOf: statusType,
		ID:     func(t *mc.Status) *string { return &t.ID },
		OnType: func(r *mapping.Reader, name jsontree.Value, to *mc.Status, at mc.Path) bool {
			if name.IsText("CredentialStatus") {
				return false
			}
			mapping.ReadLiteral(r, name, &to.Type, at.Dot("type"), mapping.AsText.Parse)
			return true
		},
		Rows: []mapping.Row[mc.Status]{
			mapping.ReadOnly(mapping.Text("statusPurpose", func(t *mc.Status) *string { return &t.Purpose })),
			mapping.ReadOnly(mapping.Text("statusListCredential", func(t *mc.Status) *string { return &t.List })),
			mapping.ReadOnly(mapping.Text("statusListIndex", func(t *mc.Status) *string { return &t.Index })),
		},
	}
	s.schemaRef = mapping.Class[mc.SchemaRef]{
		TypeOf: serviceType,
		ID:     func(r *mc.SchemaRef) *string { return &r.ID },
		OnType: func(r *mapping.Reader, name jsontree.Value, to *mc.SchemaRef, at mc.Path) bool {
			mapping.ReadLiteral(r, name, &to.Type, at.Dot("type"), mapping.AsText.Parse)
			return true
		},
	}
	s.holder = mapping.Class[mc.KeyBinding]{
		Types:  []string{"Agent", "Person", "Organisation"},
		TypeOf: holderType,
		ID:     func(k *mc.KeyBinding) *string { return &k.ID },
		Rows:   []mapping.Row[mc.KeyBinding]{mapping.Custom("jwk", readKey, nil)},
	}
	s.credential = mapping.Class[mc.Credential]{
		Types:     []string{typeEDC, typeConverted, "VerifiableCredential", "VerifiableAttestation"},
		ID:        func(c *mc.Credential) *string { return &c.Envelope.ID },
		AfterRead: s.readEndorsements,
		Rows: append(mapping.Part(func(c *mc.Credential) *mc.Envelope { return &c.Envelope }, s.envelopeRows()...),
			mapping.Custom("@context", readContext, nil),
			mapping.One("credentialSubject", func(c *mc.Credential) *mc.Credential { return c }, &s.learner),
			s.attachments(),
			mapping.Custom("proof", dropProof, nil),
			mapping.Custom("deliveryDetails", dropBeside, nil)),
	}
}

func (s *schema) envelopeRows() []mapping.Row[mc.Envelope] {
	type T = mc.Envelope
	return []mapping.Row[T]{
		mapping.Many("identifier", func(e *T) *[]mc.Identifier { return &e.Identifiers }, &s.identifier),
		mapping.Many("credentialProfiles", func(e *T) *[]mc.Concept { return &e.Profiles }, &s.concept),
		mapping.Many("credentialSchema", func(e *T) *[]mc.SchemaRef { return &e.Schemas }, &s.schemaRef),
		mapping.One("displayParameter", func(e *T) *mc.Display { return &e.Display }, &s.display),
		mapping.One("issuer", func(e *T) *mc.Party { return &e.Issuer }, &s.party),
		mapping.Instant("issued", func(e *T) *mc.Instant { return &e.Issued }),
		preferring("issuanceDate", "issued", func(e *T) *mc.Instant { return &e.Issued }),
		mapping.Instant("validFrom", func(e *T) *mc.Instant { return &e.ValidFrom }),
		mapping.Instant("validUntil", func(e *T) *mc.Instant { return &e.ValidUntil }),
		preferring("expirationDate", "validUntil", func(e *T) *mc.Instant { return &e.ValidUntil }),
		mapping.Many("evidence", func(e *T) *[]mc.Evidence { return &e.Evidence }, &s.evidence),
		mapping.Many("credentialStatus", func(e *T) *[]mc.Status { return &e.Status }, &s.status),
		mapping.Many("refreshService", func(e *T) *[]mc.SchemaRef { return &e.Refresh }, &s.schemaRef),
		mapping.Many("holder", func(e *T) *[]mc.KeyBinding { return &e.Holders }, &s.holder),
		mapping.ReadOnly(mapping.Many("cnf", func(e *T) *[]mc.KeyBinding { return &e.Holders }, &s.holder)),
		mapping.Custom("termsOfUse", readTerms, writeTerms),
	}
}

// readTerms keeps terms of use as raw JSON, because ELM gives them no members.
func readTerms(r *mapping.Reader, v jsontree.Value, to *mc.Envelope, at mc.Path) {
	for e := range v.Each() {
		if r.Nothing(e) {
			continue
		}
		here := at.Dot("terms").At(len(to.Terms))
		r.Keep(e, here.Dot("raw"))
		to.Terms = append(to.Terms, mc.CredentialTerms{Raw: e.Raw()})
	}
}

// writeTerms writes the terms of use that are a node of ELM and that JSON-LD keeps
// completely.
func writeTerms(w *mapping.Writer, n *mapping.Node, from *mc.Envelope, at mc.Path) {
	mapping.WriteTexts(w, n, "termsOfUse", from.Terms, at.Dot("terms"), func(t *mc.CredentialTerms) string {
		root, err := jsontree.Parse([]byte(t.Raw), jsontree.Limits{})
		if err != nil || t.ID != "" || t.Type != "" || !hasText(root.Get("type"), "TermsOfUse") || !isLossless("termsOfUse", t.Raw) {
			return ""
		}
		return string(encoderOf(w).renamed.append(nil, root))
	})
}

// preferring is a row for an instant that a preferred term states too, because the
// Commission's tools write both. The term counts only without the other; a value
// that differs from it is residue.
func preferring[T any](term, preferred string, get func(*T) *mc.Instant) mapping.Row[T] {
	row := mapping.Instant(term, get)
	read := row.Read
	row.Read = func(r *mapping.Reader, v jsontree.Value, to *T, at mc.Path) {
		if p, ok := first(v.Parent().Get(preferred)); ok {
			if i, err := mc.ParseInstant(p.Text()); err == nil {
				*get(to) = i
			}
		}
		read(r, v, to, at)
	}
	return row
}

// plainText is a row for text by language where ELM has room for one plain text.
func plainText[T any](term string, get func(*T) *mc.LangString) mapping.Row[T] {
	row := mapping.Lang(term, get)
	row.Write = mapping.OneText(term, get).Write
	return row
}

func readContext(r *mapping.Reader, v jsontree.Value, _ *mc.Credential, _ mc.Path) { r.Scaffold(v) }

func readKey(r *mapping.Reader, v jsontree.Value, to *mc.KeyBinding, at mc.Path) {
	if v.IsObject() && v.Len() > 0 {
		to.JWK = v.Raw()
		r.Keep(v, at.Dot("jwk"))
	}
}

// statusType refuses a status with more than an id: the contexts of ELM have no
// terms for status lists.
func statusType(_ *mapping.Writer, _ *mapping.Node, _ string, s *mc.Status) (string, bool) {
	return "CredentialStatus", *s == (mc.Status{ID: s.ID}) && vc.IsURL(s.ID)
}

// serviceType refuses a schema or service of a type that the contexts do not have.
func serviceType(w *mapping.Writer, _ *mapping.Node, term string, r *mc.SchemaRef) (string, bool) {
	if w != nil && encoderOf(w).opts.Flavour == EBSI && term == "credentialSchema" && r.Type == typeJSONSchema {
		return r.Type, vc.IsURL(r.ID)
	}
	known := map[string]string{"credentialSchema": typeSHACL, "refreshService": "ManualRefreshService2018"}
	return r.Type, r.Type == known[term] && vc.IsURL(r.ID)
}

// holderType refuses a holder with a key, for which ELM has no term.
func holderType(_ *mapping.Writer, _ *mapping.Node, _ string, k *mc.KeyBinding) (string, bool) {
	return "Agent", k.JWK == "" && vc.IsURL(k.ID)
}

// dropProof accounts for an embedded proof. It covers only the document that it
// is in, so it is never carried over; its result belongs to the provenance.
func dropProof(r *mapping.Reader, v jsontree.Value, _ *mc.Credential, _ mc.Path) {
	r.Mark(v, mc.Outcome{
		Kind: mc.KindDropped, CarriedBy: mc.CarriedByProvenance, Severity: mc.SeverityInfo,
		Reason: "a proof holds for the document it stands in only",
	})
}

// fillEnvelope fills the members of the credential itself.
func (e *encoder) fillEnvelope() {
	v := &e.c.Envelope
	for _, p := range e.replaced() {
		if p != "envelope.issuer" {
			e.Explain(p, reasonSource)
		}
	}
	if e.opts.ID != "" || e.isConverted() {
		v.ID = e.opts.ID
	}
	if e.isConverted() {
		v.Issued, v.Status, v.Terms, v.Refresh = mc.Instant{}, nil, nil, nil
		clear(v.Profiles)
		clear(v.Schemas)
	}
	if v.ValidFrom.IsZero() {
		v.ValidFrom = e.model.Envelope.Issued
		e.made("envelope.validFrom", "no start of validity is stated; the date of issue")
	}
	if v.ValidFrom.IsZero() {
		v.ValidFrom = e.c.Award.Awarding.On
		e.made("envelope.validFrom", "no start of validity is stated; the date of the award")
	}
}

// profiles are the kinds of credentials, each with its SHACL profile.
var profiles = []struct{ code, shapes string }{
	{"e34929035b", "edc-generic-full"},
	{"c_ae121a00", "edc-accredited"},
	{"c_9a31f32a", "edc-issued-by-mandate"},
	{"c_7e400154", "edc-converted"},
	{"6dff8a0f87", "edc-diploma-supplement"},
}

const (
	profileGeneric   = "e34929035b"
	profileConverted = "c_7e400154"
	profileMandated  = "c_9a31f32a"
)

// profile states the kind of credential if the model does not, and the schemas
// that follow from it.
func (e *encoder) profile(code string) {
	v := &e.c.Envelope
	usable := func(c mc.Concept) bool { return inScheme(&c, vocabulary.CredentialProfile) }
	if !slices.ContainsFunc(v.Profiles, usable) {
		if e.isConverted() && code != profileConverted {
			e.made(mc.Path("envelope.profiles").At(len(v.Profiles)), "not the profile of converted credentials, which asks for the original in the document: embed it")
		}
		v.Profiles = append(v.Profiles, mc.Concept{IRI: vocabulary.CredentialProfile.IRI(code), Scheme: string(vocabulary.CredentialProfile)})
	}
	valid := func(r mc.SchemaRef) bool {
		_, ok := serviceType(nil, nil, "credentialSchema", &r)
		return ok
	}
	if slices.ContainsFunc(v.Schemas, valid) {
		return
	}
	found := false
	for _, p := range profiles {
		if slices.ContainsFunc(v.Profiles, func(c mc.Concept) bool { return c.IRI == vocabulary.CredentialProfile.IRI(p.code) }) {
			v.Schemas = append(v.Schemas, mc.SchemaRef{ID: e.profileRoot() + p.shapes, Type: typeSHACL})
			found = true
		}
	}
	if !found {
		v.Schemas = append(v.Schemas, mc.SchemaRef{ID: e.profileRoot() + "edc-generic-full", Type: typeSHACL})
	}
}

// fillConversion states the profile and, in a converted credential, what it was
// converted from: as evidence with the whole source, if that is given. The profile
// edc-converted asks for it and has no evidence without a file.
func (e *encoder) fillConversion() {
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
	if code == profileGeneric && e.fillMandate() {
		code = profileMandated
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

// fillMandate states the mandate under which the credential is issued, as the profile of
// mandated issue asks for: evidence with a statement. It returns false without one.
func (e *encoder) fillMandate() bool {
	for i := range e.model.Provenance {
		p := &e.model.Provenance[i]
		if p.Authority != mc.Mandated {
			continue
		}
		at := mc.Path("envelope.evidence").At(len(e.c.Envelope.Evidence))
		e.made(at, "says on whose behalf the credential is issued")
		text := mc.Text("en", p.Authority.Sentence(p.Mandate)+".")
		if p.Mandate != nil && !p.Mandate.Statement.IsZero() {
			text = p.Mandate.Statement
		}
		e.c.Envelope.Evidence = append(e.c.Envelope.Evidence, mc.Evidence{
			Kind: mc.Concept{IRI: vocabulary.EvidenceType.IRI(evidenceMandate), Scheme: string(vocabulary.EvidenceType)}, Statement: text,
		})
		return true
	}
	return false
}

// evidenceMandate is the type of evidence that is a mandate.
const evidenceMandate = "c_18016257"

// sourceType returns the file type of the source of a conversion.
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
	if told := p.Authority.Sentence(p.Mandate); told != "" {
		s += ". " + told
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

// credentialID returns the id of a credential that has none or is converted: a
// UUID version 5 (RFC 9562) of the id and digest of the source, or else of what the
// document says.
func (e *encoder) credentialID(root *mapping.Node) string {
	if vc.IsURL(e.opts.ID) {
		return e.opts.ID
	}
	digest := stateOf(root).digest
	name := string(digest[:])
	if e.isConverted() {
		p := &e.model.Provenance[0]
		if p.SourceID+p.Digest.SHA256+p.Digest.Multibase != "" {
			name = p.SourceID + " " + p.Digest.SHA256 + " " + p.Digest.Multibase
		}
	}
	// SHA-1 only spreads the ids; nothing is secured by it.
	id := sha1.Sum([]byte(interoperabilityTree + name))
	id[6], id[8] = id[6]&0x0f|0x50, id[8]&0x3f|0x80
	s := hex.EncodeToString(id[:16])
	return "urn:credential:" + s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}
