package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// failure ends a command, or the judgement of one file, with an exit status
// other than 0.
type failure struct {
	status   int
	message  string       // one sentence that says what to do; "" when all is said already
	findings []vc.Finding // what was found, where that is the reason
}

func (f *failure) Error() string { return f.message }

// refused is a failure that lies in the document.
func refused(findings []vc.Finding, format string, args ...any) *failure {
	return &failure{exitInvalid, vc.Plain(fmt.Sprintf(format, args...)), findings}
}

// cannot is a failure of the job.
func cannot(format string, args ...any) *failure {
	message := vc.Plain(fmt.Sprintf(format, args...))
	return &failure{exitError, message, []vc.Finding{ruleOf(codeFailed).Finding(vc.Unknown, "", sentence(message))}}
}

// The codes of findings about a job that could not be done.
const (
	codeRead   = "FILE-READ"
	codeLimit  = "JOB-LIMIT"
	codeFailed = "JOB-FAILED"
)

// ruleOf is the rule that a code of a failure stands for.
func ruleOf(code string) *vc.Rule {
	if known := mikromerit.Explain(code); len(known) > 0 {
		return &known[0]
	}
	return &vc.Rule{Code: code}
}

// unreadable is the failure of a file whose bytes are not to be had.
func unreadable(name, why string) *failure {
	return newFailure(codeRead, name, "cannot be read: "+why)
}

// newFailure is a failure of the job on one file, with the finding that says
// why.
func newFailure(code, name, what string) *failure {
	what = vc.Plain(what)
	return &failure{exitError, shown(name) + " " + what, []vc.Finding{ruleOf(code).Finding(vc.Unknown, "", sentence("the file "+what))}}
}

// limitCodes are the codes of JSON that is refused for its size alone.
var limitCodes = []string{jsontree.CodeSize, jsontree.CodeDepth, jsontree.CodeCount}

// exceeded returns the code of the limit that an error reports, or "".
func exceeded(err error) string {
	var syntax *jsontree.Error
	switch {
	case errors.As(err, &syntax) && slices.Contains(limitCodes, syntax.Code):
		return syntax.Code
	case errors.Is(err, vc.ErrLimit):
		return codeLimit
	}
	return ""
}

// unopened says why a file could not be opened: it exceeds a limit, or it is
// no credential in any form. What is no credential is neither valid nor
// invalid.
func unopened(name string, err error) *failure {
	code := exceeded(err)
	var format *proof.FormatError
	fault, isImage := asBakeError(err)
	switch {
	case isImage:
		return unbaked(name, fault)
	case code != "":
		return newFailure(code, name, "exceeds what is accepted: "+reason(err)+"; give a smaller document")
	case errors.As(err, &format):
		finding := ruleOf(format.Code).Finding(vc.Unknown, format.Pointer, sentence(format.Detail))
		return &failure{exitError, shown(name) + " cannot be read as a credential: " + format.Detail, []vc.Finding{finding}}
	}
	return newFailure(codeFailed, name, "cannot be opened: "+err.Error())
}

// undone says why a file that was opened could not be worked on.
func undone(name string, err error) *failure {
	if code := exceeded(err); code != "" {
		return newFailure(code, name, "takes more work than is allowed: "+reason(err)+"; give a smaller document")
	}
	var f *failure
	var format *proof.FormatError
	var rules *mikromerit.RulesError
	_, isImage := asBakeError(err)
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &format), isImage:
		return unopened(name, err)
	case errors.As(err, &rules):
		return refused(rules.Findings, "%s breaks the rules of its format, so it is not signed; correct it first", shown(name))
	}
	return newFailure(codeFailed, name, "cannot be worked on: "+err.Error())
}

// reason returns what an error says, without its code where it has one apart.
func reason(err error) string {
	var syntax *jsontree.Error
	if errors.As(err, &syntax) {
		return syntax.Detail
	}
	return err.Error()
}

// problems returns the findings of an error that joins problems, and whether
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
