package edc_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// judged returns a result as a verifier makes it: the findings decide.
func judged(t *testing.T, doc string, seal *proof.SealEvidence, policy proof.Policy, findings ...vc.Finding) *proof.Result {
	parsed, err := vc.ParseDocument([]byte(doc), vc.Limits{})
	require.NoError(t, err)
	format := proof.Unsecured
	if seal != nil {
		format = proof.JAdES
	}
	r := proof.NewResult(format, nil, parsed, findings, policy)
	if seal != nil {
		r.Proofs = []proof.ProofResult{{Suite: "JAdES", Signer: proof.Signer{Name: "Vestre Ås"}, Seal: seal}}
	}
	return r
}

func found(code string, axis vc.Axis, status vc.Status) vc.Finding {
	return vc.Finding{Code: code, Axis: axis, Status: status}
}

const anEDC = `{"type":["VerifiableCredential","EuropeanDigitalCredential"],"issued":"2026-03-02T10:30:00Z","expirationDate":"2027-01-01T00:00:00Z"}`

// The list has the checks of the Commission's viewer in its order, with the colours
// and the ribbon that it would show.
func TestCheckList(t *testing.T) {
	format, broken := found("ELM-RULES", vc.Conformant, vc.Pass), found("ELM-RULES", vc.Conformant, vc.Fail)
	lasts, ended := found("VALID-UNTIL", vc.InForce, vc.Pass), found("VALID-UNTIL", vc.InForce, vc.Fail)
	owner, other := found("RECIPIENT", vc.Bound, vc.Pass), found("RECIPIENT", vc.Bound, vc.Fail)
	passed := &proof.SealEvidence{Indication: proof.TotalPassed, ClaimedTime: time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)}
	ended2 := &proof.SealEvidence{Indication: proof.IndeterminateStatus, SubIndication: proof.OutOfBoundsNoPOE}
	changed := &proof.SealEvidence{Indication: proof.TotalFailed, SubIndication: proof.HashFailure}
	wallet := proof.Policy{Recipients: []string{"a@b.example"}}
	for name, c := range map[string]struct {
		r    *proof.Result
		want string
	}{
		"valid":    {judged(t, anEDC, passed, proof.Policy{}, format, lasts), "Format green, Seal green, Revocation grey, Accreditation grey, Validity green: Verified"},
		"draft":    {judged(t, anEDC, nil, proof.Policy{}, format, lasts), "Format green, Seal grey, Revocation grey, Accreditation grey, Validity green: Partially Verified"},
		"outlived": {judged(t, anEDC, ended2, proof.Policy{}, format, lasts), "Format green, Seal grey, Revocation grey, Accreditation grey, Validity green: Partially Verified"},
		"changed":  {judged(t, anEDC, changed, proof.Policy{}, format, lasts), "Format green, Seal red, Revocation grey, Accreditation grey, Validity green: Verification Failed"},
		"broken":   {judged(t, anEDC, passed, proof.Policy{}, broken, lasts), "Format red, Seal green, Revocation grey, Accreditation grey, Validity green: Verification Failed"},
		"expired":  {judged(t, anEDC, passed, proof.Policy{}, format, ended), "Format green, Seal green, Revocation grey, Accreditation grey, Validity red: Verification Failed"},
		"owner":    {judged(t, anEDC, passed, wallet, format, lasts, owner), "Format green, Seal green, Owner green, Revocation grey, Accreditation grey, Validity green: Verified"},
		"other":    {judged(t, anEDC, passed, wallet, format, lasts, other), "Format green, Seal green, Owner red, Revocation grey, Accreditation grey, Validity green: Verification Failed"},
	} {
		list, ok := edc.NewCheckList(c.r)
		require.True(t, ok, name)
		var got []string
		for _, item := range list.Items {
			called, _ := item.Check.Name().Best(language.English)
			got = append(got, called.Text+" "+item.Colour.String())
			for _, lang := range []string{"en", "sv", "fi", "da", "nb"} {
				require.Len(t, item.Description.In(lang), 1, "%s in %s", name, lang)
				require.NotContains(t, item.Description.In(lang)[0], "{")
			}
		}
		require.Equal(t, c.want, strings.Join(got, ", ")+": "+string(list.Ribbon), name)
	}
	_, ok := edc.NewCheckList(judged(t, `{"type":"VerifiableCredential"}`, nil, proof.Policy{}))
	require.False(t, ok, "only Europass credentials have a check list")
}

// The texts name who sealed and when, and when a credential ended.
func TestCheckListTexts(t *testing.T) {
	passed := &proof.SealEvidence{Indication: proof.TotalPassed}
	list, _ := edc.NewCheckList(judged(t, anEDC, passed, proof.Policy{}, found("VALID-UNTIL", vc.InForce, vc.Fail)))
	require.Equal(t, []string{"Sealed by Vestre Ås on 2026-03-02; nothing was changed since then."}, list.Items[1].Description.In("en"))
	require.Equal(t, []string{"Beviset utløp 2027-01-01."}, list.Items[4].Description.In("nb"))
	text, err := json.Marshal(list)
	require.NoError(t, err)
	require.Contains(t, string(text), `"status":{"id":"http://data.europa.eu/snb/verification-status/9895008394"`)
}

// A presentation is read as it was written, and holds the sealed files byte for byte.
func TestPresentation(t *testing.T) {
	sealed := `{"payload":"{\"id\":\"urn:credential:1\"}","signatures":[{"protected":"e30","signature":"AA"}]}`
	p := edc.Presentation{Credentials: [][]byte{[]byte(sealed + "\n")}}
	p.Checks = []edc.VerificationCheck{{Check: edc.SealCheck, Colour: edc.Grey, Subject: "urn:credential:1"}}
	p.Checks[0].Description.Add("nb", "Åpent «spørsmål»")
	doc, err := p.Encode()
	require.NoError(t, err)
	require.True(t, edc.IsPresentation(doc))
	require.False(t, edc.Is(doc), "it is no credential")
	require.Equal(t, "http://data.europa.eu/snb/verification/f9c2016fe9", doc.Lookup("/verificationCheck/0/dcType/id").Text())
	back := edc.ReadPresentation(doc)
	require.Equal(t, "urn:epass:presentation:1", back.ID)
	require.True(t, slices.EqualFunc(back.Checks, p.Checks, func(a, b edc.VerificationCheck) bool {
		return a.Check == b.Check && a.Colour == b.Colour && a.Subject == b.Subject && slices.Equal(a.Description, b.Description)
	}))
	require.Equal(t, sealed, string(back.Credentials[0]))
	_, err = (&edc.Presentation{Credentials: [][]byte{[]byte("e30.e30.AA")}}).Encode()
	require.ErrorContains(t, err, "credential 1 is no sealed file in JSON")
}
