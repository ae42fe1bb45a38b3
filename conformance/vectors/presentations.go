package vectors

import (
	"fmt"
	"slices"

	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// What the verifier of the presentations gave, and what another one did.
const (
	givenChallenge = "3f9c2b7e-5d1a-4c0e-8a77-0d1e2f3a4b5c"
	otherChallenge = "9b1d0c4f-7a2e-4e55-b3c6-6f7e8d9c0a1b"
	givenDomain    = "verifier.example"
	otherDomain    = "elsewhere.example"
)

// presentations returns the vectors of presentations with embedded proofs.
func presentations(Options) ([]Vector, error) {
	b, err := newBench()
	if err != nil {
		return nil, err
	}
	var all []Vector
	for _, suite := range embeddedSuites {
		if suite.selective != nil || suite.typed {
			continue
		}
		g, err := b.presentation(suite, suite)
		if err != nil {
			return nil, fmt.Errorf("vectors: a presentation with %s: %w", suite.slug, err)
		}
		made, err := g.vectors(slices.Concat(reusedOperators(), presentationOperators, exchangedPresentations))
		if err != nil {
			return nil, err
		}
		all = append(all, made...)
	}
	return all, nil
}

// presentation signs a presentation of a minimal credential, by its subject.
func (b bench) presentation(suite, of embeddedSuite) (good, error) {
	holder, err := signatoryOf("holder", suite.key)
	if err != nil {
		return good{}, err
	}
	credential := drafts[0]
	credential.text = func(issuer string) string { return minimalDraftAbout(issuer, holder.id) }
	inner, err := b.good(of, credential)
	if err != nil {
		return good{}, err
	}
	g := inner
	g.suite = suite
	g.id, g.operation, g.issuer = "vp/"+suite.slug+"/one", VerifyPresentation, holder
	g.challenge, g.domain = givenChallenge, givenDomain
	g.draft.slug, g.draft.spec, g.draft.text = "presentation", "https://www.w3.org/TR/vc-data-integrity/#verify-proof", nil
	g.options = dataintegrity.Options{Created: b.made, Purpose: vc.Authentication, Domain: []string{givenDomain}, Challenge: givenChallenge}
	g.inner = &inner
	text := fmt.Sprintf(`{"@context":[%q],"id":"urn:uuid:3a1b7c1e-58c8-4f43-9d1c-3c8b3f3ad0b0","type":["VerifiablePresentation"],"holder":%q,"verifiableCredential":[%s]}`,
		vc.ContextV2, holder.id, inner.file.String())
	if g.unsigned, err = vc.ParseDocument([]byte(text), vc.Limits{}); err != nil {
		return good{}, err
	}
	g.file, err = g.sign(g.unsigned, holder, g.options)
	return g, err
}

// forPresentations are the operators on credentials that fit presentations as well.
var forPresentations = []string{
	"altered", "removed", "proof-added", "swapped", "other-method", "other-suite", "proof-null", "proof-text", "proof-graph", "proof-list-in-list", "key-of-another-kind", "comment", "model", "proof-untyped", "proof-without-suite",
	"proof-without-method", "proof-without-purpose", "proof-without-value", "unknown-type", "unknown-suite", "value", "signature", "method", "duplicate-name", "trailing",
	"undefined-term", "undefined-term-in-proof", "undefined-type", "unknown-context", "created-malformed", "proof-expired",
}

func reusedOperators() []operator {
	var out []operator
	for _, o := range embeddedOperators {
		if slices.Contains(forPresentations, o.slug) {
			out = append(out, o)
		}
	}
	return out
}

const presented = "/verifiableCredential/0"

// presentationOperators are what is done to a presentation: by who overheard one,
// by who has somebody else's credential, and by a holder who cheats.
var presentationOperators = []operator{
	{slug: "stripped", rule: "PROOF-CHALLENGE", because: "The proof of the presentation was taken away, so nobody answered the challenge.", make: edits("/proof", "")},
	{slug: "emptied", rule: "PROOF-CHALLENGE", because: "The list of proofs is empty, so nobody answered the challenge.", make: edits("/proof", "[]")},
	{slug: "challenge-of-another", rule: "PROOF-CHALLENGE", because: "It answers the challenge of another verifier.", make: signedWith(func(o *dataintegrity.Options) { o.Challenge = otherChallenge })},
	{slug: "challenge-in-capitals", rule: "PROOF-CHALLENGE", because: "Its challenge is the one that was given, but in capitals.", make: signedWith(func(o *dataintegrity.Options) { o.Challenge = "3F9C2B7E-5D1A-4C0E-8A77-0D1E2F3A4B5C" })},
	{slug: "challenge-missing", rule: "PROOF-CHALLENGE", because: "It answers no challenge.", make: signedWith(func(o *dataintegrity.Options) { o.Challenge = "" })},
	{slug: "replayed", rule: "PROOF-CHALLENGE", because: "It was made for another verifier, who may have passed it on.", make: signedWith(func(o *dataintegrity.Options) {
		o.Challenge, o.Domain = otherChallenge, []string{otherDomain}
	})},
	{slug: "domain-of-another", rule: "PROOF-DOMAIN", because: "It was made for another verifier.", make: signedWith(func(o *dataintegrity.Options) { o.Domain = []string{otherDomain} })},
	{slug: "domain-of-two", rule: "PROOF-DOMAIN", because: "It was made for this verifier and for another one.", make: signedWith(func(o *dataintegrity.Options) { o.Domain = []string{givenDomain, otherDomain} })},
	{slug: "domain-longer", rule: "PROOF-DOMAIN", because: "It was made for a domain that only begins like this one.", make: signedWith(func(o *dataintegrity.Options) { o.Domain = []string{givenDomain + ".elsewhere.example"} })},
	{slug: "domain-missing", rule: "PROOF-DOMAIN", because: "It says for nobody that it was made for.", make: signedWith(func(o *dataintegrity.Options) { o.Domain = nil })},
	{slug: "challenge-put-in", rule: "PROOF-SIGNATURE", because: "The challenge was put into a presentation for another one.", make: challengePutIn},
	{slug: "credential-added", rule: "PROOF-SIGNATURE", because: "A credential was added after the holder had signed.", make: credentialAdded},
	{slug: "signed-to-assert", rule: "PROOF-PURPOSE", because: "Its proof was made to issue, not to sign in.", level: vc.Should, make: signedWith(func(o *dataintegrity.Options) { o.Purpose = vc.AssertionMethod })},
	{slug: "holder-not-signer", rule: "HOLDER-KEY", because: "A stranger signed, and somebody else is named as holder.", level: vc.Should, make: ofAStranger},
	{slug: "credential-altered", rule: "NESTED-CREDENTIAL", because: "The holder changed the credential before presenting it.",
		make: issued(func(good) []string { return []string{presented + "/name", `"Master of Medicine"`} })},
	{slug: "credential-prolonged", rule: "NESTED-CREDENTIAL", because: "The holder prolonged the credential before presenting it.",
		make: issued(func(good) []string { return []string{presented + "/validUntil", `"2100-12-31T23:59:59Z"`} })},
	{slug: "credential-unsigned", rule: "VCDM2-CREDENTIAL-SECURED", because: "The credential in it has no proof, and is not one of the holder's own.",
		make: issued(func(good) []string { return []string{presented + "/proof", ""} })},
	{slug: "credential-forged", rule: "NESTED-CREDENTIAL", because: "A stranger signed the credential in the name of its issuer.", level: vc.Should, make: nestedOf(ofAStranger)},
	{slug: "credential-expired", rule: "NESTED-CREDENTIAL", because: "The credential in it ended in 2021.", level: vc.Should,
		make: nestedOf(issued(func(good) []string { return []string{"/validUntil", quote(endedOn)} }))},
	{slug: "presentation-inside", rule: "NESTED-CREDENTIAL", because: "In the place of a credential stands a presentation, which says nothing of who issued.", make: presentationInside},
	{slug: "one-of-two-altered", rule: "NESTED-CREDENTIAL", because: "Of two credentials, the second was changed before it was presented.", make: oneOfTwo},
}

// challengePutIn is made for another verifier, and then says that it was made for
// this one.
func challengePutIn(g good) ([]embeddedCopy, error) {
	o := g.options
	o.Challenge, o.Domain = otherChallenge, []string{otherDomain}
	doc, err := g.sign(g.unsigned, g.issuer, o)
	if err != nil {
		return nil, err
	}
	return one(edit(doc, "/proof/challenge", quote(givenChallenge), "/proof/domain", quote(givenDomain)))
}

// credentialAdded adds the same credential once more, with another id.
func credentialAdded(g good) ([]embeddedCopy, error) {
	other, err := g.inner.other()
	if err != nil {
		return nil, err
	}
	return one(edit(g.file, "/verifiableCredential/-", other.String()))
}

// presentationInside presents a presentation.
func presentationInside(g good) ([]embeddedCopy, error) {
	doc, err := edit(g.unsigned, presented, g.file.String())
	if err != nil {
		return nil, err
	}
	return one(g.sign(doc, g.issuer, g.options))
}

// oneOfTwo presents a good credential and one that was changed.
func oneOfTwo(g good) ([]embeddedCopy, error) {
	other, err := g.inner.other()
	if err != nil {
		return nil, err
	}
	if other, err = edit(other, "/name", `"Master of Medicine"`); err != nil {
		return nil, err
	}
	doc, err := edit(g.unsigned, "/verifiableCredential/-", other.String())
	if err != nil {
		return nil, err
	}
	return one(g.sign(doc, g.issuer, g.options))
}

// nestedOf presents what is made of the credential.
func nestedOf(make func(good) ([]embeddedCopy, error)) func(good) ([]embeddedCopy, error) {
	return func(g good) ([]embeddedCopy, error) {
		spoilt, err := make(*g.inner)
		if err != nil {
			return nil, err
		}
		doc, err := edit(g.unsigned, presented, spoilt[0].text)
		if err != nil {
			return nil, err
		}
		return one(g.sign(doc, g.issuer, g.options))
	}
}
