package mikromerit_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/formats/elmo"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/internal/xmldsig"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// resultsFile is a report with two courses, one of which has a part.
const resultsFile = `<elmo xmlns="https://github.com/emrex-eu/elmo-schemas/tree/v1">
<generatedDate>2026-01-02T12:00:00Z</generatedDate>
<learner><identifier type="esi">urn:schac:personalUniqueCode:int:esi:x</identifier><givenNames>Kari</givenNames><familyName>Nordmann</familyName></learner>
<report>
<issuer><country>NO</country><identifier type="schac">vestre-aas.example</identifier><title xml:lang="nb">Vestre Ås høgskole</title><title xml:lang="se">Oarje Ás allaskuvla</title><url>https://vestre-aas.example</url></issuer>
<learningOpportunitySpecification><title xml:lang="nb">Fjord og fangst</title><title xml:lang="fi">Vuono ja saalis</title><specifies><learningOpportunityInstance><date>2025-12-01</date><status>passed</status><resultLabel>B</resultLabel><credit><scheme>ECTS</scheme><value>5</value></credit><level><type>EQF</type><value>6</value></level><languageOfInstruction>nb</languageOfInstruction></learningOpportunityInstance></specifies><hasPart><learningOpportunitySpecification><title xml:lang="nb">Del</title><specifies><learningOpportunityInstance><status>passed</status><credit><scheme>ECTS</scheme><value>2</value></credit></learningOpportunityInstance></specifies></learningOpportunitySpecification></hasPart></learningOpportunitySpecification>
<learningOpportunitySpecification><title xml:lang="nn">Eit anna emne</title><specifies><learningOpportunityInstance><date>2025-12-02</date><status>failed</status></learningOpportunityInstance></specifies></learningOpportunitySpecification>
<issueDate>2026-01-02T12:00:00Z</issueDate>
</report>
</elmo>`

// signResults signs a file as those who hand out results do, without XAdES.
func signResults(tb testing.TB, text string, sealer testkit.Sealer) string {
	root, err := xmldsig.Parse([]byte(text), xmldsig.Limits{})
	require.NoError(tb, err)
	whole, _ := root.XML(1 << 20)
	return testkit.SignXML(whole, testkit.XMLSignature{Sealer: sealer, Info: func(info string) string {
		return info[:strings.Index(info, `<ds:Reference Type=`)] + "</ds:SignedInfo>"
	}})
}

// A file is recognised by its root and namespace, its signature checked, and its
// certificate held against those whom the caller trusts.
func TestResultsAreVerified(t *testing.T) {
	signer := testkit.NewCA().ListSigner()
	signed := signResults(t, resultsFile, signer)
	twice := strings.Replace(signed, "</elmo>", signed[strings.Index(signed, "<ds:Signature"):], 1)
	// The signed file stands inside another one, which shows something else.
	wrapped := strings.Replace(strings.Replace(resultsFile, "Kari", "Eva", 1), "</elmo>", "<extension>"+signed[:strings.Index(signed, "<ds:Signature")]+"</elmo></extension>"+signed[strings.Index(signed, "<ds:Signature"):], 1)
	supplement := strings.Replace(resultsFile, "<languageOfInstruction>nb</languageOfInstruction>", `<diplomaSupplement><version>2018</version><issueDate>2025-12-01</issueDate><introduction/><section number="1"><title>x</title></section><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo/></ds:Signature></diplomaSupplement>`, 1)
	anchors := mikromerit.Trust{Anchors: trust.NewAnchors(signer.Certificate)}
	for name, tt := range map[string]struct {
		file    string
		trust   mikromerit.Trust
		verdict vc.Verdict
		format  proof.Format
		code    string // of the finding that decides
	}{
		"signed":            {signed, anchors, vc.Valid, proof.XMLSignature, ""},
		"signed supplement": {signResults(t, supplement, signer), anchors, vc.Valid, proof.XMLSignature, ""},
		"nobody trusted":    {signed, mikromerit.Trust{}, vc.Indeterminate, proof.XMLSignature, "ISSUER-TRUST"},
		"others trusted":    {signed, mikromerit.Trust{Anchors: trust.NewAnchors(testkit.NewCA().NationalListSigner().Certificate)}, vc.Indeterminate, proof.XMLSignature, "ISSUER-TRUST"},
		"revocation":        {signed, mikromerit.Trust{Any: true}, vc.Indeterminate, proof.XMLSignature, "ELMO-REVOCATION"},
		"unsigned":          {resultsFile, anchors, vc.Indeterminate, proof.Unsecured, "ELMO-SIGNATURE"},
		"altered":           {strings.Replace(signed, "Kari", "Karl", 1), anchors, vc.Invalid, proof.XMLSignature, "ELMO-SIGNATURE"},
		"two signatures":    {twice, anchors, vc.Invalid, proof.XMLSignature, "ELMO-SIGNATURE"},
		"wrapped":           {wrapped, anchors, vc.Invalid, proof.XMLSignature, "ELMO-SIGNATURE"},
		"SHA-1":             {strings.Replace(signed, "http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1", 1), anchors, vc.Invalid, proof.XMLSignature, "ELMO-SIGNATURE"},
		"other method":      {strings.Replace(signed, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2000/09/xmldsig#rsa-sha1", 1), anchors, vc.Indeterminate, proof.XMLSignature, "ELMO-SIGNATURE"},
		"of the future":     {signResults(t, strings.ReplaceAll(resultsFile, "2026-01-02", "2036-01-02"), signer), anchors, vc.Invalid, proof.XMLSignature, "ELMO-ISSUED"},
	} {
		t.Run(name, func(t *testing.T) {
			v := mikromerit.NewVerifier(tt.trust)
			v.Env.Clock = func() time.Time { return testkit.ListTime.AddDate(0, 0, 1) }
			r, err := v.Verify(t.Context(), []byte(tt.file))
			require.NoError(t, err)
			require.Equal(t, tt.verdict, r.Verdict, "%v", r.Findings)
			require.Equal(t, tt.format, r.Format)
			require.NotNil(t, r.ELMO)
			if tt.code != "" {
				require.True(t, slices.ContainsFunc(r.Decisive(), func(f vc.Finding) bool { return f.Code == tt.code }), "%v", r.Decisive())
			} else {
				require.Contains(t, r.Headline(), "Vestre Ås høgskole")
				require.NotEmpty(t, r.Signatories())
			}
			for _, f := range r.Findings {
				require.NotEmpty(t, mikromerit.Explain(f.Code), f.Code)
			}
			shown, err := v.Inspect(t.Context(), []byte(tt.file), mikromerit.InspectOptions{})
			require.NoError(t, err)
			require.Equal(t, "EMREX ELMO 1.7", shown.Format)
			require.NotNil(t, shown.Credential)
		})
	}
}

// Several reports are several credentials of one file, each under its signature.
func TestSeveralReports(t *testing.T) {
	from, to := strings.Index(resultsFile, "<report>"), strings.Index(resultsFile, "</elmo>")
	report := strings.Replace(resultsFile[from:to], "Fjord og fangst", "Fjell og fonn", 1)
	signer := testkit.NewCA().ListSigner()
	file := signResults(t, resultsFile[:to]+report+"</elmo>", signer)
	v := mikromerit.NewVerifier(mikromerit.Trust{Anchors: trust.NewAnchors(signer.Certificate)})
	v.Env.Clock = func() time.Time { return testkit.ListTime.AddDate(0, 0, 1) }
	r, err := v.Verify(t.Context(), []byte(file))
	require.NoError(t, err)
	require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
	require.Len(t, r.Credentials, 2)
	require.Equal(t, "/report/1", r.Credentials[1].Pointer)
	_, err = mikromerit.Convert(t.Context(), r, mikromerit.OpenBadge, mikromerit.ConvertOptions{})
	require.ErrorIs(t, err, mikromerit.ErrSeveral)
	shown, err := v.Inspect(t.Context(), []byte(file), mikromerit.InspectOptions{})
	require.NoError(t, err)
	require.Equal(t, "Fjell og fonn", shown.Credentials[1].Credential.Definition.Title[0].Text)
	require.NotContains(t, shown.Format, "JSON")
}

// What looks like a report and cannot be read is told so, and nothing works on one as
// on a credential in JSON.
func TestResultsThatCannotBeRead(t *testing.T) {
	var format *proof.FormatError
	for _, file := range []string{"<!DOCTYPE a>" + resultsFile, resultsFile[:300]} {
		_, err := mikromerit.NewVerifier(mikromerit.Trust{}).Verify(t.Context(), []byte(file))
		require.True(t, errors.As(err, &format))
		require.Equal(t, "FORMAT-ELMO", format.Code)
	}
	_, err := mikromerit.Open([]byte(resultsFile), vc.Limits{})
	require.True(t, errors.As(err, &format))
	require.Equal(t, "FORMAT-ELMO", format.Code)
	_, err = mikromerit.NewVerifier(mikromerit.Trust{}).Verify(t.Context(), []byte(strings.Replace(resultsFile, "</learner>", "</learner>"+strings.Repeat("<report/>", 2000), 1)))
	require.ErrorIs(t, err, vc.ErrLimit)
}

// A report becomes a badge, a record, a Europass credential and a report, and from each
// of them a report again with the same plain facts.
func TestResultsAreConverted(t *testing.T) {
	v := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	r, err := v.Verify(t.Context(), []byte(resultsFile))
	require.NoError(t, err)
	for _, target := range []string{mikromerit.OpenBadge, mikromerit.Record, mikromerit.Europass, mikromerit.Results} {
		o := mikromerit.ConvertOptions{}
		o.Authority, o.IssuerID, o.IssuerIdentifier = mc.SameIssuer, "did:web:vestre-aas.example", "NTRNO-000000000"
		there, err := mikromerit.Convert(t.Context(), r, target, o)
		require.NoError(t, err, target)
		file, err := there.Bytes()
		require.NoError(t, err)
		again, err := v.Verify(t.Context(), file)
		require.NoError(t, err)
		back, err := mikromerit.Convert(t.Context(), again, mikromerit.Results, o)
		require.NoError(t, err, target)
		text, err := back.Bytes()
		require.NoError(t, err)
		require.True(t, elmo.IsXML(text))
		for _, fact := range []string{"<title xml:lang=\"nb\">Fjord og fangst</title>", "<title xml:lang=\"fi\">Vuono ja saalis</title>", "<scheme>ects</scheme>", "<value>5</value>", "<type>EQF</type>", "<value>6</value>", "<resultLabel>B</resultLabel>",
			"<date>2025-12-01", "<familyName>Nordmann</familyName>", "vestre-aas.example", "<languageOfInstruction>nb</languageOfInstruction>"} {
			require.Contains(t, string(text), fact, target)
		}
		if target != mikromerit.OpenBadge { // a badge is for one achievement
			require.Contains(t, string(text), "<title xml:lang=\"nn\">Eit anna emne</title>", target)
			require.Contains(t, string(text), "<hasPart>", target)
			require.Contains(t, string(text), "<status>failed</status>", target)
		}
		t.Logf("%s: %s; back: %s", target, there.Report.Summary(), back.Report.Summary())
	}
}
