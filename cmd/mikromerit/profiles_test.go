package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// dutchBadge is a badge as Dutch institutions issue them, with a workload and a level.
func dutchBadge(workload string) []byte {
	return []byte(`{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    {"EducredentialAchievement": "https://a.example/terms#EducredentialAchievement", "ECTS": "https://a.example/terms#ECTS", "SBU": "https://a.example/terms#SBU",
     "participationType": "https://a.example/terms#participationType", "assessmentType": "https://a.example/terms#assessmentType"}],
  "id": "urn:uuid:3a1c3f0e-6f0a-4c52-8f43-6ed1b9b0f7a1",
  "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "issuer": {"id": "https://a.example/", "type": ["Profile"], "name": "Hogeschool", "address": {"type": ["Address"], "addressCountryCode": "NL"}},
  "validFrom": "2026-01-01T00:00:00Z",
  "awardedDate": "2026-01-01T00:00:00Z",
  "credentialSubject": {"id": "did:example:1", "type": ["AchievementSubject"], "achievement": {
    "id": "https://a.example/1", "type": ["Achievement", "EducredentialAchievement"], "name": "Varen", "description": "Varen op zee.",
    "criteria": {"narrative": "Vaar."}, "inLanguage": "nl", ` + workload + `,
    "participationType": "online", "assessmentType": "portfolio",
    "alignment": [
      {"type": ["Alignment"], "targetType": "ext:EQF", "targetName": "EQF 5", "targetCode": "5", "targetUrl": "http://data.europa.eu/snb/eqf/5"},
      {"type": ["Alignment"], "targetType": "ext:LearningOutcome", "targetName": "vaart", "targetUrl": "https://a.example/outcome"},
      {"type": ["Alignment"], "targetType": "ext:QualityAssurance", "targetName": "NVAO", "targetUrl": "https://www.nvao.net/"}
    ]}}}`)
}

// A check by a profile decides with it, and says which rules and principles are hurt.
// To inspect only shows it.
func TestCheckByProfile(t *testing.T) {
	b := newBench(t)
	b.put("ec.json", dutchBadge(`"ECTS": 5`))
	b.put("large.json", dutchBadge(`"ECTS": 31`))
	b.put("sbu.json", dutchBadge(`"SBU": 240`))
	b.put("short.json", dutchBadge(`"SBU": 239`))
	for file, by := range map[string][2]int{
		"ec.json": {exitValid, exitInvalid}, "large.json": {exitInvalid, exitInvalid},
		"sbu.json": {exitInvalid, exitValid}, "short.json": {exitInvalid, exitInvalid},
	} {
		b.run("check", "--profile", "nl-ho", b.path(file))
		require.Equal(t, by[0], b.status, "%s: %s", file, b.out)
		b.run("check", "--profile", "nl-mbo", b.path(file))
		require.Equal(t, by[1], b.status, "%s: %s", file, b.out)
		b.ok("inspect", "--profile", "nl-mbo", b.path(file))
		require.Contains(t, b.out, "\nProfile nl-mbo: Micro-credentials of Dutch vocational education\n")
	}
	b.run("check", "--profile", "nl-ho", b.path("large.json"))
	require.Contains(t, b.out, "large.json: does not conform")
	require.Contains(t, b.out, "FAIL  EUMC-NL-HO-CREDITS")
	require.Contains(t, b.out, "[/credentialSubject/achievement/ECTS]")
	require.Contains(t, b.out, "Profile nl-ho. A MUST is not kept: ")
	require.Contains(t, b.out, "transparency (1 of ")
	b.run("check", "--brief", "--profile", "nl-ho", b.path("large.json"))
	require.Contains(t, b.out, "large.json: EUMC-NL-HO-CREDITS, The workload must be 3 to 30 EC")
	b.ok("check", b.path("large.json"))
	require.NotContains(t, b.out, "Profile")
}

// The JSON has the profile with every rule, and the findings those that are not kept.
func TestProfilesAsJSON(t *testing.T) {
	b := newBench(t)
	b.run("check", "--json", "--profile", "nl-ho", "--profile", "eu-annex1", b.put("large.json", dutchBadge(`"ECTS": 31`)))
	require.Equal(t, exitInvalid, b.status)
	type report struct {
		ID, Version, Verdict string
		Count                struct{ Pass, Fail, Warn, Unknown, Optional, NotApplicable int }
		Principles           []struct{ Principle string }
		Rules                []struct {
			Code, Level, State, Status, Path, Pointer, Detail, Source, Spec string
			Principles                                                      []string
		}
	}
	var line struct {
		Verdict  string
		Findings []struct{ Code, Status, Pointer string }
		Profiles []report
	}
	require.NoError(t, json.Unmarshal([]byte(b.out), &line))
	require.Equal(t, "invalid", line.Verdict)
	require.Len(t, line.Profiles, 2)
	p := line.Profiles[0]
	require.Equal(t, "nl-ho", p.ID)
	require.Equal(t, "invalid", p.Verdict)
	require.Equal(t, "valid", line.Profiles[1].Verdict)
	require.Equal(t, len(p.Rules), p.Count.Pass+p.Count.Fail+p.Count.Warn+p.Count.Unknown+p.Count.Optional+p.Count.NotApplicable)
	codes := map[string]string{}
	for _, f := range line.Findings {
		codes[f.Code] = f.Pointer
	}
	require.Equal(t, "/credentialSubject/achievement/ECTS", codes["EUMC-NL-HO-CREDITS"])
	for _, r := range p.Rules {
		if r.Code == "EUMC-NL-HO-CREDITS" {
			require.Equal(t, "definition.workload[0]", r.Path)
			require.Equal(t, []string{"fail", "MUST"}, []string{r.State, r.Level})
		}
	}
	b.ok("inspect", "--json", "--profile", "nl-ho", b.path("large.json"))
	require.NoError(t, json.Unmarshal([]byte(b.out), &line))
	require.Equal(t, "nl-ho", line.Profiles[0].ID)
}

// A profile of the user's own is a file; what is wrong in it is said.
func TestOwnProfile(t *testing.T) {
	b := newBench(t)
	badge := b.put("badge.json", dutchBadge(`"ECTS": 5`))
	own := b.put("own.json", []byte(`{"id":"ours","title":{"nl":"Van ons"},"version":"1","extends":["nl-ho"],
"sources":[{"id":"r","name":"Ours","url":"https://a.example/rules"}],
"rules":[{"code":"OURS-GUIDANCE","level":"MUST","text":"Guidance must be given.","source":"r","principles":["information-and-guidance"],"check":{"stated":"definition.guidance"}}]}`))
	b.run("check", "--profile", own, badge)
	require.Equal(t, exitInvalid, b.status)
	require.Contains(t, b.out, "FAIL  OURS-GUIDANCE")
	b.ok("rules", "--profile", own)
	require.Contains(t, b.out, "OURS-GUIDANCE")
	require.Contains(t, b.out, "EUMC-EU-TITLE")
	require.Contains(t, b.out, "EUMC-NL-HO-CREDITS")

	b.ok("explain", "--profile", own, "ours-guidance")
	require.Contains(t, b.out, "OURS-GUIDANCE (MUST)\n")
	require.Contains(t, b.out, "Hurts      information and guidance")

	bad := b.put("bad.json", []byte(`{"id":"ours","title":{"nl":"Van ons"},"version":"1","licence":"x","sources":[],"rules":[]}`))
	b.refuses(exitError, "bad.json is no policy profile: at /licence: A policy profile must have the members that its schema requires", "check", "--profile", bad, badge)
	b.refuses(exitError, `there is no policy profile "sweden"; "mikromerit profiles" lists them`, "inspect", "--profile", "sweden", badge)
	b.refuses(exitError, "nowhere.json cannot be read", "check", "--profile", b.path("nowhere.json"), badge)
}

// What cannot be read into the model is undecided by a profile, and in a presentation
// the credentials are judged.
func TestProfileOfOtherDocuments(t *testing.T) {
	b := newBench(t)
	b.run("check", "--profile", "eu-annex1", b.put("presentation.json", []byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"verifiableCredential":[`+string(dutchBadge(`"ECTS": 5`))+`]}`)))
	require.Contains(t, b.out, "Profile eu-annex1. Every MUST is kept")
	require.NotContains(t, b.out, "POLICY-JUDGED")
	b.run("check", "--profile", "eu-annex1", b.put("list.json", []byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential","BitstringStatusListCredential"],"issuer":"did:example:a","credentialSubject":{"type":"BitstringStatusList","statusPurpose":"revocation","encodedList":"uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"}}`)))
	require.Equal(t, exitIndeterminate, b.status, b.out)
	require.Contains(t, b.out, "POLICY-JUDGED")
}

// The profiles and their rules are listed, and each rule is explained by where it is
// from.
func TestProfilesAreListed(t *testing.T) {
	b := newBench(t)
	b.ok("profiles")
	require.Contains(t, b.out, "fi-he ")
	b.ok("profiles", "--json")
	n := 0
	for text := range strings.Lines(b.out) {
		var p struct {
			ID, Title, Version string
			Rules              int
			Sources            []struct{ Name, URL string }
		}
		require.NoError(t, json.Unmarshal([]byte(text), &p))
		require.NotEmpty(t, p.Sources)
		require.NotZero(t, p.Rules)
		n++
	}
	require.Equal(t, 13, n)
	b.ok("rules", "--json", "--profile", "fi-he")
	require.Equal(t, 23, strings.Count(b.out, "\n"))
	require.Contains(t, b.out, `"code":"EUMC-FI-HE-CREDITS","axis":"conformant","level":"SHOULD"`)
	b.ok("explain", "eumc-fi-he-credits")
	require.Contains(t, b.out, "EUMC-FI-HE-CREDITS (SHOULD)\n")
	require.Contains(t, b.out, "Element    7 of Annex I, workload")
	require.Contains(t, b.out, "Hurts      recognition, transparency")
}
