package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/vc"
)

// registerName is the name of the file, in the folder of a status list, that says
// which credential got which place. It names people as their credentials do, so
// only its owner may read it.
const registerName = "register.ndjson"

// registerLine is a line of the register.
type registerLine struct {
	Index   uint64          `json:"index"`
	ID      string          `json:"id,omitempty"` // of the credential
	Issued  string          `json:"issued"`       // when the place was given
	Subject json.RawMessage `json:"subject,omitempty"`
}

// register adds a line about a place that was given to a credential.
func (s *storeFlag) register(a *app, index string, doc vc.Document) error {
	n, err := strconv.ParseUint(index, 10, 64)
	if err != nil {
		return err
	}
	return s.registerPlace(a, n, doc)
}

// registerPlace is register for a place by its number.
func (s *storeFlag) registerPlace(a *app, n uint64, doc vc.Document) error {
	line := registerLine{Index: n, ID: doc.Get("id").Text() + doc.Get("jti").Text(), Issued: a.clock().UTC().Format("2006-01-02T15:04:05Z"), Subject: identityOf(doc)}
	text, err := json.Marshal(line)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(s.Store, registerName), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err == nil {
		_, err = file.Write(append(text, '\n'))
		err = errors.Join(err, file.Sync(), file.Close())
	}
	if err != nil {
		return newFailure("the register %s cannot be written: %s", filepath.Join(s.Store, registerName), ioReason(err))
	}
	return nil
}

// identityOf returns the part of a credential that says whose it is.
func identityOf(doc vc.Document) json.RawMessage {
	for subject := range doc.Get("credentialSubject").Each() {
		out := make(map[string]json.RawMessage)
		for _, name := range []string{"id", "identifier"} {
			if v := subject.Get(name); v.Exists() {
				out[name] = json.RawMessage(v.Raw())
			}
		}
		if len(out) > 0 {
			text, _ := json.Marshal(out) // a map of raw JSON never fails
			return text
		}
	}
	return nil
}

// readRegister returns the lines of the register. A list from before there were
// registers has none. What a run that was killed wrote a second time is one line.
func (s *storeFlag) readRegister(a *app) ([]registerLine, error) {
	name := filepath.Join(s.Store, registerName)
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	data, err := a.read(name)
	if err != nil {
		return nil, err
	}
	var all []registerLine
	places := map[uint64]bool{}
	read := 0
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, maxFile)
	for lines.Scan() {
		var line registerLine
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return nil, newFailure("line %d of %s is damaged; restore it from a copy", read+1, name)
		}
		if read++; places[line.Index] {
			continue
		}
		places[line.Index] = true
		all = append(all, line)
	}
	return all, lines.Err()
}

// isAbout reports whether the credential of a line is that of a person.
func (r registerLine) isAbout(who string) bool {
	if len(r.Subject) == 0 {
		return false
	}
	doc, err := vc.ParseDocument([]byte(`{"credentialSubject":`+string(r.Subject)+`}`), limits)
	return err == nil && len(badge.MatchRecipients(doc, []string{who})) > 0
}
