package vectors

// proofLists returns the vectors of several proofs on one document.
func proofLists(bench) ([]Vector, error) { return nil, nil }

// selectiveVectors returns the vectors that only selective disclosure has.
func selectiveVectors(bench) ([]Vector, error) { return nil, nil }

// recordVectors returns the vectors of learner records.
func recordVectors(bench) ([]Vector, error) { return nil, nil }
