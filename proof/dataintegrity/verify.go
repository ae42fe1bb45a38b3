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
	method, ok := c.options(ctx)
	if !ok {
		return c.evidence, ctx.Err()
	}
	err := c.signature(ctx, method)
	return c.evidence, err
}

// options checks all members of the proof but its value, and finds the
// verification method.
func (c *check) options(ctx context.Context) (*vc.Method, bool) {
	if !c.form() {
		return nil, false
	}
	c.contexts()
	c.purpose()
	c.dates()
	c.audience()
	return c.method(ctx)
}

// check collects what is found out about one proof.
type check struct {
	suite    suite
	env      vc.Env
	job      proof.Job
	pointer  string
	now      time.Time
	evidence proof.Evidence
}

func (c *check) add(code string, status vc.Status, member, detail string) {
	pointer := c.pointer
	if member != "" && c.get(member).Exists() {
		pointer += "/" + member
	}
	c.evidence.Findings = append(c.evidence.Findings, ruleOf(code).Finding(status, pointer, detail))
}

func (c *check) get(member string) jsontree.Value { return c.job.Proof.Value.Get(member) }

// form checks the members that every proof must have (Data Integrity 1.0
// section 2.1).
func (c *check) form() bool {
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

// contexts warns of contexts in the proof that differ from the document's:
// unless the suite signs them, they mean nothing (vc-di-eddsa section 3.2.5
// puts the document's in their place).
func (c *check) contexts() {
	own := c.get("@context")
	if _, signed := c.suite.transformOf().(jcs); signed || !own.Exists() || equalJSON(own, c.job.File.Document().Get("@context")) {
		return
	}
	c.add("PROOF-CONTEXT", vc.Warn, "@context", "The proof carries contexts of its own, which this kind of proof does not sign.")
}

func (c *check) purpose() {
	if want := c.job.Policy.ProofPurpose(); c.get("proofPurpose").Text() != want {
		c.add("PROOF-PURPOSE", vc.Fail, "proofPurpose", "The proof was made for another purpose than "+want+".")
	}
}

// dates checks created and expires: XML Schema dateTimeStamp values (Data
// Integrity 1.0 section 2.1). What created says is nowhere relied upon.
func (c *check) dates() {
	if at, ok := c.date("created", "PROOF-CREATED"); ok && at.After(c.now) {
		c.add("PROOF-CREATED", vc.Warn, "created", "The creation time lies in the future.")
	}
	at, ok := c.date("expires", "PROOF-EXPIRES")
	switch {
	case ok && !at.After(c.now):
		c.add("PROOF-EXPIRES", vc.Fail, "expires", "The proof has expired.")
	case ok:
		c.add("PROOF-EXPIRES", vc.Pass, "expires", "The proof has not expired.")
	}
}

// date reads a date of the proof. A value without zone counts as UTC, as the
// specification allows.
func (c *check) date(member, code string) (time.Time, bool) {
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

// audience checks domain and challenge against what the caller expects (Data
// Integrity 1.0 section 4.4 steps 8 and 9).
func (c *check) audience() {
	domains, ok := texts(c.get("domain"))
	if !ok {
		c.add("PROOF-DOMAIN", vc.Fail, "domain", "The domain of a proof must be a string or an array of strings.")
	}
	switch want := c.job.Policy.Domain; {
	case len(want) > 0 && ok:
		c.expect("PROOF-DOMAIN", "domain", sameSet(domains, want), "The proof was made for other domains than the expected ones.")
	case len(domains) > 0:
		c.unasked("PROOF-DOMAIN", "domain", "The proof was made for a domain, and you did not say which is yours (--domain).")
	}
	switch want := c.job.Policy.Challenge; {
	case want != "":
		c.expect("PROOF-CHALLENGE", "challenge", c.get("challenge").IsText(want), "The proof does not carry the expected challenge.")
	case c.get("challenge").Exists():
		c.unasked("PROOF-CHALLENGE", "challenge", "The proof answers a challenge, and you did not say which is yours (--challenge).")
	}
}

// unasked notes what you did not ask. A presentation that was made for somebody
// is then not known to be for you.
func (c *check) unasked(code, member, detail string) {
	status := vc.NotAsked
	if isPresentation(c.job.File.Document()) {
		status = vc.Unknown
	}
	c.add(code, status, member, detail)
}

func (c *check) expect(code, member string, ok bool, otherwise string) {
	if ok {
		c.add(code, vc.Pass, member, "The proof carries the expected "+member+".")
		return
	}
	c.add(code, vc.Fail, member, otherwise)
}

// signature checks the proof value over the received bytes.
func (c *check) signature(ctx context.Context, method *vc.Method) error {
	algorithm, ok := c.suite.algorithm(method.Key)
	if !ok {
		c.misfit(method, c.suite.algorithms)
		return nil
	}
	value, err := algorithm.decodeValue(c.get("proofValue").Text())
	if err != nil {
		c.add("PROOF-VALUE", vc.Fail, "proofValue", "The signature cannot be read: "+err.Error()+".")
		return nil
	}
	config, err := configOf(c.job.Proof)
	if err != nil {
		return err
	}
	doc, err := chained(c.job.File, c.job.Proof.Value, c.pointer)
	if err != nil {
		return c.notPrepared(err)
	}
	input, err := c.suite.prepare(ctx, c.env, doc, config, algorithm.hash)
	if err != nil {
		return c.notPrepared(err)
	}
	c.signer(method)
	if !c.outcome(algorithm.Verify(method.Key, input.HashData(), value)) {
		return nil
	}
	c.remarks(input.remarks)
	c.evidence.Verified, err = input.Verified.Without("/proof")
	return err
}

// outcome reports whether the signature fits.
func (c *check) outcome(ok bool) bool {
	if ok {
		c.add("PROOF-SIGNATURE", vc.Pass, "proofValue", "The signature fits the document, the proof and the key.")
	} else {
		c.add("PROOF-SIGNATURE", vc.Fail, "proofValue", "The signature does not fit: the document or the proof was changed, or another key signed.")
	}
	return ok
}

// notPrepared says why the signed bytes could not be computed. An error of
// the job itself, such as a cancelled context, stays an error.
func (c *check) notPrepared(err error) error {
	var input *InputError
	if !errors.As(err, &input) {
		return err
	}
	r := remark{ruleOf(input.Code), vc.Fail, input.Pointer, input.inProof, input.Detail}
	if errors.Is(err, vc.ErrUnreachable) {
		r.status = vc.Unknown
	}
	c.remarks([]remark{r})
	return nil
}

// remarks adds what there is to know about a document besides its signature.
func (c *check) remarks(all []remark) {
	for _, r := range all {
		c.evidence.Findings = append(c.evidence.Findings, r.at(c.pointer))
	}
}

// signer says who signed, and whether that is the issuer of the credential
// or the holder of the presentation.
func (c *check) signer(method *vc.Method) {
	s := proof.Signer{Method: method.ID, Controller: method.Controller, Key: method.Key}
	doc := c.job.File.Document()
	role, party := "issuer", doc.Get("issuer")
	if isPresentation(doc) { // whatever issuer it names besides
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

// identifier returns the URL of a party, which is a string or has an id.
func identifier(party jsontree.Value) string {
	if party.IsObject() {
		party = party.Get("id")
	}
	return party.Text()
}

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
