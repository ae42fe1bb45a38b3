package dataintegrity

import (
	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/vc"
)

// A signature over statements says nothing about how they are written. The
// member validUntil could stand there under its IRI, under a name that a
// context in the document gives it, or at a second object with the same id,
// and no reader of JSON would find it, whereas the signature stays right. So
// what such a reader sees of the members below, which decide, must be exactly
// what is stated. Every other name must mean what those who know the contexts
// in use take it to mean (Data Integrity 1.0 section 4.6, "Context
// Validation"; data model 2.0 section 4.3).

// The vocabularies that the members below belong to.
const (
	credentials    = "https://www.w3.org/2018/credentials#"
	statusNew      = "https://www.w3.org/ns/credentials/status#"
	statusList2021 = "https://w3id.org/vc/status-list#"
	revocationList = "https://w3id.org/vc-revocation-list-2020#"
	security       = "https://w3id.org/security#"
	dcterms        = "http://purl.org/dc/terms/"
	imsglobal      = "https://purl.imsglobal.org/spec/"
	ourOwn         = "https://mikromerit.github.io/ns/"
)

// vocabularies are those whose readers go by names.
var vocabularies = []string{credentials, statusNew, imsglobal, ourOwn}

// of returns a member with the IRIs that its name has in vocabularies.
func of(name string, shape jsonld.Shape, inner *jsonld.Decisive, vocabularies ...string) jsonld.Member {
	m := jsonld.Member{Shape: shape, Node: inner}
	for _, v := range vocabularies {
		m.IRIs = append(m.IRIs, v+name)
	}
	return m
}

// statusMember is a member of a status entry or list. There are more kinds of
// these than the ones known here.
func statusMember(name string, shape jsonld.Shape, inner *jsonld.Decisive) jsonld.Member {
	m := of(name, shape, inner, statusNew, statusList2021, revocationList)
	m.Open = true
	return m
}

// What decides in a status entry, in the message of one, and in the subject of
// a credential, where it may be a status list.
var (
	nothing = jsonld.NewDecisive(jsonld.NoTypes, nil)

	statusMessage = jsonld.NewDecisive(jsonld.NoTypes, map[string]jsonld.Member{
		"status":  statusMember("status", jsonld.OneScalar, nil),
		"message": statusMember("message", jsonld.OneScalar, nil),
	})
	statusEntry = jsonld.NewDecisive(jsonld.AllTypes, map[string]jsonld.Member{
		"statusPurpose":            statusMember("statusPurpose", jsonld.OneText, nil),
		"statusListIndex":          statusMember("statusListIndex", jsonld.OneScalar, nil),
		"statusListCredential":     statusMember("statusListCredential", jsonld.OneText, nil),
		"statusSize":               statusMember("statusSize", jsonld.OneScalar, nil),
		"statusMessage":            statusMember("statusMessage", jsonld.Nodes, statusMessage),
		"statusReference":          statusMember("statusReference", jsonld.Nodes, nil),
		"revocationListIndex":      statusMember("revocationListIndex", jsonld.OneScalar, nil),
		"revocationListCredential": statusMember("revocationListCredential", jsonld.OneText, nil),
	})
	subject = jsonld.NewDecisive(jsonld.NoTypes, map[string]jsonld.Member{
		"statusPurpose": statusMember("statusPurpose", jsonld.Nodes, nil),
		"encodedList":   statusMember("encodedList", jsonld.OneText, nil),
		"ttl":           statusMember("ttl", jsonld.OneScalar, nil),
	})
)

// What decides in a credential or presentation, and in a proof.
var (
	decisive = jsonld.NewDecisive(jsonld.NamedTypes, map[string]jsonld.Member{
		"validFrom":            of("validFrom", jsonld.OneText, nil, credentials),
		"validUntil":           of("validUntil", jsonld.OneText, nil, credentials),
		"issuanceDate":         of("issuanceDate", jsonld.OneText, nil, credentials),
		"expirationDate":       of("expirationDate", jsonld.OneText, nil, credentials),
		"issued":               of("issued", jsonld.OneText, nil, credentials),
		"issuer":               of("issuer", jsonld.OneNode, nothing, credentials),
		"holder":               of("holder", jsonld.OneNode, nothing, credentials),
		"credentialStatus":     of("credentialStatus", jsonld.Nodes, statusEntry, credentials),
		"credentialSubject":    of("credentialSubject", jsonld.Nodes, subject, credentials),
		"credentialSchema":     of("credentialSchema", jsonld.Nodes, nothing, credentials),
		"termsOfUse":           of("termsOfUse", jsonld.Nodes, nil, credentials),
		"refreshService":       of("refreshService", jsonld.Nodes, nil, credentials),
		"evidence":             of("evidence", jsonld.Nodes, nil, credentials),
		"relatedResource":      of("relatedResource", jsonld.Nodes, nothing, credentials),
		"verifiableCredential": of("verifiableCredential", jsonld.Nodes, nil, credentials),
	})
	decisiveInProof = jsonld.NewDecisive(jsonld.AllTypes, map[string]jsonld.Member{
		"cryptosuite":        of("cryptosuite", jsonld.OneText, nil, security),
		"verificationMethod": of("verificationMethod", jsonld.OneText, nil, security),
		"proofPurpose":       of("proofPurpose", jsonld.OneTerm, nil, security),
		"created":            of("created", jsonld.OneText, nil, dcterms),
		"expires":            {IRIs: []string{security + "expiration"}, Shape: jsonld.OneText},
		"domain":             of("domain", jsonld.Nodes, nil, security),
		"challenge":          of("challenge", jsonld.OneText, nil, security),
		"nonce":              of("nonce", jsonld.OneText, nil, security),
		"previousProof":      of("previousProof", jsonld.Nodes, nil, security),
	})
)

// reading asks how a document, or a proof, reads as JSON.
func reading(root *jsonld.Decisive) *jsonld.Reading {
	return &jsonld.Reading{Root: root, Vocabularies: vocabularies}
}

// readAs turns what was remarked about a document into findings. What is
// hidden from a reader of JSON is an error; pointers start at the document,
// or at the proof.
func readAs(doc vc.Document, r *jsonld.Reading, inProof bool) ([]remark, error) {
	remarks := make([]remark, 0, len(r.Remarks)+1)
	if r.Foreign && !inProof && !hasBase(doc) {
		remarks = append(remarks, remark{&rulePlain, vc.Unknown, "/@context", false,
			"The document names no base context of the data model, so its names mean what contexts of its own say. List " + contexts.CredentialsV2 + " first."})
	}
	for _, m := range r.Remarks {
		out := remark{rule: &rulePlain, status: vc.Warn, pointer: m.Pointer, inProof: inProof}
		switch m.Kind {
		case jsonld.Hidden:
			return nil, &InputError{Code: rulePlain.Code, Pointer: m.Pointer, inProof: inProof,
				Detail: "What is signed here and what you read as JSON are not the same. What decides must stand at the root of the document, once, under its plain name and in its plain form."}
		case jsonld.Renamed:
			out.status, out.detail = vc.Unknown, "A context that is not built in, or a keyword of JSON-LD, takes this away from the name under which you look for it, or gives a known name another meaning. Ask the issuer for the document with known names."
		case jsonld.NullDropped:
			out.rule, out.detail = &ruleNull, "This null says nothing: it is signed as if it were not there. Leave it out."
		case jsonld.Rounded:
			out.rule, out.detail = ruleOf(jsonld.CodeNumber), "This number has more digits than its signed form, which has 16. Write it as a string if they matter."
		}
		remarks = append(remarks, out)
	}
	return remarks, nil
}

// remark is a finding about a document whose signature may be right.
type remark struct {
	rule    *vc.Rule
	status  vc.Status
	pointer string
	inProof bool
	detail  string
}

// at returns the remark as a finding; the proof stands at a pointer.
func (r remark) at(proof string) vc.Finding {
	if r.inProof {
		return r.rule.Finding(r.status, proof+r.pointer, r.detail)
	}
	return r.rule.Finding(r.status, r.pointer, r.detail)
}

// undecided returns, as an error, the first remark that would leave the
// verdict on a new proof undecided.
func undecided(remarks []remark) error {
	for _, r := range remarks {
		if r.status == vc.Unknown {
			return &InputError{Code: r.rule.Code, Pointer: r.pointer, inProof: r.inProof, Detail: r.detail}
		}
	}
	return nil
}

// hasBase reports whether a document lists a base context of the data model.
func hasBase(doc vc.Document) bool {
	for c := range doc.Get("@context").Each() {
		if c.IsText(vc.ContextV1) || c.IsText(vc.ContextV2) {
			return true
		}
	}
	return false
}
