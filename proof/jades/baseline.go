package jades

import (
	"crypto/x509"
	"slices"

	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// notBaseline is the level of a signature that lacks what level B demands, as
// validation reports call it.
const notBaseline = "JSON-NOT-ETSI"

// baselineLevel names the level whose components the seal has (TS 119 182-1 clause
// 6.3). It says nothing about whether they are right.
func (v *verification) baselineLevel() string {
	switch {
	case !v.hasLevelB():
		return notBaseline
	case !v.hasLevelT():
		return "JAdES-BASELINE-B"
	case !v.hasLevelLT():
		return "JAdES-BASELINE-T"
	case !v.hasLevelLTA():
		return "JAdES-BASELINE-LT"
	}
	return "JAdES-BASELINE-LTA"
}

// hasLevelB reports whether the header has what level B demands: alg, crit as it
// must be, one digest of the certificate and one signing time, which is iat since
// July 2025.
func (v *verification) hasLevelB() bool {
	at, found := v.signingTime()
	digests := 0
	for _, name := range []string{"x5t#S256", "x5t#o", "sigX5ts"} {
		if isFilled(name, v.header(name)) {
			digests++
		}
	}
	obsolete := v.header("sigT").Exists() && !at.Before(sinceIAT)
	return v.header("alg").Text() != "" && v.critFault() == "" && digests == 1 && found == "" && !obsolete
}

// isFilled reports whether a value of the type that a digest has holds something.
func isFilled(name string, v jsontree.Value) bool {
	if name == "x5t#S256" {
		return v.Text() != ""
	}
	return v.Len() > 0
}

// hasLevelLTA reports whether there is an archive time stamp that can be read.
func (v *verification) hasLevelLTA() bool {
	return slices.ContainsFunc(v.unprotected.timestamps, func(s *timestamp) bool { return s.name == "arcTst" && !s.evidence.Time.IsZero() })
}

// hasLevelT reports whether there is a signature time stamp, each with one token
// from before the certificate's end.
func (v *verification) hasLevelT() bool {
	stamps := 0
	for _, s := range v.unprotected.timestamps {
		if s.name != "sigTst" {
			continue
		}
		if s.siblings != 1 || v.leaf != nil && !s.evidence.Time.Before(v.leaf.NotAfter) {
			return false
		}
		if !s.evidence.Time.IsZero() {
			stamps++
		}
	}
	return stamps > 0
}

// hasLevelLT reports whether there are data about the revocation of each
// certificate that needs some: those of the seal and of every time stamp but the
// last archive time stamp, which nothing needs to outlive yet.
func (v *verification) hasLevelLT() bool {
	for _, name := range []string{"xRefs", "axRefs", "rRefs", "arRefs", "sigRTst", "rfsTst"} {
		if v.unprotected.count[name] > 0 {
			return false
		}
	}
	if v.leaf == nil || len(v.unprotected.sources) == 0 || !v.isAnswered(v.path) {
		return false
	}
	last := v.lastArchive()
	for i, s := range v.unprotected.timestamps {
		if i != last && len(s.path) > 0 && !v.isAnswered(s.path) {
			return false
		}
	}
	return true
}

// isAnswered reports whether something says, of each certificate of a path that has
// an issuer, whether it was revoked.
func (v *verification) isAnswered(path []*x509.Certificate) bool {
	for i, c := range path {
		switch {
		case v.isAnchor(c):
			return true
		case i == len(path)-1:
			return trust.IsSelfSigned(c)
		case trust.NeedsNoRevocation(c):
			continue
		}
		if known := v.revocationOf(c, path[i+1], v.now); known.State == trust.NotKnown && !known.Stale {
			return false
		}
	}
	return true
}

// lastArchive returns the index of the last archive time stamp, or -1.
func (v *verification) lastArchive() int {
	last := -1
	for i, s := range v.unprotected.timestamps {
		if s.name == "arcTst" {
			last = i
		}
	}
	return last
}
