package conformance

// verifierProfiles returns the profiles for the role of verifier.
func verifierProfiles() []Profile { return nil }
