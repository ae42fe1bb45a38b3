package vectors

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// suffix ends the name of a vector's file, which is otherwise its id.
const suffix = ".vector"

// indexName is the file that lists all vectors.
const indexName = "index.json"

// formVersion is the version of the form of the files.
const formVersion = "1"

// ErrFile says that a file is no vector.
var ErrFile = errors.New("VECTOR-FILE: the file is no vector")

// FS returns the vectors as files: one for each, named by its id; "resources/" with
// what they refer to, and which URL each file there stands for in its own "index.json",
// as package vc/bundle reads it; and "index.json". See the package comment for their form.
func FS(o Options) (fs.FS, error) {
	all, err := Make(o)
	if err != nil {
		return nil, err
	}
	archive, err := pack(all)
	if err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
}

// pack returns the files in an archive, the same for the same vectors.
func pack(all []Vector) ([]byte, error) {
	var buffer bytes.Buffer
	archive := zip.NewWriter(&buffer)
	put := func(name string, data []byte) error {
		w, err := archive.Create(name)
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	}
	there := make(map[string]bool)       // resources that several vectors share
	addresses := make(map[string]string) // their files by URL
	index := make([]indexEntry, 0, len(all))
	for _, v := range all {
		text, resources, err := v.file()
		if err != nil {
			return nil, err
		}
		if err := put(v.ID+suffix, text); err != nil {
			return nil, err
		}
		for url, data := range v.Resources {
			addresses[url] = digestName(data)
		}
		for _, name := range sortedNames(resources) {
			if there[name] {
				continue
			}
			there[name] = true
			if err := put(name, resources[name]); err != nil {
				return nil, err
			}
		}
		index = append(index, indexEntryOf(v))
	}
	text, err := json.MarshalIndent(map[string]any{"version": formVersion, "vectors": index}, "", " ")
	if err != nil {
		return nil, err
	}
	if err := put(indexName, text); err != nil {
		return nil, err
	}
	if text, err = json.MarshalIndent(addresses, "", " "); err != nil {
		return nil, err
	}
	if err := put("resources/"+indexName, text); err != nil {
		return nil, err
	}
	err = archive.Close()
	return buffer.Bytes(), err
}

// indexEntry is a vector in the index.
type indexEntry struct {
	ID        string    `json:"id"`
	File      string    `json:"file"`
	Pair      string    `json:"pair"`
	Expect    string    `json:"expect"`
	Level     string    `json:"level"`
	Rule      string    `json:"rule,omitempty"`
	Suite     string    `json:"suite"`
	Format    string    `json:"format"`
	Operation Operation `json:"operation"`
	Because   string    `json:"because"`
	Spec      string    `json:"spec"`
	Digest    string    `json:"sha256"` // of the document
}

func indexEntryOf(v Vector) indexEntry {
	digest := sha256.Sum256(v.Document)
	return indexEntry{
		ID: v.ID, File: v.ID + suffix, Pair: v.Pair, Expect: expectation[v.Accept], Level: string(v.level()), Rule: v.Rule, Suite: v.Suite,
		Format: v.Format, Operation: v.Operation, Because: v.Because, Spec: v.Spec, Digest: hex.EncodeToString(digest[:]),
	}
}

var expectation = map[bool]string{true: "accept", false: "reject"}

func (v Vector) level() vc.Level {
	if v.Level == "" {
		return vc.Must
	}
	return v.Level
}

// resourceName is the file of what a vector refers to, and anchorsName that of the
// certificates: apart, since a folder with certificates may be one to trust.
func resourceName(data []byte) string { return "resources/" + digestName(data) }

func anchorsName(data []byte) string { return "anchors/" + digestName(data) }

func digestName(data []byte) string {
	digest := sha256.Sum256(data)
	return hex.EncodeToString(digest[:16])
}

// file returns the text of a vector's file, and the files of what it refers to.
func (v Vector) file() ([]byte, map[string][]byte, error) {
	if !fs.ValidPath(v.ID) || path.Ext(v.ID) == suffix {
		return nil, nil, fmt.Errorf("vectors: %q cannot be the name of a file", v.ID)
	}
	resources := make(map[string][]byte)
	header := [][2]string{
		{"mikromerit-vector", formVersion}, {"id", v.ID}, {"pair", v.Pair}, {"expect", expectation[v.Accept]}, {"level", string(v.level())},
		{"rule", v.Rule}, {"suite", v.Suite}, {"format", v.Format}, {"operation", string(v.Operation)}, {"media-type", v.MediaType},
		{"challenge", v.Challenge}, {"domain", v.Domain}, {"because", v.Because}, {"spec", v.Spec},
	}
	for _, url := range sortedNames(v.Resources) {
		name := resourceName(v.Resources[url])
		resources[name] = v.Resources[url]
		header = append(header, [2]string{"resource", name + " " + url})
	}
	if len(v.Anchors) > 0 {
		name := anchorsName(v.Anchors)
		resources[name] = v.Anchors
		header = append(header, [2]string{"anchors", name})
	}
	var b bytes.Buffer
	for _, line := range header {
		if strings.ContainsAny(line[1], "\r\n") {
			return nil, nil, fmt.Errorf("vectors: the %s of %s has more than one line", line[0], v.ID)
		}
		if line[1] != "" {
			fmt.Fprintf(&b, "%s: %s\n", line[0], line[1])
		}
	}
	b.WriteByte('\n')
	b.Write(v.Document)
	return b.Bytes(), resources, nil
}
