package edc

import (
	"sync"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// schema holds the tables of all classes. They refer to each other, so they
// are made together; afterwards they never change.
type schema struct {
	concept     class[mc.Concept]
	country     class[mc.Country]
	identifier  class[mc.Identifier]
	note        class[mc.Note]
	literal     class[mc.LangString] // a note of which the model keeps the text
	webResource class[mc.WebResource]
	media       class[mc.Media]
	period      class[mc.Period]

	address  class[mc.Address]
	location class[mc.Location]
	geo      class[mc.Geo]
	mailbox  class[string]
	phone    class[phone]
	contact  class[mc.ContactPoint]
	party    class[mc.Party]
	learner  class[mc.Credential] // the subject, its claims included
	quality  class[mc.QualityAssurance]

	outcome         class[mc.LearningOutcome]
	credits         class[mc.Workload]
	gradingScheme   class[mc.GradingScheme]
	definition      class[mc.Definition]
	assessmentSpec  class[mc.AssessmentSpec]
	activitySpec    class[mc.ActivitySpec]
	entitlementSpec class[mc.EntitlementSpec]
	opportunity     class[mc.Opportunity]
	price           class[mc.Price]
	amount          class[mc.Price]
	reference       class[mc.CredentialRef]

	awarding     class[mc.Awarding]
	claim        class[mc.Claim]
	activity     class[mc.Activity]
	assessment   class[mc.AssessmentResult]
	grade        class[mc.Grade]
	short        class[mc.ShortGrading]
	distribution class[mc.Distribution]
	category     class[mc.DistributionCategory]
	entitlement  class[mc.Entitlement]

	credential class[mc.Credential]
	display    class[mc.Display]
	pages      class[mc.Display]
	page       class[mc.DisplayPage]
	evidence   class[mc.Evidence]
	status     class[mc.Status]
	schemaRef  class[mc.SchemaRef]
	holder     class[mc.KeyBinding]
}

// elm is the schema; it is made when first needed.
var elm = sync.OnceValue(func() *schema {
	s := &schema{}
	s.defineValues()
	s.definePlaces()
	s.defineContacts()
	s.defineParties()
	s.defineQuality()
	s.defineDefinition()
	s.defineSpecifications()
	s.defineOpportunity()
	s.defineAwarding()
	s.defineClaims()
	s.defineAssessment()
	s.defineCredential()
	s.defineDisplay()
	return s
})
