package jades

import (
	"crypto/x509"
	"slices"
	"time"

	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// timestamp is a time stamp of a seal that is yet to be checked.
type timestamp struct {
	name    string // of the component, such as "sigTst"
	token   jsontree.Value
	before  int // how many entries of etsiU stand before it
	pointer string
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
		v.unprotected.timestamps = append(v.unprotected.timestamps, timestamp{name, token, before, pointer})
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
		next := control
		for group := v.unprotected.timestamps[i-1]; i > 0 && sameContainer(v.unprotected.timestamps[i-1], group); i-- {
			finding, at := v.checkTimestamp(v.unprotected.timestamps[i-1], control)
			findings = append(findings, finding)
			if group.name == "arcTst" && !at.IsZero() && at.Before(next) {
				next = at
			}
			if group.name != "adoTst" && !at.IsZero() && (v.provenAt.IsZero() || at.Before(v.provenAt)) {
				v.provenAt = at
			}
		}
		control = next
	}
	slices.Reverse(findings)
	v.findings = append(v.findings, findings...)
}

func sameContainer(a, b timestamp) bool { return a.name == b.name && a.before == b.before }

// checkTimestamp checks one time stamp; control is the time at which to judge
// its authority. at is the time at which what it covers is proven to have
// existed, or zero when it proves nothing.
func (v *verification) checkTimestamp(s timestamp, control time.Time) (finding vc.Finding, at time.Time) {
	noun := timestampNames[s.name]
	warn := func(why string) (vc.Finding, time.Time) {
		return ruleTimestamp.Finding(vc.Warn, s.pointer, "The "+noun+" "+why+", so it proves nothing."), time.Time{}
	}
	der, ok := decodeDER(s.token)
	if !ok {
		return warn("is not DER in base64")
	}
	token, err := trust.ParseTimestamp(der, v.unprotected.certificates...)
	if err != nil {
		return warn("is damaged, or of a kind that is not supported")
	}
	covered, known := v.coveredBy(s)
	switch {
	case known && !token.Covers(covered...):
		return warn("is for something else than this seal")
	case token.Time.After(v.now.Add(clockSkew)):
		return warn("names a time that has not come")
	case !known:
		return ruleTimestamp.Finding(vc.NotAsked, s.pointer, "The "+noun+" is sound in itself. What it covers was not evaluated, so it is not used as proof."), time.Time{}
	}
	if v.unvouched >= maxUnvouched {
		return warn("was not looked at, since others are from authorities for which nobody vouches")
	}
	if why := v.doubtAbout(token, control); why != "" {
		v.unvouched++
		return warn("of " + timeText(token.Time) + " fits, but " + why)
	}
	return ruleTimestamp.Finding(vc.Pass, s.pointer, "The "+noun+" proves that what it covers existed at "+timeText(token.Time)+"."), token.Time
}

// coveredBy returns the parts that a time stamp of this kind covers. It returns
// false when they cannot be computed here: references, components in plain JSON
// (which would have to be canonicalised) and objects outside the file.
func (v *verification) coveredBy(s timestamp) (parts []string, known bool) {
	switch {
	case s.name == "sigTst": // clause 5.3.4: the base64url text of the signature
		return []string{v.sig.Value}, true
	case v.isDetached():
		return nil, false
	case s.name == "adoTst": // clause 5.2.6: the payload as it was signed
		return []string{v.sig.Payload}, true
	case s.name == "arcTst" && s.before <= len(v.unprotected.entries) && v.unprotected.entries != nil: // clause 5.3.6.2
		parts = []string{v.sig.Payload, ".", v.sig.Protected, ".", v.sig.Value, "."}
		return append(parts, v.unprotected.entries[:s.before]...), true
	}
	return nil, false
}

// doubtAbout says why a time stamp that fits proves nothing, or "". Its authority
// must lead to an anchor at the control time, and must not have been revoked.
func (v *verification) doubtAbout(token *trust.Timestamp, control time.Time) string {
	others := slices.Concat(token.Certificates, v.unprotected.certificates)
	chain := v.anchors.Chain(token.Authority, others, control)
	switch {
	case chain.Outcome == trust.Expired && chain.Certificates != nil:
		return "the certificate of its authority has expired and no later time stamp covers it"
	case chain.Outcome != trust.Trusted:
		return "nobody whom you trust vouches for its authority (--anchor FILE)"
	}
	for i, c := range chain.Certificates[:len(chain.Certificates)-1] {
		if trust.NeedsNoRevocation(c) {
			continue
		}
		switch known := v.revocationOf(c, chain.Certificates[i+1], token.Time); {
		case (known.State == trust.Revoked || known.State == trust.Suspended) && !known.At.After(control):
			return "the certificate of its authority was revoked"
		case known.State == trust.NotKnown && !v.job.Policy.UnsafeAllowUnknownRevocation:
			return "nothing in the file shows whether the certificate of its authority was revoked"
		}
	}
	return ""
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
