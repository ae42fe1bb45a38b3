package contexts

import (
	"io/fs"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// separator stands between the head of a table and its terms.
const separator = "\n---\n"

// maxExtends bounds a chain of revisions and of included files.
const maxExtends = 16

// A head is what a table says before its terms.
type head struct {
	url, revision, date, source, caution, digest string
	aliases                                      []string
	extends                                      string    // file name without ending of the revision that this one changes
	beside                                       []keyword // the members of the document besides @context
	references                                   []string  // the parts of the context that are URLs
	names                                        *names    // nil: not wanted
}

// A reader reads tables from the files of one folder.
type reader struct {
	files fs.FS
	depth int // of the files that name each other and are being read
}

// withFile calls do with the text of the file.
func (r *reader) withFile(file string, do func(text string) error) error {
	if r.depth++; r.depth > maxExtends {
		return &syntaxError{file: file, msg: "files extend or include each other more than 16 deep"}
	}
	defer func() { r.depth-- }()
	text, err := fs.ReadFile(r.files, file)
	if err != nil {
		return &syntaxError{file: file, msg: "no such file"}
	}
	return do(string(text))
}

// readHead reads what the file says before its terms, without the names that only
// the terms need.
func (r *reader) readHead(file string) (*head, error) {
	h := &head{}
	err := r.withFile(file, func(text string) error {
		top, body, _ := strings.Cut(text, separator)
		for part := range strings.SplitSeq(body, separator) {
			if part = strings.TrimSpace(part); isReference(part) {
				h.references = append(h.references, part)
			}
		}
		return r.readHeadLines(h, file, top)
	})
	if err == nil && h.url == "" {
		err = &syntaxError{file: file, msg: "the head has no line context"}
	}
	return h, err
}

// readTable reads the whole file, and those that it extends and includes, and
// returns its document and the names that it declares.
func (r *reader) readTable(file string) (*document, *names, error) {
	h := &head{names: newNames()}
	d := &document{}
	err := r.withFile(file, func(text string) error {
		top, body, found := strings.Cut(text, separator)
		if !found {
			return &syntaxError{file: file, msg: "no line --- between the head and the terms"}
		}
		if err := r.readHeadLines(h, file, top); err != nil {
			return err
		}
		d.beside = h.beside
		first := strings.Count(top, "\n") + 3
		if h.extends != "" {
			return r.extend(d, h, file, body, first)
		}
		for _, text := range strings.Split(body, separator) {
			lines, err := outline(file, text, first)
			if err != nil {
				return err
			}
			p, err := h.names.readPart(lines)
			if err != nil {
				return err
			}
			d.parts = append(d.parts, p)
			first += strings.Count(text, "\n") + 2
		}
		return nil
	})
	return d, h.names, err
}

// extend makes the document of a table that changes another one.
func (r *reader) extend(d *document, h *head, file, body string, first int) error {
	base, inherited, err := r.readTable(h.extends + ".terms")
	if err != nil {
		return err
	}
	if len(base.parts) != 1 || base.parts[0].scope == nil {
		return &syntaxError{file: file, msg: "only a table of one context definition can be extended"}
	}
	d.parts = base.parts
	h.names.inherit(inherited)
	lines, err := outline(file, body, first)
	if err != nil {
		return err
	}
	return h.names.applyChanges(d.parts[0].scope, lines)
}

// isReference reports whether a part of a context is the URL of another one.
func isReference(part string) bool {
	return !strings.ContainsAny(part, " \n") && strings.Contains(part, "://")
}

// readPart reads the lines between two separators.
func (n *names) readPart(lines []*line) (part, error) {
	if len(lines) == 1 && len(lines[0].words) == 1 && isReference(lines[0].words[0]) {
		return part{url: lines[0].words[0]}, nil
	}
	s := &scope{}
	return part{scope: s}, n.fill(s, lines)
}

func (r *reader) readHeadLines(h *head, file, text string) error {
	lines, err := outline(file, text, 1)
	if err != nil {
		return err
	}
	for _, l := range lines {
		if err := r.readHeadLine(h, l); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) readHeadLine(h *head, l *line) error {
	word, args := l.words[0], l.words[1:]
	if h.names == nil && (word == "block" || word == "prefix" || word == "include") {
		return nil
	}
	switch word {
	case "block":
		return h.names.declareBlock(l)
	case "beside":
		return h.readBeside(l)
	}
	if len(l.children) > 0 {
		return l.children[0].errorf("nothing is indented under %q", word)
	}
	text := strings.Join(args, " ")
	switch word {
	case "revision":
		h.revision = text
		return nil
	case "source":
		h.source = text
		return nil
	case "caution":
		h.caution = text
		return nil
	case "prefix":
		return h.names.declarePrefix(l)
	}
	if len(args) != 1 {
		return l.errorf("%q is followed by exactly one word", word)
	}
	switch word {
	case "context":
		h.url = text
	case "alias":
		h.aliases = append(h.aliases, text)
	case "date":
		h.date = text
	case "sha256":
		h.digest = text
	case "extends":
		h.extends = text
	case "include":
		return r.include(h, text+".blocks")
	default:
		return l.errorf("%q is no line of a head", word)
	}
	return nil
}

// readBeside reads a member of the document that stands beside @context. Its
// value may go on in the lines that are indented under it.
func (h *head) readBeside(l *line) error {
	if len(l.words) < 2 {
		return l.errorf("a member beside @context is written: beside NAME JSON")
	}
	value := strings.Join(l.words[2:], "")
	for _, more := range l.children {
		value += strings.Join(more.words, "")
	}
	if !jsontext.Value(value).IsValid() || l.words[1] == "@context" {
		return l.errorf("the value of %s is no JSON", l.words[1])
	}
	h.beside = append(h.beside, keyword{l.words[1], jsontext.Value(value)})
	return nil
}

func (r *reader) include(h *head, file string) error {
	return r.withFile(file, func(text string) error { return r.readHeadLines(h, file, text) })
}
