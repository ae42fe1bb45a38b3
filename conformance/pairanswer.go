package conformance

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/mikromerit/mikromerit/conformance/vectors"
)

// pairAnswer is what a target said of a vector: no more of it than is needed, since
// a run keeps thousands.
type pairAnswer struct {
	verdict Verdict
	refused bool
	failure string // why there is no usable answer
	// unsupported says that the target does not do what it was asked for.
	unsupported bool
	problems    string
	exchange    Exchange
}

// pairAnswers are the answers of one run, by the id of the vector: each vector is
// put to a target once, however many profiles ask for it.
type pairAnswers struct {
	mutex  sync.Mutex
	given  map[string]pairAnswer
	silent int // how often in a row the target did not answer in time
	// patience is how long the target may take for one document; 0: [answerTimeout].
	patience time.Duration
}

const (
	// answerTimeout is how long a target may take for one document.
	answerTimeout = 30 * time.Second
	// mostSilent is how often in a row a target may let that pass. Who hangs on
	// everything is not waited for thousands of times.
	mostSilent = 3
)

// answerTo puts a vector to the target, or returns what it said before. An error
// means that the run or the time of the check has ended.
func (p *Probe) answerTo(ctx context.Context, v vectors.Vector) (pairAnswer, error) {
	kept := &p.run.answers
	kept.mutex.Lock()
	defer kept.mutex.Unlock()
	if answer, ok := kept.given[v.ID]; ok {
		return answer, nil
	}
	if kept.silent >= mostSilent {
		return pairAnswer{failure: fmt.Sprintf("it did not answer in time %d times in a row, so it was not asked any more", mostSilent)}, nil
	}
	patience := kept.patience
	if patience == 0 {
		patience = answerTimeout
	}
	asked, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	answer, err := p.askPatiently(asked, requestOf(v), patience/10)
	if ctx.Err() != nil {
		return pairAnswer{}, fmt.Errorf("the time of the check ran out at %s; give it more: %w", v.ID, ctx.Err())
	}
	kept.silent++
	if asked.Err() == nil {
		kept.silent = 0
	}
	if kept.given == nil {
		kept.given = make(map[string]pairAnswer)
	}
	result := keptAnswer(answer, err)
	if expected(v, result) {
		result.exchange = Exchange{}
	}
	kept.given[v.ID] = result
	return result, nil
}

// askPatiently puts a request to the target and waits no longer than ctx lasts and
// then a little while, even for a target that does not care. A target that panics
// has crashed: that is its own fault.
func (p *Probe) askPatiently(ctx context.Context, request Request, grace time.Duration) (Answer, error) {
	type reply struct {
		answer Answer
		err    error
	}
	replies := make(chan reply, 1)
	go func() {
		var r reply
		defer func() {
			if fault := recover(); fault != nil {
				r = reply{err: fmt.Errorf("it crashed: %v", fault)}
			}
			replies <- r
		}()
		r.answer, r.err = p.Ask(ctx, request)
	}()
	select {
	case r := <-replies:
		return r.answer, r.err
	case <-ctx.Done():
	}
	select {
	case r := <-replies:
		return r.answer, r.err
	case <-time.After(grace):
		return Answer{}, fmt.Errorf("it did not answer in time, and did not stop when it was told to: %w", ctx.Err())
	}
}

// requestOf is what a target is asked about a vector.
func requestOf(v vectors.Vector) Request {
	return Request{
		Operation: Operation(v.Operation), Document: v.Document, MediaType: v.MediaType, Suite: v.Suite,
		Challenge: v.Challenge, Domain: v.Domain, Resources: v.Resources, Anchors: v.Anchors,
	}
}

// keptAnswer is what is kept of an answer.
func keptAnswer(answer Answer, err error) pairAnswer {
	kept := pairAnswer{verdict: answer.Verdict, refused: answer.Refused, exchange: answer.Exchange}
	kept.exchange.Request.Body, kept.exchange.Response.Body = nil, nil
	var problems []string
	for _, problem := range answer.Problems {
		text := problem.Detail
		if text == "" {
			text = problem.Title
		}
		if text == "" {
			text = problem.Type
		}
		problems = append(problems, text)
	}
	kept.problems = clipped(strings.Join(problems, "; "))
	switch {
	case errors.Is(err, ErrUnsupported):
		kept.failure, kept.unsupported = "it says that it does not do this", true
		if why, ok := strings.CutPrefix(err.Error(), ErrUnsupported.Error()+": "); ok {
			kept.failure += ": " + clipped(why)
		}
	case err != nil:
		kept.failure = clipped(err.Error())
	}
	return kept
}

// clipped bounds what a target says of itself.
func clipped(text string) string {
	const most = 500
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

func expected(v vectors.Vector, a pairAnswer) bool {
	if v.Accept {
		return a.unlessAccepted() == ""
	}
	return a.unlessRejected() == ""
}

// unlessAccepted returns what was found instead of an acceptance, or "".
func (a pairAnswer) unlessAccepted() string {
	if a.failure == "" && a.verdict == Accepted && !a.refused {
		return ""
	}
	return a.found()
}

// unlessRejected returns what was found instead of a rejection, or "". A verifier
// may say that it cannot tell, that it does not do this, or refuse to look at what is
// no document at all; but it must say something.
func (a pairAnswer) unlessRejected() string {
	rejected := a.verdict == Rejected || a.verdict == Undecided || (a.refused && a.verdict != Accepted)
	if a.unsupported || a.failure == "" && rejected {
		return ""
	}
	return a.found()
}

// found says what the target answered.
func (a pairAnswer) found() string {
	switch {
	case a.failure != "":
		return "no usable answer: " + a.failure
	case a.verdict == Accepted || a.verdict == Rejected || a.verdict == Undecided:
		if a.problems != "" {
			return string(a.verdict) + ": " + a.problems
		}
		return string(a.verdict)
	case a.refused:
		return "refused: " + a.problems
	}
	return "an answer without a verdict"
}
