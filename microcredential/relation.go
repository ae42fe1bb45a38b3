package microcredential

import "slices"

// The relations of a [CredentialRef]: what this credential is to the one that it
// refers to. Sources may use other words.
const (
	RelationPartOf       = "part-of"      // it is a part of the other
	RelationAddOn        = "add-on"       // it adds to the other, and is no part of it
	RelationSeries       = "series"       // both belong to one series
	RelationExempts      = "exempts"      // who has it need not take the other
	RelationGivesAccess  = "gives-access" // who has it may enrol for the other
	RelationReplaces     = "replaces"     // it takes the place of the other
	RelationPrecedes     = "precedes"     // it is meant to be taken before the other
	RelationTranslation  = "translation"  // the other is the same in another language
	RelationPrerequisite = "prerequisite" // the other must be held to enrol for it
	RelationEquivalent   = "equivalent"   // whoever states it takes both for the same
)

// Relations returns the relations in the order in which they are declared.
func Relations() []string {
	return slices.Clone(relations)
}

var relations = []string{
	RelationPartOf, RelationAddOn, RelationSeries, RelationExempts, RelationGivesAccess,
	RelationReplaces, RelationPrecedes, RelationTranslation, RelationPrerequisite, RelationEquivalent,
}
