package badge_test

import (
	"fmt"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/vc"
)

func ExampleDecode() {
	doc, _ := vc.ParseDocument([]byte(`{
		"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id": "https://norraby.example/badges/1", "type": ["VerifiableCredential", "OpenBadgeCredential"],
		"issuer": {"id": "https://norraby.example/", "type": ["Profile"], "name": "Norraby yrkeshögskola"},
		"validFrom": "2026-06-12T09:30:00Z",
		"credentialSubject": {"id": "did:example:svetsare", "type": ["AchievementSubject"], "achievement": {
			"id": "https://norraby.example/svetsning", "type": ["Achievement"], "name": "Svetsning", "description": "Grundkurs",
			"criteria": {"narrative": "Svetsa en fog"}, "inLanguage": "sv",
			"alignment": [{"type": ["Alignment"], "targetType": "ext:EQF", "targetName": "EQF 4", "targetCode": "4", "targetUrl": "http://data.europa.eu/snb/eqf/4"}]}}}`), vc.Limits{})
	credential, report, err := badge.Decode(doc, badge.DecodeOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(credential.Definition.Title, credential.Definition.Levels[0].EQF)
	fmt.Println(report.Summary())
	// Output:
	// [{sv Svetsning}] 4
	// 22 leaves read, 7 of them scaffolding; 15 of 15 carried natively, 10 exact, 5 transformed; 0 added
}
