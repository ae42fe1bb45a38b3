package contexts

// applyChanges applies the lines of a table that extends another one.
func (n *names) applyChanges(s *scope, lines []*line) error {
	for _, l := range lines {
		if len(l.words) < 2 {
			return l.errorf("a change is written: add, change, remove or within, and what")
		}
		verb, name := l.words[0], l.words[1]
		rest := &line{file: l.file, num: l.num, words: l.words[1:], children: l.children}
		var err error
		switch verb {
		case "add":
			err = n.fill(s, []*line{rest})
		case "remove":
			if len(l.words) > 2 || len(l.children) > 0 || !s.remove(name) {
				err = l.errorf("there is no %s to remove", name)
			}
		case "change":
			err = n.changeTerm(s, rest, name)
		case "within":
			t := s.byName[name]
			if t == nil || t.scope == nil || len(l.words) > 2 {
				return l.errorf("there is no scoped context of %s to change", name)
			}
			err = n.applyChanges(t.scope, l.children)
		default:
			err = l.errorf("%q is no change; there are add, change, remove and within", verb)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// changeTerm gives a term a new definition; its scoped context stays unless
// the line brings one.
func (n *names) changeTerm(s *scope, l *line, name string) error {
	old := s.byName[name]
	if old == nil {
		return l.errorf("there is no term %s to change", name)
	}
	t, err := n.readTerm(l, name, l.words[1:], l.children)
	if err != nil {
		return err
	}
	if t.scope == nil && t.short == nil && !t.noContext {
		t.scope = old.scope
	}
	*old = *t
	return nil
}
