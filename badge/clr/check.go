package clr

import (
	"context"
	"sync"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Check checks a record against the rules of CLR 2.0, and the badges and
// endorsements in it against those of Open Badges 3.0. It returns at most 1,000
// problems, each with its place in the record. Rules of
// Open Badges keep their codes (OB3-…), also where a record breaks them.
//
// A credential in the record that is an envelope cannot be looked into here;
// one that is neither badge, endorsement nor record is only seen to be a
// credential. For versions, contexts and what is left to other packages see
// [ob3.Check].
func Check(doc vc.Document) []vc.Problem {
	problems, _ := CheckIn(context.Background(), doc, vc.Env{})
	return problems
}

// CheckIn is [Check] with the contexts of env. The only error is that of ctx.
func CheckIn(ctx context.Context, doc vc.Document, env vc.Env) ([]vc.Problem, error) {
	problems := checkStructure(doc.Root())
	if doc.IsZero() {
		return problems, nil
	}
	loss, err := model.Loss(ctx, doc, env)
	return append(problems, loss...), err
}

// checkStructure is [Check] without the rule that JSON-LD keeps every part.
func checkStructure(credential jsontree.Value) []vc.Problem {
	c := datamodel.Checker{Model: compiled()}
	c.Node(credential, c.ClassOf(typeCredential))
	return c.Problems()
}

// compiled returns the model, ready for checks.
var compiled = sync.OnceValue(func() *datamodel.Model { return model.Compiled() })

func record(c *datamodel.Checker, v jsontree.Value) { c.Picture(v) }

// subject checks what the record holds and how it hangs together.
func subject(c *datamodel.Checker, s jsontree.Value) {
	if !datamodel.Identified(s) {
		c.Add(&ruleSubject, s, "neither")
	}
	for one := range s.Get(held).Each() {
		credential(c, one, s.Get("id"))
	}
	if links := s.Get("association"); links.Len() > 0 {
		known := achievements{ids: make(map[string]bool), complete: true}
		known.subject(s)
		for link := range links.Each() {
			known.association(c, link)
		}
	}
}

// credential checks one credential of the record by its class.
func credential(c *datamodel.Checker, v, learner jsontree.Value) {
	kind := v.Get("type")
	switch {
	case datamodel.Lists(kind, vc.EnvelopedCredential):
		return
	case !datamodel.Lists(kind, datamodel.TypeCredential):
		c.Add(&ruleCredential, v, "something else")
		return
	case datamodel.Lists(kind, ob3.TypeBadge, ob3.TypeAchievement):
		c.Node(v, c.ClassOf(ob3.TypeAchievement))
	case datamodel.Lists(kind, ob3.TypeEndorsement):
		c.Node(v, c.ClassOf(ob3.TypeEndorsement))
		return // it is about something else
	case datamodel.Lists(kind, typeCredential):
		c.Node(v, c.ClassOf(typeCredential))
	default:
		other(c, v)
	}
	if id := v.Get("credentialSubject").Get("id"); id.Exists() && learner.Exists() && !id.IsText(learner.Text()) {
		c.Add(&ruleLearner, id, "another id")
	}
}

// other checks what every credential has.
func other(c *datamodel.Checker, v jsontree.Value) {
	start := "validFrom"
	if datamodel.VersionOf(v) == vc.V1 {
		start = "issuanceDate"
	}
	for _, name := range []string{"@context", "issuer", start, "credentialSubject"} {
		if !v.Get(name).Exists() {
			c.AddMember(&ruleRequired, v, name, "no "+name+" in VerifiableCredential")
		}
	}
}

// achievements are the ids of the achievements of a record.
type achievements struct {
	ids      map[string]bool
	complete bool // nothing in the record is closed to us
}

// subject gathers the achievements that a subject names itself and those of
// its credentials.
func (a *achievements) subject(s jsontree.Value) {
	for one := range s.Get("achievement").Each() {
		a.ids[one.Get("id").Text()] = true
	}
	for one := range s.Get(held).Each() {
		if datamodel.Lists(one.Get("type"), vc.EnvelopedCredential) {
			a.complete = false
		}
		for inner := range one.Get("credentialSubject").Each() {
			a.subject(inner)
		}
	}
}

func (a *achievements) association(c *datamodel.Checker, link jsontree.Value) {
	source, target := link.Get("sourceId"), link.Get("targetId")
	for _, end := range []jsontree.Value{source, target} {
		if end.Kind() == jsontree.String && !a.ids[end.Text()] && a.complete {
			c.Add(&ruleAssociation, end, "the id of no achievement")
		}
	}
	if source.Exists() && source.Text() == target.Text() {
		c.Add(&ruleAssociationSelf, link, "one")
	}
}
