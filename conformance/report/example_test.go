package report_test

import (
	"bytes"
	"fmt"
	"os"
	"time"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/report"
)

// judged returns what [conformance.Judge] may have found.
func judged() *conformance.Report {
	at := time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)
	return &conformance.Report{
		Version: conformance.ReportVersion,
		Tool:    conformance.Tool{Name: "mikromerit"},
		Target:  conformance.Description{Name: "Fjordskolen", Kind: "documents", Address: "badges/"},
		Profiles: []conformance.Claim{{
			ID: "ob3-document", Title: "Open Badges 3.0 document", Role: conformance.DocumentRole, Verdict: conformance.ConformsNot,
			Counts: conformance.Counts{conformance.Fail: 1},
		}},
		Results: []conformance.Result{{
			ID: "OB3-CRITERIA", Profile: "ob3-document", Level: "MUST", Title: "An achievement must have criteria.",
			Spec: "https://www.imsglobal.org/spec/ob/v3p0/#achievement", Status: conformance.Fail, Mend: "Write criteria.narrative.",
			Cases: []conformance.Case{{Name: "welding.json", Status: conformance.Fail, Found: "no criteria", Document: "welding.json", Pointer: "/credentialSubject/achievement"}},
		}},
		Started: at, Finished: at, Complete: true, Documents: 1,
	}
}

// The report of a run is written for a terminal.
func ExampleWrite() {
	if err := report.Write(os.Stdout, "text", judged()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Fjordskolen does not conform.
	//
	//   kind       documents
	//   address    badges/
	//   documents  1
	//   by         mikromerit
	//   on         2 March 2026, 09:30 UTC
	//
	// JUDGED BY (1)
	//
	//   Open Badges 3.0 document (ob3-document)
	//     does not conform: 1 not kept
	//
	// NOT KEPT (1)
	//
	// Open Badges 3.0 document
	//
	//   OB3-CRITERIA  MUST
	//     An achievement must have criteria.
	//     https://www.imsglobal.org/spec/ob/v3p0/#achievement
	//     - welding.json
	//       found:  no criteria
	//       where:  /credentialSubject/achievement
	//     to mend it: Write criteria.narrative.
	//
	// 1 requirement: 1 not kept.
}

// A report that was kept is read again, to resume the run or to compare.
func ExampleRead() {
	var kept bytes.Buffer
	if err := report.JSON(&kept, judged()); err != nil {
		fmt.Println(err)
		return
	}
	earlier, err := report.Read(kept.Bytes())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(earlier.Target.Name, earlier.Verdict())
	// Output:
	// Fjordskolen does-not-conform
}
