package main

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// Every lost value is named once, under its reason; values of one thing stand
// together, and no name is empty.
func TestLossesByName(t *testing.T) {
	leaves := []mc.Leaf{
		{Source: "/credentialSubject/hasClaim/awardedBy/awardingBody/0/legalName/en", Kind: mc.KindDropped, Reason: "no term"},
		{Source: "/credentialSubject/hasClaim/awardedBy/awardingBody/0/legalName/nb", Kind: mc.KindDropped, Reason: "no term"},
		{Source: "/credentialSubject/hasClaim/awardedBy/id", Kind: mc.KindDropped, Reason: "no term"},
		{Source: "/credentialSubject/hasClaim/1/title/en", Kind: mc.KindDropped, Reason: "one claim only"},
		{Source: "/credentialSubject/dateOfBirth", Kind: mc.KindDropped, Reason: "personal"},
		{Source: "/credentialSubject/id", Kind: mc.KindDropped, Reason: "personal"},
		{Source: "", Canonical: []mc.Path{"envelope.issued"}, Kind: mc.KindDropped},
		{Source: "/a~1b", Kind: mc.KindDropped},
		{Source: "/type", Kind: mc.KindScaffold},
		{Source: "/name", Kind: mc.KindExact, CarriedBy: mc.CarriedNatively},
		{Source: "/seen", Kind: mc.KindResidue, CarriedBy: mc.CarriedByResidue},
	}
	require.Equal(t, [][]string{
		{"No term:"}, {"", "awardedBy (awardingBody 2, id)"},
		{"One claim only:"}, {"", "title of hasClaim/1 (en)"},
		{"Personal:"}, {"", "dateOfBirth, credentialSubject (id)"},
		{"No member of the format holds it:"}, {"", "envelope.issued, a/b"},
	}, lossRows(leaves, lossSections[0].wanted))
	require.Equal(t, [][]string{{"In the residue:"}, {"", "seen"}}, lossRows(leaves, lossSections[2].wanted))
	require.Equal(t, [][]string{{"Given by you:"}, {"", "issuer (location)"}}, addedRows([]mc.Leaf{
		{Added: true, Kind: mc.KindDefaulted, Reason: "as configured", Target: []string{"/issuer/location/0/address"}},
	}))
}

// A reason is told with the flag that helps, unless that was given.
func TestRemedies(t *testing.T) {
	lost := []mc.ElementSight{
		{Element: 11, Reason: "ELM asks for Organisation.location, which is not stated"},
		{Element: 13}, {Element: 15},
	}
	require.Equal(t, [][]string{
		{"11", "ELM asks for Organisation.location, which is not stated; add --issuer-country"},
		{"13, 15", "no member of the format holds it"},
	}, (&convertCommand{}).reasonRows(lost))
	require.Equal(t, "ELM asks for Organisation.location, which is not stated", (&convertCommand{IssuerCountry: "NO"}).reasonRows(lost)[0][1])
}

// Whoever demands that other readers find an element gets no document in which they
// do not: the job could not be done.
func TestRequireNative(t *testing.T) {
	b := newBench(t)
	text, err := os.ReadFile("../../examples/data/vestre-aas-badge.json")
	require.NoError(t, err)
	file := b.put("badge.json", text)
	convert := []string{"convert", "--to", "edc", "--issuer-country", "NO", "-o", b.path("out.json")}
	b.run(append(convert, "--require-native", "1,2,5-5", file)...)
	require.Equal(t, exitValid, b.status, b.err)
	require.NoError(t, os.Remove(b.path("out.json")))

	hiding := b.put("hiding.json", []byte(`{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"], "id": "https://norraby.example/b",
		"type": ["VerifiableCredential", "OpenBadgeCredential"], "issuer": {"id": "https://norraby.example", "type": ["Profile"], "name": "Norraby"}, "validFrom": "2026-05-04T12:00:00Z",
		"credentialSubject": {"id": "did:example:a", "type": ["AchievementSubject"], "result": [{"type": ["Result"], "status": "Withdrew"}],
		"achievement": {"id": "https://norraby.example/a", "type": ["Achievement"], "name": "Svetsning", "description": "Om svets", "criteria": {"narrative": "Svetsa"}}}}`))
	b.run(append(convert, "--report", b.path("report.json"), hiding)...)
	require.Equal(t, exitValid, b.status, b.err)
	var report struct {
		Summary struct {
			Views    mc.Views
			Elements []mc.ElementSight
		}
	}
	written, err := os.ReadFile(b.path("report.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(written, &report))
	require.Positive(t, report.Summary.Views.Any)
	for _, e := range report.Summary.Elements {
		if e.Element == 14 && e.Native == 0 {
			require.Contains(t, b.err, "Not shown by other readers of Europass EDC: ")
			require.NoError(t, os.Remove(b.path("out.json")))
			b.refuses(exitError, "would not find 14 grade, which --require-native asks for", append(convert, "--require-native", "14", hiding)...)
			require.NoFileExists(t, b.path("out.json"))
		}
	}
	for _, list := range []string{"17", "0", "3-1", "x", "1-99999999999"} {
		b.refuses(exitError, "give numbers from 1 to 16", append(convert, "--require-native", list, file)...)
	}
}

func TestInspectJSON(t *testing.T) {
	b := newBench(t)
	text, err := os.ReadFile("../../examples/data/vestre-aas-badge.json")
	require.NoError(t, err)
	b.run("inspect", "--json", b.put("badge.json", text))
	require.Equal(t, exitValid, b.status, b.err)
	out := parsed(t, b.out)
	require.Equal(t, "Open Badges 3.0, W3C data model 2.0", out.Get("format").Text())
	require.Equal(t, 16, out.Get("elements").Len())
	require.Equal(t, "present", out.Lookup("/elements/1/status").Text())
	require.Equal(t, "present", out.Lookup("/elements/1/native").Text())
	require.Equal(t, "Badge", out.Lookup("/sections/0/title").Text())
}
