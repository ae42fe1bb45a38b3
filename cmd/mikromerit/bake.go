package main

import (
	"cmp"
	"slices"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

// bakeLimits lets an image be as large as any other file.
var bakeLimits = bake.Limits{Image: maxFile}

type bakeCommand struct {
	Image string `required:"" placeholder:"IMG" help:"PNG or SVG image to put the badge into; the file itself stays as it is."`
	Out   string `short:"o" default:"-" placeholder:"OUT" help:"Write the image to OUT instead of standard output."`
	File  string `arg:"" help:"Signed badge, as JSON or VC-JWT; - is standard input."`
}

// Help returns the second part of the help text.
func (c *bakeCommand) Help() string {
	return "A badge that is in the image already is replaced. No pixel changes. The badge is not verified, but it must be signed: a badge in an image has no other proof."
}

// Run puts the badge into the image and writes that.
func (c *bakeCommand) Run(a *app) error {
	file, err := a.open(c.File)
	if err != nil {
		return err
	}
	if err := c.checkBakeable(file); err != nil {
		return err
	}
	image, err := a.read(c.Image)
	if err != nil {
		return err
	}
	baked, err := bake.Bake(image, file.Bytes(), bakeLimits)
	switch fault, ok := asBakeError(err); {
	case ok && fault.Code == bake.CodePayload:
		return newRefusal(nil, "%s cannot be baked (%s); give a signed badge as JSON or VC-JWT", displayName(c.File), fault.Detail)
	case ok:
		return newItemFailure(c.Image, fault)
	case err != nil:
		return newJobFailure(c.Image, err)
	}
	return a.write(c.Out, baked)
}

// checkBakeable checks that a file is a signed badge or record of badges.
func (c *bakeCommand) checkBakeable(file *proof.Secured) error {
	doc := file.Document()
	if mikromerit.HasBaseProof(file) {
		return newRefusal(nil, "%s carries a base proof, with which whoever has the image could reveal everything; derive from it first", displayName(c.File))
	}
	switch file.Format() {
	case proof.Unsecured:
		return newRefusal(nil, "%s carries no proof; sign it with issue first", displayName(c.File))
	case proof.JWS:
		var err error
		if doc, err = jose.Document(file, limits); err != nil {
			return newRefusal(nil, "%s holds no credential: %v", displayName(c.File), err)
		}
	case proof.DataIntegrity:
	default:
		return newRefusal(nil, "%s is of a form that no image can hold; give a badge with an embedded proof or as VC-JWT", displayName(c.File))
	}
	if ob3.Is(doc) || clr.Is(doc) {
		return nil
	}
	return newRefusal(nil, "%s is no Open Badge 3.0 and no Comprehensive Learner Record, so it is not baked; convert it first", displayName(c.File))
}

type unbakeCommand struct {
	Out   string `short:"o" default:"-" placeholder:"OUT" help:"Write the badge to OUT instead of standard output."`
	Image string `arg:"" name:"image" help:"PNG or SVG image with a badge in it; - is standard input."`
}

// Help returns the second part of the help text.
func (c *unbakeCommand) Help() string {
	return "The badge comes out byte for byte as it stands in the image: JSON, a token or, from Open Badges 1, an address. It is not verified. " +
		"What the image does against the rules of baking goes to standard error."
}

// Run takes the badge out of the image and writes it.
func (c *unbakeCommand) Run(a *app) error {
	image, err := a.read(c.Image)
	if err != nil {
		return err
	}
	payload, err := bake.Unbake(image, bakeLimits)
	if fault, ok := asBakeError(err); ok {
		return newItemFailure(c.Image, fault)
	} else if err != nil {
		return newJobFailure(c.Image, err)
	}
	writeTable(a.stderr, findingRows(imageWarnings(payload.Problems)))
	return a.write(c.Out, payload.Data)
}

// imageWarnings returns the findings about an image, those on MUSTs first. They
// only warn, because the badge in the image is no worse for them.
func imageWarnings(problems []vc.Problem) []vc.Finding {
	var found []vc.Finding
	for _, p := range problems {
		f := p.Finding()
		f.Status = vc.Warn
		if !slices.Contains(found, f) {
			found = append(found, f)
		}
	}
	slices.SortStableFunc(found, func(a, b vc.Finding) int { return cmp.Compare(a.Level, b.Level) }) // MUST before SHOULD
	return found
}
