package jades

import (
	"fmt"
	"strconv"
	"time"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// understoodParameters are the extension parameters that crit may name: those of
// RFC 7797, RFC 7519 and TS 119 182-1 clauses 5.1 and 5.2. etsiU is
// unprotected and need not be critical, but some writers list it.
var understoodParameters = []string{"b64", "iat", "exp", "sigT", "x5t#o", "sigX5ts", "srCms", "sigPl", "srAts", "adoTst", "sigPId", "sigD", "etsiU"}

// checkPayload checks that the payload is encoded in the way that b64 states (RFC
// 7797 section 3).
func (v *verification) checkPayload() {
	if b64 := v.header("b64"); b64.Exists() && b64.Kind() != jsontree.Bool {
		v.addBroken(&ruleB64, v.protected(), b64.Kind().String())
		return
	}
	if !v.job.File.Document().IsZero() {
		return // it was read from the payload, which all signatures of a file share
	}
	if _, err := v.sig.PayloadBytes(); err != nil {
		pointer := "/payload"
		if v.sig.Compact {
			pointer = v.job.Proof.Pointer
		}
		v.addBroken(&rulePayload, pointer, "another text")
	}
}

// headerTypes are the types of the parameters that RFC 7515 section 4.1 defines and
// that no rule of its own is about.
var headerTypes = []struct {
	name string
	kind jsontree.Kind
}{
	{"typ", jsontree.String}, {"cty", jsontree.String}, {"kid", jsontree.String},
	{"jku", jsontree.String}, {"x5u", jsontree.String}, {"x5t", jsontree.String}, {"jwk", jsontree.Object},
}

// checkTypes checks that the registered parameters are of their types. Two programs
// could otherwise read different things in them.
func (v *verification) checkTypes() {
	for _, p := range headerTypes {
		if value := v.header(p.name); value.Exists() && value.Kind() != p.kind {
			v.addBroken(&ruleHeader, v.protected(), value.Kind().String()+" as "+p.name)
		}
	}
}

// checkCrit checks the list of critical parameters.
func (v *verification) checkCrit() {
	if found := v.critFault(); found != "" {
		v.addBroken(&ruleCrit, v.protected(), found)
		return
	}
	v.add(&ruleCrit, vc.Pass, v.protected(), "Every critical header parameter is present and understood.")
}

// mandatoryCritical are the parameters that crit must name when they are used
// (RFC 7797 section 6, TS 119 182-1 clause 5.2.8).
var mandatoryCritical = []string{"b64", "sigD"}

// critFault says what is wrong with crit, or "".
func (v *verification) critFault() string {
	var elsewhere []string
	if v.sig.Unprotected.Get("etsiU").Exists() {
		elsewhere = []string{"etsiU"}
	}
	return jws.CriticalFault(v.sig.Header, understoodParameters, mandatoryCritical, elsewhere...)
}

const (
	// clockSkew is how far a sealer's clock may be ahead of ours.
	clockSkew = 5 * time.Minute
	// maxSeconds is the end of the year 9999, the last that RFC 3339 can name.
	maxSeconds = 253402300799
)

// sinceIAT is the date from which TS 119 182-1 clause 5.1.11 demands iat instead
// of sigT. Seals with sigT are still made, so this only warns.
var sinceIAT = time.Date(2025, 7, 15, 0, 0, 0, 0, time.UTC)

// checkSigningTime checks the claimed signing time. Only a time stamp can prove
// it, but a claim that cannot be true is a fault.
func (v *verification) checkSigningTime() {
	at, found := v.signingTime()
	switch {
	case found != "":
	case at.After(v.now.Add(clockSkew)):
		found = "a time that has not come"
	case v.leaf != nil && (at.Before(v.leaf.NotBefore) || at.After(v.leaf.NotAfter)):
		found = "a time outside the validity of the certificate"
	}
	switch {
	case found != "":
		v.addBroken(&ruleTime, v.protected(), found)
	case v.header("sigT").Exists() && !at.Before(sinceIAT):
		v.add(&ruleTime, vc.Warn, v.protected(), "The seal claims to have been made at "+timeText(at)+" and says so with sigT, which writers must replace by iat since 2025-07-15.")
	default:
		v.add(&ruleTime, vc.Pass, v.protected(), "The seal claims to have been made at "+timeText(at)+".")
	}
}

// signingTime reads the claimed signing time; found says why there is none.
func (v *verification) signingTime() (at time.Time, found string) {
	iat, sigT := v.header("iat"), v.header("sigT")
	switch {
	case iat.Exists() && sigT.Exists():
		return at, "both"
	case iat.Exists():
		seconds, ok := numericDate(iat)
		if !ok {
			return at, "an iat that is not a time in whole seconds"
		}
		return seconds, ""
	case !sigT.Exists():
		return at, "neither"
	}
	// The layout alone would also take fractions of a second.
	const layout = "2006-01-02T15:04:05Z"
	at, err := time.Parse(layout, sigT.Text())
	if err != nil || len(sigT.Text()) != len(layout) {
		return at, "a sigT that is not a time in UTC in whole seconds"
	}
	return at, ""
}

// numericDate reads a NumericDate (RFC 7519 section 2) in whole seconds, the
// only form that TS 119 182-1 clause 5.1.11 allows.
func numericDate(value jsontree.Value) (time.Time, bool) {
	if value.Kind() != jsontree.Number {
		return time.Time{}, false
	}
	seconds, err := strconv.ParseInt(value.Raw(), 10, 64)
	if err != nil || seconds < 0 || seconds > maxSeconds {
		return time.Time{}, false
	}
	return time.Unix(seconds, 0).UTC(), true
}

// checkExpiry checks the parameter exp, if there is one.
func (v *verification) checkExpiry() {
	exp := v.header("exp")
	if !exp.Exists() {
		return
	}
	at, ok := numericDate(exp)
	switch {
	case !ok:
		v.addBroken(&ruleExpiry, v.protected(), "another value")
	case !v.now.Before(at):
		v.addBroken(&ruleExpiry, v.protected(), timeText(at))
	default:
		v.add(&ruleExpiry, vc.Pass, v.protected(), "The seal says that it may be relied upon until "+timeText(at)+".")
	}
}

// checkDetached says that objects outside the file were not looked at.
func (v *verification) checkDetached() {
	switch {
	case !v.isDetached():
	case v.sig.Payload != "":
		v.addBroken(&ruleDetached, v.protected(), "both")
	default:
		v.add(&ruleDetached, vc.Unknown, v.protected(), "The seal covers objects outside the file (sigD), which are not at hand.")
	}
}

func (v *verification) isDetached() bool { return v.header("sigD").Exists() }

// checkPolicy reports what the signer claims or demands that is not checked.
func (v *verification) checkPolicy() {
	if v.header("sigPId").Exists() {
		v.add(&rulePolicy, vc.Unknown, v.protected(), "The seal was made under a signature policy (sigPId), which was not evaluated.")
	}
	if v.header("srAts").Exists() {
		v.add(&ruleAttributes, vc.NotAsked, v.protected(), "The header states attributes of the signer (srAts), which were not checked.")
	}
}

// timeText returns a time in the form of RFC 3339, in UTC.
func timeText(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// counted returns "1 x", or "n xs".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
