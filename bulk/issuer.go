package bulk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"slices"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/bulk/rows"
	"github.com/mikromerit/mikromerit/formats/eudi"
	"github.com/mikromerit/mikromerit/microcredential/template"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc/status"
)

// ErrOptions says that the options do not fit each other.
var ErrOptions = errors.New("BULK-OPTIONS")

// Options are the options of an [Issuer].
type Options struct {
	// Format is the short name of the format; "": Open Badges 3.0.
	Format string
	// Key signs. Only a Europass draft, which somebody else seals, needs none.
	Key *keys.Private
	// Issue says how to sign; what it says about status and image is not used.
	Issue mikromerit.IssueOptions
	// Sealer seals Europass credentials; nil: they stay drafts. Seal says how.
	Sealer *jades.Sealer
	Seal   mikromerit.SealOptions
	// Status is the list in which each credential gets a place; nil: none.
	Status *status.List
	// Reissue issues a row anew that says something else than before, and revokes the
	// older credential.
	Reissue bool
	// Image is a PNG or SVG image to bake each badge into, into a file beside it.
	Image []byte
	// Card makes a page of HTML for a credential, which is written beside it; nil: none.
	Card func(ctx context.Context, file []byte) ([]byte, error)
	// Workers is how many rows are worked on at once; 0: as many as there are cores.
	Workers int
	// Registered, if set, is called for each credential before it is written, with its
	// id and its place in the status list, and may be called again for the same one.
	Registered func(made Made) error
}

// Made is a credential that is about to be written.
type Made struct {
	ID    string
	Index *uint64
	File  []byte
}

// Issuer issues a credential for each row of tables.
type Issuer struct {
	template *template.Template
	key      string
	columns  []template.Column
	recipe   string
	format   string
	codec    mikromerit.Codec
	o        Options
	chunk    int
}

// NewIssuer returns an issuer of what a template describes. Rows are known by the
// cell of a column. The error wraps [ErrOptions] when the options do not fit each other,
// and [mikromerit.ErrSuite] when the suite does not fit the key.
func NewIssuer(t *template.Template, keyColumn string, o Options) (*Issuer, error) {
	i := &Issuer{template: t, key: rows.Normal(keyColumn), columns: t.Columns(), format: o.Format, o: o, chunk: rowsAtOnce}
	if i.format == "" {
		i.format = mikromerit.OpenBadge
	}
	if i.o.Workers <= 0 {
		i.o.Workers = runtime.GOMAXPROCS(0)
	}
	var err error
	if i.codec, err = mikromerit.Formats().Named(i.format); err != nil {
		return nil, err
	}
	if i.o.Issue.Suite == "" && i.format == eudi.Format {
		i.o.Issue.Suite = claimsSuite
	}
	if err := i.check(); err != nil {
		return nil, err
	}
	if o.Key != nil {
		issue := i.issueOptions(nil)
		issue.Image = o.Image
		if err := issue.Check(o.Key); err != nil {
			return nil, err
		}
	}
	digest, image := t.Digest(), sha256.Sum256(o.Image)
	sum := sha256.Sum256(fmt.Appendf(nil, "%x %s %s %t %t %x", digest, i.format, i.o.Issue.Suite, o.Sealer != nil, o.Issue.Encode.HashRecipient, image))
	i.recipe = hex.EncodeToString(sum[:16])
	return i, nil
}

// check checks that the options fit each other.
func (i *Issuer) check() error {
	europass := i.format == mikromerit.Europass
	fault := func(text string) error { return fmt.Errorf("%w: %s", ErrOptions, text) }
	o := &i.o
	switch {
	case i.codec.Encode == nil:
		return fault(i.codec.Name + " can be read but not written; choose another format")
	case i.key == "":
		return fault("rows must be known by a key; name its column")
	case europass && o.Key != nil:
		return fault("a Europass credential is sealed with a certificate and not signed with a key; give a sealer (--seal-with), or no key for drafts")
	case europass && o.Status != nil:
		return fault("a Europass credential has no place for this status list; leave it out")
	case europass && o.Image != nil:
		return fault("a Europass credential is not baked into an image; leave the image out")
	case !europass && o.Sealer != nil:
		return fault("only Europass credentials are sealed; choose the format edc, or sign with a key")
	case !europass && o.Key == nil:
		return fault("there is no key to sign with")
	case o.Image != nil && (i.format != mikromerit.OpenBadge || slices.Contains([]string{"vc+sd-jwt", claimsSuite, "vc+cose"}, o.Issue.Suite) || i.makesBaseProofs()):
		return fault("only an Open Badge with an embedded proof that verifies as it is, or as a VC-JWT, is baked into an image")
	case o.Status != nil && o.Status.IsToken() != (o.Issue.Suite == claimsSuite):
		return fault("a token status list is for SD-JWT VC (dc+sd-jwt), and each other list for all else; give the list that fits the suite")
	case o.Status != nil && o.Status.Issuer() != o.Key.Controller():
		return fault("the status list is one of " + o.Status.Issuer() + ", but the key speaks for " + o.Key.Controller() + ", so nobody could rely on the list; give a list of the issuer")
	case o.Reissue && !canRevoke(o.Status):
		return fault("to issue a row anew, the older credential must be revoked; give the status list of revocation that has its place")
	}
	return nil
}

// makesBaseProofs reports whether what is issued is for the holder alone.
func (i *Issuer) makesBaseProofs() bool {
	return dataintegrity.IsSelective(dataintegrity.Cryptosuite(i.o.Issue.Suite)) || keys.TypeOf(i.o.Key.Signer().Public()) == keys.BLS12381
}

// canRevoke reports whether a list says which credentials were revoked.
func canRevoke(list *status.List) bool {
	return list != nil && (list.IsToken() || list.Purpose() == status.Revocation)
}

// ending returns how the names of files end.
func (i *Issuer) ending() string {
	switch i.o.Issue.Suite {
	case "jwt", "vc+jwt":
		return ".jwt"
	case "vc+sd-jwt", claimsSuite:
		return ".sdjwt"
	case "vc+cose":
		return ".cose"
	}
	if i.format == mikromerit.Europass {
		return ".jsonld"
	}
	return ".json"
}

// endings are all of them.
var endings = []string{".json", ".jsonld", ".jwt", ".sdjwt", ".cose"}
