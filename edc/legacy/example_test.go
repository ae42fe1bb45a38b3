package legacy_test

import (
	"fmt"

	"github.com/mikromerit/mikromerit/edc/legacy"
)

func Example() {
	file := []byte(`<europassCredential xmlns="http://data.europa.eu/snb" xsdVersion="0.10.0">
  <title><text lang="nb">Fjord og fangst</text><text lang="en">Fjord and catch</text></title>
  <credentialSubject><fullName><text>Kari Nord</text></fullName></credentialSubject>
</europassCredential>`)
	if !legacy.Is(file) {
		return
	}
	c, err := legacy.Read(file, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Titles.In("en"), "for", c.Holder.In("en"))
	fmt.Println(c.Findings()[0].Detail)
	// Output:
	// Fjord and catch for Kari Nord
	// It has no seal.
}
