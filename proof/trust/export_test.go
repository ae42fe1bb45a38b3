package trust

// CountChecks makes every signature that r checks from now on count.
func CountChecks(r *Revocations, n *int) { r.counted = n }
