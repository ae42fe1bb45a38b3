package main

import (
	"context"
	"crypto"
	"errors"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
)

type issueCommand struct {
	signFlags
	Suite       string   `placeholder:"SUITE" help:"How to sign: eddsa-rdfc-2022 (the default for Ed25519 keys), ecdsa-rdfc-2019 (for P-256 and P-384), eddsa-jcs-2022, ecdsa-jcs-2019, ecdsa-sd-2023, bbs-2023 (for BLS12-381), Ed25519Signature2020, jwt (VC-JWT; for RSA), vc+jwt, vc+sd-jwt, dc+sd-jwt (the default for an EUDI Learning Credential) or vc+cose."`
	Mandatory   []string `sep:"none" placeholder:"POINTER" help:"With ecdsa-sd-2023 or bbs-2023: JSON Pointer of what the holder always reveals, beside what decides on whether the credential is in force. May be repeated. Without it, what a badge requires."`
	Disclosable []string `sep:"none" placeholder:"POINTER" help:"With vc+sd-jwt or dc+sd-jwt: JSON Pointer of what the holder may keep back. May be repeated. With dc+sd-jwt: by default what the type demands."`
	Holder      string   `placeholder:"PUBLIC" help:"With vc+sd-jwt or dc+sd-jwt: file of the public key that the holder will present it with."`
	Expires     moment   `placeholder:"T" help:"With dc+sd-jwt: when it ends, such as 2036-08-01T12:00:00Z, if its claims do not say so."`
	Decoys      int      `placeholder:"N" help:"With vc+sd-jwt or dc+sd-jwt: how many digests that stand for nothing go into each place where something is hidden."`
	Type        string   `name:"type-metadata" placeholder:"FILE" help:"With dc+sd-jwt: the published document about its type, whose digest it states."`
	Add         bool     `help:"Add a proof to those that the file carries already."`
	Previous    []string `sep:"none" placeholder:"ID" help:"With --add: id of a proof that the new one builds on. May be repeated."`
	ProofID     string   `name:"proof-id" placeholder:"URL" help:"Id of the new proof, by which a later one can build on it."`
	SetIssuer   bool     `help:"Make the key's controller, its DID, the issuer of the credential."`
	IssuerName  string   `placeholder:"NAME" help:"With --set-issuer: the name of the new issuer."`
	Issuer      string   `placeholder:"FILE" help:"With --set-issuer: a JSON file that describes the new issuer, as a Profile of Open Badges or an Organisation of Europass."`
	bulkFlags
	File string `arg:"" optional:"" help:"Credential to sign, as JSON without a proof; - is standard input."`
}

// Help returns the second part of the help text.
func (c *issueCommand) Help() string {
	return "The credential must keep the rules of its format, and its issuer must be the one that the key speaks for. " +
		"With --set-issuer the key's DID becomes the issuer; say who that is with --issuer-name or --issuer. In an Open Badge the former issuer then becomes the creator of the achievement if it has none, " +
		"with its name and all else that was said of it; an issuer without an id is taken as a description of the new one. " +
		"All other bytes of the file stay as they are. " +
		"What ecdsa-sd-2023, bbs-2023 and vc+sd-jwt make is for the holder, who reveals parts of it with derive."
}

// Run checks the credential, signs it and writes it.
func (c *issueCommand) Run(a *app) error {
	if c.isBulk() {
		return c.runBulk(a)
	}
	if c.File == "" {
		return newFailure("name the credential to sign, or give --template and --rows to issue one for each row of a table")
	}
	key, sign, err := c.options(a, c.Suite)
	if err != nil {
		return err
	}
	if err := c.checkFlags(); err != nil {
		return err
	}
	if err := c.checkMandatory(key); err != nil {
		return err
	}
	holder, err := c.holder(a)
	if err != nil {
		return err
	}
	metadata, err := c.typeMetadata(a)
	if err != nil {
		return err
	}
	issuer, err := a.readIssuer(c.Issuer)
	if err != nil {
		return err
	}
	file, err := c.unsecured(a)
	if err != nil {
		return err
	}
	if err := c.checkSelective(file); err != nil {
		return err
	}
	if err := a.writable(c.Out); err != nil {
		return err
	}
	o := mikromerit.IssueOptions{
		SignOptions: sign, SetIssuer: c.SetIssuer, IssuerName: c.IssuerName, Issuer: issuer, Holder: holder,
		Mandatory: c.Mandatory, Disclosable: c.Disclosable, Expires: c.Expires.at.Time(), Decoys: c.Decoys, TypeMetadata: metadata, ProofID: c.ProofID, Previous: c.Previous,
	}
	issue := mikromerit.AddProof
	if !c.Add {
		issue = func(ctx context.Context, file *proof.Secured, key *keys.Private, o mikromerit.IssueOptions) (*mikromerit.Issued, error) {
			return mikromerit.IssueDocument(ctx, file.Document(), key, o)
		}
	}
	out, err := issue(context.Background(), file, key, o)
	if err != nil {
		return c.newFailure(err, key)
	}
	for i := range out.Warnings {
		out.Warnings[i].Detail = flagsOfOptions.Replace(out.Warnings[i].Detail)
	}
	writeTable(a.stderr, findingRows(out.Warnings))
	return a.writeSecured(c.Out, out.File)
}

func (c *issueCommand) newFailure(err error, key *keys.Private) error {
	if errors.Is(err, mikromerit.ErrIssuer) {
		return newRefusal(nil, "%s is not signed: %s; sign with the issuer's own key, or add --set-issuer", displayName(c.File), reasonOf(err, mikromerit.ErrIssuer))
	}
	return newSigningFailure(c.File, err)
}

// checkFlags checks that the flags fit each other.
func (c *issueCommand) checkFlags() error {
	switch {
	case c.IssuerName+c.Issuer != "" && !c.SetIssuer:
		return newFailure("--issuer-name and --issuer describe the issuer that --set-issuer puts in; give that, too")
	case len(c.Previous) > 0 && !c.Add:
		return newFailure("--previous names proofs that the new one builds on; give --add, too")
	case c.Suite != "" && !c.isSelective(c.Suite):
		return c.newSelectiveFailure()
	case c.Add && c.SetIssuer:
		return newFailure("--set-issuer would change what the other proofs cover; leave it out with --add")
	}
	return nil
}

// checkMandatory checks the suite for --mandatory, which is bbs-2023 by default for a
// key that signs no other.
func (c *issueCommand) checkMandatory(key *keys.Private) error {
	suite := dataintegrity.Cryptosuite(c.Suite)
	if suite == "" && key != nil && keys.TypeOf(key.Signer().Public()) == keys.BLS12381 {
		suite = dataintegrity.BBS2023
	}
	if len(c.Mandatory) > 0 && !dataintegrity.IsSelective(suite) {
		return newFailure("--mandatory is for ecdsa-sd-2023 and bbs-2023 only; add --suite ecdsa-sd-2023, or sign with a BLS12-381 key")
	}
	return nil
}

// isSelective reports whether a suite has what the flags of selective disclosure ask
// for, if they ask for anything.
func (c *issueCommand) isSelective(suite string) bool {
	switch {
	case !c.Expires.at.IsZero() || c.Type != "":
		return suite == "dc+sd-jwt"
	case len(c.Disclosable) > 0 || c.Holder != "" || c.Decoys != 0:
		return suite == "vc+sd-jwt" || suite == "dc+sd-jwt"
	}
	return true
}

func (c *issueCommand) newSelectiveFailure() error {
	if !c.Expires.at.IsZero() || c.Type != "" {
		return newFailure("--expires and --type-metadata are for dc+sd-jwt only, the suite for an EUDI Learning Credential")
	}
	if c.Decoys != 0 {
		return newFailure("--decoys is for vc+sd-jwt and dc+sd-jwt only; add --suite vc+sd-jwt")
	}
	return newFailure("--disclosable and --holder are for vc+sd-jwt only; add --suite vc+sd-jwt")
}

// checkSelective checks those flags against the suite that is the default for the
// file.
func (c *issueCommand) checkSelective(file *proof.Secured) error {
	if suite := mikromerit.DefaultSuite(file.Document()); c.Suite == "" && !c.isSelective(suite) {
		return c.newSelectiveFailure()
	}
	return nil
}

// typeMetadata reads the document about the type.
func (c *issueCommand) typeMetadata(a *app) ([]byte, error) {
	if c.Type == "" {
		return nil, nil
	}
	return a.read(c.Type)
}

// readIssuer reads the description of an issuer, nil without a file.
func (a *app) readIssuer(name string) (*mc.Party, error) {
	if name == "" {
		return nil, nil
	}
	data, err := a.read(name)
	if err != nil {
		return nil, err
	}
	issuer, err := mikromerit.ReadIssuer(data)
	if err != nil {
		return nil, newFailure("%s does not describe an issuer: %v; give a JSON file with a Profile of Open Badges or an Organisation of Europass", displayName(name), err)
	}
	return issuer, nil
}

// holder reads the public key that the holder will present the credential
// with.
func (c *issueCommand) holder(a *app) (crypto.PublicKey, error) {
	if c.Holder == "" {
		return nil, nil
	}
	data, err := a.read(c.Holder)
	if err != nil {
		return nil, err
	}
	holder, err := keys.ParsePublic(data)
	if err != nil {
		return nil, newFailure("%s is not the public key of a holder: %v; make one with \"mikromerit keygen --public\"", displayName(c.Holder), err)
	}
	return holder.Key(), nil
}

// unsecured reads a credential that is not secured yet or, with --add, one with
// embedded proofs.
func (c *issueCommand) unsecured(a *app) (*proof.Secured, error) {
	file, err := a.open(c.File)
	if err != nil {
		return nil, err
	}
	switch {
	case file.Format() == proof.Unsecured, file.Format() == proof.DataIntegrity && c.Add:
		return file, nil
	case file.Format() == proof.DataIntegrity:
		return nil, newRefusal(nil, "%s already carries a proof; take the member proof out and sign the rest, or add a proof with --add", displayName(c.File))
	}
	return nil, newRefusal(nil, "%s is sealed or signed already; convert it first, or take the credential out of its envelope", displayName(c.File))
}
