package online

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/mikromerit/mikromerit/proof/trust"
)

// Revocation returns an OCSP response about a certificate or, where there is none,
// a revocation list of its issuer, in DER. It asks where the options say or where
// the certificate points to. What is returned says something about the
// certificate and is from its authority.
func (c *Client) Revocation(ctx context.Context, certificate, issuer *x509.Certificate) (ocsp, crl []byte, err error) {
	var failed []error
	for _, source := range sources(c.options.OCSP, certificate.OCSPServer) {
		if ocsp, err = c.askOCSP(ctx, source, certificate, issuer); err == nil {
			return ocsp, nil, nil
		}
		failed = append(failed, err)
	}
	for _, source := range sources(c.options.CRL, certificate.CRLDistributionPoints) {
		if crl, err = c.askCRL(ctx, source, certificate, issuer); err == nil {
			return nil, crl, nil
		}
		failed = append(failed, err)
	}
	switch {
	case ctx.Err() != nil:
		return nil, nil, ctx.Err()
	case failed == nil:
		return nil, nil, errors.New("REVOCATION-SOURCE: the certificate names nobody to ask about its revocation")
	}
	return nil, nil, failed[0]
}

// source is a place to ask.
type source struct {
	url   string
	given bool
}

// sources returns the place that was given or, without it, the first of those in
// a certificate that are on the web.
func sources(given string, named []string) []source {
	if given != "" {
		return []source{{given, true}}
	}
	var out []source
	for _, u := range named {
		lower := strings.ToLower(u)
		if len(out) < maxSources && (strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")) {
			out = append(out, source{u, false})
		}
	}
	return out
}

// askOCSP asks a responder by POST and, when it does not take that, by GET (RFC
// 6960 appendix A.1).
func (c *Client) askOCSP(ctx context.Context, s source, certificate, issuer *x509.Certificate) ([]byte, error) {
	body, err := trust.OCSPRequest(certificate, issuer)
	if err != nil {
		return nil, fmt.Errorf("OCSP-REQUEST: the question cannot be written: %w", err)
	}
	q := question{service: "the OCSP responder", url: s.url, body: body, contentType: "application/ocsp-request",
		accept: "application/ocsp-response", limit: maxOCSP, given: s.given}
	answer, err := c.askKept(ctx, q)
	if err != nil && ctx.Err() == nil && strings.HasPrefix(err.Error(), "ONLINE-STATUS") {
		q.body, q.contentType = nil, ""
		q.url = strings.TrimSuffix(s.url, "/") + "/" + url.QueryEscape(base64.StdEncoding.EncodeToString(body))
		answer, err = c.askKept(ctx, q)
	}
	if err != nil {
		return nil, err
	}
	var all trust.Revocations
	if err := all.AddOCSP(answer); err != nil {
		return nil, unfit("OCSP-ANSWER", q, answer, "it is no response that can be read, or it says that there is none")
	}
	return answer, c.checkTold(q, &all, certificate, issuer)
}

// askCRL fetches a list. Some authorities publish it as PEM.
func (c *Client) askCRL(ctx context.Context, s source, certificate, issuer *x509.Certificate) ([]byte, error) {
	q := question{service: "the place of the revocation list", url: s.url, accept: "application/pkix-crl, */*", limit: maxCRL, given: s.given}
	answer, err := c.askKept(ctx, q)
	if err != nil {
		return nil, err
	}
	if block, _ := pem.Decode(answer); block != nil && block.Type == "X509 CRL" {
		answer = block.Bytes
	}
	var all trust.Revocations
	if err := all.AddCRL(answer); err != nil {
		return nil, unfit("CRL-ANSWER", q, answer, "it is no revocation list that can be read, or it is too large")
	}
	return answer, c.checkTold(q, &all, certificate, issuer)
}

// checkTold checks that an answer says something about a certificate, and that
// its authority said it.
func (c *Client) checkTold(q question, all *trust.Revocations, certificate, issuer *x509.Certificate) error {
	now := c.options.Clock()
	known := all.Of(certificate, issuer, now, now)
	switch {
	case known.State != trust.NotKnown:
		return nil
	case known.Stale:
		return unfit("REVOCATION-OLD", q, nil, "it is out of date")
	}
	return unfit("REVOCATION-ANSWER", q, nil, "it does not say whether the certificate was revoked, or its authority does not vouch for it")
}

// Issuers returns the certificates to which a certificate points as those of its
// issuer (RFC 5280 section 4.2.2.1). Nobody vouches for them. It returns none
// when the certificate points nowhere.
func (c *Client) Issuers(ctx context.Context, certificate *x509.Certificate) ([]*x509.Certificate, error) {
	var failed error
	for _, s := range sources("", certificate.IssuingCertificateURL) {
		q := question{service: "the place of the issuer's certificate", url: s.url, accept: "application/pkix-cert, application/pkcs7-mime, */*", limit: maxIssuer}
		answer, err := c.askKept(ctx, q)
		if err == nil {
			var found []*x509.Certificate
			if found, err = trust.ParseCertificates(answer); err == nil {
				return found, nil
			}
			err = unfit("AIA-ANSWER", q, answer, "it holds no certificate that can be read")
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if failed == nil {
			failed = err
		}
	}
	return nil, failed
}
