package main

import (
	"encoding/json"
	"net/http"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/conformance/vcapi"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// messageList is a status list with messages, which exercises the tests on them.
// Bitstring Status List 1.0 section 2.1 demands a message for every possible value,
// which are four for two bits.
var messageList = status.Definition{
	Purpose: status.Message, Messages: []string{"unset", "pending", "granted", "refused"}, References: []string{"https://example.org/statuses"},
}

// miscount issues credentials as the suite on status lists wants them: with as many
// messages as a status has bits, where the specification demands one for every
// value. Nothing else passes that suite as a whole, and such an entry is verified
// without its status.
type miscount struct {
	suite vcapi.Suite
	store vcapi.Store
	base  string
}

func (m miscount) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	signed, err := m.issue(r)
	w.Header().Set("Content-Type", "application/json")
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{"type": "about:blank", "title": "Bad Request", "detail": err.Error()})
		return
	}
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(map[string]json.RawMessage{"verifiableCredential": signed})
}

func (m miscount) issue(r *http.Request) ([]byte, error) {
	var body struct{ Credential json.RawMessage }
	if err := json.NewDecoder(http.MaxBytesReader(nil, r.Body, 1<<20)).Decode(&body); err != nil {
		return nil, err
	}
	doc, err := vc.ParseDocument(body.Credential, vc.Limits{})
	if err != nil {
		return nil, err
	}
	definition := messageList
	definition.URL, definition.Issuer = m.base+"/status/"+m.suite.Path+"-"+definition.Purpose+"-1", m.suite.Key.Controller()
	list, err := status.OpenList(r.Context(), m.store, definition)
	if err != nil {
		return nil, err
	}
	entry, err := list.Allocate(r.Context())
	if err != nil {
		return nil, err
	}
	entry.Messages = entry.Messages[:entry.Size]
	if doc, err = entry.AddTo(doc); err != nil {
		return nil, err
	}
	issued, err := mikromerit.IssueDocument(r.Context(), doc, m.suite.Key, mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Suite: m.suite.Name}})
	if err != nil {
		return nil, err
	}
	return issued.File.Bytes(), nil
}
