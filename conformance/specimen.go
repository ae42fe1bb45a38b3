package conformance

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/edc/shapes"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// kind is what a document is.
type kind string

const (
	kindBadge        kind = "an Open Badge 3.0"
	kindEndorsement  kind = "an endorsement of Open Badges 3.0"
	kindRecord       kind = "a Comprehensive Learner Record 2.0"
	kindEuropass     kind = "a European Digital Credential"
	kindStatusList   kind = "a status list"
	kindPresentation kind = "a verifiable presentation"
	kindOlderBadge   kind = "an Open Badge from before 3.0"
	kindForeign      kind = "a token of another kind"
	kindPlain        kind = "another W3C credential"
)

// The facets. Those of proofs begin with "proof/", those of a format in one version
// of the data model end in "/v1" or "/v2".
const (
	facetDocument     facet = "document"
	facetBadge        facet = "badge"
	facetEndorsement  facet = "endorsement"
	facetRecord       facet = "record"
	facetEuropass     facet = "europass"
	facetStatusList   facet = "status-list"
	facetStatusEntry  facet = "status-entry"
	facetCredential   facet = "credential"
	facetPresentation facet = "presentation"
	facetEnvelope     facet = "envelope"
	facetElements     facet = "elements"         // of what could be a micro-credential
	facetMicro        facet = "micro-credential" // what says that it is one
	facetOlderBadge   facet = "older-badge"

	facetJWT   facet = "proof/vc-jwt"
	facetJOSE  facet = "proof/vc-jose-cose"
	facetSDJWT facet = "proof/sd-jwt"
	facetCOSE  facet = "proof/cose"
	facetSeal  facet = "proof/jades"
)

func (f facet) isProof() bool { return strings.HasPrefix(string(f), "proof/") }

// in returns the facet in a version of the data model.
func (f facet) in(v vc.Version) facet {
	if v == vc.V1 {
		return f + "/v1"
	}
	return f + "/v2"
}

// of returns the facet of the credentials that name an application profile.
func (f facet) of(p shapes.Profile) facet { return f + "/" + facet(p) }

// draft returns the facet of the credentials that are still to be sealed.
func (f facet) draft() facet { return f + "/draft" }

// baked returns the facet of the images with such a document in them.
func (f facet) baked() facet { return f + "/image" }

var facetsOfKinds = map[kind]facet{
	kindBadge: facetBadge, kindEndorsement: facetEndorsement, kindRecord: facetRecord, kindEuropass: facetEuropass,
	kindStatusList: facetStatusList, kindOlderBadge: facetOlderBadge,
}

// kindOf returns what a document is.
func kindOf(r *mikromerit.Result) kind {
	doc := r.Document
	types := func(names ...string) bool {
		for t := range doc.Get("type").Each() {
			if slices.Contains(names, t.Text()) {
				return true
			}
		}
		return false
	}
	switch {
	case r.Edition != 0 || r.Address != "":
		return kindOlderBadge
	case types(vc.TypePresentation):
		return kindPresentation
	case clr.Is(doc):
		return kindRecord
	case ob3.Is(doc):
		return kindBadge
	case types(ob3.TypeEndorsement):
		return kindEndorsement
	case edc.Is(doc):
		return kindEuropass
	case types("BitstringStatusListCredential", "StatusList2021Credential", "1EdTechRevocationList"):
		return kindStatusList
	case slices.ContainsFunc(r.Findings, func(f vc.Finding) bool { return f.Code == "VC-FOREIGN" }):
		return kindForeign
	}
	return kindPlain
}

// specimenOf returns what a credential was found to be.
func (e *examiner) specimenOf(name string, r *mikromerit.Result, at string) specimen {
	one := specimen{name: name, at: at, kind: kindOf(r), facets: []facet{facetDocument}, findings: slices.Clone(r.Findings)}
	one.addKind(r)
	one.addProofs(r)
	if r.File != nil && mikromerit.HasBaseProof(r.File) {
		one.spareBaseProof()
	}
	one.addImage(r.Image)
	if one.kind == kindStatusList {
		_, problems := status.ReadPublished(r.Document, status.Limits{})
		one.addProblems(problems)
	}
	e.addElements(&one, r)
	if len(one.facets) == 1 {
		one.findings = append(one.findings, ruleReadable.Finding(vc.Unknown, "",
			fmt.Sprintf("The document can be read, but it is %s, for which there is no profile here.", one.kind)))
	}
	return one
}

func (s *specimen) is(f ...facet) { s.facets = append(s.facets, f...) }

func (s *specimen) addProblems(problems []vc.Problem) {
	for _, p := range problems {
		s.findings = append(s.findings, p.Finding())
	}
}

// addKind adds the facets of what the document is and of its data model. An older
// badge and what is no W3C credential have no part in the latter.
func (s *specimen) addKind(r *mikromerit.Result) {
	credential, _ := vc.ReadCredential(r.Document)
	version := credential.Version()
	if f, ok := facetsOfKinds[s.kind]; ok {
		s.is(f, f.in(version))
	}
	switch s.kind {
	case kindOlderBadge, kindForeign:
		return
	case kindEuropass:
		s.addEuropass(r, version)
	case kindPresentation:
		s.is(facetPresentation.in(version))
	default:
		s.is(facetCredential.in(version))
	}
	if r.Format == proof.Enveloped {
		s.is(facetEnvelope)
	}
	if len(credential.Statuses()) > 0 {
		s.is(facetStatusEntry)
	}
}

// addEuropass adds the facets of the application profiles that a credential names and
// of the stage that it has reached.
func (s *specimen) addEuropass(r *mikromerit.Result, version vc.Version) {
	profiles, _ := shapes.ProfilesOf(r.Document.Root())
	for _, p := range profiles {
		s.is(facetEuropass.of(p))
	}
	if r.Format == proof.Unsecured {
		s.is(facetEuropass.draft())
		return // sealing adds members that the data model asks for
	}
	s.is(facetCredential.in(version))
}

// addProofs adds a facet for each suite that the document is secured with. An older
// badge and what is no W3C credential are secured by rules of their own.
func (s *specimen) addProofs(r *mikromerit.Result) {
	if r.File == nil || s.kind == kindOlderBadge || s.kind == kindForeign {
		return
	}
	for _, p := range r.File.Proofs() {
		f := facetOfProof(p)
		if !slices.Contains(s.facets, f) {
			s.is(f)
		}
		if p.Kind == proof.Embedded {
			if s.proofs == nil {
				s.proofs = map[string]facet{}
			}
			s.proofs[p.Pointer] = f
		}
	}
}

// spareBaseProof leaves open what a base proof is worth: an issuer rightly gives it to
// the holder, and a verifier rightly rejects it.
func (s *specimen) spareBaseProof() {
	for i := range s.findings {
		if f := &s.findings[i]; f.Code == "PROOF-VALUE" && f.Status == vc.Fail {
			f.Status, f.Detail = vc.Unknown, "This is a base proof, which is for the holder only. Derive from it, and have what comes out judged."
		}
	}
}

func facetOfProof(p proof.Proof) facet {
	switch {
	case p.Kind == proof.Embedded:
		return facetOfSuite(p.Suite)
	case p.Kind == proof.Seal:
		return facetSeal
	case p.Kind == proof.Sign1:
		return facetCOSE
	case p.Suite == "SD-JWT":
		return facetSDJWT
	}
	typ := strings.TrimPrefix(strings.ToLower(p.Signature.Header.Get("typ").Text()), "application/")
	if strings.HasPrefix(typ, "vc+") || strings.HasPrefix(typ, "vp+") {
		return facetJOSE
	}
	return facetJWT
}

// facetOfSuite returns the facet of what carries an embedded proof.
func facetOfSuite(suite string) facet { return facet("proof/" + suite) }

// addImage adds what is wrong with the image around a badge. The badge is no worse
// for it, but the image is.
func (s *specimen) addImage(image *mikromerit.Image) {
	if image == nil {
		return
	}
	s.is(facetsOfKinds[s.kind].baked())
	for i := range s.findings {
		if f := &s.findings[i]; strings.HasPrefix(f.Code, "BAKE-") && f.Status == vc.Warn && f.Level == vc.Must {
			f.Status = vc.Fail
		}
	}
}

// addElements adds which standard elements of Annex I are missing. A record is no
// micro-credential; the badges in it may be.
func (e *examiner) addElements(s *specimen, r *mikromerit.Result) {
	if s.kind != kindBadge && s.kind != kindEuropass {
		return
	}
	_, credential, _, err := mikromerit.Formats().Read(r.Document)
	if err != nil {
		return
	}
	s.is(facetElements)
	if isMicroCredential(credential) {
		s.is(facetMicro)
	}
	for _, element := range mc.AnnexI(credential) {
		rule := elementRule(element)
		switch {
		case element.Status == mc.Present:
		case r.Derived:
			s.findings = append(s.findings, rule.Finding(vc.NotAsked, "", element.Note))
		case rule.Level == vc.Must:
			s.findings = append(s.findings, rule.Finding(vc.Fail, "", rule.Text+" "+element.Note))
		default:
			s.findings = append(s.findings, rule.Finding(vc.Warn, "", rule.Text+" "+element.Note))
		}
	}
	for _, o := range mikromerit.Observe(credential) {
		// What the rules of the format have told of a place is not told again of none.
		told := slices.ContainsFunc(s.findings, func(f vc.Finding) bool { return f.Code == o.Code })
		if rule, ok := e.observed[o.Code]; ok && !told {
			s.findings = append(s.findings, rule.Finding(vc.Warn, "", sentence(o.Detail)))
		}
	}
}

// isMicroCredential reports whether a credential says by the code list of the Union
// that it is a micro-credential. A badge of the type MicroCredential claims nothing
// about Annex I.
func isMicroCredential(c *mc.Credential) bool {
	return slices.ContainsFunc(c.Definition.Kinds, func(k mc.Concept) bool {
		return k.IRI == vocabulary.LearningOpportunity.IRI("74a4a268e8")
	})
}

// specElements is the Council Recommendation with Annex I.
const specElements = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32022H0627(02)"

// elementRule returns the rule that a standard element is stated. The level is asked
// for where one applies, which only people can know.
func elementRule(e mc.Element) vc.Rule {
	const level = 8
	rule := vc.Rule{Code: e.Code, Axis: vc.Conformant, Level: vc.Must, Spec: specElements, Absence: true,
		Text: "A micro-credential must state this standard element: " + e.Title + "."}
	if e.Number == level || !e.Mandatory {
		rule.Level, rule.Text = vc.Should, "A micro-credential should state this standard element, where it applies: "+e.Title+"."
	}
	return rule
}

// firstSteps returns which of the proofs a pointer leads to or into, or "".
func firstSteps(pointer string, proofs map[string]facet) string {
	for at := range proofs {
		if pointer == at || strings.HasPrefix(pointer, at+"/") {
			return at
		}
	}
	return ""
}
