package badge

import (
	"regexp"
	"slices"

	"github.com/mikromerit/mikromerit/jsontree"
	"github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

const specification = "https://www.imsglobal.org/spec/ob/v3p0/"

// The rules of Check. What a class requires stands in the table of classes;
// the problem names the member.
var (
	ruleContext = vc.Rule{Code: "OB3-CONTEXT", Level: vc.Must, Spec: specification + "#serialization-json-ld",
		Text: "A badge must name the contexts of Verifiable Credentials 2.0 and of Open Badges 3.0 first, in this order."}
	ruleType = vc.Rule{Code: "OB3-TYPE", Level: vc.Must, Spec: specification + "#achievementcredential",
		Text: "The type of a badge must list VerifiableCredential and OpenBadgeCredential or AchievementCredential."}
	ruleNodeType = vc.Rule{Code: "OB3-NODE-TYPE", Level: vc.Must, Spec: specification + "#data-models",
		Text: "A node must state the type of its class in the form that the class asks for."}
	ruleRequired = vc.Rule{Code: "OB3-REQUIRED", Level: vc.Must, Spec: specification + "#data-models",
		Text: "A member that its class requires must be there."}
	ruleKind = vc.Rule{Code: "OB3-KIND", Level: vc.Must, Spec: specification + "#data-models",
		Text: "A member must have the kind of value that its class says."}
	ruleArray = vc.Rule{Code: "OB3-ARRAY", Level: vc.Must, Spec: specification + "#serialization-json",
		Text: "A member that may have several values must be an array that is not empty; one that has a single value must not be an array."}
	ruleClosed = vc.Rule{Code: "OB3-CLOSED", Level: vc.Must, Spec: specification + "#data-models",
		Text: "A node of a closed class must have no other members."}
	ruleEnum = vc.Rule{Code: "OB3-ENUM", Level: vc.Must, Spec: specification + "#enumerations",
		Text: "A value of an enumeration must be one of its terms or, where it can be extended, start with \"ext:\" followed by letters, digits, dots or underscores."}
	ruleSubject = vc.Rule{Code: "OB3-SUBJECT", Level: vc.Must, Spec: specification + "#achievementsubject",
		Text: "The subject of a badge must have an id or an identifier."}
	ruleCriteria = vc.Rule{Code: "OB3-CRITERIA", Level: vc.Must, Spec: specification + "#criteria",
		Text: "Criteria must have an id or a narrative."}
	ruleResult = vc.Rule{Code: "OB3-RESULT", Level: vc.Must, Spec: specification + "#result",
		Text: "A result must refer to a result description of the achievement, and have a status if that is of type Status."}
	ruleLevel = vc.Rule{Code: "OB3-LEVEL", Level: vc.Should, Spec: specification + "#resultdescription",
		Text: "An achieved or required level should be the id of a level of the same result description."}
	ruleName = vc.Rule{Code: "OB3-NAME", Level: vc.Should, Spec: specification + "#achievementcredential",
		Text: "A badge should have a name, because wallets show it."}
)

// Rules returns the rules that Check applies.
func Rules() []vc.Rule {
	return []vc.Rule{ruleContext, ruleType, ruleNodeType, ruleRequired, ruleKind, ruleArray, ruleClosed, ruleEnum,
		ruleSubject, ruleCriteria, ruleResult, ruleLevel, ruleName}
}

// Check holds a document against the rules of Open Badges 3.0 and returns
// what it breaks: first what concerns the whole, then node by node. Both
// bindings of the specification pass: where the JSON-LD binding lets a single
// value stand without its array, so does Check. It looks at the document
// alone; proofs, the loss of terms in JSON-LD, status and the rules of the VC
// Data Model are for other packages. An endorsement is not looked into.
func Check(doc vc.Document) []vc.Problem {
	c := &checker{}
	root := doc.Root()
	c.contexts(root)
	c.types(root)
	if !root.Get("name").Exists() {
		c.add(&ruleName, "/name", "")
	}
	c.node(root, classOf(typeAchievement))
	c.subject(root.Get("credentialSubject"))
	return c.problems
}

type checker struct{ problems []vc.Problem }

func (c *checker) add(r *vc.Rule, pointer, found string) {
	c.problems = append(c.problems, r.At(pointer, found))
}

var badgeContext = regexp.MustCompile(`^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json$`)

func (c *checker) contexts(root jsontree.Value) {
	v := root.Get("@context")
	switch {
	case v.Kind() != jsontree.Array:
		c.add(&ruleContext, "/@context", v.Kind().String())
	case !v.At(0).IsText(CredentialsContext):
		c.add(&ruleContext, "/@context/0", "another context")
	case !badgeContext.MatchString(v.At(1).Text()):
		c.add(&ruleContext, "/@context/1", "another context")
	}
	for i := 2; i < v.Len(); i++ {
		if k := v.At(i).Kind(); k != jsontree.String && k != jsontree.Object {
			c.add(&ruleContext, v.At(i).Pointer(), k.String())
		}
	}
}

func (c *checker) types(root jsontree.Value) {
	v := root.Get("type")
	if !lists(v, typeCredential) || !lists(v, typeBadge) && !lists(v, typeAchievement) {
		c.add(&ruleType, "/type", "")
	}
}

// lists reports whether a type member names a type and nothing that is no
// name. The JSON-LD binding lets one type stand without an array.
func lists(v jsontree.Value, name string) bool {
	found := false
	for t := range v.Each() {
		if t.Kind() != jsontree.String {
			return false
		}
		found = found || t.IsText(name)
	}
	return found
}

// node checks one node against its class and, through its members, all below.
func (c *checker) node(v jsontree.Value, k *class) {
	if !v.IsObject() {
		c.add(&ruleKind, v.Pointer(), v.Kind().String()+" where "+k.name+" is expected")
		return
	}
	c.nodeType(v, k)
	for i := range k.members {
		m := &k.members[i]
		if got := v.Get(m.name); got.Exists() {
			c.member(got, m)
		} else if m.required {
			c.add(&ruleRequired, v.Pointer()+"/"+m.name, "no "+m.name+" in "+k.name)
		}
	}
	if k.closed {
		for name, got := range v.Members() {
			if name != "type" && !slices.ContainsFunc(k.members, func(m memberOf) bool { return m.name == name }) {
				c.add(&ruleClosed, got.Pointer(), "another member in "+k.name)
			}
		}
	}
}

func (c *checker) nodeType(v jsontree.Value, k *class) {
	t := v.Get("type")
	fits := true
	switch k.typing {
	case typeListed:
		fits = lists(t, k.name)
	case typeExact:
		fits = t.IsText(k.name)
	case typeOther:
		fits = t.Kind() == jsontree.String && t.Text() != ""
	}
	if !fits {
		c.add(&ruleNodeType, v.Pointer()+"/type", "another type in "+k.name)
	}
}

func (c *checker) member(v jsontree.Value, m *memberOf) {
	isArray := v.Kind() == jsontree.Array
	if isArray != m.many && (isArray || !m.compact) || isArray && v.Len() == 0 {
		c.add(&ruleArray, v.Pointer(), v.Kind().String())
	}
	for one := range v.Each() {
		c.value(one, m)
	}
}

var languageCode = regexp.MustCompile(`^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`)

func (c *checker) value(v jsontree.Value, m *memberOf) {
	fits := true
	switch m.value {
	case isNode:
		if m.name == "issuer" && v.Kind() == jsontree.String { // a ProfileRef may be the id alone
			fits = global(v.Text())
			break
		}
		c.node(v, classOf(m.class))
	case isText:
		fits = v.Kind() == jsontree.String && (!m.required || v.Text() != "")
	case isURI:
		fits = global(v.Text())
	case isInstant:
		i, err := microcredential.ParseInstant(v.Text())
		fits = err == nil && i.Zoned()
	case isDate:
		_, err := microcredential.ParseDate(v.Text())
		fits = err == nil
	case isNumber:
		fits = v.Kind() == jsontree.Number
	case isTruth:
		fits = v.Kind() == jsontree.Bool
	case isTag:
		fits = languageCode.MatchString(v.Text())
	case isWord:
		if !m.enum.has(v.Text()) {
			c.add(&ruleEnum, v.Pointer(), "no term of "+m.enum.name)
		}
	}
	if !fits {
		c.add(&ruleKind, v.Pointer(), v.Kind().String()+" that is no "+m.name)
	}
}

// subject checks what holds between the parts of a subject.
func (c *checker) subject(s jsontree.Value) {
	if !s.IsObject() {
		return
	}
	if !s.Get("id").Exists() && s.Get("identifier").Len() == 0 {
		c.add(&ruleSubject, s.Pointer(), "neither")
	}
	a := s.Get("achievement")
	if criteria := a.Get("criteria"); criteria.IsObject() && criteria.Get("id").Text() == "" && criteria.Get("narrative").Text() == "" {
		c.add(&ruleCriteria, criteria.Pointer(), "neither")
	}
	descriptions := map[string]description{}
	for d := range a.Get("resultDescription").Elements() {
		known := description{status: d.Get("resultType").IsText("Status"), levels: map[string]bool{}}
		for level := range d.Get("rubricCriterionLevel").Elements() {
			known.levels[level.Get("id").Text()] = true
		}
		descriptions[d.Get("id").Text()] = known
		c.level(known, d.Get("requiredLevel"))
	}
	for r := range s.Get("result").Elements() {
		c.result(r, descriptions)
	}
}

// description is what results refer to of a ResultDescription.
type description struct {
	status bool
	levels map[string]bool
}

func (c *checker) result(r jsontree.Value, descriptions map[string]description) {
	link := r.Get("resultDescription")
	if !link.Exists() {
		return
	}
	d, ok := descriptions[link.Text()]
	switch {
	case !ok:
		c.add(&ruleResult, link.Pointer(), "an id that no result description has")
	case d.status && !r.Get("status").Exists():
		c.add(&ruleResult, r.Pointer()+"/status", "no status")
	}
	c.level(d, r.Get("achievedLevel"))
}

// level checks a reference to a level of a result description.
func (c *checker) level(d description, reference jsontree.Value) {
	if reference.Exists() && !d.levels[reference.Text()] {
		c.add(&ruleLevel, reference.Pointer(), "another id")
	}
}
