package conformance

import "slices"

// Profiles returns every profile of the suite, in the order of their ids.
func Profiles() []Profile {
	return slices.Concat(documentProfiles(), issuerProfiles(), verifierProfiles(), hostProfiles())
}

// ProfileOf returns the profile with an id, or false.
func ProfileOf(id string) (Profile, bool) {
	all := Profiles()
	i := slices.IndexFunc(all, func(p Profile) bool { return p.ID == id })
	if i < 0 {
		return Profile{}, false
	}
	return all[i], true
}
