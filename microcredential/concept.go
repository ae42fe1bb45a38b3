package microcredential

// Concept is a coded value (in the sense of SKOS): a level, a type of
// assessment, a language. Each field may be empty; a concept with only a
// Label is free text.
type Concept struct {
	IRI         string     // identifies the value across documents
	Scheme      string     // IRI of the list that the value is taken from
	SchemeLabel LangString // name of the list
	Notation    string     // short code within the scheme, such as "6" or "ECTS"
	Label       LangString // preferred names
	Definition  LangString
}

// IsZero reports whether nothing at all is stated.
func (c Concept) IsZero() bool {
	return c.IRI == "" && c.Scheme == "" && c.Notation == "" &&
		c.SchemeLabel.IsZero() && c.Label.IsZero() && c.Definition.IsZero()
}

// String returns the most readable short form: a label (English if there is
// one), else the notation, else the IRI.
func (c Concept) String() string {
	if v, ok := c.Label.Best(); ok {
		return v.Text
	}
	if c.Notation != "" {
		return c.Notation
	}
	return c.IRI
}

// IdentifierScheme is a kind of identifier that the library can translate
// between formats. The list is closed: any other scheme is carried by
// [Identifier.SchemeIRI], [Identifier.SchemeName] and [Identifier.Types].
type IdentifierScheme string

// The identifier schemes.
const (
	IdentOther        IdentifierScheme = ""             // see SchemeIRI, SchemeName and Types
	IdentDID          IdentifierScheme = "did"          // W3C decentralised identifier
	IdentURL          IdentifierScheme = "url"          // web address used as an identifier
	IdentEIDAS        IdentifierScheme = "eidas"        // eIDAS legal person identifier
	IdentVAT          IdentifierScheme = "vat"          // value added tax number
	IdentTax          IdentifierScheme = "tax"          // tax number
	IdentRegistration IdentifierScheme = "registration" // number in the national company register
	IdentNationalID   IdentifierScheme = "national-id"  // national identity number of a person
	IdentStudentID    IdentifierScheme = "student-id"   // number given by the institution
	IdentESI          IdentifierScheme = "esi"          // European Student Identifier
	IdentEduID        IdentifierScheme = "eduid"        // national eduID
	IdentName         IdentifierScheme = "name"         // a name used as an identifier
	IdentEmail        IdentifierScheme = "email"        // e-mail address, without "mailto:"
	IdentPhone        IdentifierScheme = "phone"
	IdentUserName     IdentifierScheme = "user-name"
	IdentAccount      IdentifierScheme = "account"
	IdentSystemID     IdentifierScheme = "system-id"
	IdentSourcedID    IdentifierScheme = "sourced-id"
	IdentROR          IdentifierScheme = "ror"     // Research Organization Registry
	IdentPIC          IdentifierScheme = "pic"     // EU participant identification code
	IdentErasmus      IdentifierScheme = "erasmus" // Erasmus institutional code
	IdentSCHAC        IdentifierScheme = "schac"   // SCHAC home organisation
	IdentBRIN         IdentifierScheme = "brin"    // Dutch institution number
	IdentQDR          IdentifierScheme = "qdr"     // European Qualification Dataset Register
	IdentCTID         IdentifierScheme = "ctid"    // Credential Transparency Identifier
	IdentCourseCode   IdentifierScheme = "course-code"
)

// Identifier is a name that some authority gave to a thing or person.
type Identifier struct {
	Value         string
	Scheme        IdentifierScheme
	SchemeIRI     string
	SchemeName    string
	SchemeVersion string
	SchemeAgency  LangString
	Creator       string // IRI of the authority
	Types         []Concept
	Country       Country // where the identifier is legally valid
	Issued        Instant
	Hash          *IdentityHash // set when Value is a digest and not the identifier itself
}

// IdentityHash says how [Identifier.Value] was computed from the identifier
// that it hides.
type IdentityHash struct {
	Algorithm string // as written by the source, "sha256" for example
	Salt      string
}

// Alignment relates a definition or an outcome to an entry of some framework.
type Alignment struct {
	Target      Concept // IRI, code (Notation), name (Label), description (Definition), framework (SchemeLabel)
	Type        string  // kind of target as the source names it
	Relation    Match
	Description LangString
}

// CredentialRef points to another credential, qualification or programme.
type CredentialRef struct {
	ID          string
	Identifiers []Identifier
	Title       LangString
	Kind        Concept
	Language    string // BCP 47 tag, when the reference is to a translation
	Relation    string // [RelationPartOf] or another of those, or another word
}
