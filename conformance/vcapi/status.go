package vcapi

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// maxSame is how many credentials with one id a request can be about.
const maxSame = 1000

// change is a change of status that a request asks for.
type change struct {
	purpose string
	list    string // "": whichever
	index   string // "": whichever
	value   uint64
}

// setStatus changes the status of what was issued.
func (s *Service) setStatus(c *call) (*answer, error) {
	id := c.body.Get("credentialId")
	if id.Kind() != jsontree.String || !isName(id.Text()) {
		return nil, wrongKind("/credentialId", "a string with the id of the credential", id)
	}
	changes, err := c.changes()
	if err != nil {
		return nil, err
	}
	records, err := s.config.records(c.Request, id.Text(), maxSame)
	if err != nil {
		return nil, err
	}
	if len(records) == maxSame {
		return nil, newProblem(http.StatusConflict, "Too many credentials have this id; change them one by one, by the name under which each is kept.")
	}
	for _, ch := range changes {
		var found bool
		for _, place := range placesOf(records, ch) {
			if err := s.setPlace(c, place, ch.value); err != nil {
				return nil, err
			}
			found = true
		}
		if !found {
			return nil, badRequest(typeMalformed, "The credential has no such status: none of its entries has this purpose and place.")
		}
	}
	return answerJSON(http.StatusOK, "application/json", struct{}{})
}

// changes reads what a request asks for: credentialStatus is an object or an array
// of them, and the status to set stands in each, or beside them, or is true.
func (c *call) changes() ([]change, error) {
	entries := c.body.Get("credentialStatus")
	if !entries.IsObject() && (entries.Kind() != jsontree.Array || entries.Len() == 0 || entries.Len() > 100) {
		return nil, wrongKind("/credentialStatus", "an object, or an array of 1 to 100 objects", entries)
	}
	var out []change
	for entry := range entries.Each() {
		if !entry.IsObject() {
			return nil, wrongKind(entry.Pointer(), "an object", entry)
		}
		if t := entry.Get("type"); t.Exists() && !t.IsText("BitstringStatusListEntry") {
			return nil, badRequest(typeMalformed, t.Pointer()+" in the body must be BitstringStatusListEntry: the service keeps no other kind of status.")
		}
		for _, name := range []string{"statusPurpose", "statusListCredential", "statusListIndex"} {
			v := entry.Get(name)
			if v.Exists() && v.Kind() != jsontree.String || name == "statusPurpose" && v.Text() == "" {
				return nil, wrongKind(entry.Pointer()+"/"+name, "a string", v)
			}
		}
		ch := change{purpose: entry.Get("statusPurpose").Text(), list: entry.Get("statusListCredential").Text(), index: entry.Get("statusListIndex").Text()}
		value := entry.Get("status")
		if !value.Exists() {
			value = c.body.Get("status")
		}
		var err error
		if ch.value, err = statusValue(value); err != nil {
			return nil, err
		}
		out = append(out, ch)
	}
	return out, nil
}

// statusValue reads the status to set: true or false, or the value as a number or
// as text.
func statusValue(v jsontree.Value) (uint64, error) {
	switch {
	case !v.Exists():
		return 1, nil
	case v.Kind() == jsontree.Bool:
		if v.Bool() {
			return 1, nil
		}
		return 0, nil
	}
	text := v.Text()
	if v.Kind() == jsontree.Number {
		text = v.Raw()
	}
	if value, err := strconv.ParseUint(text, 10, 8); err == nil && text == strconv.FormatUint(value, 10) {
		return value, nil
	}
	return 0, wrongKind(v.Pointer(), "true or false, or a number from 0 to 255", v)
}

// placesOf returns the places that a change is about.
func placesOf(records []Record, ch change) []Place {
	var out []Place
	for _, r := range records {
		for _, p := range r.Places {
			if p.Purpose == ch.purpose && (ch.list == "" || ch.list == p.List) && (ch.index == "" || ch.index == strconv.FormatUint(p.Index, 10)) {
				out = append(out, p)
			}
		}
	}
	return out
}

// setPlace sets the value at a place.
func (s *Service) setPlace(c *call, place Place, value uint64) error {
	list, ok := s.parseList(strings.TrimPrefix(place.List, s.config.URL+"/status/"))
	if !ok || list.URL != place.List {
		return newFault(http.StatusInternalServerError, errors.New("VCAPI-LIST: a credential has its place in a list that this service was set up without"))
	}
	if value == 0 && slices.Contains(finalPurposes, place.Purpose) {
		return badRequest(typeMalformed, "Revocation and refresh cannot be taken back.")
	}
	if most := max(2, len(list.Messages)); value >= uint64(most) {
		return badRequest(typeRange, "The status must be from 0 to "+strconv.Itoa(most-1)+".")
	}
	opened, err := s.open(c.Context(), list)
	if err != nil {
		return newFault(http.StatusInternalServerError, err)
	}
	if err := opened.Set(c.Context(), place.Index, value); err != nil {
		return newFault(http.StatusInternalServerError, err)
	}
	return nil
}
