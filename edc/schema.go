package edc

import (
	"sync"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// schema holds the tables of all classes. They refer to each other, so they
// are made together; afterwards they never change.
type schema struct {
	format mapping.Format

	concept     mapping.Class[mc.Concept]
	country     mapping.Class[mc.Country]
	identifier  mapping.Class[mc.Identifier]
	note        mapping.Class[mc.Note]
	literal     mapping.Class[mc.LangString] // a note of which the model keeps the text
	webResource mapping.Class[mc.WebResource]
	grant       mapping.Class[mc.WebResource]
	media       mapping.Class[mc.Media]
	period      mapping.Class[mc.Period]

	address  mapping.Class[mc.Address]
	location mapping.Class[mc.Location]
	geo      mapping.Class[mc.Geo]
	mailbox  mapping.Class[string]
	phone    mapping.Class[phone]
	contact  mapping.Class[mc.ContactPoint]
	party    mapping.Class[mc.Party]
	learner  mapping.Class[mc.Credential] // the subject, its claims included
	quality  mapping.Class[mc.QualityAssurance]

	participation   mapping.Class[mc.Participation]
	outcome         mapping.Class[mc.LearningOutcome]
	credits         mapping.Class[mc.Workload]
	gradingScheme   mapping.Class[mc.GradingScheme]
	definition      mapping.Class[mc.Definition]
	assessmentSpec  mapping.Class[mc.AssessmentSpec]
	activitySpec    mapping.Class[mc.ActivitySpec]
	entitlementSpec mapping.Class[mc.EntitlementSpec]
	opportunity     mapping.Class[mc.Opportunity]
	price           mapping.Class[mc.Price]
	amount          mapping.Class[mc.Price]
	reference       mapping.Class[mc.CredentialRef]

	awarding     mapping.Class[mc.Awarding]
	claim        mapping.Class[mc.Claim]
	activity     mapping.Class[mc.Activity]
	assessment   mapping.Class[mc.AssessmentResult]
	grade        mapping.Class[mc.Grade]
	short        mapping.Class[mc.ShortGrading]
	distribution mapping.Class[mc.Distribution]
	category     mapping.Class[mc.DistributionCategory]
	entitlement  mapping.Class[mc.Entitlement]

	credential mapping.Class[mc.Credential]
	display    mapping.Class[mc.Display]
	pages      mapping.Class[mc.Display]
	page       mapping.Class[mc.DisplayPage]
	evidence   mapping.Class[mc.Evidence]
	status     mapping.Class[mc.Status]
	schemaRef  mapping.Class[mc.SchemaRef]
	holder     mapping.Class[mc.KeyBinding]
}

// elm is the schema; it is made when first needed.
var elm = sync.OnceValue(func() *schema {
	s := &schema{format: newFormat()}
	s.defineValues()
	s.defineMedia()
	s.definePlaces()
	s.defineContacts()
	s.defineParties()
	s.defineQuality()
	s.defineDefinition()
	s.defineAwarding()
	s.defineAchievement()
	s.defineAssessments()
	s.defineActivities()
	s.defineCredential()
	s.defineDisplay()
	return s
})
