package contexts

import (
	"io/fs"
	"strings"
)

// separator stands between the head of a table and its terms.
const separator = "\n---\n"

// maxExtends bounds a chain of revisions and of included files.
const maxExtends = 16

// A head is what a table says before its terms.
type head struct {
	url, revision, date, source, digest string
	aliases                             []string
	optIn                               bool
	extends                             string // file name without ending of the revision that this one changes
	names                               *names
}

// A reader reads tables from the files of one folder.
type reader struct {
	files fs.FS
	depth int // of files that are being read because another one names them
}

// read calls do with the text of the file.
func (r *reader) read(file string, do func(text string) error) error {
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

// head reads what the file says before its terms.
func (r *reader) head(file string) (*head, error) {
	h := &head{names: newNames()}
	err := r.read(file, func(text string) error {
		top, _, _ := strings.Cut(text, separator)
		return r.fillHead(h, file, top)
	})
	if err == nil && h.url == "" {
		err = &syntaxError{file: file, msg: "the head has no line context"}
	}
	return h, err
}

// table reads the whole file, and those that it extends and includes, and
// returns its context and the names that it declares.
func (r *reader) table(file string) (*scope, *names, error) {
	h := &head{names: newNames()}
	context := &scope{}
	err := r.read(file, func(text string) error {
		top, body, found := strings.Cut(text, separator)
		if !found {
			return &syntaxError{file: file, msg: "no line --- between the head and the terms"}
		}
		if err := r.fillHead(h, file, top); err != nil {
			return err
		}
		lines, err := outline(file, body, strings.Count(top, "\n")+3)
		if err != nil {
			return err
		}
		if h.extends == "" {
			return h.names.fill(context, lines)
		}
		base, inherited, err := r.table(h.extends + ".terms")
		if err != nil {
			return err
		}
		context = base
		h.names.inherit(inherited)
		return h.names.change(context, lines)
	})
	return context, h.names, err
}

func (r *reader) fillHead(h *head, file, text string) error {
	lines, err := outline(file, text, 1)
	if err != nil {
		return err
	}
	for _, l := range lines {
		if err := r.headLine(h, l); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) headLine(h *head, l *line) error {
	word, args := l.words[0], l.words[1:]
	if word == "block" {
		return h.names.declareBlock(l)
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
	case "optin":
		h.optIn = true
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

func (r *reader) include(h *head, file string) error {
	return r.read(file, func(text string) error { return r.fillHead(h, file, text) })
}
