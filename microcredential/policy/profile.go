package policy

import (
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// Profile is what somebody asks of micro-credentials.
type Profile struct {
	ID        string        // short name, such as "fi-he"
	Title     mc.LangString // for a reader
	Version   string        // of the profile itself; a date in those of this library
	Note      string        // what is uncertain about it, or left out
	Languages []string      // languages of the country or sector, BCP 47 tags
	Extends   []string      // profiles whose rules it has too
	Sources   []Source      // of its own rules
	Rules     []Rule        // those of the profiles it extends first
}

// Source is a document that rules are from.
type Source struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Date string `json:"date,omitempty"` // a year, month or day
	URL  string `json:"url"`
	Note string `json:"note,omitempty"` // what is uncertain about it
}

// Rule is one requirement of a profile. Its Spec is the address of the source.
type Rule struct {
	vc.Rule
	Profile    string // id of the profile that states it
	Source     Source
	Clause     string      // where in the source
	Element    int         // number of the element of Annex I that it is about, or 0
	Principles []Principle // what a failure hurts
	check      check
}

// Own returns the rules that the profile itself states.
func (p *Profile) Own() []Rule {
	var out []Rule
	for _, r := range p.Rules {
		if r.Profile == p.ID {
			out = append(out, r)
		}
	}
	return out
}

// Name returns the title in English, or in its first language.
func (p *Profile) Name() string {
	best, _ := p.Title.Best()
	return best.Text
}
