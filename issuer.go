package mikromerit

import (
	"slices"

	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// setIssuer returns a document that names id as its issuer. Bytes outside the edit
// stay as they are.
//
// What the document says about the former issuer does not apply to the new one.
// In an Open Badge, the profile of the former issuer becomes the source of the
// achievement, unless there is a source already. Other credentials have no place
// for it, so there it is dropped. An issuer object without an id describes nobody
// else, so it gets the id and keeps its members.
func setIssuer(doc vc.Document, id, name string) (vc.Document, error) {
	issuer := doc.Get("issuer")
	former := idOf(issuer)
	switch {
	case former == id:
		return doc, nil
	case issuer.IsObject() && former == "":
		doc, err := doc.With("/issuer/id", quote(id))
		if err != nil || name == "" {
			return doc, err
		}
		return doc.With("/issuer/name", quote(name))
	case clr.Is(doc): // its badges have a place for the former issuer
		return doc.With("/issuer", partyJSON(id, profileType, name))
	case !ob3.Is(doc):
		return doc.With("/issuer", partyJSON(id, "", name))
	}
	doc, err := doc.With("/issuer", partyJSON(id, profileType, name))
	if err != nil || former == "" {
		return doc, err
	}
	return withSource(doc, issuer)
}

// profileType is the type of a party in an Open Badge.
const profileType = "Profile"

// withSource makes the former issuer the source of each achievement that has
// none (Open Badges 3.0, AchievementSubject: who assessed on behalf of the
// issuer).
func withSource(doc vc.Document, former jsontree.Value) (vc.Document, error) {
	source, err := profileJSON(former)
	if err != nil {
		return doc, err
	}
	var subjects []string
	for subject := range doc.Get("credentialSubject").Each() {
		if subject.IsObject() && !subject.Get("source").Exists() {
			subjects = append(subjects, subject.Pointer())
		}
	}
	for _, pointer := range subjects {
		if doc, err = doc.With(pointer+"/source", source); err != nil {
			return doc, err
		}
	}
	return doc, nil
}

// profileJSON returns an issuer, a string or an object, as the JSON of a Profile.
func profileJSON(issuer jsontree.Value) (string, error) {
	if !issuer.IsObject() {
		return partyJSON(issuer.Text(), profileType, ""), nil
	}
	profile, err := vc.ParseDocument([]byte(issuer.Raw()), vc.Limits{})
	if err != nil {
		return "", err
	}
	is := func(v jsontree.Value) bool { return v.IsText(profileType) }
	if slices.ContainsFunc(slices.Collect(profile.Get("type").Each()), is) {
		return profile.String(), nil
	}
	profile, err = profile.With("/type", `["`+profileType+`"]`)
	return profile.String(), err
}

// partyJSON returns the JSON of a party: a string for an id alone, otherwise an
// object.
func partyJSON(id, kind, name string) string {
	if kind == "" && name == "" {
		return quote(id)
	}
	text := `{"id":` + quote(id)
	if kind != "" {
		text += `,"type":["` + kind + `"]`
	}
	if name != "" {
		text += `,"name":` + quote(name)
	}
	return text + "}"
}

// idOf returns the id of a party, which is a string or an object.
func idOf(v jsontree.Value) string {
	if v.IsObject() {
		v = v.Get("id")
	}
	return v.Text()
}

func quote(s string) string { return string(jsontree.AppendString(nil, s)) }
