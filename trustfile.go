package mikromerit

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/proof/trust/lists"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// ErrTrustFile says that a trust file cannot be read.
var ErrTrustFile = errors.New("TRUST-FILE")

// ReadTrust reads a trust file: a JSON object with the issuers and certificates
// that you trust, and what you call the issuers.
//
//	{
//	  "issuers": ["did:web:nord.example", {"id": "did:web:vestre-aas.example", "name": "Vestre Ås høgskole"}],
//	  "anchors": ["seal-ca.pem", "-----BEGIN CERTIFICATE-----\n..."],
//	  "lists": "trusted-lists"
//	}
//
// An anchor is PEM text or the name of a file, which open reads. Lists is the name of
// a folder with the trusted lists of the European Union; see package
// proof/trust/lists. Lists whose next update is overdue by the clock of the machine are
// not used; [ReadTrustAt] takes another time, and an object with the members folder and
// overdue, which is true, uses them all the same.
func ReadTrust(text []byte, open func(name string) ([]byte, error)) (Trust, error) {
	return ReadTrustAt(text, open, time.Now())
}

// ReadTrustAt is [ReadTrust] for another time than the present.
func ReadTrustAt(text []byte, open func(name string) ([]byte, error), now time.Time) (Trust, error) {
	var t Trust
	root, err := jsontree.Parse(text, jsontree.Limits{})
	if err != nil {
		return t, fmt.Errorf("%w: it is not one strict JSON value: %w", ErrTrustFile, err)
	}
	if !root.IsObject() {
		return t, fmt.Errorf("%w: it must be an object with the members issuers, anchors and lists", ErrTrustFile)
	}
	for name := range root.Members() {
		if !slices.Contains([]string{"issuers", "anchors", "lists", "@context", "comment"}, name) {
			return t, fmt.Errorf("%w: there is no member %q; use issuers, anchors and lists", ErrTrustFile, name)
		}
	}
	for v := range root.Get("issuers").Each() {
		id, name := v.Text(), ""
		if v.IsObject() {
			id, name = v.Get("id").Text(), v.Get("name").Text()
		}
		if id == "" {
			return t, fmt.Errorf("%w: %s must be an identifier, or an object with an id and a name", ErrTrustFile, v.Pointer())
		}
		t.Issuers = append(t.Issuers, id)
		if name != "" {
			if t.Names == nil {
				t.Names = make(map[string]string)
			}
			t.Names[id] = name
		}
	}
	for v := range root.Get("anchors").Each() {
		pem := []byte(v.Text())
		if !strings.Contains(v.Text(), "-----BEGIN") {
			if pem, err = open(v.Text()); err != nil {
				return t, fmt.Errorf("%w: %s: %w", ErrTrustFile, v.Pointer(), err)
			}
		}
		anchors, err := trust.ParsePEM(pem)
		if err != nil {
			return t, fmt.Errorf("%w: %s: %w", ErrTrustFile, v.Pointer(), err)
		}
		t.Anchors = trust.Join(t.Anchors, anchors)
	}
	t.Services, err = readLists(root.Get("lists"), open, now)
	return t, err
}

// readLists reads the trusted lists in the folder that a trust file names.
func readLists(v jsontree.Value, open func(name string) ([]byte, error), now time.Time) (*trust.Services, error) {
	if !v.Exists() {
		return nil, nil
	}
	folder, options := v.Text(), lists.UseOptions{}
	if v.IsObject() {
		folder, options.Overdue = v.Get("folder").Text(), v.Get("overdue").Raw() == "true"
	}
	if folder == "" {
		return nil, fmt.Errorf("%w: %s must be the name of a folder, or an object with the members folder and overdue", ErrTrustFile, v.Pointer())
	}
	store, err := lists.Open(func(name string) ([]byte, error) { return open(path.Join(folder, name)) })
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrTrustFile, v.Pointer(), err)
	}
	services, err := store.Services(now, options)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrTrustFile, v.Pointer(), err)
	}
	return services, nil
}
