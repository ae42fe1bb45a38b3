package target

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/mikromerit/mikromerit/conformance"
)

// Program is a program that is judged; see [Command].
type Program struct {
	argv    []string
	options Options

	mu          sync.Mutex
	process     *process
	starts      int
	serial      int
	description *conformance.Description
}

// Command returns the program with a name and arguments, in any language, which
// reads a request on each line of its standard input and writes an answer to each on
// a line of its standard output. The protocol stands in docs/conformance-protocol.md.
//
// The program is started when it is first asked, and again after it ended, hung or
// answered something else. Call [Program.Close] in the end.
func Command(argv []string, o Options) *Program { return &Program{argv: argv, options: o} }

// protocolVersion is what the first request names. A program that knows only another
// one says so and ends.
const protocolVersion = "1"

// maxStarts bounds how often a program is started, beside the first time.
const maxStarts = 100

// content is text or, when it is no UTF-8, Base64.
type content []byte

func (c content) MarshalJSON() ([]byte, error) {
	if utf8.Valid(c) {
		return marshalText(string(c))
	}
	return json.Marshal(map[string][]byte{"base64": c})
}

func (c *content) UnmarshalJSON(raw []byte) error {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		*c = content(text)
		return nil
	}
	var coded struct {
		Base64 []byte `json:"base64"`
	}
	err := json.Unmarshal(raw, &coded)
	*c = coded.Base64
	return err
}

// question is one line to a program.
type question struct {
	ID            int                   `json:"id"`
	Operation     conformance.Operation `json:"operation"`
	Protocol      string                `json:"protocol,omitempty"`
	Document      *content              `json:"document,omitempty"` // "" is a document, too
	MediaType     string                `json:"mediaType,omitempty"`
	Suite         string                `json:"suite,omitempty"`
	Challenge     string                `json:"challenge,omitempty"`
	Domain        string                `json:"domain,omitempty"`
	Mandatory     []string              `json:"mandatory,omitempty"`
	Reveal        []string              `json:"reveal,omitempty"`
	CredentialID  string                `json:"credentialId,omitempty"`
	StatusPurpose string                `json:"statusPurpose,omitempty"`
	StatusValue   *bool                 `json:"statusValue,omitempty"`
	Resources     map[string]content    `json:"resources,omitempty"`
	Anchors       string                `json:"anchors,omitempty"`
}

// response is one line of a program.
type response struct {
	ID          json.RawMessage       `json:"id"`
	Verdict     conformance.Verdict   `json:"verdict"`
	Document    *content              `json:"document"`
	MediaType   string                `json:"mediaType"`
	Done        bool                  `json:"done"`
	Refused     json.RawMessage       `json:"refused"`
	Unsupported json.RawMessage       `json:"unsupported"`
	Error       string                `json:"error"`
	Problems    []conformance.Problem `json:"problems"`

	Name       string                           `json:"name"`
	Version    string                           `json:"version"`
	Operations []conformance.Operation          `json:"operations"`
	Suites     []string                         `json:"suites"`
	Issuer     string                           `json:"issuer"`
	Issuers    map[string]string                `json:"issuers"`
	Absent     map[conformance.Operation]string `json:"absent"`
}

// Describe asks the program what it can do, once.
func (p *Program) Describe(ctx context.Context) (conformance.Description, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.description != nil {
		return *p.description, nil
	}
	if len(p.argv) == 0 || p.argv[0] == "" {
		return conformance.Description{}, errors.New("TARGET-COMMAND: no program was named")
	}
	r, _, err := p.ask(ctx, question{Operation: "describe", Protocol: protocolVersion})
	switch {
	case err != nil:
		return conformance.Description{}, err
	case r.Error != "":
		return conformance.Description{}, fmt.Errorf("the program says: %s", cut(r.Error, 300))
	case len(r.Operations) == 0:
		return conformance.Description{}, errors.New("the program did not say what it can do: its answer to describe has no operations")
	}
	known := func(o conformance.Operation) bool {
		return slices.ContainsFunc(operations, func(k operationPaths) bool { return k.operation == o })
	}
	r.Operations = slices.DeleteFunc(r.Operations, func(o conformance.Operation) bool { return !known(o) })
	d := conformance.Description{
		Name: r.Name, Kind: "exec", Address: strings.Join(p.argv, " "), Version: cut(r.Version, 100),
		Operations: r.Operations, Suites: r.Suites, Absent: r.Absent, Issuer: r.Issuer, Issuers: r.Issuers,
	}
	if d.Name = cut(d.Name, 100); d.Name == "" {
		d.Name = p.argv[0]
	}
	if p.options.Name != "" {
		d.Name = p.options.Name
	}
	if d.Issuer == "" {
		d.Issuer = p.options.Issuer
	}
	p.description = &d
	return d, nil
}

// Do puts one request to the program.
func (p *Program) Do(ctx context.Context, r conformance.Request) (conformance.Answer, error) {
	d, err := p.Describe(ctx)
	if err != nil {
		return conformance.Answer{}, err
	}
	if !d.Can(r.Operation) {
		return conformance.Answer{}, unsupported(r.Operation)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	got, x, err := p.ask(ctx, questionOf(r))
	if err != nil {
		return conformance.Answer{Exchange: x}, err
	}
	answer, err := got.answer(r.Operation)
	answer.Exchange = x
	if err != nil {
		answer.Exchange.Failure = err.Error()
	}
	return answer, err
}

// Secrets returns what must not enter a report: the arguments and the variables of
// the environment that are secrets by their names. A program that fails may show
// both.
func (p *Program) Secrets() []string {
	environment := p.options.Env
	if environment == nil {
		environment = os.Environ()
	}
	return append(conformance.SecretArguments(p.argv), conformance.SecretArguments(environment)...)
}

// Close ends the program, and what it started.
func (p *Program) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stop()
	return nil
}

func questionOf(r conformance.Request) question {
	q := question{
		Operation: r.Operation, MediaType: r.MediaType, Suite: r.Suite, Challenge: r.Challenge, Domain: r.Domain,
		Mandatory: r.Mandatory, Reveal: r.Reveal, CredentialID: r.CredentialID, StatusPurpose: r.StatusPurpose, Anchors: string(r.Anchors),
	}
	document := content(r.Document)
	if q.Document = &document; r.Operation == conformance.SetStatus {
		q.StatusValue = &r.StatusValue
	}
	for url, data := range r.Resources {
		if q.Resources == nil {
			q.Resources = make(map[string]content, len(r.Resources))
		}
		q.Resources[url] = data
	}
	return q
}

// answer reads what a program said to a request. It must say one thing.
func (r response) answer(o conformance.Operation) (conformance.Answer, error) {
	answer := conformance.Answer{Problems: r.Problems}
	verifies := o == conformance.VerifyCredential || o == conformance.VerifyPresentation
	switch {
	case r.Error != "":
		return answer, fmt.Errorf("the program says that it failed: %s", cut(r.Error, 300))
	case holds(r.Unsupported):
		return answer, fmt.Errorf("%w: the program says that it does not do this", conformance.ErrUnsupported)
	case holds(r.Refused):
		answer.Refused = true
		var why string
		if json.Unmarshal(r.Refused, &why) == nil && why != "" {
			answer.Problems = append(answer.Problems, conformance.Problem{Detail: cut(why, 500)})
		}
		if verifies {
			answer.Verdict = conformance.Rejected
		}
		return answer, nil
	case verifies && (r.Verdict == conformance.Accepted || r.Verdict == conformance.Rejected || r.Verdict == conformance.Undecided):
		answer.Verdict = r.Verdict
		return answer, nil
	case verifies:
		return answer, fmt.Errorf("the answer of the program has the verdict %q; it must be accepted, rejected or indeterminate", cut(string(r.Verdict), 60))
	case o == conformance.SetStatus && r.Done:
		return answer, nil
	case o != conformance.SetStatus && r.Document != nil && len(*r.Document) > 0:
		answer.Document, answer.MediaType = *r.Document, mediaTypeOf(*r.Document, r.MediaType)
		return answer, nil
	}
	return answer, errors.New("the answer of the program holds no document, and says neither refused nor unsupported")
}

// ask puts a question to the program, which is started if need be. After anything
// but an answer to it, the program is stopped: what it writes later would be taken
// for the answer to another question.
func (p *Program) ask(ctx context.Context, q question) (response, conformance.Exchange, error) {
	p.serial++
	q.ID = p.serial
	started := time.Now()
	line, err := json.Marshal(q)
	var got response
	var raw []byte
	var status int
	if err == nil {
		err = p.start(ctx)
	}
	if err == nil {
		raw, status, err = p.process.exchange(ctx, append(line, '\n'), p.options.timeout())
	}
	if err == nil {
		err = got.read(raw, q.ID)
	}
	x := conformance.Exchange{
		Request:  conformance.NewMessage(strings.Join(p.argv, " "), nil, line, p.Secrets()...),
		Response: conformance.NewMessage("", p.complaints(), raw, p.Secrets()...),
		Started:  started.UTC(), Duration: time.Since(started),
	}
	x.Response.Status = status
	if err != nil {
		x.Failure = err.Error()
		p.stop()
	}
	return got, x, err
}

// complaints returns the end of what the program wrote to its standard error.
func (p *Program) complaints() map[string][]string {
	if p.process == nil {
		return nil
	}
	if text := p.process.complaint.take(); text != "" {
		return map[string][]string{"Stderr": {text}}
	}
	return nil
}

func (r *response) read(line []byte, id int) error {
	var object map[string]json.RawMessage
	if json.Unmarshal(line, &object) != nil || object == nil {
		return errors.New("the program wrote a line that is no JSON object")
	}
	if json.Unmarshal(line, r) != nil {
		return errors.New("the program wrote an answer in which a member has a value of the wrong kind")
	}
	if string(r.ID) != fmt.Sprint(id) {
		return fmt.Errorf("the program answered with the id %s to the request %d", cut(string(r.ID), 20), id)
	}
	return nil
}

func (p *Program) start(ctx context.Context) error {
	if p.process != nil {
		return nil
	}
	limit := p.options.Restarts
	if limit == 0 {
		limit = maxStarts
	}
	if p.starts > limit {
		return fmt.Errorf("the program was started %d times, since it ended or did not answer each time; it is not started again", p.starts)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	p.starts++
	var err error
	p.process, err = startProcess(p.argv, p.options)
	return err
}

func (p *Program) stop() {
	if p.process != nil {
		p.process.end()
		p.process = nil
	}
}

// marshalText writes a string of JSON with no more escapes than are needed.
func marshalText(text string) ([]byte, error) {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(text)
	return []byte(strings.TrimSuffix(out.String(), "\n")), err
}
