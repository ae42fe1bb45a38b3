package ob3

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// untagged is the key of text without a language in a language map
// (JSON-LD 1.1, section 4.6.2).
const untagged = "@none"

// Texts is text in any number of languages, written as a JSON-LD language
// map: {"nb": "…", "sv": ["…", "…"]}.
type Texts mc.LangString

// MarshalJSONTo writes the language map, languages in order of first
// occurrence.
func (t Texts) MarshalJSONTo(enc *jsontext.Encoder) error {
	var languages []string
	texts := map[string][]string{}
	for _, v := range t {
		if texts[v.Lang] == nil {
			languages = append(languages, v.Lang)
		}
		texts[v.Lang] = append(texts[v.Lang], v.Text)
	}
	if err := enc.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	for _, lang := range languages {
		if err := writeTexts(enc, lang, texts[lang]); err != nil {
			return err
		}
	}
	return enc.WriteToken(jsontext.EndObject)
}

func writeTexts(enc *jsontext.Encoder, lang string, texts []string) error {
	if err := enc.WriteToken(jsontext.String(keyOf(lang))); err != nil {
		return err
	}
	if len(texts) == 1 {
		return enc.WriteToken(jsontext.String(texts[0]))
	}
	return json.MarshalEncode(enc, texts)
}

// keyOf is the key of a language in a language map.
func keyOf(lang string) string {
	if lang == mc.Und {
		return untagged
	}
	return lang
}

// UnmarshalJSONFrom reads a language map, or a bare string as text without a
// language.
func (t *Texts) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*t = nil
	if dec.PeekKind() != '{' {
		return t.readTexts(dec, mc.Und)
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return err
		}
		tag := name.String()
		if tag == untagged {
			tag = mc.Und
		}
		if err := t.readTexts(dec, tag); err != nil {
			return err
		}
	}
	_, err := dec.ReadToken()
	return err
}

func (t *Texts) readTexts(dec *jsontext.Decoder, tag string) error {
	texts := make([]string, 1)
	var err error
	if dec.PeekKind() == '[' {
		err = json.UnmarshalDecode(dec, &texts)
	} else {
		err = json.UnmarshalDecode(dec, &texts[0])
	}
	for _, text := range texts {
		*t = append(*t, mc.LangValue{Lang: tag, Text: text})
	}
	return err
}

// EuConcept is a value of a code list. One of which only the IRI is known is
// written as that IRI; one without an id is free text.
type EuConcept struct {
	ID         string
	PrefLabel  Texts
	Notation   string
	InScheme   *EuConcept // the list, itself with an id or a label
	Definition Texts
	Unknown    jsontext.Value
}

// conceptNode is an [EuConcept] in its long form.
type conceptNode struct {
	ID         string         `json:"id,omitzero"`
	PrefLabel  Texts          `json:"prefLabel,omitzero"`
	Notation   string         `json:"notation,omitzero"`
	InScheme   *EuConcept     `json:"inScheme,omitzero"`
	Definition Texts          `json:"definition,omitzero"`
	Unknown    jsontext.Value `json:",embed"`
}

// MarshalJSONTo writes the IRI or the node.
func (c EuConcept) MarshalJSONTo(enc *jsontext.Encoder) error {
	if c.bare() {
		return enc.WriteToken(jsontext.String(c.ID))
	}
	return json.MarshalEncode(enc, conceptNode(c))
}

// UnmarshalJSONFrom reads an IRI or a node.
func (c *EuConcept) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*c = EuConcept{}
	if dec.PeekKind() == '"' {
		return json.UnmarshalDecode(dec, &c.ID)
	}
	return json.UnmarshalDecode(dec, (*conceptNode)(c))
}

func (c EuConcept) bare() bool {
	return c.ID != "" && len(c.PrefLabel) == 0 && c.Notation == "" && c.InScheme == nil && len(c.Definition)+len(c.Unknown) == 0
}

// PartyRef is a party: the whole Profile, or the id of one that stands
// elsewhere in the badge.
type PartyRef struct {
	ID      string // used when Profile is nil
	Profile *Profile
}

// MarshalJSONTo writes the profile or the id.
func (r PartyRef) MarshalJSONTo(enc *jsontext.Encoder) error {
	if r.Profile == nil {
		return enc.WriteToken(jsontext.String(r.ID))
	}
	return json.MarshalEncode(enc, r.Profile)
}

// UnmarshalJSONFrom reads an id or a profile.
func (r *PartyRef) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*r = PartyRef{}
	if dec.PeekKind() == '"' {
		return json.UnmarshalDecode(dec, &r.ID)
	}
	return json.UnmarshalDecode(dec, &r.Profile)
}

// Residue is what no other member of a badge carries: values of the canonical
// model by their paths, in the order of the model, then the paths of what other
// members say and the credential does not state. In the document it is one JSON
// literal. A path names an entry of a list by its number among those that state
// something.
type Residue struct {
	Model []ResidueEntry
}

// ResidueEntry is one value: text by language as a language map, or as pairs of
// language and text where a map would lose their order, other text as a string,
// binary content as base64, a number as a number; null takes away what stands at
// the path, and of a list what follows.
type ResidueEntry struct {
	Path  mc.Path
	Value jsontext.Value
}

// entries is the member of the literal that holds the entries.
const entries = "microcredential"

// MarshalJSONTo writes {"microcredential": {path: value, …}}.
func (r Residue) MarshalJSONTo(enc *jsontext.Encoder) error {
	tokens := []jsontext.Token{jsontext.BeginObject, jsontext.String(entries), jsontext.BeginObject}
	for _, t := range tokens {
		if err := enc.WriteToken(t); err != nil {
			return err
		}
	}
	for _, e := range r.Model {
		if err := enc.WriteToken(jsontext.String(string(e.Path))); err != nil {
			return err
		}
		if err := enc.WriteValue(e.Value); err != nil {
			return err
		}
	}
	if err := enc.WriteToken(jsontext.EndObject); err != nil {
		return err
	}
	return enc.WriteToken(jsontext.EndObject)
}

// UnmarshalJSONFrom reads what MarshalJSONTo writes; other members of the
// literal are ignored.
func (r *Residue) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	var literal map[string]map[string]jsontext.Value
	if err := json.UnmarshalDecode(dec, &literal); err != nil {
		return err
	}
	*r = Residue{}
	for path, value := range literal[entries] {
		r.Model = append(r.Model, ResidueEntry{mc.Path(path), value})
	}
	slices.SortFunc(r.Model, func(a, b ResidueEntry) int { return strings.Compare(string(a.Path), string(b.Path)) })
	return nil
}
