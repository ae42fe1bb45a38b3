package conformance

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/conformance/vectors"
	"github.com/mikromerit/mikromerit/vc"
)

// verifierProfile says which vectors a profile of verifiers is made of.
type verifierProfile struct {
	id, title, spec, text string
	// below are the folders of vectors that belong to it, as the beginnings of their
	// ids; formats and suites narrow them. Empty: all. Those of except are left out.
	below, except, formats, suites []string
	operation                      vectors.Operation
}

// largerCurve are the vectors on P-384, and unlinkable those of bbs-2023. Not every
// verifier of the suites does that curve, and bbs-2023 is no Recommendation yet, so they
// have profiles of their own.
var (
	largerCurve = []string{"di/ecdsa-rdfc-2019-p384/", "di/ecdsa-jcs-2019-p384/"}
	unlinkable  = []string{"di/bbs-2023/", "ob3/bbs-2023/"}
	apart       = slices.Concat(largerCurve, unlinkable)
)

const (
	specEdDSA = "https://www.w3.org/TR/vc-di-eddsa/"
	specECDSA = "https://www.w3.org/TR/vc-di-ecdsa/"
	specBBS   = "https://www.w3.org/TR/vc-di-bbs/"
)

// listed are the vectors that only who looks up status lists, or the documents of
// issuers, can tell apart, which the data model leaves open.
var listed = []string{"status/", "status-2021/", "controllers/"}

// seldom are the vectors of algorithms that a verifier need not know.
var seldom = []string{"jose/vc-jwt-ps256/"}

// verifierTable lists the profiles of verifiers.
var verifierTable = []verifierProfile{
	{id: "vcdm2-verifier", title: "Verifier of W3C Verifiable Credentials 2.0", spec: "https://www.w3.org/TR/vc-data-model-2.0/#conformance",
		text:   "Credentials of the data model 2.0, under each way of securing them that the verifier does.",
		except: listed, formats: []string{"vcdm2"}, operation: vectors.VerifyCredential},
	{id: "vcdm1-verifier", title: "Verifier of W3C Verifiable Credentials 1.1", spec: "https://www.w3.org/TR/2022/REC-vc-data-model-20220303/#conformance",
		text:   "Credentials of the data model 1.1, under each way of securing them that the verifier does.",
		except: listed, formats: []string{"vcdm1"}, operation: vectors.VerifyCredential},
	{id: "di-eddsa-rdfc-2022-verifier", title: "Verifier of eddsa-rdfc-2022", spec: specEdDSA + "#eddsa-rdfc-2022", text: "Embedded proofs with Ed25519 over RDF statements.", below: []string{"di/eddsa-rdfc-2022/"}},
	{id: "di-eddsa-jcs-2022-verifier", title: "Verifier of eddsa-jcs-2022", spec: specEdDSA + "#eddsa-jcs-2022", text: "Embedded proofs with Ed25519 over canonical JSON.", below: []string{"di/eddsa-jcs-2022/"}},
	{id: "di-ecdsa-rdfc-2019-verifier", title: "Verifier of ecdsa-rdfc-2019 on P-256", spec: specECDSA + "#ecdsa-rdfc-2019", text: "Embedded proofs with ECDSA on P-256 over RDF statements.", below: []string{"di/ecdsa-rdfc-2019/"}},
	{id: "di-ecdsa-rdfc-2019-p384-verifier", title: "Verifier of ecdsa-rdfc-2019 on P-384", spec: specECDSA + "#ecdsa-rdfc-2019", text: "Embedded proofs with ECDSA on P-384 over RDF statements.", below: largerCurve[:1]},
	{id: "di-ecdsa-jcs-2019-verifier", title: "Verifier of ecdsa-jcs-2019 on P-256", spec: specECDSA + "#ecdsa-jcs-2019", text: "Embedded proofs with ECDSA on P-256 over canonical JSON.", below: []string{"di/ecdsa-jcs-2019/"}},
	{id: "di-ecdsa-jcs-2019-p384-verifier", title: "Verifier of ecdsa-jcs-2019 on P-384", spec: specECDSA + "#ecdsa-jcs-2019", text: "Embedded proofs with ECDSA on P-384 over canonical JSON.", below: largerCurve[1:]},
	{id: "di-ecdsa-sd-2023-verifier", title: "Verifier of ecdsa-sd-2023", spec: specECDSA + "#ecdsa-sd-2023", text: "Derived proofs, which reveal parts of a credential.", below: []string{"di/ecdsa-sd-2023/"}},
	{id: "di-bbs-2023-verifier", title: "Verifier of bbs-2023", spec: specBBS + "#bbs-2023", text: "Derived proofs, which reveal parts of a credential and cannot be linked. Of a challenge that it gave, a verifier should find that the presentation header is that.", below: unlinkable},
	{id: "di-ed25519signature2020-verifier", title: "Verifier of Ed25519Signature2020", spec: specEdDSA + "#ed25519signature2020", text: "The older embedded proofs with Ed25519.", below: []string{"di/ed25519signature2020/"}},
	{id: "ob3-displayer", title: "Displayer of Open Badges 3.0", spec: "https://www.imsglobal.org/spec/ob/v3p0/cert/",
		text:    "What 1EdTech asks of a displayer: badges of both data models with eddsa-rdfc-2022 and ecdsa-sd-2023, that hold, have ended, or were revoked.",
		formats: []string{"ob3"}, suites: []string{"eddsa-rdfc-2022", "ecdsa-sd-2023"}, operation: vectors.VerifyCredential},
	{id: "clr-verifier", title: "Verifier of Comprehensive Learner Records 2.0", spec: "https://www.imsglobal.org/spec/clr/v2p0/#conformance",
		text: "Learner records and the credentials in them.", formats: []string{"clr"}, operation: vectors.VerifyCredential},
	{id: "vc-jose-cose-verifier", title: "Verifier of VC-JOSE-COSE", spec: "https://www.w3.org/TR/vc-jose-cose/#securing-with-jose", text: "Credentials as JSON Web Tokens of the type vc+jwt.",
		except: listed, suites: []string{"vc+jwt"}, operation: vectors.VerifyCredential},
	{id: "vc-jwt-verifier", title: "Verifier of VC-JWT", spec: "https://www.imsglobal.org/spec/ob/v3p0/#jwt-proof", text: "Credentials as JSON Web Tokens as Open Badges and the data model 1.1 have them.",
		except: seldom, suites: []string{"vc-jwt"}, operation: vectors.VerifyCredential},
	{id: "vc-jwt-ps256-verifier", title: "Verifier of VC-JWT under PS256", spec: "https://www.rfc-editor.org/rfc/rfc7518#section-3.5", text: "Badges as JSON Web Tokens that are signed with RSASSA-PSS.", below: seldom},
	{id: "sd-jwt-verifier", title: "Verifier of SD-JWT credentials", spec: "https://www.w3.org/TR/vc-jose-cose/#securing-with-sd-jwt", text: "Credentials as JSON Web Tokens with selective disclosure.",
		suites: []string{"vc+sd-jwt", "dc+sd-jwt", "sd-jwt"}},
	{id: "vc-cose-verifier", title: "Verifier of COSE credentials", spec: "https://www.w3.org/TR/vc-jose-cose/#secure-with-cose", text: "Credentials as COSE_Sign1 messages, alone and in envelopes.",
		suites: []string{"vc+cose"}},
	{id: "status-list-verifier", title: "Verifier of status lists", spec: "https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm", text: "Credentials that a status list may have revoked or suspended.",
		below: []string{"status/"}},
	{id: "status-list-2021-verifier", title: "Verifier of StatusList2021", spec: "https://www.w3.org/TR/2023/WD-vc-status-list-20230427/#validate-algorithm", text: "Credentials whose status stands in a list of the kind that came before the standard.",
		below: []string{"status-2021/"}},
	{id: "controller-verifier", title: "Verifier that looks up issuers", spec: "https://www.w3.org/TR/cid-1.0/#retrieve-verification-method", text: "Credentials whose issuer is a did:web or an https address, and says in a document there which keys it signs with.",
		below: []string{"controllers/"}},
	{id: "presentation-verifier", title: "Verifier of presentations", spec: "https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations", text: "Presentations that answer the challenge of one verifier.",
		operation: vectors.VerifyPresentation},
	{id: "edc-verifier", title: "Verifier of European Digital Credentials", spec: "https://www.etsi.org/deliver/etsi_ts/119100_119199/11918201/01.02.01_60/ts_11918201v010201p.pdf", text: "Credentials of Europass under electronic seals.",
		formats: []string{"edc"}},
}

// has reports whether a vector belongs to the profile.
func (p verifierProfile) has(v vectors.Vector) bool {
	begins := func(prefix string) bool { return strings.HasPrefix(v.ID, prefix) }
	if slices.ContainsFunc(p.except, begins) {
		return false
	}
	if len(p.below) > 0 {
		if !slices.ContainsFunc(p.below, begins) || ofBadges(v) {
			return false
		}
	} else if slices.ContainsFunc(apart, begins) {
		return false
	}
	return (len(p.formats) == 0 || slices.Contains(p.formats, v.Format)) &&
		(len(p.suites) == 0 || slices.Contains(p.suites, v.Suite)) &&
		(p.operation == "" || p.operation == v.Operation)
}

// ofBadges reports whether a spoilt copy breaks a rule of Open Badges only. Who verifies
// proofs of a suite need not know what a badge is.
func ofBadges(v vectors.Vector) bool {
	return strings.HasPrefix(v.Rule, "OB3-") || strings.HasPrefix(v.Rule, "CLR2-")
}

// VerifierProfiles returns the profiles of verifiers over a set of vectors, such as
// one whose resources somebody serves. A profile that the set has nothing for is
// left out. [Profiles] has those over the published set.
func VerifierProfiles(set []vectors.Vector) []Profile {
	var profiles []Profile
	for _, p := range verifierTable {
		checks := pairChecks(set, p.has)
		if len(checks) == 0 {
			continue
		}
		profiles = append(profiles, Profile{ID: p.id, Title: p.title, Role: VerifierRole, Spec: p.spec, Text: p.text, Checks: checks})
	}
	return profiles
}

// publishedSet makes the published vectors once: they are the same each time.
var publishedSet = sync.OnceValues(func() ([]vectors.Vector, error) { return vectors.Make(vectors.Options{}) })

// verifierProfiles returns the profiles for the role of verifier.
func verifierProfiles() []Profile {
	set, err := publishedSet()
	if err == nil {
		return VerifierProfiles(set)
	}
	// The suite cannot make its vectors: that is no fault of any target.
	broken := Check{Rule: vc.Rule{Code: "JOB-FAILED", Level: vc.Must, Text: "The vectors of the suite must be there."}}
	broken.Run = func(context.Context, *Probe) (Outcome, error) { return Outcome{}, err }
	var profiles []Profile
	for _, p := range verifierTable {
		profiles = append(profiles, Profile{ID: p.id, Title: p.title, Role: VerifierRole, Spec: p.spec, Text: p.text, Checks: []Check{broken}})
	}
	return profiles
}

// ruleOf returns the requirement that a spoilt copy breaks, of those with its code,
// with the clause of the vector. Its level is that of a recommendation until a
// vector demands more.
func ruleOf(v vectors.Vector, known []vc.Rule) vc.Rule {
	rule := vc.Rule{Code: v.Rule, Text: v.Because}
	for i, one := range known {
		if i == 0 || one.Spec == v.Spec {
			rule = one
		}
	}
	rule.Spec, rule.Level = v.Spec, vc.Should
	return rule
}
