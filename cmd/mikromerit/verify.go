package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

type verifyCommand struct {
	JSON bool `name:"json" help:"Print one JSON object for each file, on a line of its own."`
	checking
	Trust                  []string `sep:"none" placeholder:"ISSUER" help:"Believe this issuer, a DID or URL, and no other that is not named too. May be repeated."`
	UnsafeAllowForeignKeys bool     `help:"Accept a proof whose key does not belong to the issuer."`
	Files                  []string `arg:"" name:"file" help:"Files to verify; - is standard input."`
}

// Help is the second part of the help text.
func (c *verifyCommand) Help() string {
	return "Each check is listed with its outcome: ok, FAIL, ? (could not be found out), ! (look at it), - (not asked for). " +
		"The exit status is that of the worst file: 3 is worse than 1, 1 than 2, 2 than 0. " +
		"Nothing is fetched from a network, so revocation lists are not consulted."
}

// Run judges each file and prints what was found.
func (c *verifyCommand) Run(a *app) error {
	verifier, err := c.verifier(a)
	if err != nil {
		return err
	}
	status := exitValid
	for i, name := range c.Files {
		j := a.judge(verifier, name, c.policy())
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

func (c *verifyCommand) policy() proof.Policy {
	who := proof.AnyIssuer()
	if len(c.Trust) > 0 {
		who = proof.Issuers(c.Trust...)
	}
	policy := proof.NewPolicy(who)
	policy.UnsafeAllowForeignKeys = c.UnsafeAllowForeignKeys
	return policy
}

// judgement is what is known about one file: a line of the output for
// machines, whose form the package comment promises.
type judgement struct {
	File     string              `json:"file"`
	Format   string              `json:"format"`
	Verdict  string              `json:"verdict"`
	Findings []vc.Finding        `json:"findings"`
	Proofs   []proof.ProofResult `json:"proofs"`
	// Credentials are the results for the credentials in a presentation.
	Credentials []*proof.Result `json:"credentials,omitempty"`

	message string // of a failure, for standard error
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
func (a *app) judge(verifier *proof.Verifier, name string, policy proof.Policy) judgement {
	j := judgement{File: name, Format: formatUnknown, Findings: []vc.Finding{}, Proofs: []proof.ProofResult{}}
	err := guarded(func() error {
		file, err := a.open(name)
		if err != nil {
			return err
		}
		j.Format = string(file.Format())
		result, err := verifier.VerifySecured(context.Background(), file, policy)
		if err != nil {
			return err
		}
		j.Verdict = result.Verdict.String()
		j.Findings = append(j.Findings, result.Findings...)
		j.Proofs = append(j.Proofs, result.Proofs...)
		j.Credentials = result.Credentials
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
		fmt.Fprintf(&out, "%s: %s (%s)\n", printable(shown(j.File)), j.Verdict, formatNames[j.Format])
		table(&out, findingRows(j.Findings))
		writeNested(&out, j.Credentials)
	}
	return a.write(std, out.Bytes())
}

// writeNested lists what was found about the credentials in a presentation.
func writeNested(w io.Writer, credentials []*proof.Result) {
	for _, r := range credentials {
		headed(w, fmt.Sprintf("%s: %s (%s)", printable(r.Pointer), r.Verdict, formatNames[cmp.Or(string(r.Format), formatUnknown)]), findingRows(r.Findings))
		writeNested(w, r.Credentials)
	}
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
