package jades

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// checkSigner records who made the seal, and compares that with the issuer whom
// the credential names. What the document says about its issuer was written by
// whoever sealed it: only the certificate is proof.
func (v *verification) checkSigner() {
	id := identityOf(v.leaf)
	chain := slices.Clone(v.path)
	v.signer = proof.Signer{Key: v.leaf.PublicKey, Chain: chain, Controller: id.controller()}
	if !v.verified {
		v.signer.Reason = "The signature did not verify, so the certificate says nothing about this credential."
		return
	}
	v.signer.Name, v.signer.Vouched = id.name(), v.vouched
	var document vc.Document
	if v.job.File != nil {
		document = v.job.File.Document()
	}
	issuer := document.Get("issuer")
	v.signer.Issues, v.signer.Reason = vc.Unknown, "The credential does not describe its issuer, so the certificate cannot be compared with it."
	for i, one := range slices.Collect(issuer.Each()) {
		status, reason := id.compareIssuer(one)
		if i == 0 || severity(status) > severity(v.signer.Issues) {
			v.signer.Issues, v.signer.Reason = status, reason
		}
		if status != vc.Fail && one.IsObject() {
			v.checkNames(id, one)
			v.checkIdentifiers(id, one)
		}
	}
}

// compareIssuer compares the certificate with one issuer in the European
// Learning Model. When it seals, issuer software copies identifier and name of
// the organisation from the certificate; some write the identifier without its
// prefix ("12345678" for "NTRSE-12345678").
func (id identity) compareIssuer(issuer jsontree.Value) (vc.Status, string) {
	claims := claimsOf(issuer)
	switch {
	case !issuer.IsObject():
		return vc.Unknown, "The credential does not describe its issuer, so the certificate cannot be compared with it."
	case id.isPerson:
		return vc.Unknown, "The certificate is a person's, who may work for an organisation but does not seal for it."
	case id.hasSeveral:
		return vc.Unknown, "The certificate holds several organisation identifiers, so it is not clear whom it speaks for."
	case len(claims) > 0 && id.organisation == "":
		return vc.Unknown, "The issuer has an eIDASIdentifier, but the certificate carries no organisation identifier to compare it with."
	case len(claims) > 0:
		return id.compareIdentifiers(claims, issuer)
	case id.matchNames(namesOf(issuer)) != noName:
		return vc.Pass, "The organisation name of the certificate is the issuer's legalName; neither is compared by an identifier."
	}
	return vc.Unknown, "The issuer has no eIDASIdentifier, and its legalName is not the organisation name of the certificate."
}

// compareIdentifiers compares every identifier that the issuer claims: a right
// one does not make up for one that belongs to another organisation.
func (id identity) compareIdentifiers(claims []claim, issuer jsontree.Value) (vc.Status, string) {
	_, _, number, prefixed := parseIdentifier(id.organisation)
	status, reason := vc.Pass, "The organisation identifier of the certificate is the issuer's eIDASIdentifier."
	for _, c := range claims {
		switch {
		case c.notation == id.organisation:
			continue
		case !prefixed || c.notation != number:
			return vc.Fail, "The issuer has an eIDASIdentifier that is not, letter by letter, the organisation identifier of the certificate: another organisation sealed this credential."
		}
		// A bare number means something only in its country.
		switch countries := c.countries(issuer); {
		case len(countries) > 0 && len(id.countries) > 0 && !overlap(countries, id.countries):
			return vc.Fail, "The issuer's eIDASIdentifier is a number without its prefix, and the issuer is of another country than the certificate: another organisation sealed this credential."
		case len(countries) > 0 && isSubset(countries, id.countries):
			reason = "The organisation identifier of the certificate, without its prefix, is the issuer's eIDASIdentifier, and the country is the same."
		case id.matchNames(namesOf(issuer)) != noName:
			reason = "The organisation identifier of the certificate, without its prefix, is the issuer's eIDASIdentifier, and the name is the same."
		default:
			status, reason = vc.Unknown, "The issuer's eIDASIdentifier is the number in the certificate without its prefix, and neither country nor name shows that it is of the same register."
		}
		if status != vc.Pass {
			return status, reason
		}
	}
	return status, reason
}

// claim is an eIDAS identifier that an issuer claims to have.
type claim struct {
	notation string
	spatial  jsontree.Value
}

// claimsOf reads the eIDAS identifiers of an issuer, in the forms that the
// European Learning Model and EBSI give them.
func claimsOf(issuer jsontree.Value) []claim {
	var claims []claim
	for _, member := range membersOf(issuer, "eIDASIdentifier", "eidasLegalIdentifier") {
		for identifier := range member.Each() {
			claims = append(claims, readClaims(identifier)...)
		}
	}
	return claims
}

func readClaims(identifier jsontree.Value) []claim {
	if !identifier.IsObject() {
		return []claim{{notation: identifier.Text()}}
	}
	var claims []claim
	var spatial jsontree.Value
	for _, place := range membersOf(identifier, "spatial") {
		spatial = place
	}
	for _, member := range membersOf(identifier, "notation", "@value") {
		for notation := range member.Each() {
			text := notation
			if notation.IsObject() {
				text = notation.Get("@value")
			}
			claims = append(claims, claim{text.Text(), spatial})
		}
	}
	return claims
}

// countries returns the alpha-2 codes of the country that the issuer states for
// the identifier or else for itself.
func (c claim) countries(issuer jsontree.Value) []string {
	if stated := countriesIn(c.spatial); len(stated) > 0 {
		return stated
	}
	var stated []string
	for _, location := range membersOf(issuer, "location", "address") {
		for place := range location.Each() {
			for _, address := range append(membersOf(place, "address"), place) {
				for one := range address.Each() {
					for _, code := range membersOf(one, "countryCode", "addressCountryCode", "addressCountry") {
						stated = append(stated, countriesIn(code)...)
					}
				}
			}
		}
	}
	return stated
}

// countriesIn reads countries as concepts of the EU's country table or as codes.
func countriesIn(value jsontree.Value) []string {
	var stated []string
	for concept := range value.Each() {
		code := concept
		if concept.IsObject() {
			code = concept.Get("id")
		}
		if country, ok := mc.CountryOf(code.Text()); ok {
			stated = append(stated, country.Alpha2)
		}
	}
	return stated
}

// checkNames warns when the document calls the organisation in the certificate by
// another name: only the certificate's name is proven.
func (v *verification) checkNames(id identity, issuer jsontree.Value) {
	names := namesOf(issuer)
	if len(names) == 0 {
		names = textsOf(issuer, "prefLabel", "name") // what a reader shows instead
	}
	if match := id.matchNames(names); !id.isPerson && len(names) > 0 && match != allNames {
		found := "The issuer's name is not the organisation name in the certificate."
		if match == someNames {
			found = "The issuer's name is the organisation name in the certificate in some of its languages only."
		}
		v.add(&ruleName, vc.Warn, "/issuer", found+" Only the name in the certificate is proven, and that one is shown to you.")
	}
	if strings.HasPrefix(issuer.Get("id").Text(), "did:") {
		v.add(&ruleName, vc.Warn, "/issuer/id", "The issuer's id is a DID. A certificate cannot speak for a DID, so the seal does not prove it.")
	}
}

// nameMatch says how many of the names in a document are those of the
// organisation.
type nameMatch int

// The name matches.
const (
	noName nameMatch = iota
	someNames
	allNames
)

func (id identity) matchNames(names []string) nameMatch {
	right := 0
	for _, name := range names {
		if slices.ContainsFunc(id.names, func(own string) bool { return plainName(own) == plainName(name) }) {
			right++
		}
	}
	switch right {
	case 0:
		return noName
	case len(names):
		return allNames
	}
	return someNames
}

// plainName returns a name without the differences that do not count: letter
// case, white space and how an accent is encoded.
func plainName(name string) string {
	return strings.ToLower(norm.NFC.String(strings.Join(strings.Fields(name), " ")))
}

// namesOf returns the legal names of an issuer in all languages.
func namesOf(issuer jsontree.Value) []string { return textsOf(issuer, "legalName") }

// textsOf returns the texts of members in all languages.
func textsOf(issuer jsontree.Value, members ...string) []string {
	var names []string
	add := func(value jsontree.Value) {
		for name := range value.Each() {
			if name.IsObject() {
				name = name.Get("@value")
			}
			if text := strings.TrimSpace(name.Text()); text != "" {
				names = append(names, text)
			}
		}
	}
	for _, member := range membersOf(issuer, members...) {
		for value := range member.Each() {
			if !value.IsObject() || value.Get("@value").Exists() {
				add(value)
				continue
			}
			for _, byLanguage := range value.Members() {
				add(byLanguage)
			}
		}
	}
	return names
}

// membersOf returns the members of an object with one of these names. A name may
// also be the end of a compact or full IRI, which means the same in JSON-LD.
func membersOf(object jsontree.Value, names ...string) []jsontree.Value {
	var found []jsontree.Value
	for name, member := range object.Members() {
		if i := strings.LastIndexAny(name, ":/#"); i >= 0 {
			name = name[i+1:]
		}
		if slices.Contains(names, name) {
			found = append(found, member)
		}
	}
	return found
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

func isSubset(a, b []string) bool {
	return !slices.ContainsFunc(a, func(s string) bool { return !slices.Contains(b, s) })
}
