package ob3

import (
	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/vc"
)

const spec = "https://www.imsglobal.org/spec/ob/v3p0/#"

// The rules of Open Badges 3.0. What a class requires stands in the table of
// classes; the problem names member and class.
var (
	ruleContext = vc.Rule{Code: "OB3-CONTEXT", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "serialization-json-ld",
		Text: "A badge or endorsement must name the contexts of Verifiable Credentials and of Open Badges 3.0 first, in this order; what follows must be URLs or objects."}
	ruleContextOld = vc.Rule{Code: "OB3-CONTEXT-OLD", Axis: vc.Conformant, Level: vc.Should, Spec: spec + "serialization-json-ld",
		Text: "The context of Open Badges should be the newest, 3.0.3."}
	ruleLegacy = vc.Rule{Code: "OB3-LEGACY", Axis: vc.Conformant, Level: vc.Should, Spec: spec + "verifiable-credentials-data-model-v1-1-classes",
		Text: "A credential should be one of VC Data Model 2.0; those of version 1.1 are there to be verified only."}
	ruleType = vc.Rule{Code: "OB3-TYPE", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "achievementcredential",
		Text: "The type of a credential must list VerifiableCredential and the name of its class: OpenBadgeCredential or AchievementCredential for a badge, EndorsementCredential for an endorsement."}
	ruleNodeType = vc.Rule{Code: "OB3-NODE-TYPE", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "data-models",
		Text: "A node must state the type of its class in the form that the class asks for."}
	ruleRequired = vc.Rule{Code: "OB3-REQUIRED", Axis: vc.Conformant, Absence: true, Level: vc.Must, Spec: spec + "data-models",
		Text: "A member that its class requires must be there."}
	ruleKind = vc.Rule{Code: "OB3-KIND", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "data-models",
		Text: "A member must have the kind of value that its class says."}
	ruleArray = vc.Rule{Code: "OB3-ARRAY", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "serialization-json",
		Text: "A member that may have several values must be an array; one that has a single value must not be one."}
	ruleEmpty = vc.Rule{Code: "OB3-EMPTY", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "serialization-json",
		Text: "A member without a value must be left out, so there is neither null nor an empty array."}
	ruleClosed = vc.Rule{Code: "OB3-CLOSED", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "data-models",
		Text: "A node of a closed class must have no other members."}
	ruleEnum = vc.Rule{Code: "OB3-ENUM", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "enumerations",
		Text: "A value of an enumeration must be one of its terms or, where it can be extended, start with \"ext:\" followed by letters, digits, dots or underscores."}

	ruleSubject = vc.Rule{Code: "OB3-SUBJECT", Axis: vc.Conformant, Absence: true, Level: vc.Must, Spec: spec + "achievementsubject",
		Text: "The subject of a badge must have an id or an identifier."}
	ruleCriteria = vc.Rule{Code: "OB3-CRITERIA", Axis: vc.Conformant, Absence: true, Level: vc.Must, Spec: spec + "criteria",
		Text: "Criteria must have an id or a narrative."}
	ruleResult = vc.Rule{Code: "OB3-RESULT", Axis: vc.Conformant, Absence: true, Level: vc.Must, Spec: spec + "result",
		Text: "The resultDescription of a result must be the id of a result description of the achievement."}
	ruleResultStatus = vc.Rule{Code: "OB3-RESULT-STATUS", Axis: vc.Conformant, Absence: true, Level: vc.Must, Spec: spec + "result",
		Text: "A result must have a status if its result description is of type Status."}
	ruleResultValue = vc.Rule{Code: "OB3-RESULT-VALUE", Axis: vc.Conformant, Level: vc.Should, Spec: spec + "resultdescription",
		Text: "A value should be one that its result description allows."}
	ruleLevel = vc.Rule{Code: "OB3-LEVEL", Axis: vc.Conformant, Absence: true, Level: vc.Should, Spec: spec + "resultdescription",
		Text: "An achieved or required level should be the id of a level of the same result description."}
	ruleHash = vc.Rule{Code: "OB3-HASH", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "identityhash",
		Text: "A hashed identity must be written as sha256 or md5, a dollar sign and the hash in hexadecimal."}
	ruleHashWeak = vc.Rule{Code: "OB3-HASH-WEAK", Axis: vc.Conformant, Level: vc.Should, Spec: spec + "identityhash",
		Text: "An identity should not be hashed by MD5, which is broken."}
	ruleImage = vc.Rule{Code: "OB3-IMAGE", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "image",
		Text: "The image of a credential, subject, achievement or profile must be PNG or SVG."}

	ruleSchema = vc.Rule{Code: "OB3-SCHEMA", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "credentialschema",
		Text: "If a credential names schemas of type 1EdTechJsonSchemaValidator2019, one of them must be the published schema of its class."}
	ruleRevocationList = vc.Rule{Code: "OB3-REVOCATION-LIST", Axis: vc.Conformant, Level: vc.Should, Spec: spec + "credentialstatus",
		Text: "The status should be a BitstringStatusListEntry; 1EdTechRevocationList is deprecated."}
	rulePurpose = vc.Rule{Code: "OB3-PROOF-PURPOSE", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "proof",
		Text: "The purpose of a proof must be assertionMethod."}
	ruleEndorsement = vc.Rule{Code: "OB3-ENDORSEMENT", Axis: vc.Conformant, Level: vc.Should, Spec: spec + "endorsementsubject",
		Text: "An endorsement should be about something in the credential that carries it."}
	ruleIssuer = vc.Rule{Code: "OB3-ISSUER", Axis: vc.Conformant, Level: vc.Should, Spec: spec + "profileref",
		Text: "The issuer should be a profile with its id and name rather than the id alone, which some readers refuse."}
	ruleName = vc.Rule{Code: "OB3-NAME", Axis: vc.Conformant, Level: vc.Should, Spec: spec + "achievementcredential",
		Text: "A badge should have a name, because wallets show it."}

	ruleJSONLD = vc.Rule{Code: "OB3-JSONLD", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "data-integrity",
		Text: "The credential must be JSON-LD that keeps every part of it (safe mode), since a proof covers nothing else."}
	ruleExtensions = vc.Rule{Code: "OB3-EXTENSIONS", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "data-integrity",
		Text: "A type of 1EdTech must be defined by a context, which is https://purl.imsglobal.org/spec/ob/v3p0/extensions.json."}
	ruleUnchecked = vc.Rule{Code: "OB3-JSONLD-UNCHECKED", Axis: vc.Conformant, Level: vc.Should, Spec: spec + "data-integrity",
		Text: "The contexts should be ones that are at hand; without them nobody can say whether JSON-LD keeps every part."}
)

// Rules returns the rules that [Check] applies. The members that a class
// requires, and what they may hold, stand in tables of classes; of those, a
// problem names the rule, the place, and in its words the member and class.
func Rules() []vc.Rule {
	return []vc.Rule{ruleContext, ruleContextOld, ruleLegacy, ruleType, ruleNodeType, ruleRequired, ruleKind, ruleArray, ruleEmpty,
		ruleClosed, ruleEnum, ruleSubject, ruleCriteria, ruleResult, ruleResultStatus, ruleResultValue, ruleLevel, ruleHash,
		ruleHashWeak, ruleImage, ruleSchema, ruleRevocationList, rulePurpose, ruleEndorsement, ruleIssuer, ruleName, ruleJSONLD,
		ruleExtensions, ruleUnchecked}
}

var faults = datamodel.Set{
	NodeType: &ruleNodeType, Required: &ruleRequired, Kind: &ruleKind, Array: &ruleArray, Empty: &ruleEmpty, Closed: &ruleClosed,
	Enum: &ruleEnum, Context: &ruleContext, ContextOld: &ruleContextOld, Type: &ruleType, Schema: &ruleSchema,
}
