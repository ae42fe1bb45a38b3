package target

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// process is a program that runs.
type process struct {
	command   *exec.Cmd
	input     io.WriteCloser
	lines     chan []byte   // the answers; closed at the end of the output
	done      chan struct{} // closed when nobody wants answers any more
	overlong  bool          // a line was too long; read after lines is closed
	limit     int64
	complaint tail
	ended     sync.Once
}

// startProcess starts a program in a group of its own, so that it can be ended with
// all that it starts.
func startProcess(argv []string, o Options) (*process, error) {
	p := &process{command: exec.Command(argv[0], argv[1:]...), lines: make(chan []byte), done: make(chan struct{}), limit: o.maxBody()}
	p.command.Env, p.command.Dir = o.Env, o.Dir
	p.command.Stderr = &p.complaint
	p.command.WaitDelay = 2 * time.Second // whoever else holds its standard error open
	ownGroup(p.command)
	var err error
	if p.input, err = p.command.StdinPipe(); err != nil {
		return nil, err
	}
	output, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.command.Start(); err != nil {
		return nil, fmt.Errorf("the program cannot be started: %w", err)
	}
	go p.read(output)
	return p, nil
}

// read hands out the lines of the program until they end, or one is too long.
func (p *process) read(output io.Reader) {
	defer close(p.lines)
	reader := bufio.NewReaderSize(output, 1<<16)
	var line []byte
	for {
		part, err := reader.ReadSlice('\n')
		if int64(len(line)+len(part)) > p.limit {
			p.overlong = true
			return
		}
		line = append(line, part...)
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return // a line without an end is no answer
		}
		if err != nil {
			continue
		}
		if whole := bytes.TrimSpace(line); len(whole) > 0 {
			select {
			case p.lines <- whole:
			case <-p.done:
				return
			}
		}
		line = nil
	}
}

// exchange writes a line and waits for one. The status is that with which the
// program ended, if it did.
func (p *process) exchange(ctx context.Context, line []byte, timeout time.Duration) ([]byte, int, error) {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	// A program that does not read blocks the writer, until it is ended.
	written := make(chan struct{})
	go func() { defer close(written); _, _ = p.input.Write(line) }()
	select {
	case answer, ok := <-p.lines:
		switch {
		case ok:
			return p.afterReading(ctx, answer, written, timer.C)
		case p.overlong:
			return nil, 0, fmt.Errorf("the program wrote a line of more than %d bytes", p.limit)
		}
		status := p.end()
		return nil, status, fmt.Errorf("the program ended before it answered, with the exit status %d", status)
	case <-timer.C:
		return nil, 0, fmt.Errorf("the program gave no answer within %v", timeout)
	case <-ctx.Done():
		return nil, 0, ctx.Err()
	}
}

// afterReading returns an answer when the program has read what it answers. One that
// does not would leave a writer behind for each request.
func (p *process) afterReading(ctx context.Context, answer []byte, written <-chan struct{}, late <-chan time.Time) ([]byte, int, error) {
	select {
	case <-written:
		return answer, 0, nil
	case <-late:
		return nil, 0, errors.New("the program answered a request without reading it")
	case <-ctx.Done():
		return nil, 0, ctx.Err()
	}
}

// end ends the program and returns its exit status. A program whose output has
// ended gets a moment to end by itself, so that the status is its own.
func (p *process) end() int {
	p.ended.Do(func() {
		close(p.done)
		_ = p.input.Close()
		waited := make(chan struct{})
		go func() { defer close(waited); _ = p.command.Wait() }()
		select {
		case <-waited:
		case <-time.After(100 * time.Millisecond):
		}
		killGroup(p.command)
		<-waited
		for range p.lines { // the reader sees that the output is closed
		}
	})
	return p.command.ProcessState.ExitCode()
}

// maxComplaint is how much of the standard error is kept.
const maxComplaint = 8 << 10

// tail keeps the end of what is written to it.
type tail struct {
	mu   sync.Mutex
	text []byte
}

func (t *tail) Write(data []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(data) > maxComplaint {
		t.text = append(t.text[:0], data[len(data)-maxComplaint:]...)
		return len(data), nil
	}
	t.text = append(t.text, data...)
	if extra := len(t.text) - maxComplaint; extra > 0 {
		t.text = append(t.text[:0], t.text[extra:]...)
	}
	return len(data), nil
}

// take returns the text and forgets it.
func (t *tail) take() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := strings.ToValidUTF8(string(t.text), "�")
	t.text = nil
	return text
}
