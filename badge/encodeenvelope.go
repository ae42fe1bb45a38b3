package badge

import (
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/mikromerit/mikromerit/badge/ob3"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// envelope writes the members of the credential itself.
func (e *encoder) envelope() {
	v, out := &e.c.Envelope, &e.out
	out.ID = e.credentialID()
	out.Name = e.text("envelope.display.title", v.Display.Title, "/name")
	out.Description = e.text("envelope.display.description", v.Display.Description, "/description")
	out.Image = e.image("envelope.image", v.Image, "/image")
	e.issuer()
	e.dates()
	out.Evidence = each(v.Evidence, "envelope.evidence", "/evidence", e.evidence)
	e.annexes()
	if !e.converted() {
		e.services()
		out.Endorsement, out.EndorsementJWT = e.endorsements("envelope.endorsements", v.Endorsements, "")
	}

	eu := &e.euCred
	eu.DisplayTitle = e.allTexts("envelope.display.title", v.Display.Title, "/displayTitle")
	eu.DisplayDescription = e.allTexts("envelope.display.description", v.Display.Description, "/displayDescription")
	eu.PrimaryLanguage = e.concept("envelope.display.primary", &v.Display.Primary, "/primaryLanguage")
	eu.DisplayLanguage = e.concepts("envelope.display.languages", v.Display.Languages, "/displayLanguage")
	eu.CredentialProfile = e.concepts("envelope.profiles", v.Profiles, "/credentialProfile")
	eu.Identification = each(v.Identifiers, "envelope.identifiers", "/identification", e.identification)
	eu.IssuedAt = e.euInstant("envelope.issued", v.Issued, "/issuedAt")
	eu.ModifiedAt = e.euInstant("envelope.modified", v.Modified, "/modifiedAt")
	eu.FurtherInformation = e.notes("further", e.c.Further, "/furtherInformation")
	eu.SupplementaryDocument = each(e.c.Documents, "documents", "/supplementaryDocument", e.page)
}

// credentialID decides on the id of the badge. A badge made of another
// document is another statement and needs another id.
func (e *encoder) credentialID() string {
	own := e.c.Envelope.ID
	switch {
	case e.o.ID == own && own != "", e.o.ID == "" && !e.converted() && global(own):
		e.keep("envelope.id", "/id")
		return own
	case e.o.ID != "":
		return e.o.ID
	}
	e.tracker.Add(mc.Outcome{To: "/id", Kind: mc.KindSynthesised, Reason: "a badge is a new statement and has an id of its own"})
	return e.newID("envelope.id")
}

// issuer writes who makes the badge and, when that is somebody else, who made
// the credential.
func (e *encoder) issuer() {
	out, original := &e.out, &e.c.Envelope.Issuer
	if e.o.Authority != ThirdParty {
		out.Issuer = *e.profile("envelope.issuer", original, atIssuer)
		return
	}
	out.Subject.Source = e.profile("envelope.issuer", original, atSubject+"/source")
	e.tracker.Add(mc.Outcome{To: atIssuer, Kind: mc.KindDefaulted, Reason: "who makes the badge, as configured"})
	maker := e.o.Issuer
	switch {
	case maker == nil && e.o.IssuerID != "":
		maker = &mc.Party{ID: e.o.IssuerID}
	case maker == nil:
		maker = original
	}
	out.Issuer = e.foreign(maker)
}

// foreign writes a party that is no part of the credential and so of no
// account.
func (e *encoder) foreign(p *mc.Party) ob3.Profile {
	c := &mc.Credential{Envelope: mc.Envelope{Issuer: *p}}
	other := &encoder{account: newAccount(c), c: c, o: e.o, prefer: e.prefer, lang: e.lang, parties: map[string]placed{}}
	profile := *other.profile("envelope.issuer", &c.Envelope.Issuer, atIssuer)
	e.extended = e.extended || other.extended
	return profile
}

// dates writes the period of validity. Its start is required; what comes
// closest is the date of issue, then that of the award.
func (e *encoder) dates() {
	v, out := &e.c.Envelope, &e.out
	out.ValidFrom = e.instant("envelope.validFrom", v.ValidFrom, "/validFrom")
	for _, other := range []struct {
		at   path
		when mc.Instant
	}{{"envelope.issued", v.Issued}, {"award.awarding.on", e.c.Award.Awarding.On}} {
		if out.ValidFrom != "" || other.when.IsZero() {
			continue
		}
		out.ValidFrom = e.instant(other.at, other.when, "/validFrom")
		e.tracker.Add(mc.Outcome{To: "/validFrom", Kind: mc.KindSynthesised, Reason: "no start of validity is stated; taken from " + string(other.at)})
	}
	out.ValidUntil = e.instant("envelope.validUntil", v.ValidUntil, "/validUntil")
	out.AwardedDate = e.instant("award.awarding.on", e.c.Award.Awarding.On, "/awardedDate")
}

// evidence writes one item of evidence. Only type names that mean something
// everywhere, absolute IRIs, can stand beside Evidence.
func (e *encoder) evidence(at path, v *mc.Evidence, to string) *ob3.Evidence {
	out := &ob3.Evidence{Type: []string{"Evidence"}}
	for i, t := range v.Types {
		switch {
		case t == "Evidence":
			e.keep(at.Dot("types").At(i), to+"/type/0")
		case global(t):
			e.keep(at.Dot("types").At(i), element(to+"/type", len(out.Type)))
			out.Type = append(out.Type, t)
		}
	}
	switch {
	case global(v.URL):
		out.ID = e.native(at.Dot("url"), v.URL, to+"/id")
		if v.ID == v.URL {
			e.keep(at.Dot("id"), to+"/id")
		}
	case global(v.ID):
		out.ID = e.native(at.Dot("id"), v.ID, to+"/id")
	}
	out.Name = e.text(at.Dot("title"), v.Title, to+"/name")
	out.Description = e.text(at.Dot("description"), v.Description, to+"/description")
	out.Narrative = e.text(at.Dot("statement"), v.Statement, to+"/narrative")
	out.Genre = e.native(at.Dot("genre"), v.Genre, to+"/genre")
	out.Audience = e.native(at.Dot("audience"), v.Audience, to+"/audience")
	switch {
	case strings.HasPrefix(v.Digest, "sha"):
		out.DigestSRI = e.native(at.Dot("digest"), v.Digest, to+"/digestSRI")
	case strings.HasPrefix(v.Digest, "z") || strings.HasPrefix(v.Digest, "u"):
		out.DigestMultibase = e.native(at.Dot("digest"), v.Digest, to+"/digestMultibase")
	}
	if out.ID+out.Name+out.Description+out.Narrative+out.Genre+out.Audience == "" && len(out.Type) == 1 {
		return nil
	}
	return out
}

// annexes writes files attached by reference as evidence; Open Badges has no
// attachments.
func (e *encoder) annexes() {
	for i := range e.c.Annexes {
		m, at := &e.c.Annexes[i], path("annexes").At(i)
		if !webURL(m.URL) || len(m.Content) > 0 {
			continue
		}
		to := element("/evidence", len(e.out.Evidence))
		e.out.Evidence = append(e.out.Evidence, ob3.Evidence{
			ID:          e.native(at.Dot("url"), m.URL, to+"/id"),
			Type:        []string{"Evidence"},
			Name:        e.text(at.Dot("title"), m.Title, to+"/name"),
			Description: e.text(at.Dot("description"), m.Description, to+"/description"),
			Genre:       genreAttachment,
			MediaType:   e.native(at.Dot("mediaType"), m.MediaType, to+"/mediaType"),
		})
	}
}

// knownServices are the types of status, schema and refresh members that the
// contexts of a badge define; another one must be an absolute IRI.
var knownServices = map[string]bool{
	"BitstringStatusListEntry": true, "JsonSchema": true,
	"1EdTechJsonSchemaValidator2019": true, "1EdTechRevocationList": true, "1EdTechCredentialRefresh": true,
}

func serviceType(t string) bool { return knownServices[t] || global(t) }

// services writes what a credential that is issued for the first time says
// about its own status, schemas and terms.
func (e *encoder) services() {
	v, out := &e.c.Envelope, &e.out
	if len(v.Status) > 0 && global(v.Status[0].ID) && serviceType(v.Status[0].Type) {
		s, at, to := v.Status[0], path("envelope.status[0]"), "/credentialStatus"
		out.CredentialStatus = &ob3.CredentialStatus{
			ID:                   e.native(at.Dot("id"), s.ID, to+"/id"),
			Type:                 e.native(at.Dot("type"), s.Type, to+"/type"),
			StatusPurpose:        e.statusMember(at.Dot("purpose"), s.Type, s.Purpose, to+"/statusPurpose"),
			StatusListIndex:      e.statusMember(at.Dot("index"), s.Type, s.Index, to+"/statusListIndex"),
			StatusListCredential: e.statusMember(at.Dot("list"), s.Type, s.List, to+"/statusListCredential"),
		}
	}
	service := func(at path, s *mc.SchemaRef, to string) *ob3.Service {
		if !global(s.ID) || !serviceType(s.Type) {
			return nil
		}
		return &ob3.Service{ID: e.native(at.Dot("id"), s.ID, to+"/id"), Type: e.native(at.Dot("type"), s.Type, to+"/type")}
	}
	out.CredentialSchema = each(v.Schemas, "envelope.schemas", "/credentialSchema", service)
	if len(v.Refresh) > 0 {
		out.RefreshService = service("envelope.refresh[0]", &v.Refresh[0], "/refreshService")
	}
	out.TermsOfUse = each(v.Terms, "envelope.terms", "/termsOfUse", func(at path, t *mc.CredentialTerms, to string) *ob3.Service {
		if !serviceType(t.Type) || t.ID != "" && !global(t.ID) || t.Raw != "" {
			return nil
		}
		return &ob3.Service{ID: e.native(at.Dot("id"), t.ID, to+"/id"), Type: e.native(at.Dot("type"), t.Type, to+"/type")}
	})
}

// statusMember writes a member that only a BitstringStatusListEntry has.
func (e *encoder) statusMember(at path, kind, value, to string) string {
	if kind != "BitstringStatusListEntry" {
		return ""
	}
	return e.native(at, value, to)
}

// compactJWS is the form of an endorsement as a JWT.
var compactJWS = regexp.MustCompile(`^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+$`)

// endorsements writes the endorsements of a thing that keeps its id; one of a
// source would endorse something else.
func (e *encoder) endorsements(at path, list []mc.Endorsement, to string) (embedded []jsontext.Value, jwts []string) {
	for i, n := range list {
		from := at.At(i)
		if compactJWS.MatchString(n.Raw) {
			e.keep(from.Dot("raw"), element(to+"/endorsementJwt", len(jwts)))
			jwts = append(jwts, n.Raw)
			continue
		}
		root, err := jsontree.Parse([]byte(n.Raw), jsontree.Limits{})
		if err != nil || !slices.ContainsFunc(slices.Collect(root.Get("type").Each()), func(t jsontree.Value) bool { return t.IsText("EndorsementCredential") }) {
			continue
		}
		e.keep(from.Dot("raw"), element(to+"/endorsement", len(embedded)))
		embedded = append(embedded, jsontext.Value(n.Raw))
	}
	return embedded, jwts
}
