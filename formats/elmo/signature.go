package elmo

import (
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/mikromerit/mikromerit/internal/xmldsig"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// Signature is what was found out about the signature of a file. A signature inside a
// Diploma Supplement is about that alone; it is content, and is not checked.
type Signature struct {
	Present bool
	// Err is why the signature is not right; nil: it is.
	Err error
	// Signer is the certificate whose key made the signature, and Certificates those
	// that came with it. They are only known of a signature that is right.
	Signer       *x509.Certificate
	Certificates []*x509.Certificate
}

// readSignature checks the signature, and returns what was signed, or the document
// where that is not known.
func readSignature(top *xmldsig.Element, limits xmldsig.Limits) (Signature, *xmldsig.Element) {
	if !slices.ContainsFunc(top.Nodes, func(n xmldsig.Node) bool { return n.Element.Is(xmldsig.SpaceSignature, "Signature") }) {
		return Signature{}, top
	}
	signed, err := xmldsig.VerifyElement(top, xmldsig.Options{Limits: limits, Plain: true, Parts: true})
	if err != nil {
		return Signature{Present: true, Err: err}, top
	}
	return Signature{Present: true, Signer: signed.Signer, Certificates: signed.Certificates}, signed.Root
}

// Unsupported reports whether the signature could not be checked, because it uses what
// is not supported, such as SHA-1.
func (s Signature) Unsupported() bool {
	return errors.Is(s.Err, xmldsig.ErrUnsupported) || errors.Is(s.Err, xmldsig.ErrLimit) || errors.Is(s.Err, xmldsig.ErrSigner)
}

// Finding says whether the signature holds. A file without one is no worse for it than
// any credential that nobody signed.
func (s Signature) Finding() vc.Finding {
	switch {
	case !s.Present:
		return ruleSignature.Finding(vc.Unknown, "", "The file has no signature, so nothing shows who made it.")
	case s.Unsupported():
		return ruleSignature.Finding(vc.Unknown, "", fmt.Sprintf("The signature of the file cannot be checked: %v. Ask for a file that is signed with SHA-256.", s.Err))
	case s.Err != nil:
		return ruleSignature.Finding(vc.Fail, "", fmt.Sprintf("The signature of the file must cover it whole and be right, but %v. Ask the issuer for the file as it was given out.", s.Err))
	}
	return ruleSignature.Finding(vc.Pass, "", "The signature is right, and covers the whole file.")
}

// Chain looks for a way from the certificate of the signer to one of those that you
// trust. The signature states no time, so the present counts.
func (s Signature) Chain(anchors *trust.Anchors, now time.Time) trust.Chain {
	return anchors.Chain(s.Signer, s.Certificates, now)
}

// RevocationFinding says whether it is known that the certificate was not revoked.
// anchored says that you trust the certificate itself, allow that you do without.
func (s Signature) RevocationFinding(anchored, allow bool) vc.Finding {
	switch {
	case anchored || trust.NeedsNoRevocation(s.Signer):
		return ruleRevocation.Finding(vc.Pass, "", "You trust the certificate itself, or it says that it needs no such proof.")
	case allow:
		return ruleRevocation.Finding(vc.Warn, "", "Nothing in the file shows whether the certificate was revoked, which you said you accept.")
	}
	return ruleRevocation.Finding(vc.Unknown, "", "Nothing in the file shows whether the certificate was revoked.")
}

// IssuedFinding says whether a report is dated in the future.
func IssuedFinding(doc vc.Document, now time.Time) vc.Finding {
	at := doc.Get("report").Get("issueDate")
	issued, err := mc.ParseInstant(textIn(at))
	switch {
	case err != nil:
		return ruleIssued.Finding(vc.Unknown, "/report/issueDate", "The report states no date of issue that can be read.")
	case issued.Time().After(now):
		return ruleIssued.Finding(vc.Fail, "/report/issueDate", "The report must not be dated in the future; it is dated "+issued.String()+". Look at the clock, or ask the issuer.")
	}
	return ruleIssued.Finding(vc.Pass, "/report/issueDate", "The report is dated "+issued.String()+". The format has no end of validity and no revocation.")
}
