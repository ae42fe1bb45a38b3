package badge

import (
	"context"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/internal/nested"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

var ruleRules = vc.Rule{Code: "OB3-RULES", Axis: vc.Conformant, Level: vc.Must, Spec: "https://www.imsglobal.org/spec/ob/v3p0/#data-model",
	Text: "A badge must keep every MUST of Open Badges 3.0."}

// Rules returns the rules that [Family] adds to those of package ob3.
func Rules() []vc.Rule { return []vc.Rule{ruleRules, nested.About} }

// Family is what Open Badges 3.0 adds to verification: the rules for badges and
// for endorsements that stand on their own, the endorsements inside them, and
// the ways in which they name a person.
func Family() proof.Family {
	return proof.Family{
		Name:       "Open Badges 3.0",
		Is:         func(doc vc.Document) bool { return ob3.Is(doc) || isEndorsement(doc) },
		Rules:      &ruleRules,
		Check:      checkOwn(ob3.CheckIn),
		Parts:      nested.Parts,
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
		return nested.Own(problems, nested.Parts(doc)), whole, err
	}
}
