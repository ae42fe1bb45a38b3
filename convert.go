package mikromerit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/badge/ob2"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// The reasons why a source is not converted, for errors.Is.
var (
	// ErrNotConvertible says that the source is not authentic: its proof is
	// wrong.
	ErrNotConvertible = errors.New("CONVERT-SOURCE: the source is not authentic, so it is not converted")
	// ErrIncomplete says that the source names parts of the badge only by their
	// addresses, and that these were not fetched.
	ErrIncomplete = errors.New("CONVERT-INCOMPLETE: the source names parts of the badge only by their addresses, and they were not fetched")
	// ErrHashed says that the learner cannot be hashed: the target has no hashes, or
	// the embedded original would state in clear what they hide.
	ErrHashed = errors.New("CONVERT-HASH: the identity of the learner is to be hashed, which is for badges that do not embed the original")
	// ErrBaseProof says that the original is to be embedded and carries a base proof,
	// with which whoever gets the target could reveal everything.
	ErrBaseProof = errors.New("CONVERT-BASE: the embedded original would carry a base proof, with which whoever gets it could reveal everything; derive from it first, or do not embed it")
	// ErrSeveral says that the file holds several credentials.
	ErrSeveral = errors.New("CONVERT-SEVERAL: the file holds several credentials; convert them one by one")
)

// ConvertOptions are the options of [Convert].
type ConvertOptions struct {
	EncodeOptions
	// Tool names the program that converts; it goes into the provenance.
	Tool mc.Tool
	// At is the time of the conversion; zero: now.
	At time.Time
	// EmbedOriginal puts the exact source into the target, if the target has a place
	// for it, and with an older badge the class and the profile that were fetched,
	// each as a file of its own. Everything in the source is then in the target,
	// including personal data that the target leaves out elsewhere.
	EmbedOriginal bool
	// UnsafeInvalidSource also converts a source whose proof is wrong. The provenance
	// of the target says so.
	UnsafeInvalidSource bool
	// Verifier verifies the original that a converted source embeds. nil: one that
	// trusts nobody and is offline.
	Verifier *Verifier
	// IgnoreOriginal converts what the source itself says, even if it embeds the
	// original that it was made of.
	IgnoreOriginal bool
}

// Conversion is the result of [Convert].
type Conversion struct {
	From, To   Codec
	Source     *Result        // what was converted; for a presentation, the credential in it
	Document   vc.Document    // in the target format, unsecured
	Credential *mc.Credential // the model between the two
	Original   *Result        // the original in the source that was converted in its place; nil: none
	Report     mc.Report      // every leaf of the source, and what was added
}

// Bytes returns the document as a file of its format: XML for ELMO, otherwise the text
// of the document.
func (c *Conversion) Bytes() ([]byte, error) {
	if c.To.Bytes == nil {
		return c.Document.Bytes(), nil
	}
	return c.To.Bytes(c.Document)
}

// OutOfSight returns the standard elements that the source states and that other
// readers of the target do not find as fully: those of which no value is left to
// them, and those that they cannot make out of what is left.
func (c *Conversion) OutOfSight() []mc.ElementSight {
	stated := mc.AnnexI(c.Credential)
	native := nativeElements(c.To, c.Document, stated)
	var out []mc.ElementSight
	for _, e := range c.Report.Summary().Elements {
		before, after := stated[e.Element-1].Status, native[e.Element-1].Status
		if e.Native == 0 || before == mc.Present && after != mc.Present || before == mc.Partial && after == mc.Absent {
			out = append(out, e)
		}
	}
	return out
}

// Convert turns what was verified into a document of the target format. The
// document is a new statement: it has no proof, status or schema of the source.
// It links to the original, states its digest and what its verification found,
// and is unsecured until somebody signs it.
//
// If the source is a presentation with one credential, that credential is
// converted. If the source was itself converted and embeds its original, that is
// verified and converted in its place, unless it is not authentic or says something
// else of a fact that everybody sees: then the source is converted as it stands, and
// the report says why. Provenance tells of both.
//
// A source whose proof is wrong is refused ([ErrNotConvertible]). A source
// without a proof is converted, and the document says that nothing vouches for
// it. The provenance states the other answers of the verification.
func Convert(ctx context.Context, r *Result, target string, o ConvertOptions) (*Conversion, error) {
	all := Formats()
	to, err := all.Named(target)
	if err != nil {
		return nil, err
	}
	if to.Encode == nil {
		return nil, fmt.Errorf("%w: %s can be read but not written yet", ErrDirection, to.Name)
	}
	if o.HashRecipient && (o.EmbedOriginal || to.Format == Europass || to.Format == PlainW3C) {
		return nil, ErrHashed
	}
	if err := o.checkAuthority(); err != nil {
		return nil, err
	}
	if err := checkConvertible(r, o); err != nil {
		return nil, err
	}
	beside := r.beside()
	if inner := r.onlyCredential(); inner != nil {
		r = inner
		if err := checkConvertible(r, o); err != nil {
			return nil, err
		}
	}
	from, credential, decoded, err := r.decode(all)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	original, unused, err := o.openOriginal(ctx, credential, 0)
	if err != nil {
		return nil, err
	}
	source := newProvenance(from, credential, r, o)
	if original != nil {
		restated := underOriginal(*decoded, original.credential)
		decoded, credential = &restated, original.credential
	} else if unused != "" {
		decoded.Leaves = append(decoded.Leaves, unusedOriginal(credential, decoded, unused))
	}
	documents, first := r.documents(), len(credential.Provenance)
	credential.Provenance = append(credential.Provenance, source)
	if original != nil {
		made := newProvenance(original.codec, original.credential, original.result, o)
		made.Kind, made.SourceBytes = mc.DerivedFrom, nil
		credential.Provenance = append(credential.Provenance, made)
	}
	if o.EmbedOriginal {
		credential.Provenance = append(credential.Provenance, embeddedParts(documents[1:], credential.Provenance[first])...)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	doc, encoded, err := to.Encode(credential, o.EncodeOptions)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i := range documents {
		documents[i].place = encoded.PlaceOf(mc.Path("provenance").At(first + i).Dot("sourceBytes"))
	}
	report := mc.CombineEmbedding(*decoded, *encoded, func(pointer string) string {
		for _, d := range slices.Backward(documents) { // the inner before the outer
			if strings.HasPrefix(pointer, d.at+"/") {
				return d.place
			}
		}
		return documents[0].place
	})
	added := slices.IndexFunc(report.Leaves, func(l mc.Leaf) bool { return l.Added })
	if added < 0 {
		added = len(report.Leaves)
	}
	report.Leaves = slices.Insert(report.Leaves, added, beside...)
	report.Observations = Observe(credential)
	out := &Conversion{From: from, To: to, Source: r, Document: doc, Credential: credential, Report: report}
	if original != nil {
		out.Original = original.result
	}
	return out, nil
}

// onlyCredential returns the only credential in a presentation, which is a mere
// container for it, or nil.
func (r *Result) onlyCredential() *Result {
	if !isPresentationDoc(r.Document) || len(r.Credentials) != 1 {
		return nil
	}
	return &Result{Result: r.Credentials[0], Source: r.Source, At: r.Credentials[0].Pointer}
}

// checkConvertible returns why a result cannot be converted, or nil.
func checkConvertible(r *Result, o ConvertOptions) error {
	switch {
	case len(r.Credentials) > 0 && r.Document.IsZero(), len(r.Credentials) > 1 && isPresentationDoc(r.Document):
		return ErrSeveral
	case r.Legacy != nil:
		return newLegacyError()
	case r.Axes[vc.Authentic] == vc.Invalid && !r.Unsecured() && !o.UnsafeInvalidSource:
		return fmt.Errorf("%w: %w", ErrNotConvertible, r.Err())
	case o.EmbedOriginal && r.File != nil && HoldsBaseProof(r.File):
		return ErrBaseProof
	case r.isIncomplete():
		return ErrIncomplete
	}
	return nil
}

// decode reads the credential into the model. For an older badge it uses what the
// verification found, because the document alone does not say where its parts
// come from.
func (r *Result) decode(all Codecs) (Codec, *mc.Credential, *mc.Report, error) {
	if r.older == nil || r.older.Assertion == nil {
		return all.Read(r.opened())
	}
	codec, err := all.Named(OlderBadge)
	credential, report := r.older.Assertion.Decode(ob2.DecodeOptions{})
	return codec, credential, report, err
}

// Unsecured reports whether nothing secures the credential: it carries no proof,
// and its format is not one that is verified where it is hosted.
func (r *Result) Unsecured() bool { return r.Format == proof.Unsecured && r.older == nil }

// newProvenance returns where the new document comes from: the digest of the
// exact original, who issued it, and what its verification found.
func newProvenance(from Codec, c *mc.Credential, r *Result, o ConvertOptions) mc.Provenance {
	original := r.originalBytes()
	at := o.At
	if at.IsZero() {
		at = time.Now()
	}
	now := mc.InstantOf(at.UTC().Truncate(time.Second))
	issuer := c.Envelope.Issuer
	p := mc.Provenance{
		Kind:            mc.ConvertedFrom,
		SourceFormat:    from.Format,
		SourceID:        c.Envelope.ID,
		SourceMediaType: cmp.Or(from.MediaType, mediaType(r.Format)),
		Digest:          digestOf(original),
		SourceIssuer:    &issuer,
		SourceIssued:    c.Envelope.Issued,
		SourceStatus:    c.Envelope.Status,
		Converter:       o.Tool,
		Authority:       o.authority(),
		Mandate:         o.mandate(&issuer),
		ConvertedAt:     now,
		Proof:           mc.ProofSummary{Verdict: r.proofVerdict(), Detail: r.verificationSummary(), VerifiedAt: now},
	}
	if o.EmbedOriginal {
		p.SourceBytes = original
	}
	if len(r.Proofs) > 0 {
		p.Proof.Suite, p.Proof.Method = r.Proofs[0].Suite, r.Proofs[0].Method
	}
	return p
}

// proofVerdict returns whether the source was found authentic. Without a proof
// that could not be checked.
func (r *Result) proofVerdict() mc.Verdict {
	if r.Unsecured() {
		return mc.VerdictNotChecked
	}
	return mc.Verdict(r.Axes[vc.Authentic].String())
}

// verificationSummary returns what the verification of the source found, in a
// sentence.
func (r *Result) verificationSummary() string {
	if r.Unsecured() {
		return "It carries no proof, so nothing vouches for it."
	}
	var found []string
	for _, axis := range vc.AllAxes() {
		if verdict := r.Axes[axis]; verdict != vc.Unasked {
			found = append(found, axisPhrases[axis][verdict])
		}
	}
	return "Its verification found it " + strings.Join(found, ", ") + "."
}

// axisPhrases are the answers to the five questions, as they read after "found
// it".
var axisPhrases = [...][3]string{
	vc.Authentic:  {"not known to be authentic", "not authentic", "authentic"},
	vc.InForce:    {"not known to be in force", "not in force", "in force"},
	vc.Trusted:    {"from an issuer for whom nobody was asked to vouch", "from an issuer who is not trusted", "from a trusted issuer"},
	vc.Bound:      {"not known to be the presenter's", "not the presenter's", "the presenter's"},
	vc.Conformant: {"not fully checked against the rules of its format", "in breach of a rule of its format", "in keeping with the rules of its format"},
}

// mediaType returns the media type of the source (VC-JOSE-COSE section 6, RFC
// 7515 section 9.2).
func mediaType(f proof.Format) string {
	switch f {
	case proof.JAdES:
		return "application/jose+json"
	case proof.JWS:
		return "application/jwt"
	case proof.SDJWT:
		return "application/vc+sd-jwt"
	case proof.COSE:
		return "application/vc+cose"
	default:
		return "application/ld+json"
	}
}
