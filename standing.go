package mikromerit

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Signatory is who signed or sealed a credential, as far as that is shown, and
// as whom the credential presents its issuer.
type Signatory struct {
	// ID is the DID or URL that the key belongs to, or the organisation
	// identifier in the certificate.
	ID string `json:"id"`
	// Name is a name that does not come from the document: yours, or that in the
	// certificate.
	Name string `json:"name,omitempty"`
	// Claims is what the document calls its issuer. Nothing proves it.
	Claims string `json:"claims,omitempty"`
	// Sealed says that a certificate names the signatory, not a key.
	Sealed bool `json:"sealed,omitempty"`
	// Trusted says that you believe the signatory.
	Trusted bool `json:"trusted"`
}

// Signatories returns who signed a credential with a proof that holds, or
// sealed it with a certificate whose key made the signature.
func (r *Result) Signatories() []Signatory { return signatories(r.Result) }

func signatories(r *proof.Result) []Signatory {
	var all []Signatory
	for _, p := range r.Proofs {
		if !p.ShowsSigner() {
			continue
		}
		s := Signatory{
			ID: cmp.Or(p.Signer.Controller, p.Signer.Method), Name: r.SignerName(p.Signer), Sealed: p.Signer.Chain != nil,
			Claims: issuerName(r.Document), Trusted: r.Axes[vc.Trusted] == vc.Valid,
		}
		if s.Claims == s.Name {
			s.Claims = ""
		}
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// issuerName is what a document calls its issuer, or its holder when it is a
// presentation.
func issuerName(doc vc.Document) string {
	for _, member := range []string{"issuer", "holder"} {
		party := doc.Get(member)
		if !party.IsObject() {
			continue
		}
		for _, name := range []string{"name", "legalName", "prefLabel"} {
			if text := firstText(party.Get(name)); text != "" {
				return text
			}
		}
	}
	return ""
}

// firstText returns the first text of a string, a language value object, a
// language map or an array of these.
func firstText(v jsontree.Value) string {
	for value := range v.Each() {
		if text := cmp.Or(value.Text(), value.Get("@value").Text()); text != "" {
			return text
		}
		for _, inner := range value.Members() {
			if text := firstText(inner); text != "" {
				return text
			}
		}
	}
	return ""
}

// Headline says in a sentence or two who signed the credential, as whom it
// presents its issuer, and whether anybody whom you trust vouches for that.
func (r *Result) Headline() string {
	if r.Document.IsZero() && len(r.Credentials) > 0 {
		return "It holds several credentials; each is judged on its own."
	}
	all := r.Signatories()
	switch {
	case len(all) > 0 && isPresentationDoc(r.Document):
		return r.presented(all)
	case len(all) > 0:
		var texts []string
		for _, s := range all {
			texts = append(texts, s.sentence(r.Policy().Trust.Any))
		}
		return strings.Join(texts, " ")
	case r.older != nil:
		return r.hostedHeadline()
	case len(r.Proofs) == 0 && len(r.Credentials) > 0:
		return "It carries no proof of its own; the credentials in it are judged each on its own."
	case len(r.Proofs) == 0:
		return "Nobody signed it" + claim(issuerName(r.Document), "; it calls its issuer ") + "."
	case r.Axes[vc.Authentic] == vc.Invalid:
		return "Nobody is shown to have signed it" + claim(issuerName(r.Document), "; it calls its issuer ") + "."
	}
	return "It is not known who signed it" + claim(issuerName(r.Document), "; it calls its issuer ") + "."
}

// presented says who presents. Trust is asked of the issuers of what is
// presented, who need not be the presenter.
func (r *Result) presented(by []Signatory) string {
	var names []string
	for _, s := range by {
		names = append(names, s.known())
	}
	out := "Presented by " + strings.Join(names, " and ") + "; it holds " + plural(len(r.Credentials), "credential") + "."
	if r.Axes[vc.Trusted] != vc.Valid && !r.Policy().Trust.Any && len(r.Credentials) > 0 {
		out += " Nobody whom you trust vouches for every issuer."
	}
	return out
}

func (r *Result) hostedHeadline() string {
	at := r.Address
	if a := r.older.Assertion; a != nil {
		at = a.Badge.Issuer.ID.Text
	}
	switch {
	case r.Axes[vc.Authentic] == vc.Valid:
		out := "It is hosted by its issuer, " + shownText(at) + "."
		if r.Axes[vc.Trusted] != vc.Valid {
			out += " " + noVoucher("it", r.Policy().Trust.Any)
		}
		return out
	case r.Axes[vc.Authentic] == vc.Invalid:
		return "It is not what its issuer gave out" + named(at, "; it names ") + "."
	}
	return "It is not known who gave it out" + named(at, "; it names ") + "."
}

func named(address, words string) string {
	if address == "" {
		return ""
	}
	return words + shownText(address)
}

func (s Signatory) sentence(waived bool) string {
	out := "Signed by "
	if s.Sealed {
		out = "Sealed by "
	}
	out += s.known() + claim(s.Claims, ", which calls itself ") + "."
	switch {
	case s.Trusted:
		return out
	case s.Claims != "" || s.Name != "":
		return out + " " + noVoucher("that name", waived)
	}
	return out + " " + noVoucher("it", waived)
}

// known is who signed, in words that the document has no part in.
func (s Signatory) known() string {
	if s.Name != "" && s.ID != "" && s.Name != s.ID {
		return shownText(s.Name) + " (" + shownText(s.ID) + ")"
	}
	return shownText(cmp.Or(s.ID, s.Name, "an unknown key"))
}

func noVoucher(what string, waived bool) string {
	if waived {
		return "You did not ask whether anybody vouches for " + what + "."
	}
	return "Nobody whom you trust vouches for " + what + "."
}

func claim(name, words string) string {
	if name == "" {
		return ""
	}
	return words + "“" + shownText(name) + "”"
}

// shownText is a text from a document, short enough for a sentence. It can
// neither end the quotation that it stands in nor turn a line around.
func shownText(s string) string {
	const most = 100
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '“' || r == '”' || r == '„' || r == '‟' || r == '"':
			return '\''
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsGraphic(r) || unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

// settlements say, by the code of a finding that stays open, how it can be
// settled. The words name the options of the command.
var settlements = []struct {
	codes []string
	how   string
}{
	{[]string{"PROOF-METHOD", "SEAL-CERTIFICATE"}, "--online, or --document URL=FILE with the issuer's did.json or key"},
	{[]string{"JSONLD-CONTEXT-UNKNOWN", "JSONLD-CONTEXT"}, "--context URL=FILE"},
	{[]string{"STATUS", "STATUS-UNREACHABLE"}, "--online, or --status-list URL=FILE"},
	{[]string{"STATUS-LIST-AGE"}, "--max-list-age"},
	{[]string{"SEAL-REVOCATION"}, "--unsafe-allow-unknown-revocation if you accept that"},
	{[]string{"OB2-HOSTED", "OB2-LINK", "OB2-ISSUER", "OB2-CLASS", "OB2-KEY"}, "--online, or --document URL=FILE"},
}

// unsupported are the codes of signatures that cannot be checked here, whatever
// you say.
var unsupported = []string{"JWS-ALG", "JWS-TYP", "PROOF-KEY", "PROOF-SUITE", "SDJWT-VC", "OB2-BLOCKCERTS"}

// Settle says what settles the questions that stayed open, one way for each,
// in the words of the command's options; nil when nothing did or nothing can.
func (r *Result) Settle() []string {
	if r.Verdict != vc.Indeterminate {
		return nil
	}
	var ways []string
	add := func(way string) {
		if way != "" && !slices.Contains(ways, way) {
			ways = append(ways, way)
		}
	}
	decisive := r.Decisive()
	for _, s := range settlements {
		if slices.ContainsFunc(decisive, func(f vc.Finding) bool { return slices.Contains(s.codes, f.Code) }) {
			add(s.how)
		}
	}
	if len(ways) == 0 && slices.ContainsFunc(decisive, func(f vc.Finding) bool { return slices.Contains(unsupported, f.Code) }) {
		if !slices.ContainsFunc(r.Proofs, func(p proof.ProofResult) bool { return p.Verdict == vc.Valid }) {
			return nil // whomever you trust
		}
		add("--one-proof if one proof of the issuer that holds is enough")
	}
	// Where you named issuers and it is open who signed, no further name helps.
	open := len(r.Policy().Trust.Issuers) > 0 && r.Axes[vc.Authentic] == vc.Indeterminate && len(r.Signatories()) == 0 && len(r.Credentials) == 0
	if !open && slices.ContainsFunc(decisive, func(f vc.Finding) bool { return f.Axis == vc.Trusted }) {
		add(r.trustWay())
	}
	for _, axis := range r.Required {
		if r.Axes[axis] == vc.Unasked {
			add(askings[axis])
		}
	}
	return ways
}

// askings say how a question is asked that was required and that nothing
// asks.
var askings = [...]string{
	vc.Trusted:    "--issuer or --anchor in the place of --any-issuer",
	vc.Bound:      "--recipient VALUE, or --domain and --challenge for a presentation",
	vc.Conformant: "",
}

// trustWay says how the signatories can be trusted.
func (r *Result) trustWay() string {
	var sealed, keyed []string
	asked := r.Credentials
	if !isPresentationDoc(r.Document) { // whoever presents needs nobody's trust
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
