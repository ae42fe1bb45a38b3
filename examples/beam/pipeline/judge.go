package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/mikromerit/mikromerit"
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
func (f *judgeFn) ProcessElement(ctx context.Context, d Document, verdict, converted func(Line), lost func(string), dead func(Line)) {
	stage := "verify"
	defer func() {
		if fault := recover(); fault != nil {
			dead(letter(d.Name, stage, fmt.Sprint("fault: ", fault)))
		}
	}()
	found, err := f.verifier.Verify(ctx, d.Text)
	if err != nil {
		dead(letter(d.Name, stage, err.Error()))
		return
	}
	verdict(line(d.Name, judged(d.Name, found)))
	if f.Job.To == "" {
		return
	}
	stage = "convert"
	out, err := mikromerit.Convert(ctx, found, f.Job.To, mikromerit.ConvertOptions{
		EncodeOptions: mikromerit.EncodeOptions{ID: idOf(d.Text, f.Job.To)},
		Tool:          mc.Tool{Name: "mikromerit with Apache Beam"},
		At:            f.Job.Now,
	})
	if err != nil {
		dead(letter(d.Name, stage, err.Error()))
		return
	}
	converted(line(d.Name, conversion{d.Name, json.RawMessage(out.Document.Bytes())}))
	for _, l := range out.Report.Leaves {
		if !l.Added && l.CarriedBy == mc.CarriedByNothing {
			lost(cause(l))
		}
	}
}

// verdictLine is a line of the verdicts.
type verdictLine struct {
	Name    string   `json:"name"`
	Format  string   `json:"format"`
	Verdict string   `json:"verdict"`
	Codes   []string `json:"codes,omitempty"` // of the findings that decide
}

func judged(name string, r *mikromerit.Result) verdictLine {
	return verdictLine{Name: name, Format: string(r.Format), Verdict: r.Verdict.String()}
}

// conversion is a line of the converted documents.
type conversion struct {
	Name     string          `json:"name"`
	Document json.RawMessage `json:"document"`
}

func line(name string, value any) Line {
	text, err := json.Marshal(value)
	if err != nil {
		return letter(name, "write", err.Error())
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

// cause is what was lost and why, as it is counted.
func cause(l mc.Leaf) string {
	return mc.ElementName(l.Element) + "\t" + l.Reason
}
