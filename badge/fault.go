package badge

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/badge/ob3"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// ruleOf returns the rule with a code; it has no text if no table knows the
// code.
func ruleOf(code string) *vc.Rule {
	for _, r := range slices.Concat(ob3.Rules(), vc.Rules(vc.V2)) {
		if r.Code == code {
			return &r
		}
	}
	return &vc.Rule{Code: code, Axis: vc.Conformant, Level: vc.Must}
}

// fault notes why the badge cannot be written; the first reason for a path
// counts.
func (e *encoder) fault(at path, code, detail string) {
	if !slices.ContainsFunc(e.faults, func(f *mc.EncodeError) bool { return f.Path == at }) {
		e.faults = append(e.faults, &mc.EncodeError{Path: at, Rule: ruleOf(code), Detail: detail})
	}
}

// checkCredential finds what a badge needs and the credential does not state,
// or states in a form that a badge cannot have.
func (e *encoder) checkCredential() {
	if strings.TrimSpace(e.name) == "" {
		e.fault("definition.title", "OB3-REQUIRED", "An achievement must have a name; found no title that is more than white space. Supply definition.title.")
	}
	e.checkIssuer()
	if e.root.Member("validFrom") == nil {
		e.fault("envelope.validFrom", "OB3-REQUIRED", "A badge must say from when it is valid; found no such date, nor one of issue or award. Supply envelope.validFrom.")
	}
	if e.subject.ID == "" && e.subject.Member("identifier") == nil {
		e.checkLearner()
	}
	wrong := mc.CheckPeriod(e.c, ruleOf("VCDM2-PERIOD"))
	if !e.isConverted() {
		wrong = slices.Concat(mc.CheckIDs(e.c, ruleOf("OB3-KIND")), wrong)
	}
	for _, f := range wrong {
		e.fault(f.Path, f.Rule.Code, f.Detail)
	}
}

// checkIssuer checks the id of who issues the badge.
func (e *encoder) checkIssuer() {
	maker, remedy := &e.c.Envelope.Issuer, "Supply envelope.issuer.id, or set EncodeOptions.IssuerID."
	if !e.o.Authority.KeepsIssuer() && e.o.Issuer != nil {
		maker, remedy = e.o.Issuer, "Supply the ID of EncodeOptions.Issuer, or set EncodeOptions.IssuerID."
	}
	const must = "The issuer must have an id that is a DID or another URL; "
	switch {
	case e.o.IssuerID != "":
		if mc.IsUnusableID(e.o.IssuerID) {
			e.fault("envelope.issuer.id", "VCDM2-ISSUER-ID", must+"found an EncodeOptions.IssuerID that is neither. Set it to the id that the key speaks for.")
		}
	case mc.IsUnusableID(maker.ID):
		e.fault("envelope.issuer.id", "VCDM2-ISSUER-ID", must+"found another text. "+remedy)
	case e.issuer.ID == "":
		e.fault("envelope.issuer.id", "OB3-REQUIRED", must+"found neither an id nor a name to make one for. "+remedy)
	}
}

// checkLearner notes why nothing identifies the learner.
func (e *encoder) checkLearner() {
	const must = "A badge must identify the learner by an id or identifier; "
	for i := range e.c.Learner.Party.Identifiers {
		id, at := &e.c.Learner.Party.Identifiers[i], path("learner.party.identifiers").At(i)
		switch {
		case e.isWithheld(id):
			e.fault(at.Dot("value"), "OB3-SUBJECT", must+"found one that is personal data, which is only written on request. Set EncodeOptions.PersonalData, or supply learner.id.")
		case id.Hash != nil:
			e.fault(at.Dot("value"), "OB3-HASH", unusableHash(id)+" Supply the SHA-256 as 64 hexadecimal digits, or the identifier in clear.")
		}
	}
	for _, x := range []struct {
		at path
		id string
	}{{"learner.id", e.c.Learner.ID}, {"learner.party.id", e.c.Learner.Party.ID}} {
		if mc.IsUnusableID(x.id) {
			e.fault(x.at, "OB3-SUBJECT", must+"found an id that is no URL. Supply a URL, or put the text into learner.party.identifiers.")
		}
	}
	if !slices.ContainsFunc(e.faults, func(f *mc.EncodeError) bool { return f.Path.Under("learner") }) {
		e.fault("learner.id", "OB3-SUBJECT", must+"found neither, nor a name. Supply learner.id, a DID or another URL, or learner.party.identifiers.")
	}
}

// hashOf returns the algorithm and the digits of a hashed identifier.
func hashOf(id *mc.Identifier) (algorithm, digits string, prefixed bool) {
	if algorithm, digits, prefixed = strings.Cut(id.Value, "$"); !prefixed {
		return id.Hash.Algorithm, id.Value, false
	}
	return algorithm, digits, true
}

// unusableHash says why a hashed identifier cannot stand in a badge, "" if it
// can. MD5 is only read and never issued.
func unusableHash(id *mc.Identifier) string {
	algorithm, digits, _ := hashOf(id)
	sum, err := hex.DecodeString(digits)
	switch {
	case strings.EqualFold(algorithm, "md5"):
		return "The hash of an identifier must be one that nobody can forge; found MD5, which is broken and only read."
	case !strings.EqualFold(algorithm, "sha256"):
		return "The hash of an identifier must be SHA-256; found another algorithm, or none."
	case err != nil:
		return "The hash of an identifier must be in hexadecimal digits; found others."
	case len(sum) != sha256.Size:
		return "The hash of an identifier must have the 64 digits of SHA-256; found another number of digits."
	}
	return ""
}

// noteProblems turns the broken rules of the written badge into faults at the
// paths of the values that were written.
func (e *encoder) noteProblems(problems []vc.Problem) {
	for _, p := range problems {
		if p.Rule.Level != vc.Must {
			continue
		}
		at := e.sourceOf(p.Pointer)
		e.fault(at, p.Code(), p.Detail()+" Supply or correct it in the model.")
	}
}

// sourceOf returns the path of the value that stands, or should stand, at a
// pointer of the badge, or else of the node around it.
func (e *encoder) sourceOf(pointer string) path {
	for at := pointer; ; at = at[:strings.LastIndexByte(at, '/')] {
		if node, ok := requiredPaths[at]; ok {
			return node
		}
		if found, ok := e.commonSource(at); ok {
			return found
		}
		if at == "" {
			return "envelope"
		}
	}
}

// requiredPaths are the paths of the members that every badge has.
var requiredPaths = map[string]path{
	"/id": "envelope.id", "/validFrom": "envelope.validFrom", "/validUntil": "envelope.validUntil",
	atIssuer: "envelope.issuer", atIssuer + "/id": "envelope.issuer.id",
	atSubject: "learner", atAchievement: "definition", atAchievement + "/id": "definition.id",
	atAchievement + "/name": "definition.title", atAchievement + "/description": "definition.description",
	atAchievement + "/criteria": "definition.criteria", atAchievement + "/achievementType": "definition.kinds",
}

// commonSource returns the longest path that the values at or below a pointer of
// the badge share.
func (e *encoder) commonSource(pointer string) (common path, found bool) {
	for _, leaf := range e.paths {
		for _, o := range e.marked[leaf] {
			switch {
			case o.To == pointer:
				return leaf, true
			case !strings.HasPrefix(o.To, pointer+"/"):
			case !found:
				common, found = leaf, true
			default:
				for !leaf.Under(common) {
					common = common.Parent()
				}
			}
		}
	}
	return common, found && common != ""
}

// failure joins the faults into one error.
func (e *encoder) failure() error {
	all := make([]error, len(e.faults))
	for i, f := range e.faults {
		all[i] = f
	}
	return errors.Join(all...)
}

// failedReport returns the account of a badge that cannot be written, up to
// where writing stopped.
func (e *encoder) failedReport() *mc.Report {
	for _, p := range e.paths {
		marks := e.marked[p]
		if len(marks) == 0 {
			marks = []mc.Outcome{{Kind: mc.KindDropped, Reason: "the badge could not be written"}}
		}
		for _, o := range marks {
			e.tracker.Mark(string(p), o)
		}
	}
	report := e.tracker.Report()
	return &report
}
