package vcapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc/status"
)

// finalPurposes are the purposes whose status cannot be taken back (Bitstring
// Status List 1.0 section 2.1).
var finalPurposes = []string{status.Revocation, status.Refresh}

// rawJSON is JSON that goes into an answer as it is.
type rawJSON = json.RawMessage

// issuance is the answer with a credential.
type issuance struct {
	VerifiableCredential rawJSON  `json:"verifiableCredential"`
	Warnings             []detail `json:"warnings,omitempty"`
}

// records returns what is kept under a name, the newest first and no more than most,
// or a problem when nothing is.
func (c Config) records(r *http.Request, name string, most int) ([]Record, error) {
	missing := newProblem(http.StatusNotFound, "No credential is kept under this name.")
	if c.Store == nil || !isName(name) {
		return nil, missing
	}
	found, err := c.Store.Credentials(r.Context(), name, most)
	if err != nil {
		return nil, newFault(http.StatusInternalServerError, err)
	}
	if len(found) == 0 {
		return nil, missing
	}
	return found, nil
}

// readCredential hands out a credential again. Of several with the same id it is
// the newest.
func (s *Service) readCredential(c *call) (*answer, error) {
	records, err := s.config.records(c.Request, c.values["id"], 1)
	if err != nil {
		return nil, err
	}
	file, err := mikromerit.Open(records[0].Document, s.env.Limits)
	if err != nil {
		return nil, newFault(http.StatusInternalServerError, err)
	}
	return answerJSON(http.StatusOK, "application/json", issuance{VerifiableCredential: raw(file)})
}

// deleteCredential forgets all credentials that are kept under a name. What is in
// the status lists stays there, since the credentials may still be about.
func (s *Service) deleteCredential(c *call) (*answer, error) {
	records, err := s.config.records(c.Request, c.values["id"], maxSame)
	if err != nil {
		return nil, err
	}
	for _, record := range records {
		if err := s.config.Store.DeleteCredential(c.Context(), record.Key); err != nil && !errors.Is(err, ErrNotFound) {
			return nil, newFault(http.StatusInternalServerError, err)
		}
	}
	return &answer{status: http.StatusNoContent}, nil
}

// controllerDocument hands out the keys of the issuer did:web:HOST, when there is
// one at the host of the service.
func (s *Service) controllerDocument(*call) (*answer, error) {
	address, err := url.Parse(s.config.URL)
	if err != nil || address.Host == "" {
		return nil, newProblem(http.StatusNotFound, "The issuer of this service has no document here.")
	}
	id := "did:web:" + strings.ReplaceAll(address.Host, ":", "%3A")
	var public []*keys.Public
	seen := make(map[string]bool)
	for _, list := range [][]Suite{s.config.Suites, s.config.Presentations} {
		for _, suite := range list {
			if suite.Key.Controller() == id && !seen[suite.Key.Method()] {
				seen[suite.Key.Method()] = true
				public = append(public, suite.Key.Public())
			}
		}
	}
	if len(public) == 0 {
		return nil, newProblem(http.StatusNotFound, "The issuer of this service has no document here.")
	}
	text, err := keys.ControllerDocument(public...)
	if err != nil {
		return nil, newFault(http.StatusInternalServerError, err)
	}
	return &answer{status: http.StatusOK, media: "application/did+json", body: text, header: http.Header{"Cache-Control": {"public, max-age=300"}}}, nil
}

// marshal writes JSON in which the documents stay as they are but for white space.
func marshal(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return out.Bytes(), err
}
