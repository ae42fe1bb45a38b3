package vectors

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// specOlderList is the draft of the lists that came before the standard, which Open
// Badges of today still have.
const specOlderList = "https://www.w3.org/TR/2023/WD-vc-status-list-20230427/#validate-algorithm"

// olderList is a credential of the data model 1.1 whose status stands in a
// StatusList2021.
type olderList struct {
	name, rule, because string
	level               vc.Level
	bits                status.Bitstring
	encoded             string              // "": the bits
	entry, list         []string            // changes before signing, as for edited
	byStranger          bool                // the list, in the name of the signer
	disguised           bool                // it names the issuer all the same
	serve               func(string) string // nil: the list; "" for nothing
}

// olderLists are the good list and those by which a credential must not be accepted.
func olderLists() []olderList {
	clear, set := allBut(listIndex), onlyBit(listIndex)
	suspension := []string{"/credentialSubject/statusPurpose", `"suspension"`}
	return []olderList{
		{because: "The place of the credential is not set in its list.", bits: clear},
		{name: "revoked", rule: "STATUS-REVOKED", because: "The credential was revoked.", bits: set},
		{name: "suspended", rule: "STATUS-SUSPENDED", because: "The credential is suspended.", bits: set, entry: []string{"/statusPurpose", `"suspension"`}, list: suspension},
		{name: "index-out-of-range", rule: "STATUS-RANGE", because: "The index is one beyond the end of the list.", bits: clear, entry: []string{"/statusListIndex", `"131072"`}},
		{name: "purpose-mismatch", rule: "STATUS-PURPOSE", because: "The entry is about revocation, and the list about suspension.", bits: clear, list: suspension},
		{name: "list-of-stranger", rule: "STATUS-LIST-ISSUER", because: "A stranger issued the list.", level: vc.Should, bits: clear, byStranger: true},
		{name: "list-signed-by-stranger", rule: "STATUS-LIST-PROOF", because: "A stranger signed the list in the issuer's name.", bits: clear, byStranger: true, disguised: true},
		{name: "list-altered", rule: "STATUS-LIST-PROOF", because: "The list was changed after signing, to hide that the credential was revoked.", bits: set, serve: clearedOlder},
		{name: "list-unsigned", rule: "STATUS-LIST-PROOF", because: "The list carries no signature.", bits: clear, serve: unsigned},
		{name: "list-unreachable", rule: "STATUS-UNREACHABLE", because: "The list is nowhere to be had.", bits: clear, serve: func(string) string { return "" }},
		{name: "list-not-zipped", rule: "STATUS-LIST-ENCODED", because: "The list is not compressed.", encoded: base64.RawURLEncoding.EncodeToString(make([]byte, status.MinEntries/8))},
		{name: "list-cut", rule: "STATUS-LIST-ENCODED", because: "The end of the compressed list is missing.", encoded: "H4sIAAAAAAAA_-3BAQ0AAADCoPdPbQ43"},
	}
}

// listsOfOlderKind returns the vectors of StatusList2021.
func listsOfOlderKind(o Options) ([]Vector, error) {
	parties, err := newTokenParties()
	if err != nil {
		return nil, err
	}
	var all []Vector
	for _, row := range olderLists() {
		v, err := row.vector(o.Base, parties)
		if err != nil {
			return nil, fmt.Errorf("vectors: an older list, %s: %w", row.name, err)
		}
		all = append(all, v)
	}
	return all, nil
}

func (l olderList) vector(base string, p tokenParties) (Vector, error) {
	const good = "status-2021/eddsa-rdfc-2022/revocation"
	v := Vector{
		ID: good, Pair: good, Suite: "eddsa-rdfc-2022", Format: "vcdm1", Operation: VerifyCredential, Accept: l.rule == "",
		Rule: l.rule, Because: l.because, Spec: specOlderList, MediaType: "application/vc", Resources: make(map[string][]byte),
	}
	if l.rule != "" {
		rule, err := ruleFor(v.Suite, l.rule)
		if err != nil {
			return v, err
		}
		v.ID, v.Level = good+"/"+l.name, rule.Level
		if l.level != "" {
			v.Level = l.level
		}
	}
	url := base + "/" + v.ID
	entry, err := edited(fmt.Sprintf(`{"id":%q,"type":"StatusList2021Entry","statusPurpose":"revocation","statusListIndex":"%d","statusListCredential":%q}`, url+"#entry", listIndex, url), l.entry...)
	if err != nil {
		return v, err
	}
	text, err := signOlder(olderCredential(tokenID, p.ed.id, "", fmt.Sprintf(`{"id":%q},"credentialStatus":%s`, tokenSubject, entry)), p.ed)
	if err != nil {
		return v, err
	}
	v.Document = []byte(text)
	list, err := l.signed(url, p)
	if err == nil && list != "" {
		v.Resources[url] = []byte(list)
	}
	return v, err
}

// signed returns the list as it is served.
func (l olderList) signed(url string, p tokenParties) (string, error) {
	encoded := l.encoded
	if encoded == "" {
		text, err := l.bits.Encode()
		if err != nil {
			return "", err
		}
		encoded = strings.TrimPrefix(text, "u") // this kind has no multibase
	}
	issuer, signer := p.ed, p.ed
	if l.byStranger {
		issuer, signer = p.strangeEd, p.strangeEd
	}
	if l.disguised {
		issuer = p.ed
	}
	document, err := edited(olderCredential(url, issuer.id, `,"StatusList2021Credential"`,
		fmt.Sprintf(`{"id":%q,"type":"StatusList2021","statusPurpose":"revocation","encodedList":%q}`, url+"#list", encoded)), l.list...)
	if err != nil {
		return "", err
	}
	text, err := signOlder(document, signer)
	if err == nil && l.serve != nil {
		text = l.serve(text)
	}
	return text, err
}

// olderCredential returns a credential of the data model 1.1.
func olderCredential(id, issuer, types, subject string) string {
	return fmt.Sprintf(`{"@context":[%q,%q,"https://w3id.org/security/data-integrity/v2"],"id":%q,"type":["VerifiableCredential"%s],"issuer":%q,`+
		`"issuanceDate":%q,"expirationDate":%q,"credentialSubject":%s}`, vc.ContextV1, contexts.StatusList2021, id, types, issuer, dateFrom, dateUntil, subject)
}

func signOlder(document string, by tokenSigner) (string, error) {
	doc, err := vc.ParseDocument([]byte(document), vc.Limits{})
	if err != nil {
		return "", err
	}
	file, err := dataintegrity.Sign(context.Background(), vc.Env{}, doc, dataintegrity.EdDSARDFC2022, by.proofKey(), dataintegrity.Options{Created: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		return "", err
	}
	return string(file.Bytes()), nil
}

// clearedOlder puts a list in which the place is not set into one that is signed.
func clearedOlder(list string) string {
	empty, err := allBut(listIndex).Encode()
	if err != nil {
		return ""
	}
	changed, err := edited(list, "/credentialSubject/encodedList", quoted(strings.TrimPrefix(empty, "u")))
	if err != nil {
		return ""
	}
	return changed
}
