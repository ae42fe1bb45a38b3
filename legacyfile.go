package mikromerit

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/edc/legacy"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// codeLegacy is the code of an EDC in XML where a credential is to be worked on.
const codeLegacy = "FORMAT-EDC-XML"

func newLegacyError() error {
	return &proof.FormatError{Code: codeLegacy, Detail: "the file is a Europass credential of the older kind, in XML, which can be inspected and verified as far as its seal, but not worked on or converted yet; ask the issuer for the present edition, or have the Europass wallet convert it"}
}

// readLegacy reads an EDC in XML.
func readLegacy(file []byte, limits vc.Limits) ([]part, *Image, error) {
	found, err := legacy.Read(file, limits.Bytes)
	if err != nil {
		return nil, nil, &proof.FormatError{Code: codeLegacy, Detail: "the file looks like a Europass credential of the older kind, in XML, but cannot be read: " + err.Error(), Err: err}
	}
	return []part{{text: file, legacy: found}}, nil, nil
}

// verifyLegacy says what is found out about an EDC in XML. The verdict stays open.
func (j *job) verifyLegacy(p part) *Result {
	format := proof.XAdES
	if !p.legacy.Seal.Present {
		format = proof.Unsecured
	}
	r := proof.NewResult(format, nil, vc.Document{}, p.legacy.Findings(), j.policy)
	return &Result{Result: r, At: p.pointer, Legacy: p.legacy}
}

// legacyHeadline says who sealed an EDC in XML. Nobody vouches for the certificate.
func legacyHeadline(c *legacy.Credential) string {
	switch {
	case !c.Seal.Present:
		return "It has no seal."
	case c.Seal.Err != nil:
		return "Its seal is not right, so it is not known who sealed it."
	}
	return "Sealed with a certificate that names " + printable(c.Seal.Signer.Subject.CommonName) + "; whether that can be trusted is not checked for this edition."
}

// inspectLegacy returns what an EDC in XML says.
func inspectLegacy(r *Result, o InspectOptions) *Inspection {
	c := r.Legacy
	name := "Europass EDC in XML (version 1 or 2"
	if c.Version != "" {
		name += ", schema " + printable(c.Version)
	}
	out := &Inspection{Result: r, Pointer: r.Result.Pointer, Format: name + ")"}
	preferred := legacyLanguage(c, o.Language)
	out.addSection("Credential", withoutEmpty(legacyFacts(c, preferred)))
	var claims [][]string
	for _, claim := range c.Claims {
		claims = append(claims, []string{capitalise(claim.Kind), claim.Titles.In(preferred)})
	}
	out.addSection("Claims", withoutEmpty(claims))
	out.addSection("Seal", withoutEmpty(legacySeal(c.Seal)))
	return out
}

// legacyLanguage returns the language to prefer.
func legacyLanguage(c *legacy.Credential, wanted language.Tag) string {
	if wanted != language.Und {
		base, _ := wanted.Base()
		return base.String()
	}
	if len(c.Titles) > 0 {
		return c.Titles[0].Language
	}
	return ""
}

func legacyFacts(c *legacy.Credential, preferred string) [][]string {
	rows := [][]string{{"Title", c.Titles.In(preferred)}}
	for _, t := range c.Titles {
		if t.Text != c.Titles.In(preferred) {
			rows = append(rows, []string{"", t.Text + " (" + t.Language + ")"})
		}
	}
	attached := ""
	if c.Attachments > 0 {
		attached = plural(c.Attachments, "file")
	}
	return append(rows, []string{"Type", c.Type.In(preferred)}, []string{"Holder", c.Holder.In(preferred)}, []string{"Issuer", c.Issuer.In(preferred)},
		[]string{"Issued", c.Issued}, []string{"Valid from", c.ValidFrom}, []string{"Valid until", c.ValidUntil},
		[]string{"Embedded", attached}, []string{"Id", c.ID}, []string{"Presentation", c.Presentation})
}

func legacySeal(s legacy.Seal) [][]string {
	switch {
	case !s.Present:
		return [][]string{{"Seal", "none"}}
	case s.Err != nil:
		return [][]string{{"Signature", fmt.Sprintf("not right: %v", s.Err)}}
	}
	claimed := ""
	if !s.SigningTime.IsZero() {
		claimed = s.SigningTime.UTC().Format(time.RFC3339)
	}
	return [][]string{
		{"Signature", "right, over the whole credential"}, {"Certificate", s.Signer.Subject.CommonName}, {"", strings.Join(s.Signer.Subject.Organization, ", ")},
		{"Claimed time", claimed}, {"Level", s.Level + ", by its parts; time stamps were not checked"},
	}
}
