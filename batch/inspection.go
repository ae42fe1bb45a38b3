package batch

import (
	"context"
	"iter"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// Inspection is what one document is and says. As JSON it is a line of what the command
// prints with inspect --json, of which the members are stable.
type Inspection struct {
	File         string              `json:"file,omitempty"`
	Pointer      string              `json:"pointer,omitempty"` // in the file around it
	Format       string              `json:"format"`
	Sections     []InspectionSection `json:"sections"`
	Elements     []InspectionElement `json:"elements,omitempty"`
	Observations []mc.Observation    `json:"observations,omitempty"`

	Profiles    []*mikromerit.ProfileReport `json:"profiles,omitempty"` // what policy profiles say of it
	Credentials []Inspection                `json:"credentials,omitempty"`
	Error       string                      `json:"error,omitempty"`

	// Fault says why nothing could be found out; nil: something was.
	Fault *Fault `json:"-"`
	// Found is all of it; nil: there is none.
	Found *mikromerit.Inspection `json:"-"`
}

// InspectionSection is a part of what a credential says.
type InspectionSection struct {
	Title string     `json:"title"`
	Rows  [][]string `json:"rows"`
	Note  string     `json:"note,omitempty"`
}

// InspectionElement is a standard element with its status for readers of the format
// who know nothing of our extension and residue.
type InspectionElement struct {
	mc.Element
	Native mc.Presence `json:"native"`
}

// Inspect says what one document is and says. It depends on nothing but what is given.
func Inspect(ctx context.Context, v *mikromerit.Verifier, o mikromerit.InspectOptions, name string, data []byte) *Inspection {
	var found *mikromerit.Inspection
	err := guarded(func() (err error) {
		found, err = v.Inspect(ctx, data, o)
		return err
	})
	if err != nil {
		return Uninspected(name, err)
	}
	out := inspectionOf(name, found)
	if found.Err != nil && found.Result != nil {
		out.Fault = FaultOf(found.Err)
	}
	return &out
}

// InspectAll inspects the documents of a source, in their order. It never stops for one.
func InspectAll(ctx context.Context, s *Source, v *mikromerit.Verifier, o mikromerit.InspectOptions) iter.Seq2[Item, *Inspection] {
	return all(ctx, s, func(item Item) *Inspection { return Inspect(ctx, v, o, item.Name, item.Data) }, Uninspected)
}

// Uninspected returns the inspection of a document that could not be read.
func Uninspected(name string, err error) *Inspection {
	fault := FaultOf(err)
	return &Inspection{File: name, Format: FormatUnknown, Sections: []InspectionSection{}, Error: fault.What, Fault: fault}
}

func inspectionOf(name string, i *mikromerit.Inspection) Inspection {
	out := Inspection{File: name, Pointer: i.Pointer, Format: i.Format, Sections: []InspectionSection{}, Observations: i.Observations, Profiles: i.Profiles, Found: i}
	for _, s := range i.Sections {
		rows := s.Rows
		if rows == nil {
			rows = [][]string{}
		}
		out.Sections = append(out.Sections, InspectionSection{s.Title, rows, s.Note})
	}
	for n, e := range i.Elements {
		out.Elements = append(out.Elements, InspectionElement{e, i.Native[n].Status})
	}
	for _, inner := range i.Credentials {
		out.Credentials = append(out.Credentials, inspectionOf("", inner))
	}
	if i.Err != nil {
		out.Error = i.Err.Error()
	}
	return out
}
