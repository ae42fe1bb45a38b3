package batch

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// Judgement is what was found out about one document. As JSON it is a line of what the
// command prints with verify --json, of which the members are stable.
type Judgement struct {
	File    string `json:"file"`
	Baked   string `json:"baked,omitempty"`   // "png" or "svg": the image around it
	Edition string `json:"edition,omitempty"` // of Open Badges, before 3.0
	At      string `json:"at,omitempty"`      // where in the file the credential stands
	Outcome
	Settle []string `json:"settle,omitempty"` // what settles an undecided verdict

	// Fault says why nothing could be found out; nil: something was.
	Fault *Fault `json:"-"`
	// Decisive is what keeps the verdict from being valid.
	Decisive []vc.Finding `json:"-"`
}

// Outcome is what was found out about a credential.
type Outcome struct {
	Format   string              `json:"format"`
	Verdict  string              `json:"verdict"`        // [vc.Verdict] as text, or [VerdictError]
	Axes     *vc.Axes            `json:"axes,omitempty"` // nil: nothing could be found out
	Derived  bool                `json:"derived,omitempty"`
	Findings []vc.Finding        `json:"findings"`
	Proofs   []proof.ProofResult `json:"proofs"`
	// Headline says who signed it, and who vouches for that.
	Headline string                 `json:"headline,omitempty"`
	SignedBy []mikromerit.Signatory `json:"signedBy,omitempty"`
	// Credentials are those in a presentation, record or container. Endorsements may
	// stand anywhere.
	Credentials  []Nested `json:"credentials,omitempty"`
	Endorsements []Nested `json:"endorsements,omitempty"`
	// Profiles are what policy profiles say of it.
	Profiles []*mikromerit.ProfileReport `json:"profiles,omitempty"`
	// CheckList is what the Commission's viewer shows of a Europass credential.
	CheckList *edc.CheckList `json:"europass,omitempty"`

	// Result is all of it; nil: there is none.
	Result *mikromerit.Result `json:"-"`
	// RulesOnly says that it is about the rules of the format only.
	RulesOnly bool `json:"-"`
}

// Nested is what was found out about a credential that stands in another one.
type Nested struct {
	Pointer string `json:"pointer"` // where it stands in the document around it
	Outcome
}

// The format and the verdict of what is no credential.
const (
	FormatUnknown = "unknown"
	VerdictError  = "error"
)

// Judge verifies one document of any form. What goes wrong is in the judgement, which
// depends on nothing but what is given, so that a service or a pipeline may call it.
func Judge(ctx context.Context, v *mikromerit.Verifier, name string, data []byte) *Judgement {
	j := newJudgement(name)
	err := guarded(func() error {
		r, err := v.Verify(ctx, data)
		if err != nil {
			return err
		}
		j.Outcome, j.At = OutcomeOf(r), r.At
		j.Settle, j.Decisive = r.Remedies(), r.Decisive()
		if r.Image != nil {
			j.Baked = r.Image.Format
		}
		if r.Edition != 0 {
			j.Edition = r.Edition.String()
		}
		return nil
	})
	if err != nil {
		j.fail(err)
	}
	return j
}

// Check judges one document by the rules of its format only: nobody need have signed
// it. Only the limits and contexts of the env matter.
func Check(ctx context.Context, env vc.Env, name string, data []byte) *Judgement {
	return Judge(ctx, CheckVerifier(env), name, data).OnlyConformance()
}

// CheckVerifier returns the verifier of [Check], which trusts anybody.
func CheckVerifier(env vc.Env) *mikromerit.Verifier {
	v := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	v.Policy.Require = []vc.Axis{vc.Conformant}
	v.Env = env
	return v
}

// VerifyAll verifies the documents of a source, in their order. It never stops for one.
func VerifyAll(ctx context.Context, s *Source, v *mikromerit.Verifier) iter.Seq2[Item, *Judgement] {
	return all(ctx, s, func(item Item) *Judgement { return Judge(ctx, v, item.Name, item.Data) }, Unread)
}

// CheckAll checks the documents of a source, in their order. It never stops for one.
func CheckAll(ctx context.Context, s *Source, env vc.Env) iter.Seq2[Item, *Judgement] {
	v := CheckVerifier(env)
	return all(ctx, s, func(item Item) *Judgement { return Judge(ctx, v, item.Name, item.Data).OnlyConformance() }, Unread)
}

// all does work on the items of a source. failed says what comes of an item that
// cannot be read.
func all[T any](ctx context.Context, s *Source, work func(Item) T, failed func(name string, err error) T) iter.Seq2[Item, T] {
	return func(yield func(Item, T) bool) {
		for done, err := range Do(ctx, s.Items(ctx), Pace{}, func(_ context.Context, item Item) (T, error) { return work(item), nil }) {
			if err != nil {
				done.Value = failed(done.Name, err)
			}
			if !yield(done.Item, done.Value) {
				return
			}
		}
	}
}

func newJudgement(name string) *Judgement {
	return &Judgement{File: name, Outcome: Outcome{Format: FormatUnknown, Findings: []vc.Finding{}, Proofs: []proof.ProofResult{}}}
}

// Unread returns the judgement of a document that could not be read or worked on.
func Unread(name string, err error) *Judgement {
	j := newJudgement(name)
	j.fail(err)
	return j
}

func (j *Judgement) fail(err error) {
	j.Fault = FaultOf(err)
	j.Verdict, j.Findings = VerdictError, []vc.Finding{j.Fault.Finding}
	j.Decisive = j.Findings
}

// OnlyConformance leaves of a judgement what is about the rules of the format.
func (j *Judgement) OnlyConformance() *Judgement {
	out := *j
	out.Outcome = out.Outcome.onlyConformance()
	out.Settle = nil
	return &out
}

func (o Outcome) onlyConformance() Outcome {
	o.RulesOnly = true
	if o.Axes == nil {
		return o // nothing could be found out
	}
	axes := vc.Axes{}
	for _, axis := range vc.AllAxes() {
		axes[axis] = vc.Unasked
	}
	axes[vc.Conformant] = o.Axes[vc.Conformant]
	o.Axes, o.Verdict = &axes, axes.Verdict([]vc.Axis{vc.Conformant}).String()
	o.Findings = slices.DeleteFunc(slices.Clone(o.Findings), func(f vc.Finding) bool { return f.Axis != vc.Conformant })
	o.Headline, o.SignedBy, o.Proofs, o.CheckList = "", nil, []proof.ProofResult{}, nil
	o.Credentials, o.Endorsements = onlyConformance(o.Credentials), onlyConformance(o.Endorsements)
	return o
}

func onlyConformance(all []Nested) []Nested {
	out := slices.Clone(all)
	for i := range out {
		out[i].Outcome = out[i].Outcome.onlyConformance()
	}
	return out
}

// OutcomeOf returns what a result says of a credential.
func OutcomeOf(r *mikromerit.Result) Outcome {
	out := Outcome{
		Format:   cmp.Or(string(r.Format), FormatUnknown),
		Verdict:  r.Verdict.String(),
		Axes:     &r.Axes,
		Derived:  r.Derived,
		Findings: append([]vc.Finding{}, r.Findings...),
		Proofs:   append([]proof.ProofResult{}, r.Proofs...),
		Headline: r.Headline(),
		SignedBy: r.Signatories(),

		Credentials: nestedIn(r.Credentials), Endorsements: nestedIn(r.Endorsements),
		Result: r,
	}
	if list, ok := r.CheckList(); ok {
		out.CheckList = &list
	}
	return out
}

func nestedIn(all []*proof.Result) []Nested {
	var out []Nested
	for _, r := range all {
		out = append(out, Nested{r.Pointer, OutcomeOf(&mikromerit.Result{Result: r})})
	}
	return out
}
