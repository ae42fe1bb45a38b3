package proof

import (
	"context"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// isPresentation reports whether a document is a verifiable presentation.
func isPresentation(doc vc.Document) bool { return hasType(doc, vc.TypePresentation) }

func hasType(doc vc.Document, name string) bool {
	for kind := range doc.Get("type").Each() {
		if kind.IsText(name) {
			return true
		}
	}
	return false
}

// checkPresentation checks a presentation: its own rules, its holder, and each
// credential in it on its own. A presentation without a proof is a mere
// container.
func (s *session) checkPresentation(ctx context.Context, policy Policy, r *Result, depth int) error {
	parts := credentialsIn(r.Document)
	model := &ruleModel2
	if credential, _ := vc.ReadCredential(r.Document); credential.Version() == vc.V1 {
		model = &ruleModel1
	}
	problems := vc.CheckPresentation(r.Document)
	whole := len(problems) < maxProblems
	own := slices.DeleteFunc(problems, func(p vc.Problem) bool { return isInside(p.Pointer, parts) })
	s.addProblems(own, whole, model, r)
	if err := s.checkOwnRules(ctx, r); err != nil {
		return err
	}
	if s.isCredentialToo(r.Document) {
		// It must not pass as a credential: the key of a presentation need not be
		// that of its issuer, and a presentation needs no proof.
		r.add(rulePresentationType.Finding(vc.Fail, "/type", "The document calls itself a presentation and a credential at once; it can only be one of them."))
	}
	r.add(presenterFindings(policy, r)...)
	if len(parts) == 0 {
		if len(r.Proofs) == 0 {
			r.add(ruleNone.Finding(vc.Fail, "", "The presentation carries no proof and holds no credential, so it shows nothing."))
			return nil
		}
		r.add(policy.Trust.noIssuerFinding(), ruleUntil.Finding(vc.Pass, "", "The presentation holds no credential that could have ended."))
		return nil
	}
	return s.checkParts(ctx, parts, policy, r, depth)
}

// checkOwnRules checks a presentation against the rules of the families that have
// some for it.
func (s *session) checkOwnRules(ctx context.Context, r *Result) error {
	for _, family := range s.registry.families {
		if family.CheckPresentation == nil {
			continue
		}
		problems, whole, asked, err := family.CheckPresentation(ctx, r.Document, s.env)
		if err != nil {
			return err
		}
		if asked {
			s.addProblems(problems, whole, family.Rules, r)
		}
	}
	return nil
}

// isCredentialToo reports whether a presentation could be mistaken for a
// credential.
func (s *session) isCredentialToo(doc vc.Document) bool {
	for kind := range doc.Get("type").Each() {
		if strings.HasSuffix(kind.Text(), "Credential") {
			return true
		}
	}
	return isCredential(doc) || s.familyOf(doc) != nil
}

// presenterFindings returns what is known about the presenter when the
// presentation carries no proof.
func presenterFindings(policy Policy, r *Result) []vc.Finding {
	if len(r.Proofs) > 0 {
		return nil
	}
	if len(policy.Domain) == 0 && policy.Challenge == "" {
		return []vc.Finding{ruleContainer.Finding(vc.NotAsked, "", "The presentation carries no proof, so it shows nothing about who presents it; the credentials in it are judged each on its own.")}
	}
	return []vc.Finding{ruleContainer.Finding(vc.Fail, "", "The presentation carries no proof, so it answers no challenge and is for no domain. Ask for it again.")}
}

// credentialsIn returns the credentials in a presentation.
func credentialsIn(doc vc.Document) (parts []Part) {
	member := doc.Get("verifiableCredential")
	if member.Kind() == jsontree.Null {
		return nil
	}
	for value := range member.Each() {
		parts = append(parts, Part{At: value})
	}
	return parts
}

// isInside reports whether a pointer leads into one of the parts, which are
// judged on their own.
func isInside(pointer string, parts []Part) bool {
	return slices.ContainsFunc(parts, func(p Part) bool { return strings.HasPrefix(pointer, p.At.Pointer()+"/") })
}

// holderFinding returns the finding on whether the presenter of a credential is
// its subject.
func holderFinding(r *Result, nested *Result) vc.Finding {
	holder := identifier(r.Document.Get("holder"))
	at := nested.Pointer
	if len(r.Proofs) == 0 {
		return ruleHolder.Finding(vc.NotAsked, at, "Nobody has shown to be the holder, so it is not asked whether the credential is the holder's.")
	}
	if holding := r.validProofs(); holder == "" && len(holding) > 0 {
		holder = holding[0].Controller
	}
	credential, _ := vc.ReadCredential(nested.Document)
	var subjects []string
	for _, subject := range credential.Subjects() {
		id := subject.Get("id").Text()
		if nested.Format == JAdES && strings.HasPrefix(id, "urn:") {
			continue // a sealed credential numbers its nodes so; it names nobody
		}
		if id != "" {
			subjects = append(subjects, id)
		}
	}
	switch {
	case holder == "" || len(subjects) == 0:
		return ruleHolder.Finding(vc.Unknown, at, "The presenter or the subject has no identifier, so nothing ties them together.")
	case slices.Contains(subjects, holder):
		return ruleHolder.Finding(vc.Pass, at, "The presenter is a subject of the credential.")
	}
	return ruleHolder.Finding(vc.Fail, at, "The presenter is not a subject of the credential. Somebody may present it for another person; then do not require that it is bound.")
}

// identifier returns the id of a party, which is a string or an object.
func identifier(party jsontree.Value) string {
	if party.IsObject() {
		party = party.Get("id")
	}
	return party.Text()
}
