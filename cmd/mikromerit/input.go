package main

import (
	"errors"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/proof"
)

// bakeLimits lets images be as large as any other file.
var bakeLimits = bake.Limits{Image: maxFile}

// open reads a credential to work on, out of a picture if it is in one.
func (a *app) open(name string) (*proof.Secured, error) {
	data, err := a.read(name)
	if err != nil {
		return nil, err
	}
	file, err := mikromerit.Open(data, limits)
	if err != nil {
		return nil, unopened(name, err)
	}
	return file, nil
}

// unbaked says why there is no badge to be had from an image.
func unbaked(name string, fault *bake.Error) *failure {
	detail := fault.Detail
	if place := fault.Place.String(); place != "" {
		detail = place + ": " + detail
	}
	switch fault.Code {
	case bake.CodeLimit:
		return newFailure(bake.CodeLimit, name, "exceeds what is accepted: "+detail+"; give a smaller image")
	case bake.CodeNone:
		return newFailure(fault.Code, name, "is an image without a badge in it; give the file of the badge, or the image as the issuer gave it out")
	case bake.CodeImage:
		return newFailure(fault.Code, name, "is no image that can hold a badge ("+detail+"); give a PNG or an SVG")
	}
	return newFailure(fault.Code, name, "is an image whose badge cannot be read ("+detail+"); ask for the image anew")
}

func asBakeError(err error) (*bake.Error, bool) {
	var fault *bake.Error
	ok := errors.As(err, &fault)
	return fault, ok
}
