package target

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/mikromerit/mikromerit/conformance"
)

// Go returns a target that is a function. A panic in it is an unusable answer, not
// the end of the run; the goroutines that it starts and the time that it takes are
// its own affair, so it should heed ctx. It must be safe for use by one caller at a
// time.
func Go(description conformance.Description, do func(ctx context.Context, request conformance.Request) (conformance.Answer, error)) conformance.Target {
	if description.Kind == "" {
		description.Kind = "go"
	}
	return &function{description, do}
}

type function struct {
	description conformance.Description
	do          func(context.Context, conformance.Request) (conformance.Answer, error)
}

func (f *function) Describe(context.Context) (conformance.Description, error) {
	return f.description, nil
}

func (f *function) Do(ctx context.Context, request conformance.Request) (answer conformance.Answer, err error) {
	if !f.description.Can(request.Operation) {
		return answer, unsupported(request.Operation)
	}
	started := time.Now()
	defer func() {
		if fault := recover(); fault != nil {
			answer, err = conformance.Answer{}, fmt.Errorf("the function panicked: %v\n%s", fault, debug.Stack())
		}
		if answer.Exchange.Started.IsZero() {
			answer.Exchange = inProcess(request, answer, started, err)
		}
	}()
	return f.do(ctx, request)
}

func unsupported(o conformance.Operation) error {
	return fmt.Errorf("%w: it has no operation %q", conformance.ErrUnsupported, o)
}

// inProcess describes a call of a function as an exchange.
func inProcess(request conformance.Request, answer conformance.Answer, started time.Time, err error) conformance.Exchange {
	x := conformance.Exchange{
		Request:  conformance.NewMessage(requestLine(request), nil, request.Document),
		Response: conformance.NewMessage(answerLine(answer), nil, answer.Document),
		Started:  started.UTC(),
		Duration: time.Since(started),
	}
	if err != nil {
		x.Failure = err.Error()
	}
	return x
}

func requestLine(r conformance.Request) string {
	line := string(r.Operation)
	for _, part := range []string{r.Suite, r.MediaType} {
		if part != "" {
			line += " " + part
		}
	}
	return line
}

func answerLine(a conformance.Answer) string {
	switch {
	case a.Refused:
		return "refused"
	case a.Verdict != "":
		return string(a.Verdict)
	}
	return a.MediaType
}
