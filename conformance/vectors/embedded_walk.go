package vectors

import (
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// specDI is the specification of embedded proofs.
const specDI = "https://www.w3.org/TR/vc-data-integrity/"

// embeddedRules returns the requirements by their codes, as embedded proofs have
// them.
func embeddedRules() map[string]vc.Rule {
	rules := make(map[string]vc.Rule)
	for _, table := range [][]vc.Rule{dataintegrity.Rules(), mikromerit.Rules()} {
		for _, rule := range table {
			if _, ok := rules[rule.Code]; !ok {
				rules[rule.Code] = rule
			}
		}
	}
	return rules
}

// ownOperators are the members of a proof that have operators of their own, since
// changing them breaks another requirement first.
var ownOperators = []string{"type", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue"}

// alteredMembers changes each value in the document and its proof, one at a time.
func alteredMembers(g good) ([]embeddedCopy, error) {
	return g.everywhere("The value at %s was changed after signing.", func(v jsontree.Value) embeddedCopy {
		if v.Kind() == jsontree.Object || v.Kind() == jsontree.Array {
			return embeddedCopy{}
		}
		return embeddedCopy{text: string(v.Replace(anotherValue(v)))}
	})
}

// removedMembers takes each member and element away, one at a time.
func removedMembers(g good) ([]embeddedCopy, error) {
	return g.everywhere("What stood at %s was taken away after signing.", func(v jsontree.Value) embeddedCopy {
		if v.Pointer() == "/proof" || v.Pointer() == g.proofAt() {
			return embeddedCopy{}
		}
		c := g.withoutContext(v)
		c.text = string(v.Remove())
		return c
	})
}

// withoutContext says what a copy breaks that lacks a context by which the meaning
// of nothing that was signed changes. Where statements are signed, the signature
// then still fits. Within the document it is the credential there that cannot stand
// alone any more. The context of the proof must be appended by who signs; that who
// verifies may do the same is nowhere forbidden.
func (g good) withoutContext(v jsontree.Value) embeddedCopy {
	inside := strings.Contains(v.Pointer(), "/@context") && !strings.HasPrefix(v.Pointer(), "/@context")
	switch {
	case !g.suite.statements || g.operation != VerifyCredential:
	case inside:
		return embeddedCopy{rule: "NESTED-CREDENTIAL", level: vc.Should, spec: "https://www.w3.org/TR/vc-data-model-2.0/#contexts"}
	case strings.HasPrefix(v.Pointer(), "/@context/") && v.Text() == contextOfProofs:
		return embeddedCopy{rule: "JSONLD-TERM-UNDEFINED", level: vc.Should, spec: specDI + "#context-injection"}
	}
	return embeddedCopy{}
}

// everywhere makes a copy for each value of the document of which change makes one.
func (g good) everywhere(because string, change func(jsontree.Value) embeddedCopy) ([]embeddedCopy, error) {
	var out []embeddedCopy
	var walk func(jsontree.Value)
	walk = func(v jsontree.Value) {
		for i := range v.Len() {
			child := v.At(i)
			if name, ok := strings.CutPrefix(child.Pointer(), g.proofAt()+"/"); ok && contains(ownOperators, name) {
				continue
			}
			if c := change(child); c.text != "" {
				c.slug, c.because = slugOf(child.Pointer()), fmt.Sprintf(because, child.Pointer())
				out = append(out, c)
			}
			walk(child)
		}
	}
	walk(g.file.Root())
	return out, nil
}

func contains(list []string, text string) bool {
	for _, one := range list {
		if one == text {
			return true
		}
	}
	return false
}

// anotherValue is another value of the same type that is as good: a date stays one,
// and one that leaves the credential in force.
func anotherValue(v jsontree.Value) string {
	switch text := v.Text(); v.Kind() {
	case jsontree.String:
		for old, other := range map[string]string{"2020-": "2019-", "2099-": "2097-"} {
			if rest, ok := strings.CutPrefix(text, old); ok {
				return quote(other + rest)
			}
		}
		return quote(text + "x")
	case jsontree.Number:
		return "1" + v.Raw()
	case jsontree.Bool:
		return fmt.Sprint(!v.Bool())
	}
	return `"x"`
}

// slugOf writes a JSON Pointer as part of an id.
func slugOf(pointer string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r >= 'A' && r <= 'Z':
			return r
		}
		return '-'
	}, pointer), "-")
}
