package passport

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// ErrTarget says that a file describes no target.
var ErrTarget = errors.New("PASSPORT-TARGET")

// ReadTarget reads what credentials are to be held against: a credential of any
// format, of which the definition is taken, or a description in JSON:
//
//	{"title": {"en": "Mountain guide"}, "id": "https://vestre-aas.example/guide", "credits": {"amount": "15", "framework": "ECTS"},
//	 "parts": [{"title": "Snow", "id": "https://vestre-aas.example/snow", "eqf": 5, "credits": {"amount": "5", "framework": "ECTS"}},
//	           {"title": "Rope", "identifiers": [{"scheme": "urn:example:courses", "value": "FF102"}], "after": ["https://vestre-aas.example/snow"]}]}
//
// Members are title, id, identifiers, codes (scheme and notation, or iri), credits, eqf,
// maxCredits, after (ids of what comes before) and parts. Any other is refused, since a
// misspelt one would leave a part without what it asks for.
func ReadTarget(data []byte, limits vc.Limits) (*mc.Definition, error) {
	if file, err := mikromerit.Open(data, limits); err == nil {
		_, c, _, err := mikromerit.Formats().Read(mikromerit.DocumentOf(file))
		if err != nil {
			return nil, fmt.Errorf("%w: the credential cannot be read: %s", ErrTarget, vc.Plain(err.Error()))
		}
		d := c.Definition
		for _, part := range c.Award.Parts {
			d.Parts = append(d.Parts, part.Definition)
		}
		return &d, nil
	}
	root, err := jsontree.Parse(data, jsontree.Limits{Bytes: limits.Bytes, Depth: limits.Depth, Values: limits.Values})
	if err != nil {
		return nil, fmt.Errorf("%w: the file is neither a credential nor JSON that describes a target: %w", ErrTarget, err)
	}
	var d mc.Definition
	if err := readTarget(root, &d); err != nil {
		return nil, fmt.Errorf("%w at %s: %w", ErrTarget, err.at, err.why)
	}
	return &d, nil
}

// targetFault is what is wrong with a description, and where.
type targetFault struct {
	at  string
	why error
}

func wrong(v jsontree.Value, format string, args ...any) *targetFault {
	at := v.Pointer()
	if at == "" {
		at = "the file"
	}
	return &targetFault{at, fmt.Errorf(format, args...)}
}

// targetMembers are the members of a description.
var targetMembers = map[string]func(jsontree.Value, *mc.Definition) *targetFault{
	"title": func(v jsontree.Value, d *mc.Definition) *targetFault {
		if v.Kind() == jsontree.String {
			d.Title = mc.Text("", v.Text())
			return nil
		}
		for lang, text := range v.Members() {
			d.Title.Add(lang, text.Text())
		}
		if len(d.Title) == 0 {
			return wrong(v, "a title is a text, or an object of texts by language")
		}
		return nil
	},
	"id": func(v jsontree.Value, d *mc.Definition) *targetFault {
		if d.ID = v.Text(); d.ID == "" {
			return wrong(v, "an id is a text")
		}
		return nil
	},
	"identifiers": func(v jsontree.Value, d *mc.Definition) *targetFault {
		for one := range v.Each() {
			i := mc.Identifier{Value: one.Get("value").Text(), SchemeIRI: one.Get("scheme").Text()}
			if i.Value == "" || i.SchemeIRI == "" {
				return wrong(one, "an identifier is an object with value and scheme; without its scheme a number may be anybody's")
			}
			d.Identifiers = append(d.Identifiers, i)
		}
		return nil
	},
	"codes": func(v jsontree.Value, d *mc.Definition) *targetFault {
		for one := range v.Each() {
			c := mc.Concept{IRI: one.Get("iri").Text(), Scheme: one.Get("scheme").Text(), Notation: one.Get("notation").Text()}
			if c.IRI == "" && (c.Scheme == "" || c.Notation == "") {
				return wrong(one, "a code is an object with an iri, or with scheme and notation")
			}
			d.Codes = append(d.Codes, c)
		}
		return nil
	},
	"credits": func(v jsontree.Value, d *mc.Definition) *targetFault {
		for one := range v.Each() {
			amount, fault := amountOf(one.Get("amount"))
			if fault != nil {
				return fault
			}
			framework := one.Get("framework").Text()
			if framework == "" {
				return wrong(one, "credits name their framework, such as ECTS or an IRI; none is assumed")
			}
			d.Workload = append(d.Workload, mc.Workload{Kind: mc.WorkloadCredits, Framework: frameworkOf(framework), Amount: amount})
		}
		return nil
	},
	"eqf": func(v jsontree.Value, d *mc.Definition) *targetFault {
		n, err := strconv.Atoi(v.Raw())
		level, ok := mc.EQFLevel(n)
		if err != nil || !ok {
			return wrong(v, "a level of the EQF is a number from 1 to 8")
		}
		d.Levels = append(d.Levels, level)
		return nil
	},
	"maxCredits": func(v jsontree.Value, d *mc.Definition) (fault *targetFault) {
		d.Stackability.MaxCredits, fault = amountOf(v)
		return fault
	},
	"after": func(v jsontree.Value, d *mc.Definition) *targetFault {
		for one := range v.Each() {
			if one.Text() == "" {
				return wrong(one, "what comes before a part is named by its id")
			}
			d.Prerequisites = append(d.Prerequisites, mc.Requirement{Credential: &mc.CredentialRef{ID: one.Text()}})
		}
		return nil
	},
}

func readTarget(v jsontree.Value, d *mc.Definition) *targetFault {
	if !v.IsObject() {
		return wrong(v, "a target and each of its parts is an object")
	}
	for name, member := range v.Members() {
		if name == "parts" {
			for one := range member.Each() {
				var part mc.Definition
				if fault := readTarget(one, &part); fault != nil {
					return fault
				}
				d.Parts = append(d.Parts, part)
			}
			continue
		}
		read, known := targetMembers[name]
		if !known {
			return wrong(member, "there is no member of this name; use title, id, identifiers, codes, credits, eqf, maxCredits, after and parts")
		}
		if fault := read(member, d); fault != nil {
			return fault
		}
	}
	if d.Title.IsZero() {
		return wrong(v, "a target and each of its parts has a title")
	}
	return nil
}

// amountOf reads a number of credits, which may stand in quotation marks so that no
// tool changes its digits.
func amountOf(v jsontree.Value) (mc.Decimal, *targetFault) {
	text := v.Raw()
	if v.Kind() == jsontree.String {
		text = v.Text()
	}
	d, err := mc.ParseDecimal(text)
	if err != nil || d.Sign() < 0 {
		return d, wrong(v, "an amount of credits is a decimal number with a point, such as 7.5")
	}
	return d, nil
}

// frameworkOf returns the framework that a short name or an IRI stands for: ECTS and
// ECVET are in the list of the Union.
func frameworkOf(name string) mc.Concept {
	for _, c := range vocabulary.EducationCredit.Concepts() {
		short := map[string]string{"6fcec5c5af": "ECTS", "60b314e826": "ECVET"}[c.Code]
		if name == c.IRI || name == short {
			out := c.Model()
			out.Notation = cmp.Or(short, out.Notation)
			return out
		}
	}
	if vc.IsURL(name) {
		return mc.Concept{IRI: name}
	}
	return mc.Concept{Notation: name}
}
