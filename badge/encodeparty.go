package badge

import (
	"slices"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"

	"github.com/mikromerit/mikromerit/badge/ob3"
)

// placed says where a party was written, so that an equal one is referred to
// and not repeated: the same logo and addresses stand in a Europass document
// once for the issuer and once for every award.
type placed struct {
	id string
	at path
}

// profile writes a party as a Profile.
func (e *encoder) profile(at path, p *mc.Party, to string) *ob3.Profile {
	out := &ob3.Profile{Type: []string{"Profile"}, ID: e.partyID(at, p, to+"/id")}
	if key, err := content(p); err == nil && out.ID != "" {
		e.parties[key] = placed{out.ID, at}
	}
	out.Name = e.text(at.Dot("name"), p.Name, to+"/name")
	out.Description = e.text(at.Dot("description"), p.Description, to+"/description")
	e.person(at, p, to, out)
	if len(p.Homepages) > 0 {
		out.URL = e.native(at.Dot("homepages").At(0).Dot("url"), p.Homepages[0].URL, to+"/url")
	}
	if i := slices.IndexFunc(p.Contacts, func(c mc.ContactPoint) bool { return len(c.Email) > 0 }); i >= 0 {
		out.Email = e.native(at.Dot("contacts").At(i).Dot("email").At(0), p.Contacts[i].Email[0], to+"/email")
	}
	if i := slices.IndexFunc(p.Contacts, func(c mc.ContactPoint) bool { return len(c.Phone) > 0 }); i >= 0 {
		out.Phone = e.native(at.Dot("contacts").At(i).Dot("phone").At(0), p.Contacts[i].Phone[0], to+"/phone")
	}
	out.Image = e.image(at.Dot("logo"), p.Logo, to+"/image")
	if len(p.Locations) > 0 && len(p.Locations[0].Addresses) > 0 {
		out.Address = e.mainAddress(at.Dot("locations").At(0), &p.Locations[0], to+"/address")
	}
	out.OtherIdentifier = e.entries(at.Dot("identifiers"), p.Identifiers, to+"/otherIdentifier")
	if p.Parent != nil && e.partyKey(p.Parent) != "" {
		out.ParentOrg = e.profile(at.Dot("parent"), p.Parent, to+"/parentOrg")
	}
	if !e.converted() {
		out.Endorsement, out.EndorsementJWT = e.endorsements(at.Dot("endorsements"), p.Endorsements, to)
	}
	if eu := some(e.euProfile(at, p, to)); eu != nil {
		out.Eu, out.Type = eu, append(out.Type, typeEuProfile)
	}
	if p.Kind == mc.PartyOrganisation && out.GivenName+out.FamilyName == "" {
		e.translate(at.Dot("kind"), to+"/type", "a Profile without a person's names is an organisation")
	}
	return out
}

// person writes the names of a natural person that a Profile has members for.
func (e *encoder) person(at path, p *mc.Party, to string, out *ob3.Profile) {
	if p.Person == nil {
		return
	}
	in, n := at.Dot("person"), p.Person
	if out.Name == "" {
		out.Name = e.text(in.Dot("fullName"), n.FullName, to+"/name")
	}
	out.GivenName = e.text(in.Dot("givenName"), n.GivenName, to+"/givenName")
	out.FamilyName = e.text(in.Dot("familyName"), n.FamilyName, to+"/familyName")
	out.PatronymicName = e.text(in.Dot("patronymic"), n.Patronymic, to+"/patronymicName")
	out.HonorificPrefix = e.text(in.Dot("prefix"), n.Prefix, to+"/honorificPrefix")
	out.HonorificSuffix = e.text(in.Dot("suffix"), n.Suffix, to+"/honorificSuffix")
	if out.Name == "" {
		out.Name = e.show(p.DisplayName())
	}
	if out.GivenName+out.FamilyName != "" {
		e.translate(at.Dot("kind"), to+"/type", "a Profile with a person's names is a person")
	}
}

// partyID returns the id of a party, which Open Badges requires: its own, a
// DID or web address among its identifiers, else a new one that descends from
// what identifies it.
func (e *encoder) partyID(at path, p *mc.Party, to string) string {
	if to == atIssuer+"/id" && e.o.IssuerID != "" {
		if p.ID == e.o.IssuerID {
			e.keep(at.Dot("id"), to)
		} else {
			e.tracker.Add(mc.Outcome{To: to, Kind: mc.KindDefaulted, Reason: "the id under which the issuer can be verified, as configured"})
		}
		return e.o.IssuerID
	}
	if global(p.ID) {
		e.keep(at.Dot("id"), to)
		return p.ID
	}
	for i, id := range p.Identifiers {
		if (id.Scheme == mc.IdentDID || id.Scheme == mc.IdentURL) && global(id.Value) {
			e.keep(at.Dot("identifiers").At(i).Dot("value"), to)
			return id.Value
		}
	}
	key := e.partyKey(p)
	if key == "" {
		return "" // nobody: the rule that a Profile has an id will say so
	}
	e.tracker.Add(mc.Outcome{To: to, Kind: mc.KindSynthesised, Reason: "the party has no identifier that means anything outside its document"})
	if e.o.NewID != nil {
		return e.o.NewID(string(at))
	}
	return urn(uuid5(namespace, "party\x00"+key))
}

// partyKey is what identifies a party, "" for one of which nothing is known
// that could.
func (e *encoder) partyKey(p *mc.Party) string {
	key := ""
	if global(p.ID) {
		key = p.ID + "\n"
	}
	for _, id := range p.Identifiers {
		key += string(id.Scheme) + " " + id.SchemeIRI + " " + id.Country.Alpha2 + " " + id.Value + "\n"
	}
	if key == "" {
		key = e.show(p.DisplayName())
	}
	return key
}

// party writes a party, or the id of an equal one that stands elsewhere.
func (e *encoder) party(at path, p *mc.Party, to string) *ob3.PartyRef {
	if e.o.WithoutExtension || p == nil || e.partyKey(p) == "" {
		return nil
	}
	if key, err := content(p); err == nil {
		if earlier, ok := e.parties[key]; ok {
			e.repeat(at, earlier.at)
			e.extended = true
			return &ob3.PartyRef{ID: earlier.id}
		}
	}
	ref := &ob3.PartyRef{}
	e.inside(func() { ref.Profile = e.profile(at, p, to) })
	return ref
}

func (e *encoder) euProfile(at path, p *mc.Party, to string) ob3.EuProfile {
	out := ob3.EuProfile{
		LegalName: e.allTexts(at.Dot("name"), p.Name, to+"/legalName"),
		AltName:   e.texts(at.Dot("altName"), p.AltName, to+"/altName"),
		EuParty:   e.euParty(at, p, to),
	}
	out.Quality = each(p.Accreditations, at.Dot("accreditations"), to+"/quality", e.quality)
	return out
}

// euParty writes what the native members have left open.
func (e *encoder) euParty(at path, p *mc.Party, to string) (out ob3.EuParty) {
	if n := p.Person; n != nil {
		in := at.Dot("person")
		out.FullName = e.allTexts(in.Dot("fullName"), n.FullName, to+"/fullName")
		out.GivenNames = e.allTexts(in.Dot("givenName"), n.GivenName, to+"/givenNames")
		out.FamilyNames = e.allTexts(in.Dot("familyName"), n.FamilyName, to+"/familyNames")
		out.PatronymicNames = e.allTexts(in.Dot("patronymic"), n.Patronymic, to+"/patronymicNames")
		if e.o.PersonalData {
			e.birth(in, n, to, &out)
		}
	}
	if e.open(at.Dot("identifiers")) {
		out.Identification = each(p.Identifiers, at.Dot("identifiers"), to+"/identification", e.identification)
	}
	if e.open(at.Dot("locations")) {
		out.Location = each(p.Locations, at.Dot("locations"), to+"/location", e.place)
	}
	if e.open(at.Dot("contacts")) {
		out.ContactPoint = each(p.Contacts, at.Dot("contacts"), to+"/contactPoint", e.contact)
	}
	if e.open(at.Dot("homepages")) {
		out.Homepage = each(p.Homepages, at.Dot("homepages"), to+"/homepage", e.page)
	}
	return out
}

func (e *encoder) birth(at path, n *mc.Person, to string, out *ob3.EuParty) {
	out.BirthName = e.texts(at.Dot("birthName"), n.BirthName, to+"/birthName")
	if !n.BirthDate.IsZero() {
		out.BirthDate = e.string(at.Dot("birthDate"), n.BirthDate.String(), to+"/birthDate")
	}
	if n.BirthPlace != nil {
		out.BirthPlace = e.place(at.Dot("birthPlace"), n.BirthPlace, to+"/birthPlace")
	}
	out.Citizenship = each(n.Citizenship, at.Dot("citizenship"), to+"/citizenship", e.country)
	out.Gender = e.concept(at.Dot("gender"), &n.Gender, to+"/gender")
}

// identifierTypes are the identifier types of Open Badges; what its
// enumeration lacks is an extension of it, spelled as in European practice.
var identifierTypes = map[mc.IdentifierScheme]string{
	mc.IdentName: "name", mc.IdentEmail: "emailAddress", mc.IdentUserName: "userName",
	mc.IdentAccount: "accountId", mc.IdentSystemID: "systemId", mc.IdentSourcedID: "sourcedId",
	mc.IdentNationalID: "nationalIdentityNumber", mc.IdentOther: "identifier",
	mc.IdentDID: "ext:DID", mc.IdentURL: "ext:URL", mc.IdentEIDAS: "ext:eIDAS", mc.IdentVAT: "ext:VAT",
	mc.IdentTax: "ext:TaxID", mc.IdentRegistration: "ext:Registration", mc.IdentStudentID: "ext:StudentID",
	mc.IdentESI: "ext:ESI", mc.IdentEduID: "ext:EduID", mc.IdentPhone: "ext:Phone", mc.IdentROR: "ext:ROR",
	mc.IdentPIC: "ext:PIC", mc.IdentErasmus: "ext:Erasmus", mc.IdentSCHAC: "ext:SCHAC", mc.IdentBRIN: "ext:BRIN",
	mc.IdentQDR: "ext:QDR", mc.IdentCTID: "ext:CTID", mc.IdentCourseCode: "ext:CourseCode",
}

func identifierType(s mc.IdentifierScheme) string {
	if t, ok := identifierTypes[s]; ok {
		return t
	}
	return "identifier"
}

// identifierType writes the type of an identifier: that of its scheme, or the
// name of the scheme if that is a type of Open Badges that we have no scheme
// for.
func (e *encoder) identifierType(at path, id *mc.Identifier, to string) string {
	name := identifierType(id.Scheme)
	_, ours := schemesOfTypes[id.SchemeName]
	switch {
	case name != "identifier":
		e.translate(at.Dot("scheme"), to, "the name of the type in Open Badges")
	case !ours && ob3.IdentifierType(id.SchemeName).Valid():
		return e.native(at.Dot("schemeName"), id.SchemeName, to)
	}
	return name
}

// identifierKind is the word of the extension for a scheme: that of the
// identifier type without "ext:", NationalID for a national identity number.
func identifierKind(s mc.IdentifierScheme) string {
	switch s {
	case mc.IdentOther:
		return ""
	case mc.IdentNationalID:
		return "NationalID"
	}
	if t, ok := identifierTypes[s]; ok {
		return strings.TrimPrefix(t, "ext:")
	}
	return ""
}

// entries writes identifiers of an organisation or achievement; a hashed one
// has no place there.
func (e *encoder) entries(at path, ids []mc.Identifier, to string) []ob3.IdentifierEntry {
	return each(ids, at, to, func(at path, id *mc.Identifier, to string) *ob3.IdentifierEntry {
		if id.Hash != nil || strings.TrimSpace(id.Value) == "" {
			return nil
		}
		e.keep(at.Dot("value"), to+"/identifier")
		return &ob3.IdentifierEntry{Type: "IdentifierEntry", Identifier: id.Value, IdentifierType: e.identifierType(at, id, to+"/identifierType")}
	})
}

// identification writes an identifier that has more to say than its value and
// type. One without anything open is left out.
func (e *encoder) identification(at path, id *mc.Identifier, to string) *ob3.EuIdentification {
	if e.o.WithoutExtension || id.Hash != nil || !e.open(at) {
		return nil
	}
	n := &ob3.EuIdentification{
		Notation:      e.string(at.Dot("value"), id.Value, to+"/notation"),
		SchemeID:      e.string(at.Dot("schemeIRI"), id.SchemeIRI, to+"/schemeId"),
		SchemeName:    e.string(at.Dot("schemeName"), id.SchemeName, to+"/schemeName"),
		SchemeVersion: e.string(at.Dot("schemeVersion"), id.SchemeVersion, to+"/schemeVersion"),
		SchemeAgency:  e.texts(at.Dot("schemeAgency"), id.SchemeAgency, to+"/schemeAgency"),
		IssuedAt:      e.euInstant(at.Dot("issued"), id.Issued, to+"/issuedAt"),
		Country:       e.country(at.Dot("country"), &id.Country, to+"/country"),
	}
	if kind := identifierKind(id.Scheme); kind != "" {
		n.IdentifierKind = e.string(at.Dot("scheme"), kind, to+"/identifierKind")
	}
	return n
}
