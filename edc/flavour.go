package edc

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/edc/internal/terms"
	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Flavour is the form in which a credential is written. [Decode] reads both.
type Flavour string

const (
	// EDC is the form of the Commission's tools, on the VC Data Model 1.1. It is the
	// default.
	EDC Flavour = ""
	// EBSI is the form of the European Blockchain Services Infrastructure, on the VC
	// Data Model 2.0. It is not valid JSON-LD, as the report says.
	EBSI Flavour = "ebsi"
	// VC2 is the form of [BesideVC2], on the VC Data Model 2.0. It can have a Data
	// Integrity proof in the place of a seal.
	VC2 Flavour = "vc2"
)

// isUnsealed reports whether documents of a flavour are not sealed, so that no seal
// adds a time of issue.
func (f Flavour) isUnsealed() bool { return f == EBSI || f == VC2 }

// The releases of the European Learning Model that can be written.
const (
	Version32 = "3.2" // the default
	// Version33 names the application profiles and, where a member has no term, the
	// member as ELM 3.3 does. Its context is not known: that of the model has never had
	// a version in its address, so the same is named and the terms are those of 3.2.
	Version33 = "3.3"
)

// spelled are the members that the context has no term for, or one that loses the
// value. Documents have their names with a prefix or, where the context has none or a
// wrong one, the IRI; literals with a type say it.
var spelled = map[string]struct{ name, datatype string }{
	"dateModified":    {"dc:modified", "xsd:dateTime"},
	"defaultLanguage": {"elm:defaultLanguage", ""},
	"descriptionHtml": {"elm:descriptionHtml", "rdf:HTML"},
	"geometry":        {"locn:geometry", ""},
	"latitude":        {"http://data.europa.eu/m8g/latitude", ""},
	"longitude":       {"http://data.europa.eu/m8g/longitude", ""},
	"order":           {terms.ELM33 + "order", "xsd:positiveInteger"},
}

// dress gives the members of a node and of all nodes below it the names and notations
// of the flavour.
func (e *encoder) dress(n *mapping.Node) {
	state := stateOf(n)
	state.head = `{"id":`
	state.types = string(jsontree.AppendString(nil, n.Class))
	if n.Class == typeEDC {
		state.head, state.types = e.top()
	}
	for i := range n.Members {
		m := &n.Members[i]
		for j := range m.Items {
			if below := m.Items[j].Node; below != nil {
				e.dress(below)
			}
		}
		if e.opts.Flavour == EBSI {
			dressEBSI(n, m)
		} else if s, ok := spelled[m.Term]; ok {
			e.spellMember(m, s.name, s.datatype)
		}
	}
	if e.opts.Flavour == EBSI && n.Class == "Claim" {
		state.types = `"ClaimTypeNode"`
	}
}

// top returns the beginning of the credential and its types.
func (e *encoder) top() (head, types string) {
	if e.opts.Flavour == EBSI {
		return `{"@context":["` + contexts.CredentialsV2 + `","` + contextEDC + `"],"id":`, `["VerifiableCredential","VerifiableAttestation","` + typeEDC + `"]`
	}
	return `{"@context":["` + contextVC + `","` + contextEDC + `"],"id":`, `["VerifiableCredential","` + typeEDC + `"]`
}

// spellMember gives a member another name, and its literals their type.
func (e *encoder) spellMember(m *mapping.Member, name, datatype string) {
	if local, ok := strings.CutPrefix(name, "elm:"); ok && e.opts.Version == Version33 {
		name = terms.ELM33 + local
	}
	m.Term = name
	for i := range m.Items {
		item := &m.Items[i]
		if item.Raw == "" || datatype == "" {
			continue
		}
		item.Raw = `{"@value":` + item.Raw + `,"@type":"` + datatype + `"}`
	}
}

// dressEBSI writes lists as arrays, as the examples of EBSI do, and a decimal as a
// number, as its schema has it.
func dressEBSI(n *mapping.Node, m *mapping.Member) {
	most, restricted := ebsiMembers()[n.Class][m.Term]
	m.Array = m.Array || m.List != "" && restricted && most == 0 || n.Class == typeEDC && m.Term == "credentialSchema"
	if n.Class == "Amount" && m.Term == "value" {
		for i := range m.Items {
			m.Items[i].Raw = strings.Trim(m.Items[i].Raw, `"`)
		}
	}
}

// profileRoot returns what the IRIs of application profiles begin with.
func (e *encoder) profileRoot() string {
	if e.opts.Version == Version33 {
		return terms.Profiles33
	}
	return terms.Profiles
}

// renameProfiles gives the application profiles that the credential states the names of
// the release that somebody asked for.
func (e *encoder) renameProfiles() {
	if e.opts.Version == "" {
		return
	}
	for i := range e.c.Envelope.Schemas {
		r := &e.c.Envelope.Schemas[i]
		if name, ok := terms.ProfileName(r.ID); ok && r.ID != e.profileRoot()+name {
			r.ID = e.profileRoot() + name
			e.made(mc.Path("envelope.schemas").At(i).Dot("id"), reasonOption)
		}
	}
}

// checkForm returns an error for options that no document can have.
func (e *encoder) checkForm() error {
	var found []*mc.EncodeError
	if !slices.Contains([]Flavour{EDC, EBSI, VC2}, e.opts.Flavour) {
		found = append(found, &mc.EncodeError{Path: "envelope", Rule: &ruleRequired,
			Detail: "The flavour must be one that is known; found another in EncodeOptions.Flavour. Set it to EBSI or VC2, or leave it out."})
	}
	if !slices.Contains([]string{"", Version32, Version33}, e.opts.Version) {
		found = append(found, &mc.EncodeError{Path: "envelope.schemas", Rule: &ruleRequired,
			Detail: "The release of the European Learning Model must be one that is known; found another in EncodeOptions.Version. Set it to 3.2 or 3.3, or leave it out."})
	}
	if id := e.opts.IssuerIdentifier; id != "" && countryIn(id).IsZero() {
		found = append(found, &mc.EncodeError{Path: "envelope.issuer.identifiers", Rule: &ruleRequired,
			Detail: "An eIDAS identifier must begin with its kind and country; found another in EncodeOptions.IssuerIdentifier. Set it to one, such as NTRNO-000000017."})
	}
	return joined(found)
}
