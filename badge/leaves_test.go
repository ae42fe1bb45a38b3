package badge

import (
	"encoding/json"
	"strconv"
	"strings"
)

// leafPointers lists the leaves of a JSON text by a reader of its own, so that
// the decoder's idea of a leaf is not compared with itself.
func leafPointers(src string) []string {
	reader := json.NewDecoder(strings.NewReader(src))
	reader.UseNumber()
	var out []string
	var walk func(at string)
	walk = func(at string) {
		token, _ := reader.Token()
		bracket, container := token.(json.Delim)
		if !container {
			out = append(out, at)
			return
		}
		n := 0
		for ; reader.More(); n++ {
			if bracket == '[' {
				walk(at + "/" + strconv.Itoa(n))
				continue
			}
			name, _ := reader.Token()
			walk(at + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name.(string)))
		}
		if n == 0 {
			out = append(out, at)
		}
		_, _ = reader.Token()
	}
	walk("")
	return out
}
