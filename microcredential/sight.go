package microcredential

import (
	"strconv"
	"strings"
)

// Sight says who finds a value in the target.
type Sight string

// The sights, from the widest to none.
const (
	SightAny      Sight = "any"      // every reader of the format
	SightOurs     Sight = "ours"     // whoever knows our extension, residue or interoperability data
	SightOriginal Sight = "original" // whoever opens the embedded original
	SightNone     Sight = "none"
)

// Sight returns who finds the value of the leaf in the target.
func (l Leaf) Sight() Sight {
	switch l.CarriedBy {
	case CarriedNatively:
		return SightAny
	case CarriedByExtension, CarriedByResidue:
		return SightOurs
	case CarriedByOriginal:
		return SightOriginal
	}
	return SightNone
}

// Views counts the leaves of the source that have content, by who finds them.
type Views struct {
	Any  int `json:"visibleToAny"`
	Ours int `json:"visibleToOurs"` // those of Any included
	Of   int `json:"of"`
}

// ElementSight says who finds an element of Annex I that the source states. It
// counts leaves; a leaf counts once.
type ElementSight struct {
	Element   int    `json:"element"` // 1 to 16
	Name      string `json:"name"`    // short, for a sentence
	Title     string `json:"title"`
	Mandatory bool   `json:"mandatory"`
	Source    int    `json:"source"`           // what the source states
	Native    int    `json:"native"`           // of these, what any reader finds
	Ours      int    `json:"ours"`             // only our extension and residue
	Original  int    `json:"original"`         // only the embedded original
	Reason    string `json:"reason,omitempty"` // of the first that not every reader finds
}

// LostFromSight returns the elements that the source states and of which a reader
// of the target format finds nothing.
func (s Summary) LostFromSight() []ElementSight {
	var out []ElementSight
	for _, e := range s.Elements {
		if e.Native == 0 {
			out = append(out, e)
		}
	}
	return out
}

// ListElements names elements for a sentence: "4 awarding body, 10 form of
// participation (mandatory); 12 prerequisites".
func ListElements(all []ElementSight) string {
	var names [2][]string
	for _, e := range all {
		group := 1
		if e.Mandatory {
			group = 0
		}
		names[group] = append(names[group], strconv.Itoa(e.Element)+" "+e.Name)
	}
	mandatory, optional := strings.Join(names[0], ", "), strings.Join(names[1], ", ")
	switch {
	case mandatory == "":
		return optional
	case optional == "":
		return mandatory + " (mandatory)"
	}
	return mandatory + " (mandatory); " + optional
}

func viewsOf(leaves []Leaf) Views {
	var v Views
	for _, l := range leaves {
		if l.Added || l.Kind == KindScaffold {
			continue
		}
		v.Of++
		switch l.Sight() {
		case SightAny:
			v.Any++
			v.Ours++
		case SightOurs:
			v.Ours++
		}
	}
	return v
}

// elementSights returns the elements that the source states, in order.
func elementSights(leaves []Leaf) []ElementSight {
	out := []ElementSight{}
	for n, e := range sightsByElement(leaves) {
		if n > 0 && e.Source > 0 {
			e.Element, e.Name, e.Title, e.Mandatory = n, elementNames[n], elementTitles[n], isMandatory(n)
			out = append(out, e)
		}
	}
	return out
}

// sightsByElement counts the leaves of the source by element; 0 counts the others.
func sightsByElement(leaves []Leaf) (out [elementCount + 1]ElementSight) {
	for _, l := range leaves {
		if l.Added || l.Kind == KindScaffold || l.Element < 0 || l.Element > elementCount {
			continue
		}
		e := &out[l.Element]
		e.Source++
		switch l.Sight() {
		case SightAny:
			e.Native++
			continue
		case SightOurs:
			e.Ours++
		case SightOriginal:
			e.Original++
		}
		if e.Reason == "" {
			e.Reason = l.Reason
		}
	}
	return out
}
