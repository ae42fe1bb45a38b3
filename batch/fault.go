package batch

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The codes of what cannot be read or worked on; see [mikromerit.Rules].
const (
	codeRead     = "FILE-READ"
	codeLimit    = "JOB-LIMIT"
	codeFailed   = "JOB-FAILED"
	codeZip      = "FORMAT-ZIP"
	codeSize     = jsontree.CodeSize
	codeSyntax   = "JSON-SYNTAX"
	codeTrailing = "JSON-TRAILING"
)

// ReadError says why a document cannot be read.
type ReadError struct {
	Code string // of a rule
	What string // a clause about the file, such as "cannot be read: permission was denied"
	Err  error
}

func (e *ReadError) Error() string { return e.Code + ": it " + e.What }

// Unwrap returns what is behind it, such as [fs.ErrNotExist] or [vc.ErrLimit].
func (e *ReadError) Unwrap() error { return e.Err }

func newLimitError(format string, args ...any) *ReadError {
	return &ReadError{Code: codeLimit, What: fmt.Sprintf(format, args...), Err: vc.ErrLimit}
}

func tooLarge() *ReadError {
	return &ReadError{Code: codeSize, Err: vc.ErrLimit,
		What: fmt.Sprintf("is larger than %d MiB, which is the most that is read; give a document that refers to its attachments", MaxDocument>>20)}
}

func unreadable(err error) *ReadError {
	if errors.Is(err, vc.ErrLimit) {
		return &ReadError{Code: codeLimit, What: "cannot be read: " + err.Error(), Err: err}
	}
	return &ReadError{Code: codeRead, What: "cannot be read: " + IOReason(err), Err: err}
}

// IOReason says in a few words why a file cannot be used, and what to do.
func IOReason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file; check its name"
	case errors.Is(err, fs.ErrPermission):
		return "permission was denied; check who may use it"
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return err.Error()
}

// Fault says why a document could not be worked on: it cannot be read, is no credential,
// exceeds a limit, or something was found to be wrong in this library.
type Fault struct {
	Finding vc.Finding
	What    string // a clause of which the name of the document is the subject
	Err     error
}

func (f *Fault) Error() string { return f.What }

// Unwrap returns what led to the fault.
func (f *Fault) Unwrap() error { return f.Err }

func newFault(err error, code, what string) *Fault {
	what = vc.Plain(what)
	return &Fault{Finding: ruleOf(code).Finding(vc.Unknown, "", sentence("the file "+what)), What: what, Err: err}
}

// FaultOf returns the fault that an error of a [Source], of a verification or of a
// conversion tells of.
func FaultOf(err error) *Fault {
	var fault *Fault
	var read *ReadError
	var image *bake.Error
	var format *proof.FormatError
	switch {
	case errors.As(err, &fault):
		return fault
	case errors.As(err, &read):
		return newFault(err, read.Code, read.What)
	case limitOf(err) != "":
		return newFault(err, limitOf(err), "takes more work than is allowed: "+reason(err)+"; give a smaller document")
	case errors.As(err, &image):
		return newImageFault(image)
	case errors.As(err, &format):
		return &Fault{Finding: ruleOf(format.Code).Finding(vc.Unknown, format.Pointer, sentence(format.Detail)), What: vc.Plain("cannot be read as a credential: " + format.Detail), Err: err}
	}
	return newFault(err, codeFailed, "cannot be worked on: "+err.Error())
}

// errPanic is the fault of a document at which this library failed.
var errPanic = errors.New("this is a fault in mikromerit itself, not in what you gave it; please report it with the command that you ran")

// guarded runs a job and makes a panic in it a fault of the document.
func guarded(job func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = &Fault{Finding: ruleOf(codeFailed).Finding(vc.Unknown, "", sentence(errPanic.Error())), What: "could not be worked on: " + errPanic.Error(), Err: errPanic}
		}
	}()
	return job()
}

// limitOf returns the code for the limit that an error reports, or "".
func limitOf(err error) string {
	var syntax *jsontree.Error
	switch {
	case errors.As(err, &syntax) && slices.Contains([]string{jsontree.CodeSize, jsontree.CodeDepth, jsontree.CodeCount}, syntax.Code):
		return syntax.Code
	case errors.Is(err, vc.ErrLimit):
		return codeLimit
	}
	return ""
}

// reason returns what an error says, without its code if that is a field of its own.
func reason(err error) string {
	var syntax *jsontree.Error
	if errors.As(err, &syntax) {
		return syntax.Detail
	}
	return err.Error()
}

// newImageFault returns the fault of an image without a badge that can be read.
func newImageFault(err *bake.Error) *Fault {
	detail := err.Detail
	if place := err.Place.String(); place != "" {
		detail = place + ": " + detail
	}
	switch err.Code {
	case bake.CodeLimit:
		return newFault(err, bake.CodeLimit, "exceeds what is accepted: "+detail+"; give a smaller image")
	case bake.CodeNone:
		return newFault(err, err.Code, "is an image without a badge in it; give the file of the badge, or the image as the issuer gave it out")
	case bake.CodeImage:
		return newFault(err, err.Code, "is no image that can hold a badge ("+detail+"); give a PNG or an SVG")
	}
	return newFault(err, err.Code, "is an image whose badge cannot be read ("+detail+"); ask for the image anew")
}

// ruleOf returns the rule for the code of a fault.
func ruleOf(code string) *vc.Rule {
	if known := rules()[code]; known != nil {
		return known
	}
	return &vc.Rule{Code: code}
}

// rules are all rules by code, of several with one code the first. The list is long, and
// each of very many documents may have a fault.
var rules = sync.OnceValue(func() map[string]*vc.Rule {
	all := mikromerit.Rules()
	out := make(map[string]*vc.Rule, len(all))
	for i := range all {
		if out[all[i].Code] == nil {
			out[all[i].Code] = &all[i]
		}
	}
	return out
})

// sentence makes a sentence of a clause. A name at its beginning stays as it is.
func sentence(clause string) string {
	first, size := utf8.DecodeRuneInString(clause)
	if word, _, _ := strings.Cut(clause, " "); size > 0 && !strings.ContainsAny(word, "./\\") && first != '-' {
		clause = string(unicode.ToUpper(first)) + clause[size:]
	}
	if clause == "" || strings.HasSuffix(clause, ".") {
		return clause
	}
	return clause + "."
}

// maxLabel is how many characters of a name in an archive are shown.
const maxLabel = 300

// label makes a name fit to be shown: whoever made an archive may have chosen it, to
// begin a line, control a terminal or change the order of what stands beside it.
func label(name string) string {
	clean := strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || unicode.In(c, unicode.Cf, unicode.Zl, unicode.Zp) {
			return unicode.ReplacementChar
		}
		return c
	}, strings.ToValidUTF8(name, "\uFFFD"))
	if runes := []rune(clean); len(runes) > maxLabel {
		return string(runes[:maxLabel/2]) + "…" + string(runes[len(runes)-maxLabel/2:])
	}
	return clean
}
