package bundle

import (
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// encodeController writes a controller document (Controlled Identifiers 1.0
// section 2), and reports whether reading it gives the same again: a key of an
// unknown kind cannot be written.
func encodeController(doc *vc.Controller) ([]byte, bool) {
	out := object{}
	out.addText("id", doc.ID)
	out.addTexts("alsoKnownAs", doc.AlsoKnownAs)
	if len(doc.Methods) > 0 {
		out.startMember("verificationMethod")
		for i, m := range doc.Methods {
			out.buf = append(out.buf, "[,"[min(i, 1)])
			method, ok := encodeMethod(m)
			if !ok {
				return nil, false
			}
			out.buf = append(out.buf, method...)
		}
		out.buf = append(out.buf, ']')
	}
	for _, purpose := range slices.Sorted(maps.Keys(doc.Purposes)) {
		out.addTexts(purpose, doc.Purposes[purpose])
	}
	text := out.bytes()
	again, err := did.Parse(doc.ID, text)
	return append(text, '\n'), err == nil && reflect.DeepEqual(again, doc)
}

func encodeMethod(m vc.Method) ([]byte, bool) {
	out := object{}
	out.addText("id", m.ID)
	out.addText("type", m.Type)
	out.addText("controller", m.Controller)
	out.addDate("expires", m.Expires)
	out.addDate("revoked", m.Revoked)
	switch m.Type {
	case "Multikey", "Ed25519VerificationKey2020":
		text, err := multikey.EncodePublic(m.Key)
		if err != nil {
			return nil, false
		}
		out.addText("publicKeyMultibase", text)
	case "JsonWebKey", "JsonWebKey2020":
		text, err := jwk.EncodePublic(m.Key, "")
		if err != nil {
			return nil, false
		}
		out.startMember("publicKeyJwk")
		out.buf = append(out.buf, text...)
	}
	return out.bytes(), true
}

// object writes a JSON object.
type object struct{ buf []byte }

func (o *object) startMember(name string) {
	if o.buf == nil {
		o.buf = append(o.buf, '{')
	} else {
		o.buf = append(o.buf, ',')
	}
	o.buf = append(jsontree.AppendString(o.buf, name), ':')
}

func (o *object) addText(name, text string) {
	o.startMember(name)
	o.buf = jsontree.AppendString(o.buf, text)
}

func (o *object) addDate(name string, at time.Time) {
	if !at.IsZero() {
		o.addText(name, at.Format(time.RFC3339Nano))
	}
}

// addTexts adds a list of strings; an empty one is left out.
func (o *object) addTexts(name string, texts []string) {
	if len(texts) == 0 {
		return
	}
	o.startMember(name)
	for i, text := range texts {
		o.buf = jsontree.AppendString(append(o.buf, "[,"[min(i, 1)]), text)
	}
	o.buf = append(o.buf, ']')
}

func (o *object) bytes() []byte { return append(o.buf, '}') }
