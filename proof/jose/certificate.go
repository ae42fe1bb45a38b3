package jose

import (
	"cmp"
	"crypto/x509"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// maxCertificates is how many certificates of a header are read.
const maxCertificates = 16

// checkCertificate checks the signature with the key of the first certificate in
// x5c, and that its certificates lead to one that the caller trusts (SD-JWT VC
// section 2.5, RFC 7515 section 4.1.6).
func (c *check) checkCertificate(iss jsontree.Value) {
	chain, found := c.readCertificates()
	if found != "" {
		c.addBroken(&ruleX5C, c.at(), found)
		return
	}
	leaf := chain[0]
	s := c.search("")
	s.Signer = c.certifiedSigner(chain, iss)
	if leaf.KeyUsage != 0 && leaf.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		c.addBroken(&ruleX5C, c.at(), "a certificate that is not for signatures")
	}
	s.Try(leaf.PublicKey)
	if !s.Verified() { // then the certificate says nothing about this token
		s.Signer.Name, s.Signer.Vouched, s.Signer.Issues = "", false, vc.Unknown
		s.Signer.Reason = "The signature did not verify, so the certificate says nothing about this token."
	}
	c.take(s)
}

// readCertificates reads the certificates in the header.
func (c *check) readCertificates() (chain []*x509.Certificate, found string) {
	v := c.header("x5c")
	switch {
	case v.Kind() != jsontree.Array || v.Len() == 0:
		return nil, "no certificate"
	case v.Len() > maxCertificates:
		return nil, "more than 16 certificates"
	}
	anchors := c.job.Policy.Trust.SealAnchors()
	for one := range v.Elements() {
		der, err := base64.StdEncoding.Strict().DecodeString(one.Text())
		if err != nil || len(der) == 0 {
			return nil, "a text that is not base64"
		}
		certificate, err := anchors.ParseCertificate(der)
		if err != nil {
			return nil, "a text that is no certificate"
		}
		chain = append(chain, certificate)
	}
	return chain, ""
}

// certifiedSigner returns whom a certificate names, and adds what is found out
// about its chain.
func (c *check) certifiedSigner(x5c []*x509.Certificate, iss jsontree.Value) proof.Signer {
	leaf := x5c[0]
	anchors := c.job.Policy.Trust.SealAnchors()
	result := anchors.Chain(leaf, x5c[1:], c.now)
	path := result.Certificates
	vouched := result.Outcome == trust.Trusted
	if path == nil {
		path = trust.Path(leaf, x5c[1:])
	}
	subject := trust.SubjectOf(leaf)
	s := proof.Signer{Key: leaf.PublicKey, Chain: slices.Clone(path), Vouched: vouched,
		Controller: cmp.Or(subject.Organisation, leaf.Subject.String()), Name: subject.CommonName}
	if len(subject.Names) > 0 {
		s.Name = subject.Names[0]
	}
	c.judgeChain(result, vouched, path)
	s.Issues, s.Reason = vc.Pass, "The issuer is the subject of the certificate."
	switch {
	case !iss.Exists():
	case NamesIssuer(leaf, iss.Text()):
		s.Controller, s.Reason = iss.Text(), "The certificate names the issuer in iss."
	default:
		s.Issues, s.Reason = vc.Unknown, "The certificate names neither the address in iss nor its host, so it does not show that it speaks for that issuer."
	}
	return s
}

// judgeChain adds the findings about the certificates.
func (c *check) judgeChain(result trust.Chain, vouched bool, path []*x509.Certificate) {
	leaf := path[0]
	switch {
	case vouched:
		c.add(&ruleChain, vc.Pass, c.at(), "The certificate leads to one that you trust.")
	case c.now.Before(leaf.NotBefore) || c.now.After(leaf.NotAfter):
		c.add(&ruleChain, vc.Fail, c.at(), "The certificate is not valid at the present time.")
	case c.job.Policy.Trust.Any:
		c.add(&ruleChain, vc.NotAsked, c.at(), "You said that any issuer will do, so it was not asked to whom the certificate leads.")
	case len(c.job.Policy.Trust.SealAnchors().Certificates()) == 0:
		c.add(&ruleChain, vc.Unknown, c.at(), "You named no certificates to trust, so nobody vouches for the one in the header. Name them with --anchor FILE or --trust FILE.")
	case trust.IsSelfSigned(leaf):
		c.add(&ruleChain, vc.Unknown, c.at(), "The certificate is signed with its own key, so it shows nothing about whose it is.")
	default:
		c.add(&ruleChain, vc.Unknown, c.at(), "The certificate does not lead to one that you trust ("+result.Outcome.String()+"). Name its authority with --anchor FILE or --trust FILE if you do.")
	}
	if why := trust.Weakness(leaf, c.now); why != "" && !(vouched && len(path) == 1) {
		c.add(&ruleChain, vc.Unknown, c.at(), "The certificate "+why+".")
	}
	if vouched && len(path) == 1 || trust.NeedsNoRevocation(leaf) {
		return
	}
	status := vc.Unknown
	if c.job.Policy.UnsafeAllowUnknownRevocation {
		status = vc.Warn
	}
	c.add(&ruleCertificateRevoked, status, c.at(), "Nothing in the token shows whether the certificate was revoked. Trust the certificate itself with --anchor, or allow this with --unsafe-allow-unknown-revocation.")
}

// NamesIssuer reports whether a certificate names an issuer among its alternative
// names: by the address, or by the host of an https address.
func NamesIssuer(leaf *x509.Certificate, iss string) bool {
	for _, uri := range leaf.URIs {
		if uri.String() == iss {
			return true
		}
	}
	u, err := url.Parse(iss)
	if err != nil || u.Scheme != "https" {
		return false
	}
	return slices.ContainsFunc(leaf.DNSNames, func(name string) bool { return strings.EqualFold(name, u.Hostname()) })
}
