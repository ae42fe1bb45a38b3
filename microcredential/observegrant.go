package microcredential

import "strings"

// consent looks for facts about the learner that are stated although the learner,
// who was asked, did not agree. The detail names the fields, and no values.
func (o *observer) consent(l *Learner) {
	if l.Consent == nil {
		return
	}
	var beyond FieldSet
	for _, f := range l.Stated() {
		if !l.Consent.Fields.Has(f) {
			beyond = append(beyond, f)
		}
	}
	if len(beyond) > 0 {
		o.report(CodeConsent, "learner.consent.fields", "the learner did not agree to share what is stated here: %s", strings.ReplaceAll(beyond.String(), ",", ", "))
	}
	for i, f := range l.Consent.Fields {
		if !personalFields.Has(f) {
			o.report(CodeConsent, Path("learner.consent.fields").At(i), "there is no such field of a learner, so the consent to it has no effect")
		}
	}
}

// grants looks for a right to issue that was not in force when the credential was
// awarded, and for rights none of which is that of who issued it.
func (o *observer) grants(all *Credential, c PathedClaim) {
	rights := c.Definition.IssuingRights
	if len(rights) == 0 {
		return
	}
	issuers := issuersOf(all, c)
	on := c.Award.Awarding.On
	if on.IsZero() {
		on = all.Envelope.Issued
	}
	at := c.path("definition.issuingRights")
	isHeld, isNamed, expired := false, false, -1
	for i := range rights {
		o.order(rights[i].Period, at.At(i).Dot("period.end"))
		isNamed = isNamed || len(rights[i].Holders) > 0
		if !holds(&rights[i], issuers) {
			continue
		}
		if rights[i].Covers(on) != No {
			return
		}
		isHeld, expired = true, i
	}
	switch {
	case isHeld:
		o.report(CodeGrant, at.At(expired).Dot("period"), "the right to issue was not in force on the day of the award")
	case isNamed && len(issuers) > 0:
		o.report(CodeGrant, at, "none of the rights to issue is that of an issuer or awarding body")
	}
}

// issuersOf are those who issued or awarded a claim. Who made a definition needs no
// grant, and of a converted credential the issuer of the source counts as well.
func issuersOf(all *Credential, c PathedClaim) []*Party {
	var out []*Party
	add := func(p *Party) {
		if p != nil && (p.ID != "" || !p.DisplayName().IsZero()) {
			out = append(out, p)
		}
	}
	add(&all.Envelope.Issuer)
	for i := range c.Award.Awarding.Bodies {
		add(&c.Award.Awarding.Bodies[i])
	}
	for i := range all.Provenance {
		add(all.Provenance[i].SourceIssuer)
	}
	if owner := c.Definition.Creator; owner != nil {
		for _, p := range out {
			if isSameParty(p, owner) {
				return nil
			}
		}
	}
	return out
}

// holds reports whether a right is that of one of several parties.
func holds(r *IssuingRight, parties []*Party) bool {
	for i := range r.Holders {
		for _, p := range parties {
			if isSameParty(p, &r.Holders[i]) {
				return true
			}
		}
	}
	return false
}

// isSameParty reports whether two parties have one id or one name in some language.
func isSameParty(a, b *Party) bool {
	if a.ID != "" && b.ID != "" {
		return a.ID == b.ID
	}
	for _, v := range a.DisplayName() {
		for _, other := range b.DisplayName() {
			if alikeText(v.Text, other.Text) {
				return true
			}
		}
	}
	return false
}
