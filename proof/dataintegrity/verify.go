package dataintegrity

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Verify checks one embedded proof (Data Integrity 1.0 section 4.4); see
// [proof.Suite].
func (s suite) Verify(ctx context.Context, env vc.Env, job proof.Job) (proof.Evidence, error) {
	c := &check{suite: s, env: env, job: job, pointer: job.Proof.Pointer, now: env.Now()}
	method, ok := c.checkOptions(ctx)
	if !ok {
		return c.evidence, ctx.Err()
	}
	err := c.checkSignature(ctx, method)
	return c.evidence, err
}

// usualFindings is how many findings most proofs have at most.
const usualFindings = 8

// checkOptions checks every member of the proof except its value, and finds the
// verification method. It returns false when the signature cannot be checked.
func (c *check) checkOptions(ctx context.Context) (*vc.Method, bool) {
	c.evidence.Findings = make([]vc.Finding, 0, usualFindings)
	if !c.checkForm() {
		return nil, false
	}
	c.checkContexts()
	c.checkPurpose()
	c.checkDates()
	c.checkAudience()
	return c.findMethod(ctx)
}

// check collects what is found out about one proof.
type check struct {
	suite    suite
	env      vc.Env
	job      proof.Job
	pointer  string
	now      time.Time
	evidence proof.Evidence

	// The value of a derived proof, or why it cannot be read.
	value    derivedValue
	valueErr error
}

func (c *check) add(code string, status vc.Status, member, detail string) {
	c.addFinding(ruleOf(code), status, member, detail)
}

// addFinding adds a finding about a member of the proof, or about the proof as
// a whole when it has no such member.
func (c *check) addFinding(rule *vc.Rule, status vc.Status, member, detail string) {
	pointer := c.pointer
	if member != "" && c.get(member).Exists() {
		pointer += "/" + member
	}
	c.evidence.Findings = append(c.evidence.Findings, rule.Finding(status, pointer, detail))
}

func (c *check) get(member string) jsontree.Value { return c.job.Proof.Value.Get(member) }

// checkForm checks the members that every proof must have (Data Integrity 1.0
// section 2.1).
func (c *check) checkForm() bool {
	ok := true
	if want := c.suite.proofType(); !c.get("type").IsText(want) {
		c.add("PROOF-FORM", vc.Fail, "type", "The type of this proof must be "+want+". Only a DataIntegrityProof has a cryptosuite, and names it in the member of that name.")
		return false
	}
	for _, member := range []string{"verificationMethod", "proofPurpose", "proofValue"} {
		if v := c.get(member); v.Kind() != jsontree.String || v.Text() == "" {
			c.add("PROOF-FORM", vc.Fail, member, "A proof needs "+member+" as a string; it is "+v.Kind().String()+".")
			ok = false
		}
	}
	for _, member := range []string{"id", "challenge", "nonce"} {
		if v := c.get(member); v.Exists() && v.Kind() != jsontree.String {
			c.add("PROOF-FORM", vc.Fail, member, "The member "+member+" of a proof must be a string; it is "+v.Kind().String()+".")
			ok = false
		}
	}
	return ok
}

// checkContexts warns of contexts in the proof that differ from the document's.
// Unless the suite signs them they have no effect, because the document's take
// their place (vc-di-eddsa section 3.2.5).
func (c *check) checkContexts() {
	own := c.get("@context")
	if _, signed := c.suite.transform.(jcs); signed || !own.Exists() || equalJSON(own, c.job.File.Document().Get("@context")) {
		return
	}
	c.add("PROOF-CONTEXT", vc.Warn, "@context", "The proof carries contexts of its own, which this kind of proof does not sign.")
}

func (c *check) checkPurpose() {
	if want := c.job.Policy.ProofPurpose(); c.get("proofPurpose").Text() != want {
		c.add("PROOF-PURPOSE", vc.Fail, "proofPurpose", "The proof was made for another purpose than "+want+".")
	}
}

// checkDates checks created and expires, which are XML Schema dateTimeStamp
// values (Data Integrity 1.0 section 2.1). Nothing relies on created.
func (c *check) checkDates() {
	if at, ok := c.readDate("created", "PROOF-CREATED"); ok && at.After(c.now) {
		c.add("PROOF-CREATED", vc.Warn, "created", "The creation time lies in the future.")
	}
	at, ok := c.readDate("expires", "PROOF-EXPIRES")
	switch {
	case ok && !at.After(c.now):
		c.add("PROOF-EXPIRES", vc.Fail, "expires", "The proof has expired.")
	case ok:
		c.add("PROOF-EXPIRES", vc.Pass, "expires", "The proof has not expired.")
	}
}

// readDate reads a date of the proof. A value without a zone counts as UTC, as
// the specification allows.
func (c *check) readDate(member, code string) (time.Time, bool) {
	v := c.get(member)
	if !v.Exists() {
		return time.Time{}, false
	}
	at, err := vc.ParseDateTimeUnzoned(v.Text())
	if v.Kind() != jsontree.String || err != nil {
		c.add(code, vc.Fail, member, "The member "+member+" must be an XML Schema dateTimeStamp such as 2026-08-01T12:00:00Z.")
		return time.Time{}, false
	}
	if !at.HasZone() {
		c.add(code, vc.Warn, member, "The member "+member+" states no time zone; UTC is assumed.")
	}
	return at.Time(), true
}

// checkAudience compares domain and challenge with what the policy demands (Data
// Integrity 1.0 section 4.4 steps 8 and 9).
func (c *check) checkAudience() {
	domains, ok := texts(c.get("domain"))
	if !ok {
		c.add("PROOF-DOMAIN", vc.Fail, "domain", "The domain of a proof must be a string or an array of strings.")
	}
	switch want := c.job.Policy.Domain; {
	case len(want) > 0 && ok:
		c.addExpected("PROOF-DOMAIN", "domain", sameSet(domains, want), "The proof was made for other domains than the expected ones.")
	case len(domains) > 0:
		c.addUnasked("PROOF-DOMAIN", "domain", "The proof was made for a domain, and you did not say which is yours (--domain).")
	}
	switch want := c.job.Policy.Challenge; {
	case c.value != nil && c.suite.scheme.answers:
		c.checkAnswer(want)
	case want != "":
		c.addExpected("PROOF-CHALLENGE", "challenge", c.get("challenge").IsText(want), "The proof does not carry the expected challenge.")
	case c.get("challenge").Exists():
		c.addUnasked("PROOF-CHALLENGE", "challenge", "The proof answers a challenge, and you did not say which is yours (--challenge).")
	}
}

// addUnasked adds a finding about a question that the policy does not ask. For a
// presentation it stays open: it was made for somebody, and that may not be you.
func (c *check) addUnasked(code, member, detail string) {
	status := vc.NotAsked
	if isPresentation(c.job.File.Document()) {
		status = vc.Unknown
	}
	c.add(code, status, member, detail)
}

// addExpected adds a finding on whether a member is what the policy demands.
func (c *check) addExpected(code, member string, ok bool, otherwise string) {
	if ok {
		c.add(code, vc.Pass, member, "The proof carries the expected "+member+".")
		return
	}
	c.add(code, vc.Fail, member, otherwise)
}

// checkSignature checks the proof value against the received bytes.
func (c *check) checkSignature(ctx context.Context, method *vc.Method) error {
	algorithm, ok := c.suite.algorithm(method.Key)
	if !ok {
		c.addMisfit(method)
		return nil
	}
	value, err := algorithm.decodeSignature(c.get("proofValue").Text())
	if err != nil {
		c.add("PROOF-VALUE", vc.Fail, "proofValue", "The signature cannot be read: "+err.Error()+".")
		return nil
	}
	doc, err := withPreviousProofs(c.job.File, c.job.Proof.Value, c.pointer)
	if err != nil {
		return c.addInputFault(err)
	}
	input, err := c.suite.prepare(ctx, c.env, doc, c.job.Proof.Value, manner{algorithm.hash, true})
	if err != nil {
		return c.addInputFault(err)
	}
	c.setSigner(method)
	if !c.addOutcome(algorithm.Verify(method.Key, input.HashData(), value)) {
		return nil
	}
	c.addRemarks(input.remarks)
	c.evidence.Verified, err = input.Verified.Without("/proof")
	return err
}

// addOutcome adds the finding on whether the signature fits, and returns ok.
func (c *check) addOutcome(ok bool) bool {
	if ok {
		c.add("PROOF-SIGNATURE", vc.Pass, "proofValue", "The signature fits the document, the proof and the key.")
	} else {
		c.add("PROOF-SIGNATURE", vc.Fail, "proofValue", "The signature does not fit: the document or the proof was changed, or another key signed.")
	}
	return ok
}

// addInputFault adds the finding why the signed bytes could not be computed. It
// returns any other error, such as that of a cancelled context.
func (c *check) addInputFault(err error) error {
	var input *InputError
	if !errors.As(err, &input) {
		return err
	}
	r := remark{ruleOf(input.Code), vc.Fail, input.Pointer, input.inProof, input.Detail}
	if errors.Is(err, vc.ErrUnreachable) {
		r.status = vc.Unknown
	}
	c.addRemarks([]remark{r})
	return nil
}

// addRemarks adds the findings about how the document reads.
func (c *check) addRemarks(all []remark) {
	for _, r := range all {
		c.evidence.Findings = append(c.evidence.Findings, r.finding(c.pointer))
	}
}

// setSigner records who signed, and whether that is the issuer of the credential
// or the holder of the presentation.
func (c *check) setSigner(method *vc.Method) {
	s := proof.Signer{Method: method.ID, Controller: method.Controller, Key: method.Key}
	doc := c.job.File.Document()
	role, party := "issuer", doc.Get("issuer")
	if isPresentation(doc) { // even if it names an issuer, too
		role, party = "holder", doc.Get("holder")
	}
	switch id := identifier(party); {
	case id == method.Controller:
		s.Issues, s.Reason = vc.Pass, "The key belongs to the "+role+"."
	case id == "" && role == "holder":
		s.Issues, s.Reason = vc.NotAsked, "The document names no issuer or holder whose the key could be."
	default:
		s.Issues, s.Reason = vc.Fail, "The key belongs to somebody else than the "+role+"."
	}
	c.evidence.Signer = s
}

// isPresentation reports whether a document is a verifiable presentation.
func isPresentation(doc vc.Document) bool {
	for kind := range doc.Get("type").Each() {
		if kind.IsText("VerifiablePresentation") {
			return true
		}
	}
	return false
}

// identifier returns the id of a party, which is a string or an object.
func identifier(party jsontree.Value) string {
	if party.IsObject() {
		party = party.Get("id")
	}
	return party.Text()
}

// texts returns the texts of a string or an array of strings, or false for any
// other value.
func texts(v jsontree.Value) ([]string, bool) {
	var out []string
	for element := range v.Each() {
		if element.Kind() != jsontree.String {
			return nil, false
		}
		out = append(out, element.Text())
	}
	return out, true
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}
