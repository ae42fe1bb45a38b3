package batch

import (
	"context"
	"errors"
	"iter"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// Conversion is what came of the conversion of one document. As JSON it is a line of
// what the command prints with convert --json over several, of which the members are
// stable; the words of error and findings name options of the library there, and flags
// in the command.
type Conversion struct {
	File string `json:"file"`
	Out  string `json:"out,omitempty"` // where the document was written
	// Verdict is [VerdictConverted], or why there is no document: "invalid" for what the
	// source is or says, "indeterminate" when that is not known, [VerdictError] when it
	// could not be done.
	Verdict string `json:"verdict"`
	From    string `json:"from,omitempty"` // the format, such as "ob3"
	To      string `json:"to,omitempty"`
	Source  string `json:"source,omitempty"` // the verdict of the verification of the source
	// Summary counts what became of the values, and Lost those that not every reader of
	// the target finds as they were, by field.
	Summary  *mc.Summary  `json:"summary,omitempty"`
	Lost     []Loss       `json:"lost,omitempty"`
	Findings []vc.Finding `json:"findings"`
	Error    string       `json:"error,omitempty"` // a sentence

	// Made is all of it; nil: there is no document.
	Made *mikromerit.Conversion `json:"-"`
	// Result is what the verification of the source found; nil: nothing.
	Result *mikromerit.Result `json:"-"`
	// Err is why there is no document.
	Err error `json:"-"`
}

// VerdictConverted is the verdict of what was converted.
const VerdictConverted = "converted"

// Convert verifies one document and turns it into a target format. It depends on nothing
// but what is given; set At in the options to get the same document each time.
func Convert(ctx context.Context, v *mikromerit.Verifier, to string, o mikromerit.ConvertOptions, name string, data []byte) *Conversion {
	out := &Conversion{File: name, To: to, Findings: []vc.Finding{}}
	if o.Verifier == nil {
		o.Verifier = v
	}
	err := guarded(func() (err error) {
		if out.Result, err = v.Verify(ctx, data); err != nil {
			return err
		}
		out.Source = out.Result.Verdict.String()
		out.Made, err = mikromerit.Convert(ctx, out.Result, to, o)
		return err
	})
	if err != nil {
		out.fail(err)
		return out
	}
	summary := out.Made.Report.Summary()
	out.Verdict, out.From, out.To = VerdictConverted, out.Made.From.Format, out.Made.To.Format
	out.Summary, out.Lost = &summary, LossesOf(out.Made.Report)
	return out
}

// ConvertAll converts the documents of a source, in their order. It never stops for one.
// Give At in the options so that each is converted at the same time.
func ConvertAll(ctx context.Context, s *Source, v *mikromerit.Verifier, to string, o mikromerit.ConvertOptions) iter.Seq2[Item, *Conversion] {
	return all(ctx, s, func(item Item) *Conversion { return Convert(ctx, v, to, o, item.Name, item.Data) }, Unconverted)
}

// Unconverted returns the conversion of a document that could not be read.
func Unconverted(name string, err error) *Conversion {
	out := &Conversion{File: name, Findings: []vc.Finding{}}
	out.fail(err)
	return out
}

func (c *Conversion) fail(err error) {
	c.Err, c.Made = err, nil
	what, broken := "", problems(err)
	switch {
	case errors.Is(err, mikromerit.ErrNotConvertible):
		c.Verdict, what, c.Findings = vc.Invalid.String(), "is not authentic, so it is not converted; ask its issuer for the original", decisive(c.Result)
	case errors.Is(err, mikromerit.ErrIncomplete):
		c.Verdict, what, c.Findings = vc.Indeterminate.String(), "names parts of the badge only by their addresses, and they were not fetched; give the env a fetcher", decisive(c.Result)
	case len(broken) > 0 && c.Result != nil:
		c.Verdict, what, c.Findings = vc.Invalid.String(), "cannot be written as "+c.To+", because the result would break these rules", broken
	default:
		fault := FaultOf(err)
		c.Verdict, what, c.Findings = VerdictError, fault.What, []vc.Finding{fault.Finding}
	}
	c.Error = c.File + " " + what
}

// problems returns the findings of the problems that an error wraps.
func problems(err error) (found []vc.Finding) {
	switch err := err.(type) {
	case interface{ Finding() vc.Finding }:
		return []vc.Finding{err.Finding()}
	case interface{ Unwrap() []error }:
		for _, e := range err.Unwrap() {
			found = append(found, problems(e)...)
		}
	case interface{ Unwrap() error }:
		return problems(err.Unwrap())
	}
	return found
}

func decisive(r *mikromerit.Result) []vc.Finding {
	if r == nil {
		return []vc.Finding{}
	}
	return append([]vc.Finding{}, r.Decisive()...)
}
