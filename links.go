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
	{"/id", "This id belongs to this credential alone. Issue the credential without it."},
	{"/credentialStatus", "A place in a status list belongs to one credential alone. Issue short-lived credentials without a status instead."},
	{"/refreshService", "The address at which a credential is refreshed may belong to it alone."},
	{"/credentialSubject/id", "This id belongs to the learner. Issue the credential without it, or do not reveal it."},
	{"/credentialSubject/identifier", "This identifier belongs to the learner. Do not reveal it."},
	{"/credentialSubject/result/id", "This id belongs to a result of the learner. Issue the credential without it, or do not reveal it."},
	{"/evidence/id", "This id belongs to the learner's evidence. Issue the credential without it, or do not reveal it."},
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
		found = append(found, ruleLink.Finding(vc.Warn, at.Pointer(), "This shows in every proof that reveals it, so these can be linked. "+why))
	}
	for _, p := range revealed.Proofs() {
		if p.Suite != string(dataintegrity.BBS2023) {
			return nil
		}
		for _, name := range proofLinks {
			if member := p.Value.Get(name); member.Exists() {
				add(member, "An issuer needs no such member in a proof of bbs-2023.")
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
