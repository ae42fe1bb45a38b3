package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// placeFlags holds the flags of the commands that change places.
type placeFlags struct {
	storeFlag
	Recipient string   `placeholder:"VALUE" help:"Every credential of the person with this DID, e-mail address or other identifier."`
	Places    []string `arg:"" optional:"" name:"place" help:"The credential's file, or its place as allocate named it."`
}

// change opens the list and calls do for each place.
func (p *placeFlags) change(a *app, do func(*status.List, uint64) error) error {
	if len(p.Places) == 0 && p.Recipient == "" {
		return newFailure("name what to change: the credential's file, its place in the list, or --recipient")
	}
	list, def, err := p.list(a)
	if err != nil {
		return err
	}
	places, err := p.places(a, def)
	if err != nil {
		return err
	}
	for _, index := range places {
		if err := do(list, index); err != nil {
			return newListFailure(err)
		}
		fmt.Fprintln(a.stderr, index)
	}
	return nil
}

// places returns the places that the flags name.
func (p *placeFlags) places(a *app, def listDefinition) ([]uint64, error) {
	var all []uint64
	for _, text := range p.Places {
		index, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			if index, err = p.placeOf(a, text, def); err != nil {
				return nil, err
			}
		}
		all = append(all, index)
	}
	if p.Recipient != "" {
		lines, err := p.readRegister(a)
		if err != nil {
			return nil, err
		}
		before := len(all)
		for _, line := range lines {
			if line.isAbout(p.Recipient) {
				all = append(all, line.Index)
			}
		}
		if len(all) == before {
			return nil, newFailure("the register in %s names no credential of that person; give the file of the credential", p.Store)
		}
	}
	return all, nil
}

// placeOf returns the place of a credential, which must be in this list.
func (p *placeFlags) placeOf(a *app, name string, def listDefinition) (uint64, error) {
	file, err := a.open(name)
	if err != nil {
		return 0, err
	}
	credential, _ := vc.ReadCredential(mikromerit.DocumentOf(file))
	var others []string
	for _, v := range credential.Statuses() {
		entry, _ := status.ReadEntry(v)
		switch index, err := strconv.ParseUint(entry.Index, 10, 64); {
		case entry.List == "":
		case entry.List != def.URL:
			others = append(others, entry.List)
		case err == nil && entry.Purpose == def.Purpose:
			return index, nil
		}
	}
	if len(others) > 0 {
		return 0, newRefusal(nil, "%s has its place in another list, %s; the one in %s is %s", displayName(name), strings.Join(others, ", "), p.Store, def.URL)
	}
	return 0, newRefusal(nil, "%s has no place in the list %s for the purpose %s", displayName(name), def.URL, def.Purpose)
}

type statusRevoke struct{ placeFlags }

// Run revokes credentials.
func (c *statusRevoke) Run(a *app) error {
	return c.change(a, func(l *status.List, index uint64) error { return l.Revoke(context.Background(), index) })
}

type statusSuspend struct{ placeFlags }

// Run suspends credentials.
func (c *statusSuspend) Run(a *app) error {
	return c.change(a, func(l *status.List, index uint64) error { return l.Suspend(context.Background(), index) })
}

type statusReinstate struct{ placeFlags }

// Run ends suspensions.
func (c *statusReinstate) Run(a *app) error {
	return c.change(a, func(l *status.List, index uint64) error { return l.Reinstate(context.Background(), index) })
}
