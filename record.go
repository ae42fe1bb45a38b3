package mikromerit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// heldLimits are for what has been read under limits already.
var heldLimits = vc.Limits{Bytes: 1 << 30, Values: 1 << 30}

// opened returns the document of a result. In a record, the credentials that stand
// there as tokens are replaced by those in their claims, as the verification read
// them: their leaves have pointers like those of the other badges.
func (r *Result) opened() vc.Document {
	if !clr.Is(r.Document) {
		return r.Document
	}
	text := withOpened(r.Document.Root(), r.Credentials)
	if doc, err := vc.ParseDocument([]byte(text), heldLimits); err == nil {
		return doc
	}
	return r.Document
}

// token is a credential that stands as a token in a document, and what is in it.
type token struct {
	at   jsontree.Value
	text string
}

// withOpened returns a document as JSON with the tokens in it opened.
func withOpened(root jsontree.Value, inside []*proof.Result) string {
	tokens := tokensIn(root, "", inside)
	slices.SortFunc(tokens, func(a, b token) int { return cmp.Compare(a.at.Offset(), b.at.Offset()) })
	source := root.Source()
	var out strings.Builder
	done := 0
	for _, t := range tokens {
		if from := t.at.Offset(); from >= done {
			out.WriteString(source[done:from])
			out.WriteString(t.text)
			done = from + len(t.at.Raw())
		}
	}
	return out.String() + source[done:]
}

// tokensIn returns the tokens among the credentials in a document, of which the
// pointers are below prefix.
func tokensIn(root jsontree.Value, prefix string, inside []*proof.Result) (tokens []token) {
	for _, one := range inside {
		at := root.Lookup(prefix + one.Pointer)
		switch {
		case one.Document.IsZero(), !at.Exists():
		case at.Kind() == jsontree.String, typeContains(at.Get("type"), vc.EnvelopedCredential):
			tokens = append(tokens, token{at, withOpened(one.Document.Root(), one.Credentials)})
		default:
			tokens = append(tokens, tokensIn(root, prefix+one.Pointer, one.Credentials)...)
		}
	}
	return tokens
}

// ruleHeld is about the credentials in a record, which the signature of the record
// alone does not make those of their issuers.
var ruleHeld = vc.Rule{Code: "ISSUE-RECORD", Axis: vc.Authentic, Level: vc.Must, Spec: "https://www.imsglobal.org/spec/clr/v2p0/#verifiablecredential",
	Text: "Each credential in a record must carry a proof of its own issuer."}

// signHeld signs the credentials in a record that carry no proof yet, as far as the
// signer is their issuer. With a new issuer, those of the former issuer of the record
// get it as well. It warns of those that stay without a proof.
func (s *signer) signHeld(ctx context.Context, doc vc.Document, former string, o IssueOptions) (vc.Document, []vc.Finding, error) {
	list := doc.Get("credentialSubject").Get("verifiableCredential")
	if list.Kind() != jsontree.Array {
		return doc, nil, nil
	}
	var warnings []vc.Finding
	texts, signed := []string{}, false
	for one := range list.Elements() {
		text := one.Raw()
		if isUnsigned(one) {
			file, found, err := s.signOne(ctx, one, former, o)
			if err != nil {
				return doc, nil, err
			}
			warnings = append(warnings, found...)
			if !file.IsZero() {
				text, signed = file.String(), true
			}
		}
		texts = append(texts, text)
	}
	if !signed {
		return doc, warnings, nil
	}
	doc, err := doc.With(list.Pointer(), "["+strings.Join(texts, ",")+"]")
	return doc, warnings, err
}

// isUnsigned reports whether a credential in a record has no proof.
func isUnsigned(v jsontree.Value) bool {
	return v.IsObject() && v.Get("credentialSubject").Exists() && !v.Get("proof").Exists()
}

// signOne signs one credential in a record. It returns no document, but a warning,
// if the signer is not its issuer.
func (s *signer) signOne(ctx context.Context, v jsontree.Value, former string, o IssueOptions) (signed vc.Document, warnings []vc.Finding, err error) {
	doc, err := vc.ParseDocument([]byte(v.Raw()), heldLimits)
	if err != nil {
		return signed, nil, err
	}
	id := s.key.Controller()
	if o.SetIssuer && idOf(doc.Get("issuer")) == former {
		if doc, err = (newIssuer{id, o.IssuerName, o.Issuer}).set(doc); err != nil {
			return signed, nil, err
		}
	}
	if idOf(doc.Get("issuer")) != id {
		return signed, []vc.Finding{ruleHeld.Finding(vc.Warn, v.Pointer(), "The credential that stands here has another issuer and stays without a proof, so the record is not valid. Put in the copy that its issuer has signed.")}, nil
	}
	if clr.Is(doc) {
		if doc, warnings, err = s.signHeld(ctx, doc, former, o); err != nil {
			return signed, nil, err
		}
		warnings = below(v.Pointer(), warnings)
	}
	weak, err := checkSignable(doc, id, vc.Env{})
	if err != nil {
		var broken *RulesError
		if errors.As(err, &broken) {
			broken.Findings = below(v.Pointer(), broken.Findings)
		}
		return signed, nil, err
	}
	inner := *s
	if !s.embeds() || s.base { // the holder of a record derives nothing from the badges in it
		kind := keys.TypeOf(s.key.Signer().Public())
		if inner.suite, err = chooseSuite(forHeld, "", kind); err != nil {
			return signed, nil, fmt.Errorf("%w: the credential at %s needs a proof of its own in a record, and a key of the type %s only makes ones that are for the holder; sign that credential with another key first", ErrKey, v.Pointer(), kind)
		}
	}
	file, err := inner.sign(ctx, doc, inner.newSignRequest(doc, IssueOptions{}, nil))
	if err != nil {
		return signed, nil, err
	}
	signed, err = clr.Embed(file)
	return signed, append(warnings, below(v.Pointer(), weak)...), err
}

// below returns findings about a credential as findings about the document that it
// stands in.
func below(pointer string, findings []vc.Finding) []vc.Finding {
	for i := range findings {
		findings[i].Pointer = pointer + findings[i].Pointer
	}
	return findings
}
