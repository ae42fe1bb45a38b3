package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/formats/elmo"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

type convertCommand struct {
	To      string `required:"" placeholder:"FORMAT" help:"Format to write: ob3 (Open Badges 3.0), clr (Comprehensive Learner Record 2.0, for several achievements), edc (Europass EDC, unsealed), eudi (EUDI Learning Credential), elmo (EMREX ELMO, results in XML, unsigned) or vc (plain W3C credential with our extension)."`
	Flavour string `enum:"edc,vc2,ebsi" default:"edc" help:"Form of a Europass credential: edc, as the Commission's tools write it, to be sealed; vc2, on the VC Data Model 2.0, to be signed with issue; or ebsi, which is not valid JSON-LD."`
	reportFlags
	Out      string      `short:"o" default:"-" placeholder:"OUT" help:"Write the document to OUT instead of standard output. If OUT is a folder, or ends with a slash, each document gets a file in it."`
	Language languageTag `placeholder:"TAG" help:"Language to prefer where the target holds only one."`
	authorityFlags
	IssuerCountry   string      `placeholder:"CC" help:"Country of every organisation for which the source states none, such as NO, where the format demands one."`
	CreditFramework string      `placeholder:"NAME" help:"Framework of the credits, such as ECTS, where the format demands one and the source states none."`
	IssuerEIDAS     string      `name:"issuer-eidas" placeholder:"ID" help:"eIDAS identifier of the issuer of a Europass credential, such as NTRNO-000000017, where the source states none. A seal adds it anyway."`
	Grade           string      `placeholder:"TEXT" help:"Grade of assessments for which the source states none, such as Pass, where the format demands one."`
	Claim           []string    `sep:"none" placeholder:"NAME=TEXT" help:"What to write for a claim of an EUDI Learning Credential of which the source states nothing, such as 'expected_study_time=60 hours'. Several texts of one claim are separated by semicolons."`
	ELM             string      `name:"elm" enum:"3.2,3.3" default:"3.2" help:"Release of the European Learning Model whose names a Europass credential has: 3.2 or 3.3."`
	ELMO            string      `name:"elmo" enum:",1.7,2.0" default:"" placeholder:"VERSION" help:"Version of an ELMO report: 1.7 or 2.0. Without it, that of the source, or 1.7."`
	IssuerID        string      `name:"issuer-id" placeholder:"URL" help:"DID or other URL of whoever issues the document, instead of the id of the source's issuer."`
	PersonalData    bool        `help:"Also write what is known about the learner beyond names and identifiers."`
	Reveal          []string    `placeholder:"FIELDS" help:"Also write these facts about the learner, such as birth-date,citizenship: of name, id, email, phone, student-id, national-id, identifier, birth-name, birth-date, birth-place, citizenship, gender, address, picture and other."`
	Withhold        []string    `placeholder:"FIELDS" help:"Write none of these facts about the learner, such as email. What the learner did not agree to share, if the source says so, is never written."`
	HashRecipient   bool        `help:"Write only salted hashes of what identifies the learner, and leave out whatever else names that person: for badges."`
	Image           string      `placeholder:"FILE" help:"Picture of the document: the image of a badge (PNG, SVG or JPEG), or the page that a Europass viewer shows."`
	Extension       bool        `negatable:"" help:"Also write our extension, which only some readers know, with what no member can hold: for badges, ELMO and the EUDI Learning Credential."`
	NoResidue       bool        `help:"Leave out what no member of the format can hold."`
	EmbedOriginal   bool        `help:"Put the exact source into the document, with all personal data that stands in it."`
	IgnoreOriginal  bool        `help:"Convert what the source itself says, even if it embeds the original that it was made of."`
	RequireNative   elementList `placeholder:"LIST" help:"Write nothing unless every reader of the target finds these standard elements, if the source states them: numbers and ranges such as 1-11,14, or mandatory."`
	verifyFlags
	UnsafeConvertInvalid bool `help:"Convert a source that is not authentic; the document then says so."`
	manyFlags
	Files []string `arg:"" name:"file" help:"What to convert: files, folders, patterns, ZIP archives, lines of JSON, arrays; - is standard input. Several need a folder as OUT."`
	File  string   `kong:"-"` // the one that is worked on
}

// Help returns the second part of the help text.
func (c *convertCommand) Help() string {
	return "The source is verified first; one whose proof is wrong is refused. The document names the source, its digest and what its verification found, " +
		"and is unsigned: sign it with issue, or seal a Europass credential with seal. A summary of what was lost goes to standard error."
}

// Run verifies, converts, and writes the documents and the report.
func (c *convertCommand) Run(a *app) error {
	c.File = c.Files[0]
	if err := c.checkFormat(); err != nil {
		return err
	}
	if c.Report == std && c.Out == std {
		return newFailure("the document and the report cannot both go to standard output; give one of them a file with -o or --report")
	}
	if sameFile(c.Report, c.Out) {
		return newFailure("the document and the report cannot be the same file; give one of them another name")
	}
	if c.HashRecipient && (c.EmbedOriginal || c.To == mikromerit.Europass) {
		return newFailure("--hash-recipient is for a badge that does not embed the original, which states in clear what the hashes hide; leave out --embed-original, and give --to ob3")
	}
	if flag := c.europassFlag(); flag != "" && c.To != mikromerit.Europass {
		return newFailure("%s is about a Europass credential; give --to edc, or leave it out", flag)
	}
	if len(c.Claim) > 0 && c.To != mikromerit.EUDI {
		return newFailure("--claim is about an EUDI Learning Credential; give --to eudi, or leave it out")
	}
	all := mikromerit.Formats()
	if err := checkWritable(all, c.To); err != nil {
		return err
	}
	verifier, err := c.verifier(a)
	if err != nil {
		return err
	}
	options, err := c.options(a, verifier)
	if err != nil {
		return err
	}
	if c.several() {
		return c.convertAll(a, verifier, options)
	}
	data, err := a.read(c.File)
	if err != nil {
		return err
	}
	ctx := context.Background()
	found, err := verifier.Verify(ctx, data)
	if err != nil {
		return newJobFailure(c.File, err)
	}
	out, err := mikromerit.Convert(ctx, found, c.To, options)
	if err != nil {
		return c.newFailure(all, found, err)
	}
	if err := c.checkOutcome(out); err != nil {
		return c.refuse(a, out, err)
	}
	return c.deliver(a, out)
}

// refuse returns why a document is not written. The report is: what would be lost is what
// whoever is refused wants to read.
func (c *convertCommand) refuse(a *app, out *mikromerit.Conversion, why error) error {
	if err := a.writable(c.Report); err != nil {
		return err
	}
	if err := c.writeReport(a, c.File, out.Report); err != nil {
		return err
	}
	return why
}

// options are those of the conversion.
func (c *convertCommand) options(a *app, verifier *mikromerit.Verifier) (o mikromerit.ConvertOptions, err error) {
	reveal, withhold, err := c.fields()
	if err != nil {
		return o, err
	}
	mandate, err := c.readMandate(a)
	if err != nil {
		return o, err
	}
	issuer, err := c.describedIssuer(a)
	if err != nil {
		return o, err
	}
	picture, err := c.picture(a)
	if err != nil {
		return o, err
	}
	claims, err := c.claims()
	if err != nil {
		return o, err
	}
	return mikromerit.ConvertOptions{
		EncodeOptions: mikromerit.EncodeOptions{
			Reveal: reveal, Withhold: withhold, Authority: c.authority(), Mandate: mandate,
			Issuer: issuer, Language: c.Language.Tag, IssuerID: c.IssuerID, IssuerCountry: c.IssuerCountry, CreditFramework: c.CreditFramework, PersonalData: c.PersonalData,
			HashRecipient: c.HashRecipient, Image: picture,
			Claims: claims, Extension: c.Extension, WithoutResidue: c.NoResidue, Flavour: c.flavour(),
			IssuerIdentifier: c.IssuerEIDAS, Grade: c.Grade, EuropassVersion: c.version(), ELMOVersion: elmo.Version(c.ELMO),
		},
		Tool:                mc.Tool{Name: "mikromerit", Version: a.version},
		At:                  c.Now.clock(a.clock)(),
		EmbedOriginal:       c.EmbedOriginal,
		UnsafeInvalidSource: c.UnsafeConvertInvalid,
		Verifier:            verifier,
		IgnoreOriginal:      c.IgnoreOriginal,
	}, nil
}

// checkOutcome checks that what was made loses nothing that is not to be lost.
func (c *convertCommand) checkOutcome(out *mikromerit.Conversion) error {
	if err := c.checkNative(out); err != nil {
		return err
	}
	return c.checkStrict(c.File, out)
}

// fields returns the fields of the learner to reveal and to withhold.
func (c *convertCommand) fields() (reveal, withhold mc.FieldSet, err error) {
	for _, list := range []struct {
		flag string
		from []string
		to   *mc.FieldSet
	}{{"--reveal", c.Reveal, &reveal}, {"--withhold", c.Withhold, &withhold}} {
		for _, name := range list.from {
			f := mc.PersonalField(strings.TrimSpace(name))
			if !mc.PersonalFields().Has(f) {
				return nil, nil, newFailure("%s: there is no field %q of a learner; use one of %s", list.flag, name, listOfFields())
			}
			*list.to = append(*list.to, f)
		}
	}
	for _, f := range reveal {
		if withhold.Has(f) {
			return nil, nil, newFailure("%q cannot be both revealed and withheld; leave it out of --reveal or of --withhold", f)
		}
	}
	if len(withhold) > 0 && c.EmbedOriginal {
		return nil, nil, newFailure("the embedded original would state what --withhold leaves out; leave out --embed-original or --withhold")
	}
	return reveal, withhold, nil
}

// listOfFields are the names of the fields of a learner.
func listOfFields() string { return strings.ReplaceAll(mc.PersonalFields().String(), ",", ", ") }

// claims returns the claims that are given, by name.
func (c *convertCommand) claims() (map[string]string, error) {
	given := make(map[string]string, len(c.Claim))
	for _, one := range c.Claim {
		name, text, ok := strings.Cut(one, "=")
		if name = strings.TrimSpace(name); !ok || name == "" {
			return nil, newFailure("--claim %q must be the name of a claim, =, and its text, such as 'expected_study_time=60 hours'", one)
		}
		if _, twice := given[name]; twice {
			return nil, newFailure("--claim gives %s twice; give it once", name)
		}
		given[name] = text
	}
	return given, nil
}

// europassFlag returns the first flag given that only a Europass credential has a use
// for.
func (c *convertCommand) europassFlag() string {
	switch {
	case c.Flavour != "edc":
		return "--flavour"
	case c.ELM == edc.Version33:
		return "--elm"
	case c.IssuerEIDAS != "":
		return "--issuer-eidas"
	case c.Grade != "":
		return "--grade"
	}
	return ""
}

// flavour is the form of a Europass credential.
func (c *convertCommand) flavour() edc.Flavour {
	if c.Flavour == "edc" {
		return edc.EDC
	}
	return edc.Flavour(c.Flavour)
}

// version is the release of the European Learning Model. The default is left to the
// library, which then keeps the profiles that the source names.
func (c *convertCommand) version() string {
	if c.ELM == edc.Version33 {
		return edc.Version33
	}
	return ""
}

// picture is the picture that is to stand in the document, nil for that of the source.
func (c *convertCommand) picture(a *app) (*mc.Media, error) {
	if c.Image == "" {
		return nil, nil
	}
	content, err := a.read(c.Image)
	if err != nil {
		return nil, err
	}
	return &mc.Media{Content: content}, nil
}

// checkNative checks that other readers of the target find the elements that they
// must find.
func (c *convertCommand) checkNative(out *mikromerit.Conversion) error {
	if len(c.RequireNative.numbers) == 0 {
		return nil // finding out what others see takes as long as half of the conversion
	}
	var hidden []mc.ElementSight
	for _, e := range out.OutOfSight() {
		if slices.Contains(c.RequireNative.numbers, e.Element) {
			hidden = append(hidden, e)
		}
	}
	if len(hidden) == 0 {
		return nil
	}
	var why []string
	for _, row := range c.reasonRows(hidden) {
		why = append(why, row[0]+": "+row[1])
	}
	return newFailure("%s is not written, because other readers of %s would not find %s, which --require-native asks for (%s)",
		displayName(c.File), out.To.Name, mc.ListElements(hidden), strings.Join(why, "; "))
}

// describedIssuer reads the file among the values of --issuer that describes who
// issues the document. The others name issuers to trust.
func (c *convertCommand) describedIssuer(a *app) (*mc.Party, error) {
	var file string
	var trusted []string
	for _, value := range c.Issuer {
		info, err := os.Stat(value)
		switch {
		case err != nil || !info.Mode().IsRegular():
			trusted = append(trusted, value)
		case file != "":
			return nil, newFailure("--issuer names two files, %s and %s; a document has one issuer", file, value)
		default:
			file = value
		}
	}
	c.Issuer = trusted
	return a.readIssuer(file)
}

// newFailure says why a source could not be read or the target not written.
func (c *convertCommand) newFailure(all mikromerit.Codecs, found *mikromerit.Result, err error) error {
	name := displayName(c.File)
	broken, broke := problems(err)
	for i := range broken {
		broken[i].Detail = flagsOfOptions.Replace(broken[i].Detail)
	}
	switch {
	case errors.Is(err, mikromerit.ErrNotConvertible) && found.File != nil && mikromerit.HasBaseProof(found.File):
		return newRefusal(nil, "%s carries a base proof, which is for its holder only; derive from it first, and convert what is derived", name)
	case errors.Is(err, mikromerit.ErrNotConvertible):
		return newRefusal(withAxis(found.Findings, vc.Authentic, vc.Fail), "%s is not authentic, so it is not converted; ask its issuer for the original, or add --unsafe-convert-invalid", name)
	case errors.Is(err, mikromerit.ErrIncomplete):
		return &failure{status: exitIndeterminate, message: fmt.Sprintf("%s names parts of the badge only by their addresses, and they were not fetched; add --online, or give them with --document URL=FILE", name), findings: withStatus(found.Findings, vc.Unknown)}
	case errors.Is(err, mikromerit.ErrSeveral):
		return newFailure("%s holds %d credentials; convert them one by one", name, len(found.Credentials))
	case errors.Is(err, mikromerit.ErrFormat), errors.Is(err, mikromerit.ErrDirection):
		return checkReadable(all, c.File, found.Document)
	case broke && c.IssuerCountry == "" && slices.ContainsFunc(broken, wantsCountry):
		return newRefusal(broken, "%s cannot be written as %s, because the result would break these rules; say in which country the organisations are with --issuer-country", name, c.To)
	case broke:
		return newRefusal(broken, "%s cannot be written as %s, because the result would break these rules", name, c.To)
	}
	return newJobFailure(c.File, err)
}

// flagsOfOptions replaces the names of options of the library by those of the
// flags.
var flagsOfOptions = strings.NewReplacer(
	"IssueOptions.IssuerName", "--issuer-name", "IssueOptions.Issuer", "--issuer",
	"in EncodeOptions.Image. Set it to", "in the file of --image. Give it", "EncodeOptions.Image", "--image",
	"set EncodeOptions.IssuerCountry", "add --issuer-country", "EncodeOptions.IssuerCountry", "--issuer-country",
	"set EncodeOptions.IssuerID", "add --issuer-id", "Set EncodeOptions.IssuerID to", "Give --issuer-id", "EncodeOptions.IssuerID", "--issuer-id",
	"set EncodeOptions.CreditFramework", "add --credit-framework",
	"set EncodeOptions.Grade", "add --grade", "EncodeOptions.Grade", "--grade",
	"in EncodeOptions.IssuerIdentifier. Set it to", "in --issuer-eidas. Give it", "EncodeOptions.IssuerIdentifier", "--issuer-eidas",
	", or set EncodeOptions.Issued", "",
	"give it in EncodeOptions.Claims, as ", "give it with --claim ", "EncodeOptions.Claims", "--claim",
	"set EncodeOptions.Extension", "add --extension",
	"Set EncodeOptions.PersonalData", "Add --personal-data",
	"EncodeOptions.Issuer.", "--issuer FILE.", "set EncodeOptions.Issuer", "add --issuer FILE", "EncodeOptions.Issuer", "--issuer FILE",
)

// wantsCountry reports whether a finding demands the country of an organisation.
func wantsCountry(f vc.Finding) bool {
	return strings.HasSuffix(f.Pointer, ".locations") || strings.HasSuffix(f.Pointer, ".country")
}

func withStatus(findings []vc.Finding, status vc.Status) (some []vc.Finding) {
	for _, f := range findings {
		if f.Status == status {
			some = append(some, f)
		}
	}
	return some
}

func withAxis(findings []vc.Finding, axis vc.Axis, status vc.Status) (some []vc.Finding) {
	for _, f := range withStatus(findings, status) {
		if f.Axis == axis {
			some = append(some, f)
		}
	}
	return some
}

// deliver writes the summary, the report and the document. The document comes
// last, so that it is there only if all went well.
func (c *convertCommand) deliver(a *app, out *mikromerit.Conversion) error {
	if err := a.writable(c.Out, c.Report); err != nil {
		return err
	}
	if err := c.writeSummary(a.stderr, out); err != nil {
		return newFailure("standard error cannot be written: %s", ioReason(err))
	}
	if err := c.writeReport(a, c.File, out.Report); err != nil {
		return err
	}
	text, err := out.Bytes()
	if err != nil {
		return err
	}
	return a.write(c.Out, withNewline(text))
}

// checkWritable checks that a format can be written, before anything is read.
func checkWritable(all mikromerit.Codecs, to string) error {
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
		return newFailure("there is no format %q; give --to one of: %s", to, list)
	case target.Encode == nil:
		return newFailure("this version cannot write %s yet; give --to one of: %s", target.Name, list)
	}
	return nil
}

// checkReadable checks that the format of a document can be read.
func checkReadable(all mikromerit.Codecs, name string, doc vc.Document) error {
	var readable []string
	for _, codec := range all {
		if codec.Decode != nil {
			readable = append(readable, codec.Name)
		}
	}
	source, err := all.Of(doc)
	switch {
	case doc.IsZero():
		return newRefusal(nil, "%s holds no JSON object, so there is nothing to convert", displayName(name))
	case err != nil:
		return newFailure("%s is in no format that this version knows; give it one of: %s", displayName(name), strings.Join(readable, ", "))
	case source.Decode == nil:
		return newFailure("%s is in the format %s, which this version cannot read yet; give it one of: %s", displayName(name), source.Name, strings.Join(readable, ", "))
	}
	return nil
}
