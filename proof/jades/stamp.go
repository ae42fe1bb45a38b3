package jades

import (
	"crypto/x509"
	"slices"
	"time"

	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// stamp is a time stamp of a seal, not yet checked.
type stamp struct {
	name    string // of the component, as "sigTst"
	token   jsontree.Value
	before  int // how many entries of etsiU stand before it
	pointer string
}

// stampNames are the names of the kinds of time stamps in a sentence.
var stampNames = map[string]string{
	"adoTst":  "content time stamp",
	"sigTst":  "signature time stamp",
	"rfsTst":  "references time stamp",
	"sigRTst": "signature and references time stamp",
	"arcTst":  "archive time stamp",
}

// addStamps takes the tokens out of a container (TS 119 182-1 clause 5.4.3.3).
func (v *verification) addStamps(name string, container jsontree.Value, before int, pointer string) {
	tokens := container.Get("tstTokens")
	if tokens.Kind() != jsontree.Array || tokens.Len() == 0 {
		v.add(&ruleStamp, vc.Warn, pointer, "There is "+withArticle(name)+" without a token, so it proves nothing.")
		return
	}
	for token := range tokens.Elements() {
		if len(v.unsigned.stamps) == maxStamps {
			v.add(&ruleStamp, vc.Warn, pointer, "There are more than "+counted(maxStamps, "time stamp")+"; the rest were not looked at and prove nothing.")
			return
		}
		v.unsigned.stamps = append(v.unsigned.stamps, stamp{name, token, before, pointer})
	}
}

// checkStamps checks the time stamps from the last to the first. An archive
// time stamp covers all that stands before it, so those are judged at its
// time: that is how they outlive the certificates of their authorities (EN 319
// 102-1 clause 5.6.2).
func (v *verification) checkStamps() {
	control := v.now
	var findings []vc.Finding
	for i := len(v.unsigned.stamps); i > 0; {
		// The tokens of one container do not cover one another.
		next := control
		for group := v.unsigned.stamps[i-1]; i > 0 && sameContainer(v.unsigned.stamps[i-1], group); i-- {
			finding, at := v.checkStamp(v.unsigned.stamps[i-1], control)
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

func sameContainer(a, b stamp) bool { return a.name == b.name && a.before == b.before }

// checkStamp checks one time stamp. at is the time at which it proves that
// what it covers existed, or zero when it proves nothing.
func (v *verification) checkStamp(s stamp, control time.Time) (finding vc.Finding, at time.Time) {
	noun := stampNames[s.name]
	warn := func(why string) (vc.Finding, time.Time) {
		return ruleStamp.Finding(vc.Warn, s.pointer, "The "+noun+" "+why+", so it proves nothing."), time.Time{}
	}
	der, ok := decodeDER(s.token)
	if !ok {
		return warn("is not DER in base64")
	}
	token, err := trust.ParseTimestamp(der, v.unsigned.certificates...)
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
		return ruleStamp.Finding(vc.NotAsked, s.pointer, "The "+noun+" is sound in itself. What it covers was not evaluated, so it is not used as proof."), time.Time{}
	}
	if v.unvouched >= maxUnvouched {
		return warn("was not looked at, since others are from authorities for which nobody vouches")
	}
	if why := v.doubtAbout(token, control); why != "" {
		v.unvouched++
		return warn("of " + timeText(token.Time) + " fits, but " + why)
	}
	return ruleStamp.Finding(vc.Pass, s.pointer, "The "+noun+" proves that what it covers existed at "+timeText(token.Time)+"."), token.Time
}

// coveredBy returns what a time stamp of this kind covers, or false when that
// is not known here: over references, over components that are plain JSON
// (they would have to be canonicalised), and over objects outside the file.
func (v *verification) coveredBy(s stamp) (parts []string, known bool) {
	switch {
	case s.name == "sigTst": // clause 5.3.4: the base64url text of the signature
		return []string{v.sig.Value}, true
	case v.isDetached():
		return nil, false
	case s.name == "adoTst": // clause 5.2.6: the payload as it was signed
		return []string{v.sig.Payload}, true
	case s.name == "arcTst" && s.before <= len(v.unsigned.entries) && v.unsigned.entries != nil: // clause 5.3.6.2
		parts = []string{v.sig.Payload, ".", v.sig.Protected, ".", v.sig.Value, "."}
		return append(parts, v.unsigned.entries[:s.before]...), true
	}
	return nil, false
}

// doubtAbout says why a time stamp proves nothing although it fits, or "". The
// authority must have been believed at the time at which the stamp is judged,
// and not revoked.
func (v *verification) doubtAbout(token *trust.Timestamp, control time.Time) string {
	others := slices.Concat(token.Certificates, v.unsigned.certificates)
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

// bestTime returns the earliest time at which the seal is proven to have
// existed, or now when nothing proves that it did before. Certificates and
// their revocation are judged at that time.
func (v *verification) bestTime() (at time.Time, proven bool) {
	if v.provenAt.IsZero() || v.provenAt.After(v.now) {
		return v.now, false
	}
	return v.provenAt, true
}

// untrusted returns every certificate that came with the file but the
// signer's.
func (v *verification) untrusted() []*x509.Certificate {
	return slices.Concat(v.x5c, v.unsigned.certificates)
}

func withArticle(name string) string {
	if name == "arcTst" {
		return "an " + stampNames[name]
	}
	return "a " + stampNames[name]
}
