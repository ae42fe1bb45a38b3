package policy

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/vc"
)

// Bounds of what profiles may hold; [ruleLimit] names them.
const (
	maxRules   = 1_000
	maxExtends = 16
)

//go:embed profiles/*.json
var shippedFiles embed.FS

// shipped are the files that come with the library, read once.
var shipped = sync.OnceValue(func() map[string]*file {
	out := map[string]*file{}
	names, _ := fs.Glob(shippedFiles, "profiles/*.json") // the pattern is well-formed
	for _, name := range names {
		text, _ := shippedFiles.ReadFile(name)
		f, err := readFile(text, true)
		if err != nil {
			panic(name + ": " + err.Error()) // our own file; the tests read it
		}
		out[f.profile.ID] = f
	}
	return out
})

// file is a profile as its file has it, with its own rules only.
type file struct {
	profile Profile
	levels  map[string]vc.Level // of inherited rules, by code
}

// Library is a set of profiles that may extend each other. It is not for use by
// several goroutines while profiles are added; the profiles themselves are.
type Library struct{ files map[string]*file }

// Shipped returns a new library with the profiles that come with this package.
func Shipped() *Library {
	l := &Library{map[string]*file{}}
	for id, f := range shipped() {
		l.files[id] = f
	}
	return l
}

// All returns the profiles that come with this package, by id.
var All = sync.OnceValue(func() []*Profile {
	l := Shipped()
	var out []*Profile
	for _, id := range l.IDs() {
		p, err := l.Profile(id)
		if err != nil {
			panic(err) // our own files; the tests read them
		}
		out = append(out, p)
	}
	return out
})

// Add reads a file and adds its profile, which may extend others of the library, also
// such as are added later. The error names each fault by its place.
func (l *Library) Add(text []byte) (id string, err error) {
	f, err := readFile(text, false)
	if err != nil {
		return "", err
	}
	id = f.profile.ID
	if l.files[id] != nil {
		return "", ruleValue.At("/id", fmt.Sprintf("the id %q of a profile that is there already", id))
	}
	if l.files == nil {
		l.files = map[string]*file{}
	}
	l.files[id] = f
	return id, nil
}

// IDs returns the ids of the profiles, sorted.
func (l *Library) IDs() []string {
	ids := make([]string, 0, len(l.files))
	for id := range l.files {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Profile returns a profile with the rules of those that it extends.
func (l *Library) Profile(id string) (*Profile, error) { return l.resolve(id, nil) }

func (l *Library) resolve(id string, path []string) (*Profile, error) {
	f := l.files[id]
	switch {
	case f == nil && len(path) == 0:
		return nil, ruleExtends.At("", fmt.Sprintf("no profile %q; there are %s", id, strings.Join(l.IDs(), ", ")))
	case f == nil:
		return nil, ruleExtends.At("/extends", fmt.Sprintf("no profile %q, which %s extends; there are %s", id, path[len(path)-1], strings.Join(l.IDs(), ", ")))
	case slices.Contains(path, id):
		return nil, ruleExtends.At("/extends", "the circle "+strings.Join(append(path, id), " > "))
	case len(path) >= maxExtends:
		return nil, ruleLimit.At("/extends", fmt.Sprintf("profiles that extend each other over more than %d steps", maxExtends))
	}
	out := f.profile
	out.Rules = nil
	for _, parent := range f.profile.Extends {
		p, err := l.resolve(parent, append(path, id))
		if err != nil {
			return nil, err
		}
		if err := out.inherit(p.Rules); err != nil {
			return nil, err
		}
	}
	for code, level := range f.levels {
		i := slices.IndexFunc(out.Rules, func(r Rule) bool { return r.Code == code })
		if i < 0 {
			return nil, ruleCode.At("/levels", fmt.Sprintf("the level of %q, which is no rule of what %s extends", code, id))
		}
		out.Rules[i].Level = level
	}
	return &out, out.inherit(f.profile.Rules)
}

// inherit adds rules. One that comes from two sides is kept once, with the higher
// level.
func (p *Profile) inherit(rules []Rule) error {
	for _, r := range rules {
		i := slices.IndexFunc(p.Rules, func(known Rule) bool { return known.Code == r.Code })
		switch {
		case i < 0:
			p.Rules = append(p.Rules, r)
		case p.Rules[i].Profile != r.Profile:
			return ruleCode.At("/rules", fmt.Sprintf("the code %s in both %s and %s", r.Code, p.Rules[i].Profile, r.Profile))
		case cmp.Compare(strictness[r.Level], strictness[p.Rules[i].Level]) > 0:
			p.Rules[i].Level = r.Level
		}
	}
	if len(p.Rules) > maxRules {
		return ruleLimit.At("/rules", fmt.Sprintf("%d rules with those that are inherited", len(p.Rules)))
	}
	return nil
}

var strictness = map[vc.Level]int{vc.May: 1, vc.Should: 2, vc.Must: 3}
