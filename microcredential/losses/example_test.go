package losses_test

import (
	"os"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/losses"
)

// The report of a conversion as a table.
func Example() {
	report := mc.Report{From: "edc", To: "ob3", Leaves: []mc.Leaf{
		{Source: "/credentialSubject/hasClaim/title/nb", Element: 2, Kind: mc.KindExact, CarriedBy: mc.CarriedNatively},
		{Source: "/credentialSubject/hasClaim/specifiedBy/mode", Element: 10, Kind: mc.KindExtension, CarriedBy: mc.CarriedByExtension, Severity: mc.SeverityError},
	}}
	if err := losses.Write(losses.Text, os.Stdout, "diploma.json", report, losses.Options{}); err != nil {
		panic(err)
	}
	// Output:
	// diploma.json, edc to ob3: 1 of 2 leaves native, 1 extension, 0 dropped; mandatory elements 2 of 11 -> 1
	//
	// SEVERITY  ELEMENT                   VALUE  BECAME              VISIBLE TO  REASON
	// error     10 form of participation  mode   moved-to-extension  ours        in members of the extension
}
