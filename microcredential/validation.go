package microcredential

import "slices"

// ValidationPhase is a phase of the validation of non-formal and informal learning.
type ValidationPhase string

// The four phases, as Council Recommendation 2012/C 398/01, point 2, names them.
const (
	PhaseUnknown        ValidationPhase = ""
	PhaseIdentification ValidationPhase = "identification" // finding out what the person can
	PhaseDocumentation  ValidationPhase = "documentation"  // making it visible
	PhaseAssessment     ValidationPhase = "assessment"     // a formal assessment of it
	PhaseCertification  ValidationPhase = "certification"  // certifying the results
)

// Phases returns the phases in their order.
func Phases() []ValidationPhase { return slices.Clone(phases) }

var phases = []ValidationPhase{PhaseIdentification, PhaseDocumentation, PhaseAssessment, PhaseCertification}

// ValidationStep is a phase of the validation by which a learner reached the award: when
// it was, who carried it out, how, and on what evidence. A validation need not have all
// phases, and a phase can have several steps.
type ValidationStep struct {
	Phase    ValidationPhase
	Period   Period
	By       []Party       // who carried it out
	Methods  []Concept     // how: an interview, a portfolio, an observation at work
	Evidence []WebResource // what it was based on
	Note     LangString
}

// isRecognition reports whether a route recognises what was learnt elsewhere.
func (r RouteToAward) isRecognition() bool { return r == RouteValidation || r == RouteRecognition }
