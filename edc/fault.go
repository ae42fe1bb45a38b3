package edc

import (
	"errors"
	"slices"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

var (
	ruleRequired = vc.Rule{Code: "ELM-REQUIRED", Axis: vc.Conformant, Level: vc.Must, Spec: shapes + "EuropeanDigitalCredentialShape",
		Text: "The credential must state what the format requires, because nothing is invented."}
	ruleID = vc.Rule{Code: "ELM-ID", Axis: vc.Conformant, Level: vc.Must, Spec: validity + "#identifiers",
		Text: "An id must be a URL."}
	ruleCountry = vc.Rule{Code: "ELM-COUNTRY", Axis: vc.Conformant, Level: vc.Must, Spec: shapes + "AddressShape",
		Text: "The country of an address must be one of the authority table."}
	rulePeriod = vc.Rule{Code: "ELM-PERIOD", Axis: vc.InForce, Level: vc.Must, Spec: validity + "#expiration",
		Text: "The validity period must not end before it begins."}
)

// unfit finds what the credential states in a way in which no document can.
func (e *encoder) unfit() error {
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
			Detail: "The id of the issuer must be a DID or another URL; found a text that is none. " + remedy})
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

// required returns an error for the problems of a draft, which are members that
// are missing: it names the values of the model that the members are made of.
func (e *encoder) required(problems []vc.Problem, written *native) error {
	var all []*mc.EncodeError
	told := e.sources(&written.report)
	for _, p := range problems {
		if p.Rule.Level != vc.Must {
			continue
		}
		at := e.wanted(p.Pointer, termOfRule(p.Rule), told)
		if slices.ContainsFunc(all, func(f *mc.EncodeError) bool { return f.Path == at }) {
			continue
		}
		all = append(all, &mc.EncodeError{Path: at, Rule: &ruleRequired, Detail: p.Detail() + " (" + p.Code() + ") " + remedy(at)})
	}
	return joined(all)
}

// remedy says what to do about a value that is missing.
func remedy(at mc.Path) string {
	if strings.HasSuffix(string(at), ".locations") && !at.Under("learner") {
		return "Supply " + string(at) + " with a country, or set EncodeOptions.IssuerCountry."
	}
	return "Supply " + string(at) + "."
}

// termOfRule is the member that a rule of [Check] asks for.
func termOfRule(r *vc.Rule) string {
	if r == &ruleClaims {
		return "hasClaim"
	}
	text := strings.TrimSuffix(r.Text, ".")
	return text[strings.LastIndexByte(text, ' ')+1:]
}

// told is a value of the document and the value of the model behind it.
type told struct {
	pointer string
	at      mc.Path
}

// sources lists the values of a draft with the paths that they have in the
// model as it was given.
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
	return out
}

// fieldsOfTerms are the fields of the model that members which ELM requires are
// made of, where they have other names.
var fieldsOfTerms = map[string]mc.Path{
	"legalName": "name", "prefLabel": "name", "location": "locations", "address": "addresses", "countryCode": "country",
	"awardingBody": "bodies", "providedBy": "providers", "noteLiteral": "text", "contentURL": "url", "notation": "value",
	"point": "amount", "dcType": "types", "spatial": "country", "grade": "grade.text",
}

// tops are the paths of members that a draft always has.
var tops = map[string]mc.Path{
	"/issuer": "envelope.issuer", "/validFrom": "envelope.validFrom", "/credentialSubject": "learner.party",
	"/credentialSubject/hasClaim": "definition", "/displayParameter": "envelope.display", "/displayParameter/title": "definition.title",
}

// wanted returns the path of the value of the model that is missing for a
// member of a node.
func (e *encoder) wanted(node, term string, all []told) mc.Path {
	if at, ok := tops[node+"/"+term]; ok {
		return at
	}
	field, ok := fieldsOfTerms[term]
	if !ok {
		field = mc.Path(term)
	}
	if _, last, _ := strings.Cut(node[:len(node)-len(lastIndex(node))], "/"); strings.HasSuffix(last, "hasClaim") || strings.HasSuffix(last, "hasPart") {
		field = mc.Path("definition").Dot(string(field))
	}
	at, top := tops[node]
	if !top {
		at = common(node, all)
	}
	if at.Under("definition") && mc.Path(field).Under("definition") {
		return field
	}
	return at.Dot(string(field))
}

// lastIndex returns the last step of a pointer with its slash, if that is an
// index.
func lastIndex(pointer string) string {
	i := strings.LastIndexByte(pointer, '/')
	if i < 0 || i+1 == len(pointer) || strings.Trim(pointer[i+1:], "0123456789") != "" {
		return ""
	}
	return pointer[i:]
}

// common is the path that the values below a node have in common.
func common(node string, all []told) (at mc.Path) {
	first := true
	for _, t := range all {
		if !strings.HasPrefix(t.pointer, node+"/") {
			continue
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

// outOfTexts leaves a path with the language of a text in it for the value
// that has the text.
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
