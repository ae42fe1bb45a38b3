package vectors

import (
	"fmt"
	"slices"

	"github.com/mikromerit/mikromerit/vc"
)

// exchanged returns the vectors of badges of one issuer whose parts were exchanged:
// everything in them was signed, but not together.
func exchanged(b bench) ([]Vector, error) {
	d := draftOf("badge")
	d.slug = "exchanged"
	const subject, achievement = "/credentialSubject", "/credentialSubject/achievement"
	var operators []operator
	for _, row := range []struct{ slug, because, pointer string }{
		{"learner", "The learner is that of another badge.", subject + "/id"},
		{"subject", "The subject is that of another badge.", subject},
		{"results", "The results are those of another badge.", subject + "/result"},
		{"grade", "The grade is that of another badge.", subject + "/result/0/value"},
		{"credits", "The credits are those of another badge.", subject + "/creditsEarned"},
		{"achievement", "The achievement is that of another badge.", achievement},
		{"criteria", "The criteria are those of another badge.", achievement + "/criteria"},
		{"end", "The end is that of another badge.", "/validUntil"},
		{"id", "The id is that of another badge.", "/id"},
		{"evidence", "The evidence is that of another badge.", "/evidence"},
		{"proof-value", "The proofValue is that of another badge.", "/proof/0/proofValue"},
	} {
		operators = append(operators, operator{slug: row.slug + "-of-another", rule: "PROOF-SIGNATURE", because: row.because, make: partOfAnother(row.pointer)})
	}
	operators = append(operators,
		operator{slug: "grades", rule: "PROOF-SIGNATURE", because: "Two grades within the badge are exchanged.", make: exchangedInside(subject+"/result/0/value", subject+"/result/1/value")},
		operator{slug: "names", rule: "PROOF-SIGNATURE", because: "The names of the badge and of its achievement are exchanged.", make: exchangedInside("/name", achievement+"/name")},
		operator{slug: "people", rule: "PROOF-SIGNATURE", because: "The learner and the achievement are exchanged.", make: exchangedInside(subject+"/id", achievement+"/id")},
	)
	return b.vectorsOf(append(slices.Clone(bothWays), "ecdsa-rdfc-2019"), d, operators)
}

// betterBadge is what the issuer signed for somebody else.
var betterBadge = []string{
	"/id", `"urn:uuid:3a1b7c1e-58c8-4f43-9d1c-3c8b3f3ad0e1"`, "/validUntil", `"2098-12-31T23:59:59Z"`, "/credentialSubject/id", `"did:example:learner-8"`,
	"/credentialSubject/creditsEarned", "30", "/credentialSubject/result/0/value", `"A"`, "/credentialSubject/result/1/value", `"9 turer"`,
	"/credentialSubject/achievement/id", `"https://skole.example/emne/FJ-310"`, "/credentialSubject/achievement/name", `"Fjellføring"`,
	"/credentialSubject/achievement/criteria/narrative", `"Bestått eksamen og tolv turer."`, "/evidence/0/narrative", `"Tolv turer."`,
}

// better signs that badge.
func (g good) better() (vc.Document, error) {
	doc, err := edit(g.unsigned, betterBadge...)
	if err != nil {
		return vc.Document{}, err
	}
	return g.sign(doc, g.issuer, g.options)
}

// partOfAnother puts a part of the better badge into the signed one.
func partOfAnother(pointer string) func(good) ([]embeddedCopy, error) {
	return func(g good) ([]embeddedCopy, error) {
		other, err := g.better()
		if err != nil {
			return nil, err
		}
		part := other.Lookup(pointer).Raw()
		if part == "" || part == g.file.Lookup(pointer).Raw() {
			return nil, fmt.Errorf("the other badge has the same at %s", pointer)
		}
		return one(edit(g.file, pointer, part))
	}
}

// exchangedInside exchanges two values of the signed badge.
func exchangedInside(here, other string) func(good) ([]embeddedCopy, error) {
	return func(g good) ([]embeddedCopy, error) {
		a, b := g.file.Lookup(here).Raw(), g.file.Lookup(other).Raw()
		return one(edit(g.file, here, b, other, a))
	}
}

// exchangedPresentations are what a holder may do with two credentials of their own
// of one issuer, or with somebody else's.
var exchangedPresentations = []operator{
	{slug: "proofs-exchanged", rule: "NESTED-CREDENTIAL", because: "The proofs of two credentials of one issuer are exchanged.", make: twoPresented("/proof")},
	{slug: "ends-exchanged", rule: "NESTED-CREDENTIAL", because: "The ends of two credentials of one issuer are exchanged.", make: twoPresented("/validUntil")},
	{slug: "ids-exchanged", rule: "NESTED-CREDENTIAL", because: "The ids of two credentials of one issuer are exchanged.", make: twoPresented("/id")},
	{slug: "of-somebody-else", rule: "PRESENTATION-HOLDER", because: "A stranger signed, as holder, and presents the credential of somebody else.", level: vc.Should, make: ofSomebodyElse},
	{slug: "of-somebody-else-unnamed", rule: "PRESENTATION-HOLDER", because: "A stranger signed, names no holder, and presents the credential of somebody else.", level: vc.Should, make: ofSomebodyElseUnnamed},
	{slug: "challenge-in-a-list", rule: "PROOF-FORM", because: "Its challenge is a list of this one and another.", only: textOnly, make: resigned("/proof/challenge", `["`+givenChallenge+`","`+otherChallenge+`"]`)},
	{slug: "challenge-as-name", rule: "PROOF-FORM", because: "Its challenge is an object that has this one as a name.", only: textOnly, make: resigned("/proof/challenge", `{"`+givenChallenge+`":1}`)},
	{slug: "challenge-null", rule: "PROOF-FORM", because: "Its challenge is null.", only: textOnly, make: resigned("/proof/challenge", "null")},
	{slug: "domain-as-name", rule: "PROOF-DOMAIN", because: "Its domain is an object that has this one as a name.", only: textOnly, make: resigned("/proof/domain", `{"`+givenDomain+`":1}`)},
	{slug: "two-holders", rule: "VCDM2-HOLDER", because: "It names a stranger, who signed, as a second holder.", only: textOnly, make: withTwoHolders},
	{slug: "credential-null", rule: "VCDM2-CREDENTIAL", because: "In the place of a credential stands null.", level: vc.Should, only: textOnly, make: issued(func(good) []string { return []string{presented, "null"} })},
	{slug: "credential-empty", rule: "VCDM2-CREDENTIAL", because: "In the place of a credential stands an empty object.", only: textOnly, make: issued(func(good) []string { return []string{presented, "{}"} })},
	{slug: "credential-in-a-list", rule: "VCDM2-CREDENTIAL", because: "The credential stands in a list in a list.", only: textOnly, make: issued(func(g good) []string { return []string{presented, "[" + g.inner.file.String() + "]"} })},
	{slug: "envelope-empty", rule: "NESTED-CREDENTIAL", because: "In the place of a credential stands an envelope of no token.",
		make: issued(func(good) []string {
			return []string{presented, `{"@context":"` + vc.ContextV2 + `","type":"EnvelopedVerifiableCredential","id":"data:application/vc+jwt,x"}`}
		})},
}

// withTwoHolders is signed by a stranger, who is one of two holders.
func withTwoHolders(g good) ([]embeddedCopy, error) {
	return g.presentedByStranger("/holder", "["+quote(g.issuer.id)+","+quote(g.stranger.id)+"]")
}

// twoPresented presents two credentials in which a member is exchanged.
func twoPresented(pointer string) func(good) ([]embeddedCopy, error) {
	return func(g good) ([]embeddedCopy, error) {
		changed, err := edit(g.inner.unsigned, "/id", quote("urn:uuid:3a1b7c1e-58c8-4f43-9d1c-3c8b3f3ad0e2"), "/validUntil", `"2098-12-31T23:59:59Z"`)
		if err != nil {
			return nil, err
		}
		second, err := g.inner.sign(changed, g.inner.issuer, g.inner.options)
		if err != nil {
			return nil, err
		}
		first := g.inner.file
		a, b := first.Lookup(pointer).Raw(), second.Lookup(pointer).Raw()
		if first, err = edit(first, pointer, b); err != nil {
			return nil, err
		}
		if second, err = edit(second, pointer, a); err != nil {
			return nil, err
		}
		doc, err := edit(g.unsigned, presented, first.String(), "/verifiableCredential/-", second.String())
		if err != nil {
			return nil, err
		}
		return one(g.sign(doc, g.issuer, g.options))
	}
}

func ofSomebodyElse(g good) ([]embeddedCopy, error) {
	return g.presentedByStranger("/holder", quote(g.stranger.id))
}

func ofSomebodyElseUnnamed(g good) ([]embeddedCopy, error) {
	return g.presentedByStranger("/holder", "")
}

func (g good) presentedByStranger(pairs ...string) ([]embeddedCopy, error) {
	doc, err := edit(g.unsigned, pairs...)
	if err != nil {
		return nil, err
	}
	return one(g.sign(doc, g.stranger, g.options))
}
