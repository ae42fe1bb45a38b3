package jsontree_test

import (
	"fmt"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func ExampleParse() {
	root, err := jsontree.Parse([]byte(`{"b": [1.50, "å"], "a": null}`), jsontree.Limits{})
	if err != nil {
		panic(err)
	}
	number := root.Lookup("/b/0")
	fmt.Println(number.Raw(), number.Pointer(), number.Offset())
	canonical, err := root.Canonical()
	fmt.Println(string(canonical), err)
	fmt.Println(string(number.Replace("2")))

	_, err = jsontree.Parse([]byte(`{"a": 1, "a": 2}`), jsontree.Limits{})
	fmt.Println(err)
	// Output:
	// 1.50 /b/0 7
	// {"a":null,"b":[1.5,"å"]} <nil>
	// {"b": [2, "å"], "a": null}
	// JSON-DUPLICATE-NAME: at byte 9 in /a: a member name stands twice in one object
}
