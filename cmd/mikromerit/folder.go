package main

import (
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// candidate is a file to judge.
type candidate struct {
	name   string
	found  bool // whether it was found in a folder instead of named
	likely bool // whether its name is that of a credential

	input *content // of standard input
}

// content is what was read of a file, and what file that is.
type content struct {
	data []byte
	info fs.FileInfo
	err  error
}

// inTurn returns the files in their order. Standard input is read here: the first that
// names it gets it.
func (a *app) inTurn(files []candidate) iter.Seq[candidate] {
	return func(yield func(candidate) bool) {
		for _, file := range files {
			if file.name == std {
				file.input = &content{}
				file.input.data, _, file.input.err = a.load(std)
			}
			if !yield(file) {
				return
			}
		}
	}
}

// contentOf reads a file that is worked on beside others.
func (a *app) contentOf(file candidate) content {
	if file.input != nil {
		return *file.input
	}
	var c content
	c.data, c.info, c.err = a.load(file.name)
	return c
}

// likelyEndings are the endings of the names of credentials.
var likelyEndings = []string{".json", ".jsonld", ".jwt", ".jws", ".sdjwt", ".sd-jwt", ".vc", ".vp", ".png", ".svg", ".xml", ".ndjson", ".jsonl", ".zip"}

// expand replaces folders by the files in them, at any depth. It leaves out hidden
// files. folders reports whether there were any folders.
func expand(names []string) (files []candidate, folders bool, err error) {
	for _, name := range names {
		if info, err := os.Stat(name); name == std || err != nil || !info.IsDir() {
			files = append(files, candidate{name: name})
			continue
		}
		folders = true
		err := filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error {
			hidden := strings.HasPrefix(entry.Name(), ".") && path != name
			switch {
			case err != nil:
				return newReadFailure(path, ioReason(err))
			case entry.IsDir() && hidden:
				return fs.SkipDir
			case entry.Type().IsRegular() && !hidden:
				files = append(files, candidate{name: path, found: true, likely: slices.Contains(likelyEndings, strings.ToLower(filepath.Ext(path)))})
			}
			return nil
		})
		if err != nil {
			return nil, folders, err
		}
	}
	return files, folders, nil
}

// otherCodes are the codes for files that are no credentials: keys, DID documents,
// badge classes, images.
var otherCodes = []string{"FORMAT-UNKNOWN", "FORMAT-NOTHING", "FORMAT-PART", "FORMAT-PEM", "FORMAT-DER", "BAKE-NONE"}
