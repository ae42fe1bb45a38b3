package clr

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/internal/lenient"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Is reports whether doc claims to be a record: a credential whose type lists
// ClrCredential. Whether it is a correct one is for [Check] to say.
func Is(doc vc.Document) bool { return isRecord(doc.Root()) }

func isRecord(v jsontree.Value) bool {
	return datamodel.Lists(v.Get("type"), datamodel.TypeCredential) && datamodel.Lists(v.Get("type"), TypeCredential)
}

// held is where the credentials of a record stand.
const held = "verifiableCredential"

// Parse reads a record into its structs, as leniently as
// [ob3.ParseAchievementCredential]; its credentials are left as they stand.
// The error says that the document is no record, or where something stands
// that the structs have no place for.
func Parse(doc vc.Document) (*Credential, error) {
	if !Is(doc) {
		return nil, errors.New("CLR2-TYPE at /type: the document is no credential of the type ClrCredential")
	}
	subject := doc.Get("credentialSubject")
	if subject.Kind() == jsontree.Array && subject.Len() == 1 {
		subject = subject.At(0)
	}
	var credentials []vc.Document
	for one := range subject.Get(held).Each() {
		credential, err := vc.ParseDocument([]byte(one.Raw()), vc.Limits{})
		if err != nil {
			return nil, fmt.Errorf("CLR2-READ at %s: there is %s where a credential is expected", one.Pointer(), one.Kind())
		}
		credentials = append(credentials, credential)
	}
	frame, err := doc.Without(subject.Get(held).Pointer())
	if err != nil {
		return nil, err
	}
	c := new(Credential)
	if err := lenient.Unmarshal(frame.Bytes(), c); err != nil {
		return nil, err
	}
	c.Subject.Credentials = credentials
	return c, nil
}

type plainSubject Subject

// UnmarshalJSONFrom reads an object, alone or as the only element of an array.
// It does not read Credentials.
func (s *Subject) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*s = Subject{}
	var all ob3.List[plainSubject]
	if err := json.UnmarshalDecode(dec, &all); err != nil {
		return err
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		*s = Subject(all[0])
		return nil
	}
	return lenient.Several
}

// Document writes the record, its credentials byte for byte as they are. It is
// not checked; see [Check].
func (c *Credential) Document() (vc.Document, error) {
	frame := *c
	frame.Subject.Credentials = nil
	src, err := json.Marshal(plainCredential(frame), jsontext.PreserveRawStrings(true))
	if err != nil {
		return vc.Document{}, fmt.Errorf("CLR2-WRITE: %w", err)
	}
	doc, err := vc.ParseDocument(src, vc.Limits{})
	if err != nil || len(c.Subject.Credentials) == 0 {
		return doc, err
	}
	// A writer of JSON would be free to change spaces and escapes.
	if !doc.Get("credentialSubject").Exists() {
		if doc, err = doc.With("/credentialSubject", "{}"); err != nil {
			return doc, err
		}
	}
	texts := make([]string, len(c.Subject.Credentials))
	for i, credential := range c.Subject.Credentials {
		texts[i] = credential.String()
	}
	return doc.With("/credentialSubject/"+held, "["+strings.Join(texts, ",")+"]")
}
