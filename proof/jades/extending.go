package jades

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Extend raises a seal to a level by adding components to its unprotected header
// (TS 119 182-1 clause 6). Every byte of the file stays as it is; what is added
// stands between them. A seal of level LTA that is to have level LTA is renewed:
// it gets another archive time stamp.
//
// It is an error when the file is no seal in JSON, has several signatures, has a
// signature or time stamp that is wrong, or is above the level already, and when
// the seal cannot hold the level. A service that fails leaves the seal at a lower
// level, as with [Seal].
func Extend(ctx context.Context, env vc.Env, file []byte, to Level, o ExtendOptions) (Sealed, error) {
	if to == B || to > LTA {
		return Sealed{}, errors.New("SEAL-LEVEL: a seal can be extended to the levels T, LT and LTA")
	}
	if o.Services == nil {
		return Sealed{}, errNoServices
	}
	secured, err := openSeal(file, env)
	if err != nil {
		return Sealed{}, err
	}
	r, err := readSeal(env, secured, o)
	switch {
	case err != nil:
		return Sealed{}, err
	case r.level == to && to != LTA:
		return Sealed{}, fmt.Errorf("SEAL-LEVEL: the seal is at level %s already", to)
	case r.level > to:
		return Sealed{}, fmt.Errorf("SEAL-LEVEL: the seal is at level %s already, which is above %s", r.level, to)
	case r.clear && to == LTA:
		return Sealed{}, errors.New("SEAL-ETSIU: the components of the seal are plain JSON, over which no archive time stamp is made: readers would have to agree on how to write them. It can be extended to level LT")
	}
	if err := r.raise(ctx, to); err != nil {
		return Sealed{}, err
	}
	out := Sealed{File: slices.Clone(file), Level: r.level, Findings: r.findings}
	if len(r.added) > 0 {
		out.File, err = splice(env, file, secured.Proofs()[0], r.added)
	}
	return out, err
}

// openSeal opens a file that can be extended.
func openSeal(file []byte, env vc.Env) (*proof.Secured, error) {
	secured, err := proof.Open(file, env.Limits)
	switch {
	case err != nil:
		return nil, err
	case secured.Format() != proof.JAdES:
		return nil, errors.New("SEAL-FORM: the file is not sealed, so there is nothing to extend; seal it first")
	case len(secured.Proofs()) != 1:
		return nil, errors.New("SEAL-FORM: the file has several signatures; only a seal with one can be extended")
	}
	switch sig := secured.Proofs()[0].Signature; {
	case sig.Compact:
		return nil, errors.New("SEAL-LAYOUT: a compact seal has no place for time stamps; seal the credential anew in the general layout")
	case sig.Header.Get("sigD").Exists():
		return nil, errors.New("SEAL-FORM: the seal covers objects outside the file (sigD), which are not at hand")
	}
	return secured, nil
}

// readSeal reads a seal and checks what an extension would build upon.
func readSeal(env vc.Env, secured *proof.Secured, o ExtendOptions) (*raising, error) {
	p := secured.Proofs()[0]
	v := &verification{job: proof.Job{File: secured, Proof: p}, sig: p.Signature, limits: env.Limits, now: env.Now(),
		anchors: trust.NewAnchors(slices.Concat(o.Certificates, o.Anchors.Certificates())...)}
	v.checkUnprotected()
	v.findCertificate()
	if v.leaf == nil {
		return nil, errors.New("SEAL-CERTIFICATE: the certificate of the signer cannot be found, or the header holds the digest of another one")
	}
	if v.checkSignature(); !v.verified {
		return nil, errors.New("PROOF-SIGNATURE: the signature is wrong or of a kind that is not supported; a seal that does not hold must not be extended")
	}
	r := newRaising(env, v.leaf, o)
	r.payload, r.protected, r.value = p.Signature.Payload, p.Signature.Protected, p.Signature.Value
	r.pool = slices.Concat(r.pool, v.untrusted())
	r.had.certificates = slices.Concat([]*x509.Certificate{v.leaf}, v.untrusted())
	if etsiU := p.Signature.Unprotected.Get("etsiU"); etsiU.Exists() {
		if err := r.readComponents(v, etsiU); err != nil {
			return nil, err
		}
	}
	return r, r.readStamps(v)
}

// readComponents reads the entries of etsiU for what an extension needs to know.
func (r *raising) readComponents(v *verification, etsiU jsontree.Value) error {
	broken := errors.New("SEAL-ETSIU: the parameter etsiU is not an array of components of one kind, so nothing can be added to it")
	if etsiU.Kind() != jsontree.Array || etsiU.Len() == 0 {
		return broken
	}
	r.clear = etsiU.At(0).IsObject()
	for entry := range etsiU.Elements() {
		component, ok := v.readEntry(entry)
		if !ok || entry.IsObject() != r.clear {
			return broken
		}
		if !r.clear {
			r.entries = append(r.entries, entry.Text())
		}
		for name, value := range component.Members() {
			r.readValues(name, value)
		}
	}
	return nil
}

// readValues notes the revocation data in a component.
func (r *raising) readValues(name string, value jsontree.Value) {
	switch name {
	case "tstVD", "anyValData":
		for name, part := range value.Members() {
			r.readValues(name, part)
		}
	case "rVals":
		for _, kind := range []struct {
			name string
			into *[][]byte
		}{{"ocspVals", &r.had.ocsp}, {"crlVals", &r.had.crl}} {
			for entry := range value.Get(kind.name).Each() {
				if der, ok := decodeDER(entry); ok {
					*kind.into = append(*kind.into, der)
				}
			}
		}
	}
}

// readStamps reads the time stamps that the seal has, which tell its level.
func (r *raising) readStamps(v *verification) error {
	for _, s := range v.unprotected.timestamps {
		der, ok := decodeDER(s.token)
		if !ok {
			return fmt.Errorf("SEAL-TIMESTAMP: %s of the seal is damaged, so the seal must not be extended", withArticle(s.name))
		}
		token, err := trust.ParseTimestamp(der, r.pool...)
		if err != nil {
			return fmt.Errorf("SEAL-TIMESTAMP: %s of the seal is wrong or of a kind that is not supported: %w", withArticle(s.name), err)
		}
		if covered, known := r.coveredBy(s.name, s.before); known && !token.Covers(covered...) {
			return fmt.Errorf("SEAL-TIMESTAMP: %s of the seal is for something else, so the seal must not be extended", withArticle(s.name))
		}
		r.pool = append(r.pool, token.Certificates...)
		r.stamps = append(r.stamps, stamp{s.name, token})
	}
	has := func(name string) bool {
		return slices.ContainsFunc(r.stamps, func(s stamp) bool { return s.name == name })
	}
	switch {
	case has("arcTst"):
		r.level = LTA
	case has("sigTst") && len(r.had.ocsp)+len(r.had.crl) > 0:
		r.level = LT
	case has("sigTst"):
		r.level = T
	}
	return nil
}

// coveredBy returns the parts that a time stamp of the seal covers, with the
// number of entries before it. It returns false for those over references, on which
// nothing here rests, and for those over components in plain JSON.
func (r *raising) coveredBy(name string, before int) (parts []string, known bool) {
	switch {
	case name == "sigTst":
		return []string{r.value}, true
	case name == "adoTst":
		return []string{r.payload}, true
	case name == "arcTst" && !r.clear:
		return r.archived(r.entries[:min(before, len(r.entries))]), true
	}
	return nil, false
}

// splice puts components at the end of etsiU and changes no other byte.
func splice(env vc.Env, file []byte, p proof.Proof, added []string) ([]byte, error) {
	doc, err := vc.ParseDocument(file, env.Limits)
	if err != nil {
		return nil, err
	}
	entry := doc.Lookup(p.Pointer)
	header := entry.Get("header")
	switch etsiU := header.Get("etsiU"); {
	case etsiU.Exists():
		return etsiU.Append(strings.Join(added, ",")), nil
	case header.Len() > 0:
		return header.Insert("etsiU", arrayOf(added)), nil
	case header.Exists():
		return insertInto(file, header, `"etsiU":`+arrayOf(added)), nil
	}
	return entry.Insert("header", `{"etsiU":`+arrayOf(added)+`}`), nil
}

// insertInto returns the file with a member in an object that has none. White
// space between the braces stays.
func insertInto(file []byte, object jsontree.Value, member string) []byte {
	at := object.Offset() + 1
	return slices.Concat(file[:at], []byte(member), file[at:])
}
