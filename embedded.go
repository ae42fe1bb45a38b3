package mikromerit

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// embedded is an original that a converted credential holds in itself. It says
// more than what was made of it, so converting goes on from there.
type embedded struct {
	codec      Codec
	result     *Result
	credential *mc.Credential
}

// maxOriginals is how deep originals may stand in originals.
const maxOriginals = 4

// kindConversion is the type of evidence with which a Europass credential holds what
// it was made of.
const kindConversion = "http://data.europa.eu/snb/evidence-type/c_c4f849d7"

// originalIn returns the files that a credential holds as what it was made of.
func originalIn(c *mc.Credential) []mc.Provenance {
	var all []mc.Provenance
	for _, p := range c.Provenance {
		if len(p.SourceBytes) > 0 && p.Kind != mc.DerivedFrom {
			all = append(all, p)
		}
	}
	for _, e := range c.Envelope.Evidence {
		if e.Kind.IRI != kindConversion {
			continue
		}
		for _, m := range e.Embedded {
			if len(m.Content) > 0 {
				all = append(all, mc.Provenance{SourceBytes: m.Content})
			}
		}
	}
	return all
}

// openOriginal verifies the original that a credential holds and reads it. It
// returns nil where there is none, and why one that is there is not used.
func (o *ConvertOptions) openOriginal(ctx context.Context, c *mc.Credential, depth int) (*embedded, string, error) {
	found := originalIn(c)
	if len(found) == 0 || depth == maxOriginals || o.IgnoreOriginal {
		return nil, "", nil
	}
	if len(found) > 1 {
		return nil, fmt.Sprintf("it holds %d files as its original, of which only one can be", len(found)), nil
	}
	p := found[0]
	if sum := digestOf(p.SourceBytes).SHA256; p.Digest.SHA256 != "" && p.Digest.SHA256 != sum {
		return nil, "its digest is not the one that is stated", nil
	}
	verifier := o.Verifier
	if verifier == nil {
		verifier = NewVerifier(Trust{})
	}
	r, err := verifier.Verify(ctx, p.SourceBytes)
	switch {
	case ctx.Err() != nil:
		return nil, "", ctx.Err()
	case err != nil:
		return nil, "it is no credential", nil
	}
	if err := checkConvertible(r, ConvertOptions{}); err != nil {
		return nil, "it cannot be converted: " + err.Error(), nil
	}
	if inner := r.onlyCredential(); inner != nil {
		r = inner
	}
	codec, original, _, err := r.decode(Formats())
	if err != nil {
		return nil, "it cannot be read: " + err.Error(), nil
	}
	if at, differs := disagreement(original, c); differs {
		return nil, "it says something else of " + string(at), nil
	}
	deeper, _, err := o.openOriginal(ctx, original, depth+1)
	if err != nil || deeper != nil {
		return deeper, "", err
	}
	return &embedded{codec, r, original}, "", nil
}

// disagreement returns the first plain fact that a credential states otherwise
// than its original. Whose credential it is and what it is called by others is for
// whoever converted it to say.
func disagreement(original, c *mc.Credential) (at mc.Path, differs bool) {
	stated := map[mc.Path]mapping.Unit{}
	for _, u := range mapping.Units(original, mapping.IsPlainFact) {
		stated[u.From] = u
	}
	if c.Envelope.ValidUntil.IsZero() != original.Envelope.ValidUntil.IsZero() {
		return "envelope.validUntil", true
	}
	if id := original.Learner.ID; id != "" && c.Learner.ID != "" && c.Learner.ID != id {
		return "learner.id", true
	}
	grades := gradesOf(original.Award.Assessments)
	for _, u := range mapping.Units(c, mapping.IsPlainFact) {
		own, both := stated[u.From]
		switch {
		case u.From.Under("envelope.issuer"), u.From.Under("definition.kinds"), u.From.Under("envelope.status"):
			continue
		case u.From.Under("award.assessments"):
			other := slices.ContainsFunc(textsOf(u), func(s string) bool { return !grades[s] })
			if len(grades) > 0 && other && strings.Contains(string(u.From), ".grade.") {
				return u.From, true
			}
			continue
		}
		for _, text := range textsOf(u) {
			switch {
			case mapping.Restates(original, u.From, text), isHashed(c, u.From):
			case !both && !u.From.Under("learner.party"):
			case both && (slices.Contains(textsOf(own), text) || mapping.Equivalent(own.Value, u.Value) || mapping.SameSecond(own.Value.Interface(), u.Value.Interface())):
			default:
				return u.From, true
			}
		}
	}
	return "", false
}

// textsOf returns a unit as text; of a text by language that of each.
func textsOf(u mapping.Unit) []string {
	if s, ok := u.Value.Interface().(mc.LangString); ok {
		var all []string
		for _, v := range s {
			all = append(all, v.Text)
		}
		return all
	}
	return []string{fmt.Sprint(u.Value.Interface())}
}

// gradesOf returns all ways in which the grades of assessments are stated.
func gradesOf(all []mc.AssessmentResult) map[string]bool {
	out := map[string]bool{}
	for i := range all {
		r := &all[i]
		for _, s := range []mc.LangString{r.Grade.Text, r.Grade.Level.Label, {{Text: r.Grade.Value}}, {{Text: r.Grade.Level.IRI}}} {
			for _, v := range s {
				if v.Text != "" {
					out[v.Text] = true
				}
			}
		}
		for text := range gradesOf(r.Parts) {
			out[text] = true
		}
	}
	return out
}

// isHashed reports whether a path is in an identifier of the learner that is a
// hash.
func isHashed(c *mc.Credential, at mc.Path) bool {
	for i, id := range c.Learner.Party.Identifiers {
		if id.Hash != nil && at.Under(mc.Path("learner.party.identifiers").At(i)) {
			return true
		}
	}
	return false
}

// underOriginal returns the report of reading a credential whose original is
// converted in its place: what is said of a value that the original states too
// stays true, and the rest is told to stand in the credential alone.
func underOriginal(decoded mc.Report, original *mc.Credential) mc.Report {
	stated, kinds := map[mc.Path]bool{}, map[mc.Path]bool{}
	for _, p := range mc.Paths(original) {
		stated[p], kinds[withoutPlaces(p)] = true, true
	}
	leaves := slices.Clone(decoded.Leaves)
	for i := range leaves {
		l := &leaves[i]
		if l.Added || len(l.Canonical) == 0 || l.Kind == mc.KindScaffold || l.Kind == mc.KindDropped {
			continue
		}
		said := slices.ContainsFunc(l.Canonical, func(p mc.Path) bool { return kinds[withoutPlaces(p)] })
		l.Canonical = slices.DeleteFunc(slices.Clone(l.Canonical), func(p mc.Path) bool { return !stated[p] })
		switch {
		case len(l.Canonical) > 0:
		case said:
			l.Kind, l.CarriedBy, l.Match = mc.KindScaffold, mc.CarriedNatively, mc.MatchNone
			l.Reason = "the embedded original says it in its own way"
		default:
			l.Kind, l.CarriedBy, l.Match, l.Severity = mc.KindDropped, mc.CarriedByNothing, mc.MatchNone, mc.SeverityInfo
			l.Reason = "the embedded original, which was converted, does not state it"
		}
	}
	return mc.Report{From: decoded.From, To: decoded.To, Leaves: leaves}
}

// withoutPlaces is a path without the numbers of entries and the tags of languages.
func withoutPlaces(p mc.Path) mc.Path {
	var b strings.Builder
	depth := 0
	for _, r := range string(p) {
		switch {
		case r == '[':
			depth++
		case r == ']':
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return mc.Path(b.String())
}

// ruleOriginal tells why an embedded original was left aside.
var ruleOriginal = vc.Rule{Code: "CONVERT-ORIGINAL", Axis: vc.Conformant, Level: vc.Should, Spec: specMapping,
	Text: "The original that a converted credential embeds should be the one it was made of, authentic, and say the same."}

func unusedOriginal(c *mc.Credential, decoded *mc.Report, reason string) mc.Leaf {
	l := mc.Leaf{Kind: mc.KindSynthesised, Added: true, Severity: mc.SeverityWarning, CarriedBy: mc.CarriedNatively,
		Reason: ruleOriginal.Code + ": the embedded original is not used: " + reason}
	for i, p := range c.Provenance {
		if len(p.SourceBytes) > 0 {
			for _, d := range decoded.Leaves {
				if slices.Contains(d.Canonical, mc.Path("provenance").At(i).Dot("sourceBytes")) {
					l.Source = d.Source
				}
			}
		}
	}
	return l
}
