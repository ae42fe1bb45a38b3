package vectors

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// revocableSuites are the suites that a displayer of Open Badges must know, and the
// other one for selective disclosure, with what the issuer signs its status lists with.
var revocableSuites = map[string]dataintegrity.Cryptosuite{
	"eddsa-rdfc-2022": dataintegrity.EdDSARDFC2022,
	"ecdsa-sd-2023":   dataintegrity.ECDSARDFC2019,
	"bbs-2023":        dataintegrity.BBS2023, // the only one for its key; all of the list is revealed
}

// revocable returns the vectors of badges whose status stands in a list.
func revocable(b bench) ([]Vector, error) {
	var all []Vector
	i := slices.IndexFunc(drafts, func(d draft) bool { return d.slug == "badge" })
	for _, suite := range embeddedSuites {
		lists, ok := revocableSuites[suite.slug]
		if !ok {
			continue
		}
		d := drafts[i]
		d.slug, d.spec = "revocable", "https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm"
		url := func(name string) string { return b.base + "/ob3/" + suite.slug + "/" + name }
		d.text = func(issuer string) string {
			return strings.TrimSuffix(strings.TrimSpace(badgeDraft(issuer)), "}") + `,"credentialStatus":` + listEntry(url("list")) + "}"
		}
		g, err := b.good(suite, d)
		if err != nil {
			return nil, err
		}
		g.id = "ob3/" + suite.slug + "/revocable"
		g.resources = make(map[string][]byte)
		for name, bits := range map[string]status.Bitstring{"list": onlyBit(listIndex + 1), "revoked-list": onlyBit(listIndex)} {
			if err := g.addStatusList(url(name), bits, lists); err != nil {
				return nil, err
			}
		}
		g.revoked, g.nowhere = listEntry(url("revoked-list")), listEntry(url("nowhere"))
		made, err := g.vectors(revocableOperators)
		if err != nil {
			return nil, err
		}
		all = append(all, made...)
	}
	return all, nil
}

// addStatusList adds a list of the issuer's to what is served.
func (g good) addStatusList(url string, bits status.Bitstring, suite dataintegrity.Cryptosuite) error {
	by := tokenSigner{id: g.issuer.id, kid: g.issuer.key.Method, key: g.issuer.key.Signer}
	sign := func(document string, _ tokenSigner) (string, error) {
		doc, err := vc.ParseDocument([]byte(document), vc.Limits{})
		if err != nil {
			return "", err
		}
		o := dataintegrity.Options{Created: g.bench.made}
		if suite == g.suite.cryptosuite {
			doc, err = g.sign(doc, g.issuer, o)
		} else {
			doc, err = g.bench.sign(doc, suite, g.issuer, o)
		}
		return doc.String(), err
	}
	return listSuite{suite: string(suite), media: "application/vc", by: by, stranger: by, sign: sign}.addList(g.resources, url, listRow{bits: bits})
}

// revocableOperators are what an issuer and then anybody may do to such a badge.
var revocableOperators = []operator{
	{slug: "revoked", rule: "STATUS-REVOKED", because: "The list says that the badge was revoked.", make: issued(func(g good) []string { return []string{"/credentialStatus", g.revoked} })},
	{slug: "list-unreachable", rule: "STATUS-UNREACHABLE", because: "The list is nowhere to be had.", make: issued(func(g good) []string { return []string{"/credentialStatus", g.nowhere} })},
	{slug: "removed-status", rule: "PROOF-SIGNATURE", because: "The status was taken away from a badge that was revoked.", make: unrevoked("/credentialStatus", "")},
	{slug: "altered-index", rule: "PROOF-SIGNATURE", because: "A badge that was revoked got the place of another in the list.", make: unrevoked("/credentialStatus/statusListIndex", `"7"`)},
	{slug: "hidden", rule: "PROOF-PLAIN", level: vc.Should, only: wholeOnly, make: hiddenStatus},
}

// unrevoked changes a badge that was revoked after its issuer signed it.
func unrevoked(pairs ...string) func(good) ([]embeddedCopy, error) {
	return func(g good) ([]embeddedCopy, error) {
		doc, err := g.signRevoked()
		if err != nil {
			return nil, err
		}
		return one(edit(doc, pairs...))
	}
}

func (g good) signRevoked() (vc.Document, error) {
	doc, err := edit(g.unsigned, "/credentialStatus", g.revoked)
	if err != nil {
		return vc.Document{}, err
	}
	return g.sign(doc, g.issuer, g.options)
}

// statusEntry stands for the entry in the edits of hidings.
const (
	statusEntry = `"urn:the-entry"`
	statusIRI   = "https://www.w3.org/ns/credentials/status#"
)

// hidings are other words for a badge that was revoked, with the same statements.
var hidings = []rewriting{
	{slug: "by-iri", because: "The status stands under the IRI of credentialStatus.", edits: []string{"/credentialStatus", "", "/https:~1~1www.w3.org~12018~1credentials#credentialStatus", statusEntry}},
	{slug: "renamed", because: "A context gives the status another name.",
		edits: []string{"/credentialStatus", "", "/@context/-", `{"remark":{"@id":"` + credentialsIRI + `credentialStatus","@type":"@id"}}`, "/remark", statusEntry}},
	{slug: "included", because: "The status stands in a block beside the document.", edits: []string{"/credentialStatus", "", "/@included", `[{"id":"` + ownID + `","type":"VerifiableCredential","credentialStatus":` + statusEntry + `}]`}},
	{slug: "reversed", because: "The status says whose it is, not the badge.", edits: []string{"/credentialStatus", "", "/@context/-", `{"isStatusOf":{"@reverse":"` + credentialsIRI + `credentialStatus"}}`, "/@included",
		`[` + `{"id":"urn:the-entry-id","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"94563","statusListCredential":"urn:the-list","isStatusOf":{"id":"` + ownID + `"}}` + `]`}},
	{slug: "index-by-iri", because: "The place in the list stands under the IRI of its name.", edits: []string{"/credentialStatus/statusListIndex", "", "/credentialStatus/" + strings.ReplaceAll(statusIRI, "/", "~1") + "statusListIndex", `"94563"`}},
	{slug: "index-as-value", because: "The place in the list is a value object.", edits: []string{"/credentialStatus/statusListIndex", `{"@value":"94563"}`}},
	{slug: "in-nested-lists", because: "The status stands in a list in a list.", edits: []string{"/credentialStatus", "[[" + statusEntry + "]]"}},
	{slug: "as-set", because: "The status is a set.", edits: []string{"/credentialStatus", `{"@set":[` + statusEntry + `]}`}},
	{slug: "only-named", because: "The status is only named, and stands in a block beside the document.", edits: []string{"/credentialStatus", `"urn:the-entry-id"`, "/@included", "[" + statusEntry + "]"}},
}

// hiddenStatus writes a badge that was revoked so that a reader of the JSON may miss
// its status.
func hiddenStatus(g good) ([]embeddedCopy, error) {
	doc, err := g.signRevoked()
	if err != nil {
		return nil, err
	}
	entry := doc.Get("credentialStatus")
	words := strings.NewReplacer(statusEntry, entry.Raw(), ownID, g.unsigned.Get("id").Text(), "urn:the-entry-id", entry.Get("id").Text(), "urn:the-list", entry.Get("statusListCredential").Text())
	var out []embeddedCopy
	for _, h := range hidings {
		edits := slices.Clone(h.edits)
		for i := range edits {
			edits[i] = words.Replace(edits[i])
		}
		copied, err := edit(doc, edits...)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", h.slug, err)
		}
		out = append(out, embeddedCopy{slug: h.slug, because: "The badge was revoked. " + h.because, text: copied.String()})
	}
	return out, nil
}
