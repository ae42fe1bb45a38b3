package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/batch"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// failure ends a command, or the judgement of one file, with an exit status other
// than 0.
type failure struct {
	status   int
	message  string       // one sentence that says what to do; "" when everything is said already
	findings []vc.Finding // what was found, if that is the reason
	done     bool         // whether it failed only because the job was done before
}

func (f *failure) Error() string { return f.message }

// newRefusal returns a failure because of what the document is or says.
func newRefusal(findings []vc.Finding, format string, args ...any) *failure {
	return &failure{status: exitInvalid, message: vc.Plain(fmt.Sprintf(format, args...)), findings: findings}
}

// newFailure returns a failure because the job could not be done.
func newFailure(format string, args ...any) *failure {
	message := vc.Plain(fmt.Sprintf(format, args...))
	return &failure{status: exitError, message: message, findings: []vc.Finding{ruleOf(codeFailed).Finding(vc.Unknown, "", sentence(message))}}
}

// The codes of findings about a job that could not be done.
const (
	codeRead   = "FILE-READ"
	codeLimit  = "JOB-LIMIT"
	codeFailed = "JOB-FAILED"
)

// ruleOf returns the rule for the code of a failure.
func ruleOf(code string) *vc.Rule {
	if known := mikromerit.Explain(code); len(known) > 0 {
		return &known[0]
	}
	return &vc.Rule{Code: code}
}

// newReadFailure returns the failure for a file that cannot be read.
func newReadFailure(name, why string) *failure {
	return newFileFailure(codeRead, name, "cannot be read: "+why)
}

// newFileFailure returns a failure because the job could not be done on one file,
// with the finding that says why.
func newFileFailure(code, name, what string) *failure {
	what = vc.Plain(what)
	return &failure{status: exitError, message: displayName(name) + " " + what, findings: []vc.Finding{ruleOf(code).Finding(vc.Unknown, "", sentence("the file "+what))}}
}

// newItemFailure returns the failure for a document of several that could not be read or
// worked on.
func newItemFailure(name string, err error) *failure {
	var f *failure
	var rules *mikromerit.RulesError
	if errors.As(err, &f) || errors.As(err, &rules) {
		return newJobFailure(name, err)
	}
	fault := batch.FaultOf(err)
	return &failure{status: exitError, message: displayName(name) + " " + fault.What, findings: []vc.Finding{fault.Finding}}
}

// sizeCodes are the codes for JSON that is refused only for its size.
var sizeCodes = []string{jsontree.CodeSize, jsontree.CodeDepth, jsontree.CodeCount}

// limitCode returns the code for the limit that an error reports, or "".
func limitCode(err error) string {
	var syntax *jsontree.Error
	switch {
	case errors.As(err, &syntax) && slices.Contains(sizeCodes, syntax.Code):
		return syntax.Code
	case errors.Is(err, vc.ErrLimit):
		return codeLimit
	}
	return ""
}

// newOpenFailure returns the failure for a file that could not be opened, because
// it exceeds a limit or is no credential in any form. Such a file is neither valid
// nor invalid.
func newOpenFailure(name string, err error) *failure {
	code := limitCode(err)
	var format *proof.FormatError
	_, isImage := asBakeError(err)
	switch {
	case isImage:
		return newItemFailure(name, err)
	case code != "":
		return newFileFailure(code, name, "exceeds what is accepted: "+reason(err)+"; give a smaller document")
	case errors.As(err, &format):
		return newItemFailure(name, err)
	}
	return newFileFailure(codeFailed, name, "cannot be opened: "+err.Error())
}

// newJobFailure returns the failure for a file with which something could not be
// done.
func newJobFailure(name string, err error) *failure {
	if code := limitCode(err); code != "" {
		return newFileFailure(code, name, "takes more work than is allowed: "+reason(err)+"; give a smaller document")
	}
	var f *failure
	var format *proof.FormatError
	var rules *mikromerit.RulesError
	_, isImage := asBakeError(err)
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &format), isImage:
		return newItemFailure(name, err)
	case errors.As(err, &rules):
		return newRefusal(rules.Findings, "%s breaks the rules of its format, so it is not signed; correct it first", displayName(name))
	}
	return newFileFailure(codeFailed, name, "cannot be worked on: "+err.Error())
}

// reason returns what an error says, without its code if that is a field of its
// own.
func reason(err error) string {
	var syntax *jsontree.Error
	if errors.As(err, &syntax) {
		return syntax.Detail
	}
	return err.Error()
}

// problems returns the findings of the problems that an error wraps, and whether
// there are any.
func problems(err error) ([]vc.Finding, bool) {
	var found []vc.Finding
	var walk func(error)
	walk = func(err error) {
		if problem, ok := err.(interface{ Finding() vc.Finding }); ok {
			found = append(found, problem.Finding())
			return
		}
		switch err := err.(type) {
		case interface{ Unwrap() []error }:
			for _, e := range err.Unwrap() {
				walk(e)
			}
		case interface{ Unwrap() error }:
			walk(err.Unwrap())
		}
	}
	walk(err)
	return found, len(found) > 0
}

func asBakeError(err error) (*bake.Error, bool) {
	var fault *bake.Error
	ok := errors.As(err, &fault)
	return fault, ok
}
