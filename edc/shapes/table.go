package shapes

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/edc/internal/terms"
	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/vc"
)

//go:embed tables
var tables embed.FS

// prefixes are the abbreviations in the tables.
var prefixes = map[string]string{
	"adms": "http://www.w3.org/ns/adms#", "cred": "https://www.w3.org/2018/credentials#", "dc": "http://purl.org/dc/terms/",
	"elm": nsELM, "foaf": "http://xmlns.com/foaf/0.1/", "locn": "http://www.w3.org/ns/locn#", "m8g": "http://data.europa.eu/m8g/",
	"org": "http://www.w3.org/ns/org#", "person": "http://www.w3.org/ns/person#", "rov": "http://www.w3.org/ns/regorg#",
	"sec": "https://w3id.org/security#", "skos": "http://www.w3.org/2004/02/skos/core#",
}

const (
	nsELM        = terms.ELM
	nsELM33      = terms.ELM33
	inSchemeIRI  = "http://www.w3.org/2004/02/skos/core#inScheme"
	schemeClass  = "ConceptScheme"
	schemeIRI    = "http://www.w3.org/2004/02/skos/core#ConceptScheme"
	xsd          = "http://www.w3.org/2001/XMLSchema#"
	maxClasses   = 128 // of a classSet
	credentialID = "EuropeanDigitalCredential"
)

// A schema is all tables. It never changes after it was read.
type schema struct {
	classes  map[string]int // IRI -> number
	names    []string       // by number
	paths    map[string]int // IRI -> number
	lists    map[string]*list
	profiles map[Profile]*table
	rules    []*vc.Rule
	bounds   map[string][]Bound  // by the name of a class
	terms    map[*vc.Rule]string // the member that a rule is about

	lexicon          *jsonld.Lexicon // the classes and paths
	scheme, inScheme int             // the class and path of a list
}

// A table is the shapes of one profile, by class. Those of its imports are in their
// own tables.
type table struct {
	profile Profile
	shapes  []*shape           // of classes, in the order of the table
	byClass [maxClasses]*shape // the same
	named   map[string]*shape  // what values refer to
}

// A shape says what a node must be like: of one of the classes or like one of the
// shapes of the choice, and with these members.
type shape struct {
	name   string
	class  int // -1: for nodes that are referred to
	choice []alternative
	rows   []*row
	line   string // of the notation, for errors

	plans [plans]plan // by version
}

// An alternative is a class or a named shape.
type alternative struct {
	class int
	name  string // of a shape, or ""
}

// A list is a controlled vocabulary.
type list struct {
	name, iri string
	untyped   bool // its scheme needs no type
}

// A row is what a shape demands of one member.
type row struct {
	of        *shape
	profile   Profile
	term, iri string
	path      int
	min, max  int // max 0: any number
	when      stage
	versions  versionSet

	classes  []int
	datatype string            // IRI
	form     func(string) bool // of the texts of the datatype, or nil
	unique   bool              // one text in each language
	kind     nodeKind
	maximum  int // of a number; 0: none
	node     *shape
	list     *list

	counts, values, nodes *vc.Rule // the rules that a row states; nil in shapes without a class
}

// stage says when the minimum of a row counts.
type stage uint8

const (
	always  stage = iota
	atSeal        // only of what is sealed, because sealing adds it
	written       // of drafts that we write too, although sealing may set it
)

type nodeKind uint8

const (
	anyKind nodeKind = iota
	iriKind
	literalKind
)

// versionSet is a set of versions, by bit.
type versionSet uint8

const (
	in31 versionSet = 1 << iota
	in32
)

// elm returns the schema, which is read on first use.
var elm = sync.OnceValue(func() *schema {
	s, err := readTables(tables)
	if err != nil {
		panic(err) // the tables are part of the program, and a test reads them
	}
	return s
})

func readTables(files fs.FS) (*schema, error) {
	s := &schema{classes: map[string]int{}, paths: map[string]int{}, lists: map[string]*list{}, profiles: map[Profile]*table{}, terms: map[*vc.Rule]string{}}
	text, err := fs.ReadFile(files, "tables/lists")
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		s.lists[words[0]] = &list{name: words[0], iri: words[1], untyped: len(words) > 2}
	}
	s.scheme, s.inScheme = s.class(schemeIRI), s.path(inSchemeIRI)
	for _, p := range order {
		text, err := fs.ReadFile(files, "tables/"+string(p)+".rows")
		if err != nil {
			return nil, err
		}
		t := &table{profile: p, named: map[string]*shape{}}
		if err := s.readTable(t, string(text)); err != nil {
			return nil, fmt.Errorf("%s: %w", p, err)
		}
		s.profiles[p] = t
	}
	if err := s.makePlans(); err != nil {
		return nil, err
	}
	s.makeRules()
	s.makeBounds()
	s.lexicon = jsonld.NewLexicon(numberIn(s.paths), numberIn(s.classes))
	return s, nil
}

// numberIn returns a function of a [jsonld.Lexicon].
func numberIn(all map[string]int) func(string) int32 {
	return func(iri string) int32 {
		if n, ok := all[canonical(iri)]; ok {
			return int32(n)
		}
		return -1
	}
}

// readTable reads the notation that the documentation of the package describes.
func (s *schema) readTable(t *table, text string) error {
	// Heads come first, so that a row can refer to a class or shape further down.
	var heads []*shape
	var rows [][]string
	var owners []*shape
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case line[0] == ' ':
			rows, owners = append(rows, words), append(owners, heads[len(heads)-1])
		default:
			heads = append(heads, s.readHead(t, words))
		}
	}
	for i, words := range rows {
		r := &row{of: owners[i], profile: t.profile}
		if err := s.readRow(t, r, words); err != nil {
			return fmt.Errorf("%s: %w", strings.Join(words, " "), err)
		}
		r.of.rows = append(r.of.rows, r)
	}
	for _, h := range heads {
		for word := range strings.FieldsFuncSeq(h.line, func(c rune) bool { return c == '|' }) {
			if name, isNode := strings.CutPrefix(word, "node:"); isNode {
				h.choice = append(h.choice, alternative{class: -1, name: name})
			} else {
				h.choice = append(h.choice, alternative{class: s.classNamed(word)})
			}
		}
	}
	return nil
}

func (s *schema) readHead(t *table, words []string) *shape {
	if words[0] == "node" {
		h := &shape{name: words[1], class: -1}
		if len(words) > 3 {
			h.line = words[3]
		}
		t.named[h.name] = h
		return h
	}
	iri := nsELM + words[0]
	if len(words) > 1 {
		iri = expand(words[1])
	}
	h := &shape{name: words[0], class: s.class(iri)}
	t.shapes = append(t.shapes, h)
	t.byClass[h.class] = h
	return h
}

// readRow reads a row: TERM IRI MIN..MAX[!~] and what its values must be.
func (s *schema) readRow(t *table, r *row, words []string) error {
	r.term, r.iri = words[0], expand(words[1])
	r.path = s.path(r.iri)
	r.versions = in31 | in32
	card := words[2]
	switch card[len(card)-1] {
	case '!':
		r.when = atSeal
	case '~':
		r.when = written
	}
	low, high, _ := strings.Cut(strings.TrimRight(card, "!~"), "..")
	r.min, _ = strconv.Atoi(low)
	r.max, _ = strconv.Atoi(high)
	for words = words[3:]; len(words) > 0; words = words[1:] {
		switch word := words[0]; word {
		case "@3.1":
			r.versions = in31
		case "@3.2":
			r.versions = in32
		case "iri":
			r.kind = iriKind
		case "literal":
			r.kind = literalKind
		case "unique":
			r.unique = true
		case "text":
			r.datatype = langString
		case "html":
			r.datatype = rdfNS + "HTML"
		case "max", "in", "node":
			words = words[1:]
			if err := s.readOption(t, r, word, words[0]); err != nil {
				return err
			}
		default:
			if word[0] >= 'a' {
				r.datatype = xsd + word
				continue
			}
			for name := range strings.FieldsFuncSeq(word, func(c rune) bool { return c == '|' }) {
				r.classes = append(r.classes, s.classNamed(name))
			}
		}
	}
	return nil
}

func (s *schema) readOption(t *table, r *row, option, value string) (err error) {
	switch option {
	case "max":
		r.maximum, err = strconv.Atoi(value)
		return err
	case "in":
		r.list = s.lists[value]
	case "node":
		r.node = t.named[value]
	}
	if r.list == nil && r.node == nil {
		return fmt.Errorf("there is no %s", value)
	}
	return nil
}

func expand(word string) string {
	prefix, name, _ := strings.Cut(word, ":")
	return prefixes[prefix] + name
}

func (s *schema) class(iri string) int {
	n, ok := s.classes[iri]
	if !ok {
		n = len(s.names)
		s.classes[iri] = n
		s.names = append(s.names, iri[strings.LastIndexAny(iri, "/#")+1:])
	}
	return n
}

// classNamed returns the number of a class by its name: that of a head, or one of
// the ELM of which no shape says anything.
func (s *schema) classNamed(name string) int {
	for n, known := range s.names {
		if known == name {
			return n
		}
	}
	if name == "VerifiableCredential" {
		return s.class(prefixes["cred"] + name)
	}
	return s.class(nsELM + name)
}

func (s *schema) path(iri string) int {
	n, ok := s.paths[iri]
	if !ok {
		n = len(s.paths)
		s.paths[iri] = n
	}
	return n
}
