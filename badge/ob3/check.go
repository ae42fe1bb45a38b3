package ob3

import (
	"context"
	"strconv"
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Check checks a badge, or an endorsement that stands on its own, against the
// rules of Open Badges 3.0 and returns at most 1,000 problems: first those of
// the whole, then node by node, endorsements included. Whatever is not an
// endorsement is taken for a badge.
//
// Both bindings of the specification pass: where the JSON-LD binding lets a
// single value stand without its array, so does Check. A credential of VC Data
// Model 1.1 is held against the classes for that version, which are for
// verification only; that it is one is a SHOULD.
//
// Check uses the built-in contexts; see [CheckIn] for others. It looks at the
// document alone: signatures, status, validity in time and the rules of the VC
// Data Model ([vc.ReadCredential]) are for other packages.
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
	loss, err := compiled().Loss(ctx, doc, env)
	return append(problems, loss...), err
}

// checkStructure is [Check] without the rule that JSON-LD keeps every part. The
// badge may be the root of a document or stand anywhere in one; places are
// given from the root.
func checkStructure(credential jsontree.Value) []vc.Problem {
	c := datamodel.Checker{Model: compiled()}
	c.Node(credential, c.ClassOf(className(credential)))
	return c.Problems()
}

// compiled returns the model, ready for checks.
var compiled = sync.OnceValue(func() *datamodel.Model { return Model().Compiled() })

// className names the class of a credential: whatever is not an endorsement is
// taken as a badge.
func className(credential jsontree.Value) string {
	if t := credential.Get("type"); datamodel.Lists(t, TypeEndorsement) && !datamodel.Lists(t, TypeBadge, TypeAchievement) {
		return TypeEndorsement
	}
	return TypeAchievement
}

// badge checks what holds between the members of a badge.
func badge(c *datamodel.Checker, v jsontree.Value) {
	if !v.Get("name").Exists() && c.Version() == vc.V2 {
		c.AddMember(&ruleName, v, "name", "none")
	}
	c.Picture(v)
}

// endorsement checks that a nested endorsement is about something in the
// document that it stands in. One of its own may be about anything.
func endorsement(c *datamodel.Checker, v jsontree.Value) {
	id := v.Get("credentialSubject").Get("id")
	if id.Kind() == jsontree.String && v.Parent().Exists() && !c.Names(v.Root(), id.Text()) {
		c.Add(&ruleEndorsement, id, "the id of nothing in it")
	}
}

// achievementSubject checks that a learner is named and that results agree
// with their descriptions.
func achievementSubject(c *datamodel.Checker, s jsontree.Value) {
	if !datamodel.Identified(s) {
		c.Add(&ruleSubject, s, "neither")
	}
	c.Picture(s)
	if !s.Get("result").Exists() {
		return
	}
	descriptions := make(map[string]*description)
	for d := range s.Get("achievement").Get("resultDescription").Each() {
		descriptions[d.Get("id").Text()] = describe(d)
	}
	for r := range s.Get("result").Each() {
		result(c, r, descriptions)
	}
}

func achievement(c *datamodel.Checker, a jsontree.Value) {
	c.Picture(a)
	for v := range a.Get("resultDescription").Each() {
		level, value := v.Get("requiredLevel"), v.Get("requiredValue")
		if !level.Exists() && !value.Exists() {
			continue
		}
		d := describe(v)
		d.level(c, level)
		d.value(c, value)
	}
}

func criteria(c *datamodel.Checker, v jsontree.Value) {
	if v.Get("id").Text() == "" && v.Get("narrative").Text() == "" {
		c.Add(&ruleCriteria, v, "neither")
	}
}

func result(c *datamodel.Checker, r jsontree.Value, descriptions map[string]*description) {
	link := r.Get("resultDescription")
	if link.Kind() != jsontree.String {
		return
	}
	d, ok := descriptions[link.Text()]
	if !ok {
		c.Add(&ruleResult, link, "an id that no result description has")
		return
	}
	if d.status && !r.Get("status").Exists() {
		c.AddMember(&ruleResultStatus, r, "status", "none")
	}
	d.level(c, r.Get("achievedLevel"))
	d.value(c, r.Get("value"))
}

// description is what results refer to of a ResultDescription.
type description struct {
	status    bool
	levels    map[string]bool // ids
	allowed   map[string]bool
	low, high string
}

func describe(v jsontree.Value) *description {
	d := &description{
		status: v.Get("resultType").IsText("Status"),
		low:    v.Get("valueMin").Text(), high: v.Get("valueMax").Text(),
	}
	if levels := v.Get("rubricCriterionLevel"); levels.Exists() {
		d.levels = make(map[string]bool)
		for l := range levels.Each() {
			d.levels[l.Get("id").Text()] = true
		}
	}
	if allowed := v.Get("allowedValue"); allowed.Exists() {
		d.allowed = make(map[string]bool)
		for a := range allowed.Each() {
			d.allowed[a.Text()] = true
		}
	}
	return d
}

// level checks a reference to a level of the result description.
func (d *description) level(c *datamodel.Checker, reference jsontree.Value) {
	if reference.Kind() == jsontree.String && !d.levels[reference.Text()] {
		c.Add(&ruleLevel, reference, "another id")
	}
}

// value checks a value against the list or the range that the result
// description allows. A range is only looked at when its bounds are numbers.
func (d *description) value(c *datamodel.Checker, v jsontree.Value) {
	switch {
	case v.Kind() != jsontree.String || d.allowed[v.Text()]:
	case len(d.allowed) > 0:
		c.Add(&ruleResultValue, v, "another value")
	case outside(v.Text(), d.low, d.high):
		c.Add(&ruleResultValue, v, "a value outside the range")
	}
}

func outside(value, low, high string) bool {
	v, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return false // a letter between numbers is for people to judge
	}
	bottom, noBottom := strconv.ParseFloat(low, 64)
	top, noTop := strconv.ParseFloat(high, 64)
	return noBottom == nil && v < bottom || noTop == nil && v > top
}

// identity checks the notation of a hashed identity.
func identity(c *datamodel.Checker, v jsontree.Value) {
	hash := v.Get("identityHash")
	if !v.Get("hashed").Bool() || hash.Kind() != jsontree.String {
		return
	}
	algorithm, digest, _ := strings.Cut(hash.Text(), "$")
	switch {
	case algorithm == "sha256" && isHex(digest, 64):
	case algorithm == "md5" && isHex(digest, 32):
		c.Add(&ruleHashWeak, hash, "md5")
	default:
		c.Add(&ruleHash, hash, "another form")
	}
}

func isHex(s string, length int) bool {
	return len(s) == length && strings.Trim(s, "0123456789abcdefABCDEF") == ""
}

// MandatoryPointers returns JSON Pointers to what a badge, or an endorsement,
// cannot do without and what is there of it: with them as the mandatory
// pointers of a base proof, every badge that its holder derives keeps
// the rules of Open Badges 3.0, as certification by 1EdTech demands. They are
// the members that the specification requires; the names of badge and issuer,
// which displays show; and one that says who the recipient is: the id, or else
// a hashed identifier, or else the first identifier. An issuer that wants the
// recipient to stay unnamed gives the badge an id or a hashed identifier, or
// chooses the pointers itself.
//
// The members that decide whether the badge is in force are always mandatory
// ([vc.DecisivePointers]) and not among the pointers.
func MandatoryPointers(doc vc.Document) []string {
	root := doc.Root()
	c := datamodel.Checker{Model: compiled()}
	pointers := c.Mandatory(root, c.ClassOf(className(root)))
	if issuer := root.Get("issuer"); issuer.Get("name").Exists() {
		pointers = append(pointers, issuer.Get("name").Pointer())
	}
	for subject := range root.Get("credentialSubject").Each() {
		if who := recipientOf(subject); who.Exists() {
			pointers = append(pointers, who.Pointer())
		}
	}
	if name := root.Get("name"); name.Exists() {
		pointers = append(pointers, name.Pointer())
	}
	return unique(pointers)
}

// recipientOf returns what says who the subject is and tells least about it.
func recipientOf(subject jsontree.Value) jsontree.Value {
	if id := subject.Get("id"); id.Exists() {
		return id
	}
	var first jsontree.Value
	for identifier := range subject.Get("identifier").Each() {
		if hashed := identifier.Get("hashed"); hashed.Kind() == jsontree.Bool && hashed.Bool() {
			return identifier
		}
		if !first.Exists() {
			first = identifier
		}
	}
	return first
}

func unique(pointers []string) []string {
	seen := make(map[string]bool, len(pointers))
	out := pointers[:0]
	for _, pointer := range pointers {
		if !seen[pointer] {
			seen[pointer] = true
			out = append(out, pointer)
		}
	}
	return out
}
