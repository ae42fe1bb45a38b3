package edc

import (
	"context"
	"slices"

	"github.com/mikromerit/mikromerit/edc/shapes"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const contextVC = "https://www.w3.org/2018/credentials/v1"

// A CheckOption is a choice of [Check] and [CheckSealed].
type CheckOption func(*shapes.Options)

// WithVersion checks against the profiles of a version of the ELM other than 3.2,
// with the context of that version.
func WithVersion(v shapes.Version) CheckOption { return func(o *shapes.Options) { o.Version = v } }

// WithProfiles checks against the given profiles, whatever the credential names.
func WithProfiles(profiles ...shapes.Profile) CheckOption {
	return func(o *shapes.Options) { o.Profiles = profiles }
}

// WithEnv supplies further contexts.
func WithEnv(env vc.Env) CheckOption { return func(o *shapes.Options) { o.Env = env } }

// Check checks a European Digital Credential that is not sealed yet against the
// application profiles that it names: the members of each class, and the code lists
// of the full profiles. What sealing adds is not asked for. The problems of each kind
// are in the order of the document, and bounded in number.
func Check(doc vc.Document, options ...CheckOption) []vc.Problem {
	problems, _, _ := check(context.Background(), doc, shapes.Draft, options)
	return problems
}

// CheckSealed is Check for the payload of a seal, which must also state when it was
// issued, and the name and eIDAS identifier of its issuer.
func CheckSealed(doc vc.Document, options ...CheckOption) []vc.Problem {
	problems, _, _ := check(context.Background(), doc, shapes.Sealed, options)
	return problems
}

// checkWritten returns the requirements that a draft of ours breaks, which must have
// all that we can say.
func checkWritten(doc vc.Document) []vc.Problem {
	problems, _, _ := check(context.Background(), doc, shapes.Written, nil)
	return slices.DeleteFunc(problems, func(p vc.Problem) bool { return p.Rule.Level != vc.Must })
}

// check reports whether it could check everything, too. An error is that of ctx.
func check(ctx context.Context, doc vc.Document, stage shapes.Stage, options []CheckOption) ([]vc.Problem, bool, error) {
	root, ok := credentialIn(doc.Root())
	if !ok {
		return []vc.Problem{ruleFormat.At("", "")}, true, nil
	}
	opt := shapes.Options{Stage: stage}
	for _, choose := range options {
		choose(&opt)
	}
	report, err := shapes.Check(ctx, root, opt)
	if err != nil {
		return nil, false, err
	}
	return slices.Concat(checkHead(root), report.Problems(), checkCodes(root)), report.Whole, nil
}

// checkHead checks the types and contexts of the credential.
func checkHead(root jsontree.Value) (problems []vc.Problem) {
	if !hasText(root.Get("type"), "VerifiableCredential") || !hasText(root.Get("type"), typeEDC) {
		problems = append(problems, ruleType.At(root.Pointer(), ""))
	}
	return append(problems, checkContexts(root)...)
}

func hasText(v jsontree.Value, text string) bool {
	for e := range v.Each() {
		if e.IsText(text) {
			return true
		}
	}
	return false
}

// count returns how many values a member has, without null and empty objects.
func count(v jsontree.Value) int {
	n := 0
	for e := range v.Each() {
		if e.Kind() != jsontree.Null && (!e.IsObject() || e.Len() > 0) {
			n++
		}
	}
	return n
}
