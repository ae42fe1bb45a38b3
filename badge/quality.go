package badge

import (
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (s *tables) defineQuality() {
	type T = mc.QualityAssurance
	itself := func(q *T) *T { return q }
	period := class[T]{Rows: []row[T]{
		mapping.Instant("startDate", func(q *T) *mc.Instant { return &q.ValidFrom }),
		mapping.Instant("endDate", func(q *T) *mc.Instant { return &q.Expires }),
	}}
	page := class[T]{
		Rows: []row[T]{mapping.Text("contentUrl", func(q *T) *string { return &q.URL })},
		FromText: reads(func(d *decoder, v jsontree.Value, to *T, at path) {
			d.text(v, &to.URL, at.Dot("url"))
		}),
	}
	s.quality = class[T]{
		ID: func(q *T) *string { return &q.ID },
		Rows: mapping.Extension(
			mapping.One("qualityType", func(q *T) *mc.Concept { return &q.Type }, &s.concept),
			mapping.Lang("title", func(q *T) *mc.LangString { return &q.Title }),
			mapping.Lang("descriptions", func(q *T) *mc.LangString { return &q.Description }),
			mapping.Many("identification", func(q *T) *[]mc.Identifier { return &q.Identifiers }, &s.identification),
			mapping.Opt("agent", func(q *T) **mc.Party { return &q.Agent }, &s.party),
			mapping.One("decision", func(q *T) *mc.Concept { return &q.Decision }, &s.concept),
			mapping.OneInArray("period", itself, &period),
			mapping.OneInArray("reference", itself, &page),
			mapping.Many("appliesToLevel", func(q *T) *[]mc.Concept { return &q.ScopeLevels }, &s.concept),
			mapping.Many("appliesToField", func(q *T) *[]mc.Concept { return &q.ScopeFields }, &s.concept),
		),
	}
}
