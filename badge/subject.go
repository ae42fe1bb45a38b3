package badge

import (
	"strings"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// learnerRows are the members of the subject about the learner: identity objects, and
// the names of a Profile, which the subject may be too. Other members of a Profile
// are only read.
func (s *tables) learnerRows() (native, extension []row[mc.Credential]) {
	party := func(c *mc.Credential) *mc.Party { return &c.Learner.Party }
	identifiers := func(p *mc.Party) *[]mc.Identifier { return &p.Identifiers }
	native = mapping.Part(party, mapping.Rows(
		[]row[mc.Party]{mapping.Turn(1, custom("identifier", s.readIdentities, s.writeIdentities))},
		personNames(),
	)...)
	for _, r := range mapping.Part(party, []row[mc.Party]{
		mapping.Turn(2, custom("name", readLearnerName, nil)),
		homepage(), contactDetail("email", func(c *mc.ContactPoint) *[]string { return &c.Email }),
		contactDetail("phone", func(c *mc.ContactPoint) *[]string { return &c.Phone }), s.firstAddress(),
	}...) {
		native = append(native, mapping.ReadOnly(r))
	}
	extension = mapping.Part(party, mapping.Rows(s.personTerms(), mapping.Extension(
		mapping.Turn(2, writtenBy(identifications(identifiers, &s.identification), s.writeLearnerIdentifications))))...)
	for _, r := range mapping.Part(party, s.whereabouts()...) {
		extension = append(extension, onRequest(r))
	}
	return native, extension
}

// learnerID returns an id that is valid outside the document, or "".
func learnerID(w *mapping.Writer, c *mc.Credential, _ path, to string) string {
	e, l := w.State.(*encoder), &c.Learner
	switch {
	case isGlobal(l.ID):
		if l.Party.ID == l.ID {
			e.Keep("learner.party.id", to+"/id")
		}
		return l.ID
	case isGlobal(l.Party.ID):
		e.Keep("learner.party.id", to+"/id")
		return l.Party.ID
	}
	return ""
}

// readIdentities reads the identifiers of the learner. The first name in clear
// is taken for the full name.
func (s *tables) readIdentities(d *decoder, v jsontree.Value, to *mc.Party, at path) {
	named, mails := false, emails(to, at)
	for one := range v.Each() {
		switch {
		case d.Nothing(one):
		case !named && one.Get("identityType").IsText("name") && !one.Get("hashed").Bool() && one.Get("identityHash").Text() != "":
			named = true
			readNameObject(d, one, to, at)
		case d.repeatsEmail(one, mails):
		case isEmailInClear(one):
			readEmailObject(d, one, to, at)
		case one.Get("hashed").Bool() && !strings.Contains(one.Get("identityHash").Text(), "$"):
			d.Reject(one, "a hash that does not say how it was made")
		default:
			var id mc.Identifier
			if s.identity.Read(d.Reader, one, &id, at.Dot("identifiers").At(len(to.Identifiers))) {
				to.Identifiers = append(to.Identifiers, id)
			}
		}
	}
}

// readNameObject reads a name that stands as an identity object.
func readNameObject(d *decoder, v jsontree.Value, to *mc.Party, at path) {
	readLearnerName(d, v.Get("identityHash"), to, at)
	d.Scaffold(v.Get("identityType"))
	learnerName.Read(d.Reader, v, to, at)
}

// learnerName has the other members of a name or address that stands as an identity
// object.
var learnerName = &class[mc.Party]{Types: []string{"IdentityObject"}, Rows: []row[mc.Party]{
	elsewhere[mc.Party]("identityHash"), elsewhere[mc.Party]("identityType"), known[mc.Party]("hashed"),
}}

// readLearnerName reads the whole name of the learner, which may be that of the party.
func readLearnerName(d *decoder, v jsontree.Value, to *mc.Party, at path) {
	n := to.Person
	switch {
	case v.Kind() != jsontree.String:
	case d.Confirms(v, to.Name, at.Dot("name")):
		return
	}
	if n == nil {
		n = &mc.Person{}
	}
	d.OneText(v, &n.FullName, at.Dot("person.fullName"))
	if !n.FullName.IsZero() {
		to.Person = n
	}
}

// isEmailInClear reports whether an identity object is an e-mail address.
func isEmailInClear(v jsontree.Value) bool {
	kind, address := v.Get("identityType").Text(), v.Get("identityHash")
	return publishedKind(kind) == ob3.IdentifierEmailAddress && !v.Get("hashed").Bool() && !v.Get("salt").Exists() &&
		address.Kind() == jsontree.String && strings.TrimSpace(address.Text()) != ""
}

// readEmailObject reads an e-mail address that stands as an identity object: it is
// also how to reach the learner.
func readEmailObject(d *decoder, v jsontree.Value, to *mc.Party, at path) {
	if len(to.Contacts) == 0 {
		to.Contacts = []mc.ContactPoint{{}}
	}
	list := &to.Contacts[0].Email
	d.Keep(v.Get("identityHash"), at.Dot("contacts[0].email").At(len(*list)))
	if kind := v.Get("identityType"); kind.IsText("email") {
		d.Change(kind, at.Dot("contacts[0].email").At(len(*list)), CodeAlias+": emailAddress is meant")
	} else {
		d.Scaffold(kind)
	}
	*list = append(*list, v.Get("identityHash").Text())
	learnerName.Read(d.Reader, v, to, at)
}

// emails returns the paths of the addresses of contact points.
func emails(p *mc.Party, at path) map[string]path {
	out := map[string]path{}
	for i, c := range p.Contacts {
		for j, mail := range c.Email {
			addFirst(out, mail, at.Dot("contacts").At(i).Dot("email").At(j))
		}
	}
	return out
}

// repeatsEmail accounts for an identity object that repeats an address of a
// contact point.
func (d *decoder) repeatsEmail(v jsontree.Value, known map[string]path) bool {
	address := v.Get("identityHash")
	at, ok := known[address.Text()]
	if !ok || !v.Get("identityType").IsText("emailAddress") || v.Get("hashed").Bool() || v.Get("salt").Exists() {
		return false
	}
	d.Scaffold(v)
	d.Keep(address, at)
	return true
}

// writeIdentities writes the name, the identifiers and the addresses of the
// learner as identity objects.
func (s *tables) writeIdentities(e *encoder, n *node, p *mc.Party, at path) {
	m := mapping.Member{Term: "identifier", Array: true}
	next := func() string { return element(n.At(m.Term), len(m.Items)) }
	add := func(id mc.Identifier, at path) {
		if one := s.identity.Write(e.Writer, n, m.Term, &id, at, next()); one != nil {
			m.Items = append(m.Items, mapping.Item{Node: one})
		}
	}
	if name := e.learnerName(p, at, next()+"/identityHash"); name != "" {
		add(mc.Identifier{Scheme: mc.IdentName, Value: name}, "")
	}
	for i := range p.Identifiers {
		switch id, at := &p.Identifiers[i], at.Dot("identifiers").At(i); {
		case e.isWithheld(id):
			for leaf := range e.below(at) {
				e.mark(leaf, mc.Outcome{Kind: mc.KindDropped, Reason: withheldReason})
			}
		case id.Hash == nil && strings.TrimSpace(id.Value) != "", id.Hash != nil && unusableHash(id) == "":
			add(*id, at)
		}
	}
	for i, c := range p.Contacts {
		for j, mail := range c.Email {
			if strings.TrimSpace(mail) != "" {
				e.Keep(at.Dot("contacts").At(i).Dot("email").At(j), next()+"/identityHash")
				add(mc.Identifier{Scheme: mc.IdentEmail, Value: mail}, "")
			}
		}
	}
	e.Translate(at.Dot("kind"), n.At("type"), "the subject of an achievement is a person")
	e.Add(n, m)
}

// learnerName returns the name of the learner: that of the party, the full name,
// or given and family name together.
func (e *encoder) learnerName(p *mc.Party, at path, to string) string {
	name := e.OneText(p.Name, at.Dot("name"), to)
	if name == "" && p.Person != nil {
		name = e.OneText(p.Person.FullName, at.Dot("person").Dot("fullName"), to)
	}
	if name == "" && p.Person != nil {
		name = e.joinedName(p.Person)
	}
	if name == "" {
		name = e.OneText(p.AltName, at.Dot("altName"), to)
	}
	return name
}

// joinedName is given and family name, which also stand in members of their own.
func (e *encoder) joinedName(n *mc.Person) string {
	return strings.TrimSpace(e.show(n.GivenName) + " " + e.show(n.FamilyName))
}

// isWithheld reports whether an identifier of the learner is only written on
// request.
func (e *encoder) isWithheld(id *mc.Identifier) bool {
	return !e.o.PersonalData && id.Hash == nil && isSensitive(id)
}

// isSensitive reports whether an identifier of a person says more than whose badge
// this is.
func isSensitive(id *mc.Identifier) bool {
	return id.Scheme == mc.IdentNationalID || id.Scheme == mc.IdentTax || id.Scheme == mc.IdentPhone
}

// writeLearnerIdentifications writes identifiers that say more than an identity
// object can, without those that are withheld.
func (s *tables) writeLearnerIdentifications(e *encoder, n *node, p *mc.Party, at path) {
	mapping.WriteNodes(e.Writer, n, "identification", p.Identifiers, at.Dot("identifiers"), func(id *mc.Identifier, here path, to string) *node {
		if e.isWithheld(id) {
			return nil
		}
		return s.identification.Write(e.Writer, n, "identification", id, here, to)
	})
}

// defineSubject makes the class of the subject: the learner, and what this
// learner earned.
func (s *tables) defineSubject() {
	type C = mc.Credential
	award := func(c *C) *mc.Award { return &c.Award }
	learner, more := s.learnerRows()
	s.subject = class[C]{
		Types: []string{"AchievementSubject", "Profile", typeEuProfile}, ExtensionType: typeEuSubject,
		ID:   func(c *C) *string { return &c.Learner.ID },
		IDOf: learnerID,
		Rows: mapping.Rows(
			learner,
			mapping.Part(award, s.nativeAward()...),
			[]row[C]{writtenBy(mapping.One("achievement", func(c *C) *mc.Definition { return &c.Definition }, &s.definition),
				func(e *encoder, n *node, _ *C, _ path) { e.Put(n, "achievement", e.achievement) })},
			mapping.Part(award,
				mapping.Turn(2, custom("result", s.readResults, s.writeResults)),
				writtenBy(mapping.Opt("source", func(w *mc.Award) **mc.Party { return &w.Source }, &s.profile),
					func(e *encoder, n *node, _ *mc.Award, _ path) { e.Put(n, "source", e.source) }),
			),
			mapping.Part(award, s.euAward()...),
			more,
		),
		OnType: func(r *mapping.Reader, name jsontree.Value, to *C, at path) bool {
			if !name.IsText("AchievementSubject") || to.Learner.Party.Kind != mc.PartyUnknown {
				return false
			}
			to.Learner.Party.Kind = mc.PartyPerson
			r.Change(name, step(at, "learner.party.kind"), "the subject of an achievement is a person")
			return true
		},
		AfterRead: reads(func(d *decoder, node jsontree.Value, to *C, at path) {
			descriptions := first(node.Get("achievement")).Get("resultDescription")
			s.readUndescribed(d, descriptions, &to.Definition, step(at, "definition"))
			d.joinPlanned(to)
			d.dutchCredits(to)
		}),
		AfterWrite: writes(func(e *encoder, n *node, _ *C, _ path) {
			s.plannedResults(e)
			for _, r := range personNames() {
				if n.Member(r.Term) != nil { // only a Profile has such a member
					n.State = []string{"Profile"}
				}
			}
		}),
	}
}

// euAward are the terms of EuMicroCredentialSubject about the award.
func (s *tables) euAward() []row[mc.Award] {
	type W = mc.Award
	kind := func(w *mc.Workload) *mc.WorkloadKind { return &w.Kind }
	return mapping.Extension(
		full("awardTitle", func(w *W) *mc.LangString { return &w.Title }),
		full("awardDescription", func(w *W) *mc.LangString { return &w.Description }),
		mapping.Many("awardingBody", func(w *W) *[]mc.Party { return &w.Awarding.Bodies }, &s.party),
		mapping.OptInArray("awardingLocation", func(w *W) **mc.Location { return &w.Awarding.Place }, &s.place),
		mapping.One("educationalSystem", func(w *W) *mc.Concept { return &w.Awarding.EducationalSystem }, &s.concept),
		mapping.Turn(1, writtenBy(mapping.Many("assessmentResult", func(w *W) *[]mc.AssessmentResult { return &w.Assessments }, &s.result), s.writeResultTerms)),
		mapping.Many("creditReceived", func(w *W) *[]mc.Workload { return &w.CreditsEarned }, &s.credits, mapping.Having(kind, mc.WorkloadCredits)),
		mapping.Many("activity", func(w *W) *[]mc.Activity { return &w.Activities }, &s.activity),
		mapping.Many("entitlement", func(w *W) *[]mc.Entitlement { return &w.Entitlements }, &s.entitlement),
		notes("furtherInformation", func(w *W) *[]mc.Note { return &w.Notes }),
	)
}

// nativeAward are the members of AchievementSubject about the award.
func (s *tables) nativeAward() []row[mc.Award] {
	type W = mc.Award
	return []row[W]{
		active("activityStartDate", func(p *mc.Period) *mc.Instant { return &p.Start }),
		active("activityEndDate", func(p *mc.Period) *mc.Instant { return &p.End }),
		onlyCredits("creditsEarned", func(w *W) *[]mc.Workload { return &w.CreditsEarned }),
		mapping.Opt("image", func(w *W) **mc.Media { return &w.Image }, &s.picture),
		mapping.Text("licenseNumber", func(w *W) *string { return &w.LicenceNumber }),
		narrative("narrative", func(w *W) *mc.Note { return &w.Narrative }),
		mapping.Text("role", func(w *W) *string { return &w.Role }),
		mapping.Text("term", func(w *W) *string { return &w.Term }),
	}
}

// active is the start or end of the time in which the learner was active. It is
// read as that of the only activity if that is the same, else as that of the
// award. It is written from the award, or else from the only activity.
func active(term string, get func(*mc.Period) *mc.Instant) row[mc.Award] {
	field := string(mapping.PathOf(get))
	const only = "activities[0].periods[0]"
	return custom(term, func(d *decoder, v jsontree.Value, to *mc.Award, at path) {
		leaf, s, ok := d.Literal(v)
		if !ok {
			return
		}
		i, err := mc.ParseInstant(s)
		if err != nil {
			if date, dateErr := mc.ParseDate(s); dateErr == nil { // as the context types it
				i, err = mc.ParseInstant(date.String() + "T00:00:00Z")
			}
		}
		switch {
		case err != nil:
			d.Reject(leaf, err.Error())
		case hasOnePeriod(to) && mapping.Alike(*get(&to.Activities[0].Periods[0]), i):
			d.Change(leaf, at.Dot(only).Dot(field), "when the only activity took place")
		case i.String() != s:
			mapping.FillAs(d.Reader, leaf, get(&to.Period), i, at.Dot("period").Dot(field), "a date, as its first moment in UTC")
		default:
			mapping.Fill(d.Reader, leaf, get(&to.Period), i, at.Dot("period").Dot(field))
		}
	}, func(e *encoder, n *node, w *mc.Award, at path) {
		if w.Period.Start.IsZero() && w.Period.End.IsZero() && hasOnePeriod(w) {
			e.putMoment(n, term, *get(&w.Activities[0].Periods[0]), at.Dot(only).Dot(field))
			return
		}
		e.putMoment(n, term, *get(&w.Period), at.Dot("period").Dot(field))
	})
}

func hasOnePeriod(w *mc.Award) bool {
	return len(w.Activities) == 1 && len(w.Activities[0].Periods) == 1
}

// writeSubject writes the subject of the badge. The achievement and who assessed
// come first, since later nodes refer to equal parties and to scales.
func (s *tables) writeSubject(e *encoder) *node {
	c := e.c
	e.achievement = s.definition.WriteRequired(e.Writer, nil, "", &c.Definition, "definition", atAchievement)
	s.writeCreator(e)
	s.writeSource(e)
	return s.subject.WriteRequired(e.Writer, nil, "", c, "", atSubject)
}
