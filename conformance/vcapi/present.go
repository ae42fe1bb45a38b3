package vcapi

import (
	"net/http"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/cose"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// presented is the answer with a presentation.
type presented struct {
	VerifiablePresentation rawJSON `json:"verifiablePresentation"`
}

// derive reveals parts of a credential with a base proof, or of an SD-JWT. It
// needs no key. What is derived from bbs-2023 may answer a challenge.
func (s *Service) derive(c *call) (*answer, error) {
	wanted, err := c.options()
	if err != nil {
		return nil, err
	}
	pointers, err := wanted.texts("selectivePointers")
	if err != nil {
		return nil, err
	}
	challenge, err := wanted.text("challenge")
	if err != nil {
		return nil, err
	}
	member, err := c.member("verifiableCredential")
	if err != nil {
		return nil, err
	}
	file, err := mikromerit.Open([]byte(member.Raw()), s.env.Limits)
	if err != nil {
		return nil, problemOf(err, typeParsing)
	}
	var derived *proof.Secured
	switch {
	case !mikromerit.IsSDJWT(file):
		derived, err = dataintegrity.Derive(c.Context(), s.env.Metered(), file, dataintegrity.DeriveOptions{Reveal: pointers, PresentationHeader: []byte(challenge)})
	case challenge != "":
		return nil, badRequest(typeGeneration, "An SD-JWT has no place for the option challenge: its holder answers one by signing. Leave it out.")
	default:
		derived, err = jose.Disclose(file, s.env.Limits, pointers...)
	}
	if err != nil {
		return nil, problemOf(err, typeGeneration)
	}
	return answerJSON(http.StatusCreated, "application/json", issuance{VerifiableCredential: raw(derived)})
}

// prove signs a presentation.
func (s *Service) prove(c *call) (*answer, error) {
	wanted, err := c.options()
	if err != nil {
		return nil, err
	}
	suite, err := choose(s.config.Presentations, "", wanted)
	if err != nil {
		return nil, err
	}
	domain, err := wanted.textOrTexts("domain")
	if err != nil {
		return nil, err
	}
	challenge, err := wanted.text("challenge")
	if err != nil {
		return nil, err
	}
	member, err := c.member("presentation")
	if err != nil {
		return nil, err
	}
	doc, err := s.presentable(member, suite.Key.Controller(), challenge)
	if err != nil {
		return nil, problemOf(err, typeParsing)
	}
	var file *proof.Secured
	switch suite.Name {
	case string(cose.VP):
		file, err = cose.Sign(c.Context(), s.env.Metered(), doc, cose.VP, suite.Key.Key(), cose.Options{Domain: domain, Challenge: challenge})
	case string(jose.VPJOSE):
		file, err = jose.Sign(c.Context(), s.env.Metered(), doc, jose.VPJOSE, suite.Key.Key(), jose.Options{Domain: domain, Challenge: challenge})
	default:
		file, err = dataintegrity.Sign(c.Context(), s.env.Metered(), doc, dataintegrity.Cryptosuite(suite.Name), suite.Key.Key(),
			dataintegrity.Options{Purpose: vc.Authentication, Domain: domain, Challenge: challenge})
	}
	if err != nil {
		return nil, problemOf(err, typeGeneration)
	}
	return answerJSON(http.StatusCreated, "application/json", presented{raw(file)})
}

// presentable returns a presentation that may be signed for a holder: it keeps the
// rules, names this holder or none, and holds nothing that a verifier must not
// see, nor what answers another challenge.
func (s *Service) presentable(member jsontree.Value, holder, challenge string) (vc.Document, error) {
	doc, err := vc.NewDocument(member)
	if err != nil {
		return doc, err
	}
	var broken []vc.Finding
	for _, p := range vc.CheckPresentation(doc) {
		if f := p.Finding(); f.Status == vc.Fail {
			broken = append(broken, f)
		}
	}
	if len(broken) > 0 {
		return doc, &mikromerit.RulesError{Findings: broken}
	}
	named := doc.Get("holder")
	if named.IsObject() {
		named = named.Get("id")
	}
	switch {
	case !doc.Get("holder").Exists():
		if doc, err = doc.With("/holder", string(jsontree.AppendString(nil, holder))); err != nil {
			return doc, err
		}
	case named.Text() != holder:
		return doc, badRequest(typeMalformed, "/presentation/holder in the body must be "+holder+", whose key signs.")
	}
	for credential := range doc.Get("verifiableCredential").Each() {
		if err := s.checkPresented(credential, challenge); err != nil {
			return doc, err
		}
	}
	return doc, nil
}

// checkPresented refuses what shows nothing, what a verifier could reveal
// everything with, and what was derived as the answer to another challenge.
func (s *Service) checkPresented(credential jsontree.Value, challenge string) error {
	file, err := mikromerit.Open([]byte(credential.Raw()), s.env.Limits)
	if err != nil {
		return err
	}
	at := "/presentation" + credential.Pointer() + " in the body "
	switch {
	case file.Format() == proof.Unsecured:
		return badRequest(typeMalformed, at+"carries no proof, so it shows nothing. Have it signed first.")
	case mikromerit.HoldsBaseProof(file):
		return badRequest(typeMalformed, at+"carries a base proof, with which a verifier could reveal everything. Derive from it first.")
	}
	for _, p := range file.Proofs() {
		if header := string(dataintegrity.PresentationHeader(p)); header != "" && header != challenge {
			return badRequest(typeMalformed, at+"was derived as the answer to another challenge. Derive it again for that of the presentation, or for none.")
		}
	}
	return nil
}
