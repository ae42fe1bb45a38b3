package mapping_test

import (
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// shop is a format that writes no id or type, and text as an object by language.
var shop = &mapping.Format{
	Name:     "shop",
	IsLocal:  func(id string) bool { return strings.HasPrefix(id, "_:") },
	IsGlobal: func(id string) bool { return strings.Contains(id, ":") },
	Head:     func(dst []byte, _ *mapping.Node) []byte { return append(dst, '{') },
	Texts: func(w *mapping.Writer, n *mapping.Node, term string, s mc.LangString, at mc.Path) {
		var members []string
		for _, v := range s {
			members = append(members, mapping.Quote(v.Lang)+":"+mapping.Quote(v.Text))
		}
		w.PutRaw(n, term, "{"+strings.Join(members, ",")+"}")
	},
}

// price is the table of one class, with rows of four kinds.
var price = &mapping.Class[mc.Price]{
	Rows: []mapping.Row[mc.Price]{
		mapping.Lang("description", func(p *mc.Price) *mc.LangString { return &p.Description }),
		mapping.Decimal("amount", func(p *mc.Price) *mc.Decimal { return &p.Amount }),
		mapping.One("currency", func(p *mc.Price) *mc.Concept { return &p.Currency }, currency),
		mapping.Many("notes", func(p *mc.Price) *[]mc.Note { return &p.Notes }, note),
	},
}

var currency = &mapping.Class[mc.Concept]{
	Rows: []mapping.Row[mc.Concept]{
		mapping.Text("code", func(c *mc.Concept) *string { return &c.Notation }),
	},
}

var note = &mapping.Class[mc.Note]{
	Rows: []mapping.Row[mc.Note]{
		mapping.Lang("text", func(n *mc.Note) *mc.LangString { return &n.Text }),
	},
}

// A table reads a document and writes it. What no row takes is residue.
func Example() {
	text := `{"description": {"nb": "Kursavgift"}, "amount": "1200.00", "currency": {"code": "NOK"},
		"notes": [{"text": {"nb": "Gratis for medlemmer"}}], "colour": "red"}`
	root, err := jsontree.Parse([]byte(text), jsontree.Limits{})
	if err != nil {
		panic(err)
	}
	r := &mapping.Reader{Format: shop}
	var p mc.Price
	price.Read(r, root, &p, "price")
	for _, claim := range r.Claims {
		fmt.Println(claim.Pointer(), claim.Outcome.Kind, claim.Outcome.To)
	}

	w := &mapping.Writer{Format: shop}
	node := price.Write(w, nil, "", &p, "price", "")
	fmt.Printf("%s\n", shop.AppendJSON(nil, node))
	// Output:
	// /description/nb exact price.description[nb]
	// /amount exact price.amount
	// /currency/code exact price.currency.notation
	// /notes/0/text/nb exact price.notes[0].text[nb]
	// /colour moved-to-residue residue[shop][/colour]
	// {"description":{"nb":"Kursavgift"},"amount":"1200.00","currency":{"code":"NOK"},"notes":{"text":{"nb":"Gratis for medlemmer"}}}
}
