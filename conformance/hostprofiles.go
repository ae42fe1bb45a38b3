package conformance

// hostProfiles returns the profiles for the role of host.
func hostProfiles() []Profile { return nil }
