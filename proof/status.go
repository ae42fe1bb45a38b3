package proof

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
	"github.com/mikromerit/mikromerit/vc/status"
)

const (
	// maxLists is how many status lists are fetched for one credential.
	maxLists = 16
	// maxListAge is the default for [Policy.MaxListAge].
	maxListAge = 400 * 24 * time.Hour
	// maxListBytes is the size of the largest list that is fetched: room for a
	// compressed bitstring of 1 MiB, in base64 within the base64 of a JWS.
	maxListBytes = 2 << 20
)

// The media types to ask for. A status list is recognised by its content.
var (
	acceptCredential = []string{"application/vc", "application/vc+jwt", "application/vc+sd-jwt", "application/ld+json", "application/json"}
	acceptJSON       = []string{"application/json"}
	acceptToken      = []string{"application/statuslist+jwt"}
)

// statusCheck looks up the status of one credential.
type statusCheck struct {
	*session
	policy     Policy
	issuer     string // the id of its issuer
	credential vc.Credential
	signers    []ProofResult // the authentic proofs of the credential
	noLookup   string        // why no list is fetched for it, or ""
	count      int           // how many lists were fetched for it
}

// checkStatus looks up every entry of credentialStatus. Each list is fetched once
// in a call; [Lists] may keep it from one call to the next. Nothing is fetched for a
// credential that is not authentic or that is from an issuer whom the policy
// refuses: a stranger must not choose which addresses the verifier visits.
func (s *session) checkStatus(ctx context.Context, c vc.Credential, policy Policy, r *Result) error {
	check := &statusCheck{session: s, policy: policy, issuer: r.issuerID(c), credential: c, signers: r.validProofs(), noLookup: whyNoLookup(policy, vc.AxesOf(r.Findings))}
	if r.foreign != "" {
		return check.checkToken(ctx, r)
	}
	for _, entry := range c.Statuses() {
		if entry.Kind() == jsontree.Null {
			continue
		}
		found, err := check.checkEntry(ctx, entry)
		if err != nil {
			return err
		}
		r.add(found...)
	}
	return nil
}

// checkToken looks up the status of a token that is no W3C credential.
func (s *statusCheck) checkToken(ctx context.Context, r *Result) error {
	v := r.Document.Get("status")
	if !v.Get(status.TokenEntry).Exists() {
		return nil // the suite says what it makes of any other
	}
	found, err := s.checkRead(ctx, v, status.ReadTokenEntry)
	r.add(found...)
	return err
}

// checkEntry looks up one entry.
func (s *statusCheck) checkEntry(ctx context.Context, v jsontree.Value) ([]vc.Finding, error) {
	return s.checkRead(ctx, v, status.ReadEntry)
}

// checkRead looks up one entry, which read reads.
func (s *statusCheck) checkRead(ctx context.Context, v jsontree.Value, read func(jsontree.Value) (status.Entry, []vc.Problem)) ([]vc.Finding, error) {
	entry, problems := read(v)
	var findings []vc.Finding
	for _, p := range problems {
		findings = append(findings, p.Finding())
	}
	unknown := func(detail string) ([]vc.Finding, error) {
		return append(findings, ruleStatus.Finding(vc.Unknown, v.Pointer(), detail)), nil
	}
	switch {
	case hasMust(problems):
		return unknown("The entry about the status breaks a rule, so the status cannot be looked up.")
	case entry.Type == "":
		return unknown("The status is kept in a way that is not supported here (" + printable(typeText(v)) + "); supported are BitstringStatusListEntry, StatusList2021Entry and 1EdTechRevocationList.")
	case s.noLookup != "":
		return unknown(s.noLookup)
	case s.env.Fetcher == nil:
		return unknown("The status list at " + printable(entry.List) + " was not consulted, so it is not known whether the credential was revoked or suspended. Give it with --status-list URL=FILE, or add --online.")
	}
	list, err := s.list(ctx, entry)
	if err != nil {
		return nil, err
	}
	for _, f := range append(slices.Clone(list.notes), s.entryFinding(entry, list)) {
		f.Pointer = v.Pointer()
		findings = append(findings, f)
	}
	return findings, nil
}

// whyNoLookup says why no list is fetched for a credential, or "".
func whyNoLookup(policy Policy, axes vc.Axes) string {
	switch {
	case axes[vc.Authentic] != vc.Valid:
		return "It is not shown that the credential is authentic, so its status was not looked up."
	case axes[vc.Trusted] == vc.Invalid && slices.Contains(policy.Required(), vc.Trusted):
		return "The issuer is not one of those that you trust, so the status was not looked up."
	}
	return ""
}

// typeText returns the first type of an entry, for messages.
func typeText(v jsontree.Value) string {
	for kind := range v.Get("type").Each() {
		return kind.Text()
	}
	return "no type"
}

// entryFinding returns what a list says about an entry.
func (s *statusCheck) entryFinding(entry status.Entry, list *statusList) vc.Finding {
	if list.fault != nil {
		return *list.fault
	}
	if entry.Type == status.RevocationEntry {
		return s.revocationFinding(list.revocations)
	}
	value, err := list.bits.Value(entry)
	var problem vc.Problem
	if errors.As(err, &problem) {
		return listFault(problem)
	}
	return valueFinding(entry, value)
}

// valueFinding returns what a value means for the purpose of an entry.
func valueFinding(entry status.Entry, value uint64) vc.Finding {
	message := "The list says: " + printable(entry.MessageOf(value)) + "."
	if entry.MessageOf(value) == "" {
		message = "The list holds a value that the entry does not explain."
	}
	switch {
	case entry.Type == status.TokenEntry:
		return tokenFinding(value)
	case entry.Purpose == status.Message && value == 0:
		return ruleMessage.Finding(vc.NotAsked, "", message)
	case entry.Purpose == status.Message:
		return ruleMessage.Finding(vc.Warn, "", message)
	case value == 0:
		return ruleStatus.Finding(vc.Pass, "", "The status list holds nothing against the credential for the purpose of the entry.")
	case entry.Purpose == status.Revocation:
		return ruleRevoked.Finding(vc.Fail, "", "The credential was revoked.")
	case entry.Purpose == status.Suspension:
		return ruleSuspended.Finding(vc.Fail, "", "The credential is suspended.")
	case entry.Purpose == status.Refresh:
		return ruleStatusNew.Finding(vc.Warn, "", "An updated credential is available; this one still holds.")
	}
	return ruleSet.Finding(vc.Unknown, "", "A status is set whose purpose is not known here.")
}

// tokenFinding returns what a value of a token status list means.
func tokenFinding(value uint64) vc.Finding {
	switch value {
	case status.TokenValid:
		return ruleStatus.Finding(vc.Pass, "", "The status list says that the credential is valid.")
	case status.TokenInvalid:
		return ruleRevoked.Finding(vc.Fail, "", "The credential was revoked.")
	case status.TokenSuspended:
		return ruleSuspended.Finding(vc.Fail, "", "The credential is suspended.")
	}
	return ruleSet.Finding(vc.Unknown, "", "The status list has the value "+strconv.FormatUint(value, 10)+", whose meaning is a matter of the application. Ask the issuer what it stands for.")
}

// printable returns a text from a document for a message: short, and without
// characters that could control a terminal or garble a log.
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

// revocationFinding returns whether a revocation list names the credential.
func (s *statusCheck) revocationFinding(list status.Revocations) vc.Finding {
	switch id := s.credential.ID(); {
	case id == "":
		return ruleStatus.Finding(vc.Unknown, "", "The credential has no id, so the revocation list cannot name it.")
	case list.Revoked(id):
		return ruleRevoked.Finding(vc.Fail, "", "The credential was revoked.")
	}
	return ruleStatus.Finding(vc.Pass, "", "The revocation list does not name the credential.")
}

func isMust(p vc.Problem) bool { return p.Rule.Level == vc.Must }

func hasMust(problems []vc.Problem) bool { return slices.ContainsFunc(problems, isMust) }
