package proof

import (
	"context"
	"crypto"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
	"github.com/mikromerit/mikromerit/vc/status"
)

// statusList is a list that was fetched, or why it cannot be used. It serves
// every credential of a call, so whether it may speak about one of them is
// another question.
type statusList struct {
	fault       *vc.Finding
	notes       []vc.Finding
	bits        status.Published
	revocations status.Revocations
	signers     []Signer
	until       time.Time // how long it may be kept; zero: not at all
}

// compact returns a copy that shares no text with the answer that the list came
// in, and about how many bytes it takes.
func (l *statusList) compact() (*statusList, int) {
	out, size := &statusList{bits: l.bits.Compact(), until: l.until}, 1<<10+int(l.bits.Bits.Len()/8)
	for _, s := range l.signers {
		for _, certificate := range s.Chain {
			size += 4 * len(certificate.Raw)
		}
		size += 1 << 10
		out.signers = append(out.signers, Signer{Controller: strings.Clone(s.Controller), Key: s.Key, Chain: s.Chain, Vouched: s.Vouched})
	}
	for _, purpose := range out.bits.Purposes {
		size += 16 + len(purpose)
	}
	return out, size + len(out.bits.ID) + len(out.bits.Issuer)
}

// listKey tells lists apart. It has the anchors because the policy may name
// others for endorsements, and a sealed list depends on them.
type listKey struct {
	entry, url string
	anchors    *trust.Anchors
}

// list returns the list that an entry names, if it may speak about the
// credential.
func (s *statusCheck) list(ctx context.Context, entry status.Entry) (*statusList, error) {
	key := listKey{entry.Type, entry.List, s.policy.Trust.Anchors}
	list, ok := s.lists[key]
	if !ok {
		if s.count++; s.count > maxLists {
			return newUnusableList(&ruleUnreachable, "The credential names too many status lists; this one was not fetched."), nil
		}
		var err error
		if list, err = s.find(ctx, entry); err != nil {
			return nil, err // that time ran out says nothing about the list
		}
		s.lists[key] = list
	}
	if list.fault != nil {
		return list, nil
	}
	switch f := s.listIssuerFinding(entry, list); f.Status {
	case vc.Unknown:
		return &statusList{fault: &f}, nil
	case vc.Warn:
		with := *list
		with.notes = append(slices.Clone(list.notes), f)
		return &with, nil
	}
	return list, nil
}

// find returns the list that an entry names from those that are kept, or fetches
// it. A list without a proof is believed because of where it came from a moment
// ago, so it is not kept.
func (s *statusCheck) find(ctx context.Context, entry status.Entry) (*statusList, error) {
	open := func() *statusList { return s.fetch(ctx, entry) }
	if s.Verifier.lists == nil || entry.Type == status.RevocationEntry {
		return open(), ctx.Err()
	}
	return s.Verifier.lists.find(ctx, s.newListID(entry.Type, entry.List), s.env.Now, open)
}

// fetchReason returns in brackets why nothing could be fetched, without the
// advice on what to do.
func fetchReason(err error) string {
	reason, _, _ := strings.Cut(vc.Plain(err.Error()), ";")
	return " (" + printable(reason) + ")"
}

// fetch fetches and reads the list that an entry names.
func (s *statusCheck) fetch(ctx context.Context, entry status.Entry) *statusList {
	accept, open := acceptCredential, s.openList
	if entry.Type == status.TokenEntry {
		accept, open = acceptToken, s.openToken
	}
	if entry.Type == status.RevocationEntry {
		accept, open = acceptJSON, s.openRevocations
		if !strings.HasPrefix(entry.List, "https://") {
			return newUnusableList(&ruleUnreachable, "The revocation list carries no proof, so only one from an https address counts.")
		}
	}
	body, _, err := s.env.Fetcher.Fetch(ctx, entry.List, accept, maxListBytes)
	if err != nil {
		return newUnusableList(&ruleUnreachable, "The status list at "+printable(entry.List)+" could not be fetched, so it is not known whether the credential was revoked or suspended"+fetchReason(err)+". Give it with --status-list URL=FILE, or try again with --online.")
	}
	list := open(ctx, body)
	if id := list.bits.ID; list.fault == nil && id != "" && id != entry.List {
		return newUnusableList(&ruleListID, "The list at the address that the entry names says that it is another list ("+printable(id)+"), so it says nothing about this credential.")
	}
	return list
}

// openList reads and verifies the credential of a list. A credentialStatus of its
// own is not looked up.
func (s *statusCheck) openList(ctx context.Context, body []byte) *statusList {
	file, err := Open(body, s.env.Limits)
	if err != nil || file.problem != nil {
		return newUnusableList(&ruleListFormat, "The answer is not a credential that can be read."+tokenIn(body, s.env.Limits))
	}
	r := &Result{Document: file.document}
	policy := Policy{Trust: s.policy.Trust, UnsafeAllowForeignKeys: s.policy.UnsafeAllowForeignKeys, UnsafeAllowUnknownRevocation: s.policy.UnsafeAllowUnknownRevocation}
	if err := s.checkProofs(ctx, file, policy, r); err != nil {
		return newUnusableList(&ruleListProof, "The proof of the status list could not be checked.")
	}
	// The key of a presentation is its holder's, and a holder issues no list.
	if isPresentation(file.document) || isPresentation(r.Document) {
		return newUnusableList(&ruleListFormat, "The answer is a presentation, not a status list credential.")
	}
	axes := vc.AxesOf(r.Findings)
	if isDoubtful(axes) {
		hint := ""
		if len(file.Proofs()) == 0 {
			hint = tokenIn(body, s.env.Limits)
		}
		return newUnusableList(&ruleListProof, "The proof of the status list does not hold ("+decisiveCode(r.Findings)+"), so the list proves nothing."+hint)
	}
	list := s.readList(r.Document)
	for _, p := range r.Proofs {
		list.signers = append(list.signers, p.Signer)
	}
	if end := endOfProofs(file, list.signers); !end.IsZero() && end.Before(list.until) {
		list.until = end
	}
	return list
}

// openToken reads and verifies a token status list (Token Status List section
// 8.3).
func (s *statusCheck) openToken(ctx context.Context, body []byte) *statusList {
	file, err := Open(body, s.env.Limits)
	if err != nil || file.problem != nil || file.format != JWS || !strings.EqualFold(typeOfToken(file), tokenListType) {
		return newUnusableList(&ruleListFormat, "The answer is no token of the type "+tokenListType+".")
	}
	policy := Policy{Trust: s.policy.Trust, UnsafeAllowForeignKeys: s.policy.UnsafeAllowForeignKeys, UnsafeAllowUnknownRevocation: s.policy.UnsafeAllowUnknownRevocation}
	evidence, err := s.checkProof(ctx, Job{File: file, Proof: file.Proofs()[0], Policy: policy, StatusList: true})
	if err != nil {
		return newUnusableList(&ruleListProof, "The proof of the status list could not be checked.")
	}
	axes := vc.AxesOf(evidence.Findings)
	if isDoubtful(axes) {
		return newUnusableList(&ruleListProof, "The proof of the status list does not hold ("+decisiveCode(evidence.Findings)+"), so the list proves nothing.")
	}
	list, issued, expires, problems := status.ReadToken(file.document, status.Limits{})
	if i := slices.IndexFunc(problems, isMust); i >= 0 {
		f := listFault(problems[i])
		return &statusList{fault: &f}
	}
	last := expires
	if expires.IsZero() {
		most := s.policy.maxListAge()
		if s.env.Now().Sub(issued) > most {
			return newUnusableList(&ruleListAge, "The status list states no end and is older than "+inDays(most)+", so it may have been replaced since. Ask its issuer for a new one.")
		}
		last = issued.Add(most)
	}
	until := s.env.Now().Add(list.Keep())
	if last.Before(until) {
		until = last
	}
	if end := endOfProofs(file, []Signer{evidence.Signer}); !end.IsZero() && end.Before(until) {
		until = end
	}
	return &statusList{bits: list, signers: []Signer{evidence.Signer}, until: until}
}

// isDoubtful reports whether the proof of a list leaves open whether the list is
// authentic and in force.
func isDoubtful(axes vc.Axes) bool {
	return axes[vc.Authentic] != vc.Valid || axes[vc.InForce] == vc.Invalid || axes[vc.InForce] == vc.Indeterminate
}

// tokenListType is the type of a token status list, and typeOfToken that of a token,
// without the prefix that may be left out.
const tokenListType = "statuslist+jwt"

func typeOfToken(file *Secured) string {
	return strings.TrimPrefix(file.Proofs()[0].Signature.Header.Get("typ").Text(), "application/")
}

// endOfProofs returns when the first of the proofs of a list ends; zero: none does.
func endOfProofs(file *Secured, signers []Signer) (end time.Time) {
	add := func(at time.Time) {
		if end.IsZero() || at.Before(end) {
			end = at
		}
	}
	over := time.Unix(0, 0) // for a date that is not read here
	numeric := func(v jsontree.Value) {
		if v.Exists() {
			seconds, _ := strconv.ParseInt(v.Raw(), 10, 64)
			add(time.Unix(seconds, 0))
		}
	}
	for _, p := range file.Proofs() {
		switch {
		case p.Kind == Embedded:
			if v := p.Value.Get("expires"); v.Exists() {
				if at, err := vc.ParseDateTime(v.Text()); err == nil {
					add(at.Time())
				} else {
					add(over)
				}
			}
		case p.Signature != nil && len(p.Signature.Disclosures) == 0: // one might hold the date
			numeric(p.Signature.Header.Get("exp"))
			numeric(file.document.Get("exp"))
		default:
			add(over)
		}
	}
	for _, s := range signers {
		for _, certificate := range s.Chain {
			add(certificate.NotAfter)
		}
	}
	return end
}

// tokenIn says where in a document there is a token, which may be the list that
// the document is not.
func tokenIn(body []byte, limits vc.Limits) string {
	doc, err := vc.ParseDocument(body, limits)
	if err != nil {
		return ""
	}
	for _, v := range doc.Root().Members() {
		if text := v.Text(); text != "" && isToken(text) {
			return " There is a token at " + printable(v.Pointer()) + "; the address should serve that token itself."
		}
	}
	return ""
}

// readList reads a list out of a credential whose proof holds.
func (s *statusCheck) readList(doc vc.Document) *statusList {
	credential, problems := vc.ReadCredential(doc)
	if i := slices.IndexFunc(problems, isMust); i >= 0 {
		return newUnusableList(&ruleListFormat, "The status list breaks a rule for credentials ("+problems[i].Code()+").")
	}
	for _, f := range s.validityFindings(credential) {
		if f.Status != vc.Pass {
			return newUnusableList(&ruleListPeriod, "The status list is not in its validity period: "+f.Detail)
		}
	}
	if f := s.ageFault(credential); f != nil {
		return &statusList{fault: f}
	}
	published, problems := status.ReadPublished(doc, status.Limits{})
	if i := slices.IndexFunc(problems, isMust); i >= 0 {
		f := listFault(problems[i])
		return &statusList{fault: &f}
	}
	return &statusList{bits: published, until: s.endOfList(credential, published)}
}

// endOfList returns how long a list may be kept: as its publisher says, and no
// longer than it would be accepted if it were fetched again.
func (s *statusCheck) endOfList(c vc.Credential, p status.Published) time.Time {
	until := s.env.Now().Add(p.Keep())
	last := c.ValidUntil().Time()
	if c.ValidUntil().IsZero() {
		if c.ValidFrom().IsZero() {
			return until
		}
		last = c.ValidFrom().Time().Add(s.policy.maxListAge())
	}
	if last.Before(until) {
		return last
	}
	return until
}

// ageFault returns a finding about a list that states no end and is too old, or
// nil. Whoever kept such a list could serve it for ever, to hide a revocation.
func (s *statusCheck) ageFault(c vc.Credential) *vc.Finding {
	most := s.policy.maxListAge()
	from := c.ValidFrom()
	if from.IsZero() || !c.ValidUntil().IsZero() || s.env.Now().Sub(from.Time()) <= most {
		return nil
	}
	f := ruleListAge.Finding(vc.Unknown, "", "The status list states no end and is older than "+inDays(most)+", so it may have been replaced since. Ask its issuer for a new one.")
	return &f
}

// inDays returns a duration in words, in days if it is long.
func inDays(d time.Duration) string {
	if n := int(d.Hours() / 24); n > 1 {
		return strconv.Itoa(n) + " days"
	}
	return d.String()
}

// openRevocations reads a revocation list of 1EdTech, which carries no proof.
func (s *statusCheck) openRevocations(_ context.Context, body []byte) *statusList {
	doc, err := vc.ParseDocument(body, s.env.Limits)
	if err != nil {
		return newUnusableList(&ruleListFormat, "The answer is not a JSON object.")
	}
	revocations, problems := status.ReadRevocations(doc)
	if len(problems) > 0 {
		f := listFault(problems[0])
		return &statusList{fault: &f}
	}
	return &statusList{revocations: revocations, notes: []vc.Finding{
		ruleUnsigned.Finding(vc.Warn, "", "The revocation list carries no proof; it was believed because of the address that it came from.")}}
}

// listIssuerFinding returns the finding on whether a list may speak about the
// credential. Whoever signed the credential may issue lists for it, and so may
// those whom the policy trusts by name; the specification leaves that to the
// verifier (Bitstring Status List 1.0 sections 2.2 and 3.2). What counts is who
// signed the list, never whom it calls its issuer.
func (s *statusCheck) listIssuerFinding(entry status.Entry, list *statusList) vc.Finding {
	f := ruleListIssuer.Finding(vc.Unknown, "", "The status list is signed neither by whoever signed the credential nor by one whom you trust by name.")
	allowed := slices.ContainsFunc(list.signers, s.maySpeak)
	if entry.Type == status.RevocationEntry {
		stated := list.revocations.Issuer
		allowed = stated == "" || stated == s.issuer || slices.Contains(s.policy.Trust.Issuers, stated)
	}
	switch {
	case allowed:
		f.Status = vc.Pass
	case s.policy.UnsafeAllowForeignStatusLists:
		f.Status = vc.Warn
	}
	return f
}

// maySpeak reports whether the signer of a list may speak about the credential.
func (s *statusCheck) maySpeak(signer Signer) bool {
	if signer.Chain == nil && signer.Controller != "" && signer.Controller == s.issuer && s.isSignedWithKey() {
		return true // the policy lets a key of somebody else sign for the issuer
	}
	if signer.Vouched || signer.Chain == nil {
		ids := append(signer.identities(), signer.Controller)
		if slices.ContainsFunc(ids, func(id string) bool { return id != "" && slices.Contains(s.policy.Trust.Issuers, id) }) {
			return true
		}
	}
	return slices.ContainsFunc(s.signers, func(p ProofResult) bool { return sameSigner(p.Signer, signer) })
}

// isSignedWithKey reports whether the credential was signed with a key rather
// than sealed with a certificate. The issuer id in a sealed credential proves
// nothing, because whoever seals can write any.
func (s *statusCheck) isSignedWithKey() bool {
	return slices.ContainsFunc(s.signers, func(p ProofResult) bool { return p.Signer.Key != nil && p.Signer.Chain == nil })
}

// sameSigner reports whether two signers are shown to be the same: by the key, by
// the controller, or by the organisation in certificates that lead to anchors.
func sameSigner(a, b Signer) bool {
	if key, ok := a.Key.(interface{ Equal(crypto.PublicKey) bool }); ok && b.Key != nil && key.Equal(b.Key) {
		return true
	}
	if a.Controller == "" || a.Controller != b.Controller || (a.Chain == nil) != (b.Chain == nil) {
		return false
	}
	return a.Chain == nil || a.Vouched && b.Vouched
}

// decisiveCode returns the code of the finding that keeps a proof from holding.
func decisiveCode(findings []vc.Finding) string {
	for _, status := range []vc.Status{vc.Fail, vc.Unknown} {
		for _, f := range findings {
			if f.Status == status {
				return f.Code
			}
		}
	}
	return ruleNone.Code
}

// newUnusableList returns a list that cannot be used, with the reason.
func newUnusableList(rule *vc.Rule, detail string) *statusList {
	f := rule.Finding(vc.Unknown, "", detail)
	return &statusList{fault: &f}
}

// listFault returns the finding for a fault in a list, which says nothing about
// the credential.
func listFault(p vc.Problem) vc.Finding {
	f := p.Rule.Finding(vc.Unknown, "", p.Detail())
	f.Axis = vc.InForce
	return f
}
