package clr

import (
	"slices"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/vc"
)

const spec = "https://www.imsglobal.org/spec/clr/v2p0/#"

// The rules of CLR 2.0. What a class requires stands in the table of classes;
// the problem names member and class.
var (
	ruleContext = vc.Rule{Code: "CLR2-CONTEXT", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "clrcredential",
		Text: "A record must name the contexts of Verifiable Credentials, of CLR 2.0 and of Open Badges 3.0 first, in this order; what follows must be URLs or objects."}
	ruleContextOld = vc.Rule{Code: "CLR2-CONTEXT-OLD", Axis: vc.Conformant, Level: vc.Should, Spec: spec + "clrcredential",
		Text: "The contexts of CLR and Open Badges should be the newest, 2.0.1 and 3.0.3."}
	ruleType = vc.Rule{Code: "CLR2-TYPE", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "clrcredential",
		Text: "The type of a record must list VerifiableCredential and ClrCredential."}
	ruleNodeType = vc.Rule{Code: "CLR2-NODE-TYPE", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "data-model",
		Text: "A node must state the type of its class in the form that the class asks for."}
	ruleRequired = vc.Rule{Code: "CLR2-REQUIRED", Axis: vc.Conformant, Absence: true, Level: vc.Must, Spec: spec + "data-model",
		Text: "A member that its class requires must be there."}
	ruleKind = vc.Rule{Code: "CLR2-KIND", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "data-model",
		Text: "A member must have the kind of value that its class says."}
	ruleArray = vc.Rule{Code: "CLR2-ARRAY", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "data-model",
		Text: "A member that may have several values must be an array; one that has a single value must not be one."}
	ruleEmpty = vc.Rule{Code: "CLR2-EMPTY", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "data-model",
		Text: "A member without a value must be left out, so there is neither null nor an empty array."}
	ruleClosed = vc.Rule{Code: "CLR2-CLOSED", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "association",
		Text: "A node of a closed class must have no other members."}
	ruleEnum = vc.Rule{Code: "CLR2-ENUM", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "associationtype",
		Text: "The type of an association must be one of the terms of its enumeration."}
	ruleSchema = vc.Rule{Code: "CLR2-SCHEMA", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "clrcredential",
		Text: "If a record names schemas of type 1EdTechJsonSchemaValidator2019, one of them must be the published schema of its class."}
	ruleSubject = vc.Rule{Code: "CLR2-SUBJECT", Axis: vc.Conformant, Absence: true, Level: vc.Must, Spec: spec + "clrsubject",
		Text: "The subject of a record must have an id or an identifier."}
	ruleCredential = vc.Rule{Code: "CLR2-CREDENTIAL", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "clrsubject",
		Text: "What a record holds must be credentials: objects whose type lists VerifiableCredential, or envelopes of them."}
	ruleAssociation = vc.Rule{Code: "CLR2-ASSOCIATION", Axis: vc.Conformant, Absence: true, Level: vc.Should, Spec: spec + "association",
		Text: "Source and target of an association should be ids of achievements of the record."}
	ruleAssociationSelf = vc.Rule{Code: "CLR2-ASSOCIATION-SELF", Axis: vc.Conformant, Level: vc.Should, Spec: spec + "association",
		Text: "Source and target of an association should be two achievements."}
	ruleLearner = vc.Rule{Code: "CLR2-LEARNER", Axis: vc.Conformant, Level: vc.Should, Spec: spec + "clrsubject",
		Text: "A badge in a record should be about the learner whom the record is about."}
)

// Rules returns the rules that [Check] applies beside those of package ob3.
func Rules() []vc.Rule {
	return []vc.Rule{ruleRules, ruleContext, ruleContextOld, ruleType, ruleNodeType, ruleRequired, ruleKind, ruleArray, ruleEmpty, ruleClosed,
		ruleEnum, ruleSchema, ruleSubject, ruleCredential, ruleAssociation, ruleAssociationSelf, ruleLearner}
}

var own = datamodel.Set{
	NodeType: &ruleNodeType, Required: &ruleRequired, Kind: &ruleKind, Array: &ruleArray, Empty: &ruleEmpty, Closed: &ruleClosed,
	Enum: &ruleEnum, Context: &ruleContext, ContextOld: &ruleContextOld, Type: &ruleType, Schema: &ruleSchema,
}

var associationTypes = datamodel.Enum{Name: "AssociationType", Values: []string{
	ExactMatchOf, IsChildOf, IsParentOf, IsPartOf, IsPeerOf, IsRelatedTo, Precedes, ReplacedBy,
}}

// model is the data model of CLR 2.0: that of Open Badges with classes of its
// own.
var model = extended(ob3.Model())

func extended(m datamodel.Model) datamodel.Model {
	m.Classes = slices.Concat(classes, m.Classes)
	return m
}

// classes are those that CLR 2.0 adds to Open Badges.
var classes = []datamodel.Class{
	{Name: typeCredential, Typing: datamodel.TopLevel, Rules: &own, Also: record,
		Types: []string{typeCredential},
		Contexts: []datamodel.Context{
			{Current: contexts.CLR201, Known: datamodel.NewPattern(`^https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.\d\.\d)*\.json$`)},
			datamodel.OpenBadgesContext,
		},
		Schema: datamodel.NewPattern(`^https://purl\.imsglobal\.org/spec/clr/v2p0/schema/json(-ld)?/clr_v2p0_(any)?clrcredential_schema\.json$`),
		Members: slices.Concat(datamodel.Envelope(typeSubject), datamodel.Endorsed, []datamodel.Member{
			{Name: "name", Required: true},
			{Name: "image", Value: datamodel.Node, Class: "Image"},
			{Name: "partial", Value: datamodel.Truth},
		})},
	{Name: typeSubject, Rules: &own, Also: subject, Members: []datamodel.Member{
		{Name: "id", Value: datamodel.URI},
		{Name: "identifier", Many: true, Value: datamodel.Node, Class: "IdentityObject"},
		{Name: held, Required: true, Many: true, Value: datamodel.Any},
		{Name: "achievement", Many: true, Value: datamodel.Node, Class: "Achievement"},
		{Name: "association", Many: true, Value: datamodel.Node, Class: typeLink},
	}},
	{Name: typeLink, Typing: datamodel.Exact, Closed: true, Rules: &own, Members: []datamodel.Member{
		{Name: "associationType", Required: true, Value: datamodel.Word, Enum: &associationTypes},
		{Name: "sourceId", Required: true, Value: datamodel.URI},
		{Name: "targetId", Required: true, Value: datamodel.URI},
	}},
}
