package badge

import (
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// services are the endorsements, status, schemas and terms of a credential. They
// are not written into a converted badge, since they are about the source.
func (s *tables) services() []row[mc.Envelope] {
	type E = mc.Envelope
	return mapping.Rows(
		endorsements(func(e *E) *[]mc.Endorsement { return &e.Endorsements }),
		[]row[E]{
			custom("credentialSchema", s.readSchemas, func(e *encoder, n *node, v *E, at path) {
				e.writeServices(n, "credentialSchema", v.Schemas, at.Dot("schemas"))
			}),
			writtenBy(mapping.Many("credentialStatus", func(e *E) *[]mc.Status { return &e.Status }, &s.status), s.writeStatus),
			writtenBy(mapping.Many("refreshService", func(e *E) *[]mc.SchemaRef { return &e.Refresh }, &s.service),
				func(e *encoder, n *node, v *E, at path) {
					if len(v.Refresh) > 0 && !e.isConverted() {
						e.Put(n, "refreshService", e.service(v.Refresh[0].ID, v.Refresh[0].Type, at.Dot("refresh").At(0), n.At("refreshService")))
					}
				}),
			custom("termsOfUse", s.readTerms, writeTerms),
		},
	)
}

// defineServices makes the classes of what a credential names by id and type.
func (s *tables) defineServices() {
	isEntry := func(_ *encoder, x *mc.Status, _ path) bool { return x.Type == "BitstringStatusListEntry" }
	s.status = class[mc.Status]{
		ID:     func(x *mc.Status) *string { return &x.ID },
		OnType: serviceTypeInto(func(x *mc.Status) *string { return &x.Type }),
		Rows: []row[mc.Status]{
			when(isEntry, mapping.Text("statusPurpose", func(x *mc.Status) *string { return &x.Purpose })),
			when(isEntry, mapping.Text("statusListIndex", func(x *mc.Status) *string { return &x.Index })),
			when(isEntry, mapping.Text("statusListCredential", func(x *mc.Status) *string { return &x.List })),
		},
	}
	s.service = class[mc.SchemaRef]{
		ID:     func(x *mc.SchemaRef) *string { return &x.ID },
		OnType: serviceTypeInto(func(x *mc.SchemaRef) *string { return &x.Type }),
	}
	s.terms = class[mc.CredentialTerms]{
		ID:     func(t *mc.CredentialTerms) *string { return &t.ID },
		OnType: serviceTypeInto(func(t *mc.CredentialTerms) *string { return &t.Type }),
	}
}

// serviceTypeInto reads a type into a field of the model.
func serviceTypeInto[T any](get func(*T) *string) func(*mapping.Reader, jsontree.Value, *T, path) bool {
	return func(r *mapping.Reader, name jsontree.Value, to *T, at path) bool {
		if *get(to) != "" || name.Text() == "" {
			return false
		}
		mapping.Fill(r, name, get(to), name.Text(), at.Dot("type"))
		return true
	}
}

// knownServices are the types of status, schema and refresh members that the
// contexts of a badge define; another one must be an absolute IRI. Those that
// [ob3.OneEdTechContext] defines are true.
var knownServices = map[string]bool{
	"BitstringStatusListEntry": false, "JsonSchema": false,
	"1EdTechJsonSchemaValidator2019": true, "1EdTechRevocationList": true, "1EdTechCredentialRefresh": true,
}

func isServiceType(t string) bool {
	_, known := knownServices[t]
	return known || isGlobal(t)
}

// service writes a node with an id and a type, if both are valid.
func (e *encoder) service(id, kind string, at path, to string) *node {
	if !isGlobal(id) || !isServiceType(kind) {
		return nil
	}
	return e.typed(id, kind, at, to)
}

func (e *encoder) typed(id, kind string, at path, to string) *node {
	e.Keep(at.Dot("id"), to+"/id")
	e.Keep(at.Dot("type"), to+"/type")
	return &node{ID: id, Class: kind, Pointer: to}
}

func (e *encoder) writeServices(n *node, term string, list []mc.SchemaRef, at path) {
	if e.isConverted() {
		return
	}
	mapping.WriteNodes(e.Writer, n, term, list, at, func(x *mc.SchemaRef, here path, to string) *node {
		return e.service(x.ID, x.Type, here, to)
	})
}

// writeStatus writes the first status, which is all that Open Badges has room
// for.
func (s *tables) writeStatus(e *encoder, n *node, v *mc.Envelope, at path) {
	if e.isConverted() || len(v.Status) == 0 {
		return
	}
	x, here := &v.Status[0], at.Dot("status").At(0)
	if one := e.service(x.ID, x.Type, here, n.At("credentialStatus")); one != nil {
		s.status.WriteMembers(e.Writer, one, x, here)
		e.Put(n, "credentialStatus", one)
	}
}

// The JSON Schemas of the extension and of a badge, and their type.
const (
	ExtensionSchema = ExtensionContext + ".schema.json"
	BadgeSchema     = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
	schemaType      = "1EdTechJsonSchemaValidator2019"
)

// withExtensionSchema returns the schemas of a badge with that of the extension,
// which Open Badges 3.0 asks for (section 7, Extending). One of the type of 1EdTech
// must then be that of a badge.
func withExtensionSchema(stated []mapping.Item) []mapping.Item {
	all := slices.Clone(stated)
	for _, id := range []string{BadgeSchema, ExtensionSchema} {
		if !slices.ContainsFunc(all, func(i mapping.Item) bool { return i.Node != nil && i.Node.ID == id }) {
			all = append(all, mapping.Item{Node: &node{ID: id, Class: schemaType}})
		}
	}
	return all
}

// readSchemas reads the schemas of a badge but those that come with the extension.
func (s *tables) readSchemas(d *decoder, v jsontree.Value, to *mc.Envelope, at path) {
	extended := false
	for one := range v.Each() {
		extended = extended || one.Get("id").IsText(ExtensionSchema)
	}
	for one := range v.Each() {
		if id := one.Get("id"); extended && (id.IsText(ExtensionSchema) || id.IsText(BadgeSchema)) && one.Get("type").IsText(schemaType) {
			d.Scaffold(one)
			continue
		}
		var x mc.SchemaRef
		if s.service.Read(d.Reader, one, &x, at.Dot("schemas").At(len(to.Schemas))) {
			to.Schemas = append(to.Schemas, x)
		}
	}
}

// usesOneEdTech reports whether a type of the context of 1EdTech's extensions is
// in use.
func usesOneEdTech(root *node) bool {
	for _, term := range []string{"credentialStatus", "refreshService", "credentialSchema"} {
		for _, item := range root.Items(term) {
			if knownServices[item.Node.Class] {
				return true
			}
		}
	}
	return false
}

// readTerms reads terms of use: by id and type, or whole if there is more.
func (s *tables) readTerms(d *decoder, v jsontree.Value, to *mc.Envelope, at path) {
	for one := range v.Each() {
		if d.Nothing(one) {
			continue
		}
		here := at.Dot("terms").At(len(to.Terms))
		var t mc.CredentialTerms
		if isBare(one) {
			s.terms.ReadObject(d.Reader, one, &t, here)
		} else {
			t.Raw = one.Raw()
			d.Keep(one, here.Dot("raw"))
		}
		to.Terms = append(to.Terms, t)
	}
}

// isBare reports whether a node has no members but one id and one type.
func isBare(v jsontree.Value) bool {
	for name, m := range v.Members() {
		if name != "id" && name != "type" || m.Kind() != jsontree.String {
			return false
		}
	}
	return v.Len() > 0
}

func writeTerms(e *encoder, n *node, v *mc.Envelope, at path) {
	if e.isConverted() {
		return
	}
	mapping.WriteNodes(e.Writer, n, "termsOfUse", v.Terms, at.Dot("terms"), func(t *mc.CredentialTerms, here path, to string) *node {
		if !isServiceType(t.Type) || t.ID != "" && !isGlobal(t.ID) || t.Raw != "" {
			return nil
		}
		return e.typed(t.ID, t.Type, here, to)
	})
}

// endorsements are the members with endorsements, kept as they stand.
func endorsements[T any](get func(*T) *[]mc.Endorsement) []row[T] {
	field := mapping.PathOf(get)
	read := func(d *decoder, v jsontree.Value, to *T, at path) {
		for one := range v.Each() {
			list := get(to)
			d.endorsement(one, list, step(at, field).At(len(*list)))
		}
	}
	write := func(term string, show func(n *mc.Endorsement) string) row[T] {
		return custom(term, read, func(e *encoder, n *node, from *T, at path) {
			if e.isConverted() {
				return // those of the source endorse something else
			}
			m, list := mapping.Member{Term: term, Array: true}, *get(from)
			for i := range list {
				if raw := show(&list[i]); raw != "" {
					e.Keep(step(at, field).At(i).Dot("raw"), element(n.At(term), len(m.Items)))
					m.Items = append(m.Items, mapping.Item{Raw: raw})
				}
			}
			e.Add(n, m)
		})
	}
	return []row[T]{write("endorsement", asCredential), write("endorsementJwt", asJWT)}
}

func (d *decoder) endorsement(v jsontree.Value, list *[]mc.Endorsement, here path) {
	var n mc.Endorsement
	switch {
	case d.Nothing(v):
		return
	case v.Kind() == jsontree.String && v.Text() != "":
		n.Raw = v.Text()
	case v.IsObject():
		n.Raw = v.Raw()
		if id := v.Get("id"); id.Kind() == jsontree.String && id.Text() != "" {
			n.ID = id.Text()
			d.Keep(id, here.Dot("id"))
		}
	default:
		d.Reject(v, "not an endorsement")
		return
	}
	d.keepLeaves(v, here.Dot("raw"))
	*list = append(*list, n)
}

func asJWT(n *mc.Endorsement) string {
	if !datamodel.CompactJWS().MatchString(n.Raw) {
		return ""
	}
	return mapping.Quote(n.Raw)
}

// asCredential is an endorsement that is a credential, as compact JSON.
func asCredential(n *mc.Endorsement) string {
	root, err := jsontree.Parse([]byte(n.Raw), jsontree.Limits{})
	if err != nil || !slices.ContainsFunc(slices.Collect(root.Get("type").Each()), func(t jsontree.Value) bool { return t.IsText("EndorsementCredential") }) {
		return ""
	}
	raw, err := json.Marshal(jsontext.Value(n.Raw))
	if err != nil {
		return ""
	}
	return string(raw)
}
