package microcredential

// Credential is one micro-credential of one learner.
type Credential struct {
	Envelope   Envelope
	Learner    Learner    // Annex I element 1
	Definition Definition // elements 2, 6 to 12, 15
	Award      Award      // elements 4, 5, 13, 14
	Others     []Claim    // further claims of the same credential, beside the first
	Annexes    []Media    // files attached to the credential
	Further    []Note     // element 16
	Documents  []WebResource
	Provenance []Provenance
	Residue    Residue
	Extensions map[string]string // further statements, raw JSON text by IRI
}

// Claim is a definition and the award of it: an additional claim of a
// credential, or a part of a larger one.
type Claim struct {
	Definition Definition
	Award      Award
}

// Claims returns all claims depth first: the first claim, its parts, then the
// others with theirs, each with its canonical path prefix ("" for the first
// claim, "award.parts[0]." and so on).
func (c *Credential) Claims() []PathedClaim {
	out := []PathedClaim{{Definition: &c.Definition, Award: &c.Award}}
	out = appendParts(out, "award.parts", c.Award.Parts)
	return appendParts(out, "others", c.Others)
}

// PathedClaim is a claim with its place in the credential.
type PathedClaim struct {
	Prefix     Path // empty, or the path of the claim
	Definition *Definition
	Award      *Award
}

func appendParts(out []PathedClaim, at Path, parts []Claim) []PathedClaim {
	for i := range parts {
		prefix := at.At(i)
		out = append(out, PathedClaim{prefix, &parts[i].Definition, &parts[i].Award})
		out = appendParts(out, prefix.Dot("award").Dot("parts"), parts[i].Award.Parts)
	}
	return out
}

// Title returns the title of the micro-credential: that of the definition,
// else of the award, else of the activity, assessment or entitlement that is
// the claim, else the display title.
func (c *Credential) Title() LangString {
	for _, t := range c.titles() {
		if !t.text.IsZero() {
			return t.text
		}
	}
	return nil
}

// titleAt is a title and its canonical path.
type titleAt struct {
	path Path
	text LangString
}

// titles returns the places of the title, in the order of [Credential.Title].
func (c *Credential) titles() []titleAt {
	out := []titleAt{
		{"definition.title", c.Definition.Title},
		{"award.title", c.Award.Title},
	}
	switch a := &c.Award; {
	case a.Kind == ClaimActivity && len(a.Activities) > 0:
		out = append(out, titleAt{"award.activities[0].title", a.Activities[0].Title})
	case a.Kind == ClaimAssessment && len(a.Assessments) > 0:
		out = append(out, titleAt{"award.assessments[0].title", a.Assessments[0].Title})
	case a.Kind == ClaimEntitlement && len(a.Entitlements) > 0:
		out = append(out, titleAt{"award.entitlements[0].title", a.Entitlements[0].Title})
	}
	return append(out, titleAt{"envelope.display.title", c.Envelope.Display.Title})
}

// Envelope holds the facts about the credential as a document.
type Envelope struct {
	ID           string
	Identifiers  []Identifier // numbers given to the document itself
	Issuer       Party        // who issues or seals; its locations are Annex I element 3
	Issued       Instant      // when the document was made
	ValidFrom    Instant
	ValidUntil   Instant
	Modified     Instant
	Profiles     []Concept // what kind of credential the issuer says it is
	Evidence     []Evidence
	Status       []Status
	Schemas      []SchemaRef
	Terms        []CredentialTerms
	Refresh      []SchemaRef
	Display      Display
	Holders      []KeyBinding
	Endorsements []Endorsement
	Image        *Media
}

// Learner is who earned the credential.
//
// ID is meaningful outside the document, a DID for example; an id that only
// links nodes of one document identifies nobody and is not kept.
type Learner struct {
	ID      string
	Party   Party
	Consent *Consent // what the learner agreed to share; nil: nobody asked
}

// Display says how the credential is to be shown.
type Display struct {
	Title       LangString
	Description LangString
	Primary     Concept   // main language
	Languages   []Concept // languages it is available in
	Pages       []DisplayPage
	Summary     string // a rendering hint of the source, kept as text
}

// DisplayPage is one rendered page.
type DisplayPage struct {
	Language Concept
	Page     int // from 1
	Image    Media
}

// Status says where to look up the current status of the credential. A status
// belongs to one document and is never copied into a converted one.
type Status struct {
	ID      string
	Type    string
	Purpose string
	List    string // address of the list
	Index   string // place in the list, decimal
}

// SchemaRef names a schema or service by id and type.
type SchemaRef struct{ ID, Type string }

// CredentialTerms are terms of use, by reference or as raw JSON text.
type CredentialTerms struct{ ID, Type, Raw string }

// KeyBinding ties the credential to a key or identifier of the holder.
type KeyBinding struct {
	ID  string // DID or key id
	JWK string // public key as raw JSON text
}

// Evidence supports the issuing of the credential or the learner's achievement.
type Evidence struct {
	ID            string
	Types         []string // type names or IRIs as the source writes them
	Kind          Concept  // coded type: a mandate, an accreditation, a conversion
	Title         LangString
	Description   LangString
	Statement     LangString
	Genre         string
	Audience      string
	URL           string
	Digest        string
	Embedded      []Media
	Target        *Party // whom it is about: who gave a mandate, for example
	Accreditation *QualityAssurance
	Notes         []Note
}

// Endorsement is a credential about this one, kept in full.
type Endorsement struct {
	ID        string
	MediaType string
	Raw       string // JSON text or compact token, exactly as found
}
