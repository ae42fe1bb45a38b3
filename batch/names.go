package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"hash/maphash"
	"iter"
	"path"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Names chooses the names of what is made of documents. They are the same in each run
// over the same documents: each follows from that of the document, and of several that
// would be alike, the later ones get a number. It keeps a hash for each file, and one
// for all documents that stand in one file.
type Names struct {
	seed   maphash.Seed
	next   map[uint64]int // the number for the next one of a name
	beside int            // the file whose lines or elements come
	folder string         // for them
}

// NewNames returns names of which none is taken.
func NewNames() *Names {
	return &Names{seed: maphash.MakeSeed(), next: map[uint64]int{}, beside: -1}
}

// Choose sets Out in each document that is handed out, as [Names.Of] says.
func (n *Names) Choose(items iter.Seq2[Item, error], ending string) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		for item, err := range items {
			item.Out = n.Of(item, ending)
			if !yield(item, err) {
				return
			}
		}
	}
}

// Of returns the name for the next document: a path below the folder that is written,
// with slashes, that ends in ending, such as ".json". "in/deep/a.json" of the folder in
// gives "deep/a.json", "all.zip!b.json" gives "all.zip/b.json", and "rows.ndjson:17"
// gives "rows.ndjson/17.json". No part of it leads elsewhere, whatever an archive says.
func (n *Names) Of(item Item, ending string) string {
	place := item.place
	if place == "" {
		place = item.Name
	}
	steps := strings.FieldsFunc(place, func(c rune) bool { return c == '/' || c == '\\' })
	for i := range steps {
		steps[i] = cleanStep(steps[i])
	}
	if len(steps) == 0 {
		steps = []string{"_"}
	}
	if item.beside == 0 {
		return n.free(withEnding(strings.Join(steps, "/"), ending), ending)
	}
	last := len(steps) - 1
	if item.beside != n.beside {
		n.beside, n.folder = item.beside, n.free(strings.Join(steps[:last], "/"), path.Ext(steps[max(last-1, 0)]))
	}
	return n.folder + "/" + withEnding(steps[last], ending)
}

func withEnding(name, ending string) string {
	if len(name) > len(ending) && strings.HasSuffix(name, ending) {
		return name
	}
	return name + ending
}

// free takes a name, with a number before its ending if it is taken. File systems may
// take capital and small letters for the same.
func (n *Names) free(name, ending string) string {
	taken := maphash.String(n.seed, strings.ToLower(name))
	number := n.next[taken]
	if number == 0 {
		n.next[taken] = 2
		return name
	}
	for stem := strings.TrimSuffix(name, ending); ; number++ {
		other := stem + "-" + strconv.Itoa(number) + ending
		if key := maphash.String(n.seed, strings.ToLower(other)); n.next[key] == 0 {
			n.next[taken], n.next[key] = number+1, 2
			return other
		}
	}
}

// maxStep is how long the name of a file or folder may be, in bytes, with what is added
// to it.
const maxStep = 120

// cleanStep makes the name of a file or folder that every system can have.
func cleanStep(step string) string {
	clean := strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || unicode.In(c, unicode.Cf, unicode.Zl, unicode.Zp) || strings.ContainsRune(`<>:"|?*`, c) {
			return '_'
		}
		return c
	}, strings.ToValidUTF8(step, "_"))
	clean = strings.TrimRight(clean, " .")
	if strings.HasPrefix(clean, ".") || clean == "" || isDevice(clean) {
		clean = "_" + strings.TrimLeft(clean, ".")
	}
	if len(clean) <= maxStep {
		return clean
	}
	digest := sha256.Sum256([]byte(step))
	end := maxStep
	for !utf8.RuneStart(clean[end]) {
		end--
	}
	return clean[:end] + "-" + hex.EncodeToString(digest[:4])
}

// isDevice reports whether Windows takes a name for that of a device.
func isDevice(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(stem) == 4 && (strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")) && stem[3] >= '0' && stem[3] <= '9'
}
