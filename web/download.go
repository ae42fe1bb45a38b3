package web

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit"
)

// attachment is a file to save.
type attachment struct {
	name, mediaType string
	content         []byte
}

// convert answers with a converted document, the report of what became of every value,
// or both. If it cannot, it shows the card again, which says why.
func (h *handler) convert(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), h.Timeout)
	defer cancel()
	sent, why := h.receive(r)
	if why != nil {
		h.refuse(w, r, sent.lang(), why)
		return
	}
	done, err := h.turn(ctx)
	if err != nil {
		h.refuse(w, r, sent.lang(), &problem{status: http.StatusServiceUnavailable, say: func(p *phrases) string { return p.Page.Busy }})
		return
	}
	defer done()
	target, form, _ := strings.Cut(sent.fields["to"], " ")
	found, err := h.Verifier.Verify(ctx, sent.file)
	if err != nil {
		h.refuse(w, r, sent.lang(), whyNotRead(ctx, err))
		return
	}
	if isTooMuch(found) {
		h.notConverted(ctx, w, r, sent, errTooMuch)
		return
	}
	made, err := mikromerit.Convert(ctx, found, target, h.options(sent))
	if err == nil {
		var out attachment
		if out, err = packed(made, form); err == nil {
			out.write(w)
			return
		}
	}
	h.notConverted(ctx, w, r, sent, err)
}

// notConverted shows the card with the reason why there is no document.
func (h *handler) notConverted(ctx context.Context, w http.ResponseWriter, r *http.Request, sent submission, err error) {
	p, why := h.cards(ctx, r, sent)
	if why != nil {
		h.refuse(w, r, sent.lang(), why)
		return
	}
	words := &reader{tongue: tongueFor(wantedBy(p.Tag, "")...)}
	said, details, known := words.whyNot(err)
	if p.Problem, p.Detail = said, details; !known {
		p.Problem = words.Phrases.Keeps.Wrong
	}
	h.answer(w, http.StatusUnprocessableEntity, p)
}

// packed returns the files of a conversion: "document", "report" or, for any other
// word, an archive with both.
func packed(made *mikromerit.Conversion, form string) (attachment, error) {
	text, err := made.Bytes()
	if err != nil {
		return attachment{}, err
	}
	document := attachment{"credential-" + made.To.Format + cmp.Or(made.To.Suffix, ".json"), cmp.Or(made.To.MediaType, "application/json"), append(text, '\n')}
	report, err := json.MarshalIndent(made.Report, "", "  ")
	if err != nil {
		return attachment{}, err
	}
	account := attachment{"report-" + made.To.Format + ".json", "application/json", append(report, '\n')}
	switch form {
	case "document":
		return document, nil
	case "report":
		return account, nil
	}
	var table bytes.Buffer
	if err := made.Report.WriteText(&table); err != nil {
		return attachment{}, err
	}
	return archive("credential-"+made.To.Format+".zip", document, account, attachment{"report-" + made.To.Format + ".txt", "text/plain", table.Bytes()})
}

func archive(name string, files ...attachment) (attachment, error) {
	var out bytes.Buffer
	packer := zip.NewWriter(&out)
	for _, file := range files {
		w, err := packer.Create(file.name)
		if err != nil {
			return attachment{}, err
		}
		if _, err := w.Write(file.content); err != nil {
			return attachment{}, err
		}
	}
	if err := packer.Close(); err != nil {
		return attachment{}, err
	}
	return attachment{name, "application/zip", out.Bytes()}, nil
}

func (a attachment) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", a.mediaType)
	w.Header().Set("Content-Disposition", `attachment; filename="`+a.name+`"`)
	w.Header().Set("Content-Length", strconv.Itoa(len(a.content)))
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(a.content) // whoever asked may be gone
}
