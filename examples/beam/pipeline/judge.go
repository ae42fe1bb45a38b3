package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/batch"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// verifier returns a verifier for the time of the job. It is offline: a pipeline that
// asks the web for each document would hit its servers very hard.
func (j *Job) verifier() (*mikromerit.Verifier, error) {
	var trust mikromerit.Trust
	if j.Trust != "" {
		var err error
		if trust, err = mikromerit.ReadTrustAt([]byte(j.Trust), nothingBeside, j.Now); err != nil {
			return nil, err
		}
	}
	v := mikromerit.NewVerifier(trust)
	if now := j.Now; !now.IsZero() {
		v.Env.Clock = func() time.Time { return now }
	}
	return v, nil
}

// nothingBeside opens no file: the machines of a cluster have only the text of the trust
// file.
func nothingBeside(name string) ([]byte, error) {
	return nil, errors.New("a pipeline cannot read " + name + "; put the certificate itself into the trust file")
}

// judgeFn verifies and converts documents.
type judgeFn struct {
	Job Job

	verifier *mikromerit.Verifier
}

// Setup is called once on each worker.
func (f *judgeFn) Setup() (err error) {
	f.verifier, err = f.Job.verifier()
	return err
}

// ProcessElement judges a document. It returns no error: see the package comment.
func (f *judgeFn) ProcessElement(ctx context.Context, d Document, verdict, converted func(Line), lost func(Loss), dead func(Line)) {
	judged := batch.Judge(ctx, f.verifier, d.Name, d.Text)
	if judged.Fault != nil {
		dead(letter(d.Name, "verify", judged.Fault.Finding.Code, d.Name+" "+judged.Fault.What))
		return
	}
	verdict(lineOf(d.Name, judged))
	if f.Job.To == "" {
		return
	}
	made := batch.Convert(ctx, f.verifier, f.Job.To, mikromerit.ConvertOptions{
		EncodeOptions: mikromerit.EncodeOptions{ID: idOf(d.Text, f.Job.To)},
		Tool:          mc.Tool{Name: "mikromerit with Apache Beam"},
		At:            f.Job.Now,
	}, d.Name, d.Text)
	if made.Made == nil {
		code := ""
		if len(made.Findings) > 0 {
			code = made.Findings[0].Code
		}
		dead(letter(d.Name, "convert", code, made.Error))
		return
	}
	file, err := made.Made.Bytes()
	if err != nil {
		dead(faulty(d.Name, "convert", err))
		return
	}
	converted(lineOf(d.Name, conversion{d.Name, asJSON(file)}))
	for _, l := range made.Lost {
		lost(Loss{Element: l.Element, Member: l.Member, Kind: string(l.Kind), Values: l.Values, Documents: 1})
	}
}

// Loss is what became of the values of one member, in how many documents.
type Loss struct {
	Element   int    `json:"element,omitempty"` // of Annex I; 0: of none
	Member    string `json:"member"`
	Kind      string `json:"kind"`
	Values    int    `json:"values"`
	Documents int    `json:"documents"`
}

// key returns a loss without its counts.
func (l Loss) key() string { return fmt.Sprintf("%03d\t%s\t%s", l.Element, l.Member, l.Kind) }

// conversion is a line of the converted documents.
type conversion struct {
	Name     string          `json:"name"`
	Document json.RawMessage `json:"document"`
}

// asJSON returns a document as JSON: XML becomes a string.
func asJSON(file []byte) json.RawMessage {
	if json.Valid(file) {
		return file
	}
	text, err := json.Marshal(string(file))
	if err != nil {
		return json.RawMessage("null") // cannot be: a string
	}
	return text
}

func lineOf(name string, value any) Line {
	text, err := json.Marshal(value)
	if err != nil {
		return faulty(name, "write", err)
	}
	return Line{name, string(text)}
}

// idOf returns the id of the document that is made of a source, which is the same each
// time: a UUID of version 8, made of a digest (RFC 9562 section 5.8).
func idOf(source []byte, to string) string {
	h := sha256.New()
	h.Write([]byte(to + "\x00"))
	h.Write(source)
	b := h.Sum(nil)[:16]
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
