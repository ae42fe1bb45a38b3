package edc

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// newFormat is what all tables of ELM have in common.
func newFormat() mapping.Format {
	return mapping.Format{
		Name:     Format,
		IsLocal:  localID,
		IsGlobal: vc.IsURL,
		Telling:  telling,
		Dangling: "a reference to a node that is not in the document",
		Refused:  "ELM cannot state it in this form, or not with this code",
		Derived:  "follows from the member that it stands in or from its code",
		Texts:    writeTexts,
		Head:     appendHead,
		Admit:    admit,
		Close:    finish,
	}
}

// nodeState is what the encoder notes of a node.
type nodeState struct {
	// missing is a member that ELM requires and that is not stated, here or in
	// a required node below: "Address.countryCode".
	missing string
	digest  digest // equal nodes share an id
	name    string // the id in the document
}

func stateOf(n *mapping.Node) *nodeState {
	if n.State == nil {
		n.State = &nodeState{}
	}
	return n.State.(*nodeState)
}

// missing is what a node lacks, "" for a complete one.
func missing(n *mapping.Node) string {
	if n == nil || n.State == nil {
		return ""
	}
	return n.State.(*nodeState).missing
}

// bound is how often a member may occur.
type bound struct{ min, max int }

// boundOf returns the bounds of a member in a draft.
func boundOf(class, term string) bound {
	b := bound{}
	for _, r := range cardinalityRules()[class] {
		if r.term == term {
			if !r.sealed {
				b.min = r.min
			}
			b.max = r.max
		}
	}
	if b.max == 0 && (single[term] || single[class+"."+term]) {
		b.max = 1
	}
	return b
}

// single are the members that the profile bounds by one, where the model has a
// list, beside those that [Check] looks at.
var single = map[string]bool{
	"WebResource.language": true, "LearningEntitlement.dcType": true, "Person.location": true,
	"registration": true, "nationalID": true, "eIDASIdentifier": true, "workload": true,
	"volumeOfLearning": true, "maximumDuration": true, "eqfLevel": true, "entryRequirement": true,
	"credentialStatus": true,
}

// admit takes the nodes off a member that are not complete, where ELM allows
// that, and the values that it has no room for: better one statement less than
// one that no reader accepts.
func admit(w *mapping.Writer, n *mapping.Node, m *mapping.Member) {
	bound := boundOf(n.Class, m.Term)
	complete := func(i mapping.Item) bool { return missing(i.Node) == "" }
	if bound.min == 0 || slices.ContainsFunc(m.Items, complete) && m.Term != "awardingBody" {
		m.Items = slices.DeleteFunc(m.Items, func(i mapping.Item) bool {
			if complete(i) {
				return false
			}
			w.Explain(i.Node.From, "ELM asks for "+missing(i.Node)+", which is not stated")
			return true
		})
	}
	if bound.max > 0 && len(m.Items) > bound.max {
		for _, i := range m.Items[bound.max:] {
			w.Explain(i.From, "ELM has room for one value")
		}
		m.Items = m.Items[:bound.max]
	}
}

// finish puts members that share a list in the order of its entries, because
// that is how they are read, and looks whether anything required is missing.
func finish(_ *mapping.Writer, n *mapping.Node) {
	for i := 1; i < len(n.Members); i++ {
		for j := i; j > 0 && n.Members[j].List != "" && n.Members[j].List == n.Members[j-1].List &&
			n.Members[j].Items[0].Index < n.Members[j-1].Items[0].Index; j-- {
			n.Members[j], n.Members[j-1] = n.Members[j-1], n.Members[j]
		}
	}
	for _, r := range cardinalityRules()[n.Class] {
		items := n.Items(r.term)
		if r.sealed || r.min == 0 {
			continue
		}
		if len(items) < r.min {
			stateOf(n).missing = n.Class + "." + r.term
		}
		for _, i := range items {
			if lacks := missing(i.Node); lacks != "" {
				stateOf(n).missing = lacks
			}
		}
	}
}

// appendHead writes the members that every node has. The credential itself has
// the contexts first and two types.
func appendHead(dst []byte, n *mapping.Node) []byte {
	name := stateOf(n).name
	if n.Class == typeEDC {
		dst = append(dst, `{"@context":["`+contextVC+`","`+contextEDC+`"],"id":`...)
		dst = jsontree.AppendString(dst, name)
		return append(dst, `,"type":["VerifiableCredential","`+typeEDC+`"]`...)
	}
	dst = jsontree.AppendString(append(dst, `{"id":`...), name)
	return jsontree.AppendString(append(dst, `,"type":`...), n.Class)
}

// The terms whose texts are restricted otherwise than to one per language.
var (
	severalTexts = map[string]bool{
		"altLabel": true, "category": true, "noteLiteral": true, "definition": true,
		"geographicName": true, "birthName": true, "patronymicName": true,
	}
	oneText = map[string]bool{"fullName": true, "givenName": true, "familyName": true, "schemeAgency": true}
)

// writeTexts writes text by language. Where ELM has room for one text, or one
// per language, the others are left out.
func writeTexts(w *mapping.Writer, n *mapping.Node, term string, s mc.LangString, at mc.Path) {
	if i := w.Best(s); oneText[term] && i >= 0 {
		s = s[i : i+1]
		if i > 0 {
			w.Explain(at, "ELM has room for one language")
		}
	}
	var tags []string
	texts := map[string][]string{}
	seen := map[string]bool{}
	for _, v := range s {
		tag := v.Lang
		if !isLanguageTag(tag) {
			tag = mc.Und
		}
		if low := strings.ToLower(tag); !seen[low] || severalTexts[term] {
			if texts[tag] == nil {
				tags = append(tags, tag)
			}
			seen[low] = true
			texts[tag] = append(texts[tag], v.Text)
		} else {
			w.Explain(at, "ELM has room for one text in each language")
		}
	}
	if tags == nil {
		return
	}
	out := []byte{'{'}
	for i, tag := range tags {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(jsontree.AppendString(out, tag), ':')
		out = appendTexts(out, texts[tag])
	}
	w.PutRaw(n, term, string(append(out, '}')))
}

func appendTexts(dst []byte, texts []string) []byte {
	if len(texts) == 1 {
		return jsontree.AppendString(dst, texts[0])
	}
	dst = append(dst, '[')
	for i, text := range texts {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = jsontree.AppendString(dst, text)
	}
	return append(dst, ']')
}

// isLanguageTag checks the form of BCP 47 that RDF asks for: subtags of one to
// eight letters and digits, the first of letters.
func isLanguageTag(tag string) bool {
	for i, subtag := range strings.Split(tag, "-") {
		if len(subtag) < 1 || len(subtag) > 8 {
			return false
		}
		for _, c := range []byte(subtag) {
			letter := c|0x20 >= 'a' && c|0x20 <= 'z'
			if !letter && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}

// digest is that of the class, id and members of a node.
type digest = [sha256.Size]byte

// hash makes the digests of a node and all below it.
func hash(n *mapping.Node) digest {
	h := sha256.New()
	part := func(s string) { // with its length, so that no two lists of parts are alike
		h.Write([]byte(strconv.Itoa(len(s)) + " " + s))
	}
	part(n.Class)
	part(n.ID)
	for _, m := range n.Members {
		part(m.Term)
		part(strconv.Itoa(len(m.Items)))
		for _, i := range m.Items {
			if i.Node == nil {
				part(i.Raw)
				continue
			}
			below := hash(i.Node)
			part(string(below[:]))
		}
	}
	state := stateOf(n)
	h.Sum(state.digest[:0])
	return state.digest
}

// names gives every node its id, as the Commission's tools do: nodes are
// numbered by class in the order of the document, and equal nodes share an
// id. An id has one body only; RDF would merge several.
type names struct {
	taken  map[string]bool // ids that must not be given
	count  map[string]int
	bodies map[string]digest // by global id
	given  map[digest]string
	labels map[string]string // of concepts, by IRI and language
}

func newNames(taken map[string]bool) *names {
	return &names{
		taken: taken, count: map[string]int{}, bodies: map[string]digest{},
		given: map[digest]string{}, labels: map[string]string{},
	}
}

func (x *names) assign(n *mapping.Node) {
	state := stateOf(n)
	switch {
	case n.Class == "Concept" && n.ID != "":
		x.agree(n)
		state.name = n.ID
	case n.ID != "" && x.first(n):
		state.name = n.ID
	case x.given[state.digest] != "":
		state.name = x.given[state.digest]
	default:
		state.name = x.next(idKind(n.Class))
		x.given[state.digest] = state.name
	}
	for _, m := range n.Members {
		for _, i := range m.Items {
			if i.Node != nil {
				x.assign(i.Node)
			}
		}
	}
}

// first reports whether no other body has the id of the node.
func (x *names) first(n *mapping.Node) bool {
	if len(n.Members) == 0 { // a reference, or a node without a body
		return true
	}
	body, seen := x.bodies[n.ID]
	if !seen {
		x.bodies[n.ID] = stateOf(n).digest
	}
	return !seen || body == stateOf(n).digest
}

// agree takes the labels off a concept that stands elsewhere in the document
// with another label in the same language, or another notation.
func (x *names) agree(n *mapping.Node) {
	labels := map[string]string{}
	for _, m := range n.Members {
		switch m.Term {
		case "notation":
			labels[n.ID+" "] = m.Items[0].Raw
		case "prefLabel":
			root, _ := jsontree.Parse([]byte(m.Items[0].Raw), jsontree.Limits{})
			for tag, text := range root.Members() {
				labels[n.ID+" "+strings.ToLower(tag)] = text.Raw()
			}
		}
	}
	for key, label := range labels {
		if known, seen := x.labels[key]; seen && known != label {
			n.Members = slices.DeleteFunc(n.Members, func(m mapping.Member) bool { return m.Term == "notation" || m.Term == "prefLabel" })
			return
		}
	}
	for key, label := range labels {
		x.labels[key] = label
	}
}

func (x *names) next(kind string) string {
	for {
		x.count[kind]++
		if name := "urn:epass:" + kind + ":" + strconv.Itoa(x.count[kind]); !x.taken[name] {
			return name
		}
	}
}

// idKinds are the classes whose ids do not carry the name of the class.
var idKinds = map[string]string{
	"Organisation": "org", "PeriodOfTime": "period", "LearningActivity": "activity", "LearningEntitlement": "entitlement",
}

func idKind(class string) string {
	if kind, ok := idKinds[class]; ok {
		return kind
	}
	class = strings.Replace(class, "Specification", "Spec", 1)
	return strings.ToLower(class[:1]) + class[1:]
}
