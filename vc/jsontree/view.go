package jsontree

import "sync"

// View returns the value as [Parse] would return it for the text [Value.Raw]
// and these limits. Nothing is parsed: the new root shares the tree, so it
// keeps the whole text alive.
func (v Value) View(limits Limits) (Value, error) {
	if !v.Parent().Exists() || v.mayExceed(limits.withDefaults()) {
		return ParseString(v.Raw(), limits)
	}
	t := *v.t
	n := v.node()
	t.src, t.base, t.root, t.cut = v.Raw(), n.start, v.i, nil
	return Value{&t, v.i}, nil
}

// mayExceed reports whether the value could be more than the limits allow. It
// asks the whole tree, which is at hand.
func (v Value) mayExceed(limits Limits) bool {
	return len(v.t.src) > limits.Bytes || int(v.t.depth) > limits.Depth || len(v.t.nodes) > limits.Values
}

// cut is the member that a view leaves out of its root object, with the text
// that goes with it (see [Value.Remove]). The text of the view is written when
// somebody asks for it.
type cut struct {
	member   int32
	from, to int32 // positions, as those of a node
	once     sync.Once
	rest     string
}

func (c *cut) text(t *tree) string {
	c.once.Do(func() { c.rest = t.src[:c.from-t.base] + t.src[c.to-t.base:] })
	return c.rest
}

// leaveOut returns the root of a view without a member of the root object.
func (v Value) leaveOut() Value {
	t := *v.t
	from, to := v.span()
	t.cut = &cut{member: v.i, from: from + t.base, to: to + t.base}
	return Value{&t, t.root}
}
