package edc

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/mapping"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// unsealed returns the credential document in a file: the payload of a sealed
// one, else the file itself.
func unsealed(tb testing.TB, file []byte) vc.Document {
	tb.Helper()
	doc, err := vc.ParseDocument(file, vc.Limits{})
	require.NoError(tb, err)
	if payload := doc.Get("payload"); payload.Exists() {
		doc, err = vc.ParseDocument([]byte(payload.Text()), vc.Limits{})
		require.NoError(tb, err)
	}
	return doc
}

// decoded decodes a document and checks what must hold for every document:
// each leaf is accounted for exactly once, in the order of the document, every
// path of the report names a value of the model, and every value of the model
// has a leaf that it came from.
func decoded(tb testing.TB, doc vc.Document) (*mc.Credential, *mc.Report) {
	tb.Helper()
	d := newDecoder(doc.Root(), DecodeOptions{})
	node, ok := credentialIn(d.root)
	require.True(tb, ok)
	c := d.credential(node)
	require.Empty(tb, d.Tracker.Unmarked(), "leaves without an account")
	require.Empty(tb, d.Tracker.Stray(), "accounts of what is no leaf")

	report := d.located(d.reconcile(d.Tracker.Report(), c))
	require.NoError(tb, mapping.AccountsForDocument(&report, doc.Root(), c))
	stated := mapping.Values(c)
	for _, l := range report.Leaves {
		for _, p := range l.Canonical {
			if _, ok := stated[p]; !ok {
				tb.Errorf("%s is in the report and not in the model", p)
			}
		}
	}
	return c, &report
}

// TestSamples decodes the published samples, sealed and unsealed, and pins what
// becomes of their leaves.
func TestSamples(t *testing.T) {
	tests := []struct {
		dir, file                       string
		read, scaffold, native, residue int
	}{
		{"elm", "Sample-CertOfPart-signed.jsonld", 333, 175, 158, 0},
		{"elm", "Sample-CertOfPart-unsigned-uploadable.json", 276, 159, 117, 0},
		{"elm", "Sample-CertOfPart-unsigned.jsonld", 276, 159, 117, 0},
		{"elm", "Sample-MC-Annex1-signed.jsonld", 665, 356, 309, 0},
		{"elm", "Sample-MC-Annex1-unsigned-uploadable.json", 608, 340, 268, 0},
		{"elm", "Sample-MC-Annex1-unsigned.jsonld", 608, 340, 268, 0},
		{"elm", "cred_noLegalName_shouldFail.jsonld", 2633, 1227, 1342, 64},
		{"elm", "credential-jws-invalid.jsonld", 36, 13, 18, 5},
		{"elm", "credential-sample.jsonld", 82, 27, 43, 12},
		{"elm", "credential-signed.jsonld", 167, 63, 97, 7},
		{"elm", "credential_shouldValidate.jsonld", 2640, 1244, 1331, 65},
		{"elm", "signed_credential.jsonld", 167, 63, 97, 7},
		{"elm-ebsi", "DigiComp Generic.json", 264, 146, 118, 0},
		{"elm-ebsi", "Microcredential - Data and software business.json", 501, 281, 220, 0},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			c, report := decoded(t, unsealed(t, testkit.ReadShared(t, "data", "samples", tt.dir, tt.file)))
			s := report.Summary()
			t.Log(s)
			residue := s.Read - s.Scaffold - s.Native
			require.Equal(t, []int{tt.read, tt.scaffold, tt.native, tt.residue}, []int{s.Read, s.Scaffold, s.Native, residue})
			require.NotEmpty(t, c.Envelope.Issuer.Name)
			require.NotEmpty(t, c.Title())
		})
	}
}

// TestAnnexISample pins what the Commission's own sample of a micro-credential
// says, element by element.
func TestAnnexISample(t *testing.T) {
	c, report := decoded(t, unsealed(t, testkit.ReadShared(t, "data", "samples", "elm", "Sample-MC-Annex1-signed.jsonld")))
	f, a, e := c.Definition, c.Award, c.Envelope
	person, body := c.Learner.Party.Person, a.Awarding.Bodies[0]
	values := []struct {
		element   int
		got, want any
	}{
		{1, person.FullName, mc.Text("en", "Ana Andromeda")},
		{1, person.BirthDate.String(), "1999-10-02"},
		{1, c.Learner.Party.Identifiers[0].Value, "LA-234218"},
		{1, c.Learner.Party.Identifiers[0].Scheme, mc.IdentNationalID},
		{1, c.Learner.Party.Identifiers[0].Country.Alpha2, "IT"},
		{1, c.Learner.ID, ""},
		{2, f.Title, mc.Text("en", "Digital micro-credential creation")},
		{2, e.Display.Title, mc.Text("en", "Micro-Credential")},
		{3, []string{e.Issuer.Countries()[0].Alpha2, e.Issuer.Countries()[1].Alpha2}, []string{"IE", "ES"}},
		{3, e.Issuer.Locations[0].Regions[0].IRI, "http://publications.europa.eu/resource/authority/atu/IRL_CTH_DUB"},
		{3, e.Issuer.Name, mc.Text("en", "ORGANIZACION TEST")},
		{4, body.Name, mc.Text("en", "University of Zed")},
		{4, schemes(body), []mc.IdentifierScheme{mc.IdentVAT, mc.IdentOther, mc.IdentRegistration}},
		{4, body.Groups[0].Name, mc.Text("en", "Research Alliance")},
		{5, e.Issued.String(), "2023-09-27T13:54:17+02:00"},
		{5, e.ValidFrom.String(), "2022-12-31T23:00:00Z"},
		{5, a.Awarding.On.IsZero(), true},
		{6, len(f.Outcomes), 2},
		{6, len(f.Outcomes[0].Skills), 3},
		{6, f.Outcomes[1].Title.In("es"), []string{"Contento digital"}},
		{6, f.Outcomes[1].Reuse.IRI, "http://data.europa.eu/snb/skill-reuse-level/cross-sector"},
		{7, kinds(f.Workload), []mc.WorkloadKind{mc.WorkloadCredits, mc.WorkloadMaxDuration, mc.WorkloadNotional}},
		{7, f.Workload[0].Amount.String(), "2"},
		{7, f.Workload[0].Framework.String(), "European Credit Transfer System"},
		{7, f.Workload[2].Duration.String(), "PT60H"},
		{7, a.Activities[0].Spec.Workload[0].Duration.String(), "P60M"},
		{8, f.Levels[0].EQF, int8(6)},
		{8, f.Levels[1].Value.String(), "RQF Level 6"},
		{9, a.Assessments[0].Spec.Types[0].String(), "artefact assessment"},
		{10, f.Participation[0].Form, mc.ParticipationBlended},
		{10, f.Setting.Kind, mc.SettingNonFormal},
		{10, a.Activities[0].Spec.Types[0].String(), "e-learning coursework"},
		{11, len(f.Quality) + len(body.Accreditations) + len(e.Issuer.Accreditations), 0},
		{12, len(f.Prerequisites), 1},
		{13, a.Assessments[0].Supervision.Supervised, mc.No},
		{13, a.Assessments[0].Supervision.IdentityVerified, mc.No},
		{14, a.Assessments[0].Grade.Text, mc.Text("en", "Pass")},
		{14, a.Assessments[0].Spec.Grading.Title, mc.Text("en", "Standard grading")},
		{15, f.Stackability.PartialQualification, mc.No},
		{15, f.Qualification, mc.Yes},
		{16, len(c.Residue), 0},
	}
	for _, v := range values {
		require.Equal(t, v.want, v.got, "element %d", v.element)
	}
	elements := mc.AnnexI(c)
	require.Equal(t, mc.Absent, elements[10].Status, "the sample says nothing about quality assurance")
	for _, row := range elements[:10] {
		require.NotEqual(t, mc.Absent, row.Status, row.Title)
	}
	require.Contains(t, leafAt(t, report, "learner.party.person.birthDate").Reason, "Brussels")
	require.Equal(t, "Mandate", e.Evidence[0].Kind.String())
	require.Equal(t, []byte{0xFF, 0xD8, 0xFF}, e.Display.Pages[0].Image.Content[:3], "a JPEG file")
	var codes []string
	for _, o := range mc.Observe(c) {
		codes = append(codes, o.Code)
	}
	require.Subset(t, codes, []string{mc.CodeMonths, mc.CodeBirthShift})
}
