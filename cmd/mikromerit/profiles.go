package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/policy"
)

// profileFlags name policy profiles.
type profileFlags struct {
	Profile []string `sep:"none" placeholder:"PROFILE" help:"Policy profile to judge by: the id of one that \"mikromerit profiles\" lists, or a file with one of your own. May be repeated."`
}

// profiles returns the profiles that are named. Those in files may extend each other.
func (f *profileFlags) profiles(a *app) ([]*policy.Profile, error) {
	all := policy.Shipped()
	ids := make([]string, len(f.Profile))
	for i, name := range f.Profile {
		ids[i] = name
		if !strings.ContainsAny(name, `./\`) {
			continue
		}
		text, err := a.read(name)
		if err != nil {
			return nil, err
		}
		if ids[i], err = all.Add(text); err != nil {
			return nil, newFailure("%s is no policy profile: %v", displayName(name), err)
		}
	}
	var out []*policy.Profile
	for i, id := range ids {
		if !slices.Contains(all.IDs(), id) {
			return nil, newFailure("there is no policy profile %q; \"mikromerit profiles\" lists them, and the name of a file has a dot or a slash", id)
		}
		p, err := all.Profile(id)
		if err != nil {
			return nil, newFailure("--profile %s: %v", f.Profile[i], err)
		}
		out = append(out, p)
	}
	return out, nil
}

func (o told) writeProfiles(w io.Writer) {
	for _, r := range o.Profiles {
		writeParagraph(w, "Profile "+r.Profile.ID+". "+r.Summary())
		if hurt := r.Hurt(); hurt != "" {
			writeParagraph(w, "Rules that are not kept hurt these principles: "+hurt+".")
		}
	}
}

type profilesCommand struct {
	JSON bool `name:"json" help:"Print one JSON object for each profile, on a line of its own."`
}

// profileLine is a profile in the JSON output.
type profileLine struct {
	ID        string          `json:"id"`
	Title     string          `json:"title"`
	Version   string          `json:"version"`
	Note      string          `json:"note,omitempty"`
	Languages []string        `json:"languages,omitempty"`
	Extends   []string        `json:"extends,omitempty"`
	Sources   []policy.Source `json:"sources"`
	Rules     int             `json:"rules"`
}

// Run lists the profiles of the library.
func (c *profilesCommand) Run(a *app) error {
	out := a.page()
	line := json.NewEncoder(out)
	line.SetEscapeHTML(false)
	var rows [][]string
	for _, p := range policy.All() {
		if c.JSON {
			if err := line.Encode(profileLine{p.ID, p.Name(), p.Version, p.Note, p.Languages, p.Extends, p.Sources, len(p.Rules)}); err != nil {
				return err
			}
			continue
		}
		text := p.Name()
		if len(p.Extends) > 0 {
			text += "; extends " + strings.Join(p.Extends, ", ")
		}
		rows = append(rows, []string{p.ID, fmt.Sprintf("%d rules", len(p.Rules)), text})
	}
	writeTable(out, rows)
	return a.write(std, out.Bytes())
}

// policyLine is a rule of a profile in the JSON output.
type policyLine struct {
	ruleLine
	Profile    string             `json:"profile"`
	Element    int                `json:"element,omitempty"`
	Principles []policy.Principle `json:"principles"`
	Source     policy.Source      `json:"source"`
	Clause     string             `json:"clause,omitempty"`
}

// listProfiles lists the rules of profiles, with those that they inherit.
func (c *rulesCommand) listProfiles(a *app) error {
	profiles, err := c.profiles(a)
	if err != nil {
		return err
	}
	out := a.page()
	line := json.NewEncoder(out)
	line.SetEscapeHTML(false)
	var rows [][]string
	for _, p := range profiles {
		for _, r := range p.Rules {
			if c.Axis != nil && *c.Axis != r.Axis {
				continue
			}
			if !c.JSON {
				rows = append(rows, []string{r.Code, string(r.Level), r.Text})
				continue
			}
			rule := ruleLine{r.Code, r.Axis, r.Level, r.Text, r.Spec, r.Type}
			if err := line.Encode(policyLine{rule, r.Profile, r.Element, r.Principles, r.Source, r.Clause}); err != nil {
				return err
			}
		}
	}
	writeTable(out, rows)
	return a.write(std, out.Bytes())
}

// asked returns the rules with a code, of the profiles of the library and of those that
// are named.
func (c *explainCommand) asked(a *app, code string) ([]policy.Rule, error) {
	named, err := c.profiles(a)
	if err != nil {
		return nil, err
	}
	out := policy.Explain(code)
	for _, p := range named {
		for _, r := range p.Own() {
			if r.Code == code && !strings.HasPrefix(code, "EUMC-") {
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// policyRows explain a rule of a profile.
func policyRows(r policy.Rule) [][]string {
	rows := [][]string{{"Profile", r.Profile}, {"Source", strings.TrimSuffix(r.Source.Name+", "+r.Source.Date, ", ")}}
	if r.Clause != "" {
		rows = append(rows, []string{"", r.Clause})
	}
	if r.Source.Note != "" {
		rows = append(rows, []string{"", r.Source.Note})
	}
	if name := mc.ElementName(r.Element); name != "" {
		rows = append(rows, []string{"Element", fmt.Sprintf("%d of Annex I, %s", r.Element, name)})
	}
	var hurts []string
	for _, p := range r.Principles {
		hurts = append(hurts, p.String())
	}
	slices.Sort(hurts)
	return append(rows, []string{"Hurts", strings.Join(hurts, ", ")})
}
