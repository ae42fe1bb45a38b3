package rules

import (
	"regexp"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/vc"
)

// The types of the credentials of Open Badges. The context makes the first two
// the same class.
const (
	TypeCredential  = "VerifiableCredential"
	TypeAchievement = "AchievementCredential"
	TypeBadge       = "OpenBadgeCredential"
	TypeEndorsement = "EndorsementCredential"
)

// OpenBadgesContext is the context of Open Badges 3.0.
var OpenBadgesContext = Context{contexts.OpenBadges303, regexp.MustCompile(`^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json$`)}

// Envelope returns the members that every credential has, before and after its
// subject in the order of the specification.
func Envelope(subject string) []Member {
	return []Member{
		{Name: "id", Required: true, Value: URI},
		{Name: "description"},
		{Name: "issuer", Required: true, Value: Node, Class: "Profile", Ref: true, Only: vc.V2},
		{Name: "issuer", Required: true, Value: Node, Class: "Profile", Only: vc.V1},
		{Name: "validFrom", Required: true, Value: Instant, Only: vc.V2, Twin: "issuanceDate"},
		{Name: "validUntil", Value: Instant, Only: vc.V2},
		{Name: "issuanceDate", Required: true, Value: Instant, Only: vc.V1, Twin: "validFrom"},
		{Name: "expirationDate", Value: Instant, Only: vc.V1},
		{Name: "awardedDate", Value: Instant},
		{Name: "credentialSubject", Required: true, Value: Node, Class: subject},
		{Name: "credentialSchema", Many: true, Compact: true, Value: Node, Class: "CredentialSchema"},
		{Name: "credentialStatus", Value: Node, Class: "CredentialStatus"},
		{Name: "refreshService", Value: Node, Class: "RefreshService"},
		{Name: "termsOfUse", Many: true, Compact: true, Value: Node, Class: "TermsOfUse"},
		{Name: "proof", Many: true, Compact: true, Value: Node, Class: "Proof"},
	}
}

// Endorsed are the members of whatever can be endorsed.
var Endorsed = []Member{
	{Name: "endorsement", Many: true, Value: Node, Class: TypeEndorsement},
	{Name: "endorsementJwt", Many: true, Value: JWS},
}

func members(lists ...[]Member) (all []Member) {
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

// Classes is the data model of Open Badges 3.0.
var Classes = []Class{
	{Name: TypeAchievement, Typing: TopLevel, Also: badge,
		Types:    []string{TypeBadge, TypeAchievement},
		Contexts: []Context{OpenBadgesContext},
		Schema:   regexp.MustCompile(`^https://purl\.imsglobal\.org/spec/ob/v3p0/schema/json(-ld)?/ob_v3p0_(any)?achievementcredential_schema\.json$`),
		Members: members(Envelope("AchievementSubject"), Endorsed, []Member{
			{Name: "name", Only: vc.V2},
			{Name: "name", Required: true, Only: vc.V1},
			{Name: "image", Value: Node, Class: "Image"},
			{Name: "evidence", Many: true, Value: Node, Class: "Evidence"},
		})},
	{Name: TypeEndorsement, Typing: TopLevel, Also: endorsement,
		Types:    []string{TypeEndorsement},
		Contexts: []Context{OpenBadgesContext},
		Schema:   regexp.MustCompile(`^https://purl\.imsglobal\.org/spec/ob/v3p0/schema/json(-ld)?/ob_v3p0_(any)?endorsementcredential_schema\.json$`),
		Members: members(Envelope("EndorsementSubject"), []Member{
			{Name: "name", Required: true, Only: vc.V2},
			{Name: "name", Only: vc.V1},
		})},
	{Name: "AchievementSubject", Also: achievementSubject, Members: []Member{
		{Name: "id", Value: URI},
		{Name: "identifier", Many: true, Value: Node, Class: "IdentityObject"},
		{Name: "activityStartDate", Value: Instant}, {Name: "activityEndDate", Value: Instant},
		{Name: "creditsEarned", Value: Number},
		{Name: "image", Value: Node, Class: "Image"},
		{Name: "licenseNumber"}, {Name: "narrative"}, {Name: "role"}, {Name: "term"},
		{Name: "achievement", Required: true, Value: Node, Class: "Achievement"},
		{Name: "result", Many: true, Value: Node, Class: "Result"},
		{Name: "source", Value: Node, Class: "Profile"},
	}},
	{Name: "EndorsementSubject", Members: []Member{{Name: "id", Required: true, Value: URI}, {Name: "endorsementComment"}}},
	{Name: "Achievement", Also: achievement, Members: members([]Member{
		{Name: "id", Required: true, Value: URI},
		{Name: "achievementType", Value: Word, Enum: &AchievementTypes},
		{Name: "name", Required: true},
		{Name: "description", Required: true},
		{Name: "criteria", Required: true, Value: Node, Class: "Criteria"},
		{Name: "inLanguage", Value: Language},
		{Name: "humanCode"}, {Name: "version"}, {Name: "fieldOfStudy"}, {Name: "specialization"},
		{Name: "image", Value: Node, Class: "Image"},
		{Name: "creator", Value: Node, Class: "Profile"},
		{Name: "creditsAvailable", Value: Number},
		{Name: "tag", Many: true},
		{Name: "otherIdentifier", Many: true, Value: Node, Class: "IdentifierEntry"},
		{Name: "alignment", Many: true, Value: Node, Class: "Alignment"},
		{Name: "resultDescription", Many: true, Value: Node, Class: "ResultDescription"},
		{Name: "related", Many: true, Value: Node, Class: "Related"},
	}, Endorsed)},
	{Name: "Profile", Also: Picture, Members: members([]Member{
		{Name: "id", Required: true, Value: URI},
		{Name: "name"}, {Name: "url", Value: URI}, {Name: "description"}, {Name: "email"}, {Name: "phone"}, {Name: "official"},
		{Name: "givenName"}, {Name: "additionalName"}, {Name: "patronymicName"}, {Name: "familyName"},
		{Name: "honorificPrefix"}, {Name: "honorificSuffix"}, {Name: "familyNamePrefix"},
		{Name: "dateOfBirth", Value: Date},
		{Name: "image", Value: Node, Class: "Image"},
		{Name: "address", Value: Node, Class: "Address"},
		{Name: "otherIdentifier", Many: true, Value: Node, Class: "IdentifierEntry"},
		{Name: "parentOrg", Value: Node, Class: "Profile"},
	}, Endorsed)},
	{Name: "Address", Members: []Member{
		{Name: "addressCountry"}, {Name: "addressCountryCode", Value: Country}, {Name: "addressRegion"}, {Name: "addressLocality"},
		{Name: "streetAddress"}, {Name: "postOfficeBoxNumber"}, {Name: "postalCode"},
		{Name: "geo", Value: Node, Class: "GeoCoordinates"},
	}},
	{Name: "GeoCoordinates", Typing: Exact, Members: []Member{
		{Name: "latitude", Required: true, Value: Number}, {Name: "longitude", Required: true, Value: Number},
	}},
	{Name: "IdentityObject", Typing: Exact, Closed: true, Also: identity, Members: []Member{
		{Name: "hashed", Required: true, Value: Truth},
		{Name: "identityHash", Required: true},
		{Name: "identityType", Required: true, Value: Word, Enum: &IdentifierTypes},
		{Name: "salt"},
	}},
	{Name: "IdentifierEntry", Typing: Exact, Closed: true, Members: []Member{
		{Name: "identifier", Required: true},
		{Name: "identifierType", Required: true, Value: Word, Enum: &IdentifierTypes},
	}},
	{Name: "Image", Typing: Exact, Closed: true, Members: []Member{
		{Name: "id", Required: true, Value: URI}, {Name: "caption"},
	}},
	{Name: "Criteria", Typing: Untyped, Also: criteria, Members: []Member{{Name: "id", Value: URI}, {Name: "narrative"}}},
	{Name: "Evidence", Members: []Member{
		{Name: "id", Value: URI}, {Name: "name"}, {Name: "description"}, {Name: "narrative"}, {Name: "genre"}, {Name: "audience"},
	}},
	{Name: "Alignment", Members: []Member{
		{Name: "targetName", Required: true}, {Name: "targetUrl", Required: true, Value: URI},
		{Name: "targetCode"}, {Name: "targetDescription"}, {Name: "targetFramework"},
		{Name: "targetType", Value: Word, Enum: &TargetTypes},
	}},
	{Name: "Related", Members: []Member{
		{Name: "id", Required: true, Value: URI}, {Name: "inLanguage", Value: Language}, {Name: "version"},
	}},
	{Name: "Result", Members: []Member{
		{Name: "resultDescription", Value: URI}, {Name: "value"}, {Name: "achievedLevel", Value: URI},
		{Name: "status", Value: Word, Enum: &ResultStatuses},
		{Name: "alignment", Many: true, Value: Node, Class: "Alignment"},
	}},
	{Name: "ResultDescription", Members: []Member{
		{Name: "id", Required: true, Value: URI}, {Name: "name", Required: true},
		{Name: "resultType", Required: true, Value: Word, Enum: &ResultTypes},
		{Name: "allowedValue", Many: true},
		{Name: "requiredValue"}, {Name: "requiredLevel", Value: URI}, {Name: "valueMin"}, {Name: "valueMax"},
		{Name: "rubricCriterionLevel", Many: true, Value: Node, Class: "RubricCriterionLevel"},
		{Name: "alignment", Many: true, Value: Node, Class: "Alignment"},
	}},
	{Name: "RubricCriterionLevel", Members: []Member{
		{Name: "id", Required: true, Value: URI}, {Name: "name", Required: true},
		{Name: "description"}, {Name: "level"}, {Name: "points"},
		{Name: "alignment", Many: true, Value: Node, Class: "Alignment"},
	}},
	{Name: "CredentialSchema", Typing: AnyType, Members: []Member{{Name: "id", Required: true, Value: URI}}},
	{Name: "CredentialStatus", Typing: AnyType, Members: []Member{{Name: "id", Required: true, Value: URI}}},
	{Name: "RefreshService", Typing: AnyType, Members: []Member{{Name: "id", Required: true, Value: URI}}},
	{Name: "TermsOfUse", Typing: AnyType, Members: []Member{{Name: "id", Value: URI}}},
	{Name: "Proof", Typing: AnyType, Members: []Member{
		{Name: "created", Value: Instant}, {Name: "cryptosuite"}, {Name: "challenge"}, {Name: "domain"}, {Name: "nonce"},
		{Name: "proofPurpose"}, {Name: "proofValue"}, {Name: "verificationMethod"},
	}},
}
