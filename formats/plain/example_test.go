package plain_test

import (
	"fmt"

	"github.com/mikromerit/mikromerit/formats/plain"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// A micro-credential as a plain Verifiable Credential.
func Example() {
	c := &mc.Credential{}
	c.Envelope.Issuer = mc.Party{ID: "did:web:vestre-aas.example", Name: mc.Text("nb", "Vestre Aas høgskole")}
	c.Learner.ID = "did:key:z6MkLearner"
	c.Definition.Title = mc.Text("nb", "Bærekraftig skogskjøtsel")
	c.Definition.Outcomes = []mc.LearningOutcome{{Title: mc.Text("nb", "Kan velge hogstform")}}
	doc, _, err := plain.Encode(c, plain.EncodeOptions{})
	if err != nil {
		panic(err)
	}
	back, _, err := plain.Decode(doc, plain.DecodeOptions{})
	if err != nil {
		panic(err)
	}
	fmt.Println(back.Definition.Title[0].Text, "|", back.Definition.Outcomes[0].Title[0].Text)
	// Output:
	// Bærekraftig skogskjøtsel | Kan velge hogstform
}
