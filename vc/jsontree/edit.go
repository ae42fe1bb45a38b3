package jsontree

// The edits below change the text at one place and leave every other byte as
// it is, so that number forms, member order and unknown members survive.

// Replace returns the whole source text with this value replaced by raw,
// which must be one JSON value. The absent value yields raw.
func (v Value) Replace(raw string) []byte { return v.splice(v.start(), v.end(), raw) }

// Insert returns the whole source text with a member added at the end of this
// object, which must not have a member of that name. The value must be an
// object.
func (v Value) Insert(name, raw string) []byte {
	member := string(AppendString(nil, name)) + ":" + raw
	if v.Len() == 0 {
		return v.Replace("{" + member + "}")
	}
	end := v.At(v.Len() - 1).end()
	return v.splice(end, end, ","+member)
}

// Append returns the whole source text with an element added at the end of
// this array. The value must be an array.
func (v Value) Append(raw string) []byte {
	if v.Len() == 0 {
		return v.Replace("[" + raw + "]")
	}
	end := v.At(v.Len() - 1).end()
	return v.splice(end, end, ","+raw)
}

// Remove returns the whole source text without this member or element. The
// root cannot be removed: its text is returned as it is.
func (v Value) Remove() []byte {
	from, to := v.span()
	return v.splice(from, to, "")
}

// span returns what must go when the value is removed: its bytes, its name and
// one comma beside it. Of the root nothing goes.
func (v Value) span() (from, to int32) {
	parent := v.Parent()
	if !parent.Exists() {
		return 0, 0
	}
	at := v.Ordinal()
	switch {
	case at > 0: // with the comma before it
		return parent.At(at - 1).end(), v.end()
	case parent.Len() > 1: // with the comma after it
		return v.spanStart(), parent.At(1).spanStart()
	default:
		return v.spanStart(), v.end()
	}
}

// spanStart returns where the member or element starts, its name included.
func (v Value) spanStart() int32 {
	if v.Parent().Kind() == Object {
		return v.place(v.node().nameStart)
	}
	return v.start()
}

func (v Value) splice(from, to int32, text string) []byte {
	src := v.Source()
	out := make([]byte, 0, len(src)+len(text))
	out = append(out, src[:from]...)
	out = append(out, text...)
	return append(out, src[to:]...)
}
