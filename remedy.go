package mikromerit

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// remedies are the options of the command that answer an open question, by the
// code of the finding.
var remedies = []struct {
	codes []string
	how   string
}{
	{[]string{"PROOF-METHOD", "SEAL-CERTIFICATE"}, "--online, or --document URL=FILE with the issuer's did.json or key"},
	{[]string{"JSONLD-CONTEXT-UNKNOWN", "JSONLD-CONTEXT"}, "--context URL=FILE"},
	{[]string{"STATUS", "STATUS-UNREACHABLE"}, "--online, or --status-list URL=FILE"},
	{[]string{"STATUS-LIST-AGE"}, "--max-list-age"},
	{[]string{"SEAL-REVOCATION", "ELMO-REVOCATION"}, "--unsafe-allow-unknown-revocation if you accept that"},
	{[]string{"OB2-HOSTED", "OB2-LINK", "OB2-ISSUER", "OB2-CLASS", "OB2-KEY"}, "--online, or --document URL=FILE"},
}

// unsupportedCodes are the codes of findings about signatures that no option makes
// checkable.
var unsupportedCodes = []string{"JWS-ALG", "JWS-TYP", "PROOF-KEY", "PROOF-SUITE", "OB2-BLOCKCERTS", "ELMO-SIGNATURE"}

// Remedies returns what answers the questions that stayed open, one remedy for
// each, in terms of the command's options. It is nil when no question stayed open
// or nothing can be done.
func (r *Result) Remedies() []string {
	if r.Verdict != vc.Indeterminate || r.Legacy != nil {
		return nil
	}
	var ways []string
	add := func(way string) {
		if way != "" && !slices.Contains(ways, way) {
			ways = append(ways, way)
		}
	}
	decisive := r.Decisive()
	for _, s := range remedies {
		if slices.ContainsFunc(decisive, func(f vc.Finding) bool { return slices.Contains(s.codes, f.Code) }) {
			add(s.how)
		}
	}
	if len(ways) == 0 && slices.ContainsFunc(decisive, func(f vc.Finding) bool { return slices.Contains(unsupportedCodes, f.Code) }) {
		if !slices.ContainsFunc(r.Proofs, func(p proof.ProofResult) bool { return p.Verdict == vc.Valid }) {
			return nil // trusting somebody would not help
		}
		add("--one-proof if one proof of the issuer that holds is enough")
	}
	// If you named issuers and it is not known who signed, naming more is no help.
	open := len(r.Policy().Trust.Issuers) > 0 && r.Axes[vc.Authentic] == vc.Indeterminate && len(r.Signatories()) == 0 && len(r.Credentials) == 0
	if !open && slices.ContainsFunc(decisive, func(f vc.Finding) bool { return f.Axis == vc.Trusted }) {
		add(r.trustRemedy())
	}
	for _, axis := range r.Required {
		if r.Axes[axis] == vc.Unasked {
			add(axisOptions[axis])
		}
	}
	return ways
}

// axisOptions are the options of the command that ask a question which is required
// but was not asked.
var axisOptions = [...]string{
	vc.Trusted:    "--issuer or --anchor in the place of --any-issuer",
	vc.Bound:      "--recipient VALUE, or --domain and --challenge for a presentation",
	vc.Conformant: "",
}

// trustRemedy returns how to trust the signatories.
func (r *Result) trustRemedy() string {
	var sealed, keyed []string
	asked := r.Credentials
	if !isPresentationDoc(r.Document) { // a presenter need not be trusted
		asked = append([]*proof.Result{r.Result}, r.Credentials...)
	}
	for _, found := range asked {
		for _, s := range signatories(found) {
			if s.Trusted || s.ID == "" {
				continue
			}
			list := &keyed
			if s.Sealed {
				list = &sealed
			}
			if !slices.Contains(*list, s.ID) {
				*list = append(*list, s.ID)
			}
		}
	}
	var ways []string
	switch {
	case len(keyed) == 1:
		ways = append(ways, "--issuer "+keyed[0]+" if you trust it")
	case len(keyed) > 1:
		ways = append(ways, "--issuer for each issuer that you trust")
	case r.older != nil && r.older.Assertion != nil && r.older.Assertion.Badge.Issuer.ID.Text != "":
		ways = append(ways, "--issuer "+r.older.Assertion.Badge.Issuer.ID.Text+" if you trust it")
	}
	if len(ways)+len(sealed) == 0 {
		ways = append(ways, "--issuer ID if you trust its issuer")
	}
	if len(sealed) > 0 {
		ways = append(ways, "--anchor FILE with a certificate that you trust")
	}
	return strings.Join(append(ways, "--any-issuer to leave it open"), ", or ")
}
