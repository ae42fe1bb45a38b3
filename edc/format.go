package edc

import (
	"slices"
	"sync"

	"github.com/mikromerit/mikromerit/edc/shapes"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Format is the id of the format in reports, residues and provenance.
const Format = "edc"

const (
	typeEDC       = "EuropeanDigitalCredential"
	typeConverted = "ConvertedCredential" // an older name that the Commission's issuer still takes
	typeSHACL     = "ShaclValidator2017"
	contextEDC    = "http://data.europa.eu/snb/model/context/edc-ap"
)

// schema holds the tables of all classes. They refer to each other, so they are
// made together. After that they never change.
type schema struct {
	format mapping.Format

	concept     mapping.Class[mc.Concept]
	country     mapping.Class[mc.Country]
	identifier  mapping.Class[mc.Identifier]
	note        mapping.Class[mc.Note]
	literal     mapping.Class[mc.LangString] // a note of which the model keeps the text
	webResource mapping.Class[mc.WebResource]
	grant       mapping.Class[mc.Grant]
	media       mapping.Class[mc.Media]
	annexes     mapping.Row[mc.Credential]
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
	occasion        mapping.Class[mc.AwardingOpportunity]
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
	other        mapping.Class[mc.Award] // a claim of no other class
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

// elm returns the schema, which is made on first use.
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

// newFormat returns what all tables of ELM have in common.
func newFormat() mapping.Format {
	return mapping.Format{
		Name:     Format,
		IsLocal:  isLocalID,
		IsGlobal: vc.IsURL,
		Telling:  telling,
		Dangling: "a reference to a node that is not in the document",
		Refused:  "ELM cannot state it in this form, or not with this code",
		Derived:  "follows from the member that it stands in or from its code",
		Texts:    writeTexts,
		Head:     appendHead,
		Admit:    admit,
		Close:    finish,
	}
}

// nodeState is what the encoder notes of a node.
type nodeState struct {
	// missing is a required member that is not stated, here or in a required
	// node below: "Address.countryCode".
	missing string
	digest  digest // equal nodes share an id
	name    string // the id in the document

	head, types string // as the flavour has them
}

func stateOf(n *mapping.Node) *nodeState {
	if n.State == nil {
		n.State = &nodeState{}
	}
	return n.State.(*nodeState)
}

// missing returns the member that a node lacks, "" if it is complete.
func missing(n *mapping.Node) string {
	if n == nil || n.State == nil {
		return ""
	}
	return n.State.(*nodeState).missing
}

// bound is how often a member may occur.
type bound struct{ min, max int }

// boundOf returns the bounds of a member in a draft.
func boundOf(class, term string) bound {
	b := bound{}
	for _, known := range shapes.BoundsOf(class) {
		if known.Member == term {
			b = bound{known.Min, known.Max}
		}
	}
	if b.max == 0 && (single[term] || single[class+"."+term]) {
		b.max = 1
	}
	return b
}

// single are the members that may occur once in the profile or the JSON Schema, where
// the model has a list and [Check] has no rule.
var single = map[string]bool{
	"WebResource.language": true, "LearningEntitlement.dcType": true, "Person.location": true,
	"registration": true, "nationalID": true, "eIDASIdentifier": true, "workload": true,
	"LearningAssessment.proves": true,
	"volumeOfLearning":          true, "maximumDuration": true, "eqfLevel": true, "entryRequirement": true,
	"credentialStatus": true, "LearningOpportunity.providedBy": true,
	"Accreditation.identifier": true, "Address.identifier": true, "LearningAchievement.identifier": true, "LearningOutcome.identifier": true,
	"LearningAchievementSpecification.identifier": true, "Location.identifier": true, "Qualification.identifier": true,
}

// admit removes from a member the nodes that are not complete, where ELM allows
// that, and the values that there is no room for. Readers would not accept a
// document with them.
func admit(w *mapping.Writer, n *mapping.Node, m *mapping.Member) {
	if encoderOf(w).opts.Flavour == EBSI {
		admitEBSI(w, n, m)
	} else if !isMember(n.Class, m.Term) {
		for _, i := range m.Items {
			w.Explain(i.From, "a "+n.Class+" of ELM has no such member")
		}
		m.Items = nil
	}
	bound := boundOf(n.Class, m.Term)
	complete := func(i mapping.Item) bool { return missing(i.Node) == "" }
	if bound.min == 0 || slices.ContainsFunc(m.Items, complete) && m.Term != "awardingBody" {
		m.Items = slices.DeleteFunc(m.Items, func(i mapping.Item) bool {
			if complete(i) {
				return false
			}
			w.Explain(i.Node.From, "ELM asks for "+missing(i.Node)+", which is not stated")
			return true
		})
	}
	if bound.max > 0 && len(m.Items) > bound.max {
		for _, i := range m.Items[bound.max:] {
			w.Explain(i.From, "ELM has room for one value")
		}
		m.Items = m.Items[:bound.max]
	}
}

// finish puts members that share a list in the order of its entries, in which they
// are to be read, and notes whether a required member is missing.
func finish(_ *mapping.Writer, n *mapping.Node) {
	for i := 1; i < len(n.Members); i++ {
		for j := i; j > 0 && n.Members[j].List != "" && n.Members[j].List == n.Members[j-1].List &&
			n.Members[j].Items[0].Index < n.Members[j-1].Items[0].Index; j-- {
			n.Members[j], n.Members[j-1] = n.Members[j-1], n.Members[j]
		}
	}
	for _, b := range shapes.BoundsOf(n.Class) {
		items := n.Items(b.Member)
		if b.Min == 0 {
			continue
		}
		if len(items) < b.Min {
			stateOf(n).missing = n.Class + "." + b.Member
		}
		for _, i := range items {
			if lacks := missing(i.Node); lacks != "" {
				stateOf(n).missing = lacks
			}
		}
	}
}

// appendHead appends the id and type of a node, and the contexts of the credential.
func appendHead(dst []byte, n *mapping.Node) []byte {
	state := stateOf(n)
	dst = jsontree.AppendString(append(dst, state.head...), state.name)
	return append(append(dst, `,"type":`...), state.types...)
}
