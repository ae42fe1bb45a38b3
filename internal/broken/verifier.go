package broken

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/target"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// Memory remembers what verifying found, so that many defects can be tried on the
// same documents. It grows with what it is asked; it is for one test.
type Memory struct {
	mu    sync.Mutex
	found map[[sha256.Size]byte]remembered
}

type remembered struct {
	result *mikromerit.Result
	err    error
}

// verify verifies a file, or remembers what came of it.
func (m *Memory) verify(ctx context.Context, v *mikromerit.Verifier, file []byte, resources string) (*mikromerit.Result, error) {
	p := v.Policy
	key := sha256.Sum256(fmt.Appendf(bytes.Clone(file), "\x00%q%q%v%v%s", p.Challenge, p.Domain, p.Required(), p.Trust.Anchors != nil, resources))
	m.mu.Lock()
	defer m.mu.Unlock()
	if old, ok := m.found[key]; ok {
		return old.result, old.err
	}
	result, err := v.Verify(ctx, file)
	if m.found == nil {
		m.found = make(map[[sha256.Size]byte]remembered)
	}
	m.found[key] = remembered{result, err}
	return result, err
}

// forgetful returns a verifier that does not care about some findings.
func forgetful(m *Memory, careless func(vc.Finding) bool) (conformance.Target, error) {
	verifier := &forgetfulVerifier{memory: m, careless: careless}
	library, err := target.Library(target.LibraryOptions{Verify: verifier.verify})
	verifier.Target = library
	return verifier, err
}

type forgetfulVerifier struct {
	conformance.Target
	memory    *Memory
	careless  func(vc.Finding) bool
	resources string // of the request at hand
}

func (v *forgetfulVerifier) Do(ctx context.Context, r conformance.Request) (conformance.Answer, error) {
	v.resources = fmt.Sprintf("%x", r.Resources)
	return v.Target.Do(ctx, r)
}

func (v *forgetfulVerifier) verify(ctx context.Context, verifier *mikromerit.Verifier, file []byte) (*mikromerit.Result, error) {
	result, err := v.memory.verify(ctx, verifier, file, v.resources)
	if err != nil {
		return result, err
	}
	forgotten := *result
	forgotten.Result = v.forget(result.Result)
	return &forgotten, nil
}

// forget returns a result without the findings that the verifier does not care
// about, as if it had never looked.
func (v *forgetfulVerifier) forget(r *proof.Result) *proof.Result {
	out := *r
	inner := make(map[string]vc.Axes)
	out.Credentials = nil
	for _, credential := range r.Credentials {
		changed := v.forget(credential)
		inner[credential.Pointer] = changed.Axes
		out.Credentials = append(out.Credentials, changed)
	}
	out.Findings = slices.DeleteFunc(slices.Clone(r.Findings), v.careless)
	for i, f := range out.Findings {
		if axes, ok := inner[f.Pointer]; ok && f.Code == "NESTED-CREDENTIAL" && axes[f.Axis] == vc.Valid {
			out.Findings[i].Status = vc.Pass
		}
	}
	out.Axes = vc.AxesOf(out.Findings)
	out.Verdict = out.Axes.Verdict(r.Required)
	return &out
}
