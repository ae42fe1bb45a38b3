package report_test

import (
	"time"

	"github.com/mikromerit/mikromerit/conformance"
)

// sample returns a report with everything in it that a report can have: each
// status, known gaps, one that passes all the same, exchanges, documents that are no
// credential, a target that hangs, several writings.
func sample() *conformance.Report {
	start := time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)
	results := append(sampleIssuer(), sampleHost()...)
	r := &conformance.Report{
		Version: conformance.ReportVersion,
		Tool:    conformance.Tool{Name: "mikromerit", Version: "1.0.0"},
		Target: conformance.Description{
			Name: "Vestre Ås badge server", Kind: "vc-api", Address: "https://badges.vestre-as.example/vc", Version: "2.4.1",
			Operations: []conformance.Operation{conformance.IssueCredential, conformance.VerifyCredential},
			Suites:     []string{"eddsa-rdfc-2022", "ecdsa-sd-2023"},
			Absent:     map[conformance.Operation]string{conformance.SetStatus: "POST /credentials/status answers 404."},
			Issuer:     "did:web:badges.vestre-as.example",
		},
		Started: start, Finished: start.Add(83 * time.Second), Complete: true,
		Results: results, Documents: 12, Unreadable: 2,
	}
	r.Profiles = []conformance.Claim{
		{ID: "ob3-issuer", Title: "Open Badges 3.0 issuer", Role: conformance.IssuerRole, Spec: "https://www.imsglobal.org/spec/ob/v3p0/cert", Text: "Signs badges that every displayer can verify.", Verdict: conformance.ConformsNot},
		{ID: "ob3-host", Title: "Open Badges 3.0 host", Role: conformance.HostRole, Spec: "https://www.imsglobal.org/spec/ob/v3p0/cert", Text: "Keeps badges for people and hands them out to other programs.", Verdict: conformance.NotFoundOut},
		{ID: "vcdm2-issuer", Title: "Verifiable Credentials 2.0 issuer", Role: conformance.IssuerRole, Spec: "https://www.w3.org/TR/vc-data-model-2.0/", Verdict: conformance.Conforms},
	}
	count(r)
	return r
}

// count enters the counts of the results.
func count(r *conformance.Report) {
	for i := range r.Profiles {
		r.Profiles[i].Counts = conformance.Counts{}
		for _, result := range r.Results {
			if result.Profile == r.Profiles[i].ID {
				r.Profiles[i].Counts[result.Status]++
			}
		}
	}
}

func sampleExchange() conformance.Exchange {
	return conformance.Exchange{
		Request: conformance.Message{
			Line:   "POST https://badges.vestre-as.example/vc/credentials/issue",
			Header: map[string][]string{"Content-Type": {"application/json"}, "Authorization": {"[redacted]"}},
			Text:   `{"credential":{"type":["VerifiableCredential","OpenBadgeCredential"],"name":"Svetsning"},"options":{"cryptosuite":"eddsa-rdfc-2022"}}`, Size: 133,
		},
		Response: conformance.Message{
			Status: 201, Header: map[string][]string{"Content-Type": {"application/json"}},
			Text: "{\n  \"verifiableCredential\": {\n    \"proof\": {\"proofPurpose\": \"authentication\"}\n  }\n}", Size: 78,
		},
		Started: time.Date(2026, 3, 2, 9, 30, 1, 0, time.UTC), Duration: 42 * time.Millisecond,
	}
}

func sampleIssuer() []conformance.Result {
	const ob3, vcdi = "https://www.imsglobal.org/spec/ob/v3p0/#", "https://www.w3.org/TR/vc-data-integrity/#"
	return []conformance.Result{
		{ID: "PROOF-PURPOSE", Profile: "ob3-issuer", Suite: "eddsa-rdfc-2022", Level: "MUST", Title: "The proof of a credential must have the purpose assertionMethod.", Spec: vcdi + "proofs",
			Status: conformance.Fail, Reason: "One of two badges is signed for another purpose.", Mend: "Set proofPurpose to assertionMethod when you sign a credential, whatever the caller asks for.", Duration: 120 * time.Millisecond, Passed: 1,
			Cases: []conformance.Case{{Name: "a badge with a result", Status: conformance.Fail, Want: "a proof with the purpose assertionMethod", Found: "a proof with the purpose authentication", Document: "response 1", Pointer: "/proof/proofPurpose", Exchanges: []conformance.Exchange{sampleExchange()}}}},
		{ID: "OB3-ACHIEVEMENT-CRITERIA", Profile: "ob3-issuer", Level: "MUST", Title: "An achievement must have criteria.", Spec: ob3 + "achievement",
			Status: conformance.Fail, Mend: "Write at least criteria.narrative.", Duration: 3 * time.Millisecond,
			Cases: []conformance.Case{
				{Name: "badges.zip!2025/kurs & prøve <1>.json", Status: conformance.Fail, Want: "criteria with an id or a narrative", Found: "no criteria", Document: "badges.zip!2025/kurs & prøve <1>.json", Pointer: "/credentialSubject/achievement"},
				{Name: "badges.zip!2025/οδηγός.json", Status: conformance.Fail, Want: "criteria with an id or a narrative", Found: "criteria without a member", Document: "badges.zip!2025/οδηγός.json", Pointer: "/credentialSubject/achievement/criteria"},
				{Name: "badges.zip!2025/good.json", Status: conformance.Pass, Document: "badges.zip!2025/good.json"},
			}},
		{ID: "STATUS-PURPOSE", Profile: "ob3-issuer", Level: "MUST", Title: "A status entry must have a purpose.", Spec: "https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry",
			Status: conformance.Fail, Reason: "This is listed as a known gap, but it passes: take it off the list.", Known: "mended in 2.5", Passed: 4},
		{ID: "OB3-IMAGE-CAPTION", Profile: "ob3-issuer", Level: "SHOULD", Title: "An image should have a caption.", Spec: ob3 + "image", Status: conformance.Warn, Mend: "Describe the picture in image.caption.",
			Cases: []conformance.Case{{Name: "a badge with a picture", Status: conformance.Fail, Want: "a caption", Found: "none", Pointer: "/credentialSubject/achievement/image"}}},
		{ID: "PROOF-CREATED", Profile: "ob3-issuer", Suite: "ecdsa-sd-2023", Level: "MUST", Title: "The time of a proof must be a date and time.", Spec: vcdi + "proofs", Status: conformance.Warn, Known: "The library that we use writes a date only; mended in spring.",
			Cases: []conformance.Case{{Name: "a derived badge", Status: conformance.Fail, Want: "a dateTimeStamp", Found: "2026-03-02", Pointer: "/proof/created"}}},
		{ID: "VCDM2-TYPE", Profile: "ob3-issuer", Level: "MUST", Title: "There must be a type: one or more terms or absolute URLs.", Spec: "https://www.w3.org/TR/vc-data-model-2.0/#types", Status: conformance.Pass, Passed: 10, Duration: 8 * time.Millisecond},
		{ID: "VCDM2-TYPE", Profile: "vcdm2-issuer", Level: "MUST", Title: "There must be a type: one or more terms or absolute URLs.", Spec: "https://www.w3.org/TR/vc-data-model-2.0/#types", Status: conformance.Pass, Passed: 10},
		{ID: "VCDM2-CONTEXT", Profile: "vcdm2-issuer", Level: "MUST", Title: "There must be an @context that lists one or more URLs and objects.", Spec: "https://www.w3.org/TR/vc-data-model-2.0/#contexts", Status: conformance.Pass, Passed: 10},
	}
}

func sampleHost() []conformance.Result {
	const api = "https://www.imsglobal.org/spec/ob/v3p0/#"
	slow := sampleExchange()
	slow.Request.Line, slow.Request.Text, slow.Response = "GET https://badges.vestre-as.example/ims/ob/v3p0/credentials", "", conformance.Message{}
	slow.Failure, slow.Duration = "There was no answer within 30 seconds.", 30*time.Second
	return []conformance.Result{
		{ID: "OB3-API-LIST", Profile: "ob3-host", Level: "MUST", Title: "A host must hand out the badges of a person.", Spec: api + "getcredentials", Status: conformance.Error, Reason: "the suite failed: its key could not be read\nstack:\n\tsigner.go:17", Duration: 31 * time.Second,
			Cases: []conformance.Case{{Name: "the first page", Status: conformance.Error, Want: "a list", Found: "nothing", Exchanges: []conformance.Exchange{slow}}}},
		{ID: "OB3-API-LIMIT", Profile: "ob3-host", Level: "MUST", Title: "A host must heed the limit of a page.", Spec: api + "getcredentials", Status: conformance.Skipped, Reason: "The list could not be read."},
		{ID: "OB3-API-PROFILE", Profile: "ob3-host", Level: "SHOULD", Title: "A host should hand out the profile.", Spec: api + "getprofile", Status: conformance.NotApplicable, Reason: "The discovery document names no scope for it."},
		{ID: "STATUS-SET", Profile: "ob3-host", Level: "MUST", Title: "What was revoked must be on the list.", Status: conformance.NotApplicable, Reason: "POST /credentials/status answers 404."},
	}
}

// partial returns the report of a run that was ended early.
func partial() *conformance.Report {
	r := sample()
	r.Complete = false
	for i := range r.Results {
		if i > 2 {
			r.Results[i] = conformance.Result{ID: r.Results[i].ID, Profile: r.Results[i].Profile, Suite: r.Results[i].Suite, Level: r.Results[i].Level, Title: r.Results[i].Title, Spec: r.Results[i].Spec, Status: conformance.Skipped, Reason: "The run ended before this was tried; resume it with the report."}
		}
	}
	r.Profiles[2].Verdict = conformance.NotFoundOut
	count(r)
	return r
}

// good returns a report on a target that keeps everything.
func good() *conformance.Report {
	r := sample()
	r.Profiles, r.Results = r.Profiles[2:], r.Results[6:8]
	r.Documents, r.Unreadable = 0, 0
	return r
}

// empty returns a report on nothing.
func empty() *conformance.Report { return &conformance.Report{Version: conformance.ReportVersion} }

// reports returns all of them by name.
func reports() map[string]*conformance.Report {
	return map[string]*conformance.Report{"sample": sample(), "partial": partial(), "good": good(), "empty": empty()}
}
