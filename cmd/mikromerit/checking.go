package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob2"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/standard"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// checking holds the flags of every command that verifies a file.
type checking struct {
	Now             moment   `placeholder:"T" help:"Take T as the present time, such as 2026-08-01T12:00:00Z."`
	Anchor          []string `sep:"none" placeholder:"PEM" help:"Believe the certificates in this file, and seals that lead to them. May be repeated."`
	Online          bool     `help:"Fetch what is needed from the web over https: keys of did:web and https issuers, status lists, older badges."`
	StatusList      []string `sep:"none" placeholder:"URL=FILE" help:"Take the document at URL, such as a status list, from FILE. May be repeated."`
	ContextRevision []string `sep:"none" placeholder:"URL=REVISION" help:"Read the JSON-LD context at URL in this revision, not in the newest. May be repeated."`
}

// demands are what a caller wants to hold of a file.
type demands struct {
	issuers          []string // nobody else is believed; none: it is not asked who the issuer is
	allowForeignKeys bool
	domain           []string
	challenge        string
	recipients       []string // names of one person
}

// checker verifies files of every kind.
type checker struct {
	env      vc.Env
	verifier *proof.Verifier
	demands  demands
}

// checker returns a checker that reaches the network only when it was allowed.
func (c *checking) checker(a *app, d demands) (*checker, error) {
	anchors, err := c.anchors(a)
	if err != nil {
		return nil, err
	}
	registry, err := standard.Registry(anchors)
	if err != nil {
		return nil, err
	}
	env, err := c.env(a)
	if err != nil {
		return nil, err
	}
	return &checker{env, proof.NewVerifier(env, registry), d}, nil
}

// anchors reads the certificates to believe in; nil when none are given.
func (c *checking) anchors(a *app) (*trust.Anchors, error) {
	var all *trust.Anchors
	for _, name := range c.Anchor {
		data, err := a.read(name)
		if err != nil {
			return nil, err
		}
		anchors, err := trust.ParsePEM(data)
		if err != nil {
			return nil, cannot("%s holds no certificates to believe in: %v; give a PEM file of certificates", name, err)
		}
		all = trust.Join(all, anchors)
	}
	return all, nil
}

// examined is what was found out about a file.
type examined struct {
	*badge.Verification
	older *ob2.Result // of a badge before Open Badges 3.0; nil for all else
}

// check verifies a file and holds it against the demands. Breaches of the
// rules of baking come first.
func (c *checker) check(in *input) (*examined, error) {
	out, err := c.examine(context.Background(), in)
	if err != nil {
		return nil, err
	}
	out.Findings = slices.Concat(in.bakingFindings(), out.Findings)
	return out, nil
}

func (c *checker) examine(ctx context.Context, in *input) (*examined, error) {
	if in.older() {
		return c.examineOlder(ctx, in)
	}
	if doc := claimed(in.Secured); isPresentation(in.Secured) || badge.Is(doc) || clr.Is(doc) || isEndorsement(doc) {
		found, err := badge.Verify(ctx, c.verifier, in.Secured, c.policy(), badge.VerifyOptions{Env: c.env, Recipient: c.recipients(), CheckRecord: clr.CheckIn})
		return &examined{Verification: found}, err
	}
	result, err := c.verifier.VerifySecured(ctx, in.Secured, c.policy())
	if err != nil {
		return nil, err
	}
	out := &badge.Verification{Result: result}
	if in.Format() == proof.JAdES {
		out.Findings = append(out.Findings, c.unanswered()...)
	}
	if len(c.demands.recipients) > 0 {
		out.Findings = append(out.Findings, c.recipient(out.Document))
	}
	out.Verdict = vc.VerdictOf(out.Findings)
	return &examined{Verification: out}, nil
}

// claimed is the credential in a file before anything is checked.
func claimed(file *proof.Secured) vc.Document {
	switch file.Format() {
	case proof.JWS, proof.SDJWT, proof.Enveloped:
		if doc, err := jose.Document(file, limits); err == nil {
			return doc
		}
	}
	return file.Document()
}

func isEndorsement(doc vc.Document) bool {
	credential, _ := vc.ReadCredential(doc)
	return credential.HasType("EndorsementCredential")
}

func (c *checker) recipients() (who []badge.Identity) {
	for _, value := range c.demands.recipients {
		who = append(who, badge.Identity{Value: value})
	}
	return who
}

// recipient looks for the person in a credential that is no badge.
func (c *checker) recipient(doc vc.Document) vc.Finding {
	for _, who := range c.recipients() {
		if found := badge.MatchRecipient(doc, who); len(found) > 0 {
			return vc.Finding{Code: "RECIPIENT", Status: vc.Pass, Pointer: found[0].Pointer, Detail: "The recipient is the one whom the caller named."}
		}
	}
	return vc.Finding{Code: "RECIPIENT", Status: vc.Fail, Pointer: "/credentialSubject", Detail: "The credential names nobody whom the caller named."}
}

func (c *checker) policy() proof.Policy {
	who := proof.AnyIssuer()
	if len(c.demands.issuers) > 0 {
		who = proof.Issuers(c.demands.issuers...)
	}
	policy := proof.NewPolicy(who)
	policy.UnsafeAllowForeignKeys = c.demands.allowForeignKeys
	policy.Domain, policy.Challenge = c.demands.domain, c.demands.challenge
	return policy
}

// examineOlder verifies a badge of an edition before Open Badges 3.0, by the
// rules of its own: hosted copies in the place of proofs.
func (c *checker) examineOlder(ctx context.Context, in *input) (*examined, error) {
	who := ob2.AnyIssuer()
	if len(c.demands.issuers) > 0 {
		who = ob2.Issuers(c.demands.issuers...)
	}
	policy := ob2.NewPolicy(who)
	policy.Recipients = c.demands.recipients
	older, err := ob2.Verify(ctx, in.text, c.env, policy)
	switch {
	case errors.Is(err, vc.ErrUnreachable):
		older = &ob2.Result{Findings: []vc.Finding{{Code: "OB2-HOSTED", Status: vc.Unknown,
			Detail: "The file holds only the address of a badge, and what stands there could not be read."}}}
	case errors.Is(err, ob2.ErrNoBadge):
		older = &ob2.Result{Findings: []vc.Finding{{Code: "OB2-FORMAT", Status: vc.Fail, Detail: "What stands at the address is no badge."}}}
	case err != nil:
		return nil, err
	}
	findings := append(older.Findings, c.unanswered()...)
	result := &proof.Result{Format: in.format(), Verdict: vc.VerdictOf(findings), Findings: findings, Proofs: []proof.ProofResult{}}
	if older.Assertion != nil {
		result.Document = older.Assertion.Document
	}
	return &examined{&badge.Verification{Result: result}, older}, nil
}

// unanswered are the findings of a form that has no place for a domain or a
// challenge, when one is demanded.
func (c *checker) unanswered() []vc.Finding {
	var findings []vc.Finding
	if len(c.demands.domain) > 0 {
		findings = append(findings, vc.Finding{Code: "PROOF-DOMAIN", Status: vc.Fail, Detail: "Nothing in a file of this form says for which domain it was made."})
	}
	if c.demands.challenge != "" {
		findings = append(findings, vc.Finding{Code: "PROOF-CHALLENGE", Status: vc.Fail, Detail: "Nothing in a file of this form answers a challenge."})
	}
	return findings
}

// scattered reports whether the class or the issuer of a badge, or all of it,
// was neither in the file nor fetched.
func (e *examined) scattered() bool {
	if e.older == nil {
		return false
	}
	a := e.older.Assertion
	return a == nil || a.Badge.Missing() || a.Badge.Issuer.Missing()
}

// source is the file that was examined: of an address, what was fetched from
// it.
func (e *examined) source(in *input) (*proof.Secured, error) {
	if in.Secured != nil {
		return in.Secured, nil
	}
	for _, f := range e.older.Assertion.Fetched {
		if f.Pointer == "" {
			return proof.Open(f.Document.Bytes(), limits)
		}
	}
	return nil, errors.New("the badge was not fetched")
}

// edition names the edition of a badge before Open Badges 3.0, or "".
func (e *examined) edition() string {
	if e.older == nil || e.older.Edition == 0 {
		return ""
	}
	return e.older.Edition.String()
}

// moment is a point in time on the command line; the zero moment is the
// present.
type moment struct{ at vc.DateTime }

// UnmarshalText reads a date and time with its zone.
func (m *moment) UnmarshalText(text []byte) (err error) {
	if m.at, err = vc.ParseDateTime(string(text)); err != nil {
		return fmt.Errorf("%q is not a time; write it as 2026-08-01T12:00:00Z", text)
	}
	return nil
}

func (m moment) clock(present func() time.Time) func() time.Time {
	if m.at.IsZero() {
		return present
	}
	return m.at.Time
}

// languageTag is a language on the command line.
type languageTag struct{ language.Tag }

// UnmarshalText reads a BCP 47 language tag.
func (t *languageTag) UnmarshalText(text []byte) (err error) {
	if t.Tag, err = language.Parse(string(text)); err != nil {
		return fmt.Errorf("%q is not a language; write it as nb, sv or pt-BR", text)
	}
	return nil
}
