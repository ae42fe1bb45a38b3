package lists

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/internal/xmldsig"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// List is a trusted list, or the list of lists.
type List struct {
	Version    int
	Sequence   int
	Type       string // a URI, see TypeOfLists
	Territory  string // EU for the list of lists
	Operator   string
	Issued     time.Time
	NextUpdate time.Time // zero: the list is closed and will not be updated
	URIs       []string  // about the scheme; in a list of lists also its pivots
	Pointers   []Pointer // to other lists
	Services   []trust.Service
	// Signer is the certificate that signed the list; nil for a list from a store.
	Signer *x509.Certificate
	// Notes say in words what of the list could not be used.
	Notes []string
}

// Pointer says where a list is and who signs it.
type Pointer struct {
	Location  string
	Territory string
	Type      string
	MIME      string
	Signers   []*x509.Certificate
}

// The types of lists (TS 119 612 clause 5.3.3).
const (
	TypeOfLists = "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUlistofthelists"
	TypeGeneric = "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric"
)

// MIMEList is the media type of a list that a program can read.
const MIMEList = "application/vnd.etsi.tsl+xml"

const space = "http://uri.etsi.org/02231/v2#"

// Bounds on a list, in bytes, and on what it says.
const (
	maxOfLists = 4 << 20
	maxList    = 40 << 20
	maxURIs    = 200
)

// Errors of this package.
var (
	ErrList    = errors.New("LIST-FORM: the file is no trusted list that can be read")
	ErrSigner  = errors.New("LIST-SIGNER: the list is not signed by one whom you or the list of lists named")
	ErrVersion = errors.New("LIST-VERSION: the list is of a version that is not known")
)

// Signers are those who may sign a list.
type Signers struct {
	Certificates []*x509.Certificate
	// Digests are SHA-256 digests of certificates, in hexadecimal; colons and spaces
	// between do not matter.
	Digests []string
}

// accepts reports whether a certificate is one of the signers.
func (s Signers) accepts(c *x509.Certificate) bool {
	if slices.ContainsFunc(s.Certificates, c.Equal) {
		return true
	}
	digest := Digest(c)
	return slices.ContainsFunc(s.Digests, func(d string) bool { return plainDigest(d) == digest })
}

// Digest returns how a signer is written in [Signers].
func Digest(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	return hex.EncodeToString(sum[:])
}

func plainDigest(text string) string {
	return strings.ToLower(strings.NewReplacer(":", "", " ", "").Replace(text))
}

// Read verifies the signature of a list and reads it.
func Read(data []byte, by Signers) (*List, error) {
	root, err := parse(data)
	if err != nil {
		return nil, err
	}
	signed, err := xmldsig.VerifyElement(root, xmldsig.Options{Limits: xmldsig.Limits{Bytes: maxList}, Known: by.Certificates, Accept: by.accepts})
	switch {
	case errors.Is(err, xmldsig.ErrSigner):
		return nil, fmt.Errorf("%w: %w", ErrSigner, err)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrList, err)
	}
	list, err := readList(signed.Root)
	if err != nil {
		return nil, err
	}
	list.Signer = signed.Signer
	return list, nil
}

// readVerified reads a list whose signature was checked before.
func readVerified(data []byte) (*List, error) {
	root, err := parse(data)
	if err != nil {
		return nil, err
	}
	return readList(root)
}

func parse(data []byte) (*xmldsig.Element, error) {
	root, err := xmldsig.Parse(data, xmldsig.Limits{Bytes: maxList})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrList, err)
	}
	if !root.Is(space, "TrustServiceStatusList") {
		return nil, fmt.Errorf("%w: its root is %.60q", ErrList, root.Local)
	}
	return root, nil
}

// readList reads the root of a list.
func readList(root *xmldsig.Element) (*List, error) {
	scheme := root.Path("SchemeInformation")
	l := &List{
		Type:      scheme.Path("TSLType").Text(),
		Territory: strings.ToUpper(scheme.Path("SchemeTerritory").Text()),
		Operator:  english(scheme.Path("SchemeOperatorName")),
	}
	var err error
	if l.Version, err = strconv.Atoi(scheme.Path("TSLVersionIdentifier").Text()); err != nil || l.Version != 5 && l.Version != 6 {
		return nil, fmt.Errorf("%w: versions 5 and 6 are", ErrVersion)
	}
	if l.Sequence, err = strconv.Atoi(scheme.Path("TSLSequenceNumber").Text()); err != nil || l.Sequence < 1 {
		return nil, fmt.Errorf("%w: it has no sequence number", ErrList)
	}
	if l.Type != TypeOfLists && l.Type != TypeGeneric {
		return nil, fmt.Errorf("%w: it is of the type %.100q", ErrList, l.Type)
	}
	if !isTerritory(l.Territory) {
		return nil, fmt.Errorf("%w: it names no territory", ErrList)
	}
	if l.Issued, err = timeOf(scheme.Path("ListIssueDateTime")); err != nil {
		return nil, err
	}
	if next := scheme.Path("NextUpdate", "dateTime"); next != nil {
		if l.NextUpdate, err = timeOf(next); err != nil {
			return nil, err
		}
	}
	for e := range scheme.Path("SchemeInformationURI").Named("URI") {
		if uri := e.Text(); !slices.Contains(l.URIs, uri) && len(l.URIs) < maxURIs {
			l.URIs = append(l.URIs, uri)
		}
	}
	for e := range scheme.Path("PointersToOtherTSL").Named("OtherTSLPointer") {
		l.Pointers = append(l.Pointers, l.pointer(e))
	}
	for provider := range root.Path("TrustServiceProviderList").Named("TrustServiceProvider") {
		l.provider(provider)
	}
	return l, nil
}

// IsCurrent reports whether the list may be used at a time: the next one is not
// overdue. A closed list never is.
func (l *List) IsCurrent(at time.Time) bool { return at.Before(l.NextUpdate) }

func (l *List) note(format string, args ...any) {
	const most = 50
	if len(l.Notes) < most {
		l.Notes = append(l.Notes, fmt.Sprintf(format, args...))
	}
}

func (l *List) pointer(e *xmldsig.Element) Pointer {
	p := Pointer{Location: e.Path("TSLLocation").Text()}
	for other := range e.Path("AdditionalInformation").Named("OtherInformation") {
		for info := range other.Children() {
			switch info.Local {
			case "TSLType":
				p.Type = info.Text()
			case "SchemeTerritory":
				p.Territory = strings.ToUpper(info.Text())
			case "MimeType":
				p.MIME = info.Text()
			}
		}
	}
	for identity := range e.Path("ServiceDigitalIdentities").Named("ServiceDigitalIdentity") {
		p.Signers = append(p.Signers, l.certificates(identity, "the signers of the list of "+p.Territory)...)
	}
	return p
}

// isTerritory reports whether a text is a territory, and so harmless in the name of
// a file.
func isTerritory(text string) bool {
	return len(text) == 2 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

func timeOf(e *xmldsig.Element) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, e.Text())
	if err != nil {
		return t, fmt.Errorf("%w: %.40q is not a time", ErrList, e.Text())
	}
	return t.UTC(), nil
}

// english returns the English name among names in several languages, or the first.
func english(e *xmldsig.Element) string {
	first := ""
	for name := range e.Named("Name") {
		lang := strings.ToLower(name.AttrIn("http://www.w3.org/XML/1998/namespace", "lang"))
		if lang == "en" || strings.HasPrefix(lang, "en-") {
			return name.Text()
		}
		if first == "" {
			first = name.Text()
		}
	}
	return first
}
