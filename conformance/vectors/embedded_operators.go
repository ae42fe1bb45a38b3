package vectors

import (
	"fmt"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// operator makes spoilt copies of a good document, for one reason.
type operator struct {
	slug    string // in ids of vectors
	rule    string // the code of the requirement that the copies break
	because string // what is the matter, as one sentence
	// level is how strongly the clause demands that a verifier rejects the copy; "":
	// as the requirement says. spec is the clause, where it is not that of the
	// requirement.
	level vc.Level
	spec  string
	only  func(good) bool // nil: every good document
	make  func(good) ([]embeddedCopy, error)
}

// embeddedCopy is one spoilt copy.
type embeddedCopy struct {
	slug    string // added to that of the operator, or ""
	rule    string // "": as the operator says, and so the next two
	because string
	level   vc.Level
	spec    string
	text    string
}

// vector returns a copy as a vector beside the good one.
func (o operator) vector(rules map[string]vc.Rule, of Vector, c embeddedCopy) (Vector, error) {
	code := o.rule
	if c.rule != "" {
		code = c.rule
	}
	rule, ok := rules[code]
	if !ok {
		return Vector{}, fmt.Errorf("there is no rule %s", code)
	}
	v := of
	v.ID, v.Accept, v.Rule, v.Level, v.Because, v.Spec, v.Document = of.ID+"/"+o.slug, false, code, rule.Level, o.because, rule.Spec, []byte(c.text)
	if c.slug != "" {
		v.ID += "-" + c.slug
	}
	if c.because != "" {
		v.Because = c.because
	}
	if o.spec != "" && c.rule == "" {
		v.Spec = o.spec
	}
	if c.spec != "" {
		v.Spec = c.spec
	}
	for _, level := range []vc.Level{o.level, c.level} {
		if level != "" {
			v.Level = level
		}
	}
	return v, nil
}

// one makes a list of one copy.
func one(doc vc.Document, err error) ([]embeddedCopy, error) {
	if err != nil {
		return nil, err
	}
	return []embeddedCopy{{text: doc.String()}}, nil
}

// edits changes the signed document, as anybody can who has no key. A pointer that
// begins with "/proof/" leads into the first proof.
func edits(pairs ...string) func(good) ([]embeddedCopy, error) {
	return func(g good) ([]embeddedCopy, error) { return one(edit(g.file, g.rooted(pairs)...)) }
}

// editsOf changes the signed document by edits that depend on who signed.
func editsOf(pairs func(good) []string) func(good) ([]embeddedCopy, error) {
	return func(g good) ([]embeddedCopy, error) { return one(edit(g.file, g.rooted(pairs(g))...)) }
}

func (g good) rooted(pairs []string) []string {
	out := make([]string, len(pairs))
	for i, text := range pairs {
		if rest, ok := strings.CutPrefix(text, "/proof/"); ok && i%2 == 0 && !numbered(rest) {
			text = g.proofAt() + "/" + rest
		}
		out[i] = text
	}
	return out
}

// issued changes the draft before its issuer signs it.
func issued(pairs func(good) []string) func(good) ([]embeddedCopy, error) {
	return func(g good) ([]embeddedCopy, error) {
		doc, err := edit(g.unsigned, pairs(g)...)
		if err != nil {
			return nil, err
		}
		return one(g.sign(doc, g.issuer, g.options))
	}
}

// signedWith signs the draft with other options.
func signedWith(change func(*dataintegrity.Options)) func(good) ([]embeddedCopy, error) {
	return func(g good) ([]embeddedCopy, error) {
		o := g.options
		change(&o)
		return one(g.sign(g.unsigned, g.issuer, o))
	}
}

// resigned changes the proof, and then its issuer makes its value anew.
func resigned(pairs ...string) func(good) ([]embeddedCopy, error) {
	return func(g good) ([]embeddedCopy, error) {
		doc, err := edit(g.file, g.rooted(pairs)...)
		if err != nil {
			return nil, err
		}
		return one(g.bench.resign(doc, g.issuer))
	}
}

// Which good documents an operator is for.
func statementsOnly(g good) bool { return g.suite.statements }
func textOnly(g good) bool       { return !g.suite.statements }
func wholeOnly(g good) bool      { return g.suite.selective == nil }
func named(g good) bool          { return !g.suite.typed }
func fromJSONLD(g good) bool     { return g.suite.statements && wholeOnly(g) }

func quote(text string) string { return string(jsontree.AppendString(nil, text)) }

// otherSuite names another suite for the same kind of key in the proof. Where there is
// none, the key tells that it is wrong.
func otherSuite(g good) ([]embeddedCopy, error) {
	other, rule := "eddsa-jcs-2022", "PROOF-KEY"
	for _, s := range embeddedSuites {
		if s.key == g.suite.key && s.cryptosuite != g.suite.cryptosuite && !s.typed {
			other, rule = string(s.cryptosuite), ""
			break
		}
	}
	doc, err := edit(g.file, g.proofAt()+"/cryptosuite", quote(other))
	return []embeddedCopy{{rule: rule, text: doc.String()}}, err
}

// swapped puts the proof of another document of the same issuer in the place of the
// right one.
func swapped(g good) ([]embeddedCopy, error) {
	other, err := g.other()
	if err != nil {
		return nil, err
	}
	return one(edit(g.file, "/proof", other.Get("proof").Raw()))
}

// other signs a document of the same issuer that says something else.
func (g good) other() (vc.Document, error) {
	doc, err := edit(g.unsigned, "/id", quote("urn:uuid:3a1b7c1e-58c8-4f43-9d1c-3c8b3f3ad0f0"))
	if err != nil {
		return vc.Document{}, err
	}
	return g.sign(doc, g.issuer, g.options)
}

// doubled puts a proof that does not hold beside the right one.
func doubled(g good) ([]embeddedCopy, error) {
	other, err := g.other()
	if err != nil {
		return nil, err
	}
	right, wrong := g.file.Lookup(g.proofAt()).Raw(), other.Lookup(g.proofAt()).Raw()
	var out []embeddedCopy
	for slug, both := range map[string]string{"before": wrong + "," + right, "after": right + "," + wrong} {
		doc, err := edit(g.file, "/proof", "["+both+"]")
		if err != nil {
			return nil, err
		}
		out = append(out, embeddedCopy{slug: slug, text: doc.String()})
	}
	return out, nil
}

// ofAStranger signs the draft, which names somebody else as issuer.
func ofAStranger(g good) ([]embeddedCopy, error) {
	return one(g.sign(g.unsigned, g.stranger, g.options))
}

// twice repeats a member with another value: first the wrong one, then the right
// one, and the other way round.
func twice(g good) ([]embeddedCopy, error) {
	text := strings.TrimSpace(g.file.String())
	wrong := quote(g.by()) + ":" + quote(g.stranger.id)
	return []embeddedCopy{
		{slug: "first-wrong", text: "{" + wrong + "," + text[1:]},
		{slug: "last-wrong", text: text[:len(text)-1] + "," + wrong + "}"},
	}, nil
}

// appended puts text behind the document.
func appended(text string) func(good) ([]embeddedCopy, error) {
	return func(g good) ([]embeddedCopy, error) { return []embeddedCopy{{text: g.file.String() + text}}, nil }
}

// commented puts a comment into the document.
func commented(g good) ([]embeddedCopy, error) {
	return []embeddedCopy{{text: "{/* as signed */" + strings.TrimSpace(g.file.String())[1:]}}, nil
}

// otherCase writes the name of the proof in capitals.
func otherCase(g good) ([]embeddedCopy, error) {
	return one(edit(g.file, "/PROOF", g.file.Get("proof").Raw(), "/proof", ""))
}

// otherKind names the key that the same issuer has of another kind.
func otherKind(g good) ([]embeddedCopy, error) {
	kind := ed25519Key
	if g.suite.key == ed25519Key {
		kind = p256Key
	}
	other, err := signatoryOf("issuer", kind)
	if err != nil {
		return nil, err
	}
	return one(edit(g.file, g.proofAt()+"/verificationMethod", quote(other.key.Method)))
}

// garbled puts a byte that is no UTF-8 into a text. Where that can be done it is
// signed as a reader understands it who puts a replacement character in its place.
func garbled(g good) ([]embeddedCopy, error) {
	const text = "garb\ufffded"
	edited, err := edit(g.file, g.proofAt()+"/nonce", quote(text))
	if err == nil && wholeOnly(g) {
		edited, err = g.bench.resign(edited, g.issuer)
	}
	if err != nil {
		return nil, err
	}
	return []embeddedCopy{{text: strings.Replace(edited.String(), text, "garb\xffed", 1)}}, nil
}

// dangling signs a proof that builds on one that is not there, and is right but for
// that.
func dangling(g good) ([]embeddedCopy, error) {
	const missing = "urn:uuid:3a1b7c1e-58c8-4f43-9d1c-3c8b3f3ad0ff"
	plain := g.file.Lookup(g.proofAt()).Raw()
	linked, err := edit(g.file, "/proof", "["+plain+","+plain+"]", "/proof/0/previousProof", quote(missing), "/proof/1/id", quote(missing))
	if err != nil {
		return nil, err
	}
	config, err := g.bench.input(linked, 0)
	if err != nil {
		return nil, err
	}
	document, err := g.bench.input(g.file, 0)
	if err != nil {
		return nil, err
	}
	text, err := g.bench.signature(g.issuer, append(append([]byte(nil), config.ProofHash...), document.DocumentHash...))
	if err != nil {
		return nil, err
	}
	return one(edit(g.file, g.rooted([]string{"/proof/previousProof", quote(missing), "/proof/proofValue", quote(text)})...))
}

// periodLevel is how strongly a verifier must look at the period: Open Badges says
// so, and for the W3C it is a part of validation.
func periodLevel(copies func(good) ([]embeddedCopy, error)) func(good) ([]embeddedCopy, error) {
	return func(g good) ([]embeddedCopy, error) {
		out, err := copies(g)
		for i := range out {
			if g.draft.strict {
				out[i].spec = g.draft.spec
			} else {
				out[i].level = vc.Should
			}
		}
		return out, err
	}
}

func expired(o *dataintegrity.Options) {
	o.Expires = time.Date(2021, 6, 30, 12, 0, 0, 0, time.UTC)
}

// numbered reports whether a pointer into the proofs says which of them it means.
func numbered(rest string) bool { return rest != "" && rest[0] >= '0' && rest[0] <= '9' }
