package mikromerit

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// openBadgeFacts returns what an Open Badge 3.0 says.
func openBadgeFacts(doc vc.Document) [][]string {
	credential, _ := vc.ReadCredential(doc)
	var rows [][]string
	for subject := range doc.Get("credentialSubject").Each() {
		achievement := subject.Get("achievement")
		rows = append(rows, achievementFacts(achievement)...)
		rows = append(rows, recipientFacts(subject)...)
		rows = append(rows, resultFacts(subject, achievement)...)
		rows = append(rows, []string{"Credits earned", numberOf(subject.Get("creditsEarned"))})
		rows = append(rows, partyFacts("Assessed by", subject.Get("source"))...)
	}
	rows = append(rows, partyFacts("Issuer", doc.Get("issuer"))...)
	rows = append(rows,
		[]string{"Awarded on", textOf(doc.Get("awardedDate"))},
		[]string{"Valid from", credential.ValidFrom().String()},
		[]string{"Valid until", credential.ValidUntil().String()})
	rows = append(rows, evidenceFacts(doc.Get("evidence"))...)
	if n := count(doc.Get("endorsement")) + count(doc.Get("endorsementJwt")); n > 0 {
		rows = append(rows, []string{"Endorsed", plural(n, "time")})
	}
	return append(rows, []string{"Id", credential.ID()})
}

// recordFacts returns what a record of badges says. Of a badge that is a token it
// only says that it is there.
func recordFacts(doc vc.Document) [][]string {
	credential, _ := vc.ReadCredential(doc)
	rows := [][]string{{"Title", textOf(doc.Get("name"))}}
	for subject := range doc.Get("credentialSubject").Each() {
		rows = append(rows, recipientFacts(subject)...)
		label := "Badges"
		for nested := range subject.Get("verifiableCredential").Each() {
			name := cmp.Or(textOf(nested.Lookup("/credentialSubject/achievement/name")), textOf(nested.Get("name")), "a badge in an envelope")
			rows = append(rows, []string{label, name})
			label = ""
		}
	}
	rows = append(rows, partyFacts("Issuer", doc.Get("issuer"))...)
	return append(rows,
		[]string{"Valid from", credential.ValidFrom().String()},
		[]string{"Valid until", credential.ValidUntil().String()},
		[]string{"Id", credential.ID()})
}

// achievementFacts returns what could be achieved. The members have the same
// names in all editions, or nearly so.
func achievementFacts(v jsontree.Value) [][]string {
	name := textOf(v.Get("name"))
	if kind := textOf(v.Get("achievementType")); kind != "" {
		name += " (" + kind + ")"
	}
	rows := [][]string{{"Badge", name}, {"", excerpt(textOf(v.Get("description")))}}
	label := "Criteria"
	for criteria := range v.Get("criteria").Each() {
		prose, _, _ := strings.Cut("\n"+textOf(criteria.Get("narrative")), "\n- **") // the facts are in the tables below
		rows = append(rows, []string{label, excerpt(prose)}, []string{"", idOf(criteria)})
		label = ""
	}
	return append(rows, []string{"Aligned with", joinDistinct(count(v.Get("alignment")), func(i int) string {
		a := entry(v.Get("alignment"), i)
		return withRemark(cmp.Or(textOf(a.Get("targetName")), textOf(a.Get("name"))), strings.TrimSpace(textOf(a.Get("targetFramework"))+" "+textOf(a.Get("targetCode"))))
	})})
}

// recipientFacts returns who achieved it. A hashed identifier is not shown: to
// find out whose it is, verify with --recipient.
func recipientFacts(subject jsontree.Value) [][]string {
	rows := [][]string{{"Recipient", idOf(subject)}}
	for identifier := range subject.Get("identifier").Each() {
		kind := textOf(identifier.Get("identityType"))
		shown := withRemark(textOf(identifier.Get("identityHash")), kind)
		if kind == "nationalIdentityNumber" {
			shown = "a national identity number, which is not shown here"
		}
		if identifier.Get("hashed").Bool() {
			shown = "whoever has the " + cmp.Or(kind, "identifier") + " that was hashed; compare with \"mikromerit verify --recipient\""
		}
		rows = append(rows, []string{"", shown})
	}
	return rows
}

// resultFacts returns the results under the names of their descriptions.
func resultFacts(subject, achievement jsontree.Value) [][]string {
	descriptions := make(map[string]jsontree.Value)
	levels := make(map[string]string)
	for d := range achievement.Get("resultDescription").Each() {
		descriptions[idOf(d)] = d
		for level := range d.Get("rubricCriterionLevel").Each() {
			levels[idOf(level)] = textOf(level.Get("name"))
		}
	}
	var rows [][]string
	for result := range subject.Get("result").Each() {
		level := textOf(result.Get("achievedLevel"))
		value := cmp.Or(textOf(result.Get("value")), numberOf(result.Get("value")), levels[level], level, textOf(result.Get("status")))
		name := textOf(descriptions[textOf(result.Get("resultDescription"))].Get("name"))
		rows = append(rows, []string{"", strings.TrimPrefix(name+": "+value, ": ")})
	}
	if len(rows) > 0 {
		rows[0][0] = "Results"
	}
	return rows
}

func partyFacts(label string, party jsontree.Value) [][]string {
	rows := [][]string{{label, textOf(party.Get("name"))}, {"", idOf(party)}}
	if url := textOf(party.Get("url")); url != idOf(party) {
		rows = append(rows, []string{"", url})
	}
	return rows
}

func evidenceFacts(evidence jsontree.Value) [][]string {
	return [][]string{{"Evidence", joinDistinct(count(evidence), func(i int) string {
		e := entry(evidence, i)
		return withRemark(cmp.Or(textOf(e.Get("name")), textOf(e.Get("narrative"))), idOf(e))
	})}}
}

// olderBadgeFacts returns what a badge from before Open Badges 3.0 says.
func olderBadgeFacts(doc vc.Document) [][]string {
	class := doc.Get("badge")
	rows := achievementFacts(class)
	if class.Kind() == jsontree.String {
		rows = [][]string{{"Badge", "the one defined at " + class.Text()}}
	}
	recipient := doc.Get("recipient")
	who := cmp.Or(textOf(recipient.Get("identity")), textOf(recipient))
	if recipient.Get("hashed").Bool() || recipient.Kind() == jsontree.String && !strings.Contains(who, "@") {
		who = "whoever has the " + cmp.Or(textOf(recipient.Get("type")), "email") + " that was hashed; compare with \"mikromerit verify --recipient\""
	}
	rows = append(rows, []string{"Recipient", who})
	rows = append(rows, partyFacts("Issuer", class.Get("issuer"))...)
	rows = append(rows,
		[]string{"Awarded on", cmp.Or(textOf(doc.Get("issuedOn")), textOf(doc.Get("issued_on")), numberOf(doc.Get("issuedOn")))},
		[]string{"Valid until", textOf(doc.Get("expires"))})
	rows = append(rows, evidenceFacts(doc.Get("evidence"))...)
	return append(rows, []string{"Id", cmp.Or(idOf(doc.Root()), textOf(doc.Get("uid")))})
}

// count returns the number of values of a member that holds one or several.
func count(v jsontree.Value) int {
	switch v.Kind() {
	case jsontree.Absent:
		return 0
	case jsontree.Array:
		return v.Len()
	}
	return 1
}

// entry returns one of the values that count counts.
func entry(v jsontree.Value, i int) jsontree.Value {
	if v.Kind() == jsontree.Array {
		return v.At(i)
	}
	return v
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func numberOf(v jsontree.Value) string {
	if v.Kind() == jsontree.Number {
		return v.Raw()
	}
	return ""
}

// withRemark returns a text with a remark in brackets; either may be "".
func withRemark(text, remark string) string {
	switch {
	case remark == "" || remark == text:
		return text
	case text == "":
		return remark
	}
	return text + " (" + remark + ")"
}

// maxExcerpt is how many characters are shown of a long text.
const maxExcerpt = 400

func excerpt(s string) string {
	if runes := []rune(s); len(runes) > maxExcerpt {
		return strings.TrimSpace(string(runes[:maxExcerpt])) + "..."
	}
	return s
}
