package edc

import (
	"reflect"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineAwarding makes the table of AwardingProcess.
func (s *schema) defineAwarding() {
	type T = mc.Awarding
	s.awarding = mapping.Class[T]{
		Types: []string{"AwardingProcess"},
		ID:    func(a *T) *string { return &a.ID },
		Rows: []mapping.Row[T]{
			mapping.Lang("description", func(a *T) *mc.LangString { return &a.Description }),
			mapping.Many("identifier", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
			mapping.Many("awardingBody", func(a *T) *[]mc.Party { return &a.Bodies }, &s.party),
			mapping.Instant("awardingDate", func(a *T) *mc.Instant { return &a.On }),
			mapping.Opt("location", func(a *T) **mc.Location { return &a.Place }, &s.location),
			mapping.One("educationalSystemNote", func(a *T) *mc.Concept { return &a.EducationalSystem }, &s.concept),
			mapping.Many("additionalNote", func(a *T) *[]mc.Note { return &a.Notes }, &s.note),
			backward(mapping.Many("used", func(a *T) *[]mc.AssessmentResult { return &a.Used }, &s.assessment)),
			related("awards", func(a *T) *[]mc.Claim { return &a.Awards }),
		},
	}
}

// defineAchievement makes the table of LearningAchievement, which stands for a
// claim with its definition.
func (s *schema) defineAchievement() {
	type T = mc.Award
	award := []mapping.Row[T]{
		mapping.Lang("title", func(a *T) *mc.LangString { return &a.Title }),
		mapping.Lang("description", func(a *T) *mc.LangString { return &a.Description }),
		mapping.Many("identifier", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
		mapping.Many("dcType", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
		documentsOf(s, func(a *T) *[]mc.WebResource { return &a.Documents }),
		mapping.One("awardedBy", func(a *T) *mc.Awarding { return &a.Awarding }, &s.awarding),
		s.activities(),
		mapping.Many("provenBy", func(a *T) *[]mc.AssessmentResult { return &a.Assessments }, &s.assessment),
		mapping.Many("creditReceived", func(a *T) *[]mc.Workload { return &a.CreditsEarned }, &s.credits, mapping.Having(workloadKind, mc.WorkloadCredits)),
		mapping.Many("entitlesTo", func(a *T) *[]mc.Entitlement { return &a.Entitlements }, &s.entitlement),
		mapping.Opt("learningOpportunity", func(a *T) **mc.Opportunity { return &a.Opportunity }, &s.opportunity),
		backward(mapping.Many("isPartOf", func(a *T) *[]mc.CredentialRef { return &a.PartOf }, &s.reference, mapping.If(isPartOf))),
		order(func(a *T) *int { return &a.Order }),
		noted(s, func(a *T) *[]mc.Note { return &a.Notes },
			statement{key: "earned", path: "creditsEarned", shape: creditsWithoutFramework},
			statement{key: "workload", path: "creditsEarned"},
			statement{key: "assessment", path: "assessments"},
			statement{key: "evidence", path: "envelope.evidence", whole: true, when: isLoose},
			statement{key: "narrative", path: "narrative"},
			statement{key: "assessor", path: "source"},
			statement{key: "period", path: "period"},
			statement{key: "taken", path: "route"},
			statement{key: "validation", path: "validation"},
			statement{key: "part", path: "partOf", when: isPartOfEntry},
			statement{key: "towards", path: "partOf", when: isOtherRelation},
			statement{key: "image", path: "image", only: imageFields, when: isLinked},
			statement{key: "picture", path: "envelope.image", whole: true, only: imageFields, when: isLinked},
			statement{key: "role", path: "role"},
			statement{key: "term", path: "term"},
			statement{key: "licence", path: "licenceNumber"}),
	}
	s.other = mapping.Class[mc.Award]{
		Types: []string{"Claim", "ClaimTypeNode"}, // as EBSI has it

		ID: func(a *T) *string { return &a.ID },
		Rows: []mapping.Row[T]{
			mapping.Lang("title", func(a *T) *mc.LangString { return &a.Title }),
			mapping.Lang("description", func(a *T) *mc.LangString { return &a.Description }),
			mapping.Many("identifier", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
			mapping.Many("dcType", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
			documentsOf(s, func(a *T) *[]mc.WebResource { return &a.Documents }),
			mapping.One("awardedBy", func(a *T) *mc.Awarding { return &a.Awarding }, &s.awarding),
			mapping.Many("additionalNote", func(a *T) *[]mc.Note { return &a.Notes }, &s.note),
			order(func(a *T) *int { return &a.Order }),
		},
	}
	s.claim = mapping.Class[mc.Claim]{
		Types: []string{"LearningAchievement"},
		ID:    func(c *mc.Claim) *string { return &c.Award.ID },
		Rows: append(mapping.Part(func(c *mc.Claim) *T { return &c.Award }, award...),
			mapping.One("specifiedBy", func(c *mc.Claim) *mc.Definition { return &c.Definition }, &s.definition),
			mapping.Custom("hasPart", readParts, writeParts)),
	}
}

// isLoose reports whether evidence has no place as evidence of the credential, which
// needs a kind of the list.
func isLoose(v reflect.Value) bool {
	e := v.Addr().Interface().(*mc.Evidence)
	return !inScheme(&e.Kind, vocabulary.EvidenceType)
}

// imageFields are what is stated of a picture that is not in the document.
const imageFields = "title description url"

func isLinked(v reflect.Value) bool {
	m := v.Addr().Interface().(*mc.Media)
	return m.URL != "" && len(m.Content) == 0
}

// awardingAt is the awarding process of the claim being read, which its
// activities and assessments usually repeat.
type awardingAt struct {
	node jsontree.Value
	at   mc.Path
}

// awardedBy is the row for the awarding process of an activity, assessment or
// entitlement. ELM requires one of each, and tools repeat that of the claim word
// for word. Such a copy is accounted for at the path of the claim's.
func awardedBy[T any](get func(*T) **mc.Awarding) mapping.Row[T] {
	return mapping.Custom("awardedBy", func(r *mapping.Reader, v jsontree.Value, to *T, at mc.Path) {
		v, ok := r.Single(v)
		if !ok {
			return
		}
		d := decoderOf(r)
		if node, leave, ok := d.follow(v); ok {
			defer leave()
			v = node
		}
		if original := d.claim.node; original.Exists() && (v == original || repeats(v, original)) {
			var copied mc.Awarding
			d.schema.awarding.Read(r, v, &copied, d.claim.at)
			return
		}
		own := new(mc.Awarding)
		if d.schema.awarding.Read(r, v, own, at.Dot("awarding")) {
			*get(to) = own
		}
	}, func(w *mapping.Writer, n *mapping.Node, from *T, at mc.Path) {
		e, own := encoderOf(w), *get(from)
		if own == nil {
			own = alone(e.awarding)
		}
		w.Put(n, "awardedBy", e.schema.awarding.Write(w, n, "awardedBy", own, at.Dot("awarding"), ""))
	})
}

// alone returns an awarding without what was used for it and awarded by it: these have
// an awarding themselves, which must not hold them again.
func alone(a *mc.Awarding) *mc.Awarding {
	if a == nil || len(a.Used)+len(a.Awards) == 0 {
		return a
	}
	out := *a
	out.Used, out.Awards = nil, nil
	return &out
}

// repeats reports whether a node states the same awarding as another one, as [alone]
// does.
func repeats(v, original jsontree.Value) bool {
	if v.Len() == 0 || !v.IsObject() || !original.IsObject() {
		return same(v, original)
	}
	for name, m := range v.Members() {
		if name != "id" && name != "used" && name != "awards" && !same(m, original.Get(name)) {
			return false
		}
	}
	for name := range original.Members() {
		if name != "id" && name != "used" && name != "awards" && !v.Get(name).Exists() {
			return false
		}
	}
	return isReference(v) == isReference(original) && (isLocalID(v.Get("id").Text()) || same(v.Get("id"), original.Get("id")))
}

// same reports whether two values are equal except for white space.
func same(a, b jsontree.Value) bool {
	if a.Kind() != b.Kind() || a.Len() != b.Len() || a.Name() != b.Name() && a.Parent().IsObject() && b.Parent().IsObject() {
		return false
	}
	if a.Len() == 0 {
		return a.Text() == b.Text() && (a.Kind() == jsontree.String || a.Raw() == b.Raw())
	}
	for i := range a.Len() {
		if !same(a.At(i), b.At(i)) {
			return false
		}
	}
	return true
}

// readClaims reads the claims of the subject: the first into the credential,
// the others beside it.
func readClaims(r *mapping.Reader, v jsontree.Value, to *mc.Credential, _ mc.Path) {
	d, isFirst := decoderOf(r), true
	for e := range v.Each() {
		switch {
		case r.Nothing(e):
		case isFirst:
			var claim mc.Claim
			if d.readClaim(e, &claim, "") {
				to.Definition, to.Award = claim.Definition, claim.Award
				isFirst = false
			}
		default:
			d.readClaimsInto(&to.Others, e, "others")
		}
	}
}

func readParts(r *mapping.Reader, v jsontree.Value, to *mc.Claim, at mc.Path) {
	decoderOf(r).readClaimsInto(&to.Award.Parts, v, at.Dot("award.parts"))
}

func (d *decoder) readClaimsInto(list *[]mc.Claim, v jsontree.Value, at mc.Path) {
	for e := range v.Each() {
		var claim mc.Claim
		if !d.Nothing(e) && d.readClaim(e, &claim, at.At(len(*list))) {
			*list = append(*list, claim)
		}
	}
}

// readClaim reads a claim by its class. A claim of an unknown class is residue as
// a whole, because nobody knows what it claims.
func (d *decoder) readClaim(v jsontree.Value, to *mc.Claim, at mc.Path) bool {
	if node, leave, ok := d.follow(v); ok {
		defer leave()
		v = node
	}
	outer := d.claim
	defer func() { d.claim = outer }()
	d.claim = awardingAt{at: at.Dot("award.awarding")}
	d.claim.node, _ = first(v.Get("awardedBy"))

	award, path, r := &to.Award, at.Dot("award"), &d.Reader
	switch claimType(v) {
	case "LearningAchievement":
		d.schema.claim.ReadObject(r, v, to, at)
	case "LearningActivity":
		award.Kind, award.Activities = mc.ClaimActivity, make([]mc.Activity, 1)
		d.schema.activity.ReadObject(r, v, &award.Activities[0], path.Dot("activities").At(0))
	case "LearningAssessment":
		award.Kind, award.Assessments = mc.ClaimAssessment, make([]mc.AssessmentResult, 1)
		d.schema.assessment.ReadObject(r, v, &award.Assessments[0], path.Dot("assessments").At(0))
	case "LearningEntitlement":
		award.Kind, award.Entitlements = mc.ClaimEntitlement, make([]mc.Entitlement, 1)
		d.schema.entitlement.ReadObject(r, v, &award.Entitlements[0], path.Dot("entitlements").At(0))
	case "Claim", "ClaimTypeNode":
		award.Kind = mc.ClaimOther
		d.schema.other.ReadObject(r, v, award, path)
	default:
		d.Reject(v, "not a claim of a known class")
		return false
	}
	if award.Kind != mc.ClaimAchievement {
		d.Change(claimTypeLeaf(v), path.Dot("kind"), "the class of the claim")
	}
	if award.Kind != mc.ClaimAchievement && award.Kind != mc.ClaimOther {
		d.schema.awarding.Read(r, d.claim.node, &award.Awarding, d.claim.at)
	}
	return true
}

// claimTypes are the classes of claims, the class of all of them last.
var claimTypes = []string{"LearningAchievement", "LearningActivity", "LearningAssessment", "LearningEntitlement", "Claim", "ClaimTypeNode"}

func claimType(v jsontree.Value) string { return claimTypeLeaf(v).Text() }

func claimTypeLeaf(v jsontree.Value) jsontree.Value {
	for _, name := range claimTypes {
		for t := range v.Get("type").Each() {
			if t.IsText(name) {
				return t
			}
		}
	}
	return jsontree.Value{}
}

// writeClaims writes the main claim and then the others.
func writeClaims(w *mapping.Writer, n *mapping.Node, from *mc.Credential, _ mc.Path) {
	e := encoderOf(w)
	node := e.claim(n, &mc.Claim{Definition: from.Definition, Award: from.Award}, "")
	if node == nil {
		return // further claims would be read as the first
	}
	m := mapping.Member{Term: "hasClaim", List: "others", Items: []mapping.Item{{Node: node}}}
	for i := range from.Others {
		at := mc.Path("others").At(i)
		w.Places[at] = -1
		if node := e.claim(n, &from.Others[i], at); node != nil {
			m.Items = append(m.Items, mapping.Item{Node: node, From: at})
		}
	}
	n.Members = append(n.Members, m) // a claim is never left out
}

// writeParts writes the parts of an achievement that are achievements themselves.
func writeParts(w *mapping.Writer, n *mapping.Node, from *mc.Claim, at mc.Path) {
	if len(from.Award.Parts) == 0 {
		return
	}
	mapping.WriteNodes(w, n, "hasPart", from.Award.Parts, at.Dot("award.parts"), func(c *mc.Claim, at mc.Path, _ string) *mapping.Node {
		if c.Award.Kind != mc.ClaimAchievement {
			return nil
		}
		return encoderOf(w).claim(n, c, at)
	})
}

// claim writes a claim by its class.
func (e *encoder) claim(parent *mapping.Node, c *mc.Claim, at mc.Path) *mapping.Node {
	outer := e.awarding
	defer func() { e.awarding = outer }()
	a, path, s := &c.Award, at.Dot("award"), e.schema
	e.awarding = &a.Awarding
	switch {
	case a.Kind == mc.ClaimActivity && len(a.Activities) > 0:
		return s.activity.Write(&e.Writer, parent, "hasClaim", &a.Activities[0], path.Dot("activities").At(0), "")
	case a.Kind == mc.ClaimAssessment && len(a.Assessments) > 0:
		return s.assessment.Write(&e.Writer, parent, "hasClaim", &a.Assessments[0], path.Dot("assessments").At(0), "")
	case a.Kind == mc.ClaimEntitlement && len(a.Entitlements) > 0:
		return s.entitlement.Write(&e.Writer, parent, "hasClaim", &a.Entitlements[0], path.Dot("entitlements").At(0), "")
	case a.Kind == mc.ClaimOther:
		return s.other.Write(&e.Writer, parent, "hasClaim", a, path, "")
	case a.Kind == mc.ClaimAchievement:
		return s.claim.Write(&e.Writer, parent, "hasClaim", c, at, "")
	}
	return nil
}

// fillClaim fills in the titles and the awarding of a claim and its parts.
func (e *encoder) fillClaim(c *mc.Claim, above *mc.Awarding, at mc.Path) {
	a := &c.Award
	if len(a.Awarding.Bodies) == 0 {
		if above != nil && a.Awarding.IsZero() {
			a.Awarding = *alone(above)
		} else {
			a.Awarding.Bodies = []mc.Party{e.awarder(at.Dot("award.awarding.bodies").At(0))}
		}
		e.made(at.Dot("award.awarding.bodies"), reasonAwarding)
	}
	mapping.Visit(a, func(value any) {
		if own, ok := value.(*mc.Awarding); ok && len(own.Bodies) == 0 {
			own.Bodies = a.Awarding.Bodies
		}
	})
	steps := &steps{of: c.Definition.Assessments, tag: e.mainKey()}
	for i := range a.Assessments {
		e.fillGrade(&a.Assessments[i], steps, nil, at.Dot("award.assessments").At(i))
	}
	e.fillPlaces(c, at)
	title := c.Definition.Title
	if title.IsZero() && at == "" {
		title = e.c.Envelope.Display.Title
	}
	eachRelated(a, at.Dot("award"), func(c *mc.Claim, at mc.Path) { e.fillClaim(c, &a.Awarding, at) })
	switch {
	case a.Kind != mc.ClaimAchievement && a.Kind != mc.ClaimOther:
		fillOther(a, title)
		return
	case a.Title.IsZero():
		a.Title = title
		e.made(at.Dot("award.title"), "the title of the definition, or else of the credential")
	}
	if a.Kind == mc.ClaimOther {
		return
	}
	e.moveUngraded(c, at)
	if !reflect.ValueOf(c.Definition).IsZero() && c.Definition.Title.IsZero() {
		c.Definition.Title = a.Title
		e.made(at.Dot("definition.title"), "the title of the award")
	}
	for i := range a.Parts {
		e.fillClaim(&a.Parts[i], &a.Awarding, at.Dot("award.parts").At(i))
	}
}

// fillOther gives a title to a claim that is not an achievement.
func fillOther(a *mc.Award, title mc.LangString) {
	if !a.Title.IsZero() {
		title = a.Title
	}
	var own *mc.LangString
	switch {
	case a.Kind == mc.ClaimActivity && len(a.Activities) > 0:
		own = &a.Activities[0].Title
	case a.Kind == mc.ClaimAssessment && len(a.Assessments) > 0:
		own = &a.Assessments[0].Title
	case a.Kind == mc.ClaimEntitlement && len(a.Entitlements) > 0:
		own = &a.Entitlements[0].Title
	}
	if own != nil && own.IsZero() {
		*own = title
	}
}

// addFurther adds to a claim what ELM has no place for in the credential: further
// notes and documents, the criteria, and the provenance in words.
func (e *encoder) addFurther(c *mc.Claim) {
	a, f := &c.Award, &c.Definition
	if a.Kind != mc.ClaimAchievement {
		return
	}
	for i := range e.c.Further {
		e.restated[mc.Path("further").At(i)] = mc.Path("award.notes").At(len(a.Notes))
		a.Notes = append(a.Notes, e.c.Further[i])
	}
	for i := range e.c.Annexes {
		if m := &e.c.Annexes[i]; len(m.Content) == 0 && isWebAddress(m.URL) { // ELM has no attachment that is elsewhere
			from, to := mc.Path("annexes").At(i), mc.Path("award.documents").At(len(a.Documents))
			e.restated[from.Dot("url")], e.restated[from.Dot("title")] = to.Dot("url"), to.Dot("title")
			a.Documents = append(a.Documents, mc.WebResource{URL: m.URL, Title: m.Title})
		}
	}
	for i := range e.c.Documents {
		e.restated[mc.Path("documents").At(i)] = mc.Path("award.documents").At(len(a.Documents))
		a.Documents = append(a.Documents, e.c.Documents[i])
	}
	if isWebAddress(f.Criteria.URL) {
		e.restated["definition.criteria.url"] = mc.Path("definition.documents").At(len(f.Documents)).Dot("url")
		f.Documents = append(f.Documents, mc.WebResource{URL: f.Criteria.URL, Title: inWords(notesInWords(), "criteria", e.mainKey())})
	}
	for i := range e.c.Provenance {
		if p := &e.c.Provenance[i]; len(p.SourceBytes) == 0 {
			e.made(mc.Path("award.notes").At(len(a.Notes)), "says where the credential comes from")
			a.Notes = append(a.Notes, mc.Note{Text: mc.Text("en", story(p)), Subject: subjectOf(statedProvenance, e.mainKey())})
		}
	}
}
