package microcredential

// ClaimKind says what an [Award] certifies.
type ClaimKind string

// The kinds of claim.
const (
	ClaimAchievement ClaimKind = ""            // an achievement; the usual case
	ClaimActivity    ClaimKind = "activity"    // taking part: the claim is Activities[0]
	ClaimAssessment  ClaimKind = "assessment"  // having been assessed: the claim is Assessments[0]
	ClaimEntitlement ClaimKind = "entitlement" // a right: the claim is Entitlements[0]
	ClaimOther       ClaimKind = "other"       // something else, which Types say
)

// Award is what this learner earned.
//
// For an achievement, Activities are what led to it, Assessments what proves
// it and Entitlements what it gives access to. When Kind says that the claim
// is itself an activity, assessment or entitlement, it is the first entry of
// that list, with its own title and description; Awarding holds who awarded
// it in every case.
type Award struct {
	ID          string
	Kind        ClaimKind
	Identifiers []Identifier
	Types       []Concept
	Title       LangString
	Description LangString
	Awarding    Awarding // Annex I elements 4 and 5

	Route      RouteToAward     // the route that this learner took
	Validation []ValidationStep // phases of the validation of prior learning (2012/C 398/01); element 9

	Activities    []Activity
	Assessments   []AssessmentResult // elements 13 and 14
	CreditsEarned []Workload
	Entitlements  []Entitlement
	Opportunity   *Opportunity
	Parts         []Claim
	PartOf        []CredentialRef

	Period        Period // when the learner was active, if stated for the whole
	Role          string
	LicenceNumber string
	Term          string
	Narrative     Note
	Source        *Party // who assessed, when it was not the issuer
	Image         *Media
	Notes         []Note
	Documents     []WebResource
	Order         int // where it belongs among its like when they are listed, from 1; 0 is not stated
}

// Awarding is the act of awarding. Its date is the day the learner earned it,
// which is not the day the document was issued or becomes valid.
type Awarding struct {
	ID                string
	Identifiers       []Identifier
	Description       LangString
	Bodies            []Party
	On                Instant
	Place             *Location
	EducationalSystem Concept
	Notes             []Note
	Used              []AssessmentResult // what the decision to award was based on
	Awards            []Claim            // what was awarded beside the claim itself
}

// IsZero reports whether nothing is stated about the awarding.
func (a Awarding) IsZero() bool {
	return a.ID == "" && len(a.Identifiers) == 0 && a.Description.IsZero() && len(a.Bodies) == 0 &&
		a.On.IsZero() && a.Place == nil && a.EducationalSystem.IsZero() && len(a.Notes) == 0 &&
		len(a.Used) == 0 && len(a.Awards) == 0
}

// Activity is something that the learner did.
type Activity struct {
	ID          string
	Identifiers []Identifier
	Title       LangString
	Description LangString
	Types       []Concept
	Periods     []Period
	Locations   []Location
	Workload    []Workload
	Completion  int // per cent, 1 to 100; 0 is not stated
	Directors   []Party
	Awarding    *Awarding // nil: that of the award
	Opportunity *Opportunity
	Spec        *ActivitySpec
	Notes       []Note
	Documents   []WebResource
	Parts       []Activity
	PartOf      []Activity
	Influences  []Claim // achievements that it led to, beside the one that it is stated with
	Order       int
}

// AssessmentResult is an assessment that the learner took.
type AssessmentResult struct {
	ID           string
	Identifiers  []Identifier
	Title        LangString
	Description  LangString
	Types        []Concept
	Spec         *AssessmentSpec
	Grade        Grade
	Status       Concept
	State        ResultState
	Supervision  Supervision // Annex I element 13
	Assessors    []Party
	Issued       Instant
	Place        *Location
	Awarding     *Awarding // nil: that of the award
	Short        *ShortGrading
	Distribution *Distribution
	Notes        []Note
	Documents    []WebResource
	Parts        []AssessmentResult
	PartOf       []AssessmentResult
	Proves       []Claim // achievements that it proves, beside the one that it is stated with
	Order        int
}

// Grade is the result of an assessment (Annex I element 14).
type Grade struct {
	Text       LangString // the grade in words or as written
	Value      string     // the grade as a bare value
	Level      Concept    // the step of the scale that was reached
	SpecID     string     // id of the [AssessmentSpec] or [GradingScheme] that it belongs to
	Note       *Note      // the note that stated the grade, when it had a subject or format
	Alignments []Alignment
}

// IsZero reports whether no grade is stated.
func (g Grade) IsZero() bool { return g.Text.IsZero() && g.Value == "" && g.Level.IsZero() }

// ResultState is how an assessment ended.
type ResultState string

// The states of a result.
const (
	ResultUnknown     ResultState = ""
	ResultCompleted   ResultState = "completed"
	ResultEnrolled    ResultState = "enrolled"
	ResultFailed      ResultState = "failed"
	ResultInProgress  ResultState = "in-progress"
	ResultOnHold      ResultState = "on-hold"
	ResultProvisional ResultState = "provisional"
	ResultWithdrew    ResultState = "withdrew"
)

// ShortGrading places a grade among those of the other learners, in per cent.
type ShortGrading struct{ Lower, Equal, Higher string }

// Distribution counts how often each result occurred.
type Distribution struct {
	Description LangString
	Categories  []DistributionCategory
}

// DistributionCategory is one bar of a [Distribution].
type DistributionCategory struct {
	Label    string
	Score    string
	MinScore string
	MaxScore string
	Count    string
}

// Channel is where an assessment took place.
type Channel string

// The channels of an assessment.
const (
	ChannelUnknown Channel = ""
	ChannelOnline  Channel = "online"
	ChannelOnsite  Channel = "onsite"
)

// Supervision holds Annex I element 13 as separate facts. The annex names
// three classes, but its third, "supervised online or onsite with identity
// verification", hides the channel, and codes in use mention only identity
// verification. So each fact is known or unknown on its own, and the source's
// code stands beside them.
type Supervision struct {
	Supervised       Tri
	IdentityVerified Tri
	Channel          Channel
	Concept          Concept
}

// IsZero reports whether nothing is stated.
func (s Supervision) IsZero() bool {
	return s.Supervised == Unknown && s.IdentityVerified == Unknown && s.Channel == ChannelUnknown && s.Concept.IsZero()
}

// Entitlement is a right that the learner has gained.
type Entitlement struct {
	ID          string
	Identifiers []Identifier
	Title       LangString
	Description LangString
	Types       []Concept
	Issued      Instant
	Expires     Instant
	Awarding    *Awarding // nil: that of the award
	Spec        *EntitlementSpec
	Notes       []Note
	Documents   []WebResource
	Parts       []Entitlement
	PartOf      []Entitlement
	EntitledBy  []Claim // achievements that give the right, beside the one that it is stated with
	Order       int
}

// EntitlementSpec is a right that the credential can give.
type EntitlementSpec struct {
	ID                  string
	Identifiers         []Identifier
	Title               LangString
	AltTitle            LangString
	Category            LangString
	Description         LangString
	Type                Concept
	Status              Concept // prospective or actual
	Organisations       []Party
	Jurisdictions       []Concept
	Occupations         []Concept
	NationalOccupations []Concept
	Homepages           []WebResource
	Documents           []WebResource
	Notes               []Note
	State               string
	Modified            Instant
	Parts               []EntitlementSpec
	PartOf              []EntitlementSpec
	SpecialisationOf    []EntitlementSpec
	GeneralisationOf    []EntitlementSpec
	EntitledBy          []Definition // what gives the right, beside the definition that it is stated with
	Order               int
}
