package badge

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The target types of the alignments of result descriptions and results. An
// assessment is aligned with the entries of code lists that say what it is, and
// with the page of its scale.
const (
	targetScheme      = "ext:GradingScheme"
	targetAssessment  = "ext:AssessmentType"
	targetMode        = "ext:AssessmentMode"
	targetSpoken      = "ext:AssessmentLanguage"
	targetSupervision = "ext:Supervision"
	targetGradeStatus = "ext:GradeStatus"
)

// assessmentCodes are the lists of codes of an assessment, by target type.
var assessmentCodes = []struct {
	target string
	get    func(*mc.AssessmentSpec) *[]mc.Concept
}{
	{targetAssessment, func(a *mc.AssessmentSpec) *[]mc.Concept { return &a.Types }},
	{targetMode, func(a *mc.AssessmentSpec) *[]mc.Concept { return &a.Modes }},
	{targetSpoken, func(a *mc.AssessmentSpec) *[]mc.Concept { return &a.Languages }},
}

// readAssessmentAlignments reads the alignments of a result description. Those
// with outcomes and skills are of the achievement.
func (s *tables) readAssessmentAlignments(d *decoder, v jsontree.Value, to *mc.AssessmentSpec, at path) {
	for one := range v.Each() {
		switch {
		case d.Nothing(one):
		case !one.IsObject():
			d.Reject(one, "not an alignment")
		case !s.readAssessmentAlignment(d, one, to, at):
			d.readStated(one, &to.Alignments, at.Dot("alignments"))
		}
	}
}

func (s *tables) readAssessmentAlignment(d *decoder, v jsontree.Value, to *mc.AssessmentSpec, at path) bool {
	stated := v.Get("targetType").Text()
	switch {
	case strings.EqualFold(stated, targetScheme), strings.EqualFold(stated, "ext:GradingTable"):
		if to.Grading == nil {
			to.Grading = &mc.GradingScheme{}
		}
		s.targetScheme.ReadObject(d.Reader, v, to.Grading, at.Dot("grading"))
		return true
	case strings.EqualFold(stated, targetSupervision):
		s.readSupervisionCode(d, v, &to.Supervision, at.Dot("supervision"))
		return true
	}
	for _, list := range assessmentCodes {
		if strings.EqualFold(stated, list.target) {
			s.addCode(d, v, list.get(to), at.Dot(string(mapping.PathOf(list.get))))
			return true
		}
	}
	// An item of a framework may be anything, such as the assessment itself.
	if target, _ := targetOf(v); target != targetCASE && targetKinds[target].skill || target == targetOutcome {
		if d.skills == nil {
			d.skills = newAligner(d, d.achievement, d.definition, "definition")
		}
		d.skills.read(v)
		return true
	}
	return false
}

// addCode adds the entry of a code list that an alignment names, unless the list
// has it already.
func (s *tables) addCode(d *decoder, v jsontree.Value, list *[]mc.Concept, at path) {
	url := v.Get("targetUrl").Text()
	for i := range *list {
		if (*list)[i].IRI == url && url != "" {
			s.readCode(d, v, &(*list)[i], at.At(i))
			return
		}
	}
	i := len(*list)
	if i == maxCodes {
		d.Reject(v, "more codes than an assessment has")
		return
	}
	*list = append(*list, mc.Concept{})
	s.readCode(d, v, &(*list)[i], at.At(i))
}

// maxCodes bounds the codes of one kind of an assessment, and the pages of a scale.
const maxCodes = 64

// readCode reads the entry of a code list that an alignment names.
func (s *tables) readCode(d *decoder, v jsontree.Value, to *mc.Concept, at path) {
	d.aligned = aligned{reason: "the list"}
	s.target.ReadObject(d.Reader, v, to, at)
	if scheme := vocabulary.SchemeOf(to.IRI); scheme != "" && to.Scheme == "" {
		to.Scheme = string(scheme)
		d.Derive(v.Get("targetUrl"), at.Dot("scheme"))
	}
}

func (s *tables) readSupervisionCode(d *decoder, v jsontree.Value, to *mc.Supervision, at path) {
	s.readCode(d, v, &to.Concept, at.Dot("concept"))
	deriveSupervision(d, v.Get("targetUrl"), to, at)
}

// deriveSupervision sets what the code of the European list says.
func deriveSupervision(d *decoder, v jsontree.Value, to *mc.Supervision, at path) {
	known := supervisions[to.Concept.IRI]
	for _, f := range []struct {
		field string
		into  *mc.Tri
		value mc.Tri
	}{{"supervised", &to.Supervised, known.supervised}, {"identityVerified", &to.IdentityVerified, known.verified}} {
		if *f.into == mc.Unknown && f.value != mc.Unknown {
			*f.into = f.value
			d.Derive(v, at.Dot(f.field))
		}
	}
}

// writeAssessmentAlignments aligns the description of a result with the codes of
// the assessment and with its scale.
func (s *tables) writeAssessmentAlignments(e *encoder, n *node, a *mc.AssessmentSpec, at path) {
	m := mapping.Member{Term: "alignment", Array: true}
	if e.Plain {
		for _, list := range assessmentCodes {
			field := string(mapping.PathOf(list.get))
			for i := range *list.get(a) {
				s.alignCode(e, n, &m, &(*list.get(a))[i], at.Dot(field).At(i), list.target)
			}
		}
		s.alignSupervision(e, n, &m, &a.Supervision, at.Dot("supervision"))
		s.alignScheme(e, n, &m, a, at)
	}
	s.alignStated(e, n, &m, a.Alignments, at.Dot("alignments"))
	e.Add(n, m)
}

// alignStated aligns a node with what the credential states as such.
func (s *tables) alignStated(e *encoder, n *node, m *mapping.Member, list []mc.Alignment, at path) {
	for i := range list {
		if one := s.alignment.Write(e.Writer, n, m.Term, &list[i], at.At(i), element(n.At(m.Term), len(m.Items))); one != nil {
			m.Items = append(m.Items, mapping.Item{Node: one})
		}
	}
}

// alignCode aligns a node with an entry of a code list that has an address.
func (s *tables) alignCode(e *encoder, n *node, m *mapping.Member, c *mc.Concept, at path, target string) {
	if !isWebURL(c.IRI) || !e.isAlignable(c) {
		return
	}
	e.target = target
	if one := s.target.Write(e.Writer, n, m.Term, c, at, element(n.At(m.Term), len(m.Items))); one != nil {
		m.Items = append(m.Items, mapping.Item{Node: one})
		e.markScheme(c, at, one.At("targetUrl"))
	}
}

// markScheme accounts for the list of a code that tells it.
func (e *encoder) markScheme(c *mc.Concept, at path, to string) {
	if c.Scheme != "" && c.Scheme == string(vocabulary.SchemeOf(c.IRI)) {
		e.Translate(at.Dot("scheme"), to, "the list that the code is in")
	}
}

// alignSupervision aligns a node with the code of the European list that says
// how somebody is supervised.
func (s *tables) alignSupervision(e *encoder, n *node, m *mapping.Member, x *mc.Supervision, at path) {
	code := x.Concept
	if code.IsZero() {
		for iri, meaning := range supervisions {
			if meaning.supervised == x.Supervised && meaning.verified == x.IdentityVerified {
				known, _ := vocabulary.Lookup(iri)
				code = known.Model()
			}
		}
	}
	before := len(m.Items)
	if s.alignCode(e, n, m, &code, at.Dot("concept"), targetSupervision); len(m.Items) == before {
		return
	}
	to := m.Items[before].Node.At("targetUrl")
	meant := supervisions[code.IRI]
	if meant.supervised == x.Supervised {
		e.Translate(at.Dot("supervised"), to, "the code says it")
	}
	if meant.verified == x.IdentityVerified {
		e.Translate(at.Dot("identityVerified"), to, "the code says it")
	}
}

// alignScheme aligns the description of a result with the pages of its scale. A
// scale without a page has that of the assessment or of the achievement.
func (s *tables) alignScheme(e *encoder, n *node, m *mapping.Member, a *mc.AssessmentSpec, at path) {
	g := a.Grading
	if g == nil || e.best(g.Title) < 0 {
		return
	}
	at = at.Dot("grading")
	add := func(url string, from path) {
		one := &node{Class: "Alignment", Pointer: element(n.At(m.Term), len(m.Items))}
		e.PutText(one, "targetType", targetScheme)
		e.putText(one, "targetName", g.Title, at.Dot("title"))
		e.PutText(one, "targetUrl", url)
		if from != "" {
			e.Keep(from, one.At("targetUrl"))
		}
		if len(m.Items) == 0 || memberText(m.Items[len(m.Items)-1].Node, "targetType") != targetScheme {
			e.putText(one, "targetDescription", g.Description, at.Dot("description"))
			if len(g.Identifiers) > 0 && g.Identifiers[0].Hash == nil && g.Identifiers[0].Value != "" {
				e.Keep(at.Dot("identifiers[0].value"), one.At("targetCode"))
				e.PutText(one, "targetCode", g.Identifiers[0].Value)
			}
		}
		m.Items = append(m.Items, mapping.Item{Node: one})
	}
	before := len(m.Items)
	for i, page := range g.Documents {
		if isWebURL(page.URL) && len(m.Items)-before < maxCodes {
			add(page.URL, at.Dot("documents").At(i).Dot("url"))
		}
	}
	if len(m.Items) == before {
		if url := e.schemePage(a); url != "" {
			add(url, "")
		}
	}
}

// schemePage returns the page where a scale without one of its own is explained,
// or "".
func (e *encoder) schemePage(a *mc.AssessmentSpec) string {
	urls := []string{a.Grading.ID}
	for _, pages := range [][]mc.WebResource{a.Homepages, a.Documents, e.c.Definition.Homepages} {
		for _, page := range pages {
			urls = append(urls, page.URL)
		}
	}
	for _, url := range append(urls, e.c.Definition.ID) {
		if isWebURL(url) {
			return url
		}
	}
	return ""
}
