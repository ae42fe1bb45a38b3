package vectors

// seals returns the vectors of its kind.
func seals(Options) ([]Vector, error) { return nil, nil }
