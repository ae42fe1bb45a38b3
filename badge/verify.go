package badge

import (
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/internal/nested"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var ruleRules = vc.Rule{Code: "OB3-RULES", Axis: vc.Conformant, Level: vc.Must, Spec: "https://www.imsglobal.org/spec/ob/v3p0/#data-model",
	Text: "A badge must keep every MUST of Open Badges 3.0."}

// Rules returns the rules that [Family] adds to those of package ob3.
func Rules() []vc.Rule { return []vc.Rule{ruleRules, nested.About} }

// Family is what Open Badges 3.0 adds to verification: the rules for badges and
// for endorsements that stand on their own, the endorsements inside them, and
// the ways in which they name a person.
func Family() proof.Family {
	return proof.Family{
		Name:       "Open Badges 3.0",
		Is:         func(doc vc.Document) bool { return ob3.Is(doc) || isEndorsement(doc) },
		Rules:      &ruleRules,
		Check:      checkOwn(ob3.CheckIn),
		Parts:      nested.Parts,
		Recipients: MatchRecipients,
	}
}

func isEndorsement(doc vc.Document) bool {
	return datamodel.Lists(doc.Get("type"), ob3.TypeEndorsement)
}

// checkOwn leaves out the problems inside nested credentials: these are checked
// on their own, and an endorsement must not make the badge worse. Rules about
// JSON-LD stay, since the proof of the badge covers the whole document.
func checkOwn(check func(context.Context, vc.Document, vc.Env) ([]vc.Problem, error)) func(context.Context, vc.Document, vc.Env) ([]vc.Problem, bool, error) {
	return func(ctx context.Context, doc vc.Document, env vc.Env) ([]vc.Problem, bool, error) {
		problems, err := check(ctx, doc, env)
		whole := len(problems) < datamodel.MaxProblems
		return nested.Own(problems, doc, nested.Parts), whole, err
	}
}

// IdentifierID is the kind of the subject's own id, a DID or URL, in an
// [Identity] or [Match]. It is no term of [ob3.IdentifierType].
const IdentifierID = "id"

// Identity is what you know of a person: an e-mail address, a name, a
// number, a DID.
type Identity struct {
	// Kind is a term of [ob3.IdentifierType] or [IdentifierID]; only identifiers of
	// that kind count. "" takes any kind.
	Kind  string
	Value string
}

// Match is an identifier of a badge's recipient that fits an [Identity].
type Match = proof.Match

// MatchRecipient returns the identifiers of the learner of a badge, or of a
// Comprehensive Learner Record, that fit what you know. If there are none, the
// credential may be about somebody else. Whether the document is authentic is
// for a [proof.Verifier] to say.
//
// The hash is taken of the identifier followed by the salt, and its hexadecimal
// digits may have either case (Open Badges 3.0, IdentityHash). MD5 is
// understood because old badges use it. No specification says how to write an
// identifier before it is hashed, so it is tried as given, without the white
// space around it, and in lower case. Of identifiers in clear, only e-mail
// addresses fit in any case. A mailto: URL counts as an e-mail address.
func MatchRecipient(doc vc.Document, who Identity) []Match {
	if strings.TrimSpace(who.Value) == "" {
		return nil
	}
	var found []Match
	w := wanted{kind: publishedKind(who.Kind), writings: writingsOf(who.Value)}
	for subject := range doc.Get("credentialSubject").Each() {
		found = append(found, w.id(subject.Get("id"))...)
		for identifier := range subject.Get("identifier").Each() {
			found = append(found, w.identifier(identifier)...)
		}
	}
	return found
}

// publishedKind returns the term of the specification for a kind: the
// implementation guide, and issuers that follow it, write email.
func publishedKind(kind string) string {
	if kind == "email" {
		return ob3.IdentifierEmailAddress
	}
	return kind
}

// wanted is the identity to look for.
type wanted struct {
	kind     string
	writings []writing
}

// writing is one way to write an identity.
type writing struct{ text, form string }

const anyCase = "ignoring case"

// is compares a writing with an identifier in clear.
func (w writing) is(text string) bool {
	return w.text == text || w.form == anyCase && strings.EqualFold(w.text, text)
}

func writingsOf(value string) []writing {
	all := []writing{{value, "as given"}}
	trimmed := strings.TrimSpace(value)
	others := []writing{{trimmed, "trimmed"}, {strings.ToLower(trimmed), "in lower case"}}
	if address, ok := addressOf(trimmed); ok {
		others = append(others, writing{address, "as given"}, writing{strings.ToLower(address), "in lower case"})
	}
	for _, other := range others {
		if !slices.ContainsFunc(all, func(w writing) bool { return w.text == other.text }) {
			all = append(all, other)
		}
	}
	return all
}

// addressOf returns the address in a mailto: URL.
func addressOf(text string) (address string, ok bool) {
	const scheme = "mailto:"
	if len(text) <= len(scheme) || !strings.EqualFold(text[:len(scheme)], scheme) {
		return "", false
	}
	return text[len(scheme):], true
}

// match returns the match of an identifier, if one of the writings fits.
func (w wanted) match(at jsontree.Value, kind, method string, writings []writing, fits func(writing) bool) []Match {
	if w.kind != "" && w.kind != kind {
		return nil
	}
	i := slices.IndexFunc(writings, fits)
	if i < 0 {
		return nil
	}
	return []Match{{Pointer: at.Pointer(), Kind: kind, Method: method, Form: writings[i].form}}
}

// clear returns the writings that count for an identifier in clear. Only e-mail
// addresses may differ in case.
func (w wanted) clear(kind string) []writing {
	if kind != ob3.IdentifierEmailAddress {
		return slices.DeleteFunc(slices.Clone(w.writings), func(one writing) bool { return one.form == "in lower case" })
	}
	return append(slices.Clone(w.writings), writing{w.writings[len(w.writings)-1].text, anyCase})
}

// id compares the id of a subject.
func (w wanted) id(v jsontree.Value) []Match {
	if v.Kind() != jsontree.String {
		return nil
	}
	kind, text := IdentifierID, v.Text()
	if w.kind == "" && w.writings[0].text == text {
		return w.match(v, kind, "id", w.writings, func(one writing) bool { return one.text == text })
	}
	if address, ok := addressOf(text); ok && w.kind != IdentifierID {
		kind, text = ob3.IdentifierEmailAddress, address
	}
	return w.match(v, kind, "id", w.clear(kind), func(one writing) bool { return one.is(text) })
}

// identifier compares an IdentityObject.
func (w wanted) identifier(v jsontree.Value) []Match {
	kind, stated := publishedKind(v.Get("identityType").Text()), v.Get("identityHash").Text()
	if !v.Get("hashed").Bool() {
		return w.match(v, kind, "plain", w.clear(kind), func(one writing) bool { return one.is(stated) })
	}
	algorithm, digits, _ := strings.Cut(stated, "$")
	algorithm = strings.ToLower(algorithm)
	hash, known := identityHashes[algorithm]
	if !known {
		return nil
	}
	salt := v.Get("salt").Text()
	return w.match(v, kind, algorithm, w.writings, func(one writing) bool {
		return strings.EqualFold(hex.EncodeToString(hash([]byte(one.text+salt))), digits)
	})
}

// identityHashes are the algorithms of the specification.
var identityHashes = map[string]func([]byte) []byte{
	"sha256": func(b []byte) []byte { sum := sha256.Sum256(b); return sum[:] },
	"md5":    func(b []byte) []byte { sum := md5.Sum(b); return sum[:] },
}

// MatchRecipients is [MatchRecipient] for all that is known of one person.
func MatchRecipients(doc vc.Document, who []string) []Match {
	var found []Match
	for _, value := range who {
		found = append(found, MatchRecipient(doc, Identity{Value: value})...)
	}
	return found
}
