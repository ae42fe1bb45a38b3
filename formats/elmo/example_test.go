package elmo_test

import (
	"fmt"

	"github.com/mikromerit/mikromerit/formats/elmo"
	"github.com/mikromerit/mikromerit/vc"
)

func Example() {
	file := []byte(`<elmo xmlns="https://github.com/emrex-eu/elmo-schemas/tree/v1">
  <generatedDate>2026-06-01T12:00:00+02:00</generatedDate>
  <learner><givenNames>Kari</givenNames><familyName>Nordmann</familyName></learner>
  <report>
    <issuer><country>NO</country><identifier type="schac">vestre-aas.example</identifier><title xml:lang="nb">Vestre Ås høgskole</title><url/></issuer>
    <learningOpportunitySpecification>
      <title xml:lang="nb">Fjord og fangst</title><title xml:lang="se">Vuotna ja sálaš</title>
      <specifies><learningOpportunityInstance><status>passed</status><credit><scheme>ects</scheme><value>5</value></credit></learningOpportunityInstance></specifies>
    </learningOpportunitySpecification>
    <issueDate>2026-06-01T12:00:00+02:00</issueDate>
  </report>
</elmo>`)
	if !elmo.IsXML(file) {
		return
	}
	f, err := elmo.Read(file, vc.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	credential, _, err := elmo.Decode(f.Reports[0].Document, elmo.DecodeOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(credential.Definition.Title.In("se"), credential.Award.CreditsEarned[0].Amount, credential.Award.CreditsEarned[0].Framework)
	fmt.Println(f.Signature.Finding().Detail)
	// Output:
	// [Vuotna ja sálaš] 5 European Credit Transfer System
	// The file has no signature, so nothing shows who made it.
}
