package conformance

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// The rules about issuing itself, for which no document can be held to account.
var (
	ruleSigned = vc.Rule{Code: "ISSUE-SIGNED", Axis: vc.Authentic, Level: vc.Must, Spec: specModel2 + "#conformance",
		Text: "An issuer must sign a credential that keeps the rules."}
	ruleSecured = vc.Rule{Code: "ISSUE-SECURED", Axis: vc.Authentic, Level: vc.Must, Spec: specModel2 + "#securing-mechanisms",
		Text: "An issuer must secure what it issues, in the way that it claims."}
	ruleKept = vc.Rule{Code: "ISSUE-KEPT", Axis: vc.Authentic, Level: vc.Must, Spec: specProofs + "#add-proof",
		Text: "What an issuer signs must be what it was given: it must not drop or change what the credential says."}
	ruleDuplicate = vc.Rule{Code: "ISSUE-DUPLICATE-NAME", Axis: vc.Conformant, Level: vc.Should, Spec: "https://www.rfc-editor.org/rfc/rfc8259#section-4",
		Text: "An issuer should refuse JSON in which a name stands twice in an object, since readers differ in which of them counts."}
)

// noneSigned and signsAll are why nothing counts for an issuer.
const (
	noneSigned = "The target signed none of the credentials that keep the rules, so what it refuses shows nothing."
	signsAll   = "The target refuses nothing, so what it signs shows nothing."
)

// issuing makes a check of what an issuer does with good templates and spoilt ones.
// It is passed only by an issuer that signs the first and refuses some of the
// others.
func (p *issuerProfile) issuing(rule vc.Rule, suite string, judge func(context.Context, *Probe, *issuance) (Outcome, error)) Check {
	run := func(ctx context.Context, probe *Probe) (Outcome, error) {
		i, err := probe.issuanceOf(ctx, p)
		switch {
		case err != nil:
			return Outcome{}, err
		case i.absent != "":
			return Outcome{Status: NotApplicable, Reason: i.absent}, nil
		case !probe.run.survey.chosen && i.refusedAll():
			return Outcome{Status: NotApplicable, Reason: "The target refused every credential of this kind, so it is taken not to issue them. Choose the profile to have it judged all the same."}, nil
		case len(i.signed()) == 0 && rule.Code != ruleSigned.Code:
			return Outcome{Status: Fail, Reason: noneSigned}, nil
		}
		out, err := judge(ctx, probe, i)
		if err != nil || out.Status == NotApplicable && len(out.Cases) == 0 && out.Passed == 0 {
			return out, err
		}
		discerns, err := i.refusesAnything(ctx, probe)
		if err == nil && !discerns {
			out.Status, out.Reason = Fail, signsAll
		}
		return out, err
	}
	return Check{Rule: rule, Needs: []Operation{IssueCredential}, Suite: suite, Mend: issuerMends[rule.Code], Run: run}
}

// checkSigned finds which good templates were signed.
func checkSigned(_ context.Context, _ *Probe, i *issuance) (out Outcome, _ error) {
	for _, a := range i.attempts {
		if a.file != nil {
			out.Passed++
			continue
		}
		out.Cases = append(out.Cases, Case{Name: a.name, Status: Fail, Want: "The credential is signed.", Found: a.describe(), Exchanges: a.exchanges()})
	}
	if missed := len(i.templates) - len(i.attempts); missed > 0 {
		out.Reason = fmt.Sprintf("After two requests without a usable answer, %d more were not tried.", missed)
	}
	return out, nil
}

// checkSecured finds which of what was signed is secured by a suite of the profile.
func checkSecured(_ context.Context, _ *Probe, i *issuance) (out Outcome, _ error) {
	for _, a := range i.signed() {
		var used []string
		for _, p := range a.file.Proofs() {
			name := suiteName(facetOfProof(p))
			if i.counts(name, p) {
				used = nil
				out.Passed++
				break
			}
			if p.Signature != nil {
				name += " by " + p.Signature.Header.Get("alg").Text()
			}
			used = append(used, name)
		}
		found := "It is secured by " + label(strings.Join(used, ", ")) + "."
		switch {
		case len(a.file.Proofs()) == 0:
			found = "It carries no proof."
		case used == nil:
			continue
		}
		out.Cases = append(out.Cases, Case{Name: a.name, Status: Fail, Want: "It is secured by " + i.wanted() + ".", Found: found, Exchanges: a.exchanges()})
	}
	return out, nil
}

// counts reports whether a proof is of a suite of the profile.
func (p *issuerProfile) counts(suite string, made proof.Proof) bool {
	if made.Kind == proof.Token && p.algorithms != nil && !slices.Contains(p.algorithms, made.Signature.Header.Get("alg").Text()) {
		return false
	}
	return slices.Contains(p.suites, suite) || slices.Contains(p.suites, "")
}

func (p *issuerProfile) wanted() string {
	if slices.Contains(p.suites, "") {
		return "any suite"
	}
	text := strings.Join(p.suites, " or ")
	if p.algorithms != nil {
		text += " (" + strings.Join(p.algorithms, ", ") + ")"
	}
	return text
}

// suiteName returns the name by which targets know the suite of a facet.
func suiteName(f facet) string {
	switch f {
	case facetJWT:
		return "vc-jwt"
	case facetJOSE:
		return "vc+jwt"
	case facetSDJWT:
		return "vc+sd-jwt"
	case facetCOSE:
		return "vc+cose"
	}
	return strings.TrimPrefix(string(f), "proof/")
}

// checkKept finds which of what was signed says what it was to say.
func checkKept(_ context.Context, _ *Probe, i *issuance) (out Outcome, _ error) {
	for _, a := range i.signed() {
		lost := notKept(a.sent, a.made, i.mayChange)
		if len(lost) == 0 {
			out.Passed++
		}
		for _, pointer := range lost[:min(len(lost), maxCases)] {
			found := "It was dropped."
			if a.made.Lookup(pointer).Exists() {
				found = "It was changed."
			}
			out.Cases = append(out.Cases, Case{Name: a.name, Status: Fail, Want: "The value stays as it was sent.", Found: found, Pointer: pointer, Exchanges: a.exchanges()})
		}
	}
	return out, nil
}

// checkDuplicate finds whether JSON that readers understand in two ways is refused.
func checkDuplicate(ctx context.Context, p *Probe, i *issuance) (out Outcome, _ error) {
	doc, err := i.templates[0].document(i.issuer)
	if err != nil {
		return out, err
	}
	text := strings.TrimSuffix(strings.TrimSpace(doc.String()), "}") + `,"credentialSubject":{"id":"urn:uuid:1f0c6f6e-8f0a-4d56-9d5c-1d8f3a3f0aee"}}`
	made, err := i.put(ctx, p, "two subjects of the same name", vc.Document{}, []byte(text))
	if err != nil {
		return out, err
	}
	c, _ := made.judge(spoilt{refuse: true}, breaches)
	c.Status = min(c.Status, Warn)
	return Outcome{Cases: []Case{c}}, nil
}

// checkRule finds how what was signed keeps a rule, and whether what breaks it is
// refused.
func (g group) checkRule(rule vc.Rule) func(context.Context, *Probe, *issuance) (Outcome, error) {
	return func(ctx context.Context, p *Probe, i *issuance) (Outcome, error) {
		out := i.outcome(g.facet, rule.Code, g.what)
		if out.Status == NotApplicable {
			out.Reason = fmt.Sprintf("Nothing that the target signed is a %s.", g.what)
		}
		out.Cases = slices.Clone(out.Cases)
		for _, s := range i.spoils {
			if s.rule != rule.Code {
				continue
			}
			c, _, err := i.refuses(ctx, p, s)
			if err != nil {
				return out, err
			}
			if rule.Level != vc.Must {
				c.Status = min(c.Status, Warn)
			}
			out.Cases = append(out.Cases, c)
		}
		return out, nil
	}
}
