package dataintegrity

import (
	"context"
	"errors"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// findMethod finds the verification method. It checks that its controller lists
// it for the purpose (Controlled Identifiers 1.0 section 3.3) and that its key
// can be used, and returns false when the signature cannot be checked.
func (c *check) findMethod(ctx context.Context) (*vc.Method, bool) {
	const code, member = "PROOF-METHOD", "verificationMethod"
	url := c.get(member).Text()
	doc, method, err := did.Dereference(ctx, c.env, url)
	switch {
	case ctx.Err() != nil:
		return nil, false // Verify returns the error
	case errors.Is(err, vc.ErrUnreachable):
		c.add(code, vc.Unknown, member, c.unreachableDetail(url, err))
		return nil, false
	case err != nil:
		c.add(code, vc.Fail, member, "The verification method "+url+" cannot be used: "+err.Error()+".")
		return nil, false
	case method.Controller != doc.ID:
		c.add(code, vc.Fail, member, "The verification method "+url+" says that "+method.Controller+" controls it, and stands in the document of "+doc.ID+".")
	case !doc.Allows(method.ID, c.get("proofPurpose").Text()):
		c.add(code, vc.Fail, member, "The document of "+doc.ID+" does not list the verification method "+url+" for the purpose of the proof.")
	case !method.Revoked.IsZero() && !method.Revoked.After(c.now):
		c.add(code, vc.Fail, member, "The verification method "+url+" has been revoked.")
	case !method.Expires.IsZero() && !method.Expires.After(c.now):
		c.add(code, vc.Fail, member, "The verification method "+url+" has expired.")
	default:
		c.add(code, vc.Pass, member, "The verification method is listed for the purpose of the proof.")
	}
	if method.Key == nil {
		c.add("PROOF-KEY", vc.Unknown, member, "The key of the verification method "+url+" cannot be used here, so the signature was not checked: "+method.WhyUnusable()+".")
		return nil, false
	}
	return method, true
}

// unreachableDetail says what was looked for, where it is published, and what to
// do.
func (c *check) unreachableDetail(url string, err error) string {
	id, _, _ := strings.Cut(url, "#")
	address := did.Address(id)
	switch {
	case address == "":
		return "The key stands in the controller document of " + id + ", which is no did:key, did:jwk, did:web or https URL. Give the document with --with DIR or --document URL=FILE."
	case c.env.Resolver == nil:
		return "The key stands in the controller document of " + id + publishedAt(id, address) + ", and you verify offline. Use --online, or give the document with --with DIR or --document URL=FILE."
	}
	reason := vc.Plain(err.Error())
	if !strings.Contains(reason, "--document") {
		reason += "; try again with --online, or give the document with --with DIR or --document URL=FILE"
	}
	return "The controller document of " + id + publishedAt(id, address) + " could not be had: " + reason + "."
}

// publishedAt returns the address of a document in brackets, or "" when the
// document stands at its own id.
func publishedAt(id, address string) string {
	if id == address {
		return ""
	}
	return " (" + address + ")"
}

// addMisfit adds the finding that the key is of another type than the
// cryptosuite demands.
func (c *check) addMisfit(method *vc.Method) {
	c.add("PROOF-KEY", vc.Fail, "verificationMethod", "The key must be for "+strings.Join(c.suite.keyNames(), " or ")+", as the cryptosuite demands; found "+jws.Algorithm{}.Misfit(method.Key)+".")
}
