package bulk

import (
	"context"
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/bulk/rows"
	"github.com/mikromerit/mikromerit/edc"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/template"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// newID returns an id that is made at random and says nothing about anybody (RFC 9562
// section 5.4).
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// digestOf returns the keyed digest of the cells that a template uses. Without the key
// nobody could tell from it whose row it is by trying names.
func digestOf(secret string, columns []template.Column, row template.Row) string {
	mac := hmac.New(sha256.New, []byte(secret))
	for _, c := range columns {
		cell := rows.Normal(row(c.Name))
		fmt.Fprintf(mac, "%d %s %d %s ", len(c.Name), c.Name, len(cell), cell)
	}
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// encode writes a row as an unsecured credential with an id, made at a time.
// The key of the learner's wallet is that of the token, and so is not in it.
func (i *Issuer) encode(j *job, at time.Time) (doc vc.Document, holder crypto.PublicKey, err error) {
	id := j.entry.ID
	c, err := i.template.Credential(j.get)
	if err != nil {
		return doc, nil, err
	}
	if strings.HasSuffix(i.o.Issue.Suite, "sd-jwt") && len(c.Envelope.Holders) > 0 {
		public, err := keys.ParsePublic([]byte(c.Envelope.Holders[0].JWK))
		if err != nil {
			return doc, nil, err
		}
		holder, c.Envelope.Holders = public.Key(), nil
	}
	c.Envelope.ID, c.Envelope.Issued = id, mc.InstantOf(at)
	if c.Envelope.ValidFrom.IsZero() {
		c.Envelope.ValidFrom = c.Envelope.Issued
	}
	j.out.Faults = append(j.out.Faults, contradictions(c, j.row.Number)...)
	o := i.o.Issue.Encode
	o.ID, o.Authority = id, mc.SameIssuer
	if i.o.Key != nil && c.Envelope.Issuer.ID == "" {
		o.IssuerID = i.o.Key.Controller()
	}
	if o.Issued.IsZero() {
		o.Issued = c.Envelope.Issued
	}
	doc, _, err = i.codec.Encode(c, o)
	if err == nil && i.o.Issue.Suite == claimsSuite {
		doc, err = withTokenClaims(doc, id, c.Envelope.ValidUntil)
	}
	return doc, holder, err
}

// claimsSuite signs claims as an SD-JWT VC.
const claimsSuite = "dc+sd-jwt"

// withTokenClaims adds the claims that belong to the token and not to its type (RFC
// 7519 section 4.1): the id of the row, and until when it counts.
func withTokenClaims(doc vc.Document, id string, until mc.Instant) (vc.Document, error) {
	doc, err := doc.With("/jti", strconv.Quote(id))
	if err == nil && !until.IsZero() && !doc.Get("exp").Exists() {
		doc, err = doc.With("/exp", strconv.FormatInt(until.Time().Unix(), 10))
	}
	return doc, err
}

// try makes sure that a document can be issued. Nothing is signed.
func (i *Issuer) try(ctx context.Context, doc vc.Document, holder crypto.PublicKey) (warnings []vc.Finding, err error) {
	switch {
	case i.o.Sealer != nil:
		o := i.o.Seal
		o.Try = true
		made, err := mikromerit.Seal(ctx, doc.Bytes(), *i.o.Sealer, o)
		if err != nil {
			return nil, err
		}
		return made.Warnings, nil
	case i.o.Key == nil:
		return checkDraft(doc)
	}
	o := i.issueOptions(holder)
	o.Try = true
	made, err := mikromerit.IssueDocument(ctx, doc, i.o.Key, o)
	if err != nil {
		return nil, err
	}
	return made.Warnings, nil
}

// checkDraft checks a Europass draft, of which the seal completes the rest.
func checkDraft(doc vc.Document) ([]vc.Finding, error) {
	var broken, weak []vc.Finding
	for _, p := range edc.Check(doc) {
		if f := p.Finding(); f.Level == vc.Must && f.Status == vc.Fail {
			broken = append(broken, f)
		} else {
			weak = append(weak, f)
		}
	}
	if broken != nil {
		return weak, &mikromerit.RulesError{Findings: broken}
	}
	return weak, nil
}

func (i *Issuer) issueOptions(holder crypto.PublicKey) mikromerit.IssueOptions {
	o := i.o.Issue
	o.Status, o.Image, o.Holder = nil, nil, holder
	return o
}

// make makes the file of a row from its document, with the warnings of what only the
// signed file shows.
func (i *Issuer) make(ctx context.Context, doc vc.Document, holder crypto.PublicKey, e *entry) ([]byte, []vc.Finding, error) {
	switch {
	case i.o.Sealer != nil:
		made, err := mikromerit.Seal(ctx, doc.Bytes(), *i.o.Sealer, i.o.Seal)
		switch {
		case err != nil:
			return nil, nil, err
		case made.Level < i.o.Seal.Seal.Level:
			return nil, nil, errors.New("SEAL-LEVEL: the seal does not reach the level that was asked for, because a service failed; run it again when the service works")
		}
		return withLine(made.File), made.Warnings, nil
	case i.o.Key == nil:
		return append(doc.Bytes(), '\n'), nil, nil
	}
	if e.Index != nil {
		var err error
		if doc, err = i.o.Status.Entry(*e.Index).AddTo(doc); err != nil {
			return nil, nil, err
		}
	}
	made, err := mikromerit.IssueDocument(ctx, doc, i.o.Key, i.issueOptions(holder))
	if err != nil {
		return nil, nil, err
	}
	return withLine(made.File), made.Warnings, nil
}

// withLine ends a file with a line break, unless other software could not read it then.
func withLine(file *proof.Secured) []byte {
	text := file.Bytes()
	if f := file.Format(); f == proof.JWS || f == proof.SDJWT || f == proof.COSE {
		return text
	}
	return append(append([]byte(nil), text...), '\n')
}
