package shapes

import "fmt"

// The numbers of the versions in [shape.plans].
const (
	plan31 = iota
	plan32
	plans
)

// maxRows bounds the rows of a shape in one version.
const maxRows = 64

// A plan is the rows of a shape in one version.
type plan struct {
	rows   []*row
	asking uint64  // the rows that ask for a member, by bit
	byPath []uint8 // path -> the number of its row and 1 more
}

func (c *checker) planOf(s *shape) *plan { return &s.plans[c.version] }

// makePlans makes the plans of all shapes.
func (s *schema) makePlans() error {
	for _, t := range s.profiles {
		for _, shape := range t.shapes {
			if err := s.makePlansOf(shape); err != nil {
				return err
			}
		}
		for _, shape := range t.named {
			if err := s.makePlansOf(shape); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *schema) makePlansOf(of *shape) error {
	for n, version := range [plans]versionSet{in31, in32} {
		p := plan{byPath: make([]uint8, len(s.paths))}
		for _, r := range of.rows {
			if r.form = lexicals[r.datatype]; r.versions&version == 0 {
				continue
			}
			if len(p.rows) == maxRows || p.byPath[r.path] != 0 {
				return fmt.Errorf("%s: too many rows, or two of %s", of.name, r.term)
			}
			if r.min > 0 {
				p.asking |= 1 << len(p.rows)
			}
			p.rows = append(p.rows, r)
			p.byPath[r.path] = uint8(len(p.rows))
		}
		of.plans[n] = p
	}
	return nil
}
