package terms_test

import (
	"fmt"

	"github.com/mikromerit/mikromerit/edc/internal/terms"
)

func Example() {
	for _, name := range []string{"elm:awardedBy", "http://data.europa.eu/snb/model/ontology/awardedBy", "org:hasMember", "unheardOf"} {
		fmt.Println(terms.Term(name))
	}
	fmt.Println(terms.ProfileName("http://data.europa.eu/snb/model/application-profile/edc-converted"))
	// Output:
	// awardedBy true
	// awardedBy true
	// hasMember true
	// unheardOf false
	// edc-converted true
}
