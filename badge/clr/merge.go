package clr

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// merge gives what a badge says beyond its claim a place in the record.
func (d *decoder) merge(b *part) {
	main := b.entries[0]
	for i, e := range b.entries {
		if i == 0 {
			b.moves = append(b.moves, move{"definition", e.path("definition")}, move{"award", e.path("award")})
		} else {
			b.moves = append(b.moves, move{mc.Path("others").At(i - 1), e.at})
		}
	}
	b.values = valuesOf(b.c)
	d.mergeLearner(b)
	from, award := &b.c.Envelope, &main.claim.Award
	b.moveText("envelope.display.title", from.Display.Title, main.path("definition.title"), main.claim.Definition.Title, main.path("award.title"), &award.Title)
	b.moveText("envelope.display.description", from.Display.Description, main.path("definition.description"), main.claim.Definition.Description, main.path("award.description"), &award.Description)
	if from.Image != nil && award.Image == nil {
		award.Image = from.Image
		b.moves = append(b.moves, move{"envelope.image", main.path("award.image")})
	}
	if from.ID != "" && award.ID == "" && !b.hasMadeID(d.root.Get("id").Text()) {
		award.ID = from.ID
		b.moves = append(b.moves, move{"envelope.id", main.path("award.id")})
	}
	d.mergeLanguage(b, main)
	d.mergeDay(b, main)
	d.mergeLists(b, main)
	if main == d.main {
		d.mergeEnvelope(b)
	}
}

// mergeEnvelope takes what the main badge says for what the record says, if they are
// of the same issuer and day and the badge says all of the issuer that the record
// does: a badge has a narrative, and a record has none.
func (d *decoder) mergeEnvelope(b *part) {
	from, into := &b.c.Envelope, &d.c.Envelope
	if into.Issuer.ID == "" || !mapping.Alike(from.ValidFrom, into.ValidFrom) {
		return
	}
	for p, value := range d.values {
		if p.Under("envelope.issuer") && b.values[p] != value {
			return
		}
	}
	into.Issuer = from.Issuer
	d.adopt(b, "envelope.issuer")
	take(d, b, "envelope.issued", &into.Issued, from.Issued)
	take(d, b, "envelope.identifiers", &into.Identifiers, from.Identifiers)
	take(d, b, "envelope.profiles", &into.Profiles, from.Profiles)
	take(d, b, "envelope.display.languages", &into.Display.Languages, from.Display.Languages)
}

// take makes a value of a badge that of the record, if that has none.
func take[T any](d *decoder, b *part, at mc.Path, into *T, from T) {
	if reflect.ValueOf(into).Elem().IsZero() && !reflect.ValueOf(&from).Elem().IsZero() {
		*into = from
		d.adopt(b, at)
	}
}

// moveText takes the name or description of a badge for that of the award, unless it
// repeats that of the definition.
func (b *part) moveText(from mc.Path, text mc.LangString, same mc.Path, definition mc.LangString, at mc.Path, award *mc.LangString) {
	repeats := func(in mc.LangString) bool {
		return !slices.ContainsFunc(text, func(v mc.LangValue) bool { return !slices.Contains(in, v) })
	}
	switch {
	case text.IsZero():
	case repeats(definition):
		b.moves = append(b.moves, move{from, same})
	case award.IsZero():
		*award = text
		fallthrough
	case slices.Equal(*award, text):
		b.moves = append(b.moves, move{from, at})
	}
}

// mergeLanguage takes the main language of the main badge for that of a record that
// states none.
func (d *decoder) mergeLanguage(b *part, main *entry) {
	primary := b.c.Envelope.Display.Primary
	if main != d.main || !d.c.Envelope.Display.Primary.IsZero() || primary.IsZero() {
		return
	}
	d.c.Envelope.Display.Primary = primary
	d.adopt(b, "envelope.display.primary")
}

// mergeDay takes the start of the validity of a badge for the day of its award, if
// it is not that of the record and no such day is stated. Until version 2.0 of the
// data model, the same member was the day of the award.
func (d *decoder) mergeDay(b *part, main *entry) {
	from, on := b.c.Envelope.ValidFrom, &main.claim.Award.Awarding.On
	switch {
	case from.IsZero():
	case mapping.Alike(from, d.c.Envelope.ValidFrom):
		b.moves = append(b.moves, move{"envelope.validFrom", "envelope.validFrom"})
	case on.IsZero():
		*on, b.awarded = from, true
		b.moves = append(b.moves, move{"envelope.validFrom", main.path("award.awarding.on")})
	case mapping.Alike(from, *on):
		b.moves = append(b.moves, move{"envelope.validFrom", main.path("award.awarding.on")})
	}
}

// mergeLists adds what a badge has as lists and a claim has as well. The evidence
// stands with the record, since a claim has no list of it.
//
// What the main badge adds at its end is about the record.
func (d *decoder) mergeLists(b *part, main *entry) {
	if main != d.main {
		b.moves = append(b.moves, appended(&d.c.Envelope.Evidence, b.c.Envelope.Evidence, atEvidence, atEvidence)...)
	}
	b.moves = append(b.moves, appended(&d.c.Annexes, b.c.Annexes, "annexes", "annexes")...)
	if main == d.main {
		b.moves = append(b.moves, appended(&d.c.Further, b.c.Further, "further", "further")...)
		b.moves = append(b.moves, appended(&d.c.Documents, b.c.Documents, "documents", "documents")...)
		return
	}
	award, at := &main.claim.Award, main.path("award")
	b.moves = append(b.moves, appended(&award.Notes, b.c.Further, "further", at.Dot("notes"))...)
	b.moves = append(b.moves, appended(&award.Documents, b.c.Documents, "documents", at.Dot("documents"))...)
}

const atEvidence mc.Path = "envelope.evidence"

// mergeMainEvidence puts the evidence of the main badge before that of the record,
// among which is where that comes from.
func (d *decoder) mergeMainEvidence() {
	for _, b := range d.badges {
		if b.entries[0] == d.main && len(b.c.Envelope.Evidence) > 0 {
			of := d.c.Envelope.Evidence
			d.c.Envelope.Evidence = nil
			b.moves = appended(&d.c.Envelope.Evidence, b.c.Envelope.Evidence, atEvidence, atEvidence)
			d.frame.moves = append(appended(&d.c.Envelope.Evidence, of, atEvidence, atEvidence), d.frame.moves...)
		}
	}
}

// appended appends the entries of a list and returns where each is now.
func appended[T any](to *[]T, list []T, from, at mc.Path) (moves []move) {
	for i := range list {
		moves = append(moves, move{from.At(i), at.At(len(*to))})
		*to = append(*to, list[i])
	}
	return moves
}

// mergeLearner adds what a badge says of the learner and the record does not.
func (d *decoder) mergeLearner(b *part) {
	from, into := &b.c.Learner, &d.c.Learner
	if b.stranger = from.ID != "" && into.ID != "" && from.ID != into.ID; b.stranger {
		return
	}
	if into.ID == "" && from.ID != "" {
		into.ID = from.ID
		d.adopt(b, "learner.id")
	}
	list := &into.Party.Identifiers
	for _, id := range from.Party.Identifiers {
		i, there := d.known[keyOf(id)]
		if !there {
			i = len(*list)
			*list = append(*list, id)
			d.known[keyOf(id)] = i
		}
		b.identifiers = append(b.identifiers, i)
	}
	have, says := reflect.ValueOf(&into.Party).Elem(), reflect.ValueOf(&from.Party).Elem()
	for i := range have.NumField() {
		if name := mc.FieldName(have.Type().Field(i).Name); have.Field(i).IsZero() && name != "identifiers" {
			have.Field(i).Set(says.Field(i))
			d.adopt(b, mc.Path("learner.party").Dot(name))
		}
	}
}

// adopt makes what a badge says below a path what the record says.
func (d *decoder) adopt(b *part, at mc.Path) {
	for p, value := range b.values {
		if p.Under(at) && !p.Under("learner.party.identifiers") {
			d.values[p] = value
		}
	}
}

// placeOf returns where in the record is what a part has at a path. Envelope and
// learner are in place where the record says the same.
func (d *decoder) placeOf(b *part, p mc.Path) (mc.Path, bool) {
	if b.own[p] {
		key := strings.TrimPrefix(string(p), "residue["+b.format+"][")
		return mc.ResiduePath(Format, b.at.Pointer()+strings.TrimSuffix(key, "]")), true
	}
	if p.Under("residue") {
		return p, true
	}
	if i, field, ok := indexed(p, "learner.party.identifiers"); ok && b != d.frame && i < len(b.identifiers) {
		return mc.Path("learner.party.identifiers").At(b.identifiers[i]) + field, true
	}
	for _, m := range b.moves {
		if p.Under(m.from) {
			return m.to + p[len(m.from):], true
		}
	}
	switch {
	case b == d.frame:
		return d.placeInMain(p)
	case b.stranger && p.Under("learner"):
		return "", false
	}
	value, stated := d.values[p]
	return p, stated && value == b.values[p]
}

// placeInMain returns the place of what a record says of its main claim: when it
// was awarded.
func (d *decoder) placeInMain(p mc.Path) (mc.Path, bool) {
	const on = "award.awarding.on"
	stated, said := &d.main.claim.Award.Awarding.On, d.frame.c.Award.Awarding.On
	if p != on || said.IsZero() {
		return "", false
	}
	if stated.IsZero() {
		*stated = said
	}
	return on, mapping.Alike(*stated, said)
}

// refusal says why a leaf of a part has no place in the record.
func (b *part) refusal(l mc.Leaf) mc.Outcome {
	switch p := l.Canonical[0]; {
	case p.Under("learner") && b.stranger:
		return mc.Outcome{Reason: CodeLearner + ": the badge is about somebody else than the record", Severity: mc.SeverityWarning}
	case p.Under("envelope.issuer"), p.Under("learner"), p.Under("envelope.validFrom"), p.Under("envelope.validUntil"):
		return mc.Outcome{Reason: "the badge says something else than the record, and the model has no place for both"}
	}
	return mc.Outcome{Reason: "it is about one badge of the record, of which the model has no place for it"}
}

// isMade reports whether a leaf is the id of a badge that follows from that of the
// record.
func (b *part) isMade(l mc.Leaf) bool {
	return l.Canonical[0] == "envelope.id" && b.hasMadeID(b.at.Root().Get("id").Text())
}

func (b *part) hasMadeID(record string) bool {
	return record != "" && b.c.Envelope.ID == madeID(record, b.entries[0].at)
}

// madeID returns the id of the badge for a claim of a record: a UUID of version 8
// (RFC 9562, section 5.8) that depends on the id of the record and the place alone.
func madeID(record string, at mc.Path) string {
	sum := sha256.Sum256([]byte(record + "\x00" + string(at)))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	s := hex.EncodeToString(sum[:16])
	return "urn:uuid:" + s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

// indexed splits the path of something in an entry of a list.
func indexed(p, list mc.Path) (i int, rest mc.Path, ok bool) {
	after, found := strings.CutPrefix(string(p), string(list)+"[")
	number, field, closed := strings.Cut(after, "]")
	i, err := strconv.Atoi(number)
	return i, mc.Path(field), found && closed && err == nil
}

// valuesOf returns what a credential says of itself and the learner.
func valuesOf(c *mc.Credential) map[mc.Path]string {
	return mapping.Values(&mc.Credential{Envelope: c.Envelope, Learner: c.Learner})
}

// keyOf returns a text that is the same for the same identifiers alone.
func keyOf(id mc.Identifier) string {
	text, err := json.Marshal(id, json.Deterministic(true))
	if err != nil {
		return id.Value
	}
	return string(text)
}
