package badge

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (s *tables) defineDefinition() {
	type T = mc.Definition
	s.criteria = class[mc.Criteria]{
		Types: []string{"Criteria"},
		ID:    func(c *mc.Criteria) *string { return &c.URL },
		Rows:  []row[mc.Criteria]{readBy(criteriaText(), readCriteria)},
	}
	s.related = class[mc.CredentialRef]{
		Types:   []string{"Related"},
		ID:      func(r *mc.CredentialRef) *string { return &r.ID },
		Instead: only(func(_ *encoder, r *mc.CredentialRef, _ path) bool { return isGlobal(r.ID) }),
		Rows: []row[mc.CredentialRef]{
			when(func(_ *encoder, r *mc.CredentialRef, _ path) bool { return inLanguage(r.Language) == r.Language },
				mapping.Text("inLanguage", func(r *mc.CredentialRef) *string { return &r.Language })),
		},
	}
	s.code = class[mc.Concept]{
		Types: s.entry.Types,
		Rows:  []row[mc.Concept]{custom("identifier", readCode, nil), known[mc.Concept]("identifierType")},
	}
	s.definition = class[T]{
		Types: []string{"Achievement"}, ExtensionType: typeEuAchievement,
		ID: func(x *T) *string { return &x.ID },
		IDOf: func(w *mapping.Writer, x *T, _ path, to string) string {
			return w.State.(*encoder).achievementID(x, to+"/id")
		},
		Rows:       mapping.Rows(s.nativeDefinition(), s.euDefinition(), dutchTerms()),
		OnType:     readAchievementClass,
		AfterWrite: writes(s.synthesise),
	}
}

// nativeDefinition are the members of Achievement. Results of the learner are
// read before the descriptions that nobody's result refers to.
func (s *tables) nativeDefinition() []row[mc.Definition] {
	type T = mc.Definition
	creator := func(x *T) **mc.Party { return &x.Creator }
	return mapping.Rows(
		[]row[T]{
			mapping.Turn(3, custom("achievementType", readAchievementType, writeAchievementType)),
			writtenBy(mapping.OneText("name", func(x *T) *mc.LangString { return &x.Title }), writeAchievementName),
			writtenBy(mapping.OneText("description", func(x *T) *mc.LangString { return &x.Description }), writeDescription),
			mapping.One("criteria", func(x *T) *mc.Criteria { return &x.Criteria }, &s.criteria),
			custom("inLanguage", readInLanguage, func(e *encoder, n *node, _ *T, _ path) { e.PutText(n, "inLanguage", inLanguage(e.lang)) }),
			mapping.Turn(1, custom("humanCode", readHumanCode, writeHumanCode)),
			mapping.Text("version", func(x *T) *string { return &x.Version }),
			mapping.Opt("image", func(x *T) **mc.Media { return &x.Image }, &s.picture),
			ifKnown(creator, mapping.Opt("creator", creator, &s.profile)),
			mapping.Turn(5, onlyCredits("creditsAvailable", func(x *T) *[]mc.Workload { return &x.Workload })),
		},
		fieldRows(),
		[]row[T]{
			mapping.Texts("tag", func(x *T) *[]string { return &x.Tags }),
			custom("otherIdentifier", s.readCodes, s.writeCodes),
			custom("alignment", s.readAlignments, s.writeAlignments),
			elsewhere[T]("resultDescription"), // with the results
			mapping.Turn(3, custom("related", s.readRelated, s.writeRelated)),
		},
		endorsements(func(x *T) *[]mc.Endorsement { return &x.Endorsements }),
	)
}

// euDefinition are the terms of EuMicroCredentialAchievement.
func (s *tables) euDefinition() []row[mc.Definition] {
	type T = mc.Definition
	load := func(x *T) *[]mc.Workload { return &x.Workload }
	kind := func(w *mc.Workload) *mc.WorkloadKind { return &w.Kind }
	return mapping.Extension(mapping.Rows(
		[]row[T]{
			full("title", func(x *T) *mc.LangString { return &x.Title }),
			mapping.Lang("altTitle", func(x *T) *mc.LangString { return &x.AltTitle }),
			full("descriptions", func(x *T) *mc.LangString { return &x.Description }),
			mapping.Lang("category", func(x *T) *mc.LangString { return &x.Category }),
			s.openCodes("achievementKind", func(x *T) *[]mc.Concept { return &x.Kinds }),
			mapping.Turn(2, identifications(func(x *T) *[]mc.Identifier { return &x.Identifiers }, &s.identification)),
		},
		mapping.Through(func(x *T) **mc.Note { return &x.OutcomeSummary },
			mapping.Lang("outcomeSummary", func(n *mc.Note) *mc.LangString { return &n.Text })),
		[]row[T]{
			mapping.Many("learningOutcome", func(x *T) *[]mc.LearningOutcome { return &x.Outcomes }, &s.outcome),
			mapping.Many("creditPoint", load, &s.credits, mapping.Having(kind, mc.WorkloadCredits)),
		},
		durations(load),
		[]row[T]{
			mapping.Many("level", func(x *T) *[]mc.Level { return &x.Levels }, &s.level),
			mapping.Many("assessment", func(x *T) *[]mc.AssessmentSpec { return &x.Assessments }, &s.assessment),
			custom("participation", s.readParticipation, s.writeParticipation),
			mapping.Many("activity", func(x *T) *[]mc.ActivitySpec { return &x.Activities }, &s.course),
			mapping.Many("quality", func(x *T) *[]mc.QualityAssurance { return &x.Quality }, &s.quality),
			joined("entryRequirement", func(x *T) *[]mc.Requirement { return &x.Prerequisites }, func(r *mc.Requirement) *mc.LangString { return &r.Note.Text }),
			mapping.One("stackability", func(x *T) *T { return x }, &s.stackability),
			custom("supervision", s.readPlannedSupervision, nil),
			mapping.Many("entitlement", func(x *T) *[]mc.EntitlementSpec { return &x.Entitlements }, &s.right),
			mapping.Many("instructionLanguage", func(x *T) *[]mc.Concept { return &x.Languages }, &s.concept),
			custom("learningSetting", s.readSetting, s.writeSetting),
			mapping.Many("fieldOfStudyConcept", func(x *T) *[]mc.Concept { return &x.Fields }, &s.concept),
			s.openCodes("educationSubject", func(x *T) *[]mc.Concept { return &x.Subjects }),
			mapping.Many("targetGroup", func(x *T) *[]mc.Concept { return &x.Targets }, &s.concept),
			mapping.Many("homepage", func(x *T) *[]mc.WebResource { return &x.Homepages }, &s.page),
			mapping.Many("supplementaryDocument", func(x *T) *[]mc.WebResource { return &x.Documents }, &s.page),
			notes("furtherInformation", func(x *T) *[]mc.Note { return &x.Notes }),
		},
	)...)
}

// readRelated reads what an achievement is related to. What it counts towards,
// which an alignment has said, is no other relation.
func (s *tables) readRelated(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	into := map[string]path{}
	for i, r := range to.Stackability.Into {
		addFirst(into, r.ID, at.Dot("stackability.into").At(i).Dot("id"))
	}
	for one := range v.Each() {
		if from, known := into[one.Get("id").Text()]; known && one.Get("id").Exists() && !one.Get("inLanguage").Exists() {
			d.Scaffold(one)
			d.Keep(one.Get("id"), from)
			continue
		}
		var r mc.CredentialRef
		if !d.Nothing(one) && s.related.Read(d.Reader, one, &r, at.Dot("related").At(len(to.Related))) {
			to.Related = append(to.Related, r)
		}
	}
}

// writeRelated writes what an achievement is related to, and what it can count
// towards, if that has an address.
func (s *tables) writeRelated(e *encoder, n *node, x *mc.Definition, at path) {
	m := mapping.Member{Term: "related", Array: true}
	add := func(r *mc.CredentialRef, at path) {
		if one := s.related.Write(e.Writer, n, m.Term, r, at, element(n.At(m.Term), len(m.Items))); one != nil {
			m.Items = append(m.Items, mapping.Item{Node: one})
		}
	}
	for i := range x.Related {
		add(&x.Related[i], at.Dot("related").At(i))
	}
	for i := range x.Stackability.Into {
		if r := &x.Stackability.Into[i]; isWebURL(r.ID) && e.best(r.Title) >= 0 {
			add(&mc.CredentialRef{ID: r.ID}, at.Dot("stackability.into").At(i))
		}
	}
	e.Add(n, m)
}

// The lists that stand for values that Open Badges writes as plain words.
const (
	schemeAchievementType = obVocabulary + "AchievementType"
	schemeSpecialization  = obVocabulary + "specialization"
)

// achievementID returns the id of the definition, which all learners share. A
// made one depends on the content and the issuer alone.
func (e *encoder) achievementID(x *mc.Definition, to string) string {
	if isGlobal(x.ID) {
		return x.ID
	}
	e.tracker.Add(mc.Outcome{To: to, Kind: mc.KindSynthesised, Reason: "the definition has no id that means anything outside its document"})
	if e.o.NewID != nil {
		return e.o.NewID("definition")
	}
	text, err := content(x)
	if err != nil {
		return e.newID("definition")
	}
	return urn(uuid5(namespace, "achievement\x00"+e.partyKey(&e.c.Envelope.Issuer)+"\x00"+e.show(e.c.Title())+"\x00"+text))
}

// readInLanguage accounts for the language of the achievement, which is that
// of its texts.
func readInLanguage(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	v, s, ok := d.Literal(v)
	if !ok {
		return
	}
	d.derivePrimary(v, s)
	for _, t := range []struct {
		at   path
		text mc.LangString
	}{{at.Dot("title"), to.Title}, {at.Dot("description"), to.Description}, {at.Dot("criteria.narrative.text"), to.Criteria.Narrative.Text}} {
		for i, value := range t.text {
			if value.Lang == s {
				d.Change(v, t.text.Path(t.at, i), "the language of this text")
				return
			}
		}
	}
	d.Reject(v, "the language of no text")
}

// derivePrimary takes the language of the achievement for the main language of a
// badge that states none.
func (d *decoder) derivePrimary(v jsontree.Value, tag string) {
	concept, ok := mc.LanguageConcept(tag)
	if !ok || d.root.Get("primaryLanguage").Exists() {
		return
	}
	d.display.Primary = concept
	for _, field := range []string{"iri", "scheme", "notation"} {
		d.Derive(v, path("envelope.display.primary").Dot(field))
	}
}

// readCodes reads identifiers of the achievement, and codes of registers.
func (s *tables) readCodes(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	for one := range v.Each() {
		if one.Get("identifierType").IsText(typeCode) {
			var c mc.Concept
			if s.code.Read(d.Reader, one, &c, at.Dot("codes").At(len(to.Codes))); !c.IsZero() {
				to.Codes = append(to.Codes, c)
			}
			continue
		}
		var id mc.Identifier
		if !d.Nothing(one) && s.entry.Read(d.Reader, one, &id, at.Dot("identifiers").At(len(to.Identifiers))) {
			to.Identifiers = append(to.Identifiers, id)
		}
	}
}

func readCode(d *decoder, v jsontree.Value, to *mc.Concept, at path) {
	if isGlobal(v.Text()) {
		d.text(v, &to.IRI, at.Dot("iri"))
	} else {
		d.text(v, &to.Notation, at.Dot("notation"))
	}
}

func (s *tables) writeCodes(e *encoder, n *node, x *mc.Definition, at path) {
	m := mapping.Member{Term: "otherIdentifier", Array: true}
	add := func(one *node) {
		if one != nil {
			m.Items = append(m.Items, mapping.Item{Node: one})
		}
	}
	for i := range x.Identifiers {
		add(s.entry.Write(e.Writer, n, m.Term, &x.Identifiers[i], at.Dot("identifiers").At(i), element(n.At(m.Term), len(m.Items))))
	}
	for i, c := range x.Codes {
		code, field := c.Notation, "notation"
		if code == "" {
			code, field = c.IRI, "iri"
		}
		if strings.TrimSpace(code) == "" {
			continue
		}
		one := &node{Class: "IdentifierEntry", Pointer: element(n.At(m.Term), len(m.Items))}
		e.Keep(at.Dot("codes").At(i).Dot(field), one.At("identifier"))
		e.PutText(one, "identifier", code)
		e.PutText(one, "identifierType", typeCode)
		add(one)
	}
	e.Add(n, m)
}

// typeCode is the identifier type of a code in a register of qualifications.
const typeCode = "ext:QualificationCode"

// readHumanCode reads the code of the course, which may be one of the
// identifiers.
func readHumanCode(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	v, s, ok := d.Literal(v)
	if !ok || s == "" {
		d.Scaffold(v)
		return
	}
	for i, id := range to.Identifiers {
		if id.Value == s && id.Scheme == mc.IdentCourseCode {
			d.Keep(v, at.Dot("identifiers").At(i).Dot("value"))
			return
		}
	}
	here := at.Dot("identifiers").At(len(to.Identifiers))
	d.Keep(v, here.Dot("value"))
	d.Derive(v, here.Dot("scheme"))
	to.Identifiers = append(to.Identifiers, mc.Identifier{Value: s, Scheme: mc.IdentCourseCode})
}

// writeHumanCode writes the first course code.
func writeHumanCode(e *encoder, n *node, x *mc.Definition, at path) {
	i := slices.IndexFunc(x.Identifiers, func(id mc.Identifier) bool {
		return id.Scheme == mc.IdentCourseCode && id.Hash == nil && id.Value != ""
	})
	if i >= 0 {
		e.Keep(at.Dot("identifiers").At(i).Dot("value"), n.At("humanCode"))
		e.PutText(n, "humanCode", x.Identifiers[i].Value)
	}
}

// writeAchievementName writes the title of the definition, or else that of the
// award or the display.
func writeAchievementName(e *encoder, n *node, x *mc.Definition, at path) {
	for _, t := range []struct {
		at   path
		text mc.LangString
	}{
		{at.Dot("title"), x.Title},
		{"award.title", e.c.Award.Title},
		{"award.activities[0].title", e.firstTitle(mc.ClaimActivity)},
		{"award.assessments[0].title", e.firstTitle(mc.ClaimAssessment)},
		{"award.entitlements[0].title", e.firstTitle(mc.ClaimEntitlement)},
		{"envelope.display.title", e.c.Envelope.Display.Title},
	} {
		if e.name = e.OneText(t.text, t.at, n.At("name")); e.name != "" {
			break
		}
	}
	n.Members = append(n.Members, mapping.Member{Term: "name", Items: []mapping.Item{{Raw: string(jsontree.AppendString(nil, e.name))}}})
}

// firstTitle returns the title of the first activity, assessment or entitlement
// if that is what the credential claims.
func (e *encoder) firstTitle(kind mc.ClaimKind) mc.LangString {
	w := &e.c.Award
	switch {
	case w.Kind != kind:
	case kind == mc.ClaimActivity && len(w.Activities) > 0:
		return w.Activities[0].Title
	case kind == mc.ClaimAssessment && len(w.Assessments) > 0:
		return w.Assessments[0].Title
	case kind == mc.ClaimEntitlement && len(w.Entitlements) > 0:
		return w.Entitlements[0].Title
	}
	return nil
}

func writeDescription(e *encoder, n *node, x *mc.Definition, at path) {
	if !e.putText(n, "description", x.Description, at.Dot("description")) {
		e.putText(n, "description", e.c.Award.Description, "award.description")
	}
}
