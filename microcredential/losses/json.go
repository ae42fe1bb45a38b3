package losses

import (
	"bytes"
	"encoding/json"
	"io"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// jsonReport is a report in JSON. It has the members of [mc.Report], and further ones.
type jsonReport struct {
	File         string           `json:"file,omitempty"`
	From         string           `json:"from"`
	To           string           `json:"to"`
	Totals       Totals           `json:"totals"`
	Summary      mc.Summary       `json:"summary"`
	Leaves       []jsonLeaf       `json:"leaves"`
	Observations []mc.Observation `json:"observations,omitempty"`
}

// jsonLeaf is a leaf with its name and with who finds it.
type jsonLeaf struct {
	mc.Leaf
	Name  string   `json:"name"`
	Sight mc.Sight `json:"sight"`
}

type jsonWriter struct {
	w     io.Writer
	o     Options
	count int
}

func (j *jsonWriter) Begin() error {
	if !j.o.Several {
		return nil
	}
	_, err := io.WriteString(j.w, "[")
	return err
}

func (j *jsonWriter) Add(file string, r mc.Report) error {
	if !j.o.Several {
		if j.count > 0 {
			return errSeveral
		}
		file = "" // who asked for one document knows which
	}
	out := jsonReport{File: file, From: r.From, To: r.To, Totals: TotalsOf(r), Summary: r.Summary(), Leaves: make([]jsonLeaf, len(r.Leaves)), Observations: r.Observations}
	for i, l := range r.Leaves {
		out.Leaves[i] = jsonLeaf{l, NameOf(l), l.Sight()}
	}
	var text bytes.Buffer
	if j.o.Several {
		text.WriteString(map[bool]string{true: "\n", false: ",\n"}[j.count == 0])
	}
	encoder := json.NewEncoder(&text)
	if !j.o.Several {
		encoder.SetIndent("", "  ")
	}
	if err := encoder.Encode(out); err != nil {
		return err
	}
	j.count++
	line := text.Bytes()
	if j.o.Several {
		line = line[:len(line)-1] // the comma comes before the next
	}
	_, err := j.w.Write(line)
	return err
}

func (j *jsonWriter) End() error {
	if !j.o.Several {
		return nil
	}
	_, err := io.WriteString(j.w, "\n]\n")
	return err
}
