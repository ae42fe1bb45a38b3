package badge

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// phraseTable are the phrases by language. The singular and the plural of a unit
// are parted by a slash; a language with more forms has an abbreviation.
var phraseTable = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for lang, text := range phraseText {
		var row []string
		for _, one := range strings.Split(text, "|") {
			row = append(row, strings.TrimSpace(one))
		}
		out[lang] = row
	}
	return out
})

// sortedLanguages are the languages of the table.
func sortedLanguages() []string { return slices.Sorted(maps.Keys(phraseText)) }

// phraseText are the rows of the table, in the order of the phrases.
var phraseText = map[string]string{
	"en": `Title|Award|Description|Also called|Certifies|Awarded by|Awarded|Issued|Document number|Identifier|
		Learning outcome|Learning outcomes|Workload|Planned workload|Credits earned|Level|Assessment|Planned assessment|Type|Kind|Mode|Language|
		Supervision|Result|Status|Grading scale|Form of participation|Activity|Planned activity|Period|Place|Address|Region|
		Directed by|Assessed by|Learning setting|Quality assurance|Assured by|Decision|Valid until|Web page|Document|
		Prerequisites|Stackability|Counts towards|Partial qualification|Qualification|Part of|Entitlement|Target group|Field of study|Subject|Type of learning|
		Skill|Reusability|Evidence|Member of|Further information|Also|Part|E-mail|Specification|Organisation|Code|
		About the award|Note on the award|Document of the award|Note|Attachment|Home page|Grade|Completed|Planned supervision|Note on stackability|Country|Street|Postal code|Town|Telephone|Offered by|Contact|Given name|Family name|Course offer|Credential profile|Available in|see the description|
		credits|at most|contact hours:|actual:|supervised|unsupervised|identity checked|identity not checked|online|on site|blended|yes|no|
		stands alone|integrated|can be stacked|formal|non-formal|informal|year/years|month/months|week/weeks|day/days|hour/hours|minute/minutes`,
}
