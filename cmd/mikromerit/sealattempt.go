package main

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
)

// draft is a file to work on, and where what is made of it goes.
type draft struct {
	candidate
	out  string
	late bool // whether one before it has the same place, so that it waits for its turn
}

// attempt is what was made of a draft. It is not written yet.
type attempt struct {
	content
	resumed bool // whether it was left out, because it is there already
	claimed bool // whether it has its place
	sealing *sealing
	err     error
}

// drafts returns the files that may be worked on, in their order.
func (b *sealRun) drafts(files []candidate) iter.Seq[draft] {
	return func(yield func(draft) bool) {
		places := map[string]bool{}
		for file := range b.app.inTurn(files) {
			if file.found && !file.likely {
				continue
			}
			out := b.place(file.name)
			if !yield(draft{file, out, places[out] && !b.dry}) {
				return
			}
			places[out] = true
		}
	}
}

// rereads reports whether what is written for one file may be read as another one.
func (c *batchFlags) rereads(files []candidate) bool {
	seen := map[string]bool{}
	for _, file := range files {
		name := file.name
		if !file.found {
			name = resolvedPath(name) // it may be a link
		}
		folder := filepath.Dir(name)
		if !seen[folder] && sameFile(folder, c.Out) {
			return true
		}
		seen[folder] = true
	}
	return false
}

// attempt makes a file of a draft beside others, unless it has to wait for its turn.
func (b *sealRun) attempt(d draft) attempt {
	if d.late {
		return attempt{}
	}
	inputs := b.before
	if b.alone {
		inputs = b.app.inputs
	}
	return b.try(d, "", inputs)
}

// try makes a file of a draft whose place was taken by another one, or by none. A
// service is only asked for what can be written.
func (b *sealRun) try(d draft, taken string, inputs []fs.FileInfo) (t attempt) {
	if _, err := os.Stat(d.out); err == nil && b.Resume && taken == "" {
		t.resumed = true
		return t
	}
	t.err = recovered(func() error {
		t.content = b.app.contentOf(d.candidate)
		data := t.data
		t.data = nil // it is not kept until its turn
		if t.content.err != nil {
			return t.content.err
		}
		if b.ready != nil {
			if err := b.ready(d.name, data); err != nil {
				return err
			}
		}
		if !b.dry {
			if taken != "" && d.out != std {
				return newFailure("%s would become %s like %s; rename it, or seal the two into two folders", displayName(d.name), d.out, displayName(taken))
			}
			t.claimed = true
			if err := b.app.checkFree(inputs, t.info, d.out); err != nil {
				return err
			}
		}
		var err error
		t.sealing, err = b.make(d.name, data)
		return err
	})
	return t
}

// settle writes what was made of a draft, counts it and tells of it.
func (b *sealRun) settle(d draft, t attempt) error {
	if d.late {
		t = b.try(d, b.taken[d.out], b.app.inputs)
	}
	if t.resumed {
		b.sum.resumed++
		return nil
	}
	if t.info != nil {
		b.app.inputs = append(b.app.inputs, t.info)
	}
	if t.claimed {
		b.taken[d.out] = d.name
	}
	s, err := b.write(d, t)
	var f *failure
	if err != nil && !errors.As(err, &f) {
		f = newJobFailure(d.name, err)
	}
	if d.found && f != nil && f.isOther() {
		b.sum.skipped++
		b.skip(d.name, f)
		return nil
	}
	s, f = s.finish(d.name, f), f.orBelow(s)
	b.sum.add(s, f)
	if err := b.tell(b.app, s, f); err != nil {
		return err
	}
	if b.sum.failing == maxFailing && b.brief {
		return errStopped
	}
	return nil
}

// write writes the file that was made, if one was.
func (b *sealRun) write(d draft, t attempt) (*sealing, error) {
	s := t.sealing
	if s == nil {
		s = &sealing{}
	}
	if t.err != nil || s.secured == nil {
		return s, t.err
	}
	if err := b.app.writeSecured(d.out, s.secured); err != nil {
		s.secured, s.Level = nil, ""
		return s, err
	}
	if d.out != std {
		s.Out = d.out
	}
	return s, nil
}

// skip says that a file in a folder is left out, so that no draft is missed that is
// not recognised as one.
func (b *sealRun) skip(name string, f *failure) {
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
