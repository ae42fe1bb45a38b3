package mikromerit

import (
	"errors"
	"strings"

	"github.com/mikromerit/mikromerit/formats/elmo"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// codeELMO is the code of an ELMO file that cannot be read, or not be worked on.
const codeELMO = "FORMAT-ELMO"

func newReportError() error {
	return &proof.FormatError{Code: codeELMO, Detail: "the file is an ELMO report, in XML, which can be verified, inspected and converted, but not worked on; convert it to another format first"}
}

// readReports reads an ELMO file: each report is a credential.
func readReports(file []byte, limits vc.Limits) ([]part, *Image, error) {
	found, err := elmo.Read(file, limits)
	switch {
	case errors.Is(err, vc.ErrLimit):
		return nil, nil, err
	case err != nil:
		return nil, nil, &proof.FormatError{Code: codeELMO, Detail: "the file looks like an ELMO report, but cannot be read: " + err.Error(), Err: err}
	}
	var parts []part
	for i := range found.Reports {
		parts = append(parts, part{pointer: found.Pointer(i), text: file, elmo: found, report: &found.Reports[i]})
	}
	return parts, nil, nil
}

// verifyReport says what is found out about a report of an ELMO file.
func (j *job) verifyReport(p part) *Result {
	findings := []vc.Finding{p.elmo.Signature.Finding()}
	format, signer := proof.XMLSignature, proof.Signer{}
	switch s := p.elmo.Signature; {
	case !s.Present:
		format = proof.Unsecured
	case s.Err == nil:
		signer = j.signerOf(s)
		findings = append(findings, j.revocation(s))
	}
	findings = append(findings, j.policy.Trust.SignerFinding("", signer), elmo.IssuedFinding(p.report.Document, j.env.Now()))
	findings = append(findings, p.report.Findings()...)
	r := proof.NewResult(format, nil, p.report.Document, findings, j.policy)
	if p.elmo.Signature.Present {
		r.Proofs = []proof.ProofResult{{Suite: "XML-DSig", Verdict: vc.VerdictOf(findings[:1]), Controller: signer.Controller, Signer: signer}}
	}
	return &Result{Result: r, Source: p.text, At: p.pointer, ELMO: p.elmo}
}

// signerOf returns whom the certificate of a signature names. It need not be the
// institution: in EMREX, whoever hands out the results of a country signs them.
func (j *job) signerOf(s elmo.Signature) proof.Signer {
	subject := trust.SubjectOf(s.Signer)
	name := subject.CommonName
	if len(subject.Names) > 0 {
		name = subject.Names[0]
	}
	chain := s.Chain(j.policy.Trust.SealAnchors(), j.env.Now())
	return proof.Signer{
		Key: s.Signer.PublicKey, Chain: trust.Path(s.Signer, s.Certificates), Controller: subject.Organisation, Name: name, Vouched: chain.Outcome == trust.Trusted,
		Issues: vc.Unknown, Reason: "An ELMO file is signed by whoever hands it out, which need not be the institution that issued the report.",
	}
}

// revocation says that nothing in the file shows whether the certificate was revoked.
// One that you trust yourself needs no such proof.
func (j *job) revocation(s elmo.Signature) vc.Finding {
	return s.RevocationFinding(j.policy.Trust.SealAnchors().Contains(s.Signer), j.policy.UnsafeAllowUnknownRevocation)
}

// reportSection shows the signature of an ELMO file.
func reportSection(f *elmo.File) [][]string {
	switch s := f.Signature; {
	case !s.Present:
		return [][]string{{"Signature", "none"}}
	case s.Err != nil:
		return [][]string{{"Signature", capitalise(s.Err.Error())}}
	default:
		return withoutEmpty([][]string{
			{"Signature", "right, over the whole file"}, {"Certificate", printable(s.Signer.Subject.CommonName)}, {"", printable(strings.Join(s.Signer.Subject.Organization, ", "))},
			{"Issued by", printable(s.Signer.Issuer.CommonName)}, {"Valid until", s.Signer.NotAfter.UTC().Format("2006-01-02")},
		})
	}
}

// reportIssuer returns what a report calls its institution.
func reportIssuer(doc vc.Document) string {
	var title jsontree.Value
	if elmo.Is(doc) {
		title = doc.Get("report").Get("issuer").Get("title")
	}
	return firstText(title)
}
