package badge

import (
	"strings"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// aligned is the alignment that is being read.
type aligned struct {
	target string       // its target type
	reason string       // what that says of the framework
	kind   mc.LevelKind // of a level
	eqf    int8         // a level of the EQF
	known  bool         // whether the extension has stated it
	shaped bool         // whether its description is words of ours
	rest   string       // what follows the words
	onPage bool         // whether its address is that of the definition
}

var alignmentNames = []string{"Alignment", "LearningOutcome"}

// defineAlignments makes the classes of what an alignment can be about.
func (s *tables) defineAlignments() {
	targets := targetRows()
	s.target = class[mc.Concept]{Types: alignmentNames, Rows: mapping.Rows([]row[mc.Concept]{targetType[mc.Concept]()}, targets)}
	s.defineLevels(targets)
	s.defineCreditTarget(targets)
	s.defineOutcomeTarget()
	s.defineQualityTarget()
	s.targetReference = class[mc.CredentialRef]{Types: alignmentNames, Rows: []row[mc.CredentialRef]{
		writtenBy(targetType[mc.CredentialRef](), func(e *encoder, n *node, _ *mc.CredentialRef, _ path) { e.PutText(n, "targetType", targetInto) }),
		mapping.OneText("targetName", func(r *mc.CredentialRef) *mc.LangString { return &r.Title }),
		mapping.Text("targetUrl", func(r *mc.CredentialRef) *string { return &r.ID }),
		custom("targetDescription", func(d *decoder, v jsontree.Value, _ *mc.CredentialRef, _ path) {
			if !d.isWords(v) {
				d.Reject(v, "not part of a reference")
			}
		}, func(e *encoder, n *node, _ *mc.CredentialRef, _ path) {
			e.PutText(n, "targetDescription", wordInto.in(e.lang))
			e.composed(n, "targetDescription")
		}),
	}}
	s.defineStated(targets)
}

// targetType is the member with the target type, which targetOf has read.
func targetType[T any]() row[T] {
	return custom("targetType", func(d *decoder, v jsontree.Value, _ *T, _ path) {
		d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: d.aligned.reason})
	}, func(e *encoder, n *node, _ *T, _ path) { e.PutText(n, "targetType", e.target) })
}

// shape is what an alignment says beyond its source, so that it explains itself:
// words in place of a definition, and the code and the framework that the IRI
// tells. It is only written whole, so that a reader tells it from what the source
// states.
type shape struct{ words, code, framework string }

func (e *encoder) shape(c *mc.Concept) shape {
	kind, known := targetKinds[e.target]
	code, framework := codeOf(e.target, c)
	named := framework != "" && e.show(c.SchemeLabel) == framework
	switch {
	case !known || e.best(c.Definition) >= 0 || code != "" && c.Notation == code || named && (code == "" || c.Notation != ""):
		return shape{}
	case named: // without the code, the name of the framework is that of the source
		code, framework = "", ""
	}
	words := kind.words.in(e.lang)
	if e.group != "" {
		words += groupMark + e.group
	}
	return shape{words, code, framework}
}

// groupMark stands between what a skill is and the outcome that it belongs to.
const groupMark = " – "

// composed accounts for a member that says what the IRI of the target tells.
func (e *encoder) composed(n *node, term string) {
	e.tracker.Add(mc.Outcome{To: n.At(term), Kind: mc.KindSynthesised, Reason: "says what the target is"})
}

// isWords reports whether a description is words of ours, and accounts for it.
func (d *decoder) isWords(v jsontree.Value) bool {
	if d.aligned.shaped {
		d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "says what the target is"})
	}
	return d.aligned.shaped
}

// deriveScheme fills the list that the IRI of a code tells.
func (d *decoder) deriveScheme(v jsontree.Value, c *mc.Concept, at path) {
	if scheme := schemeOf(c.IRI); scheme != "" && c.Scheme == "" && !d.aligned.known {
		c.Scheme = scheme
		d.Derive(v, at.Dot("scheme"))
	}
}

// targetRows are the members of an alignment with an entry of a code list, the
// framework last.
func targetRows() []row[mc.Concept] {
	return []row[mc.Concept]{
		mapping.Turn(1, custom("targetName", func(d *decoder, v jsontree.Value, to *mc.Concept, at path) {
			if to.Label.IsZero() && v.Kind() == jsontree.String && v.Text() == to.Notation {
				d.Keep(v, at.Dot("notation"))
				return
			}
			known, _ := vocabulary.Lookup(to.IRI)
			if to.Label.IsZero() && v.Text() != "" && (v.IsText(known.Label) || d.aligned.target == targetField && d.isEnglishField(v, to)) {
				to.Label = mc.Text("en", v.Text())
				d.Change(v, to.Label.Path(at.Dot("label"), 0), "the English name of the code")
				return
			}
			d.OneText(v, &to.Label, at.Dot("label"))
		}, func(e *encoder, n *node, c *mc.Concept, at path) {
			if !e.putText(n, "targetName", c.Label, at.Dot("label")) {
				e.PutText(n, "targetName", c.Notation)
			}
		})),
		when(func(_ *encoder, c *mc.Concept, _ path) bool { return isGlobal(c.IRI) },
			readBy(mapping.Text("targetUrl", func(c *mc.Concept) *string { return &c.IRI }), readTargetAddress)),
		mapping.Turn(1, custom("targetCode", readTargetCode, func(e *encoder, n *node, c *mc.Concept, at path) {
			if c.Notation != "" {
				e.Keep(at.Dot("notation"), n.At("targetCode"))
				e.PutText(n, "targetCode", c.Notation)
			} else if shape := e.shape(c); shape.code != "" {
				e.PutText(n, "targetCode", shape.code)
				e.composed(n, "targetCode")
			}
		})),
		custom("targetDescription", func(d *decoder, v jsontree.Value, to *mc.Concept, at path) {
			if !d.isWords(v) {
				d.OneText(v, &to.Definition, at.Dot("definition"))
			}
		}, func(e *encoder, n *node, c *mc.Concept, at path) {
			if words := e.shape(c).words; words != "" {
				e.PutText(n, "targetDescription", words)
				e.composed(n, "targetDescription")
				return
			}
			e.putText(n, "targetDescription", c.Definition, at.Dot("definition"))
		}),
		mapping.Turn(1, custom("targetFramework", func(d *decoder, v jsontree.Value, to *mc.Concept, at path) {
			code, framework := codeOf(d.aligned.target, to)
			whole := code == "" || v.Parent().Get("targetCode").Exists()
			if d.aligned.shaped && whole && framework != "" && v.IsText(framework) && to.SchemeLabel.IsZero() {
				d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "the framework of the code"})
				return
			}
			if d.aligned.target != "" && to.Scheme == "" && isWebURL(v.Text()) {
				d.text(v, &to.Scheme, at.Dot("scheme"))
				return
			}
			d.OneText(v, &to.SchemeLabel, at.Dot("schemeLabel"))
		}, func(e *encoder, n *node, c *mc.Concept, at path) {
			if e.putText(n, "targetFramework", c.SchemeLabel, at.Dot("schemeLabel")) {
				return
			}
			if shape := e.shape(c); shape.framework != "" {
				e.PutText(n, "targetFramework", shape.framework)
				e.composed(n, "targetFramework")
			} else if e.target != "" && isWebURL(c.Scheme) && c.Scheme != schemeOf(c.IRI) {
				e.Keep(at.Dot("scheme"), n.At("targetFramework"))
				e.PutText(n, "targetFramework", c.Scheme)
			}
		})),
	}
}

// readTargetAddress reads the IRI of a code, also as it stands in the address of
// a page about it.
func readTargetAddress(d *decoder, v jsontree.Value, to *mc.Concept, at path) {
	v, s, ok := d.Literal(v)
	if !ok {
		return
	}
	if iri := codeAddress(s); d.aligned.target != "" && iri != s {
		mapping.FillAs(d.Reader, v, &to.IRI, iri, at.Dot("iri"), CodeAlias+": the IRI of the code is meant")
	} else {
		mapping.Fill(d.Reader, v, &to.IRI, s, at.Dot("iri"))
	}
	if d.aligned.target != "" {
		d.deriveScheme(v, to, at)
	}
}

// readTargetCode reads a code, unless it is only what the IRI tells.
func readTargetCode(d *decoder, v jsontree.Value, to *mc.Concept, at path) {
	code, _ := codeOf(d.aligned.target, to)
	if code == "" {
		// Labels are read later, so the label of a level is looked at in the node.
		code, _ = codeOf(d.aligned.target, &mc.Concept{IRI: to.IRI, Label: mc.Text("en", v.Parent().Get("targetName").Text())})
	}
	if d.aligned.shaped && code != "" && v.IsText(code) && to.Notation != code {
		d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "the code that the IRI tells"})
		return
	}
	d.text(v, &to.Notation, at.Dot("notation"))
}

// defineStated makes the class of alignments with frameworks for which the model
// has no field of their own. Open Badges requires an IRI and a name.
func (s *tables) defineStated(targets []row[mc.Concept]) {
	type T = mc.Alignment
	rows := mapping.Part(func(l *T) *mc.Concept { return &l.Target }, targets...)
	for i, r := range rows {
		if r.Term == "targetDescription" {
			rows[i] = writtenBy(r, func(e *encoder, n *node, l *T, at path) {
				if r.Write(e.Writer, n, l, at); n.Member(r.Term) == nil {
					e.putText(n, r.Term, l.Description, at.Dot("description"))
				}
			})
		}
	}
	s.alignment = class[T]{Types: alignmentNames,
		Instead: only(func(e *encoder, l *T, _ path) bool { return e.isAlignable(&l.Target) }),
		Rows: mapping.Rows([]row[T]{
			when(func(_ *encoder, l *T, _ path) bool { return ob3.AlignmentTargetType(l.Type).Valid() },
				mapping.Text("targetType", func(l *T) *string { return &l.Type })),
		}, rows)}
}

// isAlignable reports whether an alignment can be made of a coded value.
func (e *encoder) isAlignable(c *mc.Concept) bool {
	return isGlobal(c.IRI) && (e.best(c.Label) >= 0 || c.Notation != "")
}

// ownPage returns a page about the definition whose address the badge has in
// another member too, so that a reader does not take it for what it stands in
// for.
func (e *encoder) ownPage() string {
	for _, address := range []string{e.c.Definition.ID, e.c.Definition.Criteria.URL} {
		if isWebURL(address) {
			return address
		}
	}
	return ""
}

// page returns the page of the definition, which stands in where a target has no
// address of its own.
func (e *encoder) page() string {
	for _, page := range e.c.Definition.Homepages {
		if isWebURL(page.URL) {
			return page.URL
		}
	}
	return e.ownPage()
}

// isPage reports whether an address is that of the definition.
func (d *decoder) isPage(v jsontree.Value) bool {
	s := v.Text()
	return s != "" && (d.achievement.Get("id").IsText(s) || first(d.achievement.Get("criteria")).Get("id").IsText(s))
}

// readPage accounts for an address that is that of the definition.
func (d *decoder) readPage(v jsontree.Value) {
	if d.isPage(v) {
		d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "the page of the definition"})
		return
	}
	x, at := d.definition, path("definition.homepages")
	for i, page := range x.Homepages {
		if page.URL == v.Text() {
			d.Keep(v, at.At(i).Dot("url"))
			return
		}
	}
	d.Change(v, at.At(len(x.Homepages)).Dot("url"), "the page of the definition")
	x.Homepages = append(x.Homepages, mc.WebResource{URL: v.Text()})
}

// pageMark is the framework of an alignment whose address is that of the
// definition: the name of the achievement.
func (e *encoder) putPage(n *node) string {
	page := e.page()
	if page == "" || strings.TrimSpace(e.name) == "" {
		return ""
	}
	e.PutText(n, "targetUrl", page)
	e.PutText(n, "targetFramework", e.name)
	for i, resource := range e.c.Definition.Homepages {
		if resource.URL == page {
			e.Translate(path("definition.homepages").At(i).Dot("url"), n.At("targetUrl"), "the page of the definition")
			break
		}
	}
	e.tracker.Add(mc.Outcome{To: n.At("targetUrl"), Kind: mc.KindSynthesised, Reason: "the page of the definition, for lack of an address"})
	return page
}
