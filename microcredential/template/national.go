package template

import mc "github.com/mikromerit/mikromerit/microcredential"

// national are the members for what one country or one alliance asks of a
// micro-credential beyond Annex I.
func national() class[whole] {
	return class[whole]{
		{"award-class", "word", "major, minor, special-purpose or supplemental (Ireland).", func(r *reader, n *node, c *whole) {
			c.Definition.AwardClass.Kind = word(r, n, mc.AwardClassMajor, mc.AwardClassMinor, mc.AwardClassSpecialPurpose, mc.AwardClassSupplemental)
		}},
		{"origin", "origin", "split, stand-alone, add-on, series or validation: where the offer comes from.", func(r *reader, n *node, c *whole) {
			if n.kind == mapNode {
				origins().read(r, n, &c.Definition.Origin)
				return
			}
			c.Definition.Origin.Kind = originKind(r, n)
		}},
		{"partners", "partners", "Who else has a role in it.", func(r *reader, n *node, c *whole) {
			r.each(n, func(item *node) {
				var p mc.Partner
				partners().read(r, item, &p)
				c.Definition.Partners = append(c.Definition.Partners, p)
			})
		}},
		{"may-issue", "issuing-rights", "Who may issue it, and by whose grant.", func(r *reader, n *node, c *whole) {
			r.each(n, func(item *node) {
				var right mc.IssuingRight
				issuingRights().read(r, item, &right)
				c.Definition.IssuingRights = append(c.Definition.IssuingRights, right)
			})
		}},
		{"route-taken", "word", "The route that this learner took.", func(r *reader, n *node, c *whole) { c.Award.Route = routeWord(r, n) }},
		{"validation", "validation", "Phases of the validation of prior learning.", func(r *reader, n *node, c *whole) {
			r.each(n, func(item *node) {
				var step mc.ValidationStep
				steps().read(r, item, &step)
				c.Award.Validation = append(c.Award.Validation, step)
			})
		}},
	}
}

func routeWord(r *reader, n *node) mc.RouteToAward {
	return word(r, n, mc.RouteCourse, mc.RouteValidation, mc.RouteRecognition, mc.RouteWork)
}

func originKind(r *reader, n *node) mc.OriginKind {
	return word(r, n, mc.OriginSplit, mc.OriginStandAlone, mc.OriginAddOn, mc.OriginSeries, mc.OriginValidation)
}

func origins() class[mc.Origin] {
	return class[mc.Origin]{
		{"kind", "word", "split, stand-alone, add-on, series or validation.", func(r *reader, n *node, o *mc.Origin) { o.Kind = originKind(r, n) }},
		{"from", "references", "The programme, qualification or series.", func(r *reader, n *node, o *mc.Origin) { o.From = r.references(n) }},
		{"note", "text", "More about it.", func(r *reader, n *node, o *mc.Origin) { o.Note = r.lang(n) }},
	}
}

func partners() class[mc.Partner] {
	return class[mc.Partner]{
		{"party", "party", "Who it is.", func(r *reader, n *node, p *mc.Partner) {
			if party := r.party(n); party != nil {
				p.Party = *party
			}
		}},
		{"role", "word", "cooperation, definer, assessor, endorser, provider, funder or guidance.", func(r *reader, n *node, p *mc.Partner) {
			p.Role = word(r, n, mc.PartnerCooperation, mc.PartnerDefiner, mc.PartnerAssessor, mc.PartnerEndorser, mc.PartnerProvider, mc.PartnerFunder, mc.PartnerGuidance)
		}},
		{"note", "text", "More about it.", func(r *reader, n *node, p *mc.Partner) { p.Note = r.lang(n) }},
	}
}

func issuingRights() class[mc.IssuingRight] {
	return class[mc.IssuingRight]{
		{"who", "parties-list", "Who may issue.", func(r *reader, n *node, i *mc.IssuingRight) { i.Holders = r.partyList(n) }},
		{"granted-by", "party", "Who granted it; without it, the creator.", func(r *reader, n *node, i *mc.IssuingRight) { i.GrantedBy = r.party(n) }},
		{"title", "text", "What the grant is called.", func(r *reader, n *node, i *mc.IssuingRight) { i.Title = r.lang(n) }},
		{"document", "addresses", "The grant, the decision or the agreement.", func(r *reader, n *node, i *mc.IssuingRight) { i.Documents = r.pages(n) }},
		{"from", "date", "From when.", func(r *reader, n *node, i *mc.IssuingRight) { i.Period.Start = r.date(n) }},
		{"until", "date", "Until when.", func(r *reader, n *node, i *mc.IssuingRight) { i.Period.End = r.lastMoment(n) }},
	}
}

func steps() class[mc.ValidationStep] {
	return class[mc.ValidationStep]{
		{"phase", "word", "identification, documentation, assessment or certification (2012/C 398/01).", func(r *reader, n *node, s *mc.ValidationStep) { s.Phase = word(r, n, mc.Phases()...) }},
		{"from", "date", "When it began.", func(r *reader, n *node, s *mc.ValidationStep) { s.Period.Start = r.date(n) }},
		{"until", "date", "When it ended.", func(r *reader, n *node, s *mc.ValidationStep) { s.Period.End = r.lastMoment(n) }},
		{"by", "parties-list", "Who carried it out.", func(r *reader, n *node, s *mc.ValidationStep) { s.By = r.partyList(n) }},
		{"method", "codes", "How: a word of the list of assessments, or {label: interview}.", func(r *reader, n *node, s *mc.ValidationStep) { s.Methods = r.codes(n, assessmentWords) }},
		{"evidence", "addresses", "What it was based on.", func(r *reader, n *node, s *mc.ValidationStep) { s.Evidence = r.pages(n) }},
		{"note", "text", "More about it.", func(r *reader, n *node, s *mc.ValidationStep) { s.Note = r.lang(n) }},
	}
}
