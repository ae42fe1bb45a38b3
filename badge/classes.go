package badge

// class describes a class of Open Badges 3.0: what Check knows of it. Members that are not listed are allowed unless the class
// is closed.
type class struct {
	name    string
	typing  typing
	closed  bool
	members []memberOf
}

// typing says how a node of a class states its type.
type typing uint8

const (
	typeListed typing = iota // an array that has the name of the class in it
	typeExact                // exactly the name of the class, a string
	typeNone                 // the class has no type member
	typeOther                // a string; which one is not for this class to say
	typeTop                  // the credential; rules of its own
)

// memberOf is a member of a class.
type memberOf struct {
	name     string
	required bool
	many     bool // an array, even of one; never an empty one
	compact  bool // many, but in the JSON-LD binding one value may stand without the array
	value    value
	class    string // of value node
	enum     *enum  // of value word
}

// value is the kind of a member's value.
type value uint8

const (
	isText value = iota
	isURI
	isInstant
	isDate
	isNumber
	isTruth
	isTag  // language code
	isWord // of an enumeration
	isNode
	isAny // not looked at here
)

// classOf finds a class by name.
func classOf(name string) *class {
	for i := range classes {
		if classes[i].name == name {
			return &classes[i]
		}
	}
	return nil
}

// classes is the data model of Open Badges 3.0 as far as Encode writes it.
var classes = []class{
	{name: typeAchievement, typing: typeTop, members: []memberOf{
		{name: "id", required: true, value: isURI},
		{name: "name"}, {name: "description"},
		{name: "image", value: isNode, class: "Image"},
		{name: "issuer", required: true, value: isNode, class: "Profile"},
		{name: "validFrom", required: true, value: isInstant},
		{name: "validUntil", value: isInstant},
		{name: "awardedDate", value: isInstant},
		{name: "credentialSubject", required: true, value: isNode, class: "AchievementSubject"},
		{name: "evidence", many: true, value: isNode, class: "Evidence"},
		{name: "endorsement", many: true, value: isAny},
		{name: "endorsementJwt", many: true},
		{name: "credentialSchema", many: true, compact: true, value: isNode, class: "CredentialSchema"},
		{name: "credentialStatus", value: isNode, class: "CredentialStatus"},
		{name: "refreshService", value: isNode, class: "RefreshService"},
		{name: "termsOfUse", many: true, compact: true, value: isNode, class: "TermsOfUse"},
		{name: "proof", many: true, compact: true, value: isAny},
	}},
	{name: "AchievementSubject", members: []memberOf{
		{name: "id", value: isURI},
		{name: "identifier", many: true, value: isNode, class: "IdentityObject"},
		{name: "achievement", required: true, value: isNode, class: "Achievement"},
		{name: "activityStartDate", value: isInstant}, {name: "activityEndDate", value: isInstant},
		{name: "creditsEarned", value: isNumber},
		{name: "image", value: isNode, class: "Image"},
		{name: "licenseNumber"}, {name: "narrative"}, {name: "role"}, {name: "term"},
		{name: "result", many: true, value: isNode, class: "Result"},
		{name: "source", value: isNode, class: "Profile"},
	}},
	{name: "Achievement", members: []memberOf{
		{name: "id", required: true, value: isURI},
		{name: "name", required: true}, {name: "description", required: true},
		{name: "criteria", required: true, value: isNode, class: "Criteria"},
		{name: "achievementType", value: isWord, enum: &achievementTypes},
		{name: "alignment", many: true, value: isNode, class: "Alignment"},
		{name: "creator", value: isNode, class: "Profile"},
		{name: "creditsAvailable", value: isNumber},
		{name: "endorsement", many: true, value: isAny}, {name: "endorsementJwt", many: true},
		{name: "fieldOfStudy"}, {name: "humanCode"}, {name: "specialization"}, {name: "version"},
		{name: "image", value: isNode, class: "Image"},
		{name: "inLanguage", value: isTag},
		{name: "otherIdentifier", many: true, value: isNode, class: "IdentifierEntry"},
		{name: "related", many: true, value: isNode, class: "Related"},
		{name: "resultDescription", many: true, value: isNode, class: "ResultDescription"},
		{name: "tag", many: true},
	}},
	{name: "Profile", members: []memberOf{
		{name: "id", required: true, value: isURI},
		{name: "name"}, {name: "url", value: isURI}, {name: "phone"}, {name: "description"}, {name: "email"}, {name: "official"},
		{name: "familyName"}, {name: "givenName"}, {name: "additionalName"}, {name: "patronymicName"},
		{name: "honorificPrefix"}, {name: "honorificSuffix"}, {name: "familyNamePrefix"},
		{name: "dateOfBirth", value: isDate},
		{name: "image", value: isNode, class: "Image"},
		{name: "address", value: isNode, class: "Address"},
		{name: "otherIdentifier", many: true, value: isNode, class: "IdentifierEntry"},
		{name: "parentOrg", value: isNode, class: "Profile"},
		{name: "endorsement", many: true, value: isAny}, {name: "endorsementJwt", many: true},
	}},
	{name: "Address", members: []memberOf{
		{name: "addressCountry"}, {name: "addressCountryCode"}, {name: "addressRegion"}, {name: "addressLocality"},
		{name: "streetAddress"}, {name: "postOfficeBoxNumber"}, {name: "postalCode"},
		{name: "geo", value: isNode, class: "GeoCoordinates"},
	}},
	{name: "GeoCoordinates", typing: typeExact, members: []memberOf{
		{name: "latitude", required: true, value: isNumber}, {name: "longitude", required: true, value: isNumber},
	}},
	{name: "IdentityObject", typing: typeExact, closed: true, members: []memberOf{
		{name: "hashed", required: true, value: isTruth},
		{name: "identityHash", required: true},
		{name: "identityType", required: true, value: isWord, enum: &identityTypes},
		{name: "salt"},
	}},
	{name: "IdentifierEntry", typing: typeExact, closed: true, members: []memberOf{
		{name: "identifier", required: true},
		{name: "identifierType", required: true, value: isWord, enum: &identityTypes},
	}},
	{name: "Image", typing: typeExact, closed: true, members: []memberOf{
		{name: "id", required: true, value: isURI}, {name: "caption"},
	}},
	{name: "Criteria", typing: typeNone, members: []memberOf{{name: "id", value: isURI}, {name: "narrative"}}},
	{name: "Evidence", members: []memberOf{
		{name: "id", value: isURI}, {name: "name"}, {name: "description"}, {name: "narrative"}, {name: "genre"}, {name: "audience"},
	}},
	{name: "Alignment", members: []memberOf{
		{name: "targetName", required: true}, {name: "targetUrl", required: true, value: isURI},
		{name: "targetCode"}, {name: "targetDescription"}, {name: "targetFramework"},
		{name: "targetType", value: isWord, enum: &targetTypes},
	}},
	{name: "Related", members: []memberOf{
		{name: "id", required: true, value: isURI}, {name: "inLanguage", value: isTag}, {name: "version"},
	}},
	{name: "Result", members: []memberOf{
		{name: "resultDescription", value: isURI}, {name: "value"}, {name: "achievedLevel", value: isURI},
		{name: "status", value: isWord, enum: &resultStatuses},
		{name: "alignment", many: true, value: isNode, class: "Alignment"},
	}},
	{name: "ResultDescription", members: []memberOf{
		{name: "id", required: true, value: isURI}, {name: "name", required: true},
		{name: "resultType", required: true, value: isWord, enum: &resultTypes},
		{name: "allowedValue", many: true},
		{name: "requiredValue"}, {name: "requiredLevel", value: isURI}, {name: "valueMin"}, {name: "valueMax"},
		{name: "rubricCriterionLevel", many: true, value: isNode, class: "RubricCriterionLevel"},
		{name: "alignment", many: true, value: isNode, class: "Alignment"},
	}},
	{name: "RubricCriterionLevel", members: []memberOf{
		{name: "id", required: true, value: isURI}, {name: "name", required: true},
		{name: "description"}, {name: "level"}, {name: "points"},
		{name: "alignment", many: true, value: isNode, class: "Alignment"},
	}},
	{name: "CredentialSchema", typing: typeOther, members: []memberOf{{name: "id", required: true, value: isURI}}},
	{name: "CredentialStatus", typing: typeOther, members: []memberOf{{name: "id", required: true, value: isURI}}},
	{name: "RefreshService", typing: typeOther, members: []memberOf{{name: "id", required: true, value: isURI}}},
	{name: "TermsOfUse", typing: typeOther, members: []memberOf{{name: "id", value: isURI}}},
}
