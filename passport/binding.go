package passport

import (
	"fmt"
	"slices"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// bindingOf returns how a credential is tied to the holder.
func (p *Passport) bindingOf(c *Credential) Binding {
	r := c.Result
	subjects := subjectsOf(c)
	named := p.Holder != "" && slices.Contains(subjects, p.Holder)
	switch {
	case named && p.Proven:
		return BoundHolder
	case len(r.Recipient) > 0:
		return BoundRecipient
	case named:
		return BoundNamed
	case p.Holder != "" && len(subjects) > 0:
		return BoundOther
	}
	return BoundNot
}

// subjectsOf returns the ids by which a credential names its learner, as far as they
// mean something outside of it.
func subjectsOf(c *Credential) (ids []string) {
	if c.Model != nil {
		if id := c.Model.Learner.ID; id != "" {
			ids = append(ids, id)
		}
		return ids
	}
	credential, _ := vc.ReadCredential(c.Result.Document)
	for _, s := range credential.Subjects() {
		if id := s.Get("id").Text(); strings.HasPrefix(id, "did:") || vc.IsURL(id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// bindingTexts say what the bindings mean that deserve a finding.
var bindingTexts = map[Binding]struct {
	rule   *vc.Rule
	status vc.Status
	text   string
}{
	BoundHolder:    {&ruleHolder, vc.Pass, "Whoever signed the passport is its subject."},
	BoundRecipient: {&ruleHolder, vc.Pass, "It names the person whom you named."},
	BoundNamed:     {&ruleHolder, vc.NotAsked, "It names the person whom the passport names, and nobody has shown to be that person."},
	BoundOther:     {&ruleOther, vc.Warn, "It names somebody else than the passport or you do, so it counts for nothing here."},
	BoundNot:       {&ruleHolder, vc.Warn, "Nothing ties it to the holder; ask for what its issuer knows of the learner, such as an e-mail address."},
}

// check reports what looks wrong in the bundle as a whole.
func (p *Passport) check() {
	if len(p.credentials) == 0 {
		p.note(&ruleEmpty, vc.Warn, "", "The passport holds no credential.")
	}
	digests := map[string]int{}
	for i, c := range p.All() {
		b := bindingTexts[c.Binding]
		p.note(b.rule, b.status, c.Pointer, b.text)
		if c.Err != nil {
			p.note(&ruleRead, vc.Warn, c.Pointer, "It was not read into the model, so nothing of it is added up or compared.")
		}
		if first, twice := digests[c.Digest]; twice && c.Digest != "" {
			p.note(&ruleCopy, vc.Warn, c.Pointer, fmt.Sprintf("It is the same file as credential %d.", first+1))
			continue
		}
		digests[c.Digest] = i
	}
	p.checkLearners()
}

// checkLearners compares what the credentials say of their learner with what the first
// does that says something. No detail repeats any of it.
func (p *Passport) checkLearners() {
	var id, birth string
	var names []string
	firstNamed := 0
	for i, c := range p.All() {
		if c.Model == nil {
			continue
		}
		l := &c.Model.Learner
		if id == "" {
			id = l.ID
		} else if l.ID != "" && l.ID != id {
			p.note(&ruleLearners, vc.Warn, c.Pointer, "It names another learner than a credential before it, by an id.")
		}
		if l.Party.Person != nil && !l.Party.Person.BirthDate.IsZero() {
			if b := l.Party.Person.BirthDate.String(); birth == "" {
				birth = b
			} else if b != birth {
				p.note(&ruleBirth, vc.Warn, c.Pointer, "It states another date of birth than a credential before it.")
			}
		}
		own := namesOf(l)
		switch {
		case len(own) == 0:
		case names == nil:
			names, firstNamed = own, i
		case !slices.ContainsFunc(own, func(n string) bool { return slices.Contains(names, n) }):
			p.note(&ruleNames, vc.Warn, c.Pointer, fmt.Sprintf("It calls its learner by another name than credential %d.", firstNamed+1))
		}
	}
}

// namesOf returns the names of a learner in all spellings that are stated, as they
// are compared.
func namesOf(l *mc.Learner) (all []string) {
	add := func(s string) {
		if s = strings.ToLower(strings.Join(strings.Fields(s), " ")); s != "" && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	for _, v := range l.Party.DisplayName() {
		add(v.Text)
	}
	if person := l.Party.Person; person != nil {
		for _, v := range person.FullName {
			add(v.Text)
		}
		given, _ := person.GivenName.Best()
		family, _ := person.FamilyName.Best()
		if given.Text != "" && family.Text != "" {
			add(given.Text + " " + family.Text)
		}
	}
	for _, i := range l.Party.Identifiers {
		if i.Scheme == mc.IdentName && i.Hash == nil {
			add(i.Value)
		}
	}
	return all
}
