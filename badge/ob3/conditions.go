package ob3

import (
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// badge is what holds between the members of a badge.
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
		d := describe(v)
		d.level(c, v.Get("requiredLevel"))
		d.value(c, v.Get("requiredValue"))
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
		levels: make(map[string]bool), allowed: make(map[string]bool),
		low: v.Get("valueMin").Text(), high: v.Get("valueMax").Text(),
	}
	for l := range v.Get("rubricCriterionLevel").Each() {
		d.levels[l.Get("id").Text()] = true
	}
	for a := range v.Get("allowedValue").Each() {
		d.allowed[a.Text()] = true
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
