package conformance

import (
	"context"

	"github.com/mikromerit/mikromerit/vc"
)

// Probe is what a check works with: the target, and what the caller of the run
// gave. One probe serves one check.
type Probe struct {
	run   *run
	check Check
}

// Target returns what is judged.
func (p *Probe) Target() Target { return p.run.target }

// Description returns what the target says of itself.
func (p *Probe) Description() Description { return p.run.description }

// Options returns how the run is done.
func (p *Probe) Options() Options { return p.run.options }

// Env returns what the suite may use to verify what a target made.
func (p *Probe) Env() vc.Env { return p.run.options.Env }

// Ask puts a request to the target.
func (p *Probe) Ask(ctx context.Context, request Request) (Answer, error) {
	return p.run.target.Do(ctx, request)
}
