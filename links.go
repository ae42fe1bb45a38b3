package mikromerit

import (
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var ruleLink = vc.Rule{Code: "SD-LINK", Axis: vc.Conformant, Level: vc.Should, Spec: "https://www.w3.org/TR/vc-di-bbs/#selective-disclosure-and-unlinkability",
	Text: "What a holder reveals with a proof that cannot be linked should not name the credential or the learner, or else it links the proofs."}

// links are members whose values belong to one credential or one learner alone, by
// the object they stand in, with the reason. Of the objects about achievements and
// organisations an id links nothing.
var links = []struct{ path, why string }{
	{"/id", "It belongs to this credential alone. Leave it out where the format allows that."},
	{"/credentialStatus", "A place in a status list belongs to one credential alone. Let the credential end soon instead."},
	{"/refreshService", "The address at which a credential is refreshed may belong to it alone."},
	{"/credentialSubject/id", "It belongs to the learner. Hide it, or leave it out, where the format allows that."},
	{"/credentialSubject/identifier", "It belongs to the learner. Hide it where the format allows that."},
	{"/credentialSubject/result/id", "It belongs to a result of the learner. Leave it out."},
	{"/evidence/id", "It belongs to the learner's evidence. Leave it out."},
}

// proofLinks are the members of a proof by which its issuer could mark a credential.
var proofLinks = []string{"id", "nonce", "challenge", "domain"}

// Links returns warnings of what links the proofs that a holder derives from one
// credential although the cryptosuite of the file, bbs-2023, links nothing: what is
// revealed and belongs to this credential or learner alone. For other files there are
// no warnings: their signatures link in any case. Not looked for is what only few
// share, such as a rare result or the second of issue.
func Links(revealed *proof.Secured) []vc.Finding {
	var found []vc.Finding
	add := func(at jsontree.Value, why string) {
		found = append(found, ruleLink.Finding(vc.Warn, at.Pointer(), "This links the proofs that show it. "+why))
	}
	for _, p := range revealed.Proofs() {
		if p.Suite != string(dataintegrity.BBS2023) {
			return nil
		}
		for _, name := range proofLinks {
			if member := p.Value.Get(name); member.Exists() {
				add(member, "A base proof needs no such member.")
			}
		}
	}
	if len(revealed.Proofs()) == 0 {
		return nil
	}
	root := revealed.Document().Root()
	for _, link := range links {
		for _, at := range reach(root, strings.Split(link.path, "/")[1:]) {
			add(at, link.why)
		}
	}
	return found
}

// reach returns the values at a path of names, through arrays.
func reach(v jsontree.Value, path []string) []jsontree.Value {
	switch {
	case !v.Exists():
		return nil
	case len(path) == 0:
		return []jsontree.Value{v}
	}
	var all []jsontree.Value
	for one := range v.Each() {
		all = append(all, reach(one.Get(path[0]), path[1:])...)
	}
	return all
}
