package proof

import "github.com/mikromerit/mikromerit/vc"

// session is one call of a [Verifier]: what it may still spend, and what it has
// fetched. The limits are for the whole file, however many credentials stand in
// it.
type session struct {
	*Verifier
	env    vc.Env // that of the verifier, with limits for the whole call
	policy Policy

	nested int // credentials inside the file that may still be verified
	proofs int // proofs that may still be checked
	lists  map[listKey]*statusList
}

// newSession returns a session in which nothing has been spent.
func (v *Verifier) newSession(policy Policy) *session {
	limits := v.env.Limits
	s := &session{Verifier: v, env: v.env.Metered(), policy: policy, nested: limits.MaxNested(), lists: make(map[listKey]*statusList)}
	s.proofs = limits.MaxProofs() + 2*s.nested
	return s
}
