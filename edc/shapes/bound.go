package shapes

// A Bound is how often a member may occur in nodes of a class.
type Bound struct {
	Member   string
	Min, Max int // Max 0: any number
}

// BoundsOf returns the bounds of the members of a class, by its name, in a draft of
// the generic profile that states all that is known before sealing.
func BoundsOf(class string) []Bound { return elm().bounds[class] }

func (s *schema) makeBounds() {
	s.bounds = map[string][]Bound{}
	for _, shape := range s.profiles[GenericNoCV].shapes {
		for _, r := range shape.rows {
			if r.versions&in32 == 0 {
				continue
			}
			b := Bound{Member: r.term, Min: r.min, Max: r.max}
			if r.when == atSeal {
				b.Min = 0
			}
			s.bounds[shape.name] = append(s.bounds[shape.name], b)
		}
	}
}
