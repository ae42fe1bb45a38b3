package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// batchFlags hold the flags of commands that make a file of each file.
type batchFlags struct {
	Out    string `short:"o" default:"-" placeholder:"OUT" help:"File or folder to write; several need a folder."`
	Resume bool   `help:"Leave out what is sealed in that folder already."`
	JSON   bool   `name:"json" help:"Print a line of JSON for each file."`

	dry    bool                                 // whether nothing is written
	folder bool                                 // whether Out is a folder
	brief  bool                                 // whether each file gets one line
	ready  func(name string, data []byte) error // says what is nothing to work on; may be nil
}

// maxFailing is how many files one after the other may end below their level. Behind
// that is a service that is down or an address that is wrong, and the rest would end
// alike.
const maxFailing = 3

// batch is a run over several files.
type batch struct {
	*batchFlags
	app   *app
	sum   sealTally
	taken map[string]string // the file that was read for each that was written
}

// each makes a file of each file. What fails does not keep it from the others.
func (c *batchFlags) each(a *app, names []string, make func(name string, data []byte) (*sealing, error)) error {
	files, folders, err := expand(names)
	if err != nil {
		return err
	}
	if err := c.checkOut(folders || len(files) > 1); err != nil {
		return err
	}
	b := &batch{batchFlags: c, app: a, taken: map[string]string{}}
	for _, file := range files {
		if file.found && !file.likely {
			continue
		}
		s, f := b.one(file, make)
		if s == nil {
			continue
		}
		b.sum.add(s, f)
		if err := c.tell(a, s, f); err != nil {
			return err
		}
		if b.sum.failing == maxFailing && c.brief {
			b.sum.stopped = true
			break
		}
	}
	return b.end(names)
}

// end prints the summary and returns what the exit status tells.
func (b *batch) end(names []string) error {
	if b.sum.files+b.sum.skipped+b.sum.resumed == 0 {
		return newFailure("there is no credential in %s", strings.Join(names, ", "))
	}
	if b.brief && !b.JSON {
		if err := b.app.write(std, b.sum.summary(b.app, b.dry)); err != nil {
			return err
		}
	}
	switch {
	case b.sum.stopped:
		return newFailure("a service failed for %d files one after the other, so the others were not sealed; see to it, give these files to extend, and go on with --resume", maxFailing)
	case b.sum.status == exitValid:
		return nil
	}
	return &failure{status: b.sum.status}
}

// checkOut checks that there is a place for what is made.
func (c *batchFlags) checkOut(several bool) error {
	info, err := os.Stat(c.Out)
	c.folder, c.brief = err == nil && info.IsDir(), several
	switch above := filepath.Dir(c.Out); {
	case c.dry:
		return nil
	case c.Out == std && several:
		return newFailure("several files are written to a folder; name one with -o")
	case c.Out == std && c.JSON:
		return newFailure("with --json, standard output holds the report; name a file or folder with -o")
	case several && err != nil:
		return newFailure("there is no folder %s; make it first", c.Out)
	case several && !c.folder:
		return newFailure("%s is not a folder; several files need one", c.Out)
	case c.Resume && !c.folder:
		return newFailure("--resume looks for what is sealed already in a folder; name the folder with -o")
	case c.Out != std && err != nil:
		if info, err := os.Stat(above); err != nil || !info.IsDir() {
			return newFailure("there is no folder %s; make it first", above)
		}
	}
	return nil
}

// place returns where the file that is made of one is written.
func (c *batchFlags) place(name string) string {
	if c.folder {
		return filepath.Join(c.Out, sealedName(name))
	}
	return c.Out
}

// one makes a file of one file and writes it. It returns nil for a file in a folder
// that is left out.
func (b *batch) one(file candidate, make func(string, []byte) (*sealing, error)) (*sealing, *failure) {
	s := &sealing{}
	out := b.place(file.name)
	if _, err := os.Stat(out); err == nil && b.Resume && b.taken[out] == "" {
		b.sum.resumed++
		return nil, nil
	}
	err := recovered(func() error {
		data, err := b.app.read(file.name)
		if err != nil {
			return err
		}
		if b.ready != nil {
			if err := b.ready(file.name, data); err != nil {
				return err
			}
		}
		if err := b.free(out, file.name); err != nil { // before a service is asked
			return err
		}
		made, err := make(file.name, data)
		if made != nil {
			s = made
		}
		if err != nil || s.secured == nil {
			return err
		}
		if err := b.app.writeSecured(out, s.secured); err != nil {
			s.secured, s.Level = nil, ""
			return err
		}
		if out != std {
			s.Out = out
		}
		return nil
	})
	var f *failure
	if err != nil && !errors.As(err, &f) {
		f = newJobFailure(file.name, err)
	}
	if file.found && f != nil && f.isOther() {
		b.sum.skipped++
		b.skip(file.name, f)
		return nil, nil
	}
	return s.finish(file.name, f), f.orBelow(s)
}

// skip says that a file in a folder is left out, so that no draft is missed that is
// not recognised as one.
func (b *batch) skip(name string, f *failure) {
	why := "no credential"
	if f.done {
		why = "sealed already"
	}
	out := b.app.stdout
	if b.JSON {
		out = b.app.stderr
	}
	fmt.Fprintf(out, "%s: skipped, %s\n", printable(name), why)
}

// free checks that a file may be written, and that this run has not written it for
// another file of the same name.
func (b *batch) free(out, name string) error {
	if b.dry {
		return nil
	}
	if other := b.taken[out]; other != "" && out != std {
		return newFailure("%s would become %s like %s; rename it, or seal the two into two folders", displayName(name), out, displayName(other))
	}
	b.taken[out] = name
	return b.app.writable(out)
}

// isOther reports whether a file in a folder failed only because it is nothing to
// work on: no credential, or one for which the work is done.
func (f *failure) isOther() bool {
	return f.done || slices.ContainsFunc(f.findings, func(found vc.Finding) bool { return slices.Contains(otherCodes, found.Code) })
}

// orBelow returns the failure, or that a seal is below the level that was asked for.
func (f *failure) orBelow(s *sealing) *failure {
	if f != nil || s.secured == nil || s.reached >= s.asked {
		return f
	}
	return &failure{status: exitIndeterminate, message: fmt.Sprintf("%s is sealed at level %s only, because a service failed; when it works again, give the sealed file to extend", displayName(s.File), s.Level)}
}

// sealedName returns the name of the sealed file for that of a draft, or for that of
// a file that was sealed already. It says nothing about the learner.
func sealedName(name string) string {
	if name == std {
		return "sealed.jsonld"
	}
	base := filepath.Base(name)
	base = strings.TrimSuffix(base, filepath.Ext(base))
	return strings.TrimSuffix(base, ".sealed") + ".sealed.jsonld"
}
