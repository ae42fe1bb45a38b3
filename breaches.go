package mikromerit

import (
	"context"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/internal/didsyntax"
	"github.com/mikromerit/mikromerit/vc"
)

// RulesError says which rules a document breaks, which is why it is not signed.
type RulesError struct {
	Findings []vc.Finding
}

// Error lists the findings.
func (e *RulesError) Error() string {
	var texts []string
	for _, f := range e.Findings {
		at := ""
		if f.Pointer != "" {
			at = " at " + f.Pointer
		}
		texts = append(texts, f.Code+at+": "+f.Detail)
	}
	return "ISSUE-RULES: the credential breaks rules of its format: " + strings.Join(texts, " ")
}

// Breaches returns the MUSTs that a badge or endorsement breaks, as warnings whose
// details start with prefix.
func Breaches(doc vc.Document, prefix string) []vc.Finding {
	if !isOpenBadge(doc) {
		return nil
	}
	broken, _ := splitByLevel(ob3.Check(doc))
	for i := range broken {
		broken[i].Status = vc.Warn
		broken[i].Detail = prefix + broken[i].Detail
	}
	return broken
}

func isOpenBadge(doc vc.Document) bool {
	return ob3.Is(doc) || typeContains(doc.Get("type"), "EndorsementCredential")
}

// rulePeriod is for credentials that are not of the data model 2.0: the rules of
// that version have a rule of their own on it.
var rulePeriod = vc.Rule{Code: "ISSUE-PERIOD", Axis: vc.InForce, Level: vc.Must, Spec: "https://www.w3.org/TR/vc-data-model-2.0/#validity-period",
	Text: "The validity period must not end before it begins."}

// checkSignable checks that a credential may be signed with a key that speaks for
// controller. It returns the SHOULDs that the credential breaks. The Env is one
// without further contexts; it may have noted that the document is kept.
func checkSignable(doc vc.Document, controller string, env vc.Env) ([]vc.Finding, error) {
	credential, found := vc.ReadCredential(doc)
	switch {
	case clr.Is(doc):
		found = append(found, clr.Check(doc)...)
	case edc.Is(doc):
		found = append(found, edc.CheckSealed(doc)...)
	case isOpenBadge(doc):
		problems, _ := ob3.CheckIn(context.Background(), doc, env)
		found = append(found, problems...)
	}
	broken, weak := splitByLevel(found)
	if from, until := credential.ValidFrom(), credential.ValidUntil(); credential.Version() != vc.V2 && !until.IsZero() && until.Before(from) {
		broken = append(broken, rulePeriod.Finding(vc.Fail, "/validUntil", "The validity period ends at "+until.String()+", before it begins at "+from.String()+"."))
	}
	if len(broken) > 0 {
		return nil, &RulesError{broken}
	}
	if issuer := credential.IssuerID(); issuer != controller {
		if issuer == "" {
			issuer = "not named"
		}
		if err := didsyntax.CheckAddress(issuer); err != nil && strings.HasPrefix(issuer, "did:") {
			return nil, fmt.Errorf("%w: the issuer is %s, for which no key can speak: %w", ErrIssuer, issuer, err)
		}
		return nil, fmt.Errorf("%w: the issuer is %s, but the key speaks for %s", ErrIssuer, issuer, controller)
	}
	return weak, nil
}

// splitByLevel returns the problems with MUSTs and the others. A problem that two
// tables of rules find is listed once.
func splitByLevel(found []vc.Problem) (broken, weak []vc.Finding) {
	type key struct{ code, pointer, detail string }
	seen := make(map[key]bool)
	for _, p := range found {
		f := p.Finding()
		k := key{f.Code, f.Pointer, f.Detail}
		switch {
		case seen[k]:
		case f.Status == vc.Fail:
			broken = append(broken, f)
		default:
			weak = append(weak, f)
		}
		seen[k] = true
	}
	return broken, weak
}
