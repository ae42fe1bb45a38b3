package vectors

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// Parse reads the file of a vector. What the vector refers to stands in files of
// its own, so [Vector.Resources] has the URLs and no content, and there are no
// anchors; [Load] reads those, too.
func Parse(file []byte) (Vector, error) {
	v, _, err := parse(file)
	return v, err
}

// Load reads one vector of a file system that [FS] made, or that was unpacked from
// it, with what the vector refers to.
func Load(files fs.FS, id string) (Vector, error) {
	text, err := fs.ReadFile(files, id+suffix)
	if err != nil {
		return Vector{}, fmt.Errorf("%w: %w", ErrFile, err)
	}
	v, needs, err := parse(text)
	if err != nil {
		return Vector{}, err
	}
	for url := range v.Resources {
		if v.Resources[url], err = fs.ReadFile(files, needs[url]); err != nil {
			return Vector{}, fmt.Errorf("%w: %w", ErrFile, err)
		}
	}
	if name := needs[""]; name != "" {
		if v.Anchors, err = fs.ReadFile(files, name); err != nil {
			return Vector{}, fmt.Errorf("%w: %w", ErrFile, err)
		}
	}
	return v, nil
}

// LoadAll reads every vector below a file system, sorted by id.
func LoadAll(files fs.FS) ([]Vector, error) {
	var all []Vector
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		id, ok := strings.CutSuffix(name, suffix)
		if err != nil || entry.IsDir() || !ok {
			return err
		}
		v, err := Load(files, id)
		if err == nil && v.ID != id {
			err = fmt.Errorf("%w: %s says that it is %q", ErrFile, name, v.ID)
		}
		all = append(all, v)
		return err
	})
	slices.SortFunc(all, func(a, b Vector) int { return strings.Compare(a.ID, b.ID) })
	return all, err
}

// parse also returns the files of the resources, by URL, and under "" that of the
// anchors.
func parse(file []byte) (Vector, map[string]string, error) {
	var v Vector
	needs := make(map[string]string)
	expect, version := "", ""
	fields := map[string]*string{
		"mikromerit-vector": &version, "id": &v.ID, "pair": &v.Pair, "expect": &expect, "rule": &v.Rule, "suite": &v.Suite, "format": &v.Format,
		"media-type": &v.MediaType, "challenge": &v.Challenge, "domain": &v.Domain, "because": &v.Because, "spec": &v.Spec,
	}
	for {
		line, rest, ok := bytes.Cut(file, []byte("\n"))
		if !ok {
			return Vector{}, nil, fmt.Errorf("%w: no empty line ends its header", ErrFile)
		}
		file = rest
		if len(line) == 0 {
			break
		}
		name, value, ok := strings.Cut(string(line), ": ")
		if !ok {
			return Vector{}, nil, fmt.Errorf("%w: a line of its header has no name: %.80q", ErrFile, line)
		}
		switch name {
		case "level":
			v.Level = vc.Level(value)
		case "operation":
			v.Operation = Operation(value)
		case "anchors":
			needs[""] = value
		case "resource":
			at, url, _ := strings.Cut(value, " ")
			if v.Resources == nil {
				v.Resources = make(map[string][]byte)
			}
			v.Resources[url], needs[url] = nil, at
		default:
			// A name that is not known is of a later version, which only adds.
			if field := fields[name]; field != nil {
				*field = value
			}
		}
	}
	v.Accept = expect == expectation[true]
	if version != formVersion || v.ID == "" || (!v.Accept && expect != expectation[false]) {
		return Vector{}, nil, fmt.Errorf("%w: its header must name version %s, an id and what to expect", ErrFile, formVersion)
	}
	v.Document = bytes.Clone(file)
	return v, needs, nil
}
