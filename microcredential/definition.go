package microcredential

// Definition is what can be earned, independent of any learner.
type Definition struct {
	ID            string
	Identifiers   []Identifier
	Codes         []Concept // codes of the qualification in registers
	Version       string
	Title         LangString // Annex I element 2
	AltTitle      LangString
	Description   LangString
	Category      LangString
	Kinds         []Concept // what kind of learning opportunity it is
	Qualification Tri       // whether the source classes it as a qualification
	State         string    // "active", "draft": as the source writes it
	Modified      Instant

	Creator       *Party         // who owns the definition; may differ from the issuer
	IssuingRights []IssuingRight // who may issue it, by whose grant (Kompetenspasset; mandates of an alliance)
	Partners      []Partner      // who else has a role in it (NLL study on validation)
	Origin        Origin         // split from a programme, stand-alone, add-on (NLL study)
	AwardClass    AwardClass     // class of the award in its framework (Ireland, QQI)

	Outcomes       []LearningOutcome // element 6
	OutcomeSummary *Note             // element 6 as prose
	Criteria       Criteria

	Workload      []Workload         // element 7
	Levels        []Level            // element 8
	Assessments   []AssessmentSpec   // element 9
	Participation []Participation    // element 10
	Activities    []ActivitySpec     // element 10, the activities foreseen
	Quality       []QualityAssurance // element 11
	Prerequisites []Requirement      // element 12
	Stackability  Stackability       // element 15
	Entitlements  []EntitlementSpec

	Languages   []Concept // languages of instruction
	Setting     LearningSetting
	Route       RouteToAward   // how it can be reached
	OtherRoutes []RouteToAward // further routes to the same award; that of a learner is [Award.Route]
	Fields      []Concept      // fields of education
	Subjects    []Concept
	Targets     []Concept // target groups
	Tags        []string

	Alignments    []Alignment
	Homepages     []WebResource
	Documents     []WebResource
	Guidance      []WebResource
	Image         *Media
	Opportunities []Opportunity
	Awarding      []AwardingOpportunity // when, where and by whom it can be awarded
	Parts         []Definition
	Order         int
	Notes         []Note
	Related       []CredentialRef // translations, earlier versions
	Endorsements  []Endorsement
}

// LearningOutcome is what the learner knows, understands and can do.
type LearningOutcome struct {
	ID          string
	Identifiers []Identifier
	Title       LangString
	Notes       []Note
	Type        Concept   // knowledge, skill or competence
	Reuse       Concept   // how far the skill reaches beyond one sector
	Skills      []Concept // entries of skill frameworks
	Alignments  []Alignment
	Order       int // where it belongs among the others when they are listed, from 1; 0 is not stated
}

// Criteria say what must be done to earn the credential.
type Criteria struct {
	URL       string
	Narrative Note
}

// WorkloadKind says what a [Workload] measures.
type WorkloadKind string

// The kinds of workload.
const (
	WorkloadUnknown     WorkloadKind = ""
	WorkloadCredits     WorkloadKind = "credits"      // Amount in units of Framework
	WorkloadNotional    WorkloadKind = "notional"     // time for an average learner
	WorkloadMaxDuration WorkloadKind = "max-duration" // longest time allowed
	WorkloadContact     WorkloadKind = "contact"      // hours taught
	WorkloadActivity    WorkloadKind = "activity"     // time of one activity
)

// Workload is an amount of learning: credits in a framework or a duration.
// No framework is assumed; an empty Framework is unknown, not ECTS.
type Workload struct {
	Kind      WorkloadKind
	Framework Concept
	Amount    Decimal
	Duration  ISODuration
	Text      string // how the source writes it when it is neither number nor duration

	// HoursPerCredit is the time that one credit stands for, if the source says so: 25 to
	// 30 hours for ECTS, by the country. Nothing computes a workload from it silently.
	HoursPerCredit Decimal
}

// LevelKind is the family of frameworks that a [Level] belongs to.
type LevelKind string

// The kinds of level.
const (
	LevelOther     LevelKind = ""
	LevelEQF       LevelKind = "eqf"
	LevelQFEHEA    LevelKind = "qf-ehea"
	LevelNQF       LevelKind = "nqf"
	LevelCEFR      LevelKind = "cefr"
	LevelEducation LevelKind = "education"
)

// Level is a level of the learning in one framework. EQF and Cycle are only
// set when the source states them: they are never derived silently from one
// another or from a national level.
type Level struct {
	Kind        LevelKind
	Framework   Concept
	Value       Concept
	EQF         int8 // 1 to 8, or 0
	Cycle       Cycle
	Referencing *Referencing
}

// Referencing says on what grounds a level is claimed.
type Referencing struct {
	Authority *Party
	Decision  string // reference or address of the decision
	Verified  Tri
}

// GradingScheme describes the scale of a result.
type GradingScheme struct {
	ID          string
	Identifiers []Identifier
	Title       LangString
	Description LangString
	Type        string // kind of result as the source names it
	Min         string
	Max         string
	Pass        string // lowest value that passes
	Allowed     []string
	Steps       []GradeStep
	Documents   []WebResource
}

// GradeStep is one level of a rubric or scale.
type GradeStep struct {
	ID          string
	Value       string
	Title       LangString
	Description LangString
	Points      string
	Alignments  []Alignment
}

// AssessmentSpec is how outcomes are assessed (Annex I element 9).
type AssessmentSpec struct {
	ID          string
	Identifiers []Identifier
	Title       LangString
	AltTitle    LangString
	Category    LangString
	Description LangString
	Types       []Concept
	Modes       []Concept
	Languages   []Concept
	Grading     *GradingScheme
	Supervision Supervision // as planned; what happened is in [AssessmentResult]
	Alignments  []Alignment // what it is about, in frameworks without a field of their own
	Homepages   []WebResource
	Documents   []WebResource
	Notes       []Note
	State       string
	Modified    Instant
	Parts       []AssessmentSpec

	PartOf           []AssessmentSpec
	SpecialisationOf []AssessmentSpec
	GeneralisationOf []AssessmentSpec
	Proves           []Definition // what it proves, beside the definition that it is stated with
	Order            int
}

// ActivitySpec is an activity as it was designed.
type ActivitySpec struct {
	ID          string
	Identifiers []Identifier
	Title       LangString
	AltTitle    LangString
	Category    LangString
	Description LangString
	Types       []Concept
	Modes       []Concept
	Languages   []Concept
	Workload    []Workload
	Homepages   []WebResource
	Documents   []WebResource
	Notes       []Note
	State       string
	Modified    Instant
	Parts       []ActivitySpec

	PartOf           []ActivitySpec
	SpecialisationOf []ActivitySpec
	GeneralisationOf []ActivitySpec
	Influences       []Definition // what it leads to, beside the definition that it is stated with
	Order            int
}

// ParticipationForm is the form of participation of Annex I element 10.
type ParticipationForm string

// The forms of participation.
const (
	ParticipationUnknown         ParticipationForm = ""
	ParticipationOnline          ParticipationForm = "online"
	ParticipationOnsite          ParticipationForm = "onsite"
	ParticipationBlended         ParticipationForm = "blended"
	ParticipationOnsiteOrBlended ParticipationForm = "onsite-or-blended"
	ParticipationWork            ParticipationForm = "work-experience"
	ParticipationVolunteering    ParticipationForm = "volunteering"
	ParticipationProject         ParticipationForm = "project"
	ParticipationLaboratory      ParticipationForm = "laboratory"
	ParticipationOther           ParticipationForm = "other" // Mode says which
)

// Participation is a form in which learners take part.
type Participation struct {
	Form ParticipationForm
	Mode Concept
}

// QualityAssurance is one statement that quality is assured: of an
// organisation, a programme or a qualification (Annex I element 11).
type QualityAssurance struct {
	ID            string
	Identifiers   []Identifier
	Type          Concept
	Title         LangString
	Description   LangString
	Code          string
	URL           string
	Agent         *Party // who assures the quality
	Organisations []Party
	Decision      Concept
	State         string
	Issued        Instant
	Reviewed      Instant
	Expires       Instant
	ValidFrom     Instant
	Modified      Instant
	Report        *WebResource
	Homepages     []WebResource
	LandingPages  []WebResource
	Documents     []WebResource
	Notes         []Note
	ScopeLevels   []Concept
	ScopeFields   []Concept
	ScopePlaces   []Concept
	ScopeKinds    []Concept
	Qualification *CredentialRef
	Endorsements  []Endorsement
}

// Requirement is a condition to enrol (Annex I element 12).
type Requirement struct {
	Note       Note
	Level      *Level
	Credential *CredentialRef
	Language   *Concept
}

// StackMode says whether the credential stands alone (Annex I element 15).
type StackMode string

// The modes of stackability.
const (
	StackUnspecified StackMode = ""
	StackStandAlone  StackMode = "stand-alone"
	StackIntegrated  StackMode = "integrated"
	StackStackable   StackMode = "stackable"
)

// Stackability is how the credential relates to larger ones.
type Stackability struct {
	Mode                 StackMode
	Concept              Concept
	Into                 []CredentialRef // what it can count towards
	SpecialisationOf     []CredentialRef
	GeneralisationOf     []CredentialRef
	PartialQualification Tri
	MaxCredits           Decimal
	Note                 LangString
}

// SettingKind is the formality of the learning.
type SettingKind string

// The learning settings.
const (
	SettingUnknown   SettingKind = ""
	SettingFormal    SettingKind = "formal"
	SettingNonFormal SettingKind = "non-formal"
	SettingInformal  SettingKind = "informal"
)

// LearningSetting is the formality of the learning, with the concept that the
// source used.
type LearningSetting struct {
	Kind    SettingKind
	Concept Concept
}

// RouteToAward is how the credential can be reached.
type RouteToAward string

// The routes to an award.
const (
	RouteUnknown     RouteToAward = ""
	RouteCourse      RouteToAward = "course"
	RouteValidation  RouteToAward = "validation"
	RouteRecognition RouteToAward = "recognition-of-prior-learning"
	RouteWork        RouteToAward = "work"
)

// Opportunity is an occasion to learn: provider, time, place and price.
type Opportunity struct {
	ID           string
	Identifiers  []Identifier
	Title        LangString
	Description  LangString
	Types        []Concept
	Providers    []Party
	Period       Period
	Duration     ISODuration
	Modes        []Concept
	Schedule     Concept
	ScheduleNote *Note
	Admission    *Note
	Prices       []Price
	Grants       []Grant
	Locations    []Location
	Deadlines    []Instant
	Homepages    []WebResource
	Documents    []WebResource
	Notes        []Note
	Image        *Media
	State        string
	Modified     Instant

	Language   Concept  // in which it is described
	HTML       []string // descriptions with markup
	Definition *Definition
	Activity   *ActivitySpec
	Parts      []Opportunity
	PartOf     []Opportunity
}

// AwardingOpportunity is an occasion on which something can be awarded.
type AwardingOpportunity struct {
	ID          string
	Identifiers []Identifier
	Bodies      []Party
	Place       *Location
	Period      Period
	Definition  *Definition // what is awarded, if not the definition that it is stated with
}

// Grant is support for those who take part.
type Grant struct {
	Title       LangString
	Description LangString
	Type        Concept
	URL         string
	Documents   []WebResource
	Language    []Concept
}

// Price is what taking part costs.
type Price struct {
	Identifiers []Identifier
	Name        LangString
	Description LangString
	Amount      Decimal
	Currency    Concept
	Notes       []Note
}
