package conformance

import (
	"slices"

	"github.com/mikromerit/mikromerit/conformance/vectors"
)

// Profiles returns every profile of the suite, in the order of their ids.
func Profiles() []Profile {
	return slices.Concat(documentProfiles(), issuerProfiles(), verifierProfiles(), hostProfiles())
}

// ProfileOf returns the profile with an id, or false. One of verifiers is over a set of
// vectors, or without one over the published set.
func ProfileOf(id string, set ...vectors.Vector) (Profile, bool) {
	verifiers := verifierProfiles
	if len(set) > 0 {
		verifiers = func() []Profile { return VerifierProfiles(set) }
	}
	for _, some := range []func() []Profile{plainProfiles, verifiers} {
		for _, profile := range some() {
			if profile.ID == id {
				return profile, true
			}
		}
	}
	return Profile{}, false
}

// plainProfiles returns the profiles that need no vectors, which take a while to
// make.
func plainProfiles() []Profile {
	return slices.Concat(documentProfiles(), issuerProfiles(), hostProfiles())
}

// profilesFor returns the profiles that may apply to a target; those of verifiers over
// a set of vectors, or over the published one.
func profilesFor(d Description, set []vectors.Vector) []Profile {
	switch {
	case !d.Can(VerifyCredential) && !d.Can(VerifyPresentation):
		return plainProfiles()
	case set != nil:
		return slices.Concat(plainProfiles(), VerifierProfiles(set))
	}
	return Profiles()
}
