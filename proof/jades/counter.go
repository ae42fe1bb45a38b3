package jades

import (
	"crypto/x509"
	"encoding/base64"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// counter is a counter signature (TS 119 182-1 clause 5.3.2): a signature over the
// value of the seal's.
type counter struct {
	value   jsontree.Value
	pointer string
}

// maxCounters bounds the work: each may bring a certificate and a signature.
const maxCounters = 8

// checkCounters checks that each counter signature is right and for this seal. It
// says nothing about whom to trust, and anybody may have added or removed one, so no
// more than a warning comes of it.
func (v *verification) checkCounters() {
	for i, c := range v.unprotected.counters {
		if i == maxCounters {
			v.add(&ruleCounter, vc.Warn, c.pointer, "There are more than "+counted(maxCounters, "counter signature")+"; the rest were not looked at.")
			return
		}
		if who, fault := v.checkCounter(c); fault != "" {
			v.add(&ruleCounter, vc.Warn, c.pointer, "There is a counter signature that "+fault+", so it shows nothing.")
		} else {
			v.add(&ruleCounter, vc.Pass, c.pointer, "The seal has a counter signature that is right, with the certificate of "+who+". Whether that is trusted was not asked.")
		}
	}
}

// checkCounter returns the name in the certificate of a counter signature, or what is
// wrong with it.
func (v *verification) checkCounter(c counter) (who, fault string) {
	signature, ok := v.readCounter(c.value)
	if !ok {
		return "", "cannot be read"
	}
	// What the counter signature covers is the signature value, here or repeated in it.
	if signature.Payload != "" && signature.Payload != v.sig.Value {
		return "", "is for something else than this seal"
	}
	signature.Payload = v.sig.Value
	inner := &verification{anchors: v.anchors, job: v.job, sig: signature, limits: v.limits, now: v.now}
	inner.unprotected.certificates = v.unprotected.certificates
	inner.findCertificate()
	inner.checkCrit()
	inner.checkSignature()
	switch {
	case inner.leaf == nil:
		return "", "does not show whose it is"
	case !inner.verified || inner.hasFailed(&ruleCrit):
		return "", "does not verify"
	}
	return nameIn(inner.leaf), ""
}

// nameIn returns a name for whom a certificate names.
func nameIn(c *x509.Certificate) string {
	if name := identityOf(c).name(); name != "" {
		return name
	}
	return "somebody without a name"
}

// readCounter reads a counter signature in one of the serialisations of RFC 7515.
func (v *verification) readCounter(value jsontree.Value) (*proof.Signature, bool) {
	var out proof.Signature
	switch {
	case value.Kind() == jsontree.String:
		parts := strings.Split(value.Text(), ".")
		if len(parts) != 3 {
			return nil, false
		}
		out = proof.Signature{Protected: parts[0], Payload: parts[1], Value: parts[2], Compact: true}
	case value.Get("signatures").Len() == 1:
		entry := value.Get("signatures").At(0)
		out = proof.Signature{Protected: entry.Get("protected").Text(), Payload: value.Get("payload").Text(), Value: entry.Get("signature").Text()}
	default:
		out = proof.Signature{Protected: value.Get("protected").Text(), Payload: value.Get("payload").Text(), Value: value.Get("signature").Text()}
	}
	raw, ok := decodeBase64(base64.RawURLEncoding, out.Protected)
	if !ok || len(raw) == 0 {
		return nil, false
	}
	header, err := vc.ParseDocument(raw, v.limits)
	if err != nil {
		return nil, false
	}
	out.Header = header.Root()
	return &out, true
}
