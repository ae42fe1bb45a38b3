package convert

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// ErrRefused is the category of a source that is not converted because its
// verification found it invalid.
var ErrRefused = errors.New("CONVERT-SOURCE: the source is invalid, so it is not converted")

// Options are what a caller may choose about a conversion.
type Options struct {
	Encode EncodeOptions
	// Tool names the program that converts; it goes into the provenance.
	Tool microcredential.Tool
	// At is the time of the conversion; zero: now.
	At time.Time
	// EmbedOriginal puts the exact source into the target, where the target
	// has a place for it. What was left out of the target, personal data among
	// it, is then still in there.
	EmbedOriginal bool
	// UnsafeInvalidSource converts a source that was found invalid; the
	// provenance of the target then says so.
	UnsafeInvalidSource bool
}

// Output is what a conversion yields.
type Output struct {
	From, To   string
	Document   vc.Document                 // in the target format, unsecured
	Credential *microcredential.Credential // the model between the two
	Report     microcredential.Report      // every leaf of the source, and what was added
}

// Convert turns a file into a document of the target format. The file has
// been verified by the caller; what was found goes into the provenance. A
// source that was found invalid is refused with [ErrRefused].
func (all Codecs) Convert(ctx context.Context, target string, file *proof.Secured, found *proof.Result, options Options) (*Output, error) {
	to, err := all.Named(target)
	if err != nil {
		return nil, err
	}
	if to.Encode == nil {
		return nil, fmt.Errorf("%w: %s can be read but not written yet", ErrDirection, to.Name)
	}
	if found.Verdict == vc.Invalid && !options.UnsafeInvalidSource {
		return nil, ErrRefused
	}
	from, credential, decoded, err := all.Read(found.Document)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	credential.Provenance = append(credential.Provenance, provenance(from, credential, file, found, options))
	doc, encoded, err := to.Encode(credential, options.Encode)
	if err != nil {
		return nil, err
	}
	return &Output{From: from.Format, To: to.Format, Document: doc, Credential: credential,
		Report: microcredential.Combine(*decoded, *encoded)}, nil
}

// Read decodes a document of any format that can be read.
func (all Codecs) Read(doc vc.Document) (Codec, *microcredential.Credential, *microcredential.Report, error) {
	codec, err := all.Of(doc)
	if err != nil {
		return Codec{}, nil, nil, err
	}
	if codec.Decode == nil {
		return codec, nil, nil, fmt.Errorf("%w: %s can be written but not read yet", ErrDirection, codec.Name)
	}
	credential, report, err := codec.Decode(doc)
	return codec, credential, report, err
}

// provenance says where the new document comes from: the digest of the exact
// original, who issued it, and what its verification found.
func provenance(from Codec, c *microcredential.Credential, file *proof.Secured, found *proof.Result, options Options) microcredential.Provenance {
	digest := sha256.Sum256(file.Bytes())
	at := options.At
	if at.IsZero() {
		at = time.Now()
	}
	now := microcredential.InstantOf(at.UTC().Truncate(time.Second))
	issuer := c.Envelope.Issuer
	p := microcredential.Provenance{
		Kind:            microcredential.ConvertedFrom,
		SourceFormat:    from.Format,
		SourceID:        c.Envelope.ID,
		SourceMediaType: mediaType(file.Format()),
		Digest:          microcredential.Digest{SHA256: hex.EncodeToString(digest[:])},
		SourceIssuer:    &issuer,
		SourceIssued:    c.Envelope.Issued,
		SourceStatus:    c.Envelope.Status,
		Converter:       options.Tool,
		ConvertedAt:     now,
		Proof:           microcredential.ProofSummary{Verdict: verdict(file, found), VerifiedAt: now},
	}
	if options.EmbedOriginal {
		p.SourceBytes = file.Bytes()
	}
	if len(found.Proofs) > 0 {
		p.Proof.Suite, p.Proof.Method = found.Proofs[0].Suite, found.Proofs[0].Method
	}
	return p
}

// verdict says what the verification of the source found. A document without
// a proof was not checked, unless it is of a format, such as a hosted badge,
// that can be verified without one.
func verdict(file *proof.Secured, found *proof.Result) microcredential.Verdict {
	if file.Format() == proof.Unsecured && found.Verdict != vc.Valid {
		return microcredential.VerdictNotChecked
	}
	return microcredential.Verdict(found.Verdict.String())
}

// mediaType returns what kind of file the source is (VC-JOSE-COSE section 6,
// RFC 7515 section 9.2).
func mediaType(f proof.Format) string {
	switch f {
	case proof.JAdES:
		return "application/jose+json"
	case proof.JWS:
		return "application/jwt"
	case proof.SDJWT:
		return "application/vc+sd-jwt"
	default:
		return "application/ld+json"
	}
}
