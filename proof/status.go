package proof

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/jsontree"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// The findings about the status of a credential. Where nothing else is said,
// they point at the entry in credentialStatus.
//
//	STATUS              pass: the list holds nothing against the credential;
//	                    unknown: it was not looked up
//	STATUS-REVOKED      fail
//	STATUS-SUSPENDED    fail
//	STATUS-REFRESH      warn: an updated credential is available
//	STATUS-MESSAGE      warn, or not asked when the value is 0: the message
//	STATUS-SET          unknown: something is set that has no known meaning
//	STATUS-UNREACHABLE  unknown: the list is not to be had (STATUS_RETRIEVAL_ERROR)
//	STATUS-LIST-FORMAT  unknown: the answer is no credential
//	STATUS-LIST-PROOF   unknown: its proof does not hold (STATUS_VERIFICATION_ERROR)
//	STATUS-LIST-PERIOD  unknown: the list is not in its validity period
//	STATUS-LIST-ISSUER  unknown, or warn by policy: somebody else issues the list
//	STATUS-LIST-ID      warn: the list says that its address is another one
//	STATUS-UNSIGNED     warn: the list carries no proof and was believed for its address
//	STATUS-ENTRY-…      fail or warn, at the member: a rule of package status about the entry
//	STATUS-LIST-…, STATUS-KIND, -PURPOSE, -LENGTH, -RANGE
//	                    unknown: a rule of package status about the list
//
// The entry is signed by the credential's issuer, so a fault in it is a fault
// of the credential. A list that is missing, faulty, out of date or signed by
// a stranger says nothing about the credential, neither good nor bad: anybody
// on the way could have put it there. The specification raises an error in
// each of these cases; here that is an unknown outcome, which makes the
// verdict indeterminate, so the credential never passes for valid. Only a
// list that was verified, and an authentic entry, can fail a credential.

const (
	// maxLists is how many status lists of one credential are fetched.
	maxLists = 16
	// maxListBytes is the largest list that is fetched: a bitstring of 1 MiB
	// compressed, in base64 within the base64 of a JWS.
	maxListBytes = 2 << 20
)

// The media types of a status list; it is recognised by its content.
var (
	acceptCredential = []string{"application/vc", "application/vc+jwt", "application/vc+sd-jwt", "application/ld+json", "application/json"}
	acceptJSON       = []string{"application/json"}
)

// statusCheck looks up the status of one credential.
type statusCheck struct {
	*Verifier
	policy     Policy
	credential vc.Credential
	invalid    bool                   // the verdict, whatever the status
	lists      map[string]*statusList // by type of entry and URL
}

// statusList is a list that was fetched, or why there is none to be used.
type statusList struct {
	fault       *vc.Finding
	notes       []vc.Finding
	bits        status.Published
	revocations status.Revocations
}

// status looks up every entry of credentialStatus. Each list is fetched once;
// nothing is kept from one verification to the next. For a credential that is
// invalid already nothing is fetched: whoever forged it must not choose what
// addresses the verifier visits.
func (v *Verifier) status(ctx context.Context, c vc.Credential, policy Policy, soFar vc.Verdict) ([]vc.Finding, error) {
	s := &statusCheck{Verifier: v, policy: policy, credential: c, invalid: soFar == vc.Invalid, lists: make(map[string]*statusList)}
	var findings []vc.Finding
	for _, entry := range c.Statuses() {
		found, err := s.entry(ctx, entry)
		if err != nil {
			return nil, err
		}
		findings = append(findings, found...)
	}
	return findings, nil
}

func (s *statusCheck) entry(ctx context.Context, v jsontree.Value) ([]vc.Finding, error) {
	entry, problems := status.ReadEntry(v)
	var findings []vc.Finding
	for _, p := range problems {
		findings = append(findings, p.Finding())
	}
	switch {
	case hasMust(problems):
		return findings, nil
	case entry.Type == "":
		return append(findings, unknown("STATUS", v, "The status is kept in a way that is not known here.")), nil
	case s.invalid:
		return append(findings, unknown("STATUS", v, "The credential is not valid in other respects, so its status was not looked up.")), nil
	case s.env.Fetcher == nil:
		return append(findings, unknown("STATUS", v, "The credential names a status list that was not consulted, so it is not known whether it was revoked or suspended.")), nil
	}
	list, err := s.list(ctx, entry)
	if err != nil {
		return nil, err
	}
	for _, f := range append(slices.Clone(list.notes), s.outcome(entry, list)) {
		f.Pointer = v.Pointer()
		findings = append(findings, f)
	}
	return findings, nil
}

// outcome says what the list holds for an entry.
func (s *statusCheck) outcome(entry status.Entry, list *statusList) vc.Finding {
	if list.fault != nil {
		return *list.fault
	}
	if entry.Type == status.RevocationEntry {
		return s.listed(list.revocations)
	}
	value, err := list.bits.Value(entry)
	var problem vc.Problem
	if errors.As(err, &problem) {
		return vc.Finding{Code: problem.Code(), Status: vc.Unknown, Detail: problem.Detail()}
	}
	return meaning(entry, value)
}

// meaning says what a value means for the purpose of its list.
func meaning(entry status.Entry, value uint64) vc.Finding {
	message := "The list says: " + printable(entry.MessageOf(value)) + "."
	if entry.MessageOf(value) == "" {
		message = "The list holds a value that the entry does not explain."
	}
	switch {
	case entry.Purpose == status.Message && value == 0:
		return vc.Finding{Code: "STATUS-MESSAGE", Status: vc.NotAsked, Detail: message}
	case entry.Purpose == status.Message:
		return vc.Finding{Code: "STATUS-MESSAGE", Status: vc.Warn, Detail: message}
	case value == 0:
		return vc.Finding{Code: "STATUS", Status: vc.Pass, Detail: "The status list holds nothing against the credential for the purpose of the entry."}
	case entry.Purpose == status.Revocation:
		return vc.Finding{Code: "STATUS-REVOKED", Status: vc.Fail, Detail: "The credential was revoked."}
	case entry.Purpose == status.Suspension:
		return vc.Finding{Code: "STATUS-SUSPENDED", Status: vc.Fail, Detail: "The credential is suspended."}
	case entry.Purpose == status.Refresh:
		return vc.Finding{Code: "STATUS-REFRESH", Status: vc.Warn, Detail: "An updated credential is available; this one still holds."}
	}
	return vc.Finding{Code: "STATUS-SET", Status: vc.Unknown, Detail: "A status is set whose purpose is not known here."}
}

// printable returns a short text from a document in a form that cannot upset
// a terminal or a log.
func printable(text string) string {
	const most = 80
	runes := []rune(text[:min(len(text), 4*most)])
	text = strings.Map(func(r rune) rune {
		if r < ' ' || (r >= 0x7f && r < 0xa0) || (r >= 0x2028 && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) || r == 0xfffd {
			return -1
		}
		return r
	}, string(runes[:min(len(runes), most)]))
	return strings.TrimRight(text, ". ")
}

// listed says whether a revocation list names the credential.
func (s *statusCheck) listed(list status.Revocations) vc.Finding {
	switch id := s.credential.ID(); {
	case id == "":
		return vc.Finding{Code: "STATUS", Status: vc.Unknown, Detail: "The credential has no id, so the revocation list cannot name it."}
	case list.Revoked(id):
		return vc.Finding{Code: "STATUS-REVOKED", Status: vc.Fail, Detail: "The credential was revoked."}
	}
	return vc.Finding{Code: "STATUS", Status: vc.Pass, Detail: "The revocation list does not name the credential."}
}

// list returns the list that an entry names.
func (s *statusCheck) list(ctx context.Context, entry status.Entry) (*statusList, error) {
	key := entry.Type + " " + entry.List
	if list, ok := s.lists[key]; ok {
		return list, nil
	}
	if len(s.lists) == maxLists {
		return refused("STATUS-UNREACHABLE", "The credential names too many status lists; this one was not fetched."), nil
	}
	list := s.fetch(ctx, entry)
	if err := ctx.Err(); err != nil {
		return nil, err // what could not be done for lack of time is no finding
	}
	s.lists[key] = list
	return list, nil
}

func (s *statusCheck) fetch(ctx context.Context, entry status.Entry) *statusList {
	accept, open := acceptCredential, s.open
	if entry.Type == status.RevocationEntry {
		accept, open = acceptJSON, s.openRevocations
		if !strings.HasPrefix(entry.List, "https://") {
			return refused("STATUS-UNREACHABLE", "The revocation list carries no proof, so only one from an https address counts.")
		}
	}
	body, _, err := s.env.Fetcher.Fetch(ctx, entry.List, accept, maxListBytes)
	if err != nil {
		return refused("STATUS-UNREACHABLE", "The status list is not to be had, so it is not known whether the credential was revoked or suspended.")
	}
	list := open(ctx, body)
	if id := list.bits.ID; list.fault == nil && id != "" && id != entry.List {
		list.notes = append(list.notes, vc.Finding{Code: "STATUS-LIST-ID", Status: vc.Warn,
			Detail: "The status list says that its address is another one than the entry names."})
	}
	return list
}

// open reads and verifies the credential of a list. Its own credentialStatus,
// if it has one, is not followed: the depth is one list.
func (s *statusCheck) open(ctx context.Context, body []byte) *statusList {
	file, err := Open(body, s.env.Limits)
	if err != nil {
		return refused("STATUS-LIST-FORMAT", "The answer is not a credential that can be read.")
	}
	r := &Result{Document: file.document}
	policy := Policy{UnsafeAllowForeignKeys: s.policy.UnsafeAllowForeignKeys}
	if err := s.checkProofs(ctx, file, policy, r); err != nil {
		return refused("STATUS-LIST-PROOF", "The proof of the status list could not be checked.")
	}
	// The key of a presentation is its holder's, and a holder issues no list.
	if r.Document.IsZero() || isPresentation(file.document) || isPresentation(r.Document) {
		return refused("STATUS-LIST-FORMAT", "The answer is not a status list credential.")
	}
	if vc.VerdictOf(r.Findings) != vc.Valid {
		return refused("STATUS-LIST-PROOF", "The proof of the status list does not hold ("+decisive(r.Findings)+"), so the list proves nothing.")
	}
	return s.read(r.Document)
}

// read reads the credential of a list whose proof holds.
func (s *statusCheck) read(doc vc.Document) *statusList {
	credential, problems := vc.ReadCredential(doc)
	if i := slices.IndexFunc(problems, isMust); i >= 0 {
		return refused("STATUS-LIST-FORMAT", "The status list breaks a rule for credentials ("+problems[i].Code()+").")
	}
	for _, f := range s.validity(credential) {
		if f.Status != vc.Pass {
			return refused("STATUS-LIST-PERIOD", "The status list is not in its validity period ("+f.Code+").")
		}
	}
	published, problems := status.ReadPublished(doc, status.Limits{})
	if i := slices.IndexFunc(problems, isMust); i >= 0 {
		return refused(problems[i].Code(), problems[i].Detail())
	}
	list := &statusList{bits: published}
	list.check(s.issuer(published.Issuer))
	return list
}

// openRevocations reads a 1EdTech revocation list, which carries no proof.
func (s *statusCheck) openRevocations(_ context.Context, body []byte) *statusList {
	doc, err := vc.ParseDocument(body, s.env.Limits)
	if err != nil {
		return refused("STATUS-LIST-FORMAT", "The answer is not a JSON object.")
	}
	revocations, problems := status.ReadRevocations(doc)
	if len(problems) > 0 {
		return refused(problems[0].Code(), problems[0].Detail())
	}
	list := &statusList{revocations: revocations, notes: []vc.Finding{{Code: "STATUS-UNSIGNED", Status: vc.Warn,
		Detail: "The revocation list carries no proof; it was believed because of the address that it came from."}}}
	if revocations.Issuer != "" {
		list.check(s.issuer(revocations.Issuer))
	}
	return list
}

// issuer says whether somebody may issue lists for the credential: its issuer
// may, and so may whom the caller trusts by name. The specification leaves
// that to the verifier (Bitstring Status List 1.0 sections 2.2 and 3.2).
func (s *statusCheck) issuer(id string) vc.Finding {
	f := vc.Finding{Code: "STATUS-LIST-ISSUER", Status: vc.Unknown, Detail: "The status list is issued neither by the credential's issuer nor by one that the caller trusts by name."}
	switch {
	case id != "" && (id == s.credential.IssuerID() || slices.Contains(s.policy.Trust.Issuers, id)):
		f.Status = vc.Pass
	case s.policy.UnsafeAllowForeignStatusLists:
		f.Status = vc.Warn
	}
	return f
}

// check takes in a finding: what passes needs no mention, what does not either
// rules the list out or is a note.
func (l *statusList) check(f vc.Finding) {
	switch f.Status {
	case vc.Pass:
	case vc.Warn:
		l.notes = append(l.notes, f)
	default:
		l.fault = &f
	}
}

// decisive returns the code of the finding that kept a verdict from being
// valid.
func decisive(findings []vc.Finding) string {
	for _, status := range []vc.Status{vc.Fail, vc.Unknown} {
		for _, f := range findings {
			if f.Status == status {
				return f.Code
			}
		}
	}
	return "PROOF-NONE"
}

func isMust(p vc.Problem) bool { return p.Rule.Level == vc.Must }

func hasMust(problems []vc.Problem) bool { return slices.ContainsFunc(problems, isMust) }

func unknown(code string, at jsontree.Value, detail string) vc.Finding {
	return vc.Finding{Code: code, Status: vc.Unknown, Pointer: at.Pointer(), Detail: detail}
}

// refused is a list that cannot be used.
func refused(code, detail string) *statusList {
	return &statusList{fault: &vc.Finding{Code: code, Status: vc.Unknown, Detail: detail}}
}
