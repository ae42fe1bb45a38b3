package main

import (
	"bytes"
	"context"
	"crypto"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/cose"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// forms are the features of the suite on JOSE and COSE, and what they are called
// here.
var forms = map[string]string{
	"credential_jose": string(jose.VCJOSE), "credential_sdjwt": string(jose.VCSDJWT), "credential_cose": string(cose.VC),
	"presentation_jose": string(jose.VPJOSE), "presentation_sdjwt": string(jose.VPSDJWT), "presentation_cose": string(cose.VP),
}

// errFeature says that a feature is not there.
var errFeature = errors.New("there is no such feature")

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
		out = verifyToken(text, *key, form)
	}
	result, err := json.Marshal(out)
	if err != nil {
		return err
	}
	return os.WriteFile(*output, result, 0o600)
}

func issueToken(text []byte, keyFile string, form, selective string) outcome {
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
	if found := unknownMember(doc); found != "" {
		return fail(fmt.Errorf("the suite wants the member %s to be refused", found))
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
	file, err := sign(doc, key, form, paths)
	if err != nil {
		return fail(err)
	}
	if file.Format() == proof.COSE {
		return outcome{"success", base64.RawStdEncoding.EncodeToString(file.Bytes())}
	}
	return outcome{"success", string(file.Bytes())}
}

func sign(doc vc.Document, key *keys.Private, form string, hidden []string) (*proof.Secured, error) {
	ctx := context.Background()
	switch form {
	case string(cose.VC), string(cose.VP): // one of the keys is not that of the issuer
		return cose.Sign(ctx, vc.Env{}, doc, cose.Form(form), key.Key(), cose.Options{})
	case string(jose.VPJOSE), string(jose.VPSDJWT):
		return jose.Sign(ctx, vc.Env{}, doc, jose.Form(form), key.Key(), jose.Options{Disclosable: hidden, HideHolder: true})
	}
	issued, err := mikromerit.IssueDocument(ctx, doc, key, mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Suite: form}, Disclosable: hidden})
	if err != nil {
		return nil, err
	}
	return issued.File, nil
}

// verifyToken verifies a token or COSE message that a key must have made, and what
// stands in it with the keys beside that one. It asks for authenticity alone: the
// presentations of the suite ended in 2024.
func verifyToken(text []byte, keyFile, form string) outcome {
	text = bytes.TrimSpace(text)
	if strings.HasSuffix(form, "+cose") {
		message, err := base64.RawStdEncoding.DecodeString(string(text))
		if err != nil || !proof.IsMessage(message) {
			return outcome{"failure", "the file is no COSE message in base64"}
		}
		text = message
	}
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	verifier.Policy.Require = []vc.Axis{vc.Authentic}
	verifier.Env.Resolver = folderResolver(keyFile)
	secret, err := os.ReadFile(keyFile)
	if err != nil {
		return outcome{"error", err.Error()}
	}
	key, err := keys.Parse(secret)
	if err != nil {
		return outcome{"failure", err.Error()}
	}
	result, err := verifier.Verify(context.Background(), text)
	if err == nil {
		err = result.Err()
	}
	if err != nil && result != nil {
		err = verifyPresented(verifier, result)
	}
	switch {
	case err != nil:
		return outcome{"failure", err.Error()}
	case !key.Public().Key().(interface{ Equal(crypto.PublicKey) bool }).Equal(result.Proofs[0].Signer.Key):
		return outcome{"failure", "another key signed than the one that was handed over"}
	case unknownMember(result.Document) != "":
		return outcome{"failure", "the suite wants the member " + unknownMember(result.Document) + " to be refused"}
	}
	return outcome{"success", result.Document.String()}
}

// folderResolver finds the keys of an issuer in the files of the folder of a key. Of
// somebody who has none there, that key is the only one: the suite has a holder whom
// nobody can look up.
type folderResolver string

// Resolve implements [vc.Resolver].
func (f folderResolver) Resolve(_ context.Context, id string) (*vc.Controller, error) {
	names, err := filepath.Glob(filepath.Join(filepath.Dir(string(f)), "vm-*.json"))
	if err != nil {
		return nil, err
	}
	document := controllerDocument{ID: id}
	for _, name := range names {
		method, err := readMethod(name)
		if err != nil {
			return nil, err
		}
		if method.Controller == id {
			document.add(method)
		}
	}
	if len(document.VerificationMethod) == 0 {
		method, err := readMethod(string(f))
		if err != nil {
			return nil, err
		}
		method.Controller, method.ID = id, id+"#handed-over"
		document.add(method)
	}
	text, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	return did.Parse(id, text)
}

// verificationMethod is a public key in a file of the suite.
type verificationMethod struct {
	ID           string          `json:"id"`
	Type         string          `json:"type"`
	Controller   string          `json:"controller"`
	PublicKeyJwk json.RawMessage `json:"publicKeyJwk"`
}

func readMethod(name string) (method verificationMethod, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return method, err
	}
	return method, json.Unmarshal(text, &method)
}

type controllerDocument struct {
	ID                 string               `json:"id"`
	VerificationMethod []verificationMethod `json:"verificationMethod"`
	AssertionMethod    []string             `json:"assertionMethod"`
	Authentication     []string             `json:"authentication"`
}

func (d *controllerDocument) add(method verificationMethod) {
	d.VerificationMethod = append(d.VerificationMethod, method)
	d.AssertionMethod = append(d.AssertionMethod, method.ID)
	d.Authentication = append(d.Authentication, method.ID)
}

var steps = regexp.MustCompile(`[^.\[\]]+`)

// pointerOf turns a path such as a.b[0] into a JSON Pointer.
func pointerOf(path string) string {
	return "/" + strings.Join(steps.FindAllString(path, -1), "/")
}
