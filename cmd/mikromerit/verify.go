package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

type verifyCommand struct {
	JSON  bool `name:"json" help:"Print one JSON object for each file, on a line of its own."`
	Brief bool `help:"Print one line for each file, and a summary. A folder is always printed so."`
	checking
	Require    []vc.Axis     `placeholder:"AXIS" help:"What the verdict is over: authentic, in-force, trusted, bound, conformant. Without it: the first three, and bound when --domain, --challenge or --recipient asks for it."`
	Strict     bool          `help:"Require all of them; bound only where there is a presenter or you ask for it."`
	Domain     []string      `sep:"none" placeholder:"DOMAIN" help:"Demand that the proof was made for this domain. May be repeated."`
	Challenge  string        `placeholder:"VALUE" help:"Demand that the proof answers this challenge."`
	Recipient  []string      `sep:"none" placeholder:"VALUE" help:"Demand that it was awarded to this DID, e-mail address or other identifier. May be repeated for one person."`
	OneProof   bool          `help:"Be content with one proof of the issuer that holds, where there are several."`
	MaxListAge time.Duration `placeholder:"TIME" help:"How old a status list without an end may be, such as 720h; without it 400 days."`

	UnsafeAllowForeignStatusLists bool `help:"Believe a status list whoever signed it."`

	Files []string `arg:"" name:"file" help:"Files to verify, or folders of them; - is standard input."`
}

// Help is the second part of the help text.
func (c *verifyCommand) Help() string {
	return "Five questions are answered apart: is it authentic (did the named issuer sign exactly this), in force (does it hold now), " +
		"trusted (do you believe the issuer), bound (is the presenter the right one), conformant (does it keep the rules of its format)? " +
		"Each check is listed with its outcome: ok, FAIL, ? (could not be found out), ! (look at it), - (not asked for). " +
		"The exit status is that of the worst file: 3 is worse than 1, 1 than 2, 2 than 0. " +
		"Nobody is trusted unless you say so, with --issuer, --anchor or --trust; --any-issuer leaves the question open. " +
		"Without --online nothing is fetched from a network."
}

// Run judges each file and prints what was found.
func (c *verifyCommand) Run(a *app) error {
	verifier, err := c.verifier(a)
	if err != nil {
		return err
	}
	if c.AnyIssuer && len(c.Issuer)+len(c.checking.Trust) > 0 {
		return cannot("--any-issuer leaves open whom --issuer and --trust ask for; give one or the other")
	}
	c.demand(&verifier.Policy)
	files, folders, err := expand(c.Files)
	if err != nil {
		return err
	}
	brief := (c.Brief || folders) && !c.JSON
	var sum tally
	for i, file := range files {
		j := a.judge(verifier, file.name)
		if file.found && j.other(file) {
			sum.skipped++
			continue // a folder may hold other files
		}
		sum.add(j)
		switch {
		case brief:
			err = a.write(std, []byte(j.line()))
		default:
			if !c.JSON && i > 0 {
				fmt.Fprintln(a.stdout)
			}
			err = c.print(a, j)
		}
		if err != nil {
			return err
		}
	}
	if sum.files == 0 {
		return cannot("there is no credential in %s", strings.Join(c.Files, ", "))
	}
	if brief {
		if err := a.write(std, sum.report(a)); err != nil {
			return err
		}
	}
	if sum.status == exitValid {
		return nil
	}
	return &failure{status: sum.status}
}

func (c *verifyCommand) demand(p *mikromerit.Policy) {
	p.Domain, p.Challenge, p.Recipients = c.Domain, c.Challenge, c.Recipient
	p.OneProof, p.MaxListAge = c.OneProof, c.MaxListAge
	p.UnsafeAllowForeignStatusLists = c.UnsafeAllowForeignStatusLists
	p.Require = c.Require
	p.Strict = c.Strict
}

// judgement is what is known about one file: a line of the output for
// machines, whose form the package comment promises.
type judgement struct {
	File    string `json:"file"`
	Baked   string `json:"baked,omitempty"`   // "png" or "svg": the image around it
	Edition string `json:"edition,omitempty"` // of Open Badges, before 3.0
	At      string `json:"at,omitempty"`      // where in the file the credential stands
	outcome
	Settle []string `json:"settle,omitempty"` // what settles an undecided verdict

	message  string       // of a failure, for standard error
	decisive []vc.Finding // what keeps the verdict from being valid
}

// outcome is what was found out about a credential.
type outcome struct {
	Format   string              `json:"format"`
	Verdict  string              `json:"verdict"`
	Axes     *vc.Axes            `json:"axes,omitempty"` // none: nothing could be found out
	Derived  bool                `json:"derived,omitempty"`
	Findings []vc.Finding        `json:"findings"`
	Proofs   []proof.ProofResult `json:"proofs"`
	// Headline says who signed it, and who vouches for that.
	Headline string                 `json:"headline,omitempty"`
	SignedBy []mikromerit.Signatory `json:"signedBy,omitempty"`
	// Credentials are in a presentation, record or container, Endorsements
	// anywhere.
	Credentials  []nested `json:"credentials,omitempty"`
	Endorsements []nested `json:"endorsements,omitempty"`
}

// nested is what was found out about a credential that stands in another one.
type nested struct {
	Pointer string `json:"pointer"` // where it stands in the document around it
	outcome
}

func outcomeOf(r *mikromerit.Result) outcome {
	return outcome{
		Format:   cmp.Or(string(r.Format), formatUnknown),
		Verdict:  r.Verdict.String(),
		Axes:     &r.Axes,
		Derived:  r.Derived,
		Findings: append([]vc.Finding{}, r.Findings...),
		Proofs:   append([]proof.ProofResult{}, r.Proofs...),
		Headline: r.Headline(),
		SignedBy: r.Signatories(),

		Credentials: nestedIn(r.Credentials), Endorsements: nestedIn(r.Endorsements),
	}
}

func nestedIn(all []*proof.Result) []nested {
	var out []nested
	for _, r := range all {
		out = append(out, nested{r.Pointer, outcomeOf(&mikromerit.Result{Result: r})})
	}
	return out
}

// The format and the verdict that no library verdict stands for.
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

// ways leaves out, of what settles a question, the way that was gone already.
func (a *app) ways(settle []string) []string {
	if a.online {
		for i := range settle {
			settle[i] = strings.TrimPrefix(settle[i], "--online, or ")
		}
	}
	return settle
}

// judge verifies one file. Whatever goes wrong is part of the judgement.
func (a *app) judge(verifier *mikromerit.Verifier, name string) judgement {
	j := judgement{File: name, outcome: outcome{Format: formatUnknown, Findings: []vc.Finding{}, Proofs: []proof.ProofResult{}}}
	err := guarded(func() error {
		data, err := a.read(name)
		if err != nil {
			return err
		}
		r, err := verifier.Verify(context.Background(), data)
		if err != nil {
			return undone(name, err)
		}
		j.outcome, j.At = outcomeOf(r), r.At
		j.Settle, j.decisive = a.ways(r.Remedies()), r.Decisive()
		if r.Image != nil {
			j.Baked = r.Image.Format
		}
		if r.Edition != 0 {
			j.Edition = r.Edition.String()
		}
		return nil
	})
	if err != nil {
		j.failed(undone(name, err))
	}
	return j
}

// failed records that a file could not be judged: because it is no
// credential, or because the job could not be done.
func (j *judgement) failed(f *failure) {
	j.Verdict, j.Findings, j.decisive = vc.Invalid.String(), f.findings, f.findings
	if f.status == exitError {
		j.Verdict, j.message = verdictError, f.message
	}
}

func (c *verifyCommand) print(a *app, j judgement) error {
	if j.message != "" {
		fmt.Fprintln(a.stderr, printable("mikromerit: "+j.message)) // the verdict says it too
	}
	out := a.page()
	if c.JSON {
		line := json.NewEncoder(out)
		line.SetEscapeHTML(false)
		if err := line.Encode(j); err != nil {
			return err
		}
		return a.write(std, out.Bytes())
	}
	if j.Verdict == verdictError { // standard error says why
		fmt.Fprintf(out, "%s: %s\n", printable(shown(j.File)), j.Verdict)
	} else {
		j.write(out)
	}
	return a.write(std, out.Bytes())
}

// write prints a judgement for a reader: who signed, the answers, the checks,
// and what settles what stayed open.
func (j judgement) write(out io.Writer) {
	fmt.Fprintf(out, "%s: %s (%s)\n", printable(shown(j.File)), j.Verdict, j.form())
	paragraph(out, j.Headline)
	fmt.Fprintf(out, "  %s\n", answers(*j.Axes))
	table(out, findingRows(j.Findings))
	writeNested(out, j.outcome)
	if len(j.Settle) > 0 {
		paragraph(out, "To settle: "+strings.Join(j.Settle, "; and ")+".")
	}
}

// answers lists the answers to the five questions on a line.
func answers(axes vc.Axes) string {
	var texts []string
	for _, axis := range vc.AllAxes() {
		words := map[vc.Verdict]string{vc.Valid: "yes", vc.Invalid: "NO", vc.Indeterminate: "?", vc.Unasked: "-"}
		texts = append(texts, strings.ReplaceAll(axis.String(), "-", " ")+": "+words[axes[axis]])
	}
	return strings.Join(texts, ", ")
}

// imageNames are the images that hold badges, for a reader.
var imageNames = map[string]string{"png": "a PNG", "svg": "an SVG"}

// form says what kind of file it is, for a reader.
func (j judgement) form() string {
	form := securedAs(j.Format, j.Edition)
	if j.Baked != "" {
		form += ", in " + imageNames[j.Baked]
	}
	if j.At != "" {
		form += ", at " + printable(j.At)
	}
	return form
}

// securedAs says how a file is secured, for a reader. A badge without a proof
// may be one that counts where it is hosted.
func securedAs(format, edition string) string {
	switch {
	case edition != "" && format == string(proof.Unsecured):
		return "hosted badge, Open Badges " + edition
	case edition != "":
		return "signed badge, Open Badges " + edition
	}
	return formatNames[format]
}

// writeNested lists what was found about the credentials in a presentation or
// record, and about endorsements.
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
	paragraph(w, n.Headline)
	fmt.Fprintf(w, "  %s\n", answers(*n.Axes))
	table(w, findingRows(n.Findings))
	writeNested(w, n.outcome)
}

func (n nested) title(kind string) string {
	return fmt.Sprintf("%s: %s%s (%s)", printable(n.Pointer), kind, n.Verdict, formatNames[n.Format])
}

// formatNames says how a file is secured, for a reader.
var formatNames = map[string]string{
	string(proof.Unsecured):     "no proof",
	string(proof.DataIntegrity): "embedded proof, Data Integrity",
	string(proof.JWS):           "JSON Web Signature",
	string(proof.JSONJWS):       "JSON Web Signature in JSON",
	string(proof.SDJWT):         "SD-JWT",
	string(proof.Enveloped):     "token in an envelope",
	string(proof.JAdES):         "JAdES seal",
	string(proof.Container):     "several credentials",
	formatUnknown:               "not a credential",
}
