package badge

import (
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// markdown is the format of the texts that Open Badges calls narrative.
const markdown = "text/markdown"

func (s *shapesOf) defineDefinition() {
	type T = mc.Definition
	s.defineLearning()
	s.criteria = shape[mc.Criteria]{
		names: []string{"Criteria"},
		id:    func(c *mc.Criteria) *string { return &c.URL }, idName: "url",
		terms: []term[mc.Criteria]{narrative("narrative", "narrative", func(c *mc.Criteria) *mc.Note { return &c.Narrative })},
	}
	s.related = shape[mc.CredentialRef]{
		names: []string{"Related"},
		id:    func(r *mc.CredentialRef) *string { return &r.ID }, idName: "id",
		terms: []term[mc.CredentialRef]{text("inLanguage", "language", func(r *mc.CredentialRef) *string { return &r.Language })},
	}
	s.definition = shape[T]{
		names: []string{"Achievement", typeEuAchievement},
		id:    func(x *T) *string { return &x.ID }, idName: "id",
		types: readAchievementClass,
		terms: append(append(s.euDefinition(), s.nativeDefinition()...), dutchTerms()...),
	}
}

// euDefinition are the terms of EuMicroCredentialAchievement.
func (s *shapesOf) euDefinition() []term[mc.Definition] {
	type T = mc.Definition
	load := func(x *T) *[]mc.Workload { return &x.Workload }
	return ext(
		lang("title", "title", func(x *T) *mc.LangString { return &x.Title }),
		lang("altTitle", "altTitle", func(x *T) *mc.LangString { return &x.AltTitle }),
		lang("descriptions", "description", func(x *T) *mc.LangString { return &x.Description }),
		lang("category", "category", func(x *T) *mc.LangString { return &x.Category }),
		many("achievementKind", "kinds", func(x *T) *[]mc.Concept { return &x.Kinds }, &s.concept),
		lang("outcomeSummary", "outcomeSummary.text", func(x *T) *mc.LangString {
			if x.OutcomeSummary == nil {
				x.OutcomeSummary = &mc.Note{}
			}
			return &x.OutcomeSummary.Text
		}),
		many("learningOutcome", "outcomes", func(x *T) *[]mc.LearningOutcome { return &x.Outcomes }, &s.outcome),
		manyWith("creditPoint", "workload", load, &s.credits, workloadIs(mc.WorkloadCredits)),
		durations("contactHour", "workload", mc.WorkloadContact, load),
		durations("maximumDuration", "workload", mc.WorkloadMaxDuration, load),
		durations("volumeOfLearning", "workload", mc.WorkloadNotional, load),
		durations("workload", "workload", mc.WorkloadActivity, load),
		manyWith("level", "levels", func(x *T) *[]mc.Level { return &x.Levels }, &s.level, deriveLevel),
		many("assessment", "assessments", func(x *T) *[]mc.AssessmentSpec { return &x.Assessments }, &s.assessment),
		custom("participation", s.readParticipation),
		many("activity", "activities", func(x *T) *[]mc.ActivitySpec { return &x.Activities }, &s.activitySpec),
		many("quality", "quality", func(x *T) *[]mc.QualityAssurance { return &x.Quality }, &s.quality),
		custom("entryRequirement", func(d *decoder, v jsontree.Value, to *T, at path) {
			var r mc.Requirement
			d.texts(v, &r.Note.Text, at.Dot("prerequisites").At(len(to.Prerequisites)).Dot("note.text"), mc.Und)
			if !r.Note.Text.IsZero() {
				to.Prerequisites = append(to.Prerequisites, r)
			}
		}),
		one("stackability", "", func(x *T) *T { return x }, &s.stackability),
		custom("supervision", s.readPlannedSupervision),
		many("entitlement", "entitlements", func(x *T) *[]mc.EntitlementSpec { return &x.Entitlements }, &s.entitlementSpec),
		many("instructionLanguage", "languages", func(x *T) *[]mc.Concept { return &x.Languages }, &s.concept),
		custom("learningSetting", s.readSetting),
		many("fieldOfStudyConcept", "fields", func(x *T) *[]mc.Concept { return &x.Fields }, &s.concept),
		many("educationSubject", "subjects", func(x *T) *[]mc.Concept { return &x.Subjects }, &s.concept),
		many("targetGroup", "targets", func(x *T) *[]mc.Concept { return &x.Targets }, &s.concept),
		many("homepage", "homepages", func(x *T) *[]mc.WebResource { return &x.Homepages }, &s.page),
		many("supplementaryDocument", "documents", func(x *T) *[]mc.WebResource { return &x.Documents }, &s.page),
		oneNote("furtherInformation", "notes", func(x *T) *[]mc.Note { return &x.Notes }),
	)
}

// nativeDefinition are the members of Achievement. Results of the learner are
// read before the descriptions that nobody's result refers to.
func (s *shapesOf) nativeDefinition() []term[mc.Definition] {
	type T = mc.Definition
	return append([]term[T]{
		plain("name", "title", func(x *T) *mc.LangString { return &x.Title }),
		plain("description", "description", func(x *T) *mc.LangString { return &x.Description }),
		one("criteria", "criteria", func(x *T) *mc.Criteria { return &x.Criteria }, &s.criteria),
		custom("inLanguage", readInLanguage),
		custom("achievementType", readAchievementType),
		text("version", "version", func(x *T) *string { return &x.Version }),
		opt("image", "image", func(x *T) **mc.Media { return &x.Image }, &s.image),
		opt("creator", "creator", func(x *T) **mc.Party { return &x.Creator }, &s.party),
		listed("tag", "tags", func(x *T) *[]string { return &x.Tags }),
		custom("otherIdentifier", s.readCodes),
		custom("humanCode", readHumanCode),
		custom("creditsAvailable", func(d *decoder, v jsontree.Value, to *T, at path) {
			readCredits(d, v, &to.Workload, at.Dot("workload"))
		}),
		named("fieldOfStudy", "fields", func(x *T) *[]mc.Concept { return &x.Fields }, ""),
		named("specialization", "subjects", func(x *T) *[]mc.Concept { return &x.Subjects }, schemeSpecialization),
		custom("alignment", s.readAlignments),
		many("related", "related", func(x *T) *[]mc.CredentialRef { return &x.Related }, &s.related),
		endorsements("endorsement", func(x *T) *[]mc.Endorsement { return &x.Endorsements }),
		endorsements("endorsementJwt", func(x *T) *[]mc.Endorsement { return &x.Endorsements }),
		custom("resultDescription", func(*decoder, jsontree.Value, *T, path) {}), // read with the results
	}, ext(custom("identification", func(d *decoder, v jsontree.Value, to *T, at path) {
		s.identifications(d, v, &to.Identifiers, at.Dot("identifiers"))
	}))...)
}

// The lists that values of Open Badges without a concept are taken from.
const (
	schemeAchievementType = vocabulary + "AchievementType"
	schemeSpecialization  = vocabulary + "specialization"
)

// narrative is a native member with a text in Markdown.
func narrative[T any](name, field string, get func(*T) *mc.Note) term[T] {
	return custom(name, func(d *decoder, v jsontree.Value, to *T, at path) {
		n, at := get(to), step(at, field)
		d.plain(v, &n.Text, at.Dot("text"))
		if !n.Text.IsZero() && n.Format == "" {
			n.Format = markdown
			d.derive(v, at.Dot("format"))
		}
	})
}

// oneNote is a term of the extension with a text that becomes one note.
func oneNote[T any](name, field string, get func(*T) *[]mc.Note) term[T] {
	return custom(name, func(d *decoder, v jsontree.Value, to *T, at path) {
		var n mc.Note
		list := get(to)
		d.texts(v, &n.Text, at.Dot(field).At(len(*list)).Dot("text"), mc.Und)
		if !n.Text.IsZero() {
			*list = append(*list, n)
		}
	})
}

// named is a native member with the name of a coded value: of the first one,
// unless it is another.
func named[T any](name, field string, get func(*T) *[]mc.Concept, scheme string) term[T] {
	return custom(name, func(d *decoder, v jsontree.Value, to *T, at path) {
		list, at := get(to), at.Dot(field)
		v, ok := d.single(v)
		if !ok || v.Kind() == jsontree.String && v.Text() == "" {
			d.scaffold(v)
			return
		}
		for i := range *list {
			if c := &(*list)[i]; c.Scheme == scheme || scheme == "" {
				if d.confirms(v, c.Label, at.At(i).Dot("label")) {
					return
				}
			}
		}
		c, here := mc.Concept{Scheme: scheme}, at.At(len(*list))
		d.plain(v, &c.Label, here.Dot("label"))
		if c.Label.IsZero() {
			return
		}
		if scheme != "" {
			d.derive(v, here.Dot("scheme"))
		}
		*list = append(*list, c)
	})
}

// readAchievementType reads the type of an achievement. MicroCredential is
// what the model is about and says no more.
func readAchievementType(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	v, s, ok := d.literal(v)
	switch {
	case !ok:
	case s == "" || s == "MicroCredential":
		d.mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "the model is that of a micro-credential"})
	default:
		here := at.Dot("kinds").At(len(to.Kinds))
		to.Kinds = append(to.Kinds, mc.Concept{Scheme: schemeAchievementType, Notation: s})
		d.keep(v, here.Dot("notation"))
		d.derive(v, here.Dot("scheme"))
	}
}

// readInLanguage accounts for the language of the achievement, which is that
// of its texts.
func readInLanguage(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	v, s, ok := d.literal(v)
	if !ok {
		return
	}
	d.primary(v, s)
	for _, t := range []struct {
		at   path
		text mc.LangString
	}{{at.Dot("title"), to.Title}, {at.Dot("description"), to.Description}, {at.Dot("criteria.narrative.text"), to.Criteria.Narrative.Text}} {
		for i, value := range t.text {
			if value.Lang == s {
				d.change(v, t.text.Path(t.at, i), "the language of this text")
				return
			}
		}
	}
	d.residue(v, "the language of no text")
}

// primary says what the main language of a badge is that does not: that of the
// achievement.
func (d *decoder) primary(v jsontree.Value, tag string) {
	concept, ok := mc.LanguageConcept(tag)
	if !ok || d.root.Get("primaryLanguage").Exists() {
		return
	}
	d.display.Primary = concept
	for _, field := range []string{"iri", "scheme", "notation"} {
		d.derive(v, path("envelope.display.primary").Dot(field))
	}
}

// readCodes reads identifiers of the achievement, and codes of registers.
func (s *shapesOf) readCodes(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	code := &shape[mc.Concept]{
		names: s.entry.names,
		terms: []term[mc.Concept]{
			custom("identifier", func(d *decoder, v jsontree.Value, to *mc.Concept, at path) {
				if global(v.Text()) {
					readParsed(d, v, &to.IRI, at.Dot("iri"), asText)
				} else {
					readParsed(d, v, &to.Notation, at.Dot("notation"), asText)
				}
			}),
			custom("identifierType", func(d *decoder, v jsontree.Value, _ *mc.Concept, _ path) { d.scaffold(v) }),
		},
	}
	for e := range v.Each() {
		if e.Get("identifierType").IsText(typeCode) {
			var c mc.Concept
			if code.read(d, e, &c, at.Dot("codes").At(len(to.Codes))); !c.IsZero() {
				to.Codes = append(to.Codes, c)
			}
			continue
		}
		var id mc.Identifier
		if !d.nothing(e) && s.entry.read(d, e, &id, at.Dot("identifiers").At(len(to.Identifiers))) {
			to.Identifiers = append(to.Identifiers, id)
		}
	}
}

// typeCode is the identifier type of a code in a register of qualifications.
const typeCode = "ext:QualificationCode"

// readHumanCode reads the code of the course, which may be one of the
// identifiers.
func readHumanCode(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	v, s, ok := d.literal(v)
	if !ok || s == "" {
		d.scaffold(v)
		return
	}
	for i, id := range to.Identifiers {
		if id.Value == s && id.Scheme == mc.IdentCourseCode {
			d.keep(v, at.Dot("identifiers").At(i).Dot("value"))
			return
		}
	}
	here := at.Dot("identifiers").At(len(to.Identifiers))
	d.keep(v, here.Dot("value"))
	d.derive(v, here.Dot("scheme"))
	to.Identifiers = append(to.Identifiers, mc.Identifier{Value: s, Scheme: mc.IdentCourseCode})
}

// workloadIs sets the kind of a workload, which the member tells that it
// stands in.
func workloadIs(kind mc.WorkloadKind) func(*decoder, jsontree.Value, *mc.Workload, path) {
	return func(d *decoder, v jsontree.Value, w *mc.Workload, at path) {
		w.Kind = kind
		d.derive(v, at.Dot("kind"))
	}
}

// durations is a member with durations of one kind.
func durations[T any](name, field string, kind mc.WorkloadKind, get func(*T) *[]mc.Workload) term[T] {
	return custom(name, func(d *decoder, v jsontree.Value, to *T, at path) {
		for e := range v.Each() {
			leaf, s, ok := d.literal(e)
			if !ok || s == "" {
				d.scaffold(leaf)
				continue
			}
			list := get(to)
			here := at.Dot(field).At(len(*list))
			w := mc.Workload{}
			if duration, err := mc.ParseISODuration(s); err == nil {
				w.Duration = duration
				d.keep(leaf, here.Dot("duration"))
			} else {
				w.Text = s
				d.keep(leaf, here.Dot("text"))
			}
			workloadIs(kind)(d, leaf, &w, here)
			*list = append(*list, w)
		}
	})
}

// readCredits reads a number of credits, which has no framework of its own: it
// is the number of credits of the extension, if that has one.
func readCredits(d *decoder, v jsontree.Value, list *[]mc.Workload, at path) {
	v, s, ok := d.literal(v)
	if !ok {
		return
	}
	amount, err := mc.ParseDecimal(s)
	if err != nil {
		d.residue(v, err.Error())
		return
	}
	only, n := -1, 0
	for i, w := range *list {
		if w.Kind != mc.WorkloadCredits {
			continue
		}
		if alike(w.Amount, amount) {
			d.change(v, at.At(i).Dot("amount"), "a number of credits")
			return
		}
		only, n = i, n+1
	}
	if n == 1 {
		d.contradiction(v, at.At(only).Dot("amount"))
		return
	}
	here := at.At(len(*list))
	d.keep(v, here.Dot("amount"))
	d.derive(v, here.Dot("kind"))
	*list = append(*list, mc.Workload{Kind: mc.WorkloadCredits, Amount: amount})
}
