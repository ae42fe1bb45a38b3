package badge

import (
	"slices"

	"github.com/mikromerit/mikromerit/badge/internal/rules"
	"github.com/mikromerit/mikromerit/jsontree"
	"github.com/mikromerit/mikromerit/vc"
)

// class is what a document claims to be, as far as verification treats it
// differently.
type class uint8

const (
	otherClass class = iota
	badgeClass
	endorsementClass
	record
	presentation
)

const (
	typeRecord       = "ClrCredential"
	typePresentation = "VerifiablePresentation"
)

func classOf(doc vc.Document) class {
	kind := doc.Get("type")
	for _, known := range []struct {
		class class
		types []string
	}{
		{presentation, []string{typePresentation}},
		{record, []string{typeRecord}},
		{badgeClass, []string{rules.TypeBadge, rules.TypeAchievement}},
		{endorsementClass, []string{rules.TypeEndorsement}},
	} {
		for one := range kind.Each() {
			if one.Kind() == jsontree.String && slices.Contains(known.types, one.Text()) {
				return known.class
			}
		}
	}
	return otherClass
}

// parts are the credentials that stand in another one and are secured on their
// own.
type parts struct {
	credentials  []jsontree.Value // of a record
	endorsements []endorsement
	endorsed     map[string]bool // ids of the credential and its achievements and profiles
}

// endorsement is one as it stands in the node that carries it.
type endorsement struct{ at, of jsontree.Value }

// partsOf finds the parts of a credential. The specification lets credentials,
// achievements and profiles be endorsed, at whatever depth. What stands in a
// nested credential belongs to that one.
func partsOf(doc vc.Document, class class) *parts {
	p := &parts{endorsed: map[string]bool{doc.Get("id").Text(): true, doc.Get("issuer").Text(): true}}
	if class == record {
		for subject := range doc.Get("credentialSubject").Each() {
			for one := range subject.Get("verifiableCredential").Each() {
				p.credentials = append(p.credentials, one)
			}
		}
	}
	p.collect(doc.Root())
	delete(p.endorsed, "")
	return p
}

func (p *parts) collect(v jsontree.Value) {
	if v.IsObject() && isEndorsable(v.Get("type")) {
		p.endorsed[v.Get("id").Text()] = true
	}
	for i := range v.Len() {
		switch kid := v.At(i); kid.Name() {
		case "@context", "proof", "verifiableCredential":
		case "endorsement", "endorsementJwt":
			for one := range kid.Each() {
				p.endorsements = append(p.endorsements, endorsement{one, v})
			}
		default:
			p.collect(kid)
		}
	}
}

func isEndorsable(kind jsontree.Value) bool {
	return rules.Lists(kind, "Achievement", "Profile", "AchievementSubject", "ClrSubject")
}

// isAbout reports whether an endorsement of a subject may stand where it does:
// one of a credential may be about the achievement and profiles in it too, any
// other is about the node that carries it (Open Badges 3.0, members endorsement
// of the classes).
func (p *parts) isAbout(e endorsement, subject jsontree.Value) bool {
	id := subject.Get("id").Text()
	if !e.of.Parent().Exists() {
		return p.endorsed[id]
	}
	return id != "" && e.of.Get("id").IsText(id)
}

// places are where the parts stand.
func (p *parts) places() map[string]bool {
	all := make(map[string]bool, len(p.credentials)+len(p.endorsements))
	for _, one := range p.credentials {
		all[one.Pointer()] = true
	}
	for _, one := range p.endorsements {
		all[one.at.Pointer()] = true
	}
	return all
}
