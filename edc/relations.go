package edc

import (
	"reflect"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// ELM states most relations from both ends: an activity influences an achievement
// that is influencedBy it. What stands inside the other end and only refers back to it
// says nothing new. Anything else is a statement of its own.

// backward is a row for the inverse of the relation by which its node is reached.
func backward[T any](row mapping.Row[T]) mapping.Row[T] {
	read := row.Read
	row.Read = func(r *mapping.Reader, v jsontree.Value, to *T, at mc.Path) {
		for e := range v.Each() {
			if decoderOf(r).refersAbove(e) {
				r.Scaffold(e)
				continue
			}
			read(r, e, to, at)
		}
	}
	return row
}

// refersAbove reports whether a value only refers to a node that it stands in.
func (d *decoder) refersAbove(v jsontree.Value) bool {
	id := v
	if v.IsObject() {
		if !isReference(v) {
			return false
		}
		id = v.Get("id")
	}
	body, ok := d.bodies[id.Text()]
	return ok && id.Kind() == jsontree.String && d.within(v, body)
}

// related is the row for claims that something leads to, proves or gives a right by.
func related[T any](term string, get func(*T) *[]mc.Claim) mapping.Row[T] {
	field := string(mapping.PathOf(get))
	return backward(mapping.Custom(term, func(r *mapping.Reader, v jsontree.Value, to *T, at mc.Path) {
		decoderOf(r).readClaimsInto(get(to), v, at.Dot(field))
	}, func(w *mapping.Writer, n *mapping.Node, from *T, at mc.Path) {
		if len(*get(from)) == 0 {
			return
		}
		mapping.WriteNodes(w, n, term, *get(from), at.Dot(field), func(c *mc.Claim, at mc.Path, _ string) *mapping.Node {
			if c.Award.Kind != mc.ClaimAchievement && term != "awards" {
				return nil
			}
			return encoderOf(w).claim(n, c, at)
		})
	}))
}

// isPartOf reports whether a reference says what isPartOf says in ELM. That something
// exempts from another qualification does not make it a part of it.
func isPartOf(r *mc.CredentialRef) bool { return r.Relation == "" || r.Relation == mc.RelationPartOf }

func isPartOfEntry(v reflect.Value) bool { return isPartOf(v.Addr().Interface().(*mc.CredentialRef)) }

func isOtherRelation(v reflect.Value) bool { return !isPartOfEntry(v) }

// listOfRoutes is the text of several routes: "course; validation".
var listOfRoutes = &shape{
	show: func(v reflect.Value, tag string) (string, bool) {
		var all []string
		for _, route := range v.Interface().([]mc.RouteToAward) {
			if _, known := valuesInWords()[string(route)]; !known {
				return "", false
			}
			all = append(all, valuesInWords().in(tag, string(route)))
		}
		return strings.Join(all, "; "), len(all) <= maxLines
	},
	read: func(text string, into reflect.Value) (told []mc.Path, ok bool) {
		var all []mc.RouteToAward
		for word := range strings.SplitSeq(text, "; ") {
			key, known := valuesInWords().keyOf(word)
			if !known || len(all) >= maxLines {
				return nil, false
			}
			told = append(told, mc.Path("").At(len(all)))
			all = append(all, mc.RouteToAward(key))
		}
		into.Set(reflect.ValueOf(all))
		return told, true
	},
}

// order is the row for the place of a node among its like, which ELM has since 3.3.
func order[T any](get func(*T) *int) mapping.Row[T] {
	return mapping.Positive("order", get)
}

// eachRelated calls f with every claim that a claim is related to in another way than
// by being its part.
func eachRelated(a *mc.Award, at mc.Path, f func(c *mc.Claim, at mc.Path)) {
	claims := func(list []mc.Claim, at mc.Path) {
		for i := range list {
			f(&list[i], at.At(i))
		}
	}
	var results func(list []mc.AssessmentResult, at mc.Path)
	awarding := func(a *mc.Awarding, at mc.Path) {
		if a != nil {
			results(a.Used, at.Dot("used"))
			claims(a.Awards, at.Dot("awards"))
		}
	}
	results = func(list []mc.AssessmentResult, at mc.Path) {
		for i := range list {
			r, here := &list[i], at.At(i)
			awarding(r.Awarding, here.Dot("awarding"))
			claims(r.Proves, here.Dot("proves"))
			results(r.Parts, here.Dot("parts"))
			results(r.PartOf, here.Dot("partOf"))
		}
	}
	var activities func(list []mc.Activity, at mc.Path)
	activities = func(list []mc.Activity, at mc.Path) {
		for i := range list {
			v, here := &list[i], at.At(i)
			awarding(v.Awarding, here.Dot("awarding"))
			claims(v.Influences, here.Dot("influences"))
			activities(v.Parts, here.Dot("parts"))
			activities(v.PartOf, here.Dot("partOf"))
		}
	}
	var entitlements func(list []mc.Entitlement, at mc.Path)
	entitlements = func(list []mc.Entitlement, at mc.Path) {
		for i := range list {
			v, here := &list[i], at.At(i)
			awarding(v.Awarding, here.Dot("awarding"))
			claims(v.EntitledBy, here.Dot("entitledBy"))
			entitlements(v.Parts, here.Dot("parts"))
			entitlements(v.PartOf, here.Dot("partOf"))
		}
	}
	awarding(&a.Awarding, at.Dot("awarding"))
	activities(a.Activities, at.Dot("activities"))
	results(a.Assessments, at.Dot("assessments"))
	entitlements(a.Entitlements, at.Dot("entitlements"))
}
