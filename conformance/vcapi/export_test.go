package vcapi

// RouteNames returns the routes of the table as "METHOD /path", and which of them
// are for those only who may do what they stand for.
func RouteNames() map[string]bool {
	out := make(map[string]bool)
	for _, r := range routes {
		out[r.method+" "+r.path] = !r.open
	}
	return out
}
