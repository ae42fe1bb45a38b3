package dataintegrity

import (
	"time"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Options are the members of a new proof beyond those that every proof has.
// The zero value makes a proof for the purpose assertionMethod, created now. A proof of
// [BBS2023] then states no time, which would link what is derived from it.
type Options struct {
	Created   time.Time // zero: now, by the Env's clock, or for [BBS2023] no time; written in whole seconds, UTC
	Expires   time.Time // zero: the proof does not expire
	Purpose   string    // "": assertionMethod
	Domain    []string  // the domains that the proof is meant for
	Challenge string    // a value that the verifier gave
	Nonce     string    // a value that the holder chose
	ID        string    // the proof's own id, a URL, by which other proofs can build on it
	Previous  []string  // the ids of the proofs that this one builds on
	Array     bool      // write a first proof as an array of one, as Open Badges demands
}

// config returns the proof configuration as a JSON object.
func (o Options) config(env vc.Env, suite *definition, method string) (vc.Document, error) {
	created, purpose := o.Created, o.Purpose
	if created.IsZero() && (suite.scheme == nil || !suite.scheme.timeless) {
		created = env.Now()
	}
	if purpose == "" {
		purpose = vc.AssertionMethod
	}
	w := objectWriter{make([]byte, 1, 512)}
	w.buf[0] = '{'
	w.text("id", o.ID)
	if suite.legacy {
		w.text("type", string(suite.name))
	} else {
		w.text("type", "DataIntegrityProof")
		w.text("cryptosuite", string(suite.name))
	}
	if !created.IsZero() {
		w.text("created", timestamp(created))
	}
	w.text("verificationMethod", method)
	w.text("proofPurpose", purpose)
	if !o.Expires.IsZero() {
		w.text("expires", timestamp(o.Expires))
	}
	w.texts("domain", o.Domain)
	w.text("challenge", o.Challenge)
	w.text("nonce", o.Nonce)
	w.texts("previousProof", o.Previous)
	return vc.ParseDocument(w.bytes(), vc.Limits{})
}

func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// objectWriter writes a flat JSON object, whose brace is in the buffer already, and
// leaves out empty values.
type objectWriter struct{ buf []byte }

func (w *objectWriter) name(name string) {
	if len(w.buf) > len("{") {
		w.buf = append(w.buf, ',')
	}
	w.buf = append(jsontree.AppendString(w.buf, name), ':')
}

func (w *objectWriter) text(name, value string) {
	if value == "" {
		return
	}
	w.name(name)
	w.buf = jsontree.AppendString(w.buf, value)
}

// texts writes one value as a string and several as an array (Data Integrity
// 1.0 section 2.1, "domain").
func (w *objectWriter) texts(name string, values []string) {
	if len(values) <= 1 {
		for _, value := range values {
			w.text(name, value)
		}
		return
	}
	w.name(name)
	for i, value := range values {
		w.buf = append(w.buf, "[,"[min(i, 1)])
		w.buf = jsontree.AppendString(w.buf, value)
	}
	w.buf = append(w.buf, ']')
}

func (w *objectWriter) bytes() []byte { return append(w.buf, '}') }
