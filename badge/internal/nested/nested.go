// Package nested finds the endorsements in a credential, checks what they are
// about, and separates their problems from those of the credential.
package nested

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// About is the rule on what an endorsement in a credential is about.
var About = vc.Rule{Code: "ENDORSEMENT-SUBJECT", Level: vc.Must, Spec: "https://www.imsglobal.org/spec/ob/v3p0/#endorsementsubject",
	Text: "An endorsement must be about what it stands in."}

// wholeRules are the rules of JSON-LD, which hold for a document as a whole.
var wholeRules = []string{"OB3-JSONLD", "OB3-EXTENSIONS", "OB3-JSONLD-UNCHECKED"}

// Own leaves out the problems of Open Badges inside the parts of a document, which
// find returns.
func Own(problems []vc.Problem, doc vc.Document, find func(vc.Document) []proof.Part) []vc.Problem {
	if len(problems) == 0 {
		return problems
	}
	places := make(map[string]bool)
	for _, p := range find(doc) {
		places[p.At.Pointer()] = true
	}
	return slices.DeleteFunc(problems, func(p vc.Problem) bool {
		if !strings.HasPrefix(p.Code(), "OB3-") || slices.Contains(wholeRules, p.Code()) {
			return false
		}
		for at := p.Pointer; at != ""; at = at[:strings.LastIndexByte(at, '/')] {
			if places[at] {
				return true
			}
		}
		return false
	})
}

// Parts returns the endorsements in a credential. The specification lets
// credentials, achievements and profiles be endorsed, at whatever depth. What
// stands in a nested credential belongs to that one.
func Parts(doc vc.Document) []proof.Part {
	if !hasEndorsements(doc.Root()) {
		return nil
	}
	p := &parts{endorsed: map[string]bool{doc.Get("id").Text(): true, doc.Get("issuer").Text(): true}}
	p.collect(doc.Root())
	delete(p.endorsed, "")
	all := make([]proof.Part, 0, len(p.endorsements))
	for _, e := range p.endorsements {
		all = append(all, proof.Part{At: e.at, Endorsement: true, Types: []string{ob3.TypeEndorsement}, Misplaced: p.about(e)})
	}
	return all
}

// parts are the endorsements of a document, and what they may be about.
type parts struct {
	endorsements []endorsement
	endorsed     map[string]bool // ids of the credential and its achievements and profiles
}

// endorsement is one as it stands in the node that carries it.
type endorsement struct{ at, of jsontree.Value }

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

// hasEndorsements reports whether [parts.collect] would find any: most credentials
// have none, and nothing must be remembered of them.
func hasEndorsements(v jsontree.Value) bool {
	for i := range v.Len() {
		switch kid := v.At(i); kid.Name() {
		case "@context", "proof", "verifiableCredential":
		case "endorsement", "endorsementJwt":
			return true
		default:
			if kid.Len() > 0 && hasEndorsements(kid) {
				return true
			}
		}
	}
	return false
}

func isEndorsable(kind jsontree.Value) bool {
	return datamodel.Lists(kind, "Achievement", "Profile", "AchievementSubject", "ClrSubject")
}

// about says whether an endorsement is about what it stands in. One of a
// credential may be about the achievement and profiles in it too, any other is
// about the node that carries it (Open Badges 3.0, members endorsement of the
// classes).
func (p *parts) about(e endorsement) func(vc.Document) *vc.Finding {
	return func(doc vc.Document) *vc.Finding {
		if doc.IsZero() {
			return nil
		}
		id := doc.Get("credentialSubject").Get("id").Text()
		fits := p.endorsed[id]
		if e.of.Parent().Exists() {
			fits = id != "" && e.of.Get("id").IsText(id)
		}
		f := About.Finding(vc.Pass, "/credentialSubject/id", "The endorsement is about what it stands in.")
		if !fits {
			f = About.Finding(vc.Fail, "/credentialSubject/id", "The endorsement is about something else than what it stands in.")
		}
		return &f
	}
}
