package vcapi

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// errStore marks errors of the store, which are no fault of the request.
var errStore = errors.New("VCAPI-STORE: the store failed")

// issue signs a credential and keeps it before it is handed out.
func (s *Service) issue(c *call) (*answer, error) {
	wanted, err := c.options()
	if err != nil {
		return nil, err
	}
	suite, err := choose(s.config.Suites, c.values["suite"], wanted)
	if err != nil {
		return nil, err
	}
	key, err := s.newKey(wanted)
	if err != nil {
		return nil, err
	}
	o, err := s.issueOptions(suite, wanted)
	if err != nil {
		return nil, err
	}
	member, err := c.member("credential")
	if err != nil {
		return nil, err
	}
	doc, err := vc.NewDocument(member)
	if err != nil {
		return nil, problemOf(err, typeParsing)
	}
	o.SetIssuer = !doc.Get("issuer").Exists()
	if issuer := doc.Get("issuer"); issuer.IsObject() && !issuer.Get("id").Exists() {
		// The client knows how the issuer is described, and not by which key it signs.
		if doc, err = doc.With("/issuer/id", string(jsontree.AppendString(nil, suite.Key.Controller()))); err != nil {
			return nil, problemOf(err, typeParsing)
		}
	}
	doc, places, err := s.place(c.Context(), suite, doc)
	if err != nil {
		return nil, problemOf(err, typeGeneration)
	}
	issued, err := mikromerit.IssueDocument(c.Context(), doc, suite.Key, o)
	if err != nil {
		return nil, problemOf(err, typeGeneration)
	}
	record := Record{
		Key: key, ID: doc.Get("id").Text(), Suite: suite.Path, MediaType: mediaOf(issued.File), Document: issued.File.Bytes(),
		Issued: s.env.Now().UTC().Truncate(time.Microsecond), Places: places,
	}
	return s.keep(c.Context(), record, issued)
}

// keep keeps a credential and returns the answer that hands it out.
func (s *Service) keep(ctx context.Context, record Record, issued *mikromerit.Issued) (*answer, error) {
	err := s.config.Store.SaveCredential(ctx, record)
	switch {
	case errors.Is(err, ErrExists):
		return nil, newProblem(http.StatusConflict, "A credential is kept under this credentialId already; choose another one.")
	case err != nil:
		return nil, newFault(http.StatusInternalServerError, err)
	}
	body := issuance{VerifiableCredential: raw(issued.File), Warnings: details(issued.Warnings)}
	out, err := answerJSON(http.StatusCreated, "application/json", body)
	if err != nil {
		return nil, err
	}
	out.header = http.Header{"Location": {s.config.URL + "/credentials/" + url.PathEscape(record.Key)}}
	return out, nil
}

// choose returns the suite that a request asks for: by the path, by the option
// cryptosuite, or the first. Either may be the path of a suite or the name of one.
func choose(all []Suite, path string, wanted options) (Suite, error) {
	option, err := wanted.text("cryptosuite")
	if err != nil {
		return Suite{}, err
	}
	if len(all) == 0 {
		return Suite{}, newProblem(http.StatusNotFound, "This service was set up without keys for this.")
	}
	chosen, found := all[0], true
	if path != "" {
		if chosen, found = named(all, path); !found {
			return Suite{}, newProblem(http.StatusNotFound, "There is no suite at this path.")
		}
	}
	switch {
	case option == "" || option == chosen.Path || option == chosen.Name:
		return chosen, nil
	case path != "":
		return Suite{}, badRequest(typeGeneration, "The option cryptosuite asks for another suite than the path.")
	}
	if chosen, found = named(all, option); !found {
		return Suite{}, badRequest(typeGeneration, "The service has no suite of the name in the option cryptosuite.")
	}
	return chosen, nil
}

// named returns the suite with a path, or else the first with a name.
func named(all []Suite, name string) (Suite, bool) {
	i := slices.IndexFunc(all, func(s Suite) bool { return s.Path == name })
	if i < 0 {
		i = slices.IndexFunc(all, func(s Suite) bool { return s.Name == name })
	}
	if i < 0 {
		return Suite{}, false
	}
	return all[i], true
}

// newKey returns the name under which a new credential is kept.
func (s *Service) newKey(wanted options) (string, error) {
	name, err := wanted.text("credentialId")
	switch {
	case err != nil:
		return "", err
	case !wanted.Get("credentialId").Exists():
		random := make([]byte, 16)
		_, _ = rand.Read(random) // never fails
		return hex.EncodeToString(random), nil
	case !isName(name):
		return "", badRequest(typeMalformed, fmt.Sprintf("The option credentialId must have 1 to %d bytes and no control characters.", maxName))
	case s.taken[name]:
		return "", badRequest(typeMalformed, "The option credentialId is a name that addresses use for something else; choose another one.")
	}
	return name, nil
}

// issueOptions returns the options of the library for those of a request.
func (s *Service) issueOptions(suite Suite, wanted options) (mikromerit.IssueOptions, error) {
	o := mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: s.env.Metered(), Suite: suite.Name}}
	var err error
	if o.Mandatory, err = wanted.texts("mandatoryPointers"); err != nil {
		return o, err
	}
	o.Disclosable, err = wanted.texts("disclosablePointers")
	return o, err
}

// place gives a credential its places in status lists. One that breaks the rules
// of its data model takes none.
func (s *Service) place(ctx context.Context, suite Suite, doc vc.Document) (vc.Document, []Place, error) {
	if len(suite.Status) == 0 {
		return doc, nil, nil
	}
	credential, found := vc.ReadCredential(doc)
	var broken []vc.Finding
	for _, p := range found {
		if f := p.Finding(); f.Status == vc.Fail {
			broken = append(broken, f)
		}
	}
	switch {
	case credential.Version() != vc.V2:
		return doc, nil, badRequest(typeMalformed, "This suite gives credentials a place in a status list, for which they must be of the data model 2.0.")
	case len(broken) > 0 && doc.Get("issuer").Exists():
		return doc, nil, &mikromerit.RulesError{Findings: broken}
	}
	var places []Place
	for _, list := range suite.Status {
		entry, index, err := s.allocate(ctx, suite, list)
		if err != nil {
			return doc, nil, err
		}
		if doc, err = entry.AddTo(doc); err != nil {
			return doc, nil, err
		}
		places = append(places, Place{List: entry.List, Purpose: list.Purpose, Index: index})
	}
	return doc, places, nil
}

// raw returns the JSON of a secured file: a token goes into an envelope.
func raw(file *proof.Secured) rawJSON {
	if file.Format() == proof.JWS || file.Format() == proof.SDJWT {
		if envelope, err := jose.Envelope(file); err == nil {
			return rawJSON(envelope.Bytes())
		}
	}
	return rawJSON(file.Bytes())
}

// mediaOf returns the media type of a credential that was issued.
func mediaOf(file *proof.Secured) string {
	switch file.Format() {
	case proof.SDJWT:
		return "application/vc+sd-jwt"
	case proof.JWS:
		if file.Proofs()[0].Signature.Header.Get("typ").IsText("vc+jwt") {
			return "application/vc+jwt"
		}
		return "application/jwt"
	}
	return "application/vc"
}
