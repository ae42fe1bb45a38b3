package main

import (
	"fmt"
	"io"

	"golang.org/x/term"

	"github.com/mikromerit/mikromerit/conformance"
)

// progress shows on one line of a terminal how far a job is. The zero value shows
// nothing.
type progress struct {
	out                  io.Writer // nil: nobody looks
	width                int
	tried, kept, notKept int
	shown                bool
}

// progress returns what shows the progress on standard error, if that is a terminal.
func (a *app) progress() *progress {
	if !isTerminal(a.stderr) {
		return &progress{}
	}
	return &progress{out: a.stderr, width: widthOf(a.stderr)}
}

// isTerminal reports whether somebody looks at what is written.
func isTerminal(w io.Writer) bool {
	screen, ok := w.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(screen.Fd()))
}

// hear hears of a result.
func (p *progress) hear(r conformance.Result) {
	p.tried++
	switch r.Status {
	case conformance.Pass:
		p.kept++
	case conformance.Fail:
		p.notKept++
	}
	p.show(fmt.Sprintf("%d requirements: %d kept, %d not kept; %s", p.tried, p.kept, p.notKept, printable(r.Profile)))
}

// show puts a text into the line.
func (p *progress) show(text string) {
	if p.out == nil {
		return
	}
	p.shown = true
	if runes := []rune(text); len(runes) >= p.width {
		text = string(runes[:p.width-1])
	}
	fmt.Fprint(p.out, "\r\x1b[K"+text) // back to the start of the line, which is emptied
}

// end empties the line.
func (p *progress) end() {
	if p.shown {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
