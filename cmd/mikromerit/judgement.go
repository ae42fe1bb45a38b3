package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// judgement is what is known about one file. As JSON it is a line of the output of
// verify, whose form the package comment promises.
type judgement struct {
	File    string `json:"file"`
	Baked   string `json:"baked,omitempty"`   // "png" or "svg": the image around it
	Edition string `json:"edition,omitempty"` // of Open Badges, before 3.0
	At      string `json:"at,omitempty"`      // where in the file the credential stands
	outcome
	Settle []string `json:"settle,omitempty"` // what settles an undecided verdict

	message  string       // the message of a failure, for standard error
	decisive []vc.Finding // what keeps the verdict from being valid
}

// outcome is what was found out about a credential.
type outcome struct {
	Format   string              `json:"format"`
	Verdict  string              `json:"verdict"`
	Axes     *vc.Axes            `json:"axes,omitempty"` // nil: nothing could be found out
	Derived  bool                `json:"derived,omitempty"`
	Findings []vc.Finding        `json:"findings"`
	Proofs   []proof.ProofResult `json:"proofs"`
	// Headline says who signed it, and who vouches for that.
	Headline string                 `json:"headline,omitempty"`
	SignedBy []mikromerit.Signatory `json:"signedBy,omitempty"`
	// Credentials are those in a presentation, record or container. Endorsements may
	// stand anywhere.
	Credentials  []nested `json:"credentials,omitempty"`
	Endorsements []nested `json:"endorsements,omitempty"`

	// Profiles are what policy profiles say of it.
	Profiles []*mikromerit.ProfileReport `json:"profiles,omitempty"`

	// CheckList is what the Commission's viewer shows of a Europass credential.
	CheckList *edc.CheckList `json:"europass,omitempty"`

	brief     bool                    // whether the evidence of seals is left out
	rulesOnly bool                    // whether it is about the rules of the format only
	seals     []string                // a line about each seal
	next      string                  // what comes next for a draft
	steps     [][]mikromerit.SealStep // of each seal
}

// verdictText returns the verdict in the words of what was asked.
func (o outcome) verdictText() string {
	words := map[string]string{vc.Valid.String(): "conforms", vc.Invalid.String(): "does not conform", vc.Indeterminate.String(): "undecided"}
	if word, ok := words[o.Verdict]; ok && o.rulesOnly {
		return word
	}
	return o.Verdict
}

// writeAnswers prints who signed, and the answers to the five questions.
func (o outcome) writeAnswers(out io.Writer) {
	if o.rulesOnly {
		if o.next != "" {
			writeParagraph(out, o.next)
		}
		return
	}
	writeParagraph(out, o.Headline)
	fmt.Fprintf(out, "  %s\n", answers(*o.Axes))
	for _, line := range o.seals {
		writeTable(out, [][]string{{"Seal", line}})
	}
}

// nested is what was found out about a credential that stands in another one.
type nested struct {
	Pointer string `json:"pointer"` // where it stands in the document around it
	outcome
}

func outcomeOf(r *mikromerit.Result) outcome {
	out := outcome{
		Format:   cmp.Or(string(r.Format), formatUnknown),
		Verdict:  r.Verdict.String(),
		Axes:     &r.Axes,
		Derived:  r.Derived,
		Findings: append([]vc.Finding{}, r.Findings...),
		Proofs:   append([]proof.ProofResult{}, r.Proofs...),
		Headline: r.Headline(),
		SignedBy: r.Signatories(),

		Credentials: nestedIn(r.Credentials), Endorsements: nestedIn(r.Endorsements),
		steps: r.SealSteps(), next: r.NextStep(),
	}
	for _, p := range r.Proofs {
		if p.Seal != nil {
			out.seals = append(out.seals, mikromerit.SealLine(p.Seal))
		}
	}
	if list, ok := r.CheckList(); ok {
		out.CheckList = &list
	}
	return out
}

func nestedIn(all []*proof.Result) []nested {
	var out []nested
	for _, r := range all {
		out = append(out, nested{r.Pointer, outcomeOf(&mikromerit.Result{Result: r})})
	}
	return out
}

// The format and the verdict that the library does not have.
const (
	formatUnknown = "unknown"
	verdictError  = "error"
)

func (j judgement) status() int {
	switch j.Verdict {
	case vc.Valid.String():
		return exitValid
	case vc.Indeterminate.String():
		return exitIndeterminate
	case vc.Invalid.String():
		return exitInvalid
	}
	return exitError
}

// withoutOnline removes --online from the remedies when it was given already.
func (a *app) withoutOnline(remedies []string) []string {
	if a.online {
		for i := range remedies {
			remedies[i] = strings.TrimPrefix(remedies[i], "--online, or ")
		}
	}
	return remedies
}

// judge verifies one file. Whatever goes wrong becomes part of the judgement.
func (a *app) judge(ctx context.Context, verifier *mikromerit.Verifier, file candidate) judgement {
	name := file.name
	j := judgement{File: name, outcome: outcome{Format: formatUnknown, Findings: []vc.Finding{}, Proofs: []proof.ProofResult{}}}
	err := recovered(func() error {
		read := a.contentOf(file)
		if read.err != nil {
			return read.err
		}
		r, err := verifier.Verify(ctx, read.data)
		if err != nil {
			return newJobFailure(name, err)
		}
		j.outcome, j.At = outcomeOf(r), r.At
		j.Settle, j.decisive = a.withoutOnline(r.Remedies()), r.Decisive()
		if r.Image != nil {
			j.Baked = r.Image.Format
		}
		if r.Edition != 0 {
			j.Edition = r.Edition.String()
		}
		j.judgeBy(a.profiles, r)
		return j.hold(a.as, r)
	})
	if err != nil {
		j.failed(newJobFailure(name, err))
	}
	return j
}

// failed records a failure: the file was refused, or the job could not be done.
func (j *judgement) failed(f *failure) {
	j.Verdict, j.Findings, j.decisive = vc.Invalid.String(), f.findings, f.findings
	if f.status == exitError {
		j.Verdict, j.message = verdictError, f.message
	}
}

// write prints a judgement for a reader: who signed, the answers, the checks, and
// what to do about open questions.
func (j judgement) write(out io.Writer) {
	fmt.Fprintf(out, "%s: %s (%s)\n", printable(displayName(j.File)), j.verdictText(), j.formText())
	j.writeAnswers(out)
	writeTable(out, findingRows(j.Findings))
	j.writeProfiles(out)
	j.writeEuropass(out)
	writeNested(out, j.outcome)
	if len(j.Settle) > 0 {
		writeParagraph(out, "To settle: "+strings.Join(j.Settle, "; and ")+".")
	}
}

// reason returns the first finding that keeps the verdict from being valid.
func (j judgement) reason() vc.Finding {
	if len(j.decisive) == 0 {
		return vc.Finding{}
	}
	return j.decisive[0]
}

// line returns the judgement as one line.
func (j judgement) line() string {
	width := len("indeterminate")
	if j.rulesOnly {
		width = len("does not conform")
	}
	text := fmt.Sprintf("%-*s %s", width, j.verdictText(), printable(displayName(j.File)))
	if f := j.reason(); f.Code != "" {
		text += ": " + f.Code + ", " + printable(f.Detail)
	}
	return text + "\n"
}

// answers returns the answers to the five questions on one line.
func answers(axes vc.Axes) string {
	var texts []string
	for _, axis := range vc.AllAxes() {
		words := map[vc.Verdict]string{vc.Valid: "yes", vc.Invalid: "NO", vc.Indeterminate: "?", vc.Unasked: "-"}
		texts = append(texts, strings.ReplaceAll(axis.String(), "-", " ")+": "+words[axes[axis]])
	}
	return strings.Join(texts, ", ")
}

// imageNames says how a kind of image is called, with its article.
var imageNames = map[string]string{"png": "a PNG", "svg": "an SVG"}

// formText says what kind of file it is.
func (j judgement) formText() string {
	form := securedAs(j.Format, j.Edition)
	if j.Baked != "" {
		form += ", in " + imageNames[j.Baked]
	}
	if j.At != "" {
		form += ", at " + printable(j.At)
	}
	return form
}

// securedAs says how a file is secured. An older badge without a proof is secured
// by being hosted.
func securedAs(format, edition string) string {
	switch {
	case edition != "" && format == string(proof.Unsecured):
		return "hosted badge, Open Badges " + edition
	case edition != "":
		return "signed badge, Open Badges " + edition
	}
	return formatNames[format]
}

// writeNested prints what was found about nested credentials and endorsements.
func writeNested(w io.Writer, o outcome) {
	for _, inner := range o.Credentials {
		inner.write(w, "")
	}
	for _, inner := range o.Endorsements {
		inner.write(w, "endorsement, ")
	}
}

func (n nested) write(w io.Writer, kind string) {
	fmt.Fprintf(w, "\n%s\n", n.title(kind))
	n.writeAnswers(w)
	writeTable(w, findingRows(n.Findings))
	n.writeProfiles(w)
	n.writeEuropass(w)
	writeNested(w, n.outcome)
}

func (n nested) title(kind string) string {
	return fmt.Sprintf("%s: %s%s (%s)", printable(n.Pointer), kind, n.verdictText(), formatNames[n.Format])
}

// formatNames says how a format is called.
var formatNames = map[string]string{
	string(proof.Unsecured):     "no proof",
	string(proof.DataIntegrity): "embedded proof, Data Integrity",
	string(proof.JWS):           "JSON Web Signature",
	string(proof.JSONJWS):       "JSON Web Signature in JSON",
	string(proof.SDJWT):         "SD-JWT",
	string(proof.COSE):          "COSE message",
	string(proof.Enveloped):     "token or message in an envelope",
	string(proof.JAdES):         "JAdES seal",
	string(proof.XAdES):         "XAdES seal",
	string(proof.Container):     "several credentials",
	formatUnknown:               "not a credential",
}
