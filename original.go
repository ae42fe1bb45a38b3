package mikromerit

import (
	"crypto/sha256"
	"encoding/hex"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// originalBytes returns the credential as it was received, without the image or
// container around it.
func (r *Result) originalBytes() []byte {
	if r.File != nil {
		return r.File.Bytes()
	}
	return r.Source
}

// beside returns the account of what stands in the file around the credential, such
// as to whom a builder's file is to be sent. It goes nowhere: it may name strangers,
// and nobody signed it as part of the credential.
func (r *Result) beside() (out []mc.Leaf) {
	root, err := jsontree.Parse(r.Source, jsontree.Limits{Bytes: len(r.Source) + 1})
	if r.At == "" || err != nil {
		return nil
	}
	for inner := root.Lookup(r.At); inner.Parent().Exists(); inner = inner.Parent() {
		for name, m := range inner.Parent().Members() {
			if name != inner.Name() {
				out = append(out, mc.Leaf{
					Source: m.Pointer(), Kind: mc.KindDropped, CarriedBy: mc.CarriedByNothing, Severity: mc.SeverityInfo, Reason: "not part of the credential",
				})
			}
		}
	}
	return out
}

// document is one of those that the source consists of.
type document struct {
	at    string // where it stands in the source as it was read
	what  string // in a sentence; "" for the file itself
	text  []byte // as it was received
	place string // where it is embedded in the target, or ""
}

// documents returns those that the source consists of: the file, and of an older
// badge what was put in the place of addresses.
func (r *Result) documents() []document {
	all := []document{{text: r.originalBytes()}}
	if r.older == nil || r.older.Assertion == nil {
		return all
	}
	for _, f := range r.older.Assertion.Fetched {
		what := "badge class"
		switch f.Pointer {
		case "":
			continue // the file itself
		case "/badge/issuer":
			what = "issuer's profile"
		}
		all = append(all, document{at: f.Pointer, text: f.Document.Bytes(), what: "The file here is its " + what + ", as it was found at " + f.URL + "."})
	}
	return all
}

// embeddedParts returns the documents that the original refers to, to be embedded
// beside it. Their addresses are told in words only: a target binds an address to
// the digest, and a class may be edited after a badge was given.
func embeddedParts(documents []document, original mc.Provenance) []mc.Provenance {
	var all []mc.Provenance
	for _, d := range documents {
		all = append(all, mc.Provenance{
			Kind:            mc.DerivedFrom,
			SourceMediaType: mediaType(proof.Unsecured),
			SourceBytes:     d.text,
			Digest:          digestOf(d.text),
			Converter:       original.Converter,
			ConvertedAt:     original.ConvertedAt,
			Proof:           mc.ProofSummary{Detail: d.what},
		})
	}
	return all
}

// DigestOf returns the digest of a file, such as a mandate.
func DigestOf(content []byte) mc.Digest { return digestOf(content) }

func digestOf(text []byte) mc.Digest {
	sum := sha256.Sum256(text)
	return mc.Digest{SHA256: hex.EncodeToString(sum[:])}
}
