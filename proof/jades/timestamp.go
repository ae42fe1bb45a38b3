package jades

import (
	"crypto/x509"
	"slices"
	"time"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// timestamp is a time stamp of a seal, and what was found out about it.
type timestamp struct {
	name      string // of the component, such as "sigTst"
	token     jsontree.Value
	before    int // how many entries of etsiU stand before it
	siblings  int // how many tokens the component has, itself included
	canonical string
	pointer   string

	evidence proof.TimestampEvidence
	path     []*x509.Certificate // from its authority's to an anchor, or as far as it is known
}

// timestampNames says how a kind of time stamp is called in a sentence.
var timestampNames = map[string]string{
	"adoTst":  "content time stamp",
	"sigTst":  "signature time stamp",
	"rfsTst":  "references time stamp",
	"sigRTst": "signature and references time stamp",
	"arcTst":  "archive time stamp",
}

// addTimestamps takes the tokens out of a container (TS 119 182-1 clause
// 5.4.3.3). before is how many entries of etsiU stand before it.
func (v *verification) addTimestamps(name string, container jsontree.Value, before int, pointer string) {
	tokens := container.Get("tstTokens")
	if tokens.Kind() != jsontree.Array || tokens.Len() == 0 {
		v.add(&ruleTimestamp, vc.Warn, pointer, "There is "+withArticle(name)+" without a token, so it proves nothing.")
		return
	}
	for token := range tokens.Elements() {
		if len(v.unprotected.timestamps) == maxTimestamps {
			v.add(&ruleTimestamp, vc.Warn, pointer, "There are more than "+counted(maxTimestamps, "time stamp")+"; the rest were not looked at and prove nothing.")
			return
		}
		s := &timestamp{name: name, token: token, before: before, siblings: tokens.Len(), canonical: container.Get("canonAlg").Text(), pointer: pointer}
		s.evidence = proof.TimestampEvidence{Kind: name, Pointer: pointer}
		v.unprotected.timestamps = append(v.unprotected.timestamps, s)
	}
}

// checkTimestamps checks the time stamps from the last to the first. An archive
// time stamp covers everything before it, so what stands before it is judged at
// its time. That is how time stamps outlive the certificates of their
// authorities (EN 319 102-1 clause 5.6.2).
func (v *verification) checkTimestamps() {
	control := v.now
	var findings []vc.Finding
	for i := len(v.unprotected.timestamps); i > 0; {
		// The tokens of one container do not cover one another.
		var holding []archive
		for group := v.unprotected.timestamps[i-1]; i > 0 && sameContainer(v.unprotected.timestamps[i-1], group); i-- {
			s := v.unprotected.timestamps[i-1]
			findings = append(findings, v.checkTimestamp(s, control))
			if s.evidence.Indication != proof.TotalPassed {
				continue
			}
			v.takeProof(s)
			if s.name == "arcTst" {
				holding = append(holding, archive{s.before, s.evidence.Time})
			}
		}
		for _, a := range holding {
			if a.at.Before(control) {
				control = a.at
			}
		}
		v.archives = append(v.archives, holding...)
	}
	slices.Reverse(findings)
	v.findings = append(v.findings, findings...)
	for _, s := range v.unprotected.timestamps {
		v.evidence.Timestamps = append(v.evidence.Timestamps, s.evidence)
	}
}

func sameContainer(a, b *timestamp) bool { return a.name == b.name && a.before == b.before }

// takeProof takes what a time stamp that holds proves: that the signature is older
// than it or, for one over the content, younger.
func (v *verification) takeProof(s *timestamp) {
	at := s.evidence.Time
	switch {
	case s.name == "rfsTst": // the signature is not among what it covers
	case s.name == "adoTst" && at.After(v.contentAt):
		v.contentAt = at
	case s.name != "adoTst" && (v.provenAt.IsZero() || at.Before(v.provenAt)):
		v.provenAt = at
	}
}

// checkTimestamp checks one time stamp and says in a finding what it proves; control
// is the time at which to judge its authority.
func (v *verification) checkTimestamp(s *timestamp, control time.Time) vc.Finding {
	end, why := v.judgeTimestamp(s, control)
	s.evidence.Indication, s.evidence.SubIndication = end.indication, end.reason
	noun := timestampNames[s.name]
	switch {
	case end == passed:
		return ruleTimestamp.Finding(vc.Pass, s.pointer, "The "+noun+" proves that what it covers existed at "+timeText(s.evidence.Time)+".")
	case end.reason == proof.SignedDataNotFound:
		return ruleTimestamp.Finding(vc.NotAsked, s.pointer, "The "+noun+" is sound in itself. What it covers cannot be computed, so it is not used as proof.")
	}
	return ruleTimestamp.Finding(vc.Warn, s.pointer, "The "+noun+" "+why+", so it proves nothing.")
}

// judgeTimestamp validates a time stamp (EN 319 102-1 clause 5.4): its signature, what
// it is for, and the certificates of its authority. why continues a sentence.
func (v *verification) judgeTimestamp(s *timestamp, control time.Time) (end conclusion, why string) {
	der, ok := decodeDER(s.token)
	if !ok {
		return failed(proof.FormatFailure), "is not DER in base64"
	}
	token, err := trust.ReadTimestamp(der, v.unprotected.certificates...)
	if err != nil {
		return failed(proof.FormatFailure), "is damaged, or of a kind that is not supported"
	}
	covered, known := v.coveredBy(s)
	s.evidence.Time, s.evidence.Imprint = token.Time, known && token.Covers(covered...)
	s.evidence.Signature = token.Fault == trust.Sound || token.Fault == trust.NotForStamps
	if token.Authority != nil {
		s.evidence.Authority = identityOf(token.Authority).name()
	}
	if token.Fault != trust.Sound {
		return faults[token.Fault], "is damaged, or of a kind that is not supported: it " + token.Fault.String()
	}
	if v.unvouched >= maxUnvouched {
		return undecided(proof.NoCertificateChain), "was not looked at, since others are from authorities for which nobody vouches"
	}
	trusted := v.judgeAuthority(s, token, control)
	if trusted != passed {
		v.unvouched++
	}
	early := token.Time.After(v.now.Add(clockSkew))
	switch {
	case known && !s.evidence.Imprint:
		return failed(proof.HashFailure), "is for something else than this seal"
	case early && (trusted == passed || !known):
		return undecided(proof.NoPOE), "names a time that has not come"
	case !known:
		return undecided(proof.SignedDataNotFound), ""
	case trusted != passed:
		return trusted, "of " + timeText(token.Time) + " fits, but " + doubts[trusted.reason]
	}
	return passed, ""
}

// judgeAuthority validates the certificates of a time stamp's authority, which must
// lead to an anchor.
func (v *verification) judgeAuthority(s *timestamp, token *trust.Timestamp, control time.Time) conclusion {
	others := slices.Concat(token.Certificates, v.unprotected.certificates)
	path, outcome := v.pathFor(token.Authority, others, token.Time, control, token.Time)
	if path == nil {
		s.path = trust.Path(token.Authority, others)
		if outcome == trust.Refused {
			return undecided(proof.CertificateChainFailure)
		}
		return undecided(proof.NoCertificateChain)
	}
	s.path = path
	s.evidence.Qualified = v.job.Policy.Trust.Services.QualifyTimestamp(path, token.Time)
	return v.judgePath(object{path: path, made: token.Time, exists: control, stamp: true})
}

// faults says how the validation of a time stamp with a fault ends.
var faults = map[trust.Fault]conclusion{
	trust.NoAuthority:  undecided(proof.NoSigningCertificate),
	trust.Changed:      failed(proof.SigCryptoFailure),
	trust.Forged:       failed(proof.SigCryptoFailure),
	trust.NotForStamps: undecided(proof.ChainConstraintsFailure),
	trust.WeakHash:     undecided(proof.CryptoConstraintsNoPOE),
}

// doubts says what a conclusion about the authority of a time stamp means.
var doubts = map[proof.SubIndication]string{
	proof.NoCertificateChain:      "nobody whom you trust vouches for its authority (--anchor FILE)",
	proof.CertificateChainFailure: "nothing in the file shows whether the certificate of its authority was revoked",
	proof.TryLater:                "nothing in the file shows whether the certificate of its authority was revoked when it was made",
	proof.RevokedNoPOE:            "the certificate of its authority was revoked",
	proof.RevokedCANoPOE:          "the certificate of its authority was revoked",
	proof.OutOfBoundsNoPOE:        "the certificate of its authority has expired and no later time stamp covers it",
	proof.OutOfBoundsNotRevoked:   "the certificate of its authority has expired and no later time stamp covers it",
}

// bestTime returns the time at which certificates and their revocation are
// judged: the earliest at which the seal is proven to have existed, or now when
// nothing proves that it existed before.
func (v *verification) bestTime() (at time.Time, proven bool) {
	if v.provenAt.IsZero() || v.provenAt.After(v.now) {
		return v.now, false
	}
	return v.provenAt, true
}

// untrusted returns every certificate that came with the file except the
// signer's.
func (v *verification) untrusted() []*x509.Certificate {
	return slices.Concat(v.x5c, v.unprotected.certificates)
}

func withArticle(name string) string {
	if name == "arcTst" {
		return "an " + timestampNames[name]
	}
	return "a " + timestampNames[name]
}
