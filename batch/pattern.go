package batch

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// isPattern reports whether a path may stand for several files.
func isPattern(name string) bool { return strings.ContainsAny(name, "*?[") }

// anyDepth is the step of a pattern that stands for any number of folders.
const anyDepth = "**"

// pattern reads the files that match a pattern, in the order of their names.
func (r *reader) pattern(name string) bool {
	steps := strings.Split(filepath.ToSlash(name), "/")
	first := slices.IndexFunc(steps, isPattern)
	base := strings.Join(steps[:first], "/")
	switch {
	case base == "" && first > 0:
		base = "/"
	case base == "":
		base = "."
	}
	p := &patternReader{reader: r, base: filepath.FromSlash(base), steps: steps[first:], going: true}
	for _, step := range p.steps {
		if _, err := path.Match(step, ""); err != nil {
			return r.give(origin{name, path.Base(name)}, nil, &ReadError{Code: codeRead, What: "is a pattern with a fault in it; close each [ with a ]", Err: err})
		}
	}
	_ = filepath.WalkDir(p.base, p.visit)
	if p.going && !p.found {
		return r.give(origin{name, path.Base(name)}, nil, &ReadError{Code: codeRead, What: "cannot be read: there is no such file, and none that matches it as a pattern; check its name", Err: fs.ErrNotExist})
	}
	return p.going
}

type patternReader struct {
	*reader
	base         string
	steps        []string
	found, going bool
}

// visit reads what matches, and goes into folders in which something may.
func (p *patternReader) visit(at string, entry fs.DirEntry, err error) error {
	rel, relErr := filepath.Rel(p.base, at)
	if relErr != nil || err != nil && rel == "." {
		return fs.SkipAll // there is no such folder
	}
	rel = filepath.ToSlash(rel)
	p.named = true
	switch {
	case err != nil:
		p.found = true
		if p.going = p.give(origin{at, rel}, nil, unreadable(err)); p.going && entry != nil && entry.IsDir() {
			return fs.SkipDir
		}
	case rel != "." && isHidden(entry.Name()) && !p.asksForHidden(), p.isExcept(entry):
		if entry.IsDir() {
			return fs.SkipDir
		}
	default:
		return p.match(at, rel, entry)
	}
	if !p.going {
		return fs.SkipAll
	}
	return nil
}

func (p *patternReader) match(at, rel string, entry fs.DirEntry) error {
	steps := strings.Split(rel, "/")
	if rel == "." {
		steps = nil
	}
	whole, beginning := matches(p.steps, steps)
	folder := entry.IsDir()
	switch {
	case whole && folder:
		p.found = true
		p.going = p.directory(at)
	case whole:
		// A link to a file counts, as for a shell; one to a folder may lead in a circle.
		if info, err := os.Stat(at); err == nil && info.Mode().IsRegular() {
			p.found = true
			p.going = p.matched(at, rel)
		}
	case folder && !beginning:
		return fs.SkipDir
	}
	switch {
	case !p.going:
		return fs.SkipAll
	case whole && folder:
		return fs.SkipDir // it was read
	}
	return nil
}

func (p *patternReader) matched(at, rel string) bool {
	file, err := os.Open(at)
	if err != nil {
		return p.give(origin{at, rel}, nil, unreadable(err))
	}
	defer file.Close()
	return p.open(origin{at, rel}, file)
}

func (p *patternReader) asksForHidden() bool {
	return slices.ContainsFunc(p.steps, func(step string) bool { return strings.HasPrefix(step, ".") })
}

// matches reports whether the steps of a path match those of a pattern, and whether
// those of something below it may.
func matches(pattern, steps []string) (whole, beginning bool) {
	switch {
	case len(pattern) == 0:
		return len(steps) == 0, false
	case pattern[0] == anyDepth:
		for n := range len(steps) + 1 {
			if all, _ := matches(pattern[1:], steps[n:]); all {
				return true, true
			}
		}
		return false, true
	case len(steps) == 0:
		return false, true
	}
	if ok, err := path.Match(pattern[0], steps[0]); err != nil || !ok {
		return false, false
	}
	return matches(pattern[1:], steps[1:])
}
