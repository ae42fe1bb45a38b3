package conformance

// documentProfiles returns the profiles for the role of document.
func documentProfiles() []Profile { return nil }
