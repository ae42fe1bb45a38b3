package eudi

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// give writes the claims that were given for want of a statement. A given claim never
// replaces what the credential states.
func (e *encoder) give(doc vc.Document) (vc.Document, error) {
	for _, name := range slices.Sorted(maps.Keys(e.o.Claims)) {
		c := claimNamed(name)
		if c == nil || c.token || name == "vct" {
			e.fault("envelope", &ruleRules, "what EncodeOptions.Claims has for "+strconv.Quote(name)+" is for no claim of the type that can be given; use one of "+givable())
			continue
		}
		v, err := jsontree.Parse([]byte(c.raw(e.o.Claims[name])), jsontree.Limits{})
		if err != nil || len(c.check(v)) > 0 {
			e.fault(cmp.Or(remedies[name].path, "envelope"), claimRules[name], "what EncodeOptions.Claims has for "+name+" must be "+forms[c.kind])
			continue
		}
		if doc.Get(name).Exists() {
			continue
		}
		if doc, err = doc.With("/"+name, v.Raw()); err != nil {
			return doc, err
		}
		e.given = append(e.given, "/"+name)
		const reason = "the credential states nothing for the claim; it is what was given"
		if c.kind != textsClaim {
			e.added = append(e.added, mc.Outcome{To: "/" + name, Kind: mc.KindDefaulted, Reason: reason})
			continue
		}
		for i := range v.Len() {
			e.added = append(e.added, mc.Outcome{To: "/" + name + "/" + strconv.Itoa(i), Kind: mc.KindDefaulted, Reason: reason})
		}
	}
	return doc, nil
}

// raw returns a text as the JSON text of the claim.
func (c *claim) raw(text string) string {
	text = strings.TrimSpace(text)
	switch c.kind {
	case levelClaim, truthClaim:
		return text
	case textsClaim:
		var all []string
		for one := range strings.SplitSeq(text, ";") {
			all = append(all, quote(strings.TrimSpace(one)))
		}
		return "[" + strings.Join(all, ",") + "]"
	}
	return quote(text)
}

// givable lists the claims that can be given.
func givable() string {
	var names []string
	for i := range claims {
		if c := &claims[i]; !c.token && c.name != "vct" {
			names = append(names, c.name)
		}
	}
	return strings.Join(names, ", ")
}

// isGiven reports whether a leaf stands in a claim that was given.
func (e *encoder) isGiven(pointer string) bool {
	return slices.ContainsFunc(e.given, func(at string) bool { return pointer == at || strings.HasPrefix(pointer, at+"/") })
}
