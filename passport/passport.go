package passport

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"iter"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/edc"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/stacking"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// ErrNone says that a file is no passport: it is one credential, or holds none.
var ErrNone = errors.New("PASSPORT-NONE: the file is no passport: neither a presentation, a learner record nor a container of credentials")

// Container is the form of a mere collection of credentials, such as a JSON array.
const Container Form = "container"

// Passport is a bundle of credentials with what was found out about it.
type Passport struct {
	Form   Form
	Result *mikromerit.Result // of the bundle
	// Holder is the id of whoever the bundle names as its holder or learner, "" for
	// nobody. Proven says that the holder has signed the presentation.
	Holder string
	Proven bool
	// Findings are about the bundle: its holder, its learners, copies.
	Findings []vc.Finding

	credentials []Credential
}

// Credential is one original in a passport.
type Credential struct {
	// Pointer is where it stands. Through a record in the passport it leads into the
	// record as it is when it is opened.
	Pointer string
	// Result is what its verification found. It is what the original has alone.
	Result *proof.Result
	// Model is the credential in the canonical model; nil: it cannot be read, and Err
	// says why.
	Model *mc.Credential
	Err   error
	// Original is the file as its issuer signed it, and Digest the SHA-256 of it in
	// hexadecimal, without white space around it.
	Original []byte
	Digest   string
	Binding  Binding
}

// Binding is how a credential is tied to the holder of the passport.
type Binding string

// The bindings.
const (
	BoundHolder    Binding = "holder"    // the subject has signed the presentation
	BoundRecipient Binding = "recipient" // it names the person whom the caller knows, by an e-mail address for example
	BoundNamed     Binding = "named"     // the passport says that the subject is its holder, and nobody has shown to be
	BoundOther     Binding = "other"     // it names somebody else
	BoundNot       Binding = "not-bound" // nothing ties it to anybody
)

// Open verifies a file and reads it as a passport. The policy of the verifier says
// whom to trust and which challenge, domain and recipient to ask for. An error is that
// of the verification, or [ErrNone].
func Open(ctx context.Context, v *mikromerit.Verifier, file []byte) (*Passport, error) {
	r, err := v.Verify(ctx, file)
	if err != nil {
		return nil, err
	}
	return Read(ctx, r)
}

// Read reads a passport that was verified. An error is that of ctx, or [ErrNone].
func Read(ctx context.Context, r *mikromerit.Result) (*Passport, error) {
	form, ok := formOf(r)
	if !ok {
		return nil, ErrNone
	}
	p := &Passport{Form: form, Result: r}
	switch form {
	case Record:
		p.Holder = r.Document.Get("credentialSubject").Get("id").Text()
	case Presentation, Europass:
		p.Holder = partyID(r.Document.Get("holder"))
		if p.Proven = len(r.Proofs) > 0 && r.Axes[vc.Authentic] != vc.Invalid && shown(r.Proofs); p.Proven && p.Holder == "" {
			p.Holder = r.Proofs[0].Controller
		}
	}
	if err := p.walk(ctx, r.Result, ""); err != nil {
		return nil, err
	}
	p.check()
	return p, nil
}

// formOf returns the form of a bundle, if a file is one.
func formOf(r *mikromerit.Result) (Form, bool) {
	switch doc := r.Document; {
	case doc.IsZero():
		return Container, len(r.Credentials) > 0
	case edc.IsPresentation(doc):
		return Europass, true
	case isA(doc, vc.TypePresentation):
		return Presentation, true
	case isA(doc, "ClrCredential"):
		return Record, true
	}
	return "", false
}

// shown reports whether one of the proofs is right. Whose credentials are presented
// may fail the presentation as a whole, and its own proof holds all the same.
func shown(proofs []proof.ProofResult) bool {
	for _, one := range proofs {
		if one.Verdict == vc.Valid {
			return true
		}
	}
	return false
}

func partyID(party jsontree.Value) string {
	if party.IsObject() {
		party = party.Get("id")
	}
	return party.Text()
}

// walk gathers the credentials in a bundle. One that is itself a bundle is gone
// through; the verification has bounded how deep and how many there are.
func (p *Passport) walk(ctx context.Context, r *proof.Result, at string) error {
	for _, inner := range r.Credentials {
		if err := ctx.Err(); err != nil {
			return err
		}
		pointer := at + inner.Pointer
		if len(inner.Credentials) > 0 {
			p.note(&ruleNested, vc.Warn, pointer, "A bundle of credentials stands in the passport; those in it are listed with the others, and the bundle itself is "+inner.Verdict.String()+".")
			if err := p.walk(ctx, inner, pointer); err != nil {
				return err
			}
			continue
		}
		p.credentials = append(p.credentials, p.read(inner, pointer))
	}
	return nil
}

func (p *Passport) read(r *proof.Result, pointer string) Credential {
	c := Credential{Pointer: pointer, Result: r}
	if r.File != nil {
		c.Original = originalOf(r.File)
		c.Digest = digestOf(c.Original)
	}
	if r.Document.IsZero() {
		c.Err = errors.New("it could not be read; the findings of its verification say why")
	} else {
		_, c.Model, _, c.Err = mikromerit.Formats().Read(r.Document)
	}
	if c.Err != nil {
		c.Model = nil
	}
	c.Binding = p.bindingOf(&c)
	return c
}

// originalOf returns a file without the envelope around it.
func originalOf(file *proof.Secured) []byte {
	text := bytes.TrimSpace(file.Bytes())
	if file.Format() != proof.Enveloped {
		return text
	}
	root, err := jsontree.Parse(text, jsontree.Limits{Bytes: len(text) + 1})
	if err != nil {
		return text
	}
	kind, data, _ := strings.Cut(root.Get("id").Text(), ",")
	if !strings.HasSuffix(strings.ToLower(kind), ";base64") {
		return []byte(data)
	}
	if inner, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(data, "=")); err == nil {
		return inner
	}
	return text
}

// digestOf returns the SHA-256 of a file without the white space around it, which no
// bundle keeps.
func digestOf(file []byte) string {
	sum := sha256.Sum256(bytes.TrimSpace(file))
	return hex.EncodeToString(sum[:])
}

func (p *Passport) note(r *vc.Rule, status vc.Status, pointer, detail string) {
	p.Findings = append(p.Findings, r.Finding(status, pointer, detail))
}

// Len returns how many credentials the passport holds.
func (p *Passport) Len() int { return len(p.credentials) }

// All returns the credentials, each with its number from 0.
func (p *Passport) All() iter.Seq2[int, *Credential] {
	return func(yield func(int, *Credential) bool) {
		for i := range p.credentials {
			if !yield(i, &p.credentials[i]) {
				return
			}
		}
	}
}

// Items returns the credentials as they are added up and compared. One that names
// somebody else than the holder counts for nothing, and one that does not name a person
// whom the caller asked for is left open.
func (p *Passport) Items() []stacking.Item {
	items := make([]stacking.Item, 0, len(p.credentials))
	for _, c := range p.All() {
		axes := c.Result.Axes
		switch c.Binding {
		case BoundOther:
			axes[vc.Bound] = vc.Invalid
		case BoundNot: // who asked for a person was not answered
			axes[vc.Bound] = vc.Unasked
			if len(c.Result.Policy().Recipients) > 0 {
				axes[vc.Bound] = vc.Indeterminate
			}
		default:
			axes[vc.Bound] = vc.Valid
		}
		items = append(items, stacking.Item{Credential: c.Model, Digest: c.Digest, Axes: &axes})
	}
	return items
}

// Total adds up what the credentials state; see [stacking.Sum].
func (p *Passport) Total() stacking.Total {
	t := stacking.Sum(p.Items())
	for i := range t.Credits {
		nameFramework(&t.Credits[i].Framework)
	}
	return t
}

// nameFramework gives a framework of the Union's list its name, where no credential
// does.
func nameFramework(f *stacking.Framework) {
	if known, ok := vocabulary.Lookup(f.IRI); ok && f.Name == "" {
		f.Name = known.Label
	}
}

// Plan holds the credentials against the parts of a target; see [stacking.Check].
func (p *Passport) Plan(target *mc.Definition, at time.Time) stacking.Plan {
	return stacking.Check(target, p.Items(), at)
}
