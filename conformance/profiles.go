package conformance

import "slices"

// Profiles returns every profile of the suite, in the order of their ids.
func Profiles() []Profile {
	return slices.Concat(documentProfiles(), issuerProfiles(), verifierProfiles(), hostProfiles())
}

// ProfileOf returns the profile with an id, or false.
func ProfileOf(id string) (Profile, bool) {
	// Those of verifiers come last, since their vectors must be made first.
	for _, some := range []func() []Profile{documentProfiles, issuerProfiles, hostProfiles, verifierProfiles} {
		profiles := some()
		i := slices.IndexFunc(profiles, func(p Profile) bool { return p.ID == id })
		if i >= 0 {
			return profiles[i], true
		}
	}
	return Profile{}, false
}
