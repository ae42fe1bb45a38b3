package mikromerit

import (
	"cmp"
	"slices"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob2"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/bulk/rows"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/edc/legacy"
	"github.com/mikromerit/mikromerit/formats/elmo"
	"github.com/mikromerit/mikromerit/formats/eudi"
	"github.com/mikromerit/mikromerit/formats/plain"
	"github.com/mikromerit/mikromerit/microcredential/losses"
	"github.com/mikromerit/mikromerit/microcredential/policy"
	"github.com/mikromerit/mikromerit/microcredential/stacking"
	"github.com/mikromerit/mikromerit/microcredential/template"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/cose"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// Rules returns every rule of this library, sorted by code: what is checked, in
// which specification it stands, and which of the five questions it helps to
// answer. A code that two packages word differently is listed once for each
// wording.
func Rules() []vc.Rule {
	all := slices.Concat(
		vc.Rules(vc.V1), vc.Rules(vc.V2), vc.GeneralRules(), status.Rules(),
		proof.Rules(), dataintegrity.Rules(), jose.Rules(), cose.Rules(), jades.Rules(),
		stacking.Rules(), policy.Rules(),
		template.Rules(), rows.Rules(), losses.Rules(),
		badge.Rules(), ob3.Rules(), clr.Rules(), ob2.Rules(), bake.Rules(),
		edc.Rules(), legacy.Rules(), elmo.Rules(), eudi.Rules(), plain.Rules(),
		fileRules(), noteRules(), leakRules(), []vc.Rule{rulePeriod, ruleIssuerName, ruleHeld, ruleJudged},
	)
	slices.SortStableFunc(all, func(a, b vc.Rule) int { return cmp.Compare(a.Code, b.Code) })
	return slices.CompactFunc(all, func(a, b vc.Rule) bool { return a.Code == b.Code && a.Text == b.Text })
}

// Explain returns the rules with a code.
func Explain(code string) []vc.Rule {
	return slices.DeleteFunc(Rules(), func(r vc.Rule) bool { return r.Code != code })
}
