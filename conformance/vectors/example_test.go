package vectors_test

import (
	"fmt"

	"github.com/mikromerit/mikromerit/conformance/vectors"
)

// Read the good document of a pair and one of its spoilt copies from the files.
func Example() {
	files, err := vectors.FS(vectors.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, id := range []string{"di/eddsa-rdfc-2022/minimal", "di/eddsa-rdfc-2022/minimal/undefined-term"} {
		v, err := vectors.Load(files, id)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%t: %s\n", v.Accept, v.Because)
	}
	// Output:
	// true: It is signed by its issuer, in force, and whole.
	// false: A member was added that no context defines, so the proof does not cover it.
}
