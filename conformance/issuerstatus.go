package conformance

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// The rules about what an issuer does with the status of what it issued.
var (
	ruleGivesStatus = vc.Rule{Code: "ISSUE-STATUS", Axis: vc.InForce, Level: vc.Must, Spec: specStatuses + "#bitstringstatuslistentry",
		Text: "An issuer that can revoke must name a place in a status list in what it issues."}
	ruleRevokes = vc.Rule{Code: "ISSUE-REVOKED", Axis: vc.InForce, Level: vc.Must, Spec: specStatuses + "#validate-algorithm",
		Text: "A credential that its issuer revokes must be revoked for those who verify it, and no other with it."}
	rulePlaces = vc.Rule{Code: "ISSUE-STATUS-PLACE", Axis: vc.InForce, Level: vc.Must, Spec: specStatuses + "#bitstringstatuslistentry",
		Text: "No two credentials must have the same place in a status list, since they could only be revoked together."}
)

// statusIssuers is the profile of issuers that revoke what they issued.
func statusIssuers() []*issuerProfile {
	listed := slices.DeleteFunc(proof.Rules(), func(r vc.Rule) bool {
		return r.Code != "STATUS-UNREACHABLE" && r.Code != "STATUS-UNSIGNED" && !strings.HasPrefix(r.Code, "STATUS-LIST-")
	})
	entries := slices.DeleteFunc(status.Rules(), func(r vc.Rule) bool {
		return !strings.HasPrefix(r.Code, "STATUS-ENTRY-") && !slices.Contains([]string{"STATUS-PURPOSE", "STATUS-LENGTH", "STATUS-RANGE"}, r.Code)
	})
	return []*issuerProfile{{
		id: "status-list-issuer", title: "Status list: issuer", spec: specStatuses,
		text:   "What an issuer issues names a place in a status list; the list can be had and believed; and what is revoked reads as revoked there, alone.",
		suites: anySuite, templates: statusTemplates(), spoils: model2Spoils, unfit: noStatus,
		groups: []group{{facet: facetStatusEntry, what: "credential with a status", rules: append(entries, listed...)}},
		own: []ownCheck{
			{rule: ruleGivesStatus, judge: checkGivesStatus},
			{rule: rulePlaces, judge: checkPlaces},
			{rule: ruleRevokes, judge: checkRevokes, needs: SetStatus},
		},
	}}
}

// statusTemplates are credentials with ids of their own, by which they are revoked.
func statusTemplates() []template {
	var all []template
	for n := range 3 {
		t := model2Templates[1]
		t.name = fmt.Sprintf("credential %d", n+1)
		all = append(all, t)
	}
	return all
}

// noStatus says why the profile does not apply to a target that shows no sign of
// revoking anything. One that revokes may do so of what it issues elsewhere: it is
// held to it when somebody chose the profile.
func noStatus(i *issuance, d Description, chosen bool) string {
	listed := slices.ContainsFunc(i.signed(), func(a attempt) bool { return len(entriesOf(a.made)) > 0 })
	switch {
	case listed || len(i.signed()) == 0 || d.Can(SetStatus) && chosen:
		return ""
	case d.Can(SetStatus):
		return "The target revokes, but what it signs without further ado names no place in a status list. Choose this profile, with the path at which it issues what can be revoked."
	}
	return "Nothing that the target signs names a place in a status list, and it does not revoke."
}

func checkGivesStatus(_ context.Context, _ *Probe, i *issuance) (out Outcome, _ error) {
	for _, a := range i.signed() {
		if len(entriesOf(a.made)) > 0 {
			out.Passed++
			continue
		}
		out.Cases = append(out.Cases, Case{Name: a.name, Status: Fail, Want: "It has a credentialStatus with a place in a status list.", Found: "It has none that can be read.", Exchanges: a.exchanges()})
	}
	return out, nil
}

// entriesOf returns the places in status lists that a credential names.
func entriesOf(doc vc.Document) (entries []status.Entry) {
	credential, _ := vc.ReadCredential(doc)
	for _, v := range credential.Statuses() {
		entry, problems := status.ReadEntry(v)
		if entry.Type != "" && !slices.ContainsFunc(problems, func(p vc.Problem) bool { return p.Rule.Level == vc.Must }) {
			entries = append(entries, entry)
		}
	}
	return entries
}

func checkPlaces(_ context.Context, _ *Probe, i *issuance) (out Outcome, _ error) {
	taken := map[string]string{}
	for _, a := range i.signed() {
		clash := ""
		for _, e := range entriesOf(a.made) {
			place := e.List + " " + e.Index
			clash = taken[place]
			taken[place] = a.name
		}
		if clash == "" {
			out.Passed++
			continue
		}
		out.Cases = append(out.Cases, Case{Name: a.name, Status: Fail, Want: "It has a place of its own.", Found: "It has the place of " + clash + ".", Exchanges: a.exchanges()})
	}
	if len(taken) == 0 {
		return Outcome{Status: NotApplicable, Reason: "Nothing that the target signed has a place in a status list."}, nil
	}
	return out, nil
}

// checkRevokes has the first credential revoked and looks at it and at another.
func checkRevokes(ctx context.Context, p *Probe, i *issuance) (Outcome, error) {
	listed := slices.DeleteFunc(i.signed(), func(a attempt) bool {
		return !slices.ContainsFunc(entriesOf(a.made), func(e status.Entry) bool { return e.Purpose == status.Revocation })
	})
	switch {
	case p.Env().Fetcher == nil:
		return Outcome{Status: Skipped, Reason: "The status list must be fetched, and the suite has no means to; let it use the network."}, nil
	case len(listed) < 2:
		return Outcome{Status: NotApplicable, Reason: "The target signed no two credentials with a place in a list of revocations."}, nil
	}
	revoked, other := listed[0], listed[1]
	before, err := i.statusOf(ctx, revoked)
	if err != nil {
		return Outcome{}, err
	}
	request := Request{Operation: SetStatus, CredentialID: revoked.made.Get("id").Text(), StatusPurpose: status.Revocation, StatusValue: true, Document: revoked.file.Bytes(), Suite: i.suite}
	answer, fault := p.Ask(ctx, request)
	change := attempt{name: "revoke " + revoked.name, answer: answer, fault: fault}
	switch {
	case ctx.Err() != nil:
		return Outcome{}, ctx.Err()
	case errors.Is(fault, ErrUnsupported):
		return Outcome{Status: NotApplicable, Reason: "The target does not revoke."}, nil
	case fault != nil || answer.Refused:
		return Outcome{Cases: []Case{{Name: change.name, Status: Fail, Want: "The credential is revoked.", Found: change.describe(), Exchanges: change.exchanges()}}}, nil
	}
	cases := []Case{caseOfStatus("before it is revoked", before, false)}
	for _, c := range []struct {
		name    string
		attempt attempt
		revoked bool
	}{{"the revoked credential", revoked, true}, {"another credential", other, false}} {
		found, err := i.statusOf(ctx, c.attempt)
		if err != nil {
			return Outcome{}, err
		}
		cases = append(cases, caseOfStatus(c.name, found, c.revoked))
	}
	return Outcome{Cases: cases}, nil
}

// statusOf verifies a credential anew and returns what was found about its status.
func (i *issuance) statusOf(ctx context.Context, a attempt) ([]vc.Finding, error) {
	found, err := i.examiner.examine(ctx, Document{Name: a.name, Data: a.file.Bytes()}, nil)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(found[0].findings, func(f vc.Finding) bool { return !strings.HasPrefix(f.Code, "STATUS") }), nil
}

// caseOfStatus says whether a credential has the status that it should have.
func caseOfStatus(name string, found []vc.Finding, revoked bool) Case {
	c := Case{Name: name, Status: Pass, Want: "It is not revoked."}
	if revoked {
		c.Want = "It is revoked."
	}
	isRevoked := false
	for _, f := range found {
		isRevoked = isRevoked || f.Code == "STATUS-REVOKED" && f.Status == vc.Fail
		if f.Status == vc.Unknown {
			c.Status, c.Found = Skipped, f.Detail
			return c
		}
		c.Found = f.Detail
	}
	if isRevoked != revoked {
		c.Status = Fail
	}
	return c
}
