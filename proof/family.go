package proof

import (
	"context"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Family is what a family of credential formats adds to the verification of a
// credential. It is a table of functions that the [Verifier] calls.
type Family struct {
	Name string                 // as it reads in a sentence: "Open Badges 3.0"
	Is   func(vc.Document) bool // reports whether a document is of the family

	// Check checks a document against the rules of the format, and reports
	// whether it could check all of them. An error is that of ctx. When Check is
	// nil, a finding says that the rules are not known here.
	Check func(ctx context.Context, doc vc.Document, env vc.Env) (problems []vc.Problem, whole bool, err error)
	// CheckDraft takes the place of Check, and of the rules of the W3C data model,
	// for a document that nobody has secured yet, where securing it adds members that
	// those ask for. nil: there is no such difference.
	CheckDraft func(ctx context.Context, doc vc.Document, env vc.Env) (problems []vc.Problem, whole bool, err error)
	// CheckPresentation checks a presentation against the rules that the format has for
	// presentations of its own; asked is false for others. What stands inside the
	// credentials is left to their own checks. nil: there are no such rules.
	CheckPresentation func(ctx context.Context, doc vc.Document, env vc.Env) (problems []vc.Problem, whole, asked bool, err error)
	// Rules is the rule that every MUST of the format holds.
	Rules *vc.Rule
	// Parts returns the credentials in a document that are secured on their own.
	// nil: there are none.
	Parts func(vc.Document) []Part
	// Recipients returns the identifiers by which a credential names a person; who
	// is what is known of that person. nil: only the id of the subject counts.
	Recipients func(doc vc.Document, who []string) []Match
}

// Part is a credential inside another document.
type Part struct {
	At jsontree.Value
	// Endorsement says that the part is somebody else's opinion of the document
	// around it, which does not count for the verdict on that document.
	Endorsement bool
	// Types lists types of which the part must have one. nil: any credential will
	// do.
	Types []string
	// Misplaced returns a finding when the credential, once it was read, must not
	// stand here. nil: any may.
	Misplaced func(vc.Document) *vc.Finding
}

// Match is an identifier by which a credential names a person.
type Match struct {
	Pointer string `json:"pointer"` // the id of the subject, or one of its identifiers
	Kind    string `json:"kind"`    // the kind of identifier, in the words of the credential
	Method  string `json:"method"`  // "id", "plain", "sha256" or "md5"
	Form    string `json:"form"`    // "as given", "trimmed", "in lower case" or "ignoring case"
}

// familyOf returns the family of a document, or nil.
func (v *Verifier) familyOf(doc vc.Document) *Family {
	for i := range v.registry.families {
		if f := &v.registry.families[i]; f.Is(doc) {
			return f
		}
	}
	return nil
}

// checkRules checks a credential against the W3C data model and the rules of its
// format. A derived document is not blamed for what is missing: its holder was
// free to withhold it.
func (s *session) checkRules(ctx context.Context, credential vc.Credential, problems []vc.Problem, family *Family, r *Result) error {
	if r.foreign != "" {
		r.add(ruleForeign.Finding(vc.NotAsked, "", "What was signed is "+r.foreign+", so the rules for W3C credentials are not asked of it."))
	}
	draft := family != nil && family.CheckDraft != nil && r.Format == Unsecured
	if !draft && r.foreign == "" {
		model := &ruleModel2
		if credential.Version() == vc.V1 {
			model = &ruleModel1
		}
		s.addProblems(problems, len(problems) < maxProblems, model, r)
	}
	if family == nil {
		return nil
	}
	check := family.Check
	if draft {
		check = family.CheckDraft
	}
	if check == nil {
		r.add(family.Rules.Finding(vc.Unknown, "", "The rules of "+family.Name+" are not checked here."))
		return nil
	}
	problems, whole, err := check(ctx, r.Document, s.env)
	if err != nil {
		return err
	}
	s.addProblems(problems, whole, family.Rules, r)
	return nil
}

// maxProblems is the number of problems after which the check against the data
// model stops.
const maxProblems = 1_000

// addProblems adds the problems with a set of rules, and the finding of rule on
// whether all MUSTs of the set hold. whole says whether all were checked.
func (s *session) addProblems(problems []vc.Problem, whole bool, rule *vc.Rule, r *Result) {
	broken := false
	for _, p := range problems {
		f := p.Finding()
		if r.Derived && (p.Rule.Absence || !r.Document.Lookup(p.Pointer).Exists()) {
			f.Status, f.Type = vc.NotAsked, ""
			f.Detail += " The holder was free to withhold it, so it is not asked."
		}
		broken = broken || f.Status == vc.Fail
		r.add(f)
	}
	switch {
	case broken:
	case !whole:
		r.add(rule.Finding(vc.Unknown, "", "The document breaks so many rules that the others were not all checked."))
	default:
		r.add(rule.Finding(vc.Pass, "", "The document keeps every rule of the format that is a MUST."))
	}
}

// checkRecipient adds the finding on whether the credential names the person whom
// the policy names.
func (s *session) checkRecipient(family *Family, who []string, r *Result) {
	if len(who) == 0 {
		return
	}
	match := subjectIDs
	if family != nil && family.Recipients != nil {
		match = family.Recipients
	}
	r.Recipient = match(r.Document, who)
	if len(r.Recipient) == 0 {
		r.add(ruleRecipient.Finding(vc.Fail, "/credentialSubject", "The credential does not name the person whom you named."))
		return
	}
	m := r.Recipient[0]
	r.add(ruleRecipient.Finding(vc.Pass, m.Pointer, "The credential names the person whom you named ("+m.Method+", "+m.Form+")."))
}

// subjectIDs returns the ids of subjects that are those of a person.
func subjectIDs(doc vc.Document, who []string) (found []Match) {
	for subject := range doc.Get("credentialSubject").Each() {
		for _, one := range who {
			id := subject.Get("id")
			switch address, isAddress := strings.CutPrefix(id.Text(), "mailto:"); {
			case one != "" && id.IsText(one):
				found = append(found, Match{Pointer: id.Pointer(), Kind: "id", Method: "id", Form: "as given"})
			case isAddress && address != "" && strings.EqualFold(address, strings.TrimPrefix(one, "mailto:")):
				found = append(found, Match{Pointer: id.Pointer(), Kind: "emailAddress", Method: "id", Form: "ignoring case"})
			}
		}
	}
	return found
}
