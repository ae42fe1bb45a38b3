package badge

import (
	"context"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/badge/internal/rules"
	"github.com/mikromerit/mikromerit/jsontree"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// maxNesting is how many documents may stand around one that is verified: a
// badge in a record, its endorsement, one of the endorser, and so on.
const maxNesting = 8

// maxProblems is the number of problems at which [Check] stops.
const maxProblems = 1_000

// rules holds the credential against the rules for its class.
func (v *examiner) rules(ctx context.Context, r *Verification, class class, in *parts, depth int) error {
	code, check := "OB3-RULES", CheckIn
	switch {
	case class == otherClass && depth > 0:
		return nil // not a credential of 1EdTech, but it may stand in a record or presentation
	case class == record:
		code, check = "CLR2-RULES", v.options.CheckRecord
	}
	if check == nil {
		r.add(vc.Finding{Code: code, Status: vc.Unknown, Detail: "The caller did not say how to check the rules of Comprehensive Learner Records."})
		return nil
	}
	problems, err := check(ctx, r.Document, v.options.Env)
	if err != nil {
		return err
	}
	cut := len(problems) >= maxProblems
	problems = ownProblems(problems, in)
	for _, p := range problems {
		r.add(p.Finding())
	}
	switch {
	case slices.ContainsFunc(problems, func(p vc.Problem) bool { return p.Rule.Level == vc.Must }):
	case cut:
		r.add(vc.Finding{Code: code, Status: vc.Unknown, Detail: "The credentials in the document break so many rules that the others were not all checked."})
	default:
		r.add(vc.Finding{Code: code, Status: vc.Pass, Detail: "The document keeps every rule for it that is a MUST."})
	}
	return nil
}

// wholeRules are the rules of JSON-LD, which hold for a document as a whole.
var wholeRules = []string{"OB3-JSONLD", "OB3-EXTENSIONS", "OB3-JSONLD-UNCHECKED"}

// ownProblems leaves out the rules of Open Badges that nested credentials
// break: they are checked on their own, and an endorsement must not make the
// badge invalid. That JSON-LD keeps every part is a rule for the whole, since
// the proof of the whole covers it.
func ownProblems(problems []vc.Problem, in *parts) []vc.Problem {
	places := in.places()
	return slices.DeleteFunc(problems, func(p vc.Problem) bool {
		if !strings.HasPrefix(p.Code(), "OB3-") || slices.Contains(wholeRules, p.Code()) {
			return false
		}
		for at := p.Pointer; at != ""; at = at[:strings.LastIndexByte(at, '/')] {
			if places[at] {
				return true
			}
		}
		return false
	})
}

// credentials verifies the credentials of a record.
func (v *examiner) credentials(ctx context.Context, r *Verification, in *parts, who []Identity, depth int) error {
	if id := r.Document.Get("credentialSubject").Get("id"); len(r.Recipient) > 0 && id.Exists() {
		who = append(slices.Clone(who), Identity{Kind: IdentifierID, Value: id.Text()})
	}
	for _, at := range in.credentials {
		if !v.take(depth) {
			f := limitFinding(at, vc.Unknown)
			if v.options.UnsafeAllowFailedCredentials {
				f.Status = vc.Warn
			}
			r.add(f)
			return nil
		}
		inner, err := v.nested(ctx, at, v.policy, isCredential)
		if err != nil {
			return err
		}
		if err := v.examine(ctx, inner, who, depth+1); err != nil {
			return err
		}
		r.Badges = append(r.Badges, inner)
		r.add(nestedFinding(inner, v.options.UnsafeAllowFailedCredentials))
	}
	return nil
}

// endorsements verifies the endorsements in a credential.
func (v *examiner) endorsements(ctx context.Context, r *Verification, in *parts, depth int) error {
	for _, e := range in.endorsements {
		if !v.take(depth) {
			r.add(limitFinding(e.at, vc.Warn))
			return nil
		}
		inner, err := v.nested(ctx, e.at, v.endorsers, isEndorsement)
		if err != nil {
			return err
		}
		if !inner.Document.IsZero() {
			inner.add(subjectFinding(in, e, inner.Document))
		}
		if err := v.examine(ctx, inner, nil, depth+1); err != nil {
			return err
		}
		r.Endorsements = append(r.Endorsements, inner)
		f := vc.Finding{Code: "ENDORSEMENT", Status: vc.Warn, Pointer: inner.Pointer, Detail: "The endorsement is " + inner.Verdict.String() + "."}
		if inner.Verdict == vc.Valid {
			f.Status = vc.Pass
		}
		r.add(f)
	}
	return nil
}

func subjectFinding(in *parts, e endorsement, doc vc.Document) vc.Finding {
	f := vc.Finding{Code: "ENDORSEMENT-SUBJECT", Status: vc.Pass, Pointer: "/credentialSubject/id", Detail: "The endorsement is about what it stands in."}
	if !in.isAbout(e, doc.Get("credentialSubject")) {
		f.Status, f.Detail = vc.Fail, "The endorsement is about something else than what it stands in."
	}
	return f
}

// take takes one from the credentials that may be verified.
func (v *examiner) take(depth int) bool {
	if v.left == 0 || depth == maxNesting {
		return false
	}
	v.left--
	return true
}

func limitFinding(at jsontree.Value, status vc.Status) vc.Finding {
	return vc.Finding{Code: "NESTED-LIMIT", Status: status, Pointer: at.Pointer(),
		Detail: "There are more credentials in the file than the limits allow, so this one and what follows was not verified."}
}

// nested verifies a credential that stands in another document. Whatever is
// wrong with it, a limit that it exceeds included, is a finding of its own; an
// error is that of ctx.
func (v *examiner) nested(ctx context.Context, at jsontree.Value, policy proof.Policy, fits func(*proof.Secured) *vc.Finding) (*Verification, error) {
	file, err := openNested(at, v.options.Env.Limits)
	if err != nil {
		return failed(at, vc.Finding{Code: "FORMAT-UNKNOWN", Status: vc.Fail, Detail: err.Error()}), nil
	}
	if fault := fits(file); fault != nil {
		return failed(at, *fault), nil
	}
	found, err := v.verifier.VerifySecured(ctx, file, policy)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return failed(at, vc.Finding{Code: "NESTED-LIMIT", Status: vc.Unknown, Detail: "The credential could not be verified: " + err.Error() + "."}), nil
	}
	found.Pointer = at.Pointer()
	return &Verification{Result: found}, nil
}

// openNested opens a credential that stands as an object, or as a token in a
// string.
func openNested(at jsontree.Value, limits vc.Limits) (*proof.Secured, error) {
	if at.Kind() != jsontree.String {
		return proof.Open([]byte(at.Raw()), limits)
	}
	if strings.HasPrefix(strings.TrimSpace(at.Text()), "{") {
		return nil, &proof.FormatError{Code: "FORMAT-UNKNOWN", Detail: "there is a text where a credential or a compact JWS is expected"}
	}
	return proof.Open([]byte(at.Text()), limits)
}

// failed is the result for a credential that was not verified.
func failed(at jsontree.Value, f vc.Finding) *Verification {
	r := &proof.Result{Pointer: at.Pointer(), Findings: []vc.Finding{f}, Proofs: []proof.ProofResult{}}
	r.Verdict = vc.VerdictOf(r.Findings)
	return &Verification{Result: r}
}

// typesOf returns the types of the document in a file. In a VC-JWT of the data
// model 1.1 it stands in the claim vc.
func typesOf(file *proof.Secured) jsontree.Value {
	if inner := file.Document().Get("vc"); inner.IsObject() {
		return inner.Get("type")
	}
	return file.Document().Get("type")
}

// isEndorsement refuses what is no endorsement before it costs any work.
func isEndorsement(file *proof.Secured) *vc.Finding {
	if rules.Lists(typesOf(file), rules.TypeEndorsement) {
		return nil
	}
	return &vc.Finding{Code: "ENDORSEMENT-TYPE", Status: vc.Fail, Pointer: "/type", Detail: "What stands here is no EndorsementCredential."}
}

// isCredential refuses presentations, which would hold further credentials.
func isCredential(file *proof.Secured) *vc.Finding {
	if !rules.Lists(typesOf(file), typePresentation) && !file.Document().Get("vp").Exists() {
		return nil
	}
	return &vc.Finding{Code: "NESTED-TYPE", Status: vc.Fail, Pointer: "/type", Detail: "A presentation cannot stand in a record."}
}
