package main

import (
	"errors"
	"strings"

	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/badge/ob2"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// input is a file that was read and recognised.
type input struct {
	// Secured is the credential; nil when the image holds only the address of
	// one (Open Badges 1).
	*proof.Secured
	text  []byte        // what Secured was read from: the file, or the payload of the image
	baked *bake.Payload // nil: the file is no image
}

// bakeLimits lets images be as large as any other file.
var bakeLimits = bake.Limits{Image: maxFile}

// input reads a file, takes the badge out if it is an image, and recognises
// how the credential is secured.
func (a *app) input(name string) (*input, error) {
	data, err := a.read(name)
	if err != nil {
		return nil, err
	}
	in := &input{text: data}
	if _, ok := bake.Is(data); ok {
		payload, err := bake.Unbake(data, bakeLimits)
		if err != nil {
			return nil, unbaked(name, err)
		}
		in.baked, in.text = &payload, payload.Data
		if payload.Form == bake.URL {
			return in, nil
		}
	}
	if in.Secured, err = proof.Open(in.text, limits); err != nil {
		return nil, unopened(name, err)
	}
	// An envelope opens although its payload exceeds a limit.
	if err := in.Problem(); exceeded(err) != "" {
		return nil, unopened(name, err)
	}
	return in, nil
}

// open reads a credential, for commands that have no use for an address.
func (a *app) open(name string) (*proof.Secured, error) {
	in, err := a.input(name)
	if err != nil {
		return nil, err
	}
	if in.Secured == nil {
		return nil, refused(nil, "%s holds only the address of a badge, not the badge; look at it with \"mikromerit inspect --online\"", shown(name))
	}
	return in.Secured, nil
}

// format is how the credential is secured; an address is not.
func (in *input) format() proof.Format {
	if in.Secured == nil {
		return proof.Unsecured
	}
	return in.Format()
}

// document is what was secured; the zero Document where only an address is.
func (in *input) document() vc.Document {
	if in.Secured == nil {
		return vc.Document{}
	}
	return in.Document()
}

// picture is the format of the image around the badge, in lower case, or "".
func (in *input) picture() string {
	if in.baked == nil {
		return ""
	}
	return strings.ToLower(in.baked.Kind.String())
}

// older reports whether the file holds a badge of an edition before Open
// Badges 3.0, or its address.
func (in *input) older() bool {
	return in.Secured == nil || ob2.Is(in.Document())
}

// bakingFindings say which rules of baking the image breaks. What it holds is
// no worse for that, so they only warn.
func (in *input) bakingFindings() []vc.Finding {
	if in.baked == nil {
		return nil
	}
	var findings []vc.Finding
	for _, p := range in.baked.Problems {
		f := p.Finding()
		f.Status = vc.Warn
		findings = append(findings, f)
	}
	return findings
}

// unbaked says why there is no badge to be had from an image.
func unbaked(name string, err error) *failure {
	var fault *bake.Error
	if !errors.As(err, &fault) {
		return because(codeFailed, name, "cannot be looked into: "+err.Error())
	}
	detail := fault.Detail
	if place := fault.Place.String(); place != "" {
		detail = place + ": " + detail
	}
	finding := vc.Finding{Code: fault.Code, Status: vc.Fail, Detail: sentence(detail)}
	switch fault.Code {
	case bake.CodeLimit:
		return because(bake.CodeLimit, name, "exceeds what is accepted: "+detail+"; give a smaller image")
	case bake.CodeNone:
		return refused([]vc.Finding{finding}, "%s is an image without a badge in it; give the file of the badge, or the image as the issuer gave it out", shown(name))
	case bake.CodeImage:
		return refused([]vc.Finding{finding}, "%s is no image that can hold a badge; give a PNG or an SVG", shown(name))
	}
	return refused([]vc.Finding{finding}, "%s is an image whose badge cannot be read; ask for the image anew", shown(name))
}
