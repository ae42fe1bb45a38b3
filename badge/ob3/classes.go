package ob3

import (
	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/vc"
)

// The types of the credentials of Open Badges 3.0. The context makes the first
// two the same class.
const (
	TypeAchievement = "AchievementCredential"
	TypeBadge       = "OpenBadgeCredential"
	TypeEndorsement = "EndorsementCredential"
)

func members(lists ...[]datamodel.Member) (all []datamodel.Member) {
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

// Model returns the data model of Open Badges 3.0. Its type is internal: it is
// for package clr, whose records hold badges.
func Model() datamodel.Model {
	return datamodel.Model{
		Classes: classes, Rules: faults,
		Legacy: &ruleLegacy, Issuer: &ruleIssuer, RevocationList: &ruleRevocationList, Purpose: &rulePurpose, Image: &ruleImage,
		Lossy: &ruleJSONLD, Undefined: &ruleExtensions, Unchecked: &ruleUnchecked,
	}
}

// classes are the classes of Open Badges 3.0.
var classes = []datamodel.Class{
	{Name: TypeAchievement, Typing: datamodel.TopLevel, Also: badge,
		Types:    []string{TypeBadge, TypeAchievement},
		Contexts: []datamodel.Context{datamodel.OpenBadgesContext},
		Schema:   datamodel.NewPattern(`^https://purl\.imsglobal\.org/spec/ob/v3p0/schema/json(-ld)?/ob_v3p0_(any)?achievementcredential_schema\.json$`),
		Members: members(datamodel.Envelope("AchievementSubject"), datamodel.Endorsed, []datamodel.Member{
			{Name: "name", Only: vc.V2},
			{Name: "name", Required: true, Only: vc.V1},
			{Name: "image", Value: datamodel.Node, Class: "Image"},
			{Name: "evidence", Many: true, Value: datamodel.Node, Class: "Evidence"},
		})},
	{Name: TypeEndorsement, Typing: datamodel.TopLevel, Also: endorsement,
		Types:    []string{TypeEndorsement},
		Contexts: []datamodel.Context{datamodel.OpenBadgesContext},
		Schema:   datamodel.NewPattern(`^https://purl\.imsglobal\.org/spec/ob/v3p0/schema/json(-ld)?/ob_v3p0_(any)?endorsementcredential_schema\.json$`),
		Members: members(datamodel.Envelope("EndorsementSubject"), []datamodel.Member{
			{Name: "name", Required: true, Only: vc.V2},
			{Name: "name", Only: vc.V1},
		})},
	{Name: "AchievementSubject", Also: achievementSubject, Members: []datamodel.Member{
		{Name: "id", Value: datamodel.URI},
		{Name: "identifier", Many: true, Value: datamodel.Node, Class: "IdentityObject"},
		{Name: "activityStartDate", Value: datamodel.Instant}, {Name: "activityEndDate", Value: datamodel.Instant},
		{Name: "creditsEarned", Value: datamodel.Number},
		{Name: "image", Value: datamodel.Node, Class: "Image"},
		{Name: "licenseNumber"}, {Name: "narrative"}, {Name: "role"}, {Name: "term"},
		{Name: "achievement", Required: true, Value: datamodel.Node, Class: "Achievement"},
		{Name: "result", Many: true, Value: datamodel.Node, Class: "Result"},
		{Name: "source", Value: datamodel.Node, Class: "Profile"},
	}},
	{Name: "EndorsementSubject", Members: []datamodel.Member{{Name: "id", Required: true, Value: datamodel.URI}, {Name: "endorsementComment"}}},
	{Name: "Achievement", Also: achievement, Members: members([]datamodel.Member{
		{Name: "id", Required: true, Value: datamodel.URI},
		{Name: "achievementType", Value: datamodel.Word, Enum: &achievementTypes},
		{Name: "name", Required: true},
		{Name: "description", Required: true},
		{Name: "criteria", Required: true, Value: datamodel.Node, Class: "Criteria"},
		{Name: "inLanguage", Value: datamodel.Language},
		{Name: "humanCode"}, {Name: "version"}, {Name: "fieldOfStudy"}, {Name: "specialization"},
		{Name: "image", Value: datamodel.Node, Class: "Image"},
		{Name: "creator", Value: datamodel.Node, Class: "Profile"},
		{Name: "creditsAvailable", Value: datamodel.Number},
		{Name: "tag", Many: true},
		{Name: "otherIdentifier", Many: true, Value: datamodel.Node, Class: "IdentifierEntry"},
		{Name: "alignment", Many: true, Value: datamodel.Node, Class: "Alignment"},
		{Name: "resultDescription", Many: true, Value: datamodel.Node, Class: "ResultDescription"},
		{Name: "related", Many: true, Value: datamodel.Node, Class: "Related"},
	}, datamodel.Endorsed)},
	{Name: "Profile", Also: (*datamodel.Checker).Picture, Members: members([]datamodel.Member{
		{Name: "id", Required: true, Value: datamodel.URI},
		{Name: "name"}, {Name: "url", Value: datamodel.URI}, {Name: "description"}, {Name: "email"}, {Name: "phone"}, {Name: "official"},
		{Name: "givenName"}, {Name: "additionalName"}, {Name: "patronymicName"}, {Name: "familyName"},
		{Name: "honorificPrefix"}, {Name: "honorificSuffix"}, {Name: "familyNamePrefix"},
		{Name: "dateOfBirth", Value: datamodel.Date},
		{Name: "image", Value: datamodel.Node, Class: "Image"},
		{Name: "address", Value: datamodel.Node, Class: "Address"},
		{Name: "otherIdentifier", Many: true, Value: datamodel.Node, Class: "IdentifierEntry"},
		{Name: "parentOrg", Value: datamodel.Node, Class: "Profile"},
	}, datamodel.Endorsed)},
	{Name: "Address", Members: []datamodel.Member{
		{Name: "addressCountry"}, {Name: "addressCountryCode", Value: datamodel.Country}, {Name: "addressRegion"}, {Name: "addressLocality"},
		{Name: "streetAddress"}, {Name: "postOfficeBoxNumber"}, {Name: "postalCode"},
		{Name: "geo", Value: datamodel.Node, Class: "GeoCoordinates"},
	}},
	{Name: "GeoCoordinates", Typing: datamodel.Exact, Members: []datamodel.Member{
		{Name: "latitude", Required: true, Value: datamodel.Number}, {Name: "longitude", Required: true, Value: datamodel.Number},
	}},
	{Name: "IdentityObject", Typing: datamodel.Exact, Closed: true, Also: identity, Members: []datamodel.Member{
		{Name: "hashed", Required: true, Value: datamodel.Truth},
		{Name: "identityHash", Required: true},
		{Name: "identityType", Required: true, Value: datamodel.Word, Enum: &identifierTypes},
		{Name: "salt"},
	}},
	{Name: "IdentifierEntry", Typing: datamodel.Exact, Closed: true, Members: []datamodel.Member{
		{Name: "identifier", Required: true},
		{Name: "identifierType", Required: true, Value: datamodel.Word, Enum: &identifierTypes},
	}},
	{Name: "Image", Typing: datamodel.Exact, Closed: true, Members: []datamodel.Member{
		{Name: "id", Required: true, Value: datamodel.URI}, {Name: "caption"},
	}},
	{Name: "Criteria", Typing: datamodel.Untyped, Also: criteria, Members: []datamodel.Member{{Name: "id", Value: datamodel.URI}, {Name: "narrative"}}},
	{Name: "Evidence", Members: []datamodel.Member{
		{Name: "id", Value: datamodel.URI}, {Name: "name"}, {Name: "description"}, {Name: "narrative"}, {Name: "genre"}, {Name: "audience"},
	}},
	{Name: "Alignment", Members: []datamodel.Member{
		{Name: "targetName", Required: true}, {Name: "targetUrl", Required: true, Value: datamodel.URI},
		{Name: "targetCode"}, {Name: "targetDescription"}, {Name: "targetFramework"},
		{Name: "targetType", Value: datamodel.Word, Enum: &targetTypes},
	}},
	{Name: "Related", Members: []datamodel.Member{
		{Name: "id", Required: true, Value: datamodel.URI}, {Name: "inLanguage", Value: datamodel.Language}, {Name: "version"},
	}},
	{Name: "Result", Members: []datamodel.Member{
		{Name: "resultDescription", Value: datamodel.URI}, {Name: "value"}, {Name: "achievedLevel", Value: datamodel.URI},
		{Name: "status", Value: datamodel.Word, Enum: &resultStatuses},
		{Name: "alignment", Many: true, Value: datamodel.Node, Class: "Alignment"},
	}},
	{Name: "ResultDescription", Members: []datamodel.Member{
		{Name: "id", Required: true, Value: datamodel.URI}, {Name: "name", Required: true},
		{Name: "resultType", Required: true, Value: datamodel.Word, Enum: &resultTypes},
		{Name: "allowedValue", Many: true},
		{Name: "requiredValue"}, {Name: "requiredLevel", Value: datamodel.URI}, {Name: "valueMin"}, {Name: "valueMax"},
		{Name: "rubricCriterionLevel", Many: true, Value: datamodel.Node, Class: "RubricCriterionLevel"},
		{Name: "alignment", Many: true, Value: datamodel.Node, Class: "Alignment"},
	}},
	{Name: "RubricCriterionLevel", Members: []datamodel.Member{
		{Name: "id", Required: true, Value: datamodel.URI}, {Name: "name", Required: true},
		{Name: "description"}, {Name: "level"}, {Name: "points"},
		{Name: "alignment", Many: true, Value: datamodel.Node, Class: "Alignment"},
	}},
	{Name: "CredentialSchema", Typing: datamodel.AnyType, Members: []datamodel.Member{{Name: "id", Required: true, Value: datamodel.URI}}},
	{Name: "CredentialStatus", Typing: datamodel.AnyType, Members: []datamodel.Member{{Name: "id", Required: true, Value: datamodel.URI}}},
	{Name: "RefreshService", Typing: datamodel.AnyType, Members: []datamodel.Member{{Name: "id", Required: true, Value: datamodel.URI}}},
	{Name: "TermsOfUse", Typing: datamodel.AnyType, Members: []datamodel.Member{{Name: "id", Value: datamodel.URI}}},
	{Name: "Proof", Typing: datamodel.AnyType, Members: []datamodel.Member{
		{Name: "created", Value: datamodel.Instant}, {Name: "cryptosuite"}, {Name: "challenge"}, {Name: "domain"}, {Name: "nonce"},
		{Name: "proofPurpose"}, {Name: "proofValue"}, {Name: "verificationMethod"},
	}},
}
