package main

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/convert"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

type convertCommand struct {
	To            string      `required:"" placeholder:"FORMAT" help:"Format to write: ob3 (Open Badges 3.0) or edc (Europass EDC, unsealed). A plain credential (vc) cannot be written yet."`
	Report        string      `placeholder:"FILE" help:"Write what became of every value, as JSON."`
	Out           string      `short:"o" default:"-" placeholder:"OUT" help:"Write the document to OUT instead of standard output."`
	Language      languageTag `placeholder:"TAG" help:"Language to prefer where the target holds only one."`
	SameIssuer    bool        `help:"The issuer of the source makes the document too: what it is signed with must be the issuer's key."`
	IssuerCountry string      `placeholder:"CC" help:"Country of the issuer, such as NO, where the format demands one and the source states none."`
	PersonalData  bool        `help:"Also write what is known of the learner beyond names and identifiers."`
	NoExtension   bool        `help:"Write nothing that only some readers of the format know."`
	NoResidue     bool        `help:"Leave out what no member of the format holds."`
	EmbedOriginal bool        `help:"Put the exact source into the document, with everything that stands in it."`
	checking
	UnsafeConvertInvalid bool   `help:"Convert a source that is invalid or carries no proof; the document then says so."`
	File                 string `arg:"" help:"File to convert; - is standard input."`
}

// Help is the second part of the help text.
func (c *convertCommand) Help() string {
	return "The source is verified first and must not be invalid. The document names the source, its digest and its verdict, " +
		"and is unsigned: sign it with issue. A summary of what was lost goes to standard error."
}

// Run verifies, converts, and writes the document and the report.
func (c *convertCommand) Run(a *app) error {
	if c.Report == std && c.Out == std {
		return cannot("the document and the report cannot both go to standard output; give one of them a file with -o or --report")
	}
	all := convert.Standard()
	if err := canWrite(all, c.To); err != nil {
		return err
	}
	checker, err := c.checker(a, demands{})
	if err != nil {
		return err
	}
	in, err := a.input(c.File)
	if err != nil {
		return err
	}
	checked, err := checker.check(in)
	if err != nil {
		return undone(c.File, err)
	}
	found := checked.Result
	if found.Verdict == vc.Invalid && !c.UnsafeConvertInvalid {
		return c.refusal(checked)
	}
	if checked.scattered() {
		return refused(withStatus(found.Findings, vc.Unknown), "%s names parts of the badge only by their addresses, and they were not fetched; add --online, or look at what stands in the way", shown(c.File))
	}
	if err := canRead(all, c.File, found.Document); err != nil {
		return err
	}
	file, err := checked.source(in)
	if err != nil {
		return undone(c.File, err)
	}
	out, err := all.Convert(context.Background(), c.To, file, found, convert.Options{
		Encode: convert.EncodeOptions{
			Language: c.Language.Tag, SameIssuer: c.SameIssuer, IssuerCountry: c.IssuerCountry, PersonalData: c.PersonalData,
			WithoutExtension: c.NoExtension, WithoutResidue: c.NoResidue,
		},
		Tool:                microcredential.Tool{Name: "mikromerit", Version: a.version},
		At:                  c.Now.clock(a.clock)(),
		EmbedOriginal:       c.EmbedOriginal,
		UnsafeInvalidSource: c.UnsafeConvertInvalid,
	})
	if err != nil {
		return c.unconverted(err)
	}
	return c.deliver(a, all, found, out)
}

// refusal says why an invalid source is not converted.
func (c *convertCommand) refusal(found *examined) error {
	failed := withStatus(found.Findings, vc.Fail)
	if found.Format == proof.Unsecured && found.older == nil {
		return refused(failed, "%s carries no proof or seal, so it counts as invalid (PROOF-NONE) and is not converted; sign or seal it first, or add --unsafe-convert-invalid", shown(c.File))
	}
	return refused(failed, "%s is invalid, so it is not converted; ask its issuer for a valid one, or add --unsafe-convert-invalid", shown(c.File))
}

func withStatus(findings []vc.Finding, status vc.Status) (some []vc.Finding) {
	for _, f := range findings {
		if f.Status == status {
			some = append(some, f)
		}
	}
	return some
}

// unconverted says why a source could not be read or the target not written.
func (c *convertCommand) unconverted(err error) error {
	if broken, ok := problems(err); ok {
		return refused(broken, "%s cannot be written as %s, because the result would break these rules; correct the source", shown(c.File), c.To)
	}
	return undone(c.File, err)
}

// deliver writes the document last, so that it is there only if all went well.
func (c *convertCommand) deliver(a *app, all convert.Codecs, found *proof.Result, out *convert.Output) error {
	from, _ := all.Named(out.From)
	to, _ := all.Named(out.To)
	if err := writeSummary(a.stderr, from.Name, to.Name, found, out.Report); err != nil {
		return cannot("standard error cannot be written: %s", ioReason(err))
	}
	if c.Report != "" {
		report, err := json.MarshalIndent(out.Report, "", "  ")
		if err != nil {
			return err
		}
		if err := a.write(c.Report, withNewline(report)); err != nil {
			return err
		}
	}
	return a.write(c.Out, withNewline(out.Document.Bytes()))
}

// canWrite says whether a format can be written at all, before anything is
// read.
func canWrite(all convert.Codecs, to string) error {
	target, err := all.Named(to)
	var writable []string
	for _, codec := range all {
		if codec.Encode != nil {
			writable = append(writable, codec.Format+" ("+codec.Name+")")
		}
	}
	list := strings.Join(writable, ", ")
	switch {
	case err != nil:
		return cannot("there is no format %q; give --to one of: %s", to, list)
	case target.Encode == nil:
		return cannot("this version cannot write %s yet; give --to one of: %s", target.Name, list)
	}
	return nil
}

// canRead says whether the format of a document can be read.
func canRead(all convert.Codecs, name string, doc vc.Document) error {
	var readable []string
	for _, codec := range all {
		if codec.Decode != nil {
			readable = append(readable, codec.Name)
		}
	}
	source, err := all.Of(doc)
	switch {
	case doc.IsZero():
		return refused(nil, "%s holds no JSON object, so there is nothing to convert", shown(name))
	case err != nil:
		return cannot("%s is in no format that this version knows; give it one of: %s", shown(name), strings.Join(readable, ", "))
	case source.Decode == nil:
		return cannot("%s is in the format %s, which this version cannot read yet; give it one of: %s", shown(name), source.Name, strings.Join(readable, ", "))
	}
	return nil
}
