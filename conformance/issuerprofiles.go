package conformance

// issuerProfiles returns the profiles for the role of issuer.
func issuerProfiles() []Profile { return nil }
