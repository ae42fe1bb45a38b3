package vocabulary

import (
	"fmt"
	"reflect"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// Observe returns what [mc.Observe] cannot, because it takes a code list to see:
// codes that their list does not have, codes of another list than that which is named
// or belongs there, labels of another code, and national levels that stand for another
// EQF level than the credential states.
func Observe(c *mc.Credential) []mc.Observation {
	if c == nil {
		return nil
	}
	coded := codes{}
	coded.visit(reflect.ValueOf(c), "", "")
	out := coded.found
	for _, claim := range c.Claims() {
		stated := statedEQF(claim.Definition.Levels)
		for i, l := range claim.Definition.Levels {
			national, ok := NQF(l.Value.IRI)
			eqf := stated
			if l.EQF != 0 {
				eqf = l.EQF
			}
			if ok && national.EQF != 0 && eqf != 0 && national.EQF != eqf {
				out = append(out, mc.Observation{
					Code:   mc.CodeNQF,
					Path:   claim.Prefix.Dot("definition.levels").At(i),
					Detail: fmt.Sprintf("level %s of the %s stands for EQF %d, but EQF %d is stated", national.Level, national.Framework.Label, national.EQF, eqf),
				})
			}
		}
	}
	return out
}

// statedEQF returns the EQF level that a list states, or 0.
func statedEQF(levels []mc.Level) int8 {
	for _, l := range levels {
		if n := mc.EQFOf(l.Value.IRI); n != 0 {
			return n
		}
		if l.EQF != 0 {
			return l.EQF
		}
	}
	return 0
}
