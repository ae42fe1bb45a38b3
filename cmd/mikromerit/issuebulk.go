package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/bulk"
	"github.com/mikromerit/mikromerit/bulk/rows"
	"github.com/mikromerit/mikromerit/formats/eudi"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/template"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/web"
)

// bulkFlags hold the flags of issuing a credential for each row of a table.
type bulkFlags struct {
	Template string      `group:"A whole class:" placeholder:"FILE" help:"Micro-credential in YAML or JSON with {{column}} where the table fills it in. With --rows, in place of a credential."`
	Rows     string      `group:"A whole class:" placeholder:"CSV" help:"Table with a row for each learner, as spreadsheets save it: CSV in UTF-8 or UTF-16; - is standard input."`
	RowKey   string      `group:"A whole class:" placeholder:"COLUMN" help:"Column by whose cell a row is known when the table is given again."`
	Format   string      `group:"A whole class:" placeholder:"FORMAT" help:"Format to issue: ob3 (the default), edc, or another that convert can write."`
	SealWith string      `group:"A whole class:" placeholder:"P12" help:"With --format edc: seal with this key and certificate. Without it, drafts are written."`
	Status   string      `group:"A whole class:" placeholder:"DIR" help:"Folder of the status list in which each credential gets a place; see status new."`
	Image    string      `group:"A whole class:" placeholder:"IMG" help:"PNG or SVG image to bake each badge into."`
	Cards    bool        `group:"A whole class:" help:"Also write a page for each learner that shows the credential."`
	Language languageTag `group:"A whole class:" placeholder:"TAG" help:"Language of the pages, and of texts where the format holds one."`
	Hash     bool        `name:"hash-recipient" group:"A whole class:" help:"Write only salted hashes of what identifies the learner: for badges."`
	DryRun   bool        `group:"A whole class:" help:"Say what is wrong with each row, by cell; issue nothing."`
	Reissue  bool        `group:"A whole class:" help:"Issue rows anew that say something else than before, and revoke the older credentials."`
	JSON     bool        `name:"json" group:"A whole class:" help:"Print a line of JSON for each row."`
}

// isBulk reports whether a table is given in place of a credential.
func (c *bulkFlags) isBulk() bool { return c.Template != "" || c.Rows != "" }

// checkBulk checks that the flags fit each other.
func (c *issueCommand) checkBulk() error {
	single := c.File != "" || c.Add || c.SetIssuer || c.IssuerName+c.Issuer+c.ProofID+c.Holder != "" || len(c.Previous) > 0
	switch {
	case c.Template == "" || c.Rows == "":
		return newFailure("--template and --rows belong together; give both")
	case single:
		return newFailure("a table is issued in place of a credential; leave out the file and --add, --set-issuer, --issuer-name, --issuer, --previous, --proof-id and --holder: the template says who issues")
	case c.RowKey == "":
		return newFailure("rows must be known by a key when the table is given again; name its column with --row-key")
	case c.Out == std && !c.DryRun:
		return newFailure("what is issued is written to a folder; name one with -o")
	case c.Format == mikromerit.Europass && (c.Suite+c.Certificate+c.Algorithm != ""):
		return newFailure("a Europass credential is sealed and not signed; leave out --suite, --certificate and --algorithm, and give --seal-with")
	case c.Suite == "" && c.Format != eudi.Format && !c.isSelective(""):
		return c.newSelectiveFailure()
	}
	return c.checkFlags()
}

// runBulk issues a credential for each row.
func (c *issueCommand) runBulk(a *app) error {
	if err := c.checkBulk(); err != nil {
		return err
	}
	t, err := a.readTemplate(c.Template)
	if err != nil {
		return err
	}
	options, err := c.bulkOptions(a)
	if err != nil {
		return err
	}
	issuer, err := bulk.NewIssuer(t, c.RowKey, options)
	switch {
	case errors.Is(err, mikromerit.ErrSuite):
		return newSigningFailure(c.Template, err)
	case err != nil:
		return newFailure("%s", withoutCode(err, bulk.ErrOptions))
	}
	table, closeTable, err := a.openRows(c.Rows)
	if err != nil {
		return err
	}
	defer closeTable()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if c.DryRun {
		folder := c.Out
		if folder == std {
			folder = ""
		}
		return a.tellRows(c.Rows, issuer.Check(ctx, table, folder), c.JSON)
	}
	if err := os.MkdirAll(c.Out, 0o700); err != nil {
		return newFailure("the folder %s cannot be made: %s", c.Out, ioReason(err))
	}
	return a.tellRows(c.Rows, issuer.Run(ctx, table, c.Out), c.JSON)
}

// readTemplate reads a template, which can name the files of its folder.
func (a *app) readTemplate(name string) (*template.Template, error) {
	data, err := a.read(name)
	if err != nil {
		return nil, err
	}
	folder := filepath.Dir(name)
	root, err := os.OpenRoot(folder) // no link leads out of it
	if err != nil {
		return nil, newReadFailure(folder, ioReason(err))
	}
	t, err := template.Parse(data, root.FS())
	if err != nil {
		return nil, newRefusal(nil, "%s is not a template that can be used:\n%s", displayName(name), err)
	}
	return t, nil
}

// openRows opens a table.
func (a *app) openRows(name string) (*rows.Table, func(), error) {
	from, closeTable := a.stdin, func() {}
	if name != std {
		file, err := os.Open(name)
		if err != nil {
			return nil, nil, newReadFailure(name, ioReason(err))
		}
		from, closeTable = file, func() { _ = file.Close() }
	}
	table, err := rows.Open(from)
	if err != nil {
		closeTable()
		return nil, nil, newRefusal(nil, "%s is not a table that can be used: %v", displayName(name), err)
	}
	return table, closeTable, nil
}

// bulkOptions reads the flags as options of the library.
func (c *issueCommand) bulkOptions(a *app) (bulk.Options, error) {
	o := bulk.Options{Format: c.Format, Reissue: c.Reissue, Workers: a.parallel()}
	o.Issue.Encode = mikromerit.EncodeOptions{Language: c.Language.Tag, HashRecipient: c.Hash}
	o.Issue.Mandatory, o.Issue.Disclosable, o.Issue.Expires, o.Issue.Decoys = c.Mandatory, c.Disclosable, c.Expires.at.Time(), c.Decoys
	env, err := c.env(a, a.env(c.Now))
	if err != nil {
		return o, err
	}
	if o.Issue.TypeMetadata, err = c.typeMetadata(a); err != nil {
		return o, err
	}
	o.Issue.SignOptions = mikromerit.SignOptions{Env: env, Suite: c.Suite, Algorithm: c.Algorithm}
	var key *keys.Private
	if c.Key != "" || c.Format != mikromerit.Europass {
		if key, o.Issue.SignOptions, err = c.options(a, c.Suite); err != nil {
			return o, err
		}
		o.Key = key
	}
	if err := c.checkMandatory(key); err != nil {
		return o, err
	}
	if c.SealWith != "" {
		sealer, err := a.readSealer(c.SealWith, c.PasswordFile, "")
		if err != nil {
			return o, err
		}
		o.Sealer, o.Seal = &sealer, mikromerit.SealOptions{Env: env}
	}
	if c.Image != "" {
		if o.Image, err = a.read(c.Image); err != nil {
			return o, err
		}
	}
	if c.Status != "" {
		store := storeFlag{c.Status}
		if o.Status, _, err = store.listBy(a, "--status"); err != nil {
			return o, err
		}
		if !c.DryRun {
			o.Registered = func(made bulk.Made) error { return store.registerMade(a, made) }
		}
	}
	if c.Cards {
		o.Card = c.cards(a, key, env)
	}
	return o, nil
}

// cards returns what makes the page of a learner. It believes the issuer, who makes it.
func (c *issueCommand) cards(a *app, key *keys.Private, env vc.Env) func(context.Context, []byte) ([]byte, error) {
	trusted := mikromerit.Trust{}
	if key != nil {
		trusted.Issuers = []string{key.Controller()}
	}
	verifier := mikromerit.NewVerifier(trusted)
	verifier.Env = env
	return func(ctx context.Context, file []byte) ([]byte, error) {
		found, err := verifier.Inspect(ctx, file, mikromerit.InspectOptions{Language: c.Language.Tag})
		if err != nil {
			return nil, err
		}
		now := env.Now()
		var page bytes.Buffer
		err = web.Card(ctx, &page, found, web.Options{Language: c.Language.Tag, At: now,
			Convert: mikromerit.ConvertOptions{Tool: mc.Tool{Name: "mikromerit", Version: a.version}, At: now, Verifier: verifier}})
		return page.Bytes(), err
	}
}

// registerMade adds a line to the register of the list about what got a place.
func (s *storeFlag) registerMade(a *app, made bulk.Made) error {
	if made.Index == nil {
		return nil
	}
	file, err := mikromerit.Open(made.File, limits)
	if err != nil {
		return err
	}
	return s.registerPlace(a, *made.Index, mikromerit.DocumentOf(file))
}

// withoutCode returns what an error says, without the category before it.
func withoutCode(err, category error) string {
	return strings.TrimPrefix(err.Error(), category.Error()+": ")
}
