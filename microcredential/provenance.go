package microcredential

import (
	"maps"
	"slices"
)

// ProvenanceKind says how a credential came from another document.
type ProvenanceKind string

// The kinds of provenance.
const (
	ProvenanceUnknown ProvenanceKind = ""
	ConvertedFrom     ProvenanceKind = "converted-from"
	RepackagedFrom    ProvenanceKind = "repackaged-from"
	DerivedFrom       ProvenanceKind = "derived-from"
	MandatedBy        ProvenanceKind = "mandated-by"
	TranslatedFrom    ProvenanceKind = "translated-from"
	Supersedes        ProvenanceKind = "supersedes"
)

// Provenance is where a credential came from. It refers to the source and
// describes its proof, but never carries the proof over: a converted
// credential is a new statement.
type Provenance struct {
	Kind            ProvenanceKind
	SourceFormat    string // format id of the codec
	SourceID        string
	SourceMediaType string
	SourceURL       string
	SourceBytes     []byte // the exact original, when it is to be embedded
	Digest          Digest // of the exact original bytes
	SourceIssuer    *Party
	SourceIssued    Instant
	SourceStatus    []Status // where to look up whether the source was revoked later
	Proof           ProofSummary
	Converter       Tool
	ConvertedAt     Instant
	Statement       LangString
	Authority       Authority // in whose name the new document was made of it
	Mandate         *Mandate  // what entitles whoever made it, if Authority is [Mandated]
}

// Digest is a hash value in the two notations that formats use. Either may be
// empty.
type Digest struct {
	SHA256    string // lower-case hexadecimal
	Multibase string // multibase-encoded multihash
}

// Verdict is the outcome of verifying a source document.
type Verdict string

// The verdicts.
const (
	VerdictNotChecked    Verdict = ""
	VerdictValid         Verdict = "valid"
	VerdictInvalid       Verdict = "invalid"
	VerdictIndeterminate Verdict = "indeterminate"
)

// ProofSummary says how the source was secured and what its verification
// found at the time.
type ProofSummary struct {
	Suite      string // cryptosuite or signature format
	Method     string // verification method or subject of the certificate
	Verdict    Verdict
	Detail     string
	VerifiedAt Instant
}

// Tool is a program by name and version.
type Tool struct{ Name, Version string }

// Residue holds what no field of the model carries: raw JSON text by format id
// and JSON Pointer (RFC 6901) into the source document. The zero value is
// empty and ready to use.
type Residue map[string]map[string]string

// Put records raw JSON text.
func (r *Residue) Put(format, pointer, raw string) {
	if *r == nil {
		*r = Residue{}
	}
	if (*r)[format] == nil {
		(*r)[format] = map[string]string{}
	}
	(*r)[format][pointer] = raw
}

// Formats returns the format ids, sorted.
func (r Residue) Formats() []string { return slices.Sorted(maps.Keys(r)) }

// Pointers returns the pointers kept for one format, sorted.
func (r Residue) Pointers(format string) []string { return slices.Sorted(maps.Keys(r[format])) }

// Len returns how many values are kept.
func (r Residue) Len() int {
	n := 0
	for _, m := range r {
		n += len(m)
	}
	return n
}
