package conformance

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// The rules about base proofs, and about what a holder derives from them.
var (
	ruleMandatory = vc.Rule{Code: "ISSUE-MANDATORY", Axis: vc.Authentic, Level: vc.Must,
		Text: "What an issuer was asked to make mandatory must be in whatever its holder derives."}
	ruleBlinded = vc.Rule{Code: "ISSUE-HMAC-KEY", Axis: vc.Authentic, Level: vc.Should,
		Text: "An issuer should make an HMAC key of its own for each base proof; by a key that comes again the order of nodes shows what was withheld."}
	ruleDerived = vc.Rule{Code: "DERIVE-HOLDS", Axis: vc.Authentic, Level: vc.Must,
		Text: "What is derived from a credential must verify."}
	ruleShown = vc.Rule{Code: "DERIVE-SHOWN", Axis: vc.Authentic, Level: vc.Must,
		Text: "What is derived must reveal what is mandatory and what its holder asked for, and nothing else."}
	ruleUnlinkable = vc.Rule{Code: "DERIVE-UNLINKABLE", Axis: vc.Authentic, Level: vc.Must, Spec: "https://datatracker.ietf.org/doc/html/draft-irtf-cfrg-bbs-signatures#section-6.7",
		Text: "Two proofs that are derived from one credential must share no value by which they are recognised, and none of the base proof."}
)

// selectives are the suites for selective disclosure: where their specification is, and
// which part of a base value is the HMAC key.
var selectives = map[string]struct {
	spec string
	hmac int
}{
	string(dataintegrity.ECDSASD2023): {specECDSA, 2},
	string(dataintegrity.BBS2023):     {specBBS, 3},
}

func isSelective(suite string) bool { return selectives[suite].spec != "" }

// selectiveChecks are what issuers by a suite for selective disclosure are asked beside
// the others, and holders, where the target derives.
func selectiveChecks(suite string) []ownCheck {
	if !isSelective(suite) {
		return nil
	}
	at := func(rule vc.Rule, anchor string) vc.Rule {
		rule.Spec = selectives[suite].spec + "#" + anchor + "-" + suite
		return rule
	}
	checks := []ownCheck{
		{rule: at(ruleMandatory, "base-proof-transformation"), judge: checkMandatory},
		{rule: at(ruleBlinded, "base-proof-transformation"), judge: checkBlinded},
		{rule: at(ruleDerived, "add-derived-proof"), needs: DeriveCredential, judge: checkDerived},
		{rule: at(ruleShown, "add-derived-proof"), needs: DeriveCredential, judge: checkShown},
	}
	if suite == string(dataintegrity.BBS2023) {
		checks = append(checks, ownCheck{rule: ruleUnlinkable, needs: DeriveCredential, judge: checkUnlinkable})
	}
	return checks
}

// noBase is why the checks of base proofs do not apply.
const noBase = "The target signed nothing with a base proof, from which a holder derives."

// checkMandatory finds whether what was to be mandatory is in the least that a holder
// derives.
func checkMandatory(ctx context.Context, _ *Probe, i *issuance) (out Outcome, _ error) {
	tried := false
	for _, a := range i.bases() {
		least, err := dataintegrity.Derive(ctx, i.examiner.env, a.file, dataintegrity.DeriveOptions{})
		if err != nil {
			continue // the base proof does not hold
		}
		tried = true
		missing := slices.DeleteFunc(mandatoryPointers(a.sent), func(at string) bool { return !a.made.Lookup(at).Exists() || least.Document().Lookup(at).Exists() })
		if len(missing) == 0 {
			out.Passed++
		}
		for _, at := range missing[:min(len(missing), maxCases)] {
			out.Cases = append(out.Cases, Case{Name: a.name, Status: Fail, Want: "The holder cannot withhold it.", Found: "The holder can leave it out.", Pointer: at, Exchanges: a.exchanges()})
		}
	}
	if !tried {
		return Outcome{Status: NotApplicable, Reason: noBase}, nil
	}
	return out, nil
}

// checkBlinded finds whether two base proofs have one HMAC key.
func checkBlinded(_ context.Context, _ *Probe, i *issuance) (out Outcome, _ error) {
	bases := i.bases()
	if len(bases) < 2 {
		return Outcome{Status: NotApplicable, Reason: "The target signed no two credentials with base proofs."}, nil
	}
	keys, values := map[string]string{}, map[string]bool{}
	for _, a := range bases {
		if values[a.proofValue()] {
			continue // it is the same proof, which is another matter
		}
		values[a.proofValue()] = true
		parts, err := partsOf(a.proofValue())
		if err != nil {
			return out, err // it was read before
		}
		key := string(parts[selectives[i.suite].hmac])
		if with := keys[key]; with != "" {
			out.Cases = append(out.Cases, Case{Name: a.name, Status: Warn, Want: "It has an HMAC key of its own.", Found: "It has the key of " + with + ".", Exchanges: a.exchanges()})
			continue
		}
		keys[key] = a.name
		out.Passed++
	}
	return out, nil
}

// bases returns what was signed with a base proof of the suite.
func (i *issuance) bases() []attempt {
	return slices.DeleteFunc(i.signed(), func(a attempt) bool {
		return !mikromerit.HasBaseProof(a.file) || a.file.Proofs()[0].Suite != i.suite
	})
}

// derivation is what the target derived from a credential that it signed: twice the
// same, asked twice.
type derivation struct {
	base   attempt
	reveal []string
	right  *proof.Secured // what was to be derived
	got    []attempt
	absent string // why there is none
}

// partTemplate is the credential of which a holder is asked to reveal one part and
// withhold another. Neither is mandatory.
var partTemplate = template{"a part to withhold", `{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"{{id}}","type":["VerifiableCredential"],
	"issuer":{"id":"{{issuer}}","name":"Vestre Ås høgskole"},"name":"Fjellredning","validFrom":"2024-01-02T03:04:05Z","validUntil":"2094-01-02T03:04:05Z",
	"description":[{"@value":"Ti uker i fjellet","@language":"nb"},{"@value":"Ten weeks in the mountains","@language":"en"}],
	"evidence":[{"id":"https://vestre-aas.example/diary/7","type":["https://vestre-aas.example/vocabulary#Diary"]}],
	"credentialSubject":{"id":"urn:uuid:1f0c6f6e-8f0a-4d56-9d5c-1d8f3a3f0a01"}}`}

// revealed is what the holder is asked to reveal of it.
const revealed = "/description"

// derive has the target derive, once for all checks.
func (i *issuance) derive(ctx context.Context, p *Probe) (*derivation, error) {
	if i.derived != nil {
		return i.derived, nil
	}
	d := &derivation{absent: "The target did not sign the credential of which a part is to be revealed."}
	for _, a := range i.bases() {
		if a.name == partTemplate.name && a.made.Lookup(revealed).Exists() {
			d.base, d.reveal, d.absent = a, []string{revealed}, ""
		}
	}
	if d.absent == "" {
		holds, err := i.deriveRight(ctx, d)
		if err != nil {
			return nil, err
		}
		if !holds {
			d.absent = "The base proof does not hold, so nothing right can be derived from it."
		}
	}
	for n := 0; n < 2 && d.absent == ""; n++ {
		got := attempt{name: d.base.name + ", derived"}
		got.answer, got.fault = p.Ask(ctx, Request{Operation: DeriveCredential, Document: d.base.file.Bytes(), MediaType: "application/vc", Suite: i.suite, Reveal: d.reveal})
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(got.fault, ErrUnsupported):
			d.absent = "The target does not derive."
		case got.fault == nil && !got.answer.Refused:
			got.open(p.Env().Limits)
		}
		d.got = append(d.got, got)
	}
	i.derived = d
	return d, nil
}

// deriveRight derives what is to be derived, and reports whether that verifies. If not, it
// is the issuer's fault.
func (i *issuance) deriveRight(ctx context.Context, d *derivation) (bool, error) {
	var err error
	if d.right, err = dataintegrity.Derive(ctx, i.examiner.env, d.base.file, dataintegrity.DeriveOptions{Reveal: d.reveal}); err != nil {
		return false, ctx.Err()
	}
	fault, err := i.faultIn(ctx, d.base.name, d.right.Bytes())
	return fault.Code == "", err
}

// faultIn returns what is found against who signed a document, or nothing.
func (i *issuance) faultIn(ctx context.Context, name string, text []byte) (fault vc.Finding, _ error) {
	found, err := i.examiner.examine(ctx, Document{Name: name, Data: text}, nil)
	if err != nil {
		return fault, err
	}
	for _, f := range found[0].findings {
		if f.Axis == vc.Authentic && f.Status == vc.Fail {
			return f, nil
		}
	}
	return fault, nil
}

// judge puts what was derived to a check. What was not derived has failed it.
func (d *derivation) judge(want string, check func(a attempt) (found, pointer string, err error)) (out Outcome, _ error) {
	if d.absent != "" {
		return Outcome{Status: NotApplicable, Reason: d.absent}, nil
	}
	for _, a := range d.got {
		c := Case{Name: a.name, Status: Fail, Want: want, Found: a.describe(), Exchanges: a.exchanges()}
		if a.file != nil {
			var err error
			if c.Found, c.Pointer, err = check(a); err != nil {
				return out, err
			}
		}
		if c.Found == "" {
			out.Passed++
			continue
		}
		out.Cases = append(out.Cases, c)
	}
	return out, nil
}

// checkDerived finds whether what was derived verifies.
func checkDerived(ctx context.Context, p *Probe, i *issuance) (Outcome, error) {
	d, err := i.derive(ctx, p)
	if err != nil {
		return Outcome{}, err
	}
	return d.judge("It verifies.", func(a attempt) (string, string, error) {
		if len(a.file.Proofs()) == 0 {
			return "It carries no proof.", "", nil
		}
		if mikromerit.HasBaseProof(a.file) {
			return "It still has the base proof, from which whoever gets it can reveal all.", a.file.Proofs()[0].Pointer, nil
		}
		fault, err := i.faultIn(ctx, a.name, a.file.Bytes())
		return cmp.Or(fault.Detail, fault.Code), fault.Pointer, err
	})
}

// checkShown compares what was derived with what the algorithm reveals.
func checkShown(ctx context.Context, p *Probe, i *issuance) (Outcome, error) {
	d, err := i.derive(ctx, p)
	if err != nil {
		return Outcome{}, err
	}
	return d.judge("It reveals what is mandatory and what was asked for.", func(a attempt) (string, string, error) {
		want, got := d.right.Document(), a.file.Document()
		if lost := differences(want.Root(), got.Root()); len(lost) > 0 {
			return "It is not there, or has another value.", lost[0], nil
		}
		if more := differences(got.Root(), want.Root()); len(more) > 0 {
			return "It reveals more than that.", more[0], nil
		}
		return "", "", nil
	})
}

// checkUnlinkable compares two proofs that were derived from one credential and reveal
// the same. What may come again is what follows from the base proof alone: the labels of
// the nodes and both lists of indexes, which are the same in all proofs of one base proof
// that reveal the same, and the options of the proof, which the issuer signed. All else is
// random.
func checkUnlinkable(ctx context.Context, p *Probe, i *issuance) (Outcome, error) {
	d, err := i.derive(ctx, p)
	if err != nil {
		return Outcome{}, err
	}
	seen := map[string]string{}
	if d.absent == "" {
		base, err := partsOf(d.base.proofValue())
		if err != nil {
			return Outcome{}, err // it was read before
		}
		const hidden = "the base proof"
		signature, point := base[0], min(len(base[0]), bbsPoint)
		seen[string(signature[:point])], seen[string(signature[point:])], seen[string(base[selectives[i.suite].hmac])] = hidden, hidden, hidden
	}
	return d.judge("It shares no random value with the base proof and with another proof that was derived from it.", func(a attempt) (string, string, error) {
		const at = "/proof"
		parts, err := partsOf(a.proofValue())
		if err != nil || len(parts) < 5 || (len(parts[0])-3*bbsPoint)%bbsScalar != 0 {
			return "Its proof value cannot be read.", at, nil
		}
		var shared string
		for n, value := range valuesOf(parts[0]) {
			if other := seen[string(value)]; other != "" && shared == "" {
				shared = fmt.Sprintf("Part %d of its BBS proof stands in %s, too.", n+1, other)
			}
			seen[string(value)] = "another proof"
		}
		if header := parts[4]; len(header) > 0 {
			if seen[string(header)] != "" && shared == "" {
				shared = "Its presentation header stands in another proof, too."
			}
			seen[string(header)] = "another proof"
		}
		return shared, at, nil
	})
}

// The lengths of points and scalars in a BBS proof.
const (
	bbsPoint  = 48
	bbsScalar = 32
)

// valuesOf returns the three points of a BBS proof, and then its scalars.
func valuesOf(proof []byte) (values [][]byte) {
	for length := bbsPoint; len(proof) >= length; {
		values, proof = append(values, proof[:length]), proof[length:]
		if len(values) == 3 {
			length = bbsScalar
		}
	}
	return values
}

// proofValue returns the value of the first proof.
func (a *attempt) proofValue() string {
	for _, p := range a.file.Proofs() {
		return p.Value.Get("proofValue").Text()
	}
	return ""
}

// partsOf returns the parts of a proof value of selective disclosure, as they stand there
// or, of bytes, what they are.
func partsOf(value string) ([][]byte, error) {
	const header = 3
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(value, "u"))
	if err != nil || len(raw) < header {
		return nil, errors.New("the proof value is none of selective disclosure")
	}
	var written []cbor.RawMessage
	if err := cbor.Unmarshal(raw[header:], &written); err != nil {
		return nil, err
	}
	parts := make([][]byte, len(written))
	for i, part := range written {
		parts[i] = bytes.Clone(part)
		var content []byte
		if part[0]>>5 == 2 && cbor.Unmarshal(part, &content) == nil {
			parts[i] = content
		}
	}
	return parts, nil
}
