package jose

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// typeBinding is the type of a key binding JWT (RFC 9901 section 4.3).
const typeBinding = "kb+jwt"

// selectiveText returns an SD-JWT without its key binding JWT. That is the text
// whose digest is sd_hash (RFC 9901 section 4.3.1).
func selectiveText(sig *proof.Signature) string {
	var b strings.Builder
	b.WriteString(sig.Protected + "." + sig.Payload + "." + sig.Value + "~")
	for _, d := range sig.Disclosures {
		b.WriteString(d)
		b.WriteByte('~')
	}
	return b.String()
}

// checkBinding checks the key binding JWT. The policy decides whether there must
// be one, never the presenter (RFC 9901 section 7.3 step 1). One that is there
// must be right in any case.
func (c *check) checkBinding() {
	required := c.job.Policy.Challenge != "" || len(c.job.Policy.Domain) > 0
	switch {
	case c.sig.KeyBinding == "" && required:
		c.addBroken(&ruleBinding, c.at(), "none")
		return
	case c.sig.KeyBinding == "":
		return
	}
	key, status, found := c.holderKey()
	if found != "" {
		c.add(&ruleBinding, status, c.at(), "The key binding JWT cannot be checked: there is "+found+".")
		return
	}
	claims, found := c.readBinding(key)
	if found != "" {
		c.addBroken(&ruleBinding, c.at(), found)
		return
	}
	c.add(&ruleBinding, vc.Pass, c.at(), "The key binding JWT is for this SD-JWT and signed with the holder's key.")
	switch aud := claims.Get("aud").Text(); {
	case len(c.job.Policy.Domain) > 0:
		c.addExpected(&ruleDomain, c.at(), sameSet([]string{aud}, c.job.Policy.Domain))
	default:
		c.add(&ruleDomain, vc.NotAsked, c.at(), "The key binding names an audience; you did not say who it should be for.")
	}
	if want := c.job.Policy.Challenge; want != "" {
		c.addExpected(&ruleChallenge, c.at(), claims.Get("nonce").IsText(want))
	} else {
		c.add(&ruleChallenge, vc.NotAsked, c.at(), "The key binding answers a challenge that you did not give; it may be a copy of an old one.")
	}
}

// holderKey reads the holder's key from cnf (RFC 7800 section 3.2). found says
// what stands there instead, or "".
func (c *check) holderKey() (key crypto.PublicKey, status vc.Status, found string) {
	cnf := c.claims.Get("cnf")
	switch {
	case !cnf.IsObject():
		return nil, vc.Fail, "no cnf with the holder's key"
	case !cnf.Get("jwk").Exists():
		return nil, vc.Unknown, "a cnf without jwk"
	}
	k, err := jwk.Public(cnf.Get("jwk"))
	switch {
	case errors.Is(err, jwk.ErrUnsupported):
		return nil, vc.Unknown, "a key in cnf that cannot be used here (" + err.Error() + ")"
	case err != nil:
		return nil, vc.Fail, "a faulty key in cnf"
	}
	return k.Public, vc.Pass, ""
}

// readBinding reads the key binding JWT and checks everything in it except whom
// it was made for. found says what is wrong with it, or "".
func (c *check) readBinding(key crypto.PublicKey) (claims vc.Document, found string) {
	file, err := proof.Open([]byte(c.sig.KeyBinding), c.env.Limits)
	if err != nil || file.Document().IsZero() {
		return claims, "one that cannot be read"
	}
	sig, claims := file.Proofs()[0].Signature, file.Document()
	algorithm, ok := jws.Lookup(sig.Header.Get("alg").Text())
	switch {
	case !sig.Header.Get("typ").IsText(typeBinding):
		return claims, "one of another type than kb+jwt"
	case !ok || algorithm.Misfit(key) != "":
		return claims, "one with an algorithm that does not fit the key"
	case jws.CriticalFault(sig.Header, nil, []string{"b64"}) != "":
		return claims, "one with critical parameters"
	}
	value, err := jws.Decode(sig.Value)
	if err != nil || !algorithm.VerifyText(key, value, sig.Protected, ".", sig.Payload) {
		return claims, "one with a signature that does not verify"
	}
	for _, name := range []string{"aud", "nonce"} {
		if v := claims.Get(name); v.Kind() != jsontree.String || v.Text() == "" {
			return claims, "one without " + name
		}
	}
	at, ok := numericDate(claims.Get("iat"))
	switch {
	case !claims.Get("sd_hash").IsText(c.hash.digest(selectiveText(c.sig))):
		return claims, "one for another SD-JWT or other disclosures"
	case !ok:
		return claims, "one without iat"
	case c.now.Add(clockSkew).Unix() < at:
		return claims, "one from the future"
	}
	for _, name := range []string{"exp", "nbf"} {
		if v := claims.Get(name); v.Exists() {
			limit, ok := numericDate(v)
			if !ok || (name == "exp") == (c.now.Unix() >= limit) {
				return claims, "one that is not valid now"
			}
		}
	}
	return claims, ""
}

// Binding says to whom an SD-JWT is presented.
type Binding struct {
	Domain    string    // aud, the one verifier that it is meant for
	Challenge string    // nonce, the value that the verifier gave
	Created   time.Time // zero: now, by the Env's clock
}

// Bind adds a key binding JWT to an SD-JWT (RFC 9901 section 4.3). It shows the
// verifier that the holder presents it, to whom and when. The key must be the one
// that the issuer put into cnf. It is an error when the file is no SD-JWT or is
// bound already, and when the domain or the challenge is empty.
func Bind(ctx context.Context, env vc.Env, file *proof.Secured, holder crypto.Signer, to Binding) (*proof.Secured, error) {
	sig, processed, err := openUnbound(ctx, file, env.Limits)
	if err != nil {
		return nil, err
	}
	key, err := jwk.Public(processed.payload.Lookup("/cnf/jwk"))
	switch {
	case err != nil:
		return nil, fmt.Errorf("SDJWT-BINDING at /cnf/jwk: the SD-JWT names no holder's key: %w", err)
	case holder == nil || !enveloping.SameKey(key.Public, holder.Public()):
		return nil, errors.New("SDJWT-BINDING at /cnf/jwk: the SD-JWT is for another key than the one that should present it")
	case to.Domain == "" || to.Challenge == "":
		return nil, errors.New("SDJWT-BINDING: give the audience and the challenge of the verifier")
	}
	created := to.Created
	if created.IsZero() {
		created = env.Now()
	}
	algorithm, _ := jws.Default(key.Public) // a key that was read from a JWK has one
	text := selectiveText(sig)
	header := `{"alg":"` + algorithm.Name + `","typ":"` + typeBinding + `"}`
	payload := []byte(`{"iat":` + strconv.FormatInt(created.Unix(), 10))
	for _, m := range [][2]string{{"aud", to.Domain}, {"nonce", to.Challenge}, {"sd_hash", processed.hash.digest(text)}} {
		payload = append(append(append(payload, `,"`...), m[0]...), `":`...)
		payload = jsontree.AppendString(payload, m[1])
	}
	token, err := signCompact(ctx, holder, algorithm, header, string(payload)+"}")
	if err != nil {
		return nil, err
	}
	return proof.Open(append([]byte(text), token...), env.Limits)
}

// openUnbound processes an SD-JWT, which must have no key binding JWT.
func openUnbound(ctx context.Context, file *proof.Secured, limits vc.Limits) (*proof.Signature, *processedPayload, error) {
	if len(file.Proofs()) != 1 || file.Proofs()[0].Suite != "SD-JWT" || file.Document().IsZero() {
		return nil, nil, errors.New("SDJWT-FORM: the file is not an SD-JWT")
	}
	sig := file.Proofs()[0].Signature
	if sig.KeyBinding != "" {
		return nil, nil, errors.New("SDJWT-BINDING: the SD-JWT is already bound to a presentation; take the one that the issuer gave")
	}
	processed, err := processPayload(ctx, file.Document(), sig, limits)
	if err != nil {
		return nil, nil, fmt.Errorf("SDJWT-DISCLOSURE: the SD-JWT is faulty: there is %w", err)
	}
	return sig, processed, nil
}
