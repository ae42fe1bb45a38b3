package edc

import (
	"encoding/base64"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// An endorsement is a credential in which somebody else speaks for an organisation or
// a definition. ELM has no member for it, so it is a file among the attachments, as it
// was found: people read its name and comment, and can check its own proof. The code
// of the attachment says for programs what it stands at.

// endorsementMark begins that code. Each is a concept of its own in our list of notes.
const endorsementMark = "endorsement "

// maxEndorsed bounds the places of one endorsement, which repeats with its party.
const maxEndorsed = 64

var (
	endorsementList = reflect.TypeFor[[]mc.Endorsement]()
	compactToken    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[\w-]+\.[\w-]*\.[\w-]+$`) }) // RFC 7515 section 7.1
)

// endorsementIn returns what an endorsement says of itself, false for text that is none.
func endorsementIn(raw string) (name, comment, id string, ok bool) {
	if compactToken().MatchString(raw) {
		return "", "", "", true
	}
	root, err := jsontree.Parse([]byte(raw), jsontree.Limits{})
	if err != nil || !hasText(root.Get("type"), "EndorsementCredential") {
		return "", "", "", false
	}
	subject, _ := first(root.Get("credentialSubject"))
	return root.Get("name").Text(), subject.Get("endorsementComment").Text(), root.Get("id").Text(), true
}

// addEndorsements adds every endorsement once to a document whose places are known,
// however often the party that it is about stands there.
func (e *encoder) addEndorsements(root *mapping.Node) {
	places := map[string][]string{}
	var order []string
	mapping.VisitAt(e.c, "", func(part any, at mc.Path) {
		x, ok := part.(*mc.Endorsement)
		if !ok || x.MediaType != "" || at.Under("learner") || at.Under("provenance") || slices.ContainsFunc(e.replaced(), at.Under) {
			return
		}
		_, _, id, ok := endorsementIn(x.Raw)
		place, written := e.placeInCopy(at)
		if !ok || id != x.ID || !written || len(places[x.Raw]) == maxEndorsed {
			return
		}
		if places[x.Raw] == nil {
			order = append(order, x.Raw)
		}
		places[x.Raw] = append(places[x.Raw], string(place.Parent()))
	})
	m := mapping.Member{Term: "attachment", Array: true}
	for _, raw := range order {
		file := e.endorsement(raw, places[raw])
		if node := e.schema.media.Write(&e.Writer, root, "attachment", &file, "", ""); node != nil {
			m.Items = append(m.Items, mapping.Item{Node: node})
		}
	}
	if known := root.Member("attachment"); known != nil {
		known.Items = append(known.Items, m.Items...)
	} else {
		e.Add(root, m)
	}
}

// endorsement returns the file with an endorsement of what stands at some places.
func (e *encoder) endorsement(raw string, places []string) mc.Media {
	tag := e.mainKey()
	name, comment, _, _ := endorsementIn(raw)
	kind, _ := vocabulary.FileType("application/json")
	if compactToken().MatchString(raw) {
		kind = vocabulary.Concept{IRI: vocabulary.FileTypes.IRI("TXT"), Scheme: vocabulary.FileTypes}
	}
	role := subjectOf("endorsement", tag)
	role.IRI, role.Notation = "", endorsementMark+strings.Join(places, " ")
	return mc.Media{
		Title: linkTo("", "endorsement", mc.Text(tag, name), tag).Title, Description: mc.Text(tag, comment), Role: *role,
		Type: mc.Concept{IRI: kind.IRI, Scheme: string(kind.Scheme)}, Content: []byte(raw), Size: int64(len(raw)),
	}
}

// endorsedIn returns what a file is an endorsement of, false for any other file.
func endorsedIn(file jsontree.Value) (places []string, ok bool) {
	role, _ := first(file.Get("attachmentType"))
	list, _ := first(role.Get("inScheme"))
	all, ok := strings.CutPrefix(role.Get("notation").Text(), endorsementMark)
	return strings.Fields(all), ok && list.Get("id").IsText(statementList)
}

// readEndorsement puts an endorsement where it belongs. It returns false for a file
// that is none, or one of what the credential does not have.
func (d *decoder) readEndorsement(file jsontree.Value, c *mc.Credential) bool {
	places, _ := endorsedIn(file)
	encoding, _ := first(file.Get("contentEncoding"))
	content, _ := first(file.Get("content"))
	raw, err := base64.StdEncoding.DecodeString(content.Text())
	_, _, id, ok := endorsementIn(string(raw))
	if err != nil || !ok || !isBase64(encoding) || len(places) == 0 || len(places) > maxEndorsed {
		return false
	}
	lists := make([]reflect.Value, len(places))
	for i, at := range places {
		lists[i] = partAt(reflect.ValueOf(c).Elem(), mc.Path(at), false)
		if !lists[i].IsValid() || lists[i].Type() != endorsementList {
			return false
		}
	}
	for i, list := range lists {
		at := mc.Path(places[i]).At(list.Len())
		list.Set(reflect.Append(list, reflect.ValueOf(mc.Endorsement{ID: id, Raw: string(raw)})))
		d.Change(content, at.Dot("raw"), "a file among the attachments")
		if id != "" {
			d.Change(content, at.Dot("id"), "a file among the attachments")
		}
	}
	d.Scaffold(file)
	return true
}

// readEndorsements reads the endorsements once all that they may be about is read.
func (s *schema) readEndorsements(r *mapping.Reader, node jsontree.Value, to *mc.Credential, at mc.Path) {
	d := decoderOf(r)
	for file := range node.Get("attachment").Each() {
		if _, ok := endorsedIn(file); ok && !d.readEndorsement(file, to) {
			s.annexes.Read(r, file, to, at)
		}
	}
}
