package microcredential_test

import (
	"fmt"
	"os"
	"text/tabwriter"

	"golang.org/x/text/language"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// fjellforing is a micro-credential of an invented Norwegian college.
func fjellforing() (*mc.Credential, error) {
	awarded, err := mc.ParseInstant("2026-05-04T12:00:00+02:00")
	if err != nil {
		return nil, err
	}
	hours, err := mc.ParseISODuration("PT130H")
	if err != nil {
		return nil, err
	}
	norway, _ := mc.CountryOf("NO")
	level, _ := mc.EQFLevel(6)
	college := mc.Party{
		ID:        "did:web:vestre-aas.example",
		Kind:      mc.PartyOrganisation,
		Name:      mc.Text("nb", "Vestre Ås fagskole").With("en", "Vestre Ås College"),
		Locations: []mc.Location{{Addresses: []mc.Address{{Country: norway}}}},
	}
	return &mc.Credential{
		Envelope: mc.Envelope{ID: "urn:uuid:8f14e45f-ceea-467f-a0e6-6b5a3d3c1b7e", Issuer: college, Issued: awarded, ValidFrom: awarded},
		Learner: mc.Learner{Party: mc.Party{
			Kind:   mc.PartyPerson,
			Person: &mc.Person{GivenName: mc.Text("se", "Máret"), FamilyName: mc.Text("se", "Sara")},
		}},
		Definition: mc.Definition{
			Title: mc.Text("nb", "Fjellføring om vinteren").With("se", "Duottarláidesteapmi dálvet").With("en", "Winter mountain guiding"),
			Outcomes: []mc.LearningOutcome{
				{Title: mc.Text("nb", "vurderer skredfare i felt").With("en", "assesses avalanche danger in the field")},
				{Title: mc.Text("nb", "leder en gruppe på tur").With("en", "leads a group on a tour")},
			},
			Workload: []mc.Workload{
				{Kind: mc.WorkloadCredits, Framework: mc.Concept{Notation: "ECTS"}, Amount: mc.DecimalOf(5)},
				{Kind: mc.WorkloadNotional, Duration: hours},
			},
			Levels:        []mc.Level{level},
			Assessments:   []mc.AssessmentSpec{{Types: []mc.Concept{{Label: mc.Text("en", "practical assessment")}}}},
			Participation: []mc.Participation{{Form: mc.ParticipationBlended}},
			Stackability:  mc.Stackability{PartialQualification: mc.No},
		},
		Award: mc.Award{
			Awarding: mc.Awarding{Bodies: []mc.Party{college}, On: awarded},
			Assessments: []mc.AssessmentResult{{
				Title:       mc.Text("nb", "Praktisk prøve"),
				Grade:       mc.Grade{Text: mc.Text("nb", "Bestått")},
				Supervision: mc.Supervision{Supervised: mc.Yes, IdentityVerified: mc.Yes, Channel: mc.ChannelOnsite},
			}},
		},
	}, nil
}

// Build a micro-credential by hand and see which elements of Annex I it has.
func ExampleAnnexI() {
	c, err := fjellforing()
	if err != nil {
		fmt.Println(err)
		return
	}
	title, _ := c.Title().Best(language.Make("se"))
	fmt.Println(title.Text)

	rows := mc.AnnexI(c)
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		kind := "optional"
		if r.Mandatory {
			kind = "mandatory"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", r.Code, kind, r.Status, r.Title)
	}
	table.Flush()
	fmt.Println(mc.AnnexISummary(rows))
	fmt.Println(rows[10].Note)

	// Output:
	// Duottarláidesteapmi dálvet
	// EUMC-1   mandatory  present  Identification of the learner
	// EUMC-2   mandatory  present  Title of the micro-credential
	// EUMC-3   mandatory  present  Country or region of the issuer
	// EUMC-4   mandatory  present  Awarding body
	// EUMC-5   mandatory  present  Date of issuing
	// EUMC-6   mandatory  present  Learning outcomes
	// EUMC-7   mandatory  present  Notional workload
	// EUMC-8   mandatory  present  Level of the learning experience
	// EUMC-9   mandatory  present  Type of assessment
	// EUMC-10  mandatory  present  Form of participation
	// EUMC-11  mandatory  absent   Type of quality assurance
	// EUMC-12  optional   absent   Prerequisites to enrol
	// EUMC-13  optional   present  Supervision and identity verification in assessment
	// EUMC-14  optional   present  Grade achieved
	// EUMC-15  optional   partial  Integration and stackability options
	// EUMC-16  optional   absent   Further information
	// 10 of 11 mandatory and 2 of 5 optional elements present, 1 partial
	// No quality assurance is stated.
}

// A decoder and an encoder each account for their leaves; combined, the two
// accounts say what became of every leaf of the source.
func ExampleCombine() {
	c := &mc.Credential{}
	decode := mc.NewDecodeTracker("edc", []string{"/type", "/title/nb", "/title/se", "/mode"})
	decode.Scaffold("/type")
	c.Definition.Title = mc.Text("nb", "Fjellføring").With("se", "Duottarláidesteapmi")
	decode.Keep("/title/nb", "definition.title[nb]")
	decode.Keep("/title/se", "definition.title[se]")
	decode.KeepResidue(&c.Residue, func(pointer string) (string, bool) { return `"blended"`, true })

	encode := mc.NewEncodeTracker("ob3", c)
	encode.Keep("definition.title[nb]", "/credentialSubject/achievement/name")
	encode.Mark("definition.title", mc.Outcome{Kind: mc.KindExtension, To: "/credentialSubject/achievement/titles", Reason: "the field holds one language"})
	encode.Add(mc.Outcome{Kind: mc.KindSynthesised, To: "/credentialSubject/achievement/description", Reason: "required by the format"})

	report := mc.Combine(decode.Report(), encode.Report())
	fmt.Println(report.Summary())
	if err := report.WriteText(os.Stdout); err != nil {
		fmt.Println(err)
	}

	// Output:
	// 4 leaves read, 1 of them scaffolding; 1 of 3 carried natively, 1 exact, 1 moved-to-extension, 1 dropped; 1 added
	// edc to ob3: 4 leaves read, 1 of them scaffolding; 1 of 3 carried natively, 1 exact, 1 moved-to-extension, 1 dropped; 1 added
	// 0 errors, 1 warning
	//
	// SEVERITY  KIND                WHERE                                         REASON
	// warning   dropped             /mode                                         no field of the model carries it; not handled by the codec
	// info      moved-to-extension  /title/se                                     the field holds one language
	// info      synthesised         + /credentialSubject/achievement/description  required by the format
}

func ExampleLangString_Best() {
	title := mc.Text("nb", "Fjellføring").With("fi", "Tunturiopastus").With("en", "Mountain guiding")
	for _, reader := range []string{"nn", "fi-FI", "sv"} {
		best, _ := title.Best(language.Make(reader))
		fmt.Println(reader, "reads", best.Lang+":", best.Text)
	}
	// Output:
	// nn reads nb: Fjellføring
	// fi-FI reads fi: Tunturiopastus
	// sv reads en: Mountain guiding
}
