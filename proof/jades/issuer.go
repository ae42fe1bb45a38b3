package jades

import (
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/jsontree"
	"github.com/mikromerit/mikromerit/vc"
)

// oidOrganisation is organizationIdentifier (X.520), which seal certificates
// must carry (ETSI EN 319 412-3 clause 4.2.1).
var oidOrganisation = asn1.ObjectIdentifier{2, 5, 4, 97}

// organisationOf returns the organisation identifier of a certificate's
// subject, or "".
func organisationOf(c *x509.Certificate) string {
	for _, attribute := range c.Subject.Names {
		if attribute.Type.Equal(oidOrganisation) {
			text, _ := attribute.Value.(string)
			return text
		}
	}
	return ""
}

// controllerOf names whom a certificate speaks for: its organisation
// identifier, or its whole subject as RFC 4514 writes it.
func controllerOf(c *x509.Certificate) string {
	if id := organisationOf(c); id != "" {
		return id
	}
	return c.Subject.String()
}

// issues compares a certificate with the issuer of a credential in the
// European Learning Model. At sealing, issuer software copies the identifier
// and the name of the organisation from the certificate; some write the
// identifier without its prefix ("12345678" for "NTRSE-12345678").
func issues(leaf *x509.Certificate, issuer jsontree.Value) (vc.Status, string) {
	if !issuer.IsObject() {
		return vc.Unknown, "The credential does not describe its issuer, so the certificate cannot be compared with it."
	}
	certified := organisationOf(leaf)
	_, local, prefixed := strings.Cut(certified, "-")
	claims := 0
	for identifier := range issuer.Get("eIDASIdentifier").Each() {
		for notation := range identifier.Get("notation").Each() {
			claims++
			switch {
			case certified == "" || notation.Text() == "":
			case notation.Text() == certified:
				return vc.Pass, "The organisation identifier of the certificate is the issuer's eIDASIdentifier."
			case prefixed && notation.Text() == local:
				return vc.Pass, "The organisation identifier of the certificate, without its prefix, is the issuer's eIDASIdentifier."
			}
		}
	}
	switch {
	case claims > 0 && certified == "":
		return vc.Unknown, "The issuer has an eIDASIdentifier, but the certificate carries no organisation identifier to compare it with."
	case claims > 0:
		return vc.Fail, "The issuer's eIDASIdentifier is not the organisation identifier of the certificate: another organisation sealed this credential."
	case namedLegally(leaf, issuer.Get("legalName")):
		return vc.Pass, "The organisation name of the certificate is the issuer's legalName; neither is compared by an identifier."
	}
	return vc.Unknown, "The issuer has no eIDASIdentifier, and its legalName is not the organisation name of the certificate."
}

// namedLegally reports whether a legal name, in any of its languages, is the
// organisation name of a certificate.
func namedLegally(leaf *x509.Certificate, legalName jsontree.Value) bool {
	is := func(name jsontree.Value) bool {
		return name.Text() != "" && slices.Contains(leaf.Subject.Organization, name.Text())
	}
	for _, names := range legalName.Members() {
		if slices.ContainsFunc(slices.Collect(names.Each()), is) {
			return true
		}
	}
	return is(legalName)
}
