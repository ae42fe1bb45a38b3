package conformance_test

import (
	"context"
	"fmt"
	"os"
	"testing/fstest"
	"time"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/vc"
)

// A folder of badges is judged: one is as it must be, the other has lost its
// criteria.
func ExampleJudge() {
	good, err := os.ReadFile("../examples/data/vestre-aas-badge.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	doc, err := vc.ParseDocument(good, vc.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	spoilt, err := doc.Without("/credentialSubject/achievement/criteria")
	if err != nil {
		fmt.Println(err)
		return
	}
	folder := fstest.MapFS{
		"good.json":   {Data: good},
		"spoilt.json": {Data: spoilt.Bytes()},
	}

	profile, _ := conformance.ProfileOf("ob3-badge")
	now := func() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC) }
	report, err := conformance.Judge(context.Background(), conformance.DocumentsIn(folder), conformance.Options{As: "ob3", Env: vc.Env{Clock: now}}, profile)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Profiles[0].ID, report.Verdict(), "of", report.Documents, "documents")
	for _, result := range report.Results {
		if result.Status != conformance.Fail {
			continue
		}
		fmt.Println(result.ID, result.Spec)
		for _, c := range result.Cases {
			fmt.Println(" ", c.Document, c.Pointer)
			fmt.Println(" ", c.Found)
		}
	}
	// Output:
	// ob3-badge does-not-conform of 2 documents
	// OB3-REQUIRED https://www.imsglobal.org/spec/ob/v3p0/#data-models
	//   spoilt.json /credentialSubject/achievement/criteria
	//   A member that its class requires must be there; found no criteria in Achievement.
}
