package proof_test

import (
	"fmt"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// A file is recognised by its content. Its document carries no proof, so an
// edit of it is unsecured.
func ExampleOpen() {
	file, err := proof.Open([]byte(`{"id":"urn:x","proof":{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022"}}`), vc.Limits{})
	if err != nil {
		panic(err)
	}
	fmt.Println(file.Format(), file.Proofs()[0].Suite, file.Document())

	_, err = proof.Open([]byte("\x89PNG\r\n\x1a\n"), vc.Limits{})
	fmt.Println(err)
	// Output:
	// data-integrity eddsa-rdfc-2022 {"id":"urn:x"}
	// FORMAT-PNG: the file is a PNG picture, not a credential; take the badge out of it first
}
