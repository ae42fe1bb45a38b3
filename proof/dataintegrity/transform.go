package dataintegrity

import (
	"context"
	"crypto"
	"crypto/sha256"
	"crypto/sha512"
	"slices"

	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/loader"
	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Input is what a proof signs, with every intermediate value; see [Prepare].
type Input struct {
	ProofConfig  []byte // canonical form of the proof configuration
	Document     []byte // canonical form of the document
	ProofHash    []byte
	DocumentHash []byte
	// Verified is the document that was canonicalised: the one given, or under
	// eddsa-jcs-2022 the one without contexts that the proof does not cover.
	Verified vc.Document

	remarks []remark // how the document and the proof read
}

// HashData returns the signed bytes: the hash of the proof configuration
// followed by the hash of the document (vc-di-eddsa section 3.2.4).
func (in *Input) HashData() []byte {
	return append(append(make([]byte, 0, len(in.ProofHash)+len(in.DocumentHash)), in.ProofHash...), in.DocumentHash...)
}

// transform is a way of turning a document and a proof configuration into
// bytes.
type transform interface {
	// bind returns what a proof covers of a document, by the contexts of both.
	bind(doc vc.Document, proof jsontree.Value) (vc.Document, error)
	// configure returns the configuration that is signed with a document.
	configure(doc, config vc.Document) (vc.Document, error)
	// complete adds to a new configuration what the transform needs in it.
	complete(doc, config vc.Document) (vc.Document, error)
	// canonical returns the signed form of a document, and notes in as how it
	// reads as JSON.
	canonical(ctx context.Context, env vc.Env, doc vc.Document, how manner, as *jsonld.Reading) (form, error)
}

// manner is how a document is canonicalised: with which hash, and whether only the
// hash of the form is asked for.
type manner struct {
	hash    crypto.Hash
	sumOnly bool
}

// form is the canonical form of a document and its hash.
type form struct{ bytes, sum []byte }

// prepare returns what a proof signs; options is the proof object, whose value does
// not count. If how asks for hashes only, the canonical forms are left out.
func (d *definition) prepare(ctx context.Context, env vc.Env, doc vc.Document, options jsontree.Value, how manner) (*Input, error) {
	doc, err := d.transform.bind(doc, options)
	if err != nil {
		return nil, err
	}
	document, remarks, err := canonicalise(ctx, env, d.transform, doc, how, false)
	if err != nil {
		return nil, err
	}
	if _, ok := d.transform.(rdfc); ok {
		env.NoteKept(doc)
	}
	config, more, err := canonicaliseOptions(ctx, env, d.transform, doc, options, how)
	if err != nil {
		return nil, err
	}
	return &Input{Verified: doc, Document: document.bytes, DocumentHash: document.sum,
		ProofConfig: config.bytes, ProofHash: config.sum, remarks: append(remarks, more...)}, nil
}

// canonicaliseOptions returns the signed form of the options of a proof over a
// document that was canonicalised.
func canonicaliseOptions(ctx context.Context, env vc.Env, t transform, doc vc.Document, options jsontree.Value, how manner) (form, []remark, error) {
	if _, ok := t.(rdfc); ok {
		var room [1024]byte
		if text, ok := templated(room[:0], env, doc.Get("@context"), options); ok {
			out := form{sum: digest(how.hash, text)}
			if !how.sumOnly {
				out.bytes = slices.Clone(text)
			}
			return out, nil, nil
		}
	}
	config, err := configOf(options)
	if err != nil {
		return form{}, nil, err
	}
	if config, err = t.configure(doc, config); err != nil {
		return form{}, nil, err
	}
	return canonicalise(ctx, env, t, config, how, true)
}

// configOf returns the proof configuration: the proof without its proofValue
// (vc-di-eddsa section 3.2.2 step 2).
func configOf(options jsontree.Value) (vc.Document, error) {
	doc, err := vc.NewDocument(options)
	if err != nil {
		return doc, err
	}
	return doc.Without("/proofValue")
}

// canonicalise returns the signed form of a document or a proof configuration,
// and remarks on how it reads as JSON.
func canonicalise(ctx context.Context, env vc.Env, t transform, doc vc.Document, how manner, inProof bool) (form, []remark, error) {
	as := newReading(decisive)
	if inProof {
		as = newReading(decisiveInProof)
	}
	out, err := t.canonical(ctx, env, doc, how, as)
	if err != nil {
		return form{}, nil, newInputError(err, inProof)
	}
	remarks, err := remarksOf(doc, as, inProof)
	return out, remarks, err
}

func digest(hash crypto.Hash, data []byte) []byte {
	switch hash {
	case crypto.SHA256:
		sum := sha256.Sum256(data)
		return sum[:]
	case crypto.SHA384:
		sum := sha512.Sum384(data)
		return sum[:]
	}
	h := hash.New()
	h.Write(slices.Clone(data)) // so that the data above may stay on the stack
	return h.Sum(nil)
}

// rdfc canonicalises with RDFC-1.0 (vc-di-eddsa section 3.2.3).
type rdfc struct{}

func (rdfc) bind(doc vc.Document, _ jsontree.Value) (vc.Document, error) {
	if !doc.Get("@context").Exists() {
		return doc, errNoContext
	}
	return doc, nil
}

// configure gives the configuration the document's contexts (vc-di-eddsa section
// 3.2.5 step 5).
func (rdfc) configure(doc, config vc.Document) (vc.Document, error) {
	return config.With("/@context", doc.Get("@context").Raw())
}

func (rdfc) complete(_, config vc.Document) (vc.Document, error) { return config, nil }

func (rdfc) canonical(ctx context.Context, env vc.Env, doc vc.Document, how manner, as *jsonld.Reading) (form, error) {
	opt := jsonldOptions(env, how.hash)
	opt.Reading, opt.SumOnly = as, how.sumOnly
	canonical, err := jsonld.Canonicalize(ctx, doc.Root(), opt)
	if err != nil {
		return form{}, err
	}
	return form{canonical.Bytes(), canonical.Sum()}, nil
}

func jsonldOptions(env vc.Env, hash crypto.Hash) jsonld.Options {
	return jsonld.Options{
		Contexts: loader.Contexts(env),
		Hash:     hash,
		Limits:   rdf.Limits{Quads: env.Limits.Quads, BlankNodes: env.Limits.BlankNodes},
		MaxWork:  env.Limits.Work,
		Shared:   env.Work(),
	}
}

// jcs canonicalises with RFC 8785 (vc-di-eddsa section 3.3.3).
type jcs struct{}

// bind cuts the document's contexts down to those that the proof covers
// (vc-di-eddsa section 3.3.2 step 4). The document's contexts must start with the
// proof's, in the same order.
func (jcs) bind(doc vc.Document, proof jsontree.Value) (vc.Document, error) {
	signed := proof.Get("@context")
	if !signed.Exists() {
		return doc, nil
	}
	have, want := list(doc.Get("@context")), list(signed)
	if len(have) < len(want) {
		return doc, errContexts
	}
	for i := range want {
		if !equalJSON(have[i], want[i]) {
			return doc, errContexts
		}
	}
	return doc.With("/@context", signed.Raw())
}

// configure leaves the configuration as it is: it has the contexts that it covers.
func (jcs) configure(_, config vc.Document) (vc.Document, error) { return config, nil }

// complete copies the document's contexts into a new proof (vc-di-eddsa
// section 3.3.1 step 2).
func (jcs) complete(doc, config vc.Document) (vc.Document, error) {
	if used := doc.Get("@context"); used.Exists() {
		return config.With("/@context", used.Raw())
	}
	return config, nil
}

// canonical needs no reading: the text itself is signed, so a reader of the JSON
// sees what was signed.
func (jcs) canonical(_ context.Context, _ vc.Env, doc vc.Document, how manner, _ *jsonld.Reading) (form, error) {
	text, err := doc.Canonical()
	if err != nil {
		return form{}, err
	}
	return form{text, digest(how.hash, text)}, nil
}

// list returns the values of a set, which JSON-LD may write as a single value.
func list(v jsontree.Value) []jsontree.Value {
	values := make([]jsontree.Value, 0, max(v.Len(), 1))
	for element := range v.Each() {
		values = append(values, element)
	}
	return values
}

// equalJSON compares two values by their canonical form.
func equalJSON(a, b jsontree.Value) bool {
	ca, errA := a.Canonical()
	cb, errB := b.Canonical()
	return errA == nil && errB == nil && string(ca) == string(cb)
}
