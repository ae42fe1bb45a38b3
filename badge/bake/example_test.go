package bake_test

import (
	"errors"
	"fmt"

	"github.com/mikromerit/mikromerit/badge/bake"
)

// A signed badge goes into the picture of the badge. A picture in PNG is
// baked in the same way.
func ExampleBake() {
	picture := []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>`)
	signed := []byte(`{"type":["VerifiableCredential","OpenBadgeCredential"],"name":"Svetsning"}`)
	baked, err := bake.Bake(picture, signed, bake.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(baked))
	// Output:
	// <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><![CDATA[{"type":["VerifiableCredential","OpenBadgeCredential"],"name":"Svetsning"}]]></openbadges:credential><circle r="4"/></svg>
}

// The badge comes out as it was put in, with remarks on how it was baked. It
// is not verified yet.
func ExampleUnbake() {
	picture := []byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:ob="http://openbadges.org">
<circle r="4"/>
<ob:assertion>{"type":["VerifiableCredential","OpenBadgeCredential"]}</ob:assertion></svg>`)
	payload, err := bake.Unbake(picture, bake.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(payload.Form, string(payload.Data))
	for _, problem := range payload.Problems {
		fmt.Println(problem.Code(), problem.Detail())
	}

	_, err = bake.Unbake([]byte("<svg>\n<g>\n</svg>"), bake.Limits{})
	var broken *bake.Error
	if errors.As(err, &broken) {
		fmt.Println(broken.Code, "in line", broken.Place.Line)
	}
	// Output:
	// JSON {"type":["VerifiableCredential","OpenBadgeCredential"]}
	// BAKE-PLACE-SVG A badge element must stand directly behind the start tag of the svg element; found one elsewhere in the image (line 3).
	// BAKE-NAME A badge must be baked under the keyword or the element of its own standard; found Open Badges 3.0 under the name of Open Badges 2 (line 3).
	// BAKE-XML in line 3
}
