package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// forms are the features of the suite on JOSE and COSE that can be done, and what
// they are called here.
var forms = map[string]jose.Form{
	"credential_jose": jose.VCJOSE, "credential_sdjwt": jose.VCSDJWT, "presentation_jose": jose.VPJOSE, "presentation_sdjwt": jose.VPSDJWT,
}

// errFeature says that a feature is not there.
var errFeature = errors.New("this library has no COSE")

// outcome is what the suite reads.
type outcome struct {
	Result string `json:"result"` // success, failure, indeterminate or error
	Data   string `json:"data"`   // what was made, or why not
}

// token issues or verifies one token, as the suite on JOSE and COSE calls a
// program.
func token(command string, args []string) error {
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	input := flags.String("input", "", "file to read")
	key := flags.String("key", "", "file with the verification method and its secret key")
	feature := flags.String("feature", "", "what to do")
	selective := flags.String("sd", "", "JSON array of what may be withheld")
	output := flags.String("output", "", "file to write")
	if err := flags.Parse(args); err != nil {
		return err
	}
	text, err := os.ReadFile(*input)
	if err != nil {
		return err
	}
	form, known := forms[*feature]
	var out outcome
	switch {
	case !known:
		out = outcome{"error", errFeature.Error()}
	case command == "issue":
		out = issueToken(text, *key, form, *selective)
	default:
		out = verifyToken(text, filepath.Dir(*key))
	}
	result, err := json.Marshal(out)
	if err != nil {
		return err
	}
	return os.WriteFile(*output, result, 0o600)
}

func issueToken(text []byte, keyFile string, form jose.Form, selective string) outcome {
	fail := func(err error) outcome { return outcome{"failure", err.Error()} }
	secret, err := os.ReadFile(keyFile)
	if err != nil {
		return outcome{"error", err.Error()}
	}
	key, err := keys.Parse(secret)
	if err != nil {
		return fail(err)
	}
	doc, err := vc.ParseDocument(text, vc.Limits{})
	if err != nil {
		return fail(err)
	}
	var paths []string
	if selective != "" {
		if err := json.Unmarshal([]byte(selective), &paths); err != nil {
			return outcome{"error", err.Error()}
		}
	}
	for i, path := range paths {
		paths[i] = pointerOf(path)
	}
	if form == jose.VPJOSE || form == jose.VPSDJWT {
		file, err := jose.Sign(context.Background(), vc.Env{}, doc, form, key.Key(), jose.Options{Disclosable: paths})
		if err != nil {
			return fail(err)
		}
		return outcome{"success", string(file.Bytes())}
	}
	issued, err := mikromerit.IssueDocument(context.Background(), doc, key, mikromerit.IssueOptions{
		SignOptions: mikromerit.SignOptions{Suite: string(form)}, Disclosable: paths,
	})
	if err != nil {
		return fail(err)
	}
	return outcome{"success", string(issued.File.Bytes())}
}

// verifyToken verifies a token with the keys in a folder, which are all of one
// issuer. It asks for authenticity alone: the presentations of the suite ended in
// 2024.
func verifyToken(text []byte, folder string) outcome {
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	verifier.Policy.Require = []vc.Axis{vc.Authentic}
	verifier.Env.Resolver = folderResolver(folder)
	result, err := verifier.Verify(context.Background(), bytes.TrimSpace(text))
	switch {
	case err != nil:
		return outcome{"failure", err.Error()}
	case result.Err() != nil:
		return outcome{"failure", result.Err().Error()}
	}
	return outcome{"success", result.Document.String()}
}

// folderResolver finds the keys of an issuer in the files of a folder.
type folderResolver string

// Resolve implements [vc.Resolver].
func (f folderResolver) Resolve(_ context.Context, id string) (*vc.Controller, error) {
	names, err := filepath.Glob(filepath.Join(string(f), "vm-*.json"))
	if err != nil {
		return nil, err
	}
	type verificationMethod struct {
		ID           string          `json:"id"`
		Type         string          `json:"type"`
		Controller   string          `json:"controller"`
		PublicKeyJwk json.RawMessage `json:"publicKeyJwk"`
	}
	document := struct {
		ID                 string               `json:"id"`
		VerificationMethod []verificationMethod `json:"verificationMethod"`
		AssertionMethod    []string             `json:"assertionMethod"`
		Authentication     []string             `json:"authentication"`
	}{ID: id}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var method verificationMethod
		if err := json.Unmarshal(text, &method); err != nil {
			return nil, err
		}
		if method.Controller == id {
			document.VerificationMethod = append(document.VerificationMethod, method)
			document.AssertionMethod = append(document.AssertionMethod, method.ID)
			document.Authentication = append(document.Authentication, method.ID)
		}
	}
	if len(document.VerificationMethod) == 0 {
		return nil, fmt.Errorf("%w: no key of this issuer is at hand", vc.ErrUnreachable)
	}
	text, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	return did.Parse(id, text)
}

var steps = regexp.MustCompile(`[^.\[\]]+`)

// pointerOf turns a path such as a.b[0] into a JSON Pointer.
func pointerOf(path string) string {
	return "/" + strings.Join(steps.FindAllString(path, -1), "/")
}
