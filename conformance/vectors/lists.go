package vectors

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// lists returns the vectors of credentials whose status stands in a list.
func lists(o Options) ([]Vector, error) {
	parties, err := newTokenParties()
	if err != nil {
		return nil, err
	}
	rows, err := listRows()
	if err != nil {
		return nil, err
	}
	var all []Vector
	for _, secured := range []listSuite{
		{"eddsa-rdfc-2022", "application/vc", parties.ed, parties.strangeEd, signList},
		{"vc+jwt", "application/vc+jwt", parties.ec, parties.strangeEC, tokenList},
	} {
		for _, row := range rows {
			if row.only != "" && row.only != secured.suite {
				continue
			}
			v, err := secured.vector(o.Base, row)
			if err != nil {
				return nil, fmt.Errorf("vectors: %s: %w", row.name, err)
			}
			all = append(all, v)
		}
	}
	return all, nil
}

// listSuite is a way to secure a credential and its list.
type listSuite struct {
	suite, media string
	by, stranger tokenSigner
	sign         func(document string, by tokenSigner) (string, error)
}

// signList adds a proof of the suite eddsa-rdfc-2022.
func signList(document string, by tokenSigner) (string, error) {
	doc, err := vc.ParseDocument([]byte(document), vc.Limits{})
	if err != nil {
		return "", err
	}
	created := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	file, err := dataintegrity.Sign(context.Background(), vc.Env{}, doc, dataintegrity.EdDSARDFC2022, by.proofKey(), dataintegrity.Options{Created: created})
	if err != nil {
		return "", err
	}
	return string(file.Bytes()), nil
}

// tokenList makes a token of the type vc+jwt.
func tokenList(document string, by tokenSigner) (string, error) {
	return by.sign(by.header("vc+jwt", false), document)
}

// listRow is a credential with a status and the list that it leads to. Each has a
// list at an address of its own, so that one server can serve them all.
type listRow struct {
	pair, name    string
	rule, because string
	level         vc.Level
	only          string           // the suite that can secure it; "": all
	entry         []string         // changes of the entry, as for edited
	more          []string         // further entries, whose lists are those of the rows of that name
	list          []string         // changes of the list before it is signed
	bits          status.Bitstring // what the list holds
	encoded       string           // the encodedList, where it is not that of the bits
	by            func(listSuite) (issuer, signer tokenSigner)
	serve         func(list string) string // what the server sends, "" for nothing; nil: the list
}

// listIndex is the place of the credential in its list, in the middle of a byte.
const listIndex = 94_563

// vector returns the credential with its list.
func (s listSuite) vector(base string, row listRow) (Vector, error) {
	good := "status/" + s.suite + "/" + row.pair
	id := good + "/" + row.name
	if row.rule == "" {
		id = good
	}
	v := Vector{
		ID: id, Pair: good, Suite: s.suite, Format: "vcdm2", Operation: VerifyCredential, Accept: row.rule == "",
		Rule: row.rule, Level: row.level, Because: row.because, Spec: "https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm",
		MediaType: s.media, Resources: make(map[string][]byte),
	}
	if row.rule != "" {
		rule, err := ruleFor(s.suite, row.rule)
		if err != nil {
			return v, err
		}
		v.Spec = rule.Spec
		if v.Level == "" {
			v.Level = rule.Level
		}
	}
	url := base + "/" + strings.ReplaceAll(v.ID, "+", "-")
	document, err := s.credential(url, row)
	if err != nil {
		return v, err
	}
	text, err := s.sign(document, s.by)
	if err != nil {
		return v, err
	}
	v.Document = []byte(text)
	if err := s.addList(v.Resources, url, row); err != nil {
		return v, err
	}
	if len(row.more) > 0 { // the second entry leads to a list where the place is set
		err = s.addList(v.Resources, url+"-second", listRow{bits: onlyBit(listIndex), list: row.more})
	}
	return v, err
}

// credential returns a credential whose entry leads to the list at a URL.
func (s listSuite) credential(url string, row listRow) (string, error) {
	entry, err := edited(listEntry(url), row.entry...)
	if err != nil {
		return "", err
	}
	if len(row.more) > 0 {
		second, err := edited(listEntry(url+"-second"), entryOf(row.more)...)
		if err != nil {
			return "", err
		}
		entry = "[" + entry + "," + second + "]"
	}
	return fmt.Sprintf(`{"@context":["https://www.w3.org/ns/credentials/v2"],"id":%q,"type":["VerifiableCredential"],"issuer":%q,`+
		`"validFrom":%q,"validUntil":%q,"credentialSubject":{"id":%q},"credentialStatus":%s}`, tokenID, s.by.id, dateFrom, dateUntil, tokenSubject, entry), nil
}

func listEntry(url string) string {
	return fmt.Sprintf(`{"id":%q,"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"%d","statusListCredential":%q}`, url+"#entry", listIndex, url)
}

// entryOf returns the changes of an entry that go with changes of its list.
func entryOf(list []string) []string {
	var out []string
	for i := 0; i < len(list); i += 2 {
		if name, ok := strings.CutPrefix(list[i], "/credentialSubject/statusPurpose"); ok && name == "" {
			out = append(out, "/statusPurpose", list[i+1])
		}
	}
	return out
}

// addList adds the list of a row to what is served.
func (s listSuite) addList(resources map[string][]byte, url string, row listRow) error {
	issuer, signer := s.by, s.by
	if row.by != nil {
		issuer, signer = row.by(s)
	}
	encoded := row.encoded
	if encoded == "" {
		var err error
		if encoded, err = row.bits.Encode(); err != nil {
			return err
		}
	}
	document, err := edited(fmt.Sprintf(`{"@context":["https://www.w3.org/ns/credentials/v2"],"id":%q,"type":["VerifiableCredential","BitstringStatusListCredential"],"issuer":%q,`+
		`"validFrom":%q,"validUntil":%q,"credentialSubject":{"id":%q,"type":"BitstringStatusList","statusPurpose":"revocation","encodedList":%q}}`,
		url, issuer.id, dateFrom, dateUntil, url+"#list", encoded), row.list...)
	if err != nil {
		return err
	}
	text, err := s.sign(document, signer)
	if err != nil {
		return err
	}
	if row.serve != nil {
		if text, err = row.serve(text), nil; text == "" {
			return nil
		}
	}
	resources[url] = []byte(text)
	return err
}
