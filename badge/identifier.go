package badge

import (
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// identifierTypes are the identifier types of Open Badges. Those with "ext:"
// extend its enumeration and are spelled as in European practice.
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

// identifierAliases are other spellings of identifier types, and names of schemes,
// in lower case and without "ext:" and signs.
var identifierAliases = map[string]mc.IdentifierScheme{
	"email": mc.IdentEmail, "eidasidentifier": mc.IdentEIDAS, "eidaslegalidentifier": mc.IdentEIDAS,
	"vatnumber": mc.IdentVAT, "vatid": mc.IdentVAT, "vatidentifier": mc.IdentVAT, "taxidentifier": mc.IdentTax,
	"registrationid": mc.IdentRegistration, "registrationnumber": mc.IdentRegistration,
	"studentcardid": mc.IdentStudentID, "studentnumber": mc.IdentStudentID, "studentidentifier": mc.IdentStudentID,
	"europeanstudentidentifier": mc.IdentESI, "erasmuscode": mc.IdentErasmus, "erasmusinstitutionalcode": mc.IdentErasmus,
	"schachomeorganization": mc.IdentSCHAC, "schachomeorganisation": mc.IdentSCHAC, "piccode": mc.IdentPIC,
	"participantidentificationcode": mc.IdentPIC, "rorid": mc.IdentROR,
}

// schemeOfType returns the scheme that an identifier type stands for, whatever its
// spelling.
func schemeOfType(s string) (scheme mc.IdentifierScheme, alias, known bool) {
	if scheme, known = schemesOfTypes[s]; known {
		return scheme, false, true
	}
	plain := plainScheme(s)
	if scheme, known = identifierAliases[plain]; known {
		return scheme, true, true
	}
	if !strings.HasPrefix(s, "ext:") {
		return "", false, false
	}
	scheme, known = schemesInPlain[plain]
	return scheme, known, known
}

// plainScheme is the name of a scheme in lower case, letters and digits alone.
func plainScheme(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.TrimPrefix(s, "ext:"))
}

// typeOfName is the identifier type that the name of a scheme makes: its own words
// after "ext:", so that nobody reads a number of which nothing is known.
func typeOfName(name string) string {
	if scheme, known := identifierAliases[plainScheme(name)]; known {
		return identifierTypes[scheme]
	}
	if strings.HasPrefix(name, "ext:") || !strings.Contains(name, ":") && ob3.IdentifierType(name).Valid() {
		if _, ours := schemesOfTypes[name]; !ours && ob3.IdentifierType(name).Valid() {
			return name
		}
	}
	letters := wordsAsType(strings.TrimPrefix(name, "ext:"))
	if _, _, means := schemeOfType("ext:" + letters); letters == "" || means || len(letters) > maxTypeName {
		return identifierTypes[mc.IdentOther]
	}
	return "ext:" + letters
}

// wordsAsType joins words to a name of letters, digits, dots and underscores alone.
func wordsAsType(s string) string {
	var b strings.Builder
	begins := false
	for _, r := range norm.NFD.String(foldLetters.Replace(s)) {
		switch {
		case r >= 'a' && r <= 'z' && begins:
			b.WriteRune(r + 'A' - 'a')
		case r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '_':
			b.WriteRune(r)
		}
		begins = r == ' ' || begins && r >= 0x300 && r < 0x370
	}
	return b.String()
}

// foldLetters are the letters of Nordic languages that are no letter with a mark.
var foldLetters = strings.NewReplacer("ø", "o", "Ø", "O", "æ", "ae", "Æ", "Ae", "ð", "d", "Ð", "D", "þ", "th", "Þ", "Th")

// maxTypeName is how long the name of a scheme may be to be a type.
const maxTypeName = 60

// identifierKinds are the words of the extension: those of the identifier types
// without "ext:", NationalID for a national identity number.
var identifierKinds = func() map[mc.IdentifierScheme]string {
	out := map[mc.IdentifierScheme]string{}
	for scheme, name := range identifierTypes {
		out[scheme] = strings.TrimPrefix(name, "ext:")
	}
	out[mc.IdentNationalID] = "NationalID"
	delete(out, mc.IdentOther)
	return out
}()

// schemesOfTypes and schemesOfKinds are the tables turned around, schemesInPlain
// is the first with plain names of those with "ext:".
var (
	schemesOfTypes = inverse(identifierTypes)
	schemesOfKinds = inverse(identifierKinds)
	schemesInPlain = func() map[string]mc.IdentifierScheme {
		out := map[string]mc.IdentifierScheme{}
		for name, scheme := range schemesOfTypes {
			if strings.HasPrefix(name, "ext:") {
				out[plainScheme(name)] = scheme
			}
		}
		return out
	}()
)

// inverse turns a table around. No two keys may have the same value.
func inverse[K, V comparable](table map[K]V) map[V]K {
	out := make(map[V]K, len(table))
	for k, v := range table {
		out[v] = k
	}
	return out
}

func (s *tables) defineIdentifiers() {
	type T = mc.Identifier
	value := func(i *T) *string { return &i.Value }
	s.identification = class[T]{
		Instead: func(w *mapping.Writer, id *T, at path, to string) (*node, bool) {
			if id.Hash != nil || !w.State.(*encoder).isOpen(at) {
				return nil, true
			}
			n := &node{Pointer: to} // empty where no member holds what is open
			s.identification.WriteMembers(w, n, id, at)
			return n, true
		},
		Rows: []row[T]{
			mapping.Text("notation", value),
			mapping.Word("identifierKind", func(i *T) *mc.IdentifierScheme { return &i.Scheme }, identifierKinds),
			mapping.One("country", func(i *T) *mc.Country { return &i.Country }, &s.country),
			mapping.Text("schemeId", func(i *T) *string { return &i.SchemeIRI }),
			mapping.Text("schemeName", func(i *T) *string { return &i.SchemeName }),
			mapping.Text("schemeVersion", func(i *T) *string { return &i.SchemeVersion }),
			mapping.Lang("schemeAgency", func(i *T) *mc.LangString { return &i.SchemeAgency }),
			mapping.Instant("issuedAt", func(i *T) *mc.Instant { return &i.Issued }),
		},
	}
	s.entry = class[T]{
		Types:   []string{"IdentifierEntry"},
		Instead: only(func(_ *encoder, id *T, _ path) bool { return id.Hash == nil && strings.TrimSpace(id.Value) != "" }),
		Rows:    []row[T]{mapping.Text("identifier", value), identifierType("identifierType")},
	}
	s.identity = class[T]{
		Types: []string{"IdentityObject"},
		Rows: []row[T]{
			custom("hashed", readHashed, func(_ *encoder, n *node, id *T, _ path) {
				n.Members = append(n.Members, mapping.Member{Term: "hashed", Items: []mapping.Item{{Raw: strconv.FormatBool(id.Hash != nil)}}})
			}),
			custom("identityHash", readIdentity, writeIdentity),
			identifierType("identityType"),
			custom("salt", func(d *decoder, v jsontree.Value, to *T, at path) {
				if to.Hash == nil {
					d.Reject(v, "a salt beside an identifier in clear")
					return
				}
				d.text(v, &to.Hash.Salt, at.Dot("hash").Dot("salt"))
			}, func(e *encoder, n *node, id *T, at path) {
				if id.Hash != nil && id.Hash.Salt != "" {
					e.Keep(at.Dot("hash").Dot("salt"), n.At("salt"))
					e.PutText(n, "salt", id.Hash.Salt)
				}
			}),
		},
	}
}

// identifierType is the member with the type of an identifier: that of its
// scheme, or the name of the scheme if that is a type of Open Badges for which
// the model has no scheme.
func identifierType(term string) row[mc.Identifier] {
	return custom(term, func(d *decoder, v jsontree.Value, to *mc.Identifier, at path) {
		v, s, ok := d.Literal(v)
		if !ok {
			return
		}
		switch scheme, alias, known := schemeOfType(s); {
		case s == identifierTypes[mc.IdentOther]:
			d.Scaffold(v)
		case alias:
			mapping.FillAs(d.Reader, v, &to.Scheme, scheme, at.Dot("scheme"), CodeAlias+": "+identifierTypes[scheme]+" is meant")
		case known:
			mapping.FillAs(d.Reader, v, &to.Scheme, scheme, at.Dot("scheme"), "the scheme of the identifier")
		default:
			d.readSchemeName(v, s, to, at.Dot("schemeName"))
		}
	}, func(e *encoder, n *node, id *mc.Identifier, at path) {
		name, known := identifierTypes[id.Scheme]
		switch {
		case known && id.Scheme != mc.IdentOther:
			e.Translate(at.Dot("scheme"), n.At(term), "the name of the type in Open Badges")
		default:
			name = typeOfName(id.SchemeName)
			if name == id.SchemeName {
				e.Keep(at.Dot("schemeName"), n.At(term))
			} else if name != identifierTypes[mc.IdentOther] {
				e.Translate(at.Dot("schemeName"), n.At(term), "the name of the scheme as a type")
			}
		}
		e.PutText(n, term, name)
	})
}

// readSchemeName reads a type of which the model has no scheme as the name of the
// scheme.
func (d *decoder) readSchemeName(v jsontree.Value, s string, to *mc.Identifier, at path) {
	name, extended := strings.CutPrefix(s, "ext:")
	switch {
	case !extended:
		mapping.Fill(d.Reader, v, &to.SchemeName, s, at)
	case to.SchemeName != "" && typeOfName(to.SchemeName) == s:
		d.Change(v, at, "the name of the scheme as a type")
	case to.SchemeName != "" && to.SchemeName != name:
		contradiction(d.Reader, v, at)
	default:
		to.SchemeName = name
		d.Scaffold(v)
		d.Derive(v, at) // a type has no spaces, so another member may say it better
	}
}

// readHashed reads whether an identifier is a hash.
func readHashed(d *decoder, v jsontree.Value, to *mc.Identifier, _ path) {
	switch v, ok := d.Single(v); {
	case !ok:
	case v.Kind() != jsontree.Bool:
		d.Reject(v, "not a boolean")
	case !v.Bool():
		d.Scaffold(v)
	default:
		to.Hash = &mc.IdentityHash{}
	}
}

// readIdentity reads an identifier in clear, or its hash with the algorithm
// before it.
func readIdentity(d *decoder, v jsontree.Value, to *mc.Identifier, at path) {
	v, s, ok := d.Literal(v)
	if !ok {
		return
	}
	mapping.Fill(d.Reader, v, &to.Value, s, at.Dot("value"))
	hashed := v.Parent().Get("hashed")
	if to.Hash == nil {
		return
	}
	d.Change(hashed, at.Dot("value"), "says that the value is a hash")
	if algorithm, _, ok := strings.Cut(s, "$"); ok && algorithm != "" {
		to.Hash.Algorithm = algorithm
		d.Change(v, at.Dot("hash").Dot("algorithm"), "stands before the hash")
	}
}

// writeIdentity writes an identifier in clear, or a hash as the source states
// it.
func writeIdentity(e *encoder, n *node, id *mc.Identifier, at path) {
	value, to := id.Value, n.At("identityHash")
	switch {
	case id.Hash == nil:
		e.Keep(at.Dot("value"), to)
	case strings.Contains(value, "$"):
		e.Keep(at.Dot("value"), to)
		e.Translate(at.Dot("hash").Dot("algorithm"), to, "stands before the hash")
	default:
		value = "sha256$" + value
		e.Change(at.Dot("value"), to, mc.MatchExact, "with the algorithm before it")
		e.Translate(at.Dot("hash").Dot("algorithm"), to, "stands before the hash")
	}
	e.PutText(n, "identityHash", value)
}

// identifications is a term of the extension with identifiers and the
// authorities that gave them; they complete those that native members have.
func identifications[T any](get func(*T) *[]mc.Identifier, c *class[mc.Identifier]) row[T] {
	field := mapping.PathOf(get)
	return readBy(mapping.Many("identification", get, c), func(d *decoder, v jsontree.Value, to *T, at path) {
		list, at := get(to), step(at, field)
		known := map[string][]int{}
		for i, id := range *list {
			known[id.Value] = append(known[id.Value], i)
		}
		for one := range v.Each() {
			if d.Nothing(one) {
				continue
			}
			kind := schemesOfKinds[one.Get("identifierKind").Text()]
			value := one.Get("notation").Text()
			found := -1
			for k, i := range known[value] {
				if id := (*list)[i]; value != "" && id.Hash == nil && (id.Scheme == kind || id.Scheme == mc.IdentOther || kind == mc.IdentOther) {
					found = i
					known[value] = append(known[value][:k:k], known[value][k+1:]...)
					break
				}
			}
			if found >= 0 {
				c.Read(d.Reader, one, &(*list)[found], at.At(found))
				continue
			}
			var id mc.Identifier
			if c.Read(d.Reader, one, &id, at.At(len(*list))) {
				*list = append(*list, id)
			}
		}
	})
}

// placed says where a party or assessment was written, so that equal ones refer
// to it: a Europass document repeats logo and addresses for the issuer and for
// every award.
type placed struct {
	id string
	at path
}

// whole writes a party as a Profile, whatever is known of it.
func (e *encoder) whole(p *mc.Party, at path, to string) *node {
	return e.s.profile.WriteRequired(e.Writer, nil, "", p, at, to)
}

// reference returns the id of an equal party that is written already. It is also
// done, with nil, if nothing is known of the party.
func (e *encoder) reference(p *mc.Party, at path, to string) (n *node, done bool) {
	if e.partyKey(p) == "" {
		return nil, true
	}
	if key, err := content(p); err == nil {
		if earlier, ok := e.parties[key]; ok {
			e.repeat(at, earlier.at)
			return &node{ID: earlier.id, Bare: true, Pointer: to}, true
		}
	}
	return nil, false
}

// registered returns the id under which a party is written and remembers it.
func (e *encoder) registered(p *mc.Party, at path, to string) string {
	id := e.partyID(p, at, to+"/id")
	if key, err := content(p); err == nil && id != "" {
		e.parties[key] = placed{id, at}
	}
	return id
}

// partyID returns the id of a party, which Open Badges requires: its own, a DID
// or URL among its identifiers, or else one that is made of what identifies it.
func (e *encoder) partyID(p *mc.Party, at path, to string) string {
	if to == atIssuer+"/id" && e.o.IssuerID != "" {
		if p.ID != e.o.IssuerID {
			e.tracker.Add(mc.Outcome{To: to, Kind: mc.KindDefaulted, Reason: "the id under which the issuer can be verified, as configured"})
		}
		return e.o.IssuerID
	}
	if isGlobal(p.ID) {
		return p.ID
	}
	for i, id := range p.Identifiers {
		if (id.Scheme == mc.IdentDID || id.Scheme == mc.IdentURL) && isGlobal(id.Value) {
			e.Keep(at.Dot("identifiers").At(i).Dot("value"), to)
			return id.Value
		}
	}
	key := e.partyKey(p)
	if key == "" {
		return "" // the check that a Profile has an id reports it
	}
	e.tracker.Add(mc.Outcome{To: to, Kind: mc.KindSynthesised, Reason: "the party has no identifier that means anything outside its document"})
	if e.o.NewID != nil {
		return e.o.NewID(string(at))
	}
	return urn(uuid5(namespace, "party\x00"+key))
}

// partyKey returns what identifies a party, or "" if nothing does.
func (e *encoder) partyKey(p *mc.Party) string {
	key := ""
	if isGlobal(p.ID) {
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
