package conformance

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// issuance is what an issuer made of the good templates of a profile. It is made
// once in a run, by the first check of the profile.
type issuance struct {
	*issuerProfile
	examiner *examiner
	suite    string // the suite that is asked for
	issuer   string // by which identifier the target signs, as far as it is known
	absent   string // why the profile does not apply to the target
	tally
	attempts []attempt
	discerns *bool       // whether it refuses anything at all
	derived  *derivation // what it derived from one of them
}

// attempt is one request to sign.
type attempt struct {
	name   string
	sent   vc.Document
	answer Answer
	fault  error          // there was no usable answer
	file   *proof.Secured // nil: nothing was signed
	made   vc.Document    // the credential in it
	wrong  string         // why what came back is no credential
}

// issuanceOf returns what the target made of the templates of a profile.
func (p *Probe) issuanceOf(ctx context.Context, profile *issuerProfile) (*issuance, error) {
	s := p.run.survey
	if known := s.issuances[profile.id]; known != nil {
		return known, nil
	}
	o := p.run.options
	o.As = ""
	examiner, err := newExaminer(o)
	if err != nil {
		return nil, err
	}
	i := &issuance{issuerProfile: profile, examiner: examiner}
	if s.silent == mostUnanswered {
		i.attempts = []attempt{{name: profile.templates[0].name, fault: errSilent}}
	} else if err := i.issue(ctx, p); err != nil {
		return nil, err
	}
	if i.isSilent() {
		s.silent = min(s.silent+1, mostUnanswered)
	}
	if profile.unfit != nil && i.absent == "" {
		i.absent = profile.unfit(i, p.Description(), s.chosen)
	}
	if s.issuances == nil {
		s.issuances = map[string]*issuance{}
	}
	s.issuances[profile.id] = i
	return i, nil
}

// mostUnanswered is for how many profiles a target may give no usable answer before it is
// asked no more: each costs its time.
const mostUnanswered = 2

var errSilent = errors.New("the target gave no usable answer to what it was asked before, so it was not asked again")

// isSilent reports whether the target gave no usable answer at all.
func (i *issuance) isSilent() bool {
	return len(i.attempts) > 0 && !slices.ContainsFunc(i.attempts, func(a attempt) bool { return a.fault == nil })
}

// issue has the good templates signed, by the first suite that the target does.
func (i *issuance) issue(ctx context.Context, p *Probe) error {
	for _, suite := range i.candidates(p.Description()) {
		begun, err := i.begin(ctx, p, suite)
		if err != nil {
			return err
		}
		if begun {
			break
		}
	}
	if len(i.attempts) == 0 {
		i.absent = "The target does not do " + i.wanted() + "."
		return nil
	}
	for _, t := range i.templates[1:] {
		if last := i.attempts[len(i.attempts)-1]; last.fault != nil && len(i.attempts) > 1 {
			break // it hangs or is gone
		}
		made, err := i.ask(ctx, p, t)
		if err != nil {
			return err
		}
		i.attempts = append(i.attempts, made)
	}
	return i.examineAll(ctx)
}

// begin has the first template signed by a suite. A target may sign by another
// identifier for each suite: it is left to put its own, and one that refuses a
// stranger's may say which it would sign for. It reports whether there is nothing to
// gain by another suite.
func (i *issuance) begin(ctx context.Context, p *Probe, suite string) (bool, error) {
	before := i.suite
	issuers := slices.Compact([]string{p.Description().IssuerOf(suite), ""})
	const most = 5
	for n := 0; n < len(issuers) && n < most; n++ {
		i.suite, i.issuer = suite, issuers[n]
		first, err := i.ask(ctx, p, i.templates[0])
		switch {
		case err != nil:
			return false, err
		case errors.Is(first.fault, ErrUnsupported):
			i.suite = before
			return false, nil
		}
		i.attempts = []attempt{first}
		if first.file != nil || first.fault != nil {
			return true, nil
		}
		for _, name := range first.identifiers() {
			if !slices.Contains(issuers, name) {
				issuers = append(issuers, name)
			}
		}
	}
	return false, nil
}

var identifierForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`did:[a-z0-9]+:[A-Za-z0-9._:%-]*[A-Za-z0-9_-]`) })

// identifiers returns the DIDs that a refusal names.
func (a *attempt) identifiers() (all []string) {
	for _, problem := range a.answer.Problems {
		all = append(all, identifierForm().FindAllString(problem.Title+" "+problem.Detail, -1)...)
	}
	return all
}

// candidates returns the suites to try.
func (i *issuance) candidates(d Description) []string {
	if len(d.Suites) == 0 {
		return i.suites
	}
	known := func(s string) bool { return s == "" || slices.Contains(d.Suites, s) }
	return slices.DeleteFunc(slices.Clone(i.suites), func(s string) bool { return !known(s) })
}

// ask has a template signed.
func (i *issuance) ask(ctx context.Context, p *Probe, t template) (attempt, error) {
	doc, err := t.document(i.issuer)
	if err != nil {
		return attempt{}, fmt.Errorf("the template %q: %w", t.name, err)
	}
	return i.put(ctx, p, t.name, doc, doc.Bytes())
}

// put puts a credential to the target within a part of the time of a check. An error
// is that of ctx.
func (i *issuance) put(ctx context.Context, p *Probe, name string, doc vc.Document, text []byte) (attempt, error) {
	const parts = 8
	limit := cmp.Or(p.Options().CheckTimeout, 2*time.Minute) / parts
	short, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	request := Request{Operation: IssueCredential, Document: text, MediaType: "application/vc", Suite: i.suite}
	if i.suite == suiteSeal {
		request.MediaType = "application/json"
	}
	if isSelective(i.suite) && !doc.IsZero() {
		request.Mandatory = mandatoryPointers(doc)
	}
	out := attempt{name: name, sent: doc}
	out.answer, out.fault = p.Ask(short, request)
	if ctx.Err() != nil {
		return out, ctx.Err()
	}
	if out.fault == nil && !out.answer.Refused && len(out.answer.Document) > 0 {
		out.open(p.Env().Limits)
		i.issuer = cmp.Or(i.issuer, issuerOf(out.made))
	}
	return out, nil
}

// open reads what came back.
func (a *attempt) open(limits vc.Limits) {
	file, err := mikromerit.Open(a.answer.Document, limits)
	if err != nil {
		code, detail := faultOf(err)
		a.wrong = detail + " (" + code + ")"
		return
	}
	a.file, a.made = file, mikromerit.DocumentOf(file)
}

// suiteSeal is the name of the suite of seals.
const suiteSeal = "jades"

func issuerOf(doc vc.Document) string {
	credential, _ := vc.ReadCredential(doc)
	return credential.IssuerID()
}

// examineAll verifies what was signed. Of a credential from which its holder reveals
// parts, that is the one that reveals the least.
func (i *issuance) examineAll(ctx context.Context) error {
	for n := range i.attempts {
		a := &i.attempts[n]
		if a.file == nil {
			continue
		}
		shown := a.file
		if mikromerit.HasBaseProof(a.file) {
			least, err := dataintegrity.Derive(ctx, i.examiner.env, a.file, dataintegrity.DeriveOptions{})
			switch {
			case err != nil && breaksBase(a.file, err):
				if err := i.addBroken(ctx, *a); err != nil {
					return err
				}
				continue
			case err != nil:
				a.file, a.wrong = nil, "Nothing can be derived from it: "+sentence(vc.Plain(err.Error()))
				continue
			}
			shown = least
		}
		found, err := i.examiner.examine(ctx, Document{Name: a.name, Data: shown.Bytes()}, nil)
		if err != nil {
			return err
		}
		one := withAbsences(found[0], shown.Document(), shown != a.file)
		if i.publishes {
			if err := i.blameLists(ctx, &one, a.made); err != nil {
				return err
			}
		}
		i.add(one)
	}
	return nil
}

// breaksBase reports whether nothing was derived because the base proof does not hold.
// Only deriving by bbs-2023 finds that out, since it checks the signature first.
func breaksBase(file *proof.Secured, err error) bool {
	return strings.HasPrefix(err.Error(), "PROOF-VALUE at ") && file.Proofs()[0].Suite == string(dataintegrity.BBS2023)
}

// addBroken adds a credential whose base proof does not hold: with what is wrong with its
// members or, where the key is known, with its signature.
func (i *issuance) addBroken(ctx context.Context, a attempt) error {
	found, err := i.examiner.examine(ctx, Document{Name: a.name, Data: a.file.Bytes()}, nil)
	if err != nil {
		return err
	}
	one := found[0]
	if !slices.ContainsFunc(one.findings, func(f vc.Finding) bool { return f.Code == "PROOF-METHOD" && f.Status == vc.Fail }) {
		rule := only(dataintegrity.Rules(), "PROOF-SIGNATURE")[0]
		one.findings = append(one.findings, rule.Finding(vc.Fail, a.file.Proofs()[0].Pointer+"/proofValue", "The signature of the base proof does not fit, so its holder can derive nothing from it."))
	}
	i.add(one)
	return nil
}

// withAbsences also holds against a derived badge what it lacks: certification asks
// an issuer for all required members in it.
func withAbsences(one specimen, doc vc.Document, derived bool) specimen {
	if !derived || one.kind != kindBadge {
		return one
	}
	one.findings = slices.DeleteFunc(one.findings, func(f vc.Finding) bool { return f.Status == vc.NotAsked })
	for _, p := range ob3.Check(doc) {
		if p.Rule.Absence {
			one.findings = append(one.findings, p.Finding())
		}
	}
	return one
}

// signed returns the attempts that were signed.
func (i *issuance) signed() []attempt {
	return slices.DeleteFunc(slices.Clone(i.attempts), func(a attempt) bool { return a.file == nil })
}

// refusedAll reports whether the target properly refused each good template.
func (i *issuance) refusedAll() bool {
	return !slices.ContainsFunc(i.attempts, func(a attempt) bool { return a.file != nil || a.fault != nil || a.wrong != "" })
}

// describe says what the target did in place of signing.
func (a *attempt) describe() string {
	switch {
	case a.fault != nil:
		return "There was no usable answer: " + sentence(vc.Plain(a.fault.Error()))
	case a.wrong != "":
		return "What came back is no credential. " + a.wrong
	case a.file != nil:
		return "It was signed."
	}
	detail := "It was refused."
	for _, problem := range a.answer.Problems {
		if text := cmp.Or(problem.Detail, problem.Title); text != "" {
			return detail + " The target says: " + label(text)
		}
	}
	return detail
}

func (a *attempt) exchanges() []Exchange {
	if a.answer.Exchange.Request.Line == "" && a.answer.Exchange.Failure == "" {
		return nil
	}
	return []Exchange{a.answer.Exchange}
}

// refuses puts a spoilt copy of the first template to the target and says whether it
// was refused, or mended so that it keeps the rules.
func (i *issuance) refuses(ctx context.Context, p *Probe, s spoilt) (Case, bool, error) {
	doc, err := i.templates[0].document(i.issuer)
	for n := 0; n+1 < len(s.edits) && err == nil; n += 2 {
		if s.edits[n+1] == "" {
			doc, err = doc.Without(s.edits[n])
		} else {
			doc, err = doc.With(s.edits[n], s.edits[n+1])
		}
	}
	if err != nil {
		return Case{}, false, fmt.Errorf("the template %q: %w", s.name, err)
	}
	made, err := i.put(ctx, p, s.name, doc, doc.Bytes())
	if err != nil {
		return Case{}, false, err
	}
	broken := breaches
	if i.breaches != nil {
		broken = i.breaches
	}
	c, refused := made.judge(s, broken)
	return c, refused, nil
}

// judge says whether a spoilt credential was treated as it must be.
func (a *attempt) judge(s spoilt, breaches func(vc.Document, string) []vc.Problem) (c Case, refused bool) {
	c = Case{Name: a.name, Status: Fail, Want: "The credential is refused.", Found: a.describe()}
	if !s.refuse {
		c.Want = "The credential is refused, or mended before it is signed."
	}
	switch {
	case a.fault != nil:
		c.Status, refused = Warn, true // it was not signed, but nobody learns why
	case a.file == nil && a.wrong == "":
		c.Status, refused = Pass, true
	case s.refuse || a.file == nil:
	default:
		if broken := breaches(a.made, s.rule); len(broken) == 0 {
			c.Status = Pass
		} else {
			c.Found = "It was signed although it breaks a rule. " + broken[0].Detail()
			c.Pointer = broken[0].Pointer
		}
	}
	if c.Status != Pass {
		c.Exchanges = a.exchanges()
	}
	return c, refused
}

// breaches returns the MUSTs that a credential breaks, and the rule with a code.
func breaches(doc vc.Document, code string) []vc.Problem {
	_, found := vc.ReadCredential(doc)
	if ob3.Is(doc) {
		found = append(found, ob3.Check(doc)...)
	}
	return slices.DeleteFunc(found, func(p vc.Problem) bool { return p.Rule.Level != vc.Must && p.Rule.Code != code })
}

// refusesAnything reports whether the target refuses any of the spoilt templates.
// That it signs what is good shows nothing otherwise.
func (i *issuance) refusesAnything(ctx context.Context, p *Probe) (bool, error) {
	if i.discerns != nil {
		return *i.discerns, nil
	}
	found := false
	for _, s := range i.spoils {
		_, refused, err := i.refuses(ctx, p, s)
		if err != nil {
			return false, err
		}
		if found = refused; found {
			break
		}
	}
	i.discerns = &found
	return found, nil
}
