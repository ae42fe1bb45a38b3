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
	"github.com/mikromerit/mikromerit/vc/status"
)

// statusList is a list that was fetched, or why there is none to be used. It
// serves every credential of a call, so who may rely on it is another
// question.
type statusList struct {
	fault       *vc.Finding
	notes       []vc.Finding
	bits        status.Published
	revocations status.Revocations
	by          []ProofResult // who signed it
}

// listKey tells lists apart: who vouches for the certificate of a sealed one
// depends on whom the policy believes, which may be others for endorsements.
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
			return refused(&ruleUnreachable, "The credential names too many status lists; this one was not fetched."), nil
		}
		list = s.fetch(ctx, entry)
		if err := ctx.Err(); err != nil {
			return nil, err // what could not be done for lack of time is no finding
		}
		s.lists[key] = list
	}
	if list.fault != nil {
		return list, nil
	}
	switch f := s.attributed(entry, list); f.Status {
	case vc.Unknown:
		return &statusList{fault: &f}, nil
	case vc.Warn:
		with := *list
		with.notes = append(slices.Clone(list.notes), f)
		return &with, nil
	}
	return list, nil
}

// reasonOf says in brackets why nothing could be fetched, without the ways out.
func reasonOf(err error) string {
	reason, _, _ := strings.Cut(vc.Plain(err.Error()), ";")
	return " (" + printable(reason) + ")"
}

func (s *statusCheck) fetch(ctx context.Context, entry status.Entry) *statusList {
	accept, open := acceptCredential, s.openList
	if entry.Type == status.RevocationEntry {
		accept, open = acceptJSON, s.openRevocations
		if !strings.HasPrefix(entry.List, "https://") {
			return refused(&ruleUnreachable, "The revocation list carries no proof, so only one from an https address counts.")
		}
	}
	body, _, err := s.env.Fetcher.Fetch(ctx, entry.List, accept, maxListBytes)
	if err != nil {
		return refused(&ruleUnreachable, "The status list at "+printable(entry.List)+" is not to be had, so it is not known whether the credential was revoked or suspended"+reasonOf(err)+". Give it with --status-list URL=FILE, or try again with --online.")
	}
	list := open(ctx, body)
	if id := list.bits.ID; list.fault == nil && id != "" && id != entry.List {
		return refused(&ruleListID, "The list at the address that the entry names says that it is another list ("+printable(id)+"), so it says nothing about this credential.")
	}
	return list
}

// openList reads and verifies the credential of a list. Its own
// credentialStatus, if it has one, is not followed: the depth is one list.
func (s *statusCheck) openList(ctx context.Context, body []byte) *statusList {
	file, err := Open(body, s.env.Limits)
	if err != nil || file.problem != nil {
		return refused(&ruleListFormat, "The answer is not a credential that can be read."+tokenIn(body, s.env.Limits))
	}
	r := &Result{Document: file.document}
	policy := Policy{Trust: s.policy.Trust, UnsafeAllowForeignKeys: s.policy.UnsafeAllowForeignKeys, UnsafeAllowUnknownRevocation: s.policy.UnsafeAllowUnknownRevocation}
	if err := s.checkProofs(ctx, file, policy, r); err != nil {
		return refused(&ruleListProof, "The proof of the status list could not be checked.")
	}
	// The key of a presentation is its holder's, and a holder issues no list.
	if isPresentation(file.document) || isPresentation(r.Document) {
		return refused(&ruleListFormat, "The answer is a presentation, not a status list credential.")
	}
	axes := vc.AxesOf(r.Findings)
	if axes[vc.Authentic] != vc.Valid || axes[vc.InForce] == vc.Invalid || axes[vc.InForce] == vc.Indeterminate {
		hint := ""
		if len(file.proofs) == 0 {
			hint = tokenIn(body, s.env.Limits)
		}
		return refused(&ruleListProof, "The proof of the status list does not hold ("+decisive(r.Findings)+"), so the list proves nothing."+hint)
	}
	list := s.read(r.Document)
	list.by = r.Proofs
	return list
}

// tokenIn says where in a document that is no list there is a token, since the
// token may be the list.
func tokenIn(body []byte, limits vc.Limits) string {
	doc, err := vc.ParseDocument(body, limits)
	if err != nil {
		return ""
	}
	for _, v := range doc.Root().Members() {
		if text := v.Text(); text != "" && isToken([]byte(text)) {
			return " There is a token at " + printable(v.Pointer()) + "; the address should serve that token itself."
		}
	}
	return ""
}

// read reads the credential of a list whose proof holds.
func (s *statusCheck) read(doc vc.Document) *statusList {
	credential, problems := vc.ReadCredential(doc)
	if i := slices.IndexFunc(problems, isMust); i >= 0 {
		return refused(&ruleListFormat, "The status list breaks a rule for credentials ("+problems[i].Code()+").")
	}
	for _, f := range s.validity(credential) {
		if f.Status != vc.Pass {
			return refused(&ruleListPeriod, "The status list is not in its validity period: "+f.Detail)
		}
	}
	if f := s.age(credential); f != nil {
		return &statusList{fault: f}
	}
	published, problems := status.ReadPublished(doc, status.Limits{})
	if i := slices.IndexFunc(problems, isMust); i >= 0 {
		f := asUnknown(problems[i])
		return &statusList{fault: &f}
	}
	return &statusList{bits: published}
}

// age refuses a list that states no end and is very old: whoever kept it could
// serve it for ever, to hide a revocation.
func (s *statusCheck) age(c vc.Credential) *vc.Finding {
	most := s.policy.MaxListAge
	if most == 0 {
		most = maxListAge
	}
	from := c.ValidFrom()
	if from.IsZero() || !c.ValidUntil().IsZero() || s.env.Now().Sub(from.Time()) <= most {
		return nil
	}
	f := ruleListAge.Finding(vc.Unknown, "", "The status list states no end and is older than "+period(most)+", so it may have been replaced since. Ask its issuer for a new one.")
	return &f
}

func period(d time.Duration) string {
	if n := int(d.Hours() / 24); n > 1 {
		return strconv.Itoa(n) + " days"
	}
	return d.String()
}

// openRevocations reads a 1EdTech revocation list, which carries no proof.
func (s *statusCheck) openRevocations(_ context.Context, body []byte) *statusList {
	doc, err := vc.ParseDocument(body, s.env.Limits)
	if err != nil {
		return refused(&ruleListFormat, "The answer is not a JSON object.")
	}
	revocations, problems := status.ReadRevocations(doc)
	if len(problems) > 0 {
		f := asUnknown(problems[0])
		return &statusList{fault: &f}
	}
	return &statusList{revocations: revocations, notes: []vc.Finding{
		ruleUnsigned.Finding(vc.Warn, "", "The revocation list carries no proof; it was believed because of the address that it came from.")}}
}

// attributed says whether a list may speak about the credential: those who
// signed the credential may issue lists for it, and so may those whom the
// policy trusts by name. The specification leaves that to the verifier
// (Bitstring Status List 1.0 sections 2.2 and 3.2). What counts is who signed
// the list, never who it says its issuer is.
func (s *statusCheck) attributed(entry status.Entry, list *statusList) vc.Finding {
	f := ruleListIssuer.Finding(vc.Unknown, "", "The status list is signed neither by whoever signed the credential nor by one whom you trust by name.")
	allowed := slices.ContainsFunc(list.by, func(p ProofResult) bool { return s.speaks(p.Signer) })
	if entry.Type == status.RevocationEntry {
		stated := list.revocations.Issuer
		allowed = stated == "" || stated == s.credential.IssuerID() || slices.Contains(s.policy.Trust.Issuers, stated)
	}
	switch {
	case allowed:
		f.Status = vc.Pass
	case s.policy.UnsafeAllowForeignStatusLists:
		f.Status = vc.Warn
	}
	return f
}

// speaks reports whether the signer of a list may speak about the credential.
func (s *statusCheck) speaks(signer Signer) bool {
	if signer.Chain == nil && signer.Controller != "" && signer.Controller == s.credential.IssuerID() && s.keyed() {
		return true // where the policy lets another's key sign for the issuer
	}
	if signer.Vouched || signer.Chain == nil {
		ids := append(signer.identities(), signer.Controller)
		if slices.ContainsFunc(ids, func(id string) bool { return id != "" && slices.Contains(s.policy.Trust.Issuers, id) }) {
			return true
		}
	}
	return slices.ContainsFunc(s.by, func(p ProofResult) bool { return sameSigner(p.Signer, signer) })
}

// keyed reports whether the credential was signed with a key rather than
// sealed with a certificate: the issuer id of a sealed one is text of the
// sealer's making.
func (s *statusCheck) keyed() bool {
	return slices.ContainsFunc(s.by, func(p ProofResult) bool { return p.Signer.Key != nil && p.Signer.Chain == nil })
}

// sameSigner reports whether two proofs show to be of one party: the same key,
// the same controller, or the same organisation in certificates that others
// vouch for.
func sameSigner(a, b Signer) bool {
	if key, ok := a.Key.(interface{ Equal(crypto.PublicKey) bool }); ok && b.Key != nil && key.Equal(b.Key) {
		return true
	}
	if a.Controller == "" || a.Controller != b.Controller || (a.Chain == nil) != (b.Chain == nil) {
		return false
	}
	return a.Chain == nil || a.Vouched && b.Vouched
}

// decisive returns the code of the finding that kept a proof from holding.
func decisive(findings []vc.Finding) string {
	for _, status := range []vc.Status{vc.Fail, vc.Unknown} {
		for _, f := range findings {
			if f.Status == status {
				return f.Code
			}
		}
	}
	return ruleNone.Code
}

// refused is a list that cannot be used.
func refused(rule *vc.Rule, detail string) *statusList {
	f := rule.Finding(vc.Unknown, "", detail)
	return &statusList{fault: &f}
}

// asUnknown is a fault in a list, which says nothing about the credential.
func asUnknown(p vc.Problem) vc.Finding {
	f := p.Rule.Finding(vc.Unknown, "", p.Detail())
	f.Axis = vc.InForce
	return f
}
