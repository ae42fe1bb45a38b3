package policy

// ifCheck asks one thing of credentials for which another holds.
type ifCheck struct {
	when, then check
	otherwise  check // may be nil
}

func (c ifCheck) ask(s *subject) answer {
	switch when := c.when.ask(s); {
	case when.state == Pass:
		return c.then.ask(s)
	case when.state == Unknown:
		return when
	case c.otherwise != nil:
		return c.otherwise.ask(s)
	default:
		return inapplicable(when.at, "what it depends on is not so")
	}
}

// notCheck asks that something does not hold.
type notCheck struct{ of check }

func (c notCheck) ask(s *subject) answer {
	a := c.of.ask(s)
	switch a.state {
	case Pass:
		return fail(a.at, "it")
	case Fail:
		return pass(a.at)
	}
	return a
}

// allCheck asks that everything of a list holds.
type allCheck []check

func (c allCheck) ask(s *subject) answer {
	worst := answer{state: NotApplicable}
	for _, each := range c {
		if a := each.ask(s); rank(a.state) > rank(worst.state) {
			worst = a
		}
	}
	return worst
}

// rank orders answers by how much they decide about a whole of which all has to hold.
func rank(s State) int {
	switch s {
	case Fail:
		return 3
	case Unknown:
		return 2
	case Pass:
		return 1
	}
	return 0
}

// anyCheck asks that something of a list holds. When nothing does, the first failure
// tells what is missing.
type anyCheck []check

func (c anyCheck) ask(s *subject) answer {
	var best answer
	for i, each := range c {
		a := each.ask(s)
		if a.state == Pass {
			return a
		}
		if i == 0 || a.state == Unknown && best.state != Unknown || a.state == Fail && best.state == NotApplicable {
			best = a
		}
	}
	return best
}

// oneCheck asks that exactly one of a list holds.
type oneCheck []check

func (c oneCheck) ask(s *subject) answer {
	var held, open []answer
	for _, each := range c {
		switch a := each.ask(s); a.state {
		case Pass:
			held = append(held, a)
		case Unknown:
			open = append(open, a)
		}
	}
	switch {
	case len(held) > 1:
		return fail(held[1].at, "more than one of them")
	case len(open) > 0:
		return open[0]
	case len(held) == 1:
		return held[0]
	}
	return lacking("", "none of them")
}
