package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/batch"
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

// sealRun is a run over several files.
type sealRun struct {
	*batchFlags
	app    *app
	sum    sealTally
	taken  map[string]string // the file that was read for each that was written
	before []fs.FileInfo     // the files that were read before the drafts
	alone  bool              // whether each draft is done before the next is read
	make   func(name string, data []byte) (*sealing, error)
}

// each makes a file of each file. What fails does not keep it from the others.
func (c *batchFlags) each(a *app, names []string, make func(ctx context.Context, name string, data []byte) (*sealing, error)) error {
	files, folders, err := expand(names)
	if err != nil {
		return err
	}
	if err := c.checkOut(folders || len(files) > 1); err != nil {
		return err
	}
	ctx, stop := a.over(files)
	defer stop()
	b := &sealRun{batchFlags: c, app: a, taken: map[string]string{}, before: a.inputs, alone: c.rereads(files)}
	b.make = func(name string, data []byte) (*sealing, error) { return make(ctx, name, data) }
	speed := batch.Pace{Workers: a.parallel(), Ahead: 2} // what is made waits whole for its turn
	if b.alone {
		speed.Workers = 1
	}
	err = inOrder(ctx, speed, b.drafts(files), b.attempt, b.settle)
	switch {
	case errors.Is(err, errStopped):
		b.sum.stopped = true
	case err != nil && ctx.Err() != nil:
		b.sum.ended = true
	case err != nil:
		return err
	}
	return b.end(names)
}

// errStopped ends a run whose services fail.
var errStopped = errors.New("a service fails")

// end prints the summary and returns what the exit status tells.
func (b *sealRun) end(names []string) error {
	if b.sum.files+b.sum.skipped+b.sum.resumed == 0 && !b.sum.ended {
		return newFailure("there is no credential in %s", strings.Join(names, ", "))
	}
	if b.brief && !b.JSON {
		if err := b.app.write(std, b.sum.summary(b.app, b.dry)); err != nil {
			return err
		}
	}
	switch {
	case b.sum.ended:
		return newFailure("the run was ended; go on with --resume")
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
