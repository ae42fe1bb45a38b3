package dataintegrity

import (
	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/vc"
)

// A signature over RDF statements says nothing about how they are written in
// JSON. The end of validity could stand under its IRI instead of validUntil,
// under a name that a context in the document gives it, or in a second object
// with the same id: no reader of the JSON would find it, yet the signature would
// be right. So for the members below, which decide, what a reader of the JSON
// sees must be exactly what is stated. Every other name must mean what somebody
// who knows the contexts in use expects (Data Integrity 1.0 section 4.6, "Context
// Validation"; data model 2.0 section 4.3).

// The vocabularies of the members below.
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

// vocabularies are those whose terms readers know by their names in JSON.
var vocabularies = []string{credentials, statusNew, imsglobal, ourOwn}

// member returns a member that decides, with the IRIs that its name stands for
// in vocabularies.
func member(name string, shape jsonld.Shape, inner *jsonld.Decisive, vocabularies ...string) jsonld.Member {
	m := jsonld.Member{Shape: shape, Node: inner}
	for _, v := range vocabularies {
		m.IRIs = append(m.IRIs, v+name)
	}
	return m
}

// statusMember returns a member of a status entry or list. It is open, because
// there are more kinds of these than are known here.
func statusMember(name string, shape jsonld.Shape, inner *jsonld.Decisive) jsonld.Member {
	m := member(name, shape, inner, statusNew, statusList2021, revocationList)
	m.Open = true
	return m
}

// What decides in a status entry, in its messages, and in the subject of a
// credential, which may be a status list.
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
		"validFrom":            member("validFrom", jsonld.OneText, nil, credentials),
		"validUntil":           member("validUntil", jsonld.OneText, nil, credentials),
		"issuanceDate":         member("issuanceDate", jsonld.OneText, nil, credentials),
		"expirationDate":       member("expirationDate", jsonld.OneText, nil, credentials),
		"issued":               member("issued", jsonld.OneText, nil, credentials),
		"issuer":               member("issuer", jsonld.OneNode, nothing, credentials),
		"holder":               member("holder", jsonld.OneNode, nothing, credentials),
		"credentialStatus":     member("credentialStatus", jsonld.Nodes, statusEntry, credentials),
		"credentialSubject":    member("credentialSubject", jsonld.Nodes, subject, credentials),
		"credentialSchema":     member("credentialSchema", jsonld.Nodes, nothing, credentials),
		"termsOfUse":           member("termsOfUse", jsonld.Nodes, nil, credentials),
		"refreshService":       member("refreshService", jsonld.Nodes, nil, credentials),
		"evidence":             member("evidence", jsonld.Nodes, nil, credentials),
		"relatedResource":      member("relatedResource", jsonld.Nodes, nothing, credentials),
		"verifiableCredential": member("verifiableCredential", jsonld.Nodes, nil, credentials),
	})
	decisiveInProof = jsonld.NewDecisive(jsonld.AllTypes, map[string]jsonld.Member{
		"cryptosuite":        member("cryptosuite", jsonld.OneText, nil, security),
		"verificationMethod": member("verificationMethod", jsonld.OneText, nil, security),
		"proofPurpose":       member("proofPurpose", jsonld.OneTerm, nil, security),
		"created":            member("created", jsonld.OneText, nil, dcterms),
		"expires":            {IRIs: []string{security + "expiration"}, Shape: jsonld.OneText},
		"domain":             member("domain", jsonld.Nodes, nil, security),
		"challenge":          member("challenge", jsonld.OneText, nil, security),
		"nonce":              member("nonce", jsonld.OneText, nil, security),
		"previousProof":      member("previousProof", jsonld.Nodes, nil, security),
	})
)

// newReading returns the question how a document, or a proof, reads as JSON. The
// canonicaliser answers it.
func newReading(root *jsonld.Decisive) *jsonld.Reading {
	return &jsonld.Reading{Root: root, Vocabularies: vocabularies}
}

// remarksOf returns what there is to say about how a document, or a proof, reads
// as JSON. Something that is hidden from a reader of the JSON is an error. The
// pointers start at the document or at the proof.
func remarksOf(doc vc.Document, r *jsonld.Reading, inProof bool) ([]remark, error) {
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

// remark is a finding about a document whose signature may still be right.
type remark struct {
	rule    *vc.Rule
	status  vc.Status
	pointer string
	inProof bool
	detail  string
}

// finding returns the remark as a finding; proof is where the proof stands.
func (r remark) finding(proof string) vc.Finding {
	if r.inProof {
		return r.rule.Finding(r.status, proof+r.pointer, r.detail)
	}
	return r.rule.Finding(r.status, r.pointer, r.detail)
}

// checkDecided returns an error for the first remark that would leave the verdict
// on a new proof undecided.
func checkDecided(remarks []remark) error {
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
