package vectors

// presentations returns the vectors of its kind.
func presentations(Options) ([]Vector, error) { return nil, nil }
