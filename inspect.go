package mikromerit

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob2"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/formats/elmo"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/policy"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
	"github.com/mikromerit/mikromerit/vc/status"
)

// Inspection is what a file is and what it says, for a person to read.
type Inspection struct {
	// Result is what its verification found. It is nil when the verification could
	// not be done.
	Result *Result
	// Err says why the file could not be verified, or could not be read into the
	// model.
	Err error
	// Format names the format, in words.
	Format string
	// Sections are what the credential says, the most important first.
	Sections []Section
	// Credential is the credential in the canonical model; nil for formats that
	// cannot be read into it. Elements are its standard elements by Annex I, and
	// Native are those that readers find who know the format and nothing of our
	// extension and residue. Observations are what looks wrong in it.
	Credential   *mc.Credential
	Elements     []mc.Element
	Native       []mc.Element
	Observations []mc.Observation
	// Profiles are what the profiles of the options say of it.
	Profiles []*ProfileReport
	// Credentials are those inside a presentation, record or container.
	Credentials []*Inspection
	// Pointer is where a nested credential stands in the document around it.
	Pointer string
}

// Section is a titled table of what a credential says.
type Section struct {
	Title string
	Rows  [][]string
	Note  string // a line below the table; may be ""
}

// InspectOptions are the options of [Verifier.Inspect].
type InspectOptions struct {
	// Language is preferred for texts in several languages; the zero Tag is the main
	// language of the credential.
	Language language.Tag
	// Labels names coded values of lists that are too large for the tables here, such
	// as ESCO. Nil: they are shown by their codes. It changes nothing else.
	Labels vocabulary.Source
	// Profiles are policy profiles that the credential is judged by.
	Profiles []*policy.Profile
}

// Inspect returns what a file says, whatever its verification finds. An error
// means that the file is no credential.
func (v *Verifier) Inspect(ctx context.Context, file []byte, o InspectOptions) (*Inspection, error) {
	r, err := v.Verify(ctx, file)
	if err == nil {
		return inspect(ctx, r, o), nil
	}
	parts, image, readErr := readFile(file, v.Env.Limits)
	if readErr != nil || len(parts) != 1 || parts[0].secured == nil {
		return nil, err
	}
	// The file can be read although it cannot be verified.
	secured := parts[0].secured
	unverified := &Result{Result: &proof.Result{Format: secured.Format(), File: secured, Document: claimedDocument(secured, v.Env.Limits)}, Source: file, Image: image}
	out := inspect(ctx, unverified, o)
	out.Result, out.Err = nil, err
	return out, nil
}

func inspect(ctx context.Context, r *Result, o InspectOptions) *Inspection {
	if r.Legacy != nil {
		return inspectLegacy(r, o)
	}
	out := &Inspection{Result: r, Pointer: r.Result.Pointer}
	doc := r.opened()
	codec, credential, read, err := Formats().Read(doc)
	out.Format = formatOf(r, codec.Name)
	facts := badgeFacts(doc)
	switch {
	case isPresentationDoc(doc):
		out.addSection("Presentation", presentationFacts(doc))
	case typeContains(doc.Get("type"), "StatusListCredential", "StatusList2021Credential"):
		out.addSection("Status list", statusListFacts(doc))
	case clr.Is(doc):
		out.addSection("Record", facts)
	default:
		out.addSection("Badge", facts)
	}
	if err == nil {
		out.Credential, out.Elements = credential, mc.AnnexI(credential)
		out.Native = nativeElements(codec, doc, out.Elements)
		out.Observations = Observe(credential)
		v := newView(credential, o.Language)
		v.find = func(iri string) (vocabulary.Concept, bool) { return vocabulary.Find(ctx, iri, o.Labels) }
		out.addSection("Credential", withoutRepeats(v.facts(), out.Sections))
		out.Sections = append(out.Sections, v.elementsSection(out.Elements, out.Native))
		out.addSection("Observations", observationRows(out.Observations))
		for _, p := range o.Profiles {
			out.Profiles = append(out.Profiles, judgeBy(p, credential, read, r.Derived))
		}
		out.Sections = append(out.Sections, profileSections(out.Profiles)...)
	} else if codec.Decode != nil {
		out.addSection("Not read", [][]string{{"Why", err.Error()}})
		if facts == nil {
			out.Err = err
		}
	} else if len(out.Sections) == 0 && !doc.IsZero() {
		out.addSection("Credential", plainFacts(doc))
	}
	out.Sections = append(out.Sections, europassSections(r, doc)...)
	if r.ELMO != nil {
		out.addSection("Signature", reportSection(r.ELMO))
	}
	for _, inner := range r.Credentials {
		out.Credentials = append(out.Credentials, inspect(ctx, &Result{Result: inner}, o))
	}
	return out
}

// nativeElements returns the standard elements that other readers of the format find
// in a document.
func nativeElements(codec Codec, doc vc.Document, all []mc.Element) []mc.Element {
	if codec.DecodeNative == nil {
		return all
	}
	credential, _, err := codec.DecodeNative(doc)
	if err != nil {
		return mc.AnnexI(nil)
	}
	return mc.AnnexI(credential)
}

// Observe returns what looks wrong in a credential: what the model shows by itself,
// and what takes the code lists of the European Union to see.
func Observe(c *mc.Credential) []mc.Observation {
	found := slices.Concat(mc.Observe(c), vocabulary.Observe(c))
	slices.SortStableFunc(found, func(a, b mc.Observation) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Code, b.Code))
	})
	return found
}

// observationRows names each observation once and counts where it was made.
func observationRows(all []mc.Observation) [][]string {
	var rows [][]string
	at := make(map[[2]string]int)
	places := make(map[int]int)
	for _, o := range all {
		key := [2]string{o.Code, o.Detail}
		i, found := at[key]
		if !found {
			i = len(rows)
			at[key] = i
			rows = append(rows, []string{o.Code, capitalise(o.Detail)})
		}
		places[i]++
	}
	for i := range rows {
		if n := places[i]; n > 1 {
			rows[i][1] = withRemark(rows[i][1], plural(n, "time"))
		}
		rows[i][1] += "."
	}
	return rows
}

func (i *Inspection) addSection(title string, rows [][]string) {
	if len(rows) > 0 {
		i.Sections = append(i.Sections, Section{Title: title, Rows: rows})
	}
}

// withoutRepeats leaves out rows whose value stands in a section already, perhaps
// with a remark in brackets.
func withoutRepeats(rows [][]string, said []Section) [][]string {
	told := func(text string) bool {
		return slices.ContainsFunc(said, func(s Section) bool {
			return slices.ContainsFunc(s.Rows, func(row []string) bool {
				return len(row) > 1 && (row[1] == text || strings.HasPrefix(row[1], text+" ("))
			})
		})
	}
	out := make([][]string, len(rows))
	for i, row := range rows {
		out[i] = row
		if told(row[1]) {
			out[i] = []string{row[0], ""}
		}
	}
	return withoutEmpty(out)
}

// formatOf returns what a file holds, in words. name is the name of its format.
func formatOf(r *Result, name string) string {
	doc := r.Document
	switch {
	case r.Edition != 0:
		return "Open Badges " + r.Edition.String()
	case r.Address != "":
		return "the address of a badge, " + r.Address
	case doc.IsZero() && elmo.IsXML(r.Source):
		return fmt.Sprintf("EMREX ELMO with %d reports", len(r.Credentials))
	case doc.IsZero() && len(r.Credentials) > 0:
		return fmt.Sprintf("JSON that holds %d credentials", len(r.Credentials))
	case doc.IsZero():
		return "no credential"
	case isPresentationDoc(doc):
		name = "verifiable presentation"
	case typeContains(doc.Get("type"), "StatusListCredential", "StatusList2021Credential"):
		name = "status list"
	case clr.Is(doc):
		name = "Comprehensive Learner Record 2.0"
	case typeContains(doc.Get("type"), "EndorsementCredential"):
		name = "endorsement, Open Badges 3.0"
	case name == "" && doc.Get("vct").Exists():
		return "SD-JWT VC of the type " + printable(doc.Get("vct").Text())
	case name == "":
		return "JSON that is not a credential"
	case elmo.Is(doc):
		return name + " " + string(elmo.VersionOf(doc))
	}
	credential, _ := vc.ReadCredential(doc)
	if credential.Version() == 0 {
		return name + ", which names no version of the W3C data model"
	}
	return name + ", W3C data model " + credential.Version().String()
}

func isPresentationDoc(doc vc.Document) bool {
	return typeContains(doc.Get("type"), vc.TypePresentation)
}

func presentationFacts(doc vc.Document) [][]string {
	rows := partyFacts("Presented by", doc.Get("holder"))
	rows = append(rows, []string{"Credentials", plural(doc.Get("verifiableCredential").Len(), "credential")}, []string{"Id", doc.Get("id").Text()})
	return withoutEmpty(rows)
}

func statusListFacts(doc vc.Document) [][]string {
	list, problems := status.ReadPublished(doc, status.Limits{})
	c, _ := vc.ReadCredential(doc)
	size := ""
	if len(problems) == 0 {
		size = plural(int(list.Bits.Len()), "place")
	}
	return withoutEmpty([][]string{
		{"For", strings.Join(list.Purposes, ", ")},
		{"Size", size},
		{"Issuer", firstText(c.Issuer().Get("name"))},
		{"", c.IssuerID()},
		{"Valid from", c.ValidFrom().String()},
		{"Valid until", c.ValidUntil().String()},
		{"Id", c.ID()},
	})
}

// badgeFacts returns what a badge of any edition says, or nil for other documents.
// It reads leniently, so that a faulty badge can be inspected.
func badgeFacts(doc vc.Document) [][]string {
	switch {
	case ob3.Is(doc):
		return withoutEmpty(openBadgeFacts(doc))
	case clr.Is(doc):
		return withoutEmpty(recordFacts(doc))
	case !doc.IsZero() && ob2.Is(doc):
		return withoutEmpty(olderBadgeFacts(doc))
	}
	return nil
}

// plainFacts returns what any verifiable credential says.
func plainFacts(doc vc.Document) [][]string {
	c, _ := vc.ReadCredential(doc)
	var subjects []string
	for _, s := range c.Subjects() {
		subjects = append(subjects, cmp.Or(idOf(s), "without id"))
	}
	return withoutEmpty([][]string{
		{"Title", firstText(c.Name())},
		{"Type", strings.Join(c.Types(), ", ")},
		{"Issuer", firstText(c.Issuer().Get("name"))},
		{"", c.IssuerID()},
		{"Subject", strings.Join(subjects, ", ")},
		{"Valid from", c.ValidFrom().String()},
		{"Valid until", c.ValidUntil().String()},
		{"Id", c.ID()},
	})
}

// textOf returns the first text of a string, a language value object or an
// array of either (VC Data Model 2.0 section 11.1).
func textOf(v jsontree.Value) string {
	for value := range v.Each() {
		if text := cmp.Or(value.Text(), value.Get("@value").Text()); text != "" {
			return text
		}
	}
	return ""
}

// withoutEmpty drops the rows without a value. A row without a label continues the
// row before it, and takes over that row's label if it was dropped.
func withoutEmpty(rows [][]string) [][]string {
	var out [][]string
	label := ""
	for _, row := range rows {
		if row[0] != "" {
			label = row[0]
		}
		if row[1] != "" {
			out = append(out, []string{label, row[1]})
			label = ""
		}
	}
	return out
}
