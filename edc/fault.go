package edc

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/edc/shapes"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// checkModel returns an error for ids and dates that no document can have.
func (e *encoder) checkModel() error {
	id, remedy := e.model.Envelope.Issuer.ID, "Supply envelope.issuer.id, leave it out, or set EncodeOptions.IssuerID."
	switch {
	case e.opts.IssuerID != "":
		id, remedy = e.opts.IssuerID, "Set EncodeOptions.IssuerID to one."
	case e.opts.Issuer != nil:
		id, remedy = e.opts.Issuer.ID, "Supply the ID of EncodeOptions.Issuer, or leave it out."
	}
	found := slices.Concat(mc.CheckIDs(e.model, &ruleID), mc.CheckPeriod(e.model, &rulePeriod))
	if mc.IsUnusableID(id) {
		found = append(found, &mc.EncodeError{Path: "envelope.issuer.id", Rule: &ruleID,
			Detail: "The id of the issuer must be a DID or another URL; found text that is not one. " + remedy})
	}
	return joined(found)
}

func joined(found []*mc.EncodeError) error {
	all := make([]error, len(found))
	for i, f := range found {
		all[i] = f
	}
	return errors.Join(all...)
}

// missingErrors returns an error for the problems of a draft, all of which are
// missing members. It names the values of the model to supply.
func (e *encoder) missingErrors(problems []vc.Problem, written *native) error {
	var all []*mc.EncodeError
	told := e.sources(&written.report)
	named := map[mc.Path]bool{}
	for _, p := range problems {
		if p.Rule.Level != vc.Must {
			continue
		}
		at := e.pathOfMissing(p.Pointer, termOfRule(p.Rule), told)
		if named[at] {
			continue
		}
		named[at] = true
		all = append(all, &mc.EncodeError{Path: at, Rule: &ruleRequired, Detail: p.Detail() + " (" + p.Code() + ") " + e.remedy(at)})
	}
	return joined(all)
}

// remedy says what to do about a value that is missing.
func (e *encoder) remedy(at mc.Path) string {
	switch {
	case strings.HasSuffix(string(at), ".locations") && !at.Under("learner"):
		return "Supply " + string(at) + " with a country, or set EncodeOptions.IssuerCountry."
	case strings.HasSuffix(string(at), ".country") && !at.Under("learner"):
		return "Supply " + string(at) + ", or set EncodeOptions.IssuerCountry."
	case strings.HasPrefix(string(at), "award.awarding.bodies") && e.opts.Issuer != nil:
		return "Supply " + string(at) + ", or give EncodeOptions.Issuer the id of the original issuer if it is the same."
	case strings.HasSuffix(string(at), ".grade.text"):
		return "Supply " + string(at) + ", or set EncodeOptions.Grade."
	case at == "envelope.issued":
		return "Supply " + string(at) + ", or set EncodeOptions.Issued."
	case at.Under("envelope.issuer"), strings.HasPrefix(string(at), "award.awarding.bodies"):
		return "Supply " + string(at) + ", or give the issuer with EncodeOptions.Issuer."
	}
	return "Supply " + string(at) + "."
}

// termOfRule returns the member that a rule of [Check] asks for.
func termOfRule(r *vc.Rule) string {
	return shapes.MemberOf(r)
}

// told is a leaf of the document and the value of the model that it came from.
type told struct {
	pointer string
	at      mc.Path
}

// sources returns the leaves of a draft, sorted by pointer, with the values of the
// given model that they came from.
func (e *encoder) sources(read *mc.Report) []told {
	own := map[mc.Path]mc.Path{}
	for _, p := range mc.Paths(e.model) {
		if q, somewhere := e.placeOf(p); somewhere {
			own[q] = p
		}
	}
	var out []told
	for i := range read.Leaves {
		for _, q := range read.Leaves[i].Canonical {
			at := q
			if p, ok := own[q]; ok {
				at = p
			} else if nearest(e.additions, q, "") == reasonAwarding {
				at = "envelope.issuer" // who is taken for the awarding body
			}
			out = append(out, told{read.Leaves[i].Source, at})
		}
	}
	slices.SortStableFunc(out, func(a, b told) int { return strings.Compare(a.pointer, b.pointer) })
	return out
}

// fieldsOfTerms are the fields for required members whose names differ.
var fieldsOfTerms = map[string]mc.Path{
	"legalName": "name", "prefLabel": "name", "location": "locations", "address": "addresses", "countryCode": "country",
	"awardingBody": "bodies", "providedBy": "providers", "noteLiteral": "text", "contentURL": "url", "notation": "value",
	"point": "amount", "dcType": "types", "spatial": "country", "grade": "grade.text",
}

// tops are the values for members at known places.
var tops = map[string]mc.Path{
	"/issued": "envelope.issued", "/issuer": "envelope.issuer", "/validFrom": "envelope.validFrom", "/credentialSubject": "learner.party",
	"/credentialSubject/hasClaim": "definition", "/credentialSubject/hasClaim/awardedBy": "award.awarding.bodies", "/displayParameter": "envelope.display", "/displayParameter/title": "definition.title",
}

// pathOfMissing returns the path of the value to supply for a missing member of a
// node.
func (e *encoder) pathOfMissing(node, term string, all []told) mc.Path {
	if at, ok := tops[node+"/"+term]; ok {
		return at
	}
	field, ok := fieldsOfTerms[term]
	if !ok {
		field = mc.Path(term)
	}
	if claim, ok := claimAt(node); ok {
		switch term {
		case "title":
			return claim.Dot("definition.title")
		case "awardedBy":
			return claim.Dot("award.awarding.bodies")
		}
		return claim.Dot("award").Dot(string(field))
	}
	at, top := tops[node]
	if !top {
		at = common(node, all)
	}
	if term == "countryCode" {
		at = mc.Path(strings.TrimSuffix(string(at), ".full"))
	}
	return at.Dot(string(field))
}

// claimAt returns the path of the claim at a pointer of a draft, false for any other
// node.
func claimAt(node string) (at mc.Path, ok bool) {
	steps := strings.Split(strings.TrimPrefix(node, "/credentialSubject/"), "/")
	for len(steps) > 0 {
		term, index := steps[0], 0
		steps = steps[1:]
		if len(steps) > 0 {
			if i, err := strconv.Atoi(steps[0]); err == nil {
				index, steps = i, steps[1:]
			}
		}
		switch {
		case term == "hasClaim" && !ok && index == 0:
		case term == "hasClaim" && !ok:
			at = mc.Path("others").At(index - 1)
		case term == "hasPart" && ok:
			at = at.Dot("award.parts").At(index)
		default:
			return "", false
		}
		ok = true
	}
	return at, ok
}

// common returns the longest path that is above all values below a node. The
// leaves are sorted by pointer.
func common(node string, all []told) (at mc.Path) {
	first := true
	start, _ := slices.BinarySearchFunc(all, node+"/", func(t told, below string) int { return strings.Compare(t.pointer, below) })
	for _, t := range all[start:] {
		if !strings.HasPrefix(t.pointer, node+"/") {
			break
		}
		if first {
			first = false
			if at = t.at.Parent(); t.at == "envelope.issuer" {
				at = t.at
			}
		}
		for !t.at.Under(at) {
			at = at.Parent()
		}
	}
	return outOfTexts(at)
}

// outOfTexts shortens the path of a text in one language to that of the text in
// all languages.
func outOfTexts(at mc.Path) mc.Path {
	for strings.HasSuffix(string(at), "]") {
		last := string(at[strings.LastIndexByte(string(at), '['):])
		if strings.Trim(last, "[]0123456789") == "" {
			break
		}
		at = at.Parent()
	}
	return at
}
