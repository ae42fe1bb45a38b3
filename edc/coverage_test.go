package edc

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/edc/internal/terms"
	"github.com/mikromerit/mikromerit/internal/mapping"
	"github.com/mikromerit/mikromerit/internal/testkit"
)

// termsRead returns the members that the tables read, by the class that they are in.
func termsRead() map[string][]string {
	s := elm()
	party := termsOf(&s.party)
	definition := termsOf(&s.definition)
	identifier := termsOf(&s.identifier)
	return map[string][]string{
		"Accreditation":                    termsOf(&s.quality),
		"Address":                          termsOf(&s.address),
		"Agent":                            party,
		"Amount":                           termsOf(&s.amount),
		"AwardingOpportunity":              termsOf(&s.occasion),
		"Claim":                            termsOf(&s.other),
		"ClaimTypeNodeShape":               termsOf(&s.other),
		"AwardingProcess":                  termsOf(&s.awarding),
		"Concept":                          termsOf(&s.concept),
		"ContactPoint":                     termsOf(&s.contact),
		"CreditPoint":                      termsOf(&s.credits),
		"DisplayDetail":                    termsOf(&s.page),
		"DisplayParameter":                 termsOf(&s.display),
		"EuropeanDigitalCredential":        termsOf(&s.credential),
		"Evidence":                         termsOf(&s.evidence),
		"Geometry":                         termsOf(&s.geo),
		"GradingScheme":                    termsOf(&s.gradingScheme),
		"Grant":                            termsOf(&s.grant),
		"Group":                            party,
		"Identifier":                       identifier,
		"IndividualDisplay":                termsOf(&s.pages),
		"IssuerNodeShape":                  party,
		"LearningAchievement":              termsOf(&s.claim),
		"LearningAchievementSpecification": definition,
		"LearningActivity":                 termsOf(&s.activity),
		"LearningActivitySpecification":    termsOf(&s.activitySpec),
		"LearningAssessment":               termsOf(&s.assessment),
		"LearningAssessmentSpecification":  termsOf(&s.assessmentSpec),
		"LearningEntitlement":              termsOf(&s.entitlement),
		"LearningEntitlementSpecification": termsOf(&s.entitlementSpec),
		"LearningOpportunity":              termsOf(&s.opportunity),
		"LearningOutcome":                  termsOf(&s.outcome),
		"LegalIdentifier":                  identifier,
		"Location":                         termsOf(&s.location),
		"MediaObject":                      termsOf(&s.media),
		"Note":                             termsOf(&s.note),
		"Organisation":                     party,
		"PeriodOfTime":                     termsOf(&s.period),
		"Person":                           termsOf(&s.learner),
		"Phone":                            termsOf(&s.phone),
		"PriceDetail":                      termsOf(&s.price),
		"Qualification":                    definition,
		"ResultCategory":                   termsOf(&s.category),
		"ResultDistribution":               termsOf(&s.distribution),
		"ShortenedGrading":                 termsOf(&s.short),
		"WebResource":                      termsOf(&s.webResource),
	}
}

// unread are the members that no row reads, each with the reason. A class alone stands
// for all of its members.
var unread = map[string]string{
	"EuropeanDigitalPresentation": "a presentation is no credential, and has a reader of its own",
	"VerificationCheck":           "a part of presentations only",
	"VerifiablePresentation":      "the W3C's class, of which EuropeanDigitalPresentation is one",
	"VerifiableCredential":        "the W3C's class, of which EuropeanDigitalCredential is one; its shape is switched off",
	"Specification":               "the class above all specifications, which is the range of no member",
	"Person.hasCredential":        "another credential would be told in the name of whoever issues this one; it is kept as it stands",
}

// A member of the model that no table reads would be lost to everybody who converts a
// credential that has it. So each that the class table and the shapes of both releases
// know is read, or has a reason.
func TestEveryMemberIsReadOrHasAReason(t *testing.T) {
	known := membersInFacts(t)
	for _, release := range []string{"elm-3.1", "elm-3.2"} {
		for class, members := range membersInShapes(t, release) {
			known[class] = append(known[class], members...)
		}
	}
	read := termsRead()
	var silent []string
	used := map[string]bool{}
	for _, class := range slices.Sorted(maps.Keys(known)) {
		slices.Sort(known[class])
		for _, member := range slices.Compact(known[class]) {
			name := class + "." + member
			switch {
			case slices.Contains(read[class], member):
				require.Empty(t, unread[name], "%s is read; take it off the list", name)
			case unread[name] != "":
				used[name] = true
			case unread[class] != "":
				used[class] = true
			default:
				silent = append(silent, name)
			}
		}
	}
	require.Empty(t, silent, "read these, or say why not")
	require.Len(t, used, len(unread), "each reason is for a member that there is")
}

// termsOf returns the terms of a table as the model names them.
func termsOf[T any](c *mapping.Class[T]) (out []string) {
	for _, name := range rowTerms(c) {
		if term, ok := terms.Term(name); ok {
			name = term
		}
		out = append(out, name)
	}
	return out
}

var (
	factClass   = regexp.MustCompile(`^#### (\w+)`)
	factMember  = regexp.MustCompile("^\\| (?:`(\\w+)`|— .*write `([\\w:]+)`)")
	shapeStart  = regexp.MustCompile(`(?m)^\s*edc:([\w-]+)`)
	shapePrefix = regexp.MustCompile(`(?m)^@prefix (\w+):\s+<(.*)>`)
	shapeEach   = regexp.MustCompile(`sh:property edc:([\w-]+)`)
	shapePath   = regexp.MustCompile(`\bsh:path\s+([\w:-]+)`)
)

// membersInFacts returns the members by class of Appendix A.
func membersInFacts(t *testing.T) map[string][]string {
	_, table, _ := strings.Cut(string(testkit.ReadShared(t, "facts", "edc.md")), "## Appendix A")
	out, class := map[string][]string{}, ""
	for line := range strings.Lines(table) {
		if m := factClass.FindStringSubmatch(line); m != nil {
			class = m[1]
		} else if m := factMember.FindStringSubmatch(line); m != nil {
			out[class] = append(out[class], termNamed(t, m[1]+m[2]))
		}
	}
	require.Greater(t, len(out), 45)
	return out
}

// membersInShapes returns the members by class of the shapes that all profiles share.
func membersInShapes(t *testing.T, release string) map[string][]string {
	text := string(testkit.ReadShared(t, "data", "shacl", release, "EDC-generic-no-cv.ttl"))
	paths, nodes := map[string]string{}, map[string][][]string{}
	starts := shapeStart.FindAllStringSubmatchIndex(text, -1)
	for i, at := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		name, body := text[at[2]:at[3]], text[at[1]:end]
		if path := shapePath.FindStringSubmatch(body); path != nil {
			paths[name] = path[1]
		} else {
			nodes[name] = shapeEach.FindAllStringSubmatch(body, -1)
		}
	}
	namespaces := map[string]string{}
	for _, m := range shapePrefix.FindAllStringSubmatch(text, -1) {
		namespaces[m[1]] = m[2]
	}
	out, count := map[string][]string{}, 0
	for name, properties := range nodes {
		class := strings.TrimSuffix(name, "Shape")
		for _, p := range properties {
			require.NotEmpty(t, paths[p[1]], p[1])
			prefix, local, _ := strings.Cut(paths[p[1]], ":")
			out[class] = append(out[class], termNamed(t, namespaces[prefix]+local))
			count++
		}
	}
	require.Greater(t, count, 450, "the shapes have other forms than this test knows")
	return out
}

func termNamed(t *testing.T, name string) string {
	term, ok := terms.Term(name)
	require.True(t, ok, name)
	return term
}
