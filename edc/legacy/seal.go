package legacy

import (
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/mikromerit/mikromerit/internal/xmldsig"
	"github.com/mikromerit/mikromerit/vc"
)

var errNoCredential = errors.New("there is no europassCredential in it")

// Seal is what was found out about the XAdES seal.
type Seal struct {
	Present bool
	// Err is why the signature is not right; nil: it is.
	Err error
	// Signer is the certificate that made the seal, and SigningTime when it claims to
	// have been made. Both are only known of a seal that is right.
	Signer      *x509.Certificate
	SigningTime time.Time
	// Level is the baseline level whose parts the seal has, such as "XAdES-BASELINE-LT".
	// Only the parts of level B were checked.
	Level string
}

// readSeal checks the seal, and returns what was signed, or the document where that is
// not known.
func readSeal(root *xmldsig.Element, limits xmldsig.Limits) (Seal, *xmldsig.Element) {
	signed, err := xmldsig.VerifyElement(root, xmldsig.Options{Limits: limits, Place: []string{"proof"}})
	if err != nil {
		present := false
		for e := range root.Walk() {
			present = present || e.Is(xmldsig.SpaceSignature, "Signature")
		}
		return Seal{Present: present, Err: err}, root
	}
	return Seal{Present: true, Signer: signed.Signer, SigningTime: signed.SigningTime, Level: levelOf(signed.Unsigned)}, signed.Root
}

// levelOf returns the level whose parts are there (EN 319 132-1 clause 6).
func levelOf(unsigned []string) string {
	has := func(name string) bool { return slices.Contains(unsigned, name) }
	level := "B"
	if has("SignatureTimeStamp") {
		level = "T"
		if has("CertificateValues") && has("RevocationValues") {
			level = "LT"
			if has("ArchiveTimeStamp") {
				level = "LTA"
			}
		}
	}
	return "XAdES-BASELINE-" + level
}

const specXAdES = "https://www.etsi.org/deliver/etsi_en/319100_319199/31913201/"

// The rules about credentials in XML.
var (
	ruleEdition = vc.Rule{
		Code: "EDC-XML-EDITION", Axis: vc.Conformant, Level: vc.Must, Spec: "https://europa.eu/europass/elm-browser/index.html",
		Text: "A Europass credential must be of the European Learning Model 3, in JSON-LD, for its rules to be checked.",
	}
	ruleSeal = vc.Rule{
		Code: "EDC-XML-SEAL", Axis: vc.Authentic, Level: vc.Must, Spec: specXAdES,
		Text: "The XAdES seal of an older Europass credential must cover it whole and be right.",
	}
)

// Rules returns the rules of this package.
func Rules() []vc.Rule { return []vc.Rule{ruleEdition, ruleSeal} }

// Findings says what was found out. None of it settles a verdict.
func (c *Credential) Findings() []vc.Finding {
	edition := ruleEdition.Finding(vc.Unknown, "", "This is a Europass credential of the older kind, in XML (EDC version 1 or 2). Its content can be shown with inspect, but its rules, its trust and its revocation are not checked and it is not converted yet. Ask the issuer for the present edition, or have the Europass wallet convert it.")
	return []vc.Finding{ruleSeal.Finding(vc.Unknown, "", c.Seal.detail()), edition}
}

func (s Seal) detail() string {
	switch {
	case !s.Present:
		return "It has no seal."
	case s.Err != nil:
		return fmt.Sprintf("Its seal is not right: %v.", s.Err)
	}
	return "The signature of its seal is right, and covers the whole credential. Time stamps, revocation and trust are not checked for this edition, so it stays open whether you can rely on it."
}
