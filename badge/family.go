package badge

import (
	"context"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const specVerification = "https://www.imsglobal.org/spec/ob/v3p0/#"

// The rules that only a verifier can ask.
var (
	ruleRules = vc.Rule{Code: "OB3-RULES", Axis: vc.Conformant, Level: vc.Must, Spec: specVerification + "data-model",
		Text: "A badge must keep every MUST of Open Badges 3.0."}
	ruleAbout = vc.Rule{Code: "ENDORSEMENT-SUBJECT", Level: vc.Must, Spec: specVerification + "endorsementsubject",
		Text: "An endorsement must be about what it stands in."}
)

// Rules returns the rules that [Family] adds to those of package ob3.
func Rules() []vc.Rule { return []vc.Rule{ruleRules, ruleAbout} }

// Family is what Open Badges 3.0 adds to verification: the rules for badges and
// for endorsements that stand on their own, the endorsements inside them, and
// the ways in which they name a person.
func Family() proof.Family {
	return proof.Family{
		Name:       "Open Badges 3.0",
		Is:         func(doc vc.Document) bool { return ob3.Is(doc) || isEndorsement(doc) },
		Rules:      &ruleRules,
		Check:      checkOwn(ob3.CheckIn),
		Parts:      Parts,
		Recipients: MatchRecipients,
	}
}

func isEndorsement(doc vc.Document) bool {
	return datamodel.Lists(doc.Get("type"), ob3.TypeEndorsement)
}

// maxProblems is the number of problems at which ob3.Check stops.
const maxProblems = 1_000

// checkOwn leaves out of a check the rules of Open Badges that nested
// credentials break: they are checked on their own, and an endorsement must not
// make the badge worse. That JSON-LD keeps every part is a rule for the whole,
// since the proof of the whole covers it.
func checkOwn(check func(context.Context, vc.Document, vc.Env) ([]vc.Problem, error)) func(context.Context, vc.Document, vc.Env) ([]vc.Problem, bool, error) {
	return func(ctx context.Context, doc vc.Document, env vc.Env) ([]vc.Problem, bool, error) {
		problems, err := check(ctx, doc, env)
		whole := len(problems) < maxProblems
		return Own(problems, Parts(doc)), whole, err
	}
}

// wholeRules are the rules of JSON-LD, which hold for a document as a whole.
var wholeRules = []string{"OB3-JSONLD", "OB3-EXTENSIONS", "OB3-JSONLD-UNCHECKED"}

// Own leaves out the problems of Open Badges inside the parts of a document.
func Own(problems []vc.Problem, parts []proof.Part) []vc.Problem {
	places := make(map[string]bool, len(parts))
	for _, p := range parts {
		places[p.At.Pointer()] = true
	}
	return slices.DeleteFunc(problems, func(p vc.Problem) bool {
		if !strings.HasPrefix(p.Code(), "OB3-") || slices.Contains(wholeRules, p.Code()) {
			return false
		}
		for at := p.Pointer; at != ""; at = at[:strings.LastIndexByte(at, '/')] {
			if places[at] {
				return true
			}
		}
		return false
	})
}

// Parts returns the endorsements in a credential. The specification lets
// credentials, achievements and profiles be endorsed, at whatever depth. What
// stands in a nested credential belongs to that one.
func Parts(doc vc.Document) []proof.Part {
	p := &parts{endorsed: map[string]bool{doc.Get("id").Text(): true, doc.Get("issuer").Text(): true}}
	p.collect(doc.Root())
	delete(p.endorsed, "")
	all := make([]proof.Part, 0, len(p.endorsements))
	for _, e := range p.endorsements {
		all = append(all, proof.Part{At: e.at, Endorsement: true, Types: []string{ob3.TypeEndorsement}, Misplaced: p.about(e)})
	}
	return all
}

// parts are the endorsements of a document, and what they may be about.
type parts struct {
	endorsements []endorsement
	endorsed     map[string]bool // ids of the credential and its achievements and profiles
}

// endorsement is one as it stands in the node that carries it.
type endorsement struct{ at, of jsontree.Value }

func (p *parts) collect(v jsontree.Value) {
	if v.IsObject() && isEndorsable(v.Get("type")) {
		p.endorsed[v.Get("id").Text()] = true
	}
	for i := range v.Len() {
		switch kid := v.At(i); kid.Name() {
		case "@context", "proof", "verifiableCredential":
		case "endorsement", "endorsementJwt":
			for one := range kid.Each() {
				p.endorsements = append(p.endorsements, endorsement{one, v})
			}
		default:
			p.collect(kid)
		}
	}
}

func isEndorsable(kind jsontree.Value) bool {
	return datamodel.Lists(kind, "Achievement", "Profile", "AchievementSubject", "ClrSubject")
}

// about says whether an endorsement is about what it stands in. One of a
// credential may be about the achievement and profiles in it too, any other is
// about the node that carries it (Open Badges 3.0, members endorsement of the
// classes).
func (p *parts) about(e endorsement) func(vc.Document) *vc.Finding {
	return func(doc vc.Document) *vc.Finding {
		if doc.IsZero() {
			return nil
		}
		id := doc.Get("credentialSubject").Get("id").Text()
		fits := p.endorsed[id]
		if e.of.Parent().Exists() {
			fits = id != "" && e.of.Get("id").IsText(id)
		}
		f := ruleAbout.Finding(vc.Pass, "/credentialSubject/id", "The endorsement is about what it stands in.")
		if !fits {
			f = ruleAbout.Finding(vc.Fail, "/credentialSubject/id", "The endorsement is about something else than what it stands in.")
		}
		return &f
	}
}
