package bundle

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The bounds of a name, so that it fits on every system below a folder of
// ordinary depth.
const (
	maxSegment = 64  // bytes of one part
	maxFolders = 6   // the rest of a longer path becomes part of the file's name
	maxName    = 160 // bytes in all, before the mark
)

// marked matches names that end like one that had to be changed.
var marked = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`-[0-9a-f]{12}$`) })

// fileName returns the path of the file for a URL or DID: its host and path, as
// wget names files, with what some system does not allow replaced. A name that
// had to be changed ends in a part of the URL's SHA-256, so that different URLs
// have different names even where case does not count.
func fileName(key string, data []byte) string {
	text, exact := strings.CutPrefix(key, "https://")
	if !exact {
		var web bool
		if text, web = strings.CutPrefix(key, "http://"); !web {
			text = "other/" + strings.ReplaceAll(key, "/", "_")
		}
	}
	parts := strings.Split(text, "/")
	if len(parts) > maxFolders {
		parts, exact = append(parts[:maxFolders:maxFolders], strings.Join(parts[maxFolders:], "_")), false
	}
	names := make([]string, len(parts))
	for i, part := range parts {
		name := portable(part)
		switch leaf := i == len(parts)-1; {
		case i == 0 && (name == indexName || name == trustName):
			name = "_" + name
		case i > 0 && leaf:
			name = strings.TrimLeft(name, ".")
		case i > 0 && name != wellKnown: // so no folder has the name of a file
			name = strings.ReplaceAll(name, ".", "_")
		}
		if name == "" {
			name = "_"
		}
		exact = exact && name == part
		names[i] = name
	}
	name, ext := path.Join(names...), extension(names[len(names)-1], data)
	stem, own := strings.CutSuffix(name, ext)
	if exact = exact && own && len(stem) <= maxName && !marked().MatchString(stem); exact {
		return name
	}
	sum := sha256.Sum256([]byte(key))
	return stem[:min(len(stem), maxName)] + "-" + hex.EncodeToString(sum[:6]) + ext
}

// portable replaces what some system does not allow in a name.
func portable(s string) string {
	out := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || strings.ContainsRune("-._", r) {
			return r
		}
		return '_'
	}, strings.ToLower(s))
	out = strings.TrimRight(out[:min(len(out), maxSegment)], ".")
	if stem, _, _ := strings.Cut(out, "."); slices.Contains(devices, stem) {
		out = "_" + out
	}
	return out
}

// devices are names that a file cannot have on Windows.
var devices = []string{"con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
	"lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"}

// extensions are those that a file keeps: none that a system would open or run.
var extensions = []string{".json", ".jsonld", ".jwk", ".jwks", ".jwt"}

// extension returns the extension for a file: its own, or the one that fits its
// content.
func extension(name string, data []byte) string {
	if own := path.Ext(name); own != name && slices.Contains(extensions, own) {
		return own
	}
	if _, ok := payloadOf(strings.TrimSpace(string(data))); ok {
		return ".jwt"
	}
	if _, err := jsontree.Parse(data, jsontree.Limits{Bytes: len(data)}); err == nil {
		return ".json"
	}
	return ".bin"
}
