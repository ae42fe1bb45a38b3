package mikromerit

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/edc"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// newIssuer is whom a document is to name as its issuer: an id, and a name or a
// whole profile.
type newIssuer struct {
	id, name string
	profile  *mc.Party
}

// set returns a document that names the new issuer. Bytes outside the edit stay as
// they are.
//
// What the document says about the former issuer does not apply to the new one.
// In an Open Badge, the former issuer awarded the achievement, so its profile becomes
// the creator of the achievement unless that is stated: readers take the issuer for
// the awarding body only where there is no creator. Other credentials have no place
// for it, so there it is dropped. An issuer object without an id describes nobody
// else, so it gets the id and keeps its members.
func (n newIssuer) set(doc vc.Document) (vc.Document, error) {
	issuer := doc.Get("issuer")
	former := idOf(issuer)
	switch {
	case former == n.id && n.profile == nil:
		return doc, nil
	case edc.Is(doc) && issuer.IsObject() && n.profile == nil && n.name == "" && (former == "" || strings.HasPrefix(former, "urn:epass:")):
		return doc.With("/issuer/id", quote(n.id)) // an id of the document's own names nobody else
	case issuer.IsObject() && former == "" && n.profile == nil:
		doc, err := doc.With("/issuer/id", quote(n.id))
		if err != nil || n.name == "" {
			return doc, err
		}
		return doc.With("/issuer/name", quote(n.name))
	case !ob3.Is(doc) && !clr.Is(doc):
		return doc.With("/issuer", partyJSON(n.id, "", cmp.Or(n.name, n.profileName())))
	}
	text := partyJSON(n.id, profileType, n.name)
	if n.profile != nil {
		var err error
		if text, err = n.profileText(); err != nil {
			return doc, err
		}
	}
	doc, err := doc.With("/issuer", text)
	if err != nil || former == "" || former == n.id {
		return doc, err
	}
	return withCreator(doc, issuer)
}

// profileName is the name in the profile.
func (n newIssuer) profileName() string {
	if n.profile == nil {
		return ""
	}
	name, _ := n.profile.DisplayName().Best()
	return name.Text
}

// profileText returns the profile as the issuer of an Open Badge.
func (n newIssuer) profileText() (string, error) {
	party := *n.profile
	if n.name != "" {
		party.Name = mc.Text(mc.Und, n.name)
	}
	made := &mc.Credential{Envelope: mc.Envelope{Issuer: party, ValidFrom: mc.InstantOf(time.Unix(0, 0).UTC())}}
	made.Definition.Title, made.Learner.ID = mc.Text(mc.Und, "-"), n.id
	doc, _, err := badge.Encode(made, badge.EncodeOptions{IssuerID: n.id})
	if err != nil {
		return "", fmt.Errorf("the profile cannot be written as the issuer of an Open Badge: %w", err)
	}
	return doc.Get("issuer").Raw(), nil
}

// ReadIssuer reads a file that describes an issuer: a Profile of Open Badges, an
// Organisation of the European Learning Model, or a credential whose issuer is
// meant.
func ReadIssuer(text []byte) (*mc.Party, error) {
	doc, err := vc.ParseDocument(text, vc.Limits{})
	if err != nil {
		return nil, err
	}
	if issuer := doc.Get("issuer"); issuer.IsObject() {
		if doc, err = vc.ParseDocument([]byte(issuer.Raw()), vc.Limits{}); err != nil {
			return nil, err
		}
	}
	var c *mc.Credential
	if europass := doc.Get("legalName").Exists() || typeContains(doc.Get("type"), "Organisation", "Agent"); europass {
		doc, err = vc.ParseDocument([]byte(`{"type":["VerifiableCredential","EuropeanDigitalCredential"],"issuer":`+doc.String()+`}`), vc.Limits{})
		if err == nil {
			c, _, err = edc.Decode(doc, edc.DecodeOptions{})
		}
	} else {
		doc, err = vc.ParseDocument([]byte(`{"type":["VerifiableCredential","OpenBadgeCredential"],"issuer":`+doc.String()+`}`), vc.Limits{})
		if err == nil {
			c, _, err = badge.Decode(doc, badge.DecodeOptions{})
		}
	}
	switch {
	case err != nil:
		return nil, err
	case c.Envelope.Issuer.DisplayName().IsZero():
		return nil, errors.New("ISSUER-NAME: an issuer must have a name; the file is no Profile of Open Badges and no Organisation of Europass that has one")
	}
	return &c.Envelope.Issuer, nil
}

// profileType is the type of a party in an Open Badge.
const profileType = "Profile"

// withCreator makes the former issuer the creator of each achievement that has none.
func withCreator(doc vc.Document, former jsontree.Value) (vc.Document, error) {
	creator, err := profileJSON(former)
	if err != nil {
		return doc, err
	}
	var achievements []string
	for subject := range doc.Get("credentialSubject").Each() {
		for achievement := range subject.Get("achievement").Each() {
			if achievement.IsObject() && !achievement.Get("creator").Exists() {
				achievements = append(achievements, achievement.Pointer())
			}
		}
	}
	for _, pointer := range achievements {
		if doc, err = doc.With(pointer+"/creator", creator); err != nil {
			return doc, err
		}
	}
	return doc, nil
}

// warnOfNamelessIssuer asks for the name of an issuer that viewers of badges would
// otherwise show as nobody.
func warnOfNamelessIssuer(doc vc.Document) []vc.Finding {
	issuer := doc.Get("issuer")
	if !ob3.Is(doc) && !clr.Is(doc) || issuer.Get("name").Text() != "" {
		return nil
	}
	return []vc.Finding{ruleIssuerName.Finding(vc.Warn, "/issuer", "The issuer has no name, so viewers of the badge show nobody as the issuer. Give its name with IssueOptions.IssuerName, or its profile with IssueOptions.Issuer.")}
}

var ruleIssuerName = vc.Rule{Code: "ISSUE-NAME", Axis: vc.Conformant, Level: vc.Should, Spec: "https://www.imsglobal.org/spec/ob/v3p0/#profile",
	Text: "The issuer of a badge should have a name."}

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
