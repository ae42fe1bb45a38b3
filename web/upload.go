package web

import (
	"encoding/base64"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
)

// submission is what came with a form.
type submission struct {
	file   []byte
	fields map[string]string
}

// lang returns the language that the reader chose, or "".
func (s submission) lang() string {
	if chosen := s.fields["language"]; chosen != "" {
		return chosen
	}
	return s.fields["lang"]
}

// The bounds of a form, beside that of the file: how many parts it has, and how long
// the short ones are.
const (
	maxParts = 12
	maxField = 100
	maxForm  = 64 << 10 // of what is around the parts
)

var errPart = errors.New("a part of the form is too long")

// receive reads a form. Its parts are kept in memory only, so that nothing of them is
// ever written to a disk.
func (h *handler) receive(r *http.Request) (submission, *problem) {
	out := submission{fields: make(map[string]string)}
	whole := r.Body
	// A file that is sent again is written in base64, which is a third longer.
	r.Body = http.MaxBytesReader(nil, whole, h.MaxFile/3*4+maxForm)
	form, err := r.MultipartReader()
	if err != nil {
		return out, &problem{status: http.StatusUnsupportedMediaType, say: func(p *phrases) string { return p.Page.NoForm }}
	}
	for range maxParts {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = h.take(&out, part)
		}
		if err != nil {
			// Most browsers show an answer only after they have sent everything.
			_, _ = io.CopyN(io.Discard, whole, 4*h.MaxFile)
			return out, h.whyNotTaken(err)
		}
	}
	if len(out.file) == 0 {
		return out, &problem{status: http.StatusBadRequest, say: func(p *phrases) string { return p.Page.NoFile }}
	}
	return out, nil
}

// take reads one part of a form. Of a chosen file and a pasted text, the first that is
// not empty counts.
func (h *handler) take(to *submission, part *multipart.Part) error {
	name, limit := part.FormName(), int64(maxField)
	switch name {
	case "file", "text":
		limit = h.MaxFile
	case "data":
		limit = int64(base64.RawURLEncoding.EncodedLen(int(h.MaxFile)))
	}
	content, err := io.ReadAll(io.LimitReader(part, limit+1))
	switch {
	case err != nil:
		return err
	case int64(len(content)) > limit:
		return errPart
	}
	if name == "data" {
		if content, err = base64.RawURLEncoding.AppendDecode(nil, content); err != nil {
			return err
		}
	}
	switch name {
	case "file", "text", "data":
		if len(to.file) == 0 {
			to.file = content
		}
	default:
		to.fields[name] = string(content)
	}
	return nil
}

func (h *handler) whyNotTaken(err error) *problem {
	var over *http.MaxBytesError
	if errors.Is(err, errPart) || errors.As(err, &over) {
		return &problem{status: http.StatusRequestEntityTooLarge, say: func(p *phrases) string { return sprintf(p.Page.TooLarge, max(1, h.MaxFile>>20)) }}
	}
	return &problem{status: http.StatusBadRequest, say: func(p *phrases) string { return p.Page.NoForm }}
}
