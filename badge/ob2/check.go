package ob2

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Check holds a document against the rules of the edition that it names, or
// looks like, and returns what it breaks, at most 1,000 problems. The document
// may be an assertion, with or without its class and issuer in it, or a badge
// class, profile, key, revocation list or endorsement alone. It looks at the
// document only: whether a badge holds is for [Verify] to say.
func Check(doc vc.Document) []vc.Problem {
	root := doc.Root()
	c := &checker{edition: editionOf(root)}
	c.context(root)
	k := c.classOf(root)
	switch {
	case k == nil:
		c.types(root, nil)
		return c.problems
	case k.name == "Assertion" && get(root, "revoked").Bool():
		// Of a revoked assertion only the id is required.
		if !get(root, "id").Exists() {
			c.add(&ruleRequired, "/id", "no id in Assertion")
		}
		return c.problems
	}
	c.node(root, k)
	c.assertion(root, k)
	return c.problems
}

// maxProblems bounds what one hostile document can make the check collect.
const maxProblems = 1_000

type checker struct {
	edition  Edition
	problems []vc.Problem
}

func (c *checker) add(r *vc.Rule, pointer, found string) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, r.At(pointer, found))
	}
}

func (c *checker) context(root jsontree.Value) {
	if contextEdition(root) == 0 && c.edition != Edition05 && c.edition != Edition10 {
		found := "none"
		if root.Get("@context").Exists() {
			found = "another"
		}
		c.add(&ruleContext, "/@context", found)
	}
	if c.edition == 0 {
		c.edition = Edition20 // the rules that most documents are written for
	}
}

// classOf finds the class of a document by its types or, without a context,
// by its shape. It is nil for a class that is none of Open Badges.
func (c *checker) classOf(root jsontree.Value) *class {
	if c.edition == Edition05 {
		return classNamed("Assertion 0.5")
	}
	for i := range classes {
		for _, name := range classes[i].types {
			if hasType(root, name) {
				return &classes[i]
			}
		}
	}
	if get(root, "recipient").Exists() && get(root, "badge").Exists() {
		return classNamed("Assertion")
	}
	return nil
}

// node checks one node against its class and, through its members, all below.
func (c *checker) node(v jsontree.Value, k *class) {
	if k.typed != 0 || len(k.types) > 0 {
		c.types(v, k)
	}
	for i := range k.members {
		c.member(v, k, &k.members[i])
	}
	for i := range common {
		m := &common[i]
		own := slices.ContainsFunc(k.members, func(o memberOf) bool { return o.name == m.name })
		if get(v, m.name).Exists() && !own {
			c.member(v, k, m)
		}
	}
	if tag := get(v, "@language"); tag.Exists() && !wellFormedTag(tag.Text()) {
		c.add(&ruleLanguage, tag.Pointer(), "another text")
	}
	for name, m := range v.Members() {
		switch {
		case m.Kind() == jsontree.Null:
			if name != "@context" { // there null takes the terms away (JSON-LD 1.1 section 4.1)
				c.add(&ruleNull, m.Pointer(), "")
			}
		case !k.knows(name):
			c.extension(name, m)
		}
	}
	switch k.name {
	case "IdentityObject":
		c.identity(v)
	case "AlignmentObject":
		if c.edition >= Edition20 && !get(v, "targetName").Exists() && get(v, "name").Exists() {
			c.add(&ruleOldNames, v.Pointer(), "the names of 1.x")
		}
	case "VerificationObject", "VerificationPolicy":
		for o := range each(v.Get("allowedOrigins")) {
			if !isHostName(o.Text()) {
				c.add(&ruleOrigins, o.Pointer(), "another text")
			}
		}
	}
}

// types checks the type of a node. The class is nil for a document whose class
// is none of Open Badges, which is allowed if an IRI names it.
func (c *checker) types(v jsontree.Value, k *class) {
	t := get(v, "type")
	pointer := v.Pointer() + "/type"
	if !t.Exists() {
		if k == nil || k.typed != 0 && c.edition >= k.typed {
			c.add(&ruleType, pointer, "none")
		}
		return
	}
	fits := t.Kind() != jsontree.Array || t.Len() > 0
	for one := range each(t) {
		fits = fits && one.Kind() == jsontree.String && isTypeName(one.Text())
	}
	listed := k == nil || k.typed == 0 || slices.ContainsFunc(k.types, func(n string) bool { return hasType(v, n) })
	if !fits || !listed {
		c.add(&ruleType, pointer, "another type")
	}
}

// otherTypes are terms of the contexts that name no class of the table.
var otherTypes = []string{"Extension", "HostedBadge", "hosted", "SignedBadge", "signed", "VerificationObject",
	"IdentityObject", "TypeValidation", "FrameValidation"}

// isTypeName reports whether a type is a term of the context or an IRI,
// written out or compact.
func isTypeName(name string) bool {
	return strings.Contains(name, ":") || slices.Contains(otherTypes, name) ||
		slices.ContainsFunc(classes, func(k class) bool { return slices.Contains(k.types, name) })
}

func (c *checker) member(v jsontree.Value, k *class, m *memberOf) {
	got := c.given(v, m)
	if !got.Exists() {
		switch {
		case m.required == 0 || c.edition < m.required:
		case m.advised:
			c.add(&ruleAdvised, v.Pointer()+"/"+m.name, "no "+m.name+" in "+k.name)
		default:
			c.add(&ruleRequired, v.Pointer()+"/"+m.name, "no "+m.name+" in "+k.name)
		}
		return
	}
	if got.Kind() == jsontree.Array && !m.many && only(got).Kind() == jsontree.Array {
		c.add(&ruleSingle, got.Pointer(), "several or none")
	}
	for one := range got.Each() {
		if one.Kind() == jsontree.Null {
			c.add(&ruleNull, one.Pointer(), "")
			continue
		}
		c.value(one, m)
	}
}

// given returns a member as it is written: under its name, keyword or alias.
func (c *checker) given(v jsontree.Value, m *memberOf) jsontree.Value {
	got := present(v.Get(m.name))
	switch {
	case got.Exists():
	case m.name == "id" || m.name == "type":
		got = present(v.Get("@" + m.name))
	case m.alias != "":
		got = present(v.Get(m.alias))
	}
	return got
}

func (c *checker) value(v jsontree.Value, m *memberOf) {
	text := v.Text()
	isString := v.Kind() == jsontree.String
	rule, fits := &ruleKind, true
	switch m.value {
	case isText:
		text = textOf(v).Text
		fits = text != ""
	case isWords:
		fits = isString && text != ""
	case isIRI:
		rule, fits = &ruleIRI, isString && isReference(text) || v.IsObject() && m.name != "id"
	case isURL:
		rule, fits = &ruleIRI, isWeb(text)
	case isDate:
		at := readMoment(v)
		rule, fits = &ruleDate, !at.IsZero() && (at.strict || c.edition < Edition20)
	case isTruth:
		fits = v.Kind() == jsontree.Bool
	case isNumberOrText:
		fits = isString || v.Kind() == jsontree.Number
	case isImage:
		c.image(v)
	case isNode:
		switch {
		case v.IsObject():
			c.node(v, classNamed(m.class))
		case m.linked && isString:
			rule, fits = &ruleIRI, isReference(text)
		default:
			fits = false
		}
	}
	if !fits {
		c.add(rule, v.Pointer(), v.Kind().String()+" that is no "+m.name)
	}
}

// image checks a picture: an address, a data: URL or an object with either.
func (c *checker) image(v jsontree.Value) {
	if v.IsObject() {
		c.node(v, classNamed("Image"))
		return
	}
	text := v.Text()
	media, data := strings.CutPrefix(text, "data:")
	picture := strings.HasPrefix(media, "image/png") || strings.HasPrefix(media, "image/svg+xml")
	if v.Kind() != jsontree.String || !vc.IsURL(text) || data && !picture {
		c.add(&ruleImage, v.Pointer(), "something else")
	}
}

func (c *checker) identity(v jsontree.Value) {
	identity := get(v, "identity")
	if get(v, "hashed").Bool() && identity.Exists() {
		switch {
		case !isIdentityHash(identity.Text()):
			c.add(&ruleIdentity, identity.Pointer(), "another form")
		case strings.HasPrefix(strings.ToLower(identity.Text()), "md5"):
			c.add(&ruleMD5, identity.Pointer(), "MD5")
		}
	}
	switch (recipient{kind: textOf(get(v, "type"))}).property() {
	case "email", "url", "telephone", "id":
	default:
		c.add(&ruleProperty, v.Pointer()+"/type", "another property")
	}
}

// extension checks a member that its class does not have, if it is an
// extension.
func (c *checker) extension(name string, v jsontree.Value) {
	short, named := strings.CutPrefix(name, "extensions:")
	if !named && !hasType(v, "Extension") {
		return
	}
	types := texts(get(v, "type"))
	switch {
	case !v.IsObject():
		c.add(&ruleExtension, v.Pointer(), v.Kind().String())
		return
	case !hasType(v, "Extension") || len(types) < 2:
		c.add(&ruleExtension, v.Pointer()+"/type", "another type")
	}
	if !present(v.Get("@context")).Exists() {
		c.add(&ruleExtensionContext, v.Pointer()+"/@context", "none")
	}
	for _, known := range extensionTexts {
		if got := get(v, known.member); short == known.extension && got.Exists() && got.Kind() != jsontree.String {
			c.add(&ruleExtension, got.Pointer(), got.Kind().String())
		}
	}
}

// extensionTexts are members of published extensions that must be strings.
var extensionTexts = []struct{ extension, member string }{
	{"exampleExtension", "exampleProperty"}, {"exampleExtension", "http://schema.org/text"},
	{"applyLinkExtension", "applyLink"}, {"applyLinkExtension", "url"},
	{"LanguageExtension", "Language"}, {"LearningOutcomeExtension", "LearningOutcome"},
}

// assertion checks what holds between the parts of an assertion.
func (c *checker) assertion(root jsontree.Value, k *class) {
	if k.name != "Assertion" && k.name != "Assertion 0.5" {
		return
	}
	a := &Assertion{}
	(&reader{edition: c.edition}).assertion(root, a)
	if method := a.verification; method.at.IsObject() {
		switch {
		case method.isSigned() == method.isHosted():
			c.add(&ruleVerification, method.at.Pointer()+"/type", "another type")
		case method.isHosted() && c.edition >= Edition20 && !isWeb(a.ID.Text):
			c.add(&ruleHostedID, "/id", "another IRI")
		}
	}
	if image := addressOf(get(root, "image")); strings.HasPrefix(image.Text, "data:") {
		c.add(&ruleAwardImage, image.At.Pointer(), "a data URL")
	}
	if !a.issuedOn.IsZero() && !a.expires.IsZero() && a.expires.Compare(a.issuedOn.Instant) < 0 {
		c.add(&rulePeriod, a.expires.at.Pointer(), "an earlier date")
	}
	if i := a.Badge.Issuer; !i.Missing() && c.edition >= Edition20 && !isWeb(i.ID.Text) {
		c.add(&ruleIssuerWeb, i.At.Pointer()+"/id", "another IRI")
	}
}

// isHostName reports whether a text is a host, with or without a port.
func isHostName(s string) bool {
	return s != "" && !strings.ContainsAny(s, "/?#@ ") && isWeb("https://"+s)
}

// wellFormedTag reports whether a text has the outline of a language tag
// (RFC 5646 section 2.1): subtags of letters and digits, the first of letters.
func wellFormedTag(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if len(part) == 0 || len(part) > 8 || i == 0 && len(part) < 2 {
			return false
		}
		for _, r := range part {
			letter := r|0x20 >= 'a' && r|0x20 <= 'z'
			if !letter && (i == 0 || r < '0' || r > '9') {
				return false
			}
		}
	}
	return true
}
