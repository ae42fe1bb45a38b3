package eudi

import (
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// atCountry is where the country is read to.
const atCountry mc.Path = "envelope.issuer.locations[0].addresses[0].country.alpha2"

func readCountry(r *mapping.Reader, v jsontree.Value, to *T, _ mc.Path) {
	country, ok := mc.CountryOf(v.Text())
	if !ok || v.Kind() != jsontree.String || country.Alpha2 == "" {
		r.Reject(v, "not the code of a country")
		return
	}
	to.Envelope.Issuer.Locations = []mc.Location{{Addresses: []mc.Address{{Country: mc.Country{Alpha2: country.Alpha2}}}}}
	if country.Alpha2 == v.Text() {
		r.Keep(v, atCountry)
	} else {
		r.Change(v, atCountry, "the code of two letters")
	}
}

// writeCountry writes the first country of the issuer.
func writeCountry(w *mapping.Writer, n *mapping.Node, from *T, _ mc.Path) {
	const term = "issuing_country"
	for i := range from.Envelope.Issuer.Locations {
		for j, address := range from.Envelope.Issuer.Locations[i].Addresses {
			country := address.Country
			if country.Alpha2 == "" {
				country, _ = mc.CountryOf(country.Concept.IRI)
			}
			if country.Alpha2 == "" {
				continue
			}
			at := mc.Path("envelope.issuer.locations").At(i).Dot("addresses").At(j).Dot("country")
			for _, p := range mapping.PathsOf(&address.Country) {
				w.Change(at.Dot(string(p)), n.At(term), mc.MatchClose, "as a code of two letters")
			}
			w.PutText(n, term, country.Alpha2)
			return
		}
	}
}

// awardDay makes the row of the day of the award write, where no other is stated, the
// day on which the source was issued or from which it holds.
func awardDay(row mapping.Row[T]) mapping.Row[T] {
	usual := row.Write
	row.Write = func(w *mapping.Writer, n *mapping.Node, from *T, at mc.Path) {
		of := w.State.(*encoder).source.Envelope
		switch {
		case !from.Award.Awarding.On.IsZero(), of.Issued.IsZero() && of.ValidFrom.IsZero():
			usual(w, n, from, at)
		case !of.Issued.IsZero():
			w.Change("envelope.issued", n.At(row.Term), mc.MatchClose, "the day of issue, for want of that of the award")
			w.PutRaw(n, row.Term, asDay.Show(of.Issued))
		default:
			w.Change("envelope.validFrom", n.At(row.Term), mc.MatchClose, "the first day of validity, for want of that of the award")
			w.PutRaw(n, row.Term, asDay.Show(of.ValidFrom))
		}
	}
	return row
}

// readExpiry reads the last day of validity. Where the token ends on that day or
// before it, that decides.
func readExpiry(r *mapping.Reader, v jsontree.Value, to *T, _ mc.Path) {
	const at = mc.Path("envelope.validUntil")
	day, err := parseDay(v.Text())
	switch until := to.Envelope.ValidUntil; {
	case err != nil:
		r.Reject(v, "not a date")
	case until.IsZero():
		to.Envelope.ValidUntil = day
		r.Change(v, at, "the beginning of the last day, in no stated zone")
	case until.DateIn(nil) == day.DateIn(nil):
		r.Change(v, at, "the day on which the token ends")
	default:
		r.Reject(v, "another day than the one on which the token ends")
	}
}

func writeExpiry(w *mapping.Writer, n *mapping.Node, from *T, _ mc.Path) {
	if until := from.Envelope.ValidUntil; !until.IsZero() {
		w.PutRaw(n, "date_of_expiry", asDay.Show(until))
	}
}

const atIdentifiers mc.Path = "learner.party.identifiers"

func readIdentification(r *mapping.Reader, v jsontree.Value, to *T, _ mc.Path) {
	if v.Kind() != jsontree.String || v.Text() == "" {
		r.Reject(v, "no text")
		return
	}
	to.Learner.Party.Identifiers = append(to.Learner.Party.Identifiers, mc.Identifier{Value: v.Text()})
	r.Keep(v, atIdentifiers.At(len(to.Learner.Party.Identifiers)-1).Dot("value"))
}

// writeIdentification writes the first identifier that says no more of the learner
// than it must, else any if personal data is wanted, else the id.
func writeIdentification(w *mapping.Writer, n *mapping.Node, from *T, _ mc.Path) {
	const term = "learner_identification"
	e := w.State.(*encoder)
	for _, personal := range []bool{false, true} {
		for i := range from.Learner.Party.Identifiers {
			id := &from.Learner.Party.Identifiers[i]
			if id.Value == "" || id.Hash != nil || id.IsPersonal() != personal || personal && !e.o.PersonalData {
				continue
			}
			w.Change(atIdentifiers.At(i).Dot("value"), n.At(term), mc.MatchClose, "without what kind of identifier it is")
			w.PutText(n, term, id.Value)
			return
		}
	}
	if from.Learner.ID != "" {
		w.Change("learner.id", n.At(term), mc.MatchExact, "for want of another identifier")
		w.PutText(n, term, from.Learner.ID)
		return
	}
	for i := range from.Learner.Party.Contacts {
		for j, address := range from.Learner.Party.Contacts[i].Email {
			if address != "" {
				w.Change(mc.Path("learner.party.contacts").At(i).Dot("email").At(j), n.At(term), mc.MatchClose, "for want of another identifier")
				w.PutText(n, term, address)
				return
			}
		}
	}
}
