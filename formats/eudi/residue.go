package eudi

import (
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// ResidueClaim is a claim of ours, which the type does not have, with what no claim of
// the type holds: a text, which other wallets show as one or not at all. The holder can
// withhold it, and shows it only when asked for it by name.
const ResidueClaim = "https://mikromerit.github.io/ns/eumc/v1#residue"

// residueAt is the pointer to the claim.
var residueAt = "/" + jsontree.EscapePointer(ResidueClaim)

// Disclosable returns JSON Pointers to the claims that the holder must be able to
// withhold: those of the type, and ours.
func Disclosable(doc vc.Document) []string {
	pointers := Type().Disclosable(doc)
	if doc.Get(ResidueClaim).Exists() {
		pointers = append(pointers, residueAt)
	}
	return pointers
}

// readResidue notes our claim; it is applied when all others have been read.
func readResidue(r *mapping.Reader, v jsontree.Value, _ *T, _ mc.Path) {
	d, ours := r.State.(*decoder)
	if !ours || d.plain {
		r.Reject(v, "a claim that the type does not know")
		return
	}
	packed, ok := mapping.Unpack(v)
	if !ok {
		r.Reject(v, "not a residue that can be read")
		return
	}
	d.packed = packed
	r.Scaffold(v)
}

var errWhose = errors.New("the residue cannot change the ids of credential, issuer and learner")

// refuseIDs keeps our claim from saying whose the credential is.
func refuseIDs(at mc.Path, before, _ reflect.Value) error {
	if before.IsValid() && (at == "envelope.id" || at == "envelope.issuer.id" || at == "learner.id") {
		return errWhose
	}
	return nil
}

func (e *encoder) hasResidue() bool { return e.o.Extension && !e.o.WithoutResidue }

// pack adds our claim, with what back, which the claims say, lacks or says otherwise.
func (e *encoder) pack(doc vc.Document, back *mc.Credential, told map[mc.Path]string) (vc.Document, bool, error) {
	if !e.hasResidue() {
		return doc, false, nil
	}
	keep := func(at mc.Path) bool { return !e.isReplaced(at) && e.withheld(at).Reason == "" }
	differences := mapping.Compare(mapping.CloseUnits(e.source, keep), mapping.Units(back, keep)).Differences()
	differences = slices.DeleteFunc(differences, func(d mapping.Difference) bool {
		return !d.Want.IsValid() && e.toldByGiven(d, told)
	})
	if len(differences) == 0 {
		return doc, false, nil
	}
	doc, err := doc.With(residueAt, quote(mapping.Pack(differences, nil)))
	return doc, true, err
}

// toldByGiven reports whether a unit that the credential does not state was given.
func (e *encoder) toldByGiven(d mapping.Difference, told map[mc.Path]string) bool {
	paths := []mc.Path{d.At}
	if text, ok := mapping.TextOf(d.Got); ok {
		paths = mapping.TextPaths(d.At, text)
	}
	return slices.ContainsFunc(paths, func(at mc.Path) bool { return e.isGiven(told[at]) })
}

// sourceBound is what is only true of the document that the credential was read from.
var sourceBound = []mc.Path{"envelope.profiles", "envelope.schemas", "envelope.terms", "envelope.refresh", "envelope.endorsements", "envelope.holders"}

// withheld says why a value is left out on purpose; it has no reason for any other.
func (e *encoder) withheld(at mc.Path) mc.Outcome {
	out := mc.Outcome{Kind: mc.KindDropped, Severity: mc.SeverityInfo}
	switch {
	case !e.o.PersonalData && (mc.IsPersonal(at) || e.isPersonalIdentifier(at) || strings.Contains(string(at), "][/learner")):
		out.Reason = mc.ReasonPersonal
	case at.Under("envelope.display.pages"):
		out.Reason = reasonPage
	case at.Under("envelope.status"):
		out.Reason = reasonStatus
	case e.isConverted() && slices.ContainsFunc(sourceBound, at.Under):
		out.Reason = reasonOwn
	}
	return out
}

func (e *encoder) isPersonalIdentifier(at mc.Path) bool {
	if !at.Under(atIdentifiers) {
		return false
	}
	all := e.source.Learner.Party.Identifiers
	for i := range all {
		if at.Under(atIdentifiers.At(i)) {
			return all[i].IsPersonal()
		}
	}
	return false
}
