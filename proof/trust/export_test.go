package trust

import "golang.org/x/crypto/cryptobyte"

// CountChecks makes every signature that r checks from now on count.
func CountChecks(r *Revocations, n *int) { r.counted = n }

// IsSupported reports whether an AlgorithmIdentifier of a signature is supported.
func IsSupported(der []byte) bool {
	in := cryptobyte.String(der)
	a, ok := readAlgorithm(&in)
	if ok {
		_, ok = a.scheme()
	}
	return ok
}

// KnownChains returns how many chains a set of anchors remembers.
func KnownChains(a *Anchors) (plain, mixed, certificates int) {
	return len(a.known.plain.all), len(a.known.mixed.all), len(a.known.read)
}

// KeptAnchors returns how many sets of anchors are kept.
func KeptAnchors(s *Services) int { return len(s.granted.kept) }
