package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

type verifyCommand struct {
	JSON bool `name:"json" help:"Print one JSON object for each file, on a line of its own."`
	checking
	Trust                  []string `sep:"none" placeholder:"ISSUER" help:"Believe this issuer, a DID or URL, and no other that is not named too. May be repeated."`
	Domain                 []string `sep:"none" placeholder:"DOMAIN" help:"Demand that the proof was made for this domain. May be repeated."`
	Challenge              string   `placeholder:"VALUE" help:"Demand that the proof answers this challenge."`
	Recipient              []string `sep:"none" placeholder:"VALUE" help:"Demand that it was awarded to this DID, e-mail address or other identifier. May be repeated for one person."`
	UnsafeAllowForeignKeys bool     `help:"Accept a proof whose key does not belong to the issuer."`
	Files                  []string `arg:"" name:"file" help:"Files to verify; - is standard input."`
}

// Help is the second part of the help text.
func (c *verifyCommand) Help() string {
	return "Each check is listed with its outcome: ok, FAIL, ? (could not be found out), ! (look at it), - (not asked for). " +
		"The exit status is that of the worst file: 3 is worse than 1, 1 than 2, 2 than 0. " +
		"Without --online nothing is fetched from a network: a status list that is not given with --status-list stays open, " +
		"and so does a badge of Open Badges 2 or older, which is valid only where it is hosted."
}

// Run judges each file and prints what was found.
func (c *verifyCommand) Run(a *app) error {
	checker, err := c.checker(a, demands{c.Trust, c.UnsafeAllowForeignKeys, c.Domain, c.Challenge, c.Recipient})
	if err != nil {
		return err
	}
	status := exitValid
	for i, name := range c.Files {
		j := a.judge(checker, name)
		status = worse(status, j.status())
		if !c.JSON && i > 0 {
			fmt.Fprintln(a.stdout)
		}
		if err := c.print(a, j); err != nil {
			return err
		}
	}
	if status == exitValid {
		return nil
	}
	return &failure{status: status}
}

// judgement is what is known about one file: a line of the output for
// machines, whose form the package comment promises.
type judgement struct {
	File    string `json:"file"`
	Baked   string `json:"baked,omitempty"`   // "png" or "svg": the image around it
	Edition string `json:"edition,omitempty"` // of Open Badges, before 3.0
	outcome

	message string // of a failure, for standard error
}

// outcome is what was found out about a credential.
type outcome struct {
	Format   string              `json:"format"`
	Verdict  string              `json:"verdict"`
	Findings []vc.Finding        `json:"findings"`
	Proofs   []proof.ProofResult `json:"proofs"`
	// Credentials are in a presentation or record, Endorsements anywhere.
	Credentials  []nested `json:"credentials,omitempty"`
	Endorsements []nested `json:"endorsements,omitempty"`
}

// nested is what was found out about a credential that stands in another one.
type nested struct {
	Pointer string `json:"pointer"` // where it stands in the document around it
	outcome
}

func outcomeOf(v *badge.Verification) outcome {
	return outcome{
		Format:   cmp.Or(string(v.Format), formatUnknown),
		Verdict:  v.Verdict.String(),
		Findings: append([]vc.Finding{}, v.Findings...),
		Proofs:   append([]proof.ProofResult{}, v.Proofs...),

		Credentials: nestedIn(v.Badges), Endorsements: nestedIn(v.Endorsements),
	}
}

func nestedIn(all []*badge.Verification) []nested {
	var out []nested
	for _, v := range all {
		out = append(out, nested{v.Pointer, outcomeOf(v)})
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

// judge verifies one file. Whatever goes wrong is part of the judgement.
func (a *app) judge(checker *checker, name string) judgement {
	j := judgement{File: name, outcome: outcome{Format: formatUnknown, Findings: []vc.Finding{}, Proofs: []proof.ProofResult{}}}
	err := guarded(func() error {
		in, err := a.input(name)
		if err != nil {
			return err
		}
		j.Format, j.Baked = string(in.format()), in.picture()
		result, err := checker.check(in)
		if err != nil {
			return err
		}
		j.Edition, j.outcome = result.edition(), outcomeOf(result.Verification)
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
	j.Verdict, j.Findings = vc.Invalid.String(), f.findings
	if f.status == exitError {
		j.Verdict, j.message = verdictError, f.message
	}
}

func (c *verifyCommand) print(a *app, j judgement) error {
	if j.message != "" {
		fmt.Fprintln(a.stderr, printable("mikromerit: "+j.message)) // the verdict says it too
	}
	var out bytes.Buffer
	if c.JSON {
		line := json.NewEncoder(&out)
		line.SetEscapeHTML(false)
		if err := line.Encode(j); err != nil {
			return err
		}
		return a.write(std, out.Bytes())
	}
	if j.Verdict == verdictError { // standard error says why
		fmt.Fprintf(&out, "%s: %s\n", printable(shown(j.File)), j.Verdict)
	} else {
		fmt.Fprintf(&out, "%s: %s (%s)\n", printable(shown(j.File)), j.Verdict, j.form())
		table(&out, findingRows(j.Findings))
		writeNested(&out, j.outcome)
	}
	return a.write(std, out.Bytes())
}

// imageNames are the images that hold badges, for a reader.
var imageNames = map[string]string{"png": "a PNG", "svg": "an SVG"}

// form says what kind of file it is, for a reader.
func (j judgement) form() string {
	form := securedAs(j.Format, j.Edition)
	if j.Baked != "" {
		form += ", in " + imageNames[j.Baked]
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
		headed(w, inner.title(""), findingRows(inner.Findings))
		writeNested(w, inner.outcome)
	}
	for _, inner := range o.Endorsements {
		headed(w, inner.title("endorsement, "), findingRows(inner.Findings))
		writeNested(w, inner.outcome)
	}
}

func (n nested) title(kind string) string {
	return fmt.Sprintf("%s: %s%s (%s)", printable(n.Pointer), kind, n.Verdict, formatNames[n.Format])
}

// formatNames says how a file is secured, for a reader.
var formatNames = map[string]string{
	string(proof.Unsecured):     "no proof",
	string(proof.DataIntegrity): "embedded proof, Data Integrity",
	string(proof.JWS):           "JSON Web Signature",
	string(proof.SDJWT):         "SD-JWT",
	string(proof.Enveloped):     "token in an envelope",
	string(proof.JAdES):         "JAdES seal",
	formatUnknown:               "not a credential",
}
