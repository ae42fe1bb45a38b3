package conformance

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob2"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/edc/shapes"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/cose"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// group is rules that are asked of every document of a facet.
type group struct {
	facet facet
	what  string // what has the facet, as it reads in a sentence
	rules []vc.Rule
	suite string
	wide  facet // asked in its place when somebody chose the profile, or ""
}

// documentProfile is a [Profile] for documents, as data.
type documentProfile struct {
	id, title, spec, text string
	groups                []group
}

// documentProfiles returns the profiles for the role of document.
func documentProfiles() []Profile {
	all := slices.Concat(badgeProfiles(), modelProfiles(), proofProfiles(), europeanProfiles(), statusProfiles())
	all = append(all, documentProfile{id: "document", title: "Documents that can be read", spec: ruleReadable.Spec, text: "Each document is a credential in some form that can be read."})
	slices.SortFunc(all, func(a, b documentProfile) int { return strings.Compare(a.id, b.id) })
	out := make([]Profile, len(all))
	for i, p := range all {
		out[i] = p.profile()
	}
	return out
}

// profile makes a check of every rule.
func (p documentProfile) profile() Profile {
	readable := Check{Rule: ruleReadable, Needs: []Operation{PublishCredentials}, Mend: issuerMends[ruleReadable.Code], Run: p.readable}
	out := Profile{ID: p.id, Title: p.title, Role: DocumentRole, Spec: p.spec, Text: p.text, Checks: []Check{readable}}
	for _, g := range p.groups {
		for _, rule := range g.rules {
			if rule.Code == "ISSUER-KEY" {
				rule.Level = vc.Should // whose key it is, is a matter of validation, for whoever relies on it
			}
			out.Checks = append(out.Checks, Check{Rule: rule, Needs: []Operation{PublishCredentials}, Suite: g.suite, Mend: issuerMends[rule.Code], Run: g.pick(rule.Code)})
		}
	}
	return out
}

// readable finds which documents cannot be read. Nobody knows what they were to be,
// so they are held against a profile only when somebody chose it, and otherwise
// against the profile of their own. That all can be read is no merit of a profile
// that none has to do with.
func (p documentProfile) readable(_ context.Context, probe *Probe) (Outcome, error) {
	found := probe.run.survey
	out := found.outcome(facetDocument, ruleReadable.Code, "document")
	concerned := slices.ContainsFunc(p.groups, func(g group) bool { return found.facets[g.asked(found)] != nil })
	switch {
	case len(p.groups) == 0:
	case !found.chosen:
		out = Outcome{Status: NotApplicable, Reason: "This is asked in a profile of its own."}
	case !concerned && out.Status == Pass:
		out = found.outcome(p.groups[0].asked(found), "", p.groups[0].what)
	}
	return out, found.cause
}

// asked returns the facet that is asked in a survey.
func (g group) asked(s *survey) facet {
	if s.chosen && g.wide != "" {
		return g.wide
	}
	return g.facet
}

// pick returns how a check finds what was found about its rule.
func (g group) pick(code string) func(context.Context, *Probe) (Outcome, error) {
	return func(_ context.Context, probe *Probe) (Outcome, error) {
		found := probe.run.survey
		return found.outcome(g.asked(found), code, g.what), found.cause
	}
}

const (
	specBadges   = "https://www.imsglobal.org/spec/ob/v3p0/"
	specRecords  = "https://www.imsglobal.org/spec/clr/v2p0/"
	specModel1   = "https://www.w3.org/TR/2022/REC-vc-data-model-20220303/"
	specModel2   = "https://www.w3.org/TR/vc-data-model-2.0/"
	specProofs   = "https://www.w3.org/TR/vc-data-integrity/"
	specTokens   = "https://www.w3.org/TR/vc-jose-cose/"
	specStatuses = "https://www.w3.org/TR/vc-bitstring-status-list/"
	specEuropass = "http://data.europa.eu/snb/model/ap/edc-generic-no-cv/"
	specOldBadge = "https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html"
)

// badgeProfiles are those of 1EdTech.
func badgeProfiles() []documentProfile {
	return []documentProfile{
		{"ob3-badge", "Open Badges 3.0: badge", specBadges,
			"A badge keeps every rule of Open Badges 3.0 and of the W3C data model that it names, and JSON-LD keeps every part of it. It need not be signed.",
			slices.Concat(
				[]group{{facet: facetBadge, what: "Open Badge 3.0", rules: ob3.Rules()}},
				modelGroups(facetBadge, "Open Badge 3.0"),
				[]group{{facet: facetBadge.baked(), what: "image with an Open Badge 3.0 in it", rules: imageRules()}})},
		{"ob3-endorsement", "Open Badges 3.0: endorsement", specBadges,
			"An endorsement, by itself or in a badge, keeps the rules of Open Badges 3.0 for endorsements and of the W3C data model that it names.",
			append([]group{{facet: facetEndorsement, what: "endorsement", rules: without(ob3.Rules(), badgeOnly...)}}, modelGroups(facetEndorsement, "endorsement")...)},
		{"clr-record", "Comprehensive Learner Record 2.0", specRecords,
			"A record keeps every rule of CLR 2.0, and what it says by itself those of Open Badges 3.0. The badges in it are judged as badges.",
			append([]group{{facet: facetRecord, what: "record", rules: slices.Concat(without(clr.Rules(), "CLR2-RULES"), without(ob3.Rules(), notOfRecords...))}},
				modelGroups(facetRecord, "record")...)},
		{"ob2-badge", "Open Badges 0.5 to 2.1: badge", specOldBadge,
			"A badge from before Open Badges 3.0 keeps the rules of its edition, with its class and issuer as far as they are at hand.",
			[]group{{facet: facetOlderBadge, what: "badge from before Open Badges 3.0", rules: conformant(ob2.Rules())},
				{facet: facetOlderBadge.baked(), what: "image with a badge from before Open Badges 3.0 in it", rules: imageRules()}}},
	}
}

// badgeOnly are the rules of Open Badges about what an endorsement does not have.
var badgeOnly = []string{"OB3-SUBJECT", "OB3-CRITERIA", "OB3-RESULT", "OB3-RESULT-STATUS", "OB3-RESULT-VALUE", "OB3-LEVEL", "OB3-NAME"}

// notOfRecords are the rules of Open Badges for which a record has its own.
var notOfRecords = []string{"OB3-CONTEXT", "OB3-CONTEXT-OLD", "OB3-TYPE", "OB3-SUBJECT", "OB3-SCHEMA", "OB3-NAME"}

// modelProfiles are those of the W3C data model.
func modelProfiles() []documentProfile {
	return []documentProfile{
		{"vcdm2-credential", "W3C Verifiable Credentials 2.0: credential", specModel2,
			"A credential keeps the structural rules of the data model 2.0.",
			append(modelGroups(facetCredential, "credential of the data model 2.0")[:1],
				group{facet: facetEnvelope, what: "credential in an envelope", rules: only(vc.Rules(vc.V2), envelopeCodes...)})},
		{"vcdm2-presentation", "W3C Verifiable Credentials 2.0: presentation", specModel2,
			"A presentation keeps the structural rules of the data model 2.0.",
			[]group{{facet: facetPresentation.in(vc.V2), what: "presentation of the data model 2.0", rules: only(vc.Rules(vc.V2), slices.Concat(presentationCodes, sharedCodes)...)}}},
		{"vcdm1-presentation", "W3C Verifiable Credentials 1.1: presentation", specModel1,
			"A presentation keeps the structural rules of the data model 1.1.",
			[]group{{facet: facetPresentation.in(vc.V1), what: "presentation of the data model 1.1", rules: only(vc.Rules(vc.V1), slices.Concat(presentationCodes, sharedCodes)...)}}},
		{"vcdm1-credential", "W3C Verifiable Credentials 1.1: credential", specModel1,
			"A credential keeps the structural rules of the data model 1.1.",
			modelGroups(facetCredential, "credential of the data model 1.1")[1:]},
	}
}

// The rules of the data model about presentations and envelopes, and those about
// presentations and credentials alike, without the beginnings of their codes.
var (
	presentationCodes = []string{"TYPE-PRESENTATION", "HOLDER", "HOLDER-ID", "CREDENTIAL", "CREDENTIAL-SECURED"}
	envelopeCodes     = []string{"ENVELOPE-CONTEXT", "ENVELOPE-TYPE", "ENVELOPE-ID"}
	sharedCodes       = []string{"CONTEXT", "CONTEXT-FIRST", "CONTEXT-LIST", "TYPE", "TERMS", "TERMS-TYPE", "PROOF", "PROOF-TYPE", "ID", "NULL"}
)

// modelGroups returns the rules for credentials of both versions of the data model,
// 2.0 first.
func modelGroups(f facet, what string) []group {
	others := slices.Concat(presentationCodes, envelopeCodes)
	return []group{
		{facet: f.in(vc.V2), what: what, rules: without(vc.Rules(vc.V2), others...)},
		{facet: f.in(vc.V1), what: what, rules: without(vc.Rules(vc.V1), others...)},
	}
}

// proofProfiles are those of the ways of securing.
func proofProfiles() []documentProfile {
	var all []documentProfile
	for _, suite := range dataintegrity.Suites() {
		name := suite.Names()[0]
		all = append(all, documentProfile{"di-" + strings.ToLower(name) + "-credential", "Data Integrity: " + name, specProofs,
			"The proofs of this suite are in their form, and they hold.",
			[]group{{facet: facetOfSuite(name), what: "document with a proof of " + name, suite: name, rules: embeddedRules(name)}}})
	}
	return append(all,
		documentProfile{"vc-jwt-credential", "VC-JWT: credential", specModel1 + "#json-web-token",
			"A token in the form of the data model 1.1 and of Open Badges is in its form, its claims agree with the credential, and the signature holds.",
			[]group{{facet: facetJWT, what: "VC-JWT", suite: "vc-jwt", rules: tokenRules(false)}}},
		documentProfile{"vc-jose-cose-credential", "VC-JOSE-COSE: credential", specTokens,
			"A token of the types vc+jwt and vc+sd-jwt, or a message of the type vc+cose, is in its form, and the signature holds.",
			[]group{
				{facet: facetJOSE, what: "token of VC-JOSE-COSE", suite: "vc+jwt", rules: without(tokenRules(false), "OB3-JWT-CLAIM", "OB3-JWT-HEADER", "JWT-STATUS")},
				{facet: facetSDJWT, what: "SD-JWT", suite: "vc+sd-jwt", rules: without(tokenRules(true), "OB3-JWT-CLAIM", "OB3-JWT-HEADER", "JWT-STATUS")},
				{facet: facetCOSE, what: "COSE message", suite: "vc+cose", rules: messageRules()}}},
		documentProfile{"edc-seal", "Europass EDC: seal", "https://www.etsi.org/deliver/etsi_ts/119100_119199/11918201/",
			"A seal is a JAdES signature in its form, it holds, and its certificate names the issuer.",
			[]group{{facet: facetSeal, what: "seal", rules: sealRules()}}})
}

// asked are the rules about what a verifier expects of a presenter, which nobody
// does of a document, and the one that tells a reader what cannot be known.
var asked = []string{"PROOF-DOMAIN", "PROOF-CHALLENGE", "SDJWT-BINDING", "SD-WITHHELD"}

// embeddedRules returns the rules of embedded proofs of a suite. JCS signs JSON as
// it stands, so the rules of JSON-LD are no rules of its proofs.
func embeddedRules(suite string) []vc.Rule {
	rules := append(without(dataintegrity.Rules(), asked...), rulesNamed("ISSUER-KEY")...)
	return slices.DeleteFunc(rules, func(r vc.Rule) bool {
		linked := strings.HasPrefix(r.Code, "JSONLD-")
		return linked && strings.Contains(suite, "-jcs-")
	})
}

// sealRules returns the rules of seals. Whether a certificate is trusted and was
// revoked is for whoever relies on the seal to say.
func sealRules() []vc.Rule {
	rules := without(jades.Rules(), append([]string{"SEAL-TRUST", "SEAL-REVOCATION", "SEAL-REVOCATION-DATA", "SEAL-QUALIFIED"}, asked...)...)
	return append(rules, rulesNamed("ISSUER-KEY")...)
}

// messageRules returns the rules of COSE messages.
func messageRules() []vc.Rule {
	return append(without(cose.Rules(), asked...), rulesNamed("ISSUER-KEY")...)
}

func tokenRules(selective bool) []vc.Rule {
	rules := append(without(jose.Rules(), asked...), rulesNamed("ISSUER-KEY")...)
	return slices.DeleteFunc(rules, func(r vc.Rule) bool {
		return !selective && strings.HasPrefix(r.Code, "SDJWT-")
	})
}

// europeanProfiles are those of the European Union.
func europeanProfiles() []documentProfile {
	var elements []vc.Rule
	for _, e := range mc.AnnexI(nil) {
		elements = append(elements, elementRule(e))
	}
	observed := slices.SortedFunc(maps.Values(observationRules()), func(a, b vc.Rule) int { return strings.Compare(a.Code, b.Code) })
	return append(applicationProfiles(),
		documentProfile{"annex-1", "European micro-credential: standard elements", specElements,
			"A micro-credential states the standard elements of Annex I to Council Recommendation 2022/C 243/02, and nothing that looks wrong.",
			[]group{{facet: facetMicro, wide: facetElements, what: "micro-credential", rules: append(elements, observed...)}}},
		documentProfile{"edc-credential", "Europass EDC: credential", specEuropass,
			"A European Digital Credential conforms to the application profiles that it names, or else to edc-generic-full.",
			[]group{{facet: facetEuropass, what: "European Digital Credential", rules: without(edc.Rules(), writerOnly...)}}},
		documentProfile{"edc-draft", "Europass EDC: draft", specEuropass,
			"A draft conforms to the application profiles that it names, but for what sealing adds.",
			[]group{{facet: facetEuropass.draft(), what: "draft of a European Digital Credential", rules: without(edc.Rules(), writerOnly...)}}})
}

// applications are the application profiles that credentials name, and what is said
// of a credential of each.
var applications = []struct {
	profile shapes.Profile
	what    string
}{
	{shapes.GenericNoCV, "generic credential without code lists"},
	{shapes.GenericFull, "generic credential"},
	{shapes.Accredited, "accredited credential"},
	{shapes.IssuedByMandate, "credential issued by mandate"},
	{shapes.Converted, "converted credential"},
	{shapes.DiplomaSupplement, "diploma supplement"},
}

// applicationProfiles are those of the European Learning Model. Each includes the
// ones that it takes over.
func applicationProfiles() []documentProfile {
	var all []documentProfile
	for _, a := range applications {
		own, foreign := shapes.RulesOf(a.profile), slices.Clone(writerOnly)
		for _, r := range shapes.Rules() {
			if !slices.Contains(own, r) {
				foreign = append(foreign, r.Code)
			}
		}
		all = append(all, documentProfile{string(a.profile), "Europass EDC: " + a.what, a.profile.IRI() + "/",
			"A credential that names the application profile " + string(a.profile) + " conforms to it and to those that it takes over.",
			[]group{{facet: facetEuropass.of(a.profile), what: a.what, rules: without(edc.Rules(), foreign...)}}})
	}
	return all
}

// writerOnly are the rules about what is written as a Europass credential, and the
// one that stands for all.
var writerOnly = []string{"ELM-RULES", "ELM-REQUIRED", "ELM-ID", "ELM-COUNTRY", "ELM-PICTURE", "ELM-PERIOD"}

// statusProfiles are those of the status of credentials.
func statusProfiles() []documentProfile {
	return []documentProfile{
		{"status-list-credential", "Status list: list", specStatuses,
			"The credential of a status list has the form that verifiers can read.",
			[]group{{facet: facetStatusList, what: "status list", rules: only(status.Rules(), "STATUS-LIST-TYPE", "STATUS-LIST-SUBJECT", "STATUS-LIST-PURPOSES", "STATUS-LIST-ENCODED", "STATUS-LIST-LIMIT", "STATUS-LIST-TTL")}}},
		{"status-entry-credential", "Status list: entry in a credential", specStatuses,
			"What a credential says about its status has the form that verifiers can read. Whether it is revoked is not asked.",
			[]group{{facet: facetStatusEntry, what: "credential with a status", rules: slices.DeleteFunc(status.Rules(), func(r vc.Rule) bool { return !strings.HasPrefix(r.Code, "STATUS-ENTRY-") })}}},
	}
}

// imageRules are the rules of baking of which the breach leaves the badge readable.
func imageRules() []vc.Rule {
	return conformant(bake.Rules())
}

func conformant(rules []vc.Rule) []vc.Rule {
	return slices.DeleteFunc(slices.Clone(rules), func(r vc.Rule) bool { return r.Axis != vc.Conformant })
}

// only returns the rules with these codes, of which the beginning may be missing.
func only(rules []vc.Rule, codes ...string) []vc.Rule {
	return slices.DeleteFunc(slices.Clone(rules), func(r vc.Rule) bool { return !hasCode(r, codes) })
}

// without returns the other rules.
func without(rules []vc.Rule, codes ...string) []vc.Rule {
	return slices.DeleteFunc(slices.Clone(rules), func(r vc.Rule) bool { return hasCode(r, codes) })
}

func hasCode(r vc.Rule, codes []string) bool {
	short := strings.TrimPrefix(strings.TrimPrefix(r.Code, "VCDM1-"), "VCDM2-")
	return slices.Contains(codes, r.Code) || slices.Contains(codes, short)
}

// rulesNamed returns rules of package proof.
func rulesNamed(codes ...string) []vc.Rule { return only(proof.Rules(), codes...) }
