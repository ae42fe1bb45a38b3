package jose

import (
	"context"
	"crypto"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// checkType checks the claims against the metadata of their type. Types that are
// built in are known; others are asked for only when the issuer is who signed, so
// that a stranger does not choose which addresses are visited.
func (c *check) checkType(ctx context.Context) {
	vct := c.claims.Get(claimType).Text()
	if vct == "" {
		return
	}
	t, status, found := c.findType(ctx, vct, c.claims.Get(claimIntegrity).Text(), nil)
	if found != "" {
		rule := &ruleTypeMetadata
		if strings.HasPrefix(found, otherDigest) {
			rule = &ruleIntegrity
		}
		c.add(rule, status, "/"+claimType, found)
		return
	}
	if c.types[vct] != nil && c.claims.Get(claimIntegrity).Exists() {
		c.add(&ruleIntegrity, vc.NotAsked, "/"+jsontree.EscapePointer(claimIntegrity), "The type is known here without its metadata, so their digest was not compared.")
	}
	sound := true
	for _, claim := range t.Claims {
		sound = c.checkTypeClaim(t, claim) && sound
	}
	if sound {
		c.add(&ruleTypeMetadata, vc.Pass, "/"+claimType, "The claims are those of the type, as far as they are shown.")
	}
}

// otherDigest begins the details about a digest that is wrong.
const otherDigest = "The metadata of the type have another digest"

// findType returns a type with what it takes over from those that it extends.
// before are the types on the way here. found says why it is not known, or "".
func (c *check) findType(ctx context.Context, vct, integrity string, before []string) (t *Type, status vc.Status, found string) {
	name := enveloping.Printable(vct)
	switch {
	case slices.Contains(before, vct):
		return nil, vc.Fail, "The type " + name + " extends itself."
	case len(before) >= maxExtends:
		return nil, vc.Unknown, "The type extends another, and that another, too often to follow."
	}
	if t = c.types[vct]; t == nil {
		if t, status, found = c.fetchType(ctx, vct, integrity); found != "" {
			return nil, status, found
		}
	}
	if t.Extends == "" {
		return t, vc.Pass, ""
	}
	base, status, found := c.findType(ctx, t.Extends, t.integrity, append(before, vct))
	if found != "" {
		return nil, status, found
	}
	if t, found = t.extending(base); found != "" {
		return nil, vc.Fail, "The type " + name + " has " + found + "."
	}
	return t, vc.Pass, ""
}

// fetchType fetches the metadata of a type.
func (c *check) fetchType(ctx context.Context, vct, integrity string) (t *Type, status vc.Status, found string) {
	name := enveloping.Printable(vct)
	switch {
	case c.env.Fetcher == nil:
		return nil, vc.Unknown, "The type " + name + " is not known here, and its metadata were not fetched, so it is not known which claims it demands. Give them with --document " + name + "=FILE, or add --online."
	case c.evidence.Signer.Issues != vc.Pass || vc.AxesOf(c.evidence.Findings)[vc.Authentic] == vc.Invalid:
		return nil, vc.Unknown, "It is not shown who the issuer is, so the metadata of the type " + name + " were not fetched."
	}
	body, _, err := c.env.Fetcher.Fetch(ctx, vct, []string{"application/json"}, maxMetadata)
	if err != nil {
		return nil, vc.Unknown, "The metadata of the type " + name + " could not be fetched, so it is not known which claims it demands: " + vc.Plain(err.Error()) + "."
	}
	switch status := compareIntegrity(integrity, body); status {
	case vc.Fail:
		return nil, vc.Fail, otherDigest + " than the issuer signed."
	case vc.Unknown:
		return nil, vc.Unknown, otherDigest + " algorithm than sha256, sha384 and sha512, which is not supported."
	}
	doc, err := vc.ParseDocument(body, c.env.Limits)
	if err != nil {
		return nil, vc.Fail, "The metadata of the type " + name + " are no strict JSON object."
	}
	if t, err = ParseType(doc); err != nil {
		return nil, vc.Fail, "The metadata of the type " + name + " are faulty: " + vc.Plain(err.Error()) + "."
	}
	if t.VCT != vct {
		return nil, vc.Fail, "The metadata at " + name + " are those of another type, " + enveloping.Printable(t.VCT) + "."
	}
	return t, vc.Pass, ""
}

// checkTypeClaim checks what the type says about one claim. It returns false when
// there was something to report.
func (c *check) checkTypeClaim(t *Type, claim TypeClaim) bool {
	s := claim.selects(c.claims.Root(), &c.processed.hidden)
	at, sound := showPath(claim.Path), true
	report := func(rule *vc.Rule, status vc.Status, pointer, detail string) {
		sound = false
		c.add(rule, status, pointer, detail)
	}
	if s.fault.Exists() {
		report(&ruleClaimPath, vc.Fail, s.fault.Pointer(), "The path "+at+" of the type leads through this value, which is "+s.fault.Kind().String()+".")
		return sound
	}
	above := t.claimAt(claim.Path[:len(claim.Path)-1])
	missed := above != nil && above.Mandatory && len(above.selects(c.claims.Root(), nil).values) == 0 // which is reported itself
	if claim.Mandatory && len(s.values) == 0 && !missed {
		switch {
		case s.hidden && claim.Holder != CannotWithhold:
			c.add(&ruleClaimMandatory, vc.NotAsked, "", "The claim "+at+" is not shown. The holder was free to withhold it, so it is not asked.")
		default:
			report(&ruleClaimMandatory, vc.Fail, "", "The type demands the claim "+at+", which is not there.")
		}
	}
	for _, v := range s.values {
		disclosed := c.processed.isDisclosed(v.Pointer())
		switch {
		case disclosed && claim.Holder == CannotWithhold:
			report(&ruleClaimDisclosure, vc.Fail, v.Pointer(), "The holder can withhold the claim, which the type forbids.")
		case !disclosed && claim.Holder == CanWithhold:
			report(&ruleClaimDisclosure, vc.Fail, v.Pointer(), "The holder cannot withhold the claim, which the type demands.")
		}
	}
	if claim.Holder == CannotWithhold {
		for _, v := range s.elements {
			report(&ruleClaimDisclosure, vc.Fail, v.Pointer(), "The holder withholds elements of the array, which the type forbids.")
		}
	}
	if s.many {
		report(&ruleTypeMetadata, vc.Unknown, "", "The path "+at+" leads to so many values that they were not all checked.")
	}
	return sound
}

// isDisclosed reports whether the value at a pointer is a disclosure of its own.
func (o *processedPayload) isDisclosed(pointer string) bool {
	if o.disclosed == nil {
		o.disclosed = make(map[string]bool, len(o.disclosures))
		for _, d := range o.disclosures {
			if d.place.depth() <= maxPathSteps {
				o.disclosed[d.place.pointer()] = true
			}
		}
	}
	return o.disclosed[pointer]
}

// depth returns how many steps lead to a place.
func (p *place) depth() (n int) {
	for ; p != nil; p = p.above {
		n++
	}
	return n
}

// integrityHashes are the algorithms of integrity metadata, the strongest first
// (Subresource Integrity section 3.2).
var integrityHashes = []struct {
	prefix string
	hash   crypto.Hash
}{{"sha512-", crypto.SHA512}, {"sha384-", crypto.SHA384}, {"sha256-", crypto.SHA256}}

// isIntegrity reports whether a text is integrity metadata.
func isIntegrity(text string) bool {
	for one := range strings.FieldsSeq(text) {
		name, digest, ok := strings.Cut(one, "-")
		digest, _, _ = strings.Cut(digest, "?")
		if _, err := base64.StdEncoding.DecodeString(digest); !ok || name == "" || digest == "" || err != nil {
			return false
		}
	}
	return strings.TrimSpace(text) != ""
}

// compareIntegrity says whether a document has the digest that integrity metadata
// name; of several, only those of the strongest algorithm count.
func compareIntegrity(metadata string, body []byte) vc.Status {
	if metadata == "" {
		return vc.Pass
	}
	for _, h := range integrityHashes {
		known := false
		for one := range strings.FieldsSeq(metadata) {
			if digest, ok := strings.CutPrefix(one, h.prefix); ok {
				digest, _, _ = strings.Cut(digest, "?")
				if known = true; digest == base64.StdEncoding.EncodeToString(jws.HashText(h.hash, string(body))) {
					return vc.Pass
				}
			}
		}
		if known {
			return vc.Fail
		}
	}
	return vc.Unknown
}

// Integrity returns the integrity metadata of a document, for vct#integrity.
func Integrity(document []byte) string {
	return "sha256-" + base64.StdEncoding.EncodeToString(jws.HashText(crypto.SHA256, string(document)))
}
