package vectors

import (
	"slices"

	"github.com/mikromerit/mikromerit/vc"
)

// recordSuites are the suites by which learner records are signed here.
var recordSuites = []string{"eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019"}

// records returns the vectors of learner records, each with a signed badge in it.
func records(b bench) ([]Vector, error) {
	var all []Vector
	i := slices.IndexFunc(drafts, func(d draft) bool { return d.slug == "badge" })
	for _, suite := range embeddedSuites {
		if !slices.Contains(recordSuites, suite.slug) {
			continue
		}
		// Another issuer's: two statements of one issuer about itself would be one.
		school := b
		school.role = "school"
		badge, err := school.good(suite, drafts[i])
		if err != nil {
			return nil, err
		}
		d := drafts[i]
		d.slug, d.format, d.spec = "record", "clr", "https://www.imsglobal.org/spec/clr/v2p0/#verification"
		d.text = func(issuer string) string { return recordDraft(issuer, badge.file.String()) }
		g, err := b.good(suite, d)
		if err != nil {
			return nil, err
		}
		made, err := g.vectors(slices.Concat(embeddedOperators, recordOperators, badgesInRecords))
		if err != nil {
			return nil, err
		}
		all = append(all, made...)
	}
	return all, nil
}

// innerCredential is where the badge stands in the record.
const innerCredential = "/credentialSubject/verifiableCredential/0"

// recordOperators are what a careless issuer of records may do with the badges of
// others.
var recordOperators = []operator{
	{slug: "badge-altered", rule: "NESTED-CREDENTIAL", because: "The badge in the record was changed before the record was signed.", level: vc.Should,
		make: issued(func(good) []string { return []string{innerCredential + "/name", `"Master of Medicine"`} })},
	{slug: "badge-stripped", rule: "NESTED-CREDENTIAL", because: "The badge in the record has no proof.", level: vc.Should,
		make: issued(func(good) []string { return []string{innerCredential + "/proof", ""} })},
}
