package edc

import (
	"encoding/json"
	"strconv"
	"strings"
)

// leafPointers lists the leaves of a JSON text by a reader of its own, so that
// the decoder's idea of a leaf is not compared with itself.
func leafPointers(src string) []string {
	dec := json.NewDecoder(strings.NewReader(src))
	dec.UseNumber()
	var out []string
	var value func(pointer string)
	value = func(pointer string) {
		t, _ := dec.Token()
		open, ok := t.(json.Delim)
		if !ok || !dec.More() {
			out = append(out, pointer)
			if ok {
				dec.Token()
			}
			return
		}
		for i := 0; dec.More(); i++ {
			step := strconv.Itoa(i)
			if open == '{' {
				name, _ := dec.Token()
				step = strings.NewReplacer("~", "~0", "/", "~1").Replace(name.(string))
			}
			value(pointer + "/" + step)
		}
		dec.Token()
	}
	value("")
	return out
}
