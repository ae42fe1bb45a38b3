package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/batch"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// judgement is what is known about one file, and how it is told.
type judgement struct {
	*batch.Judgement
	message string // of a failure, for standard error
	brief   bool   // whether the evidence of seals is left out
}

// told is what was found out about a credential, and how it is told.
type told struct {
	batch.Outcome
	brief bool
}

func (j judgement) outcome() told { return told{j.Outcome, j.brief} }

// verdictText returns the verdict in the words of what was asked.
func (o told) verdictText() string {
	words := map[string]string{vc.Valid.String(): "conforms", vc.Invalid.String(): "does not conform", vc.Indeterminate.String(): "undecided"}
	if word, ok := words[o.Verdict]; ok && o.RulesOnly {
		return word
	}
	return o.Verdict
}

// writeAnswers prints who signed, and the answers to the five questions.
func (o told) writeAnswers(out io.Writer) {
	if o.RulesOnly {
		if o.Result == nil {
			return
		}
		if next := o.Result.NextStep(); next != "" {
			writeParagraph(out, next)
		}
		return
	}
	writeParagraph(out, o.Headline)
	fmt.Fprintf(out, "  %s\n", answers(*o.Axes))
	for _, p := range o.Proofs {
		if p.Seal != nil {
			writeTable(out, [][]string{{"Seal", mikromerit.SealLine(p.Seal)}})
		}
	}
}

// verdictError is the verdict that the library does not have.
const verdictError = batch.VerdictError

func (j judgement) status() int { return statusOf(j.Verdict) }

// statusOf returns the exit status for a verdict.
func statusOf(verdict string) int {
	switch verdict {
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

// judge verifies one document. Whatever goes wrong becomes part of the judgement.
func (a *app) judge(ctx context.Context, verifier *mikromerit.Verifier, item batch.Item, err error) judgement {
	if err != nil {
		return a.failedJudgement(batch.Unread(item.Name, err), newItemFailure(item.Name, err))
	}
	j := judgement{Judgement: batch.Judge(ctx, verifier, item.Name, item.Data)}
	if j.Fault != nil {
		return a.failedJudgement(j.Judgement, newItemFailure(item.Name, j.Fault))
	}
	j.By(a.profiles...)
	j.Settle = a.withoutOnline(j.Settle)
	if err := recovered(func() error { return j.hold(a.as, j.Result) }); err != nil {
		return a.failedJudgement(j.Judgement, newJobFailure(item.Name, err))
	}
	return j
}

// failedJudgement records a failure: the file was refused, or the job could not be done.
func (a *app) failedJudgement(j *batch.Judgement, f *failure) judgement {
	j.Verdict, j.Findings, j.Decisive = vc.Invalid.String(), f.findings, f.findings
	if f.status != exitError {
		return judgement{Judgement: j}
	}
	j.Verdict = verdictError
	return judgement{Judgement: j, message: f.message}
}

// write prints a judgement for a reader: who signed, the answers, the checks, and
// what to do about open questions.
func (j judgement) write(out io.Writer) {
	fmt.Fprintf(out, "%s: %s (%s)\n", printable(displayName(j.File)), j.outcome().verdictText(), j.formText())
	j.outcome().writeAnswers(out)
	writeTable(out, findingRows(j.Findings))
	j.outcome().writeProfiles(out)
	j.outcome().writeEuropass(out)
	j.outcome().writeNested(out)
	if len(j.Settle) > 0 {
		writeParagraph(out, "To settle: "+strings.Join(j.Settle, "; and ")+".")
	}
}

// reason returns the first finding that keeps the verdict from being valid.
func (j judgement) reason() vc.Finding {
	if len(j.Decisive) == 0 {
		return vc.Finding{}
	}
	return j.Decisive[0]
}

// line returns the judgement as one line.
func (j judgement) line() string {
	width := len("indeterminate")
	if j.RulesOnly {
		width = len("does not conform")
	}
	text := fmt.Sprintf("%-*s %s", width, j.outcome().verdictText(), printable(displayName(j.File)))
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
func (o told) writeNested(w io.Writer) {
	for _, inner := range o.Credentials {
		o.writeInner(w, inner, "")
	}
	for _, inner := range o.Endorsements {
		o.writeInner(w, inner, "endorsement, ")
	}
}

func (o told) writeInner(w io.Writer, n batch.Nested, kind string) {
	inner := told{n.Outcome, o.brief}
	fmt.Fprintf(w, "\n%s: %s%s (%s)\n", printable(n.Pointer), kind, inner.verdictText(), formatNames[n.Format])
	inner.writeAnswers(w)
	writeTable(w, findingRows(n.Findings))
	inner.writeProfiles(w)
	inner.writeEuropass(w)
	inner.writeNested(w)
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
	string(proof.XMLSignature):  "XML signature",
	string(proof.Container):     "several credentials",
	batch.FormatUnknown:         "not a credential",
}
