package vcapi

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// readBody reads the body of a request, which must be one JSON object.
func (s *Service) readBody(r *http.Request, w http.ResponseWriter) (jsontree.Value, error) {
	if err := checkMedia(r); err != nil {
		return jsontree.Value{}, err
	}
	// A client that sends on and on, or nothing more, does not notice the end of the
	// context. A writer that cannot do this is no network connection.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(s.config.Timeout))
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.config.Body))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return jsontree.Value{}, newProblem(http.StatusRequestEntityTooLarge, "A request may have "+strconv.FormatInt(s.config.Body, 10)+" bytes.")
	case errors.Is(err, os.ErrDeadlineExceeded):
		return jsontree.Value{}, newProblem(http.StatusRequestTimeout, "The request did not come to its end in time.")
	case r.Context().Err() != nil:
		return jsontree.Value{}, newFault(http.StatusServiceUnavailable, r.Context().Err())
	case err != nil:
		return jsontree.Value{}, newProblem(http.StatusBadRequest, "The request broke off.")
	}
	limits := s.env.Limits
	root, err := jsontree.Parse(text, jsontree.Limits{Bytes: limits.Bytes, Depth: limits.Depth, Values: limits.Values})
	if err != nil {
		return jsontree.Value{}, problemOf(err, typeParsing)
	}
	if !root.IsObject() {
		return jsontree.Value{}, badRequest(typeParsing, "The body must be an object, not "+root.Kind().String()+".")
	}
	return root, nil
}

// checkMedia checks that a body is said to be JSON in UTF-8.
func checkMedia(r *http.Request) error {
	media, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err == nil && (media == "application/json" || strings.HasPrefix(media, "application/") && strings.HasSuffix(media, "+json")) {
		if charset, stated := parameters["charset"]; !stated || strings.EqualFold(charset, "utf-8") {
			return nil
		}
	}
	p := newProblem(http.StatusUnsupportedMediaType, "The body must be JSON in UTF-8; say so with the header Content-Type: application/json.")
	p.header = http.Header{"Accept-Post": {"application/json"}}
	return p
}

// member returns a member of the body that must be an object.
func (c *call) member(name string) (jsontree.Value, error) {
	v := c.body.Get(name)
	if !v.IsObject() {
		return v, wrongKind("/"+name, "an object", v)
	}
	return v, nil
}

// options returns the options of the body, which may be missing.
func (c *call) options() (options, error) {
	v := c.body.Get("options")
	if v.Exists() && !v.IsObject() {
		return options{}, wrongKind("/options", "an object", v)
	}
	return options{v}, nil
}

// options are the options of a request.
type options struct{ jsontree.Value }

// text returns an option that is a string, or "".
func (o options) text(name string) (string, error) {
	v := o.Get(name)
	if v.Exists() && v.Kind() != jsontree.String {
		return "", wrongKind("/options/"+name, "a string", v)
	}
	return v.Text(), nil
}

// texts returns an option that is an array of strings, or nil.
func (o options) texts(name string) ([]string, error) {
	v := o.Get(name)
	if v.Exists() && v.Kind() != jsontree.Array {
		return nil, wrongKind("/options/"+name, "an array of strings", v)
	}
	var out []string
	for element := range v.Elements() {
		if element.Kind() != jsontree.String {
			return nil, wrongKind(element.Pointer(), "a string", element)
		}
		out = append(out, element.Text())
	}
	return out, nil
}

// textOrTexts returns an option that is a string or an array of strings.
func (o options) textOrTexts(name string) ([]string, error) {
	if v := o.Get(name); v.Kind() == jsontree.String {
		return []string{v.Text()}, nil
	}
	return o.texts(name)
}

func wrongKind(pointer, want string, found jsontree.Value) *problem {
	what := "It is missing."
	if found.Exists() {
		what = "It is " + found.Kind().String() + "."
	}
	p := badRequest(typeMalformed, pointer+" in the body must be "+want+". "+what)
	p.Errors = []detail{{Type: p.Type, Title: p.Title, Detail: p.Detail, Pointer: pointer}}
	return p
}

// isName reports whether a text can be the name of a record.
func isName(text string) bool {
	return text != "" && len(text) <= maxName && utf8.ValidString(text) && !strings.ContainsFunc(text, unicode.IsControl)
}

// maxName is the length that the name of a record may have, in bytes.
const maxName = 512
