package conformance

import (
	"context"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// issuerProfile is a [Profile] for issuers, as data. An issuer is judged by what it
// makes of good templates and of spoilt ones.
type issuerProfile struct {
	id, title, spec, text string
	suites                []string // the ways of securing that count, the best first; "" is any
	algorithms            []string // of tokens that count; nil: any
	suite                 string   // when there is only one, for the report
	templates             []template
	spoils                []spoilt
	groups                []group
	own                   []ownCheck
	publishes             bool                                                 // the status lists are the issuer's, so it answers for them
	mayChange             []string                                             // members that the issuer may set as it sees fit
	breaches              func(vc.Document, string) []vc.Problem               // of what was made of a spoilt template; nil: those of W3C credentials and badges
	unfit                 func(i *issuance, d Description, chosen bool) string // why it does not apply, or ""; nil: it does
}

// ownCheck is a check of one profile only.
type ownCheck struct {
	rule  vc.Rule
	needs Operation // besides issuing, or ""
	judge func(context.Context, *Probe, *issuance) (Outcome, error)
}

// issuerProfiles returns the profiles for the role of issuer.
func issuerProfiles() []Profile {
	all := slices.Concat(badgeIssuers(), modelIssuers(), suiteIssuers(), statusIssuers(), europassIssuers())
	slices.SortFunc(all, func(a, b *issuerProfile) int { return strings.Compare(a.id, b.id) })
	out := make([]Profile, len(all))
	for i, p := range all {
		out[i] = p.profile()
	}
	return out
}

func (p *issuerProfile) profile() Profile {
	out := Profile{ID: p.id, Title: p.title, Role: IssuerRole, Spec: p.spec, Text: p.text}
	out.Checks = []Check{
		p.issuing(ruleSigned, p.suite, checkSigned), p.issuing(ruleSecured, p.suite, checkSecured),
		p.issuing(ruleKept, p.suite, checkKept), p.issuing(ruleDuplicate, p.suite, checkDuplicate),
	}
	for _, o := range p.own {
		check := p.issuing(o.rule, p.suite, o.judge)
		if o.needs != "" {
			check.Needs = append(check.Needs, o.needs)
		}
		out.Checks = append(out.Checks, check)
	}
	for _, g := range p.groups {
		for _, rule := range g.rules {
			out.Checks = append(out.Checks, p.issuing(rule, p.suite, g.checkRule(rule)))
		}
	}
	return out
}

// signing are the rules that whatever is signed must keep, by whichever suite.
func signing() group {
	names := []string{"PROOF-PURPOSE", "PROOF-METHOD", "PROOF-KEY", "PROOF-SIGNATURE"}
	return group{facet: facetDocument, what: "signed credential", rules: append(only(dataintegrity.Rules(), names...), rulesNamed("ISSUER-KEY")...)}
}

// anySuite lets the target choose, and asks for a suite of one that does not.
var anySuite = []string{"", string(dataintegrity.EdDSARDFC2022), string(dataintegrity.ECDSARDFC2019), "vc+jwt", "vc-jwt"}

func badgeIssuers() []*issuerProfile {
	return []*issuerProfile{{
		id: "ob3-issuer", title: "Open Badges 3.0: issuer", spec: specBadges,
		text:   "An issuer signs badges that keep every rule of Open Badges 3.0, by eddsa-rdfc-2022, ecdsa-sd-2023 or as a VC-JWT by RS256 or ES256, as certification by 1EdTech asks. A badge from which its holder derives the least has all required members.",
		suites: []string{string(dataintegrity.EdDSARDFC2022), string(dataintegrity.ECDSASD2023), "vc-jwt"}, algorithms: []string{"RS256", "ES256"}, templates: badgeTemplates, spoils: badgeSpoils,
		groups: []group{{facet: facetBadge, what: "Open Badge 3.0", rules: without(ob3.Rules(), "OB3-LEGACY")}, modelGroups(facetBadge, "Open Badge 3.0")[0], signing()},
	}}
}

func modelIssuers() []*issuerProfile {
	return []*issuerProfile{
		{id: "vcdm2-issuer", title: "W3C Verifiable Credentials 2.0: issuer", spec: specModel2 + "#conformance",
			text:   "An issuer signs credentials that keep the data model 2.0, and none that break it.",
			suites: anySuite, templates: model2Templates, spoils: model2Spoils,
			groups: []group{modelGroups(facetCredential, "credential of the data model 2.0")[0], signing()}},
		{id: "vcdm1-issuer", title: "W3C Verifiable Credentials 1.1: issuer", spec: specModel1 + "#conformance",
			text:   "An issuer signs credentials that keep the data model 1.1, and none that break it.",
			suites: anySuite, templates: model1Templates, spoils: model1Spoils,
			groups: []group{modelGroups(facetCredential, "credential of the data model 1.1")[1], signing()}},
	}
}

// suiteIssuers are the profiles of the ways of securing.
func suiteIssuers() []*issuerProfile {
	var all []*issuerProfile
	for _, suite := range dataintegrity.Suites() {
		name := suite.Names()[0]
		p := &issuerProfile{id: "di-" + strings.ToLower(name) + "-issuer", title: "Data Integrity: issuer by " + name, spec: specProofs,
			text:   "An issuer makes proofs of this suite that are in their form and hold, and signs nothing of which the proof would leave out a part.",
			suites: []string{name}, suite: name, templates: model2Templates, spoils: slices.Concat(linkedSpoils, model2Spoils),
			groups: []group{{facet: facetOfSuite(name), what: "credential with a proof of " + name, suite: name, rules: embeddedRules(name)}}}
		p.own = selectiveChecks(name)
		switch name {
		case string(dataintegrity.EdDSAJCS2022), string(dataintegrity.ECDSAJCS2019):
			p.spoils = model2Spoils
		case string(dataintegrity.Ed25519Signature2020):
			p.templates, p.spoils = withContext(model1Templates, "https://w3id.org/security/suites/ed25519-2020/v1"), slices.Concat(linkedSpoils, model1Spoils)
		}
		if isSelective(name) {
			p.text += " What its holder derives reveals no more than that holder asked for."
			p.templates = append(slices.Clone(p.templates), partTemplate)
		}
		all = append(all, p)
	}
	token := func(id, title, spec, suite string, f facet, templates []template, spoils []spoilt, rules []vc.Rule) *issuerProfile {
		return &issuerProfile{id: id, title: title, spec: spec, text: "An issuer makes tokens of this kind that are in their form and hold.",
			suites: []string{suite}, suite: suite, templates: templates, spoils: spoils, groups: []group{{facet: f, what: "token of this kind", suite: suite, rules: rules}}}
	}
	jose := without(tokenRules(false), "OB3-JWT-CLAIM", "OB3-JWT-HEADER", "JWT-STATUS")
	selective := without(tokenRules(true), "OB3-JWT-CLAIM", "OB3-JWT-HEADER", "JWT-STATUS")
	return append(all,
		token("vc-jwt-issuer", "VC-JWT: issuer", specBadges+"#jwt-proof", "vc-jwt", facetJWT, badgeTemplates, badgeSpoils, tokenRules(false)),
		token("vc-jose-cose-issuer", "VC-JOSE-COSE: issuer of JWT", specTokens+"#securing-with-jose", "vc+jwt", facetJOSE, model2Templates, model2Spoils, jose),
		token("vc-sd-jwt-issuer", "VC-JOSE-COSE: issuer of SD-JWT", specTokens+"#securing-with-sd-jwt", "vc+sd-jwt", facetSDJWT, model2Templates, model2Spoils, selective),
		token("vc-cose-issuer", "VC-JOSE-COSE: issuer of COSE messages", specTokens+"#secure-with-cose", "vc+cose", facetCOSE, model2Templates, model2Spoils, messageRules()))
}

// withContext returns templates that also name a context.
func withContext(templates []template, url string) []template {
	out := slices.Clone(templates)
	for i := range out {
		out[i].text = strings.Replace(out[i].text, `"],`, `",`+quoted(url)+`],`, 1)
	}
	return out
}
