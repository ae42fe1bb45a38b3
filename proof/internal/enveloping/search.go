package enveloping

import (
	"context"
	"crypto"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// Search finds the key that a document was signed with, checks the signature with
// it, and records whose it is.
type Search struct {
	Env   vc.Env
	Now   time.Time
	At    string // where the signature stands
	What  string // what it is a signature of, in a word: "token"
	Rules Rules

	Kid          string           // the name of the key in the header, or ""
	Embedded     crypto.PublicKey // a key that comes with the signature, or nil
	Signatory    string           // who should have signed, where the document says so in no member of its own
	Document     vc.Document      // what was signed; zero if it cannot be read
	Presentation bool
	Algorithm    jws.Algorithm // zero if it is none that is known
	// AnyCurve says that the specification lets an algorithm be used with a key on
	// another curve than the usual one, which is not supported here.
	AnyCurve bool
	Verifies func(crypto.PublicKey) bool // reports whether a safe key made the signature
	Fault    func() string               // what may be wrong with a signature that does not verify

	Findings []vc.Finding
	Signer   proof.Signer
}

// Rules are the rules of a suite that a [Search] reports on.
type Rules struct{ Alg, Embedded, Kid, Key, Signature *vc.Rule }

// found is the key to check the signature with.
type found struct {
	key    crypto.PublicKey
	method *vc.Method // the method that holds it; nil for a key in the header
	// checked says that it was found to be safe when it was read, as the key is that
	// an identifier holds.
	checked bool
}

// Try checks the signature with a key that was found elsewhere.
func (s *Search) Try(key crypto.PublicKey) {
	if s.Algorithm.Name != "" {
		s.checkWith(found{key: key})
	}
}

// Verified reports whether the signature was found to be right.
func (s *Search) Verified() bool {
	return slices.ContainsFunc(s.Findings, func(f vc.Finding) bool { return f.Code == s.Rules.Signature.Code && f.Status == vc.Pass })
}

// Run searches and checks.
func (s *Search) Run(ctx context.Context) {
	if f, ok := s.findKey(ctx); ok && s.Algorithm.Name != "" {
		s.checkWith(f)
	}
}

func (s *Search) add(rule *vc.Rule, status vc.Status, detail string) {
	s.Findings = append(s.Findings, rule.Finding(status, s.At, detail))
}

func (s *Search) addBroken(rule *vc.Rule, found string) {
	s.Findings = append(s.Findings, rule.At(s.At, found).Finding())
}

// checkWith checks the signature with a key, which must be safe and fit the
// algorithm.
func (s *Search) checkWith(f found) {
	var err error
	if !f.checked {
		err = jwk.Check(f.key)
	}
	switch {
	case f.key == nil && f.method != nil:
		s.add(s.Rules.Key, vc.Unknown, "The key cannot be used here, so the signature was not checked: "+f.method.WhyUnusable()+".")
		return
	case errors.Is(err, jwk.ErrUnsupported):
		s.add(s.Rules.Key, vc.Unknown, "The key cannot be used here, so the signature was not checked: "+err.Error()+".")
		return
	case err != nil:
		s.addBroken(s.Rules.Key, "another: "+err.Error())
		return
	}
	if misfit := s.Algorithm.Misfit(f.key); misfit != "" {
		if s.AnyCurve && s.Algorithm.OtherCurve(f.key) {
			s.add(s.Rules.Alg, vc.Unknown, "The signature was not checked: "+s.Algorithm.Name+" with "+misfit+" is not supported here.")
			return
		}
		s.addBroken(s.Rules.Alg, s.Algorithm.Name+" with "+misfit)
		return
	}
	s.add(s.Rules.Alg, vc.Pass, "The algorithm "+s.Algorithm.Name+" fits the key.")
	if !s.Verifies(f.key) {
		s.addBroken(s.Rules.Signature, s.Fault())
		return
	}
	s.add(s.Rules.Signature, vc.Pass, "The signature fits the header, the payload and the key.")
}

// findKey finds the key to check the signature with, and records whose it is.
func (s *Search) findKey(ctx context.Context) (found, bool) {
	switch {
	case s.IsAddress(s.Kid):
		return s.keyAt(ctx, s.Kid)
	case s.Embedded != nil:
		s.add(s.Rules.Embedded, vc.Warn, "The key stands in the "+s.What+"'s own header, which shows nothing about whose it is.")
		s.findOwner(ctx, s.Embedded)
		return found{key: s.Embedded}, true
	default:
		return s.keyOfIssuer(ctx, s.Kid)
	}
}

// IsAddress reports whether kid is the URL of a verification method. Any other
// kid is only a hint at a key of the issuer (RFC 7515 section 4.1.4). So is the
// issuer's own id, unless that stands for a key.
func (s *Search) IsAddress(kid string) bool {
	scheme, _, isURL := strings.Cut(strings.ToLower(kid), ":")
	if !isURL || scheme != "did" && scheme != "https" && scheme != "http" {
		return false
	}
	return kid != s.party() || strings.HasPrefix(kid, "did:key:") || strings.HasPrefix(kid, "did:jwk:")
}

// party returns the id of whoever should have signed.
func (s *Search) party() string {
	if s.Signatory != "" {
		return s.Signatory
	}
	if s.Document.IsZero() {
		return ""
	}
	return Party(s.Document, s.Presentation)
}

// keyAt looks up the verification method at a URL. The embedded key, if there is
// one, must be the same; when the method is out of reach it is used instead.
func (s *Search) keyAt(ctx context.Context, url string) (found, bool) {
	controller, method, err := did.Dereference(ctx, s.Env, url)
	switch {
	case errors.Is(err, vc.ErrUnreachable):
		s.add(&RuleMethod, vc.Unknown, "The verification method "+Printable(url)+" could not be looked up: "+vc.Plain(err.Error())+".")
		if s.Embedded == nil {
			return found{}, false
		}
		s.findOwner(ctx, s.Embedded)
		return found{key: s.Embedded}, true
	case err != nil:
		s.add(&RuleMethod, vc.Fail, "The verification method "+Printable(url)+" is not usable: "+err.Error()+".")
		return found{}, false
	case s.Embedded != nil && !SameKey(s.Embedded, method.Key):
		s.addBroken(s.Rules.Embedded, "another key than the one that kid leads to")
	}
	s.checkMethod(controller, method)
	if method.ID == controller.ID && method.Key != nil {
		// The kid of an Open Badge may lead to a bare key. Nothing but its address
		// says whose it is.
		s.findOwner(ctx, method.Key)
	}
	return found{method.Key, method, method.Key != nil && did.HoldsKey(url)}, true
}

// SameKey reports whether two keys are the same, of which the first must be safe.
func SameKey(a, b crypto.PublicKey) bool {
	if jwk.Check(a) != nil {
		return false
	}
	return a.(interface{ Equal(crypto.PublicKey) bool }).Equal(b)
}
