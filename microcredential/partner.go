package microcredential

// PartnerRole is what a partner does for a micro-credential.
type PartnerRole string

// The roles of partners. The Nordic study of NLL on micro-credentials and validation
// finds offers that municipalities, public employment services, branches and the third
// sector define, support and carry together with a provider. Those who issue, award,
// assess a learner or teach an activity have fields of their own beside.
const (
	PartnerUnknown     PartnerRole = ""
	PartnerCooperation PartnerRole = "cooperation" // takes part in the offer
	PartnerDefiner     PartnerRole = "definer"     // said what is to be learnt
	PartnerAssessor    PartnerRole = "assessor"    // assesses those who want it
	PartnerEndorser    PartnerRole = "endorser"    // stands for its worth, such as an employer or a branch
	PartnerProvider    PartnerRole = "provider"    // gives the course
	PartnerFunder      PartnerRole = "funder"      // pays for it, such as an individual learning account
	PartnerGuidance    PartnerRole = "guidance"    // gives information and guidance
	PartnerOther       PartnerRole = "other"       // Concept says which
)

// Partner is a party that has a role in a micro-credential.
type Partner struct {
	Role    PartnerRole
	Concept Concept // the role as the source codes or names it
	Party   Party
	Note    LangString
}
