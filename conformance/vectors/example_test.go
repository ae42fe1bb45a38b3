package vectors_test

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

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

// Walk the files and count the good documents and the spoilt copies of each family.
func ExampleFS() {
	files, err := vectors.FS(vectors.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	good, spoilt := make(map[string]int), make(map[string]int)
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".vector") {
			return err
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		v, err := vectors.Parse(text)
		if err != nil {
			return err
		}
		family, _, _ := strings.Cut(v.ID, "/")
		if v.Accept {
			good[family]++
		} else {
			spoilt[family]++
		}
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, family := range slices.Sorted(maps.Keys(good)) {
		fmt.Printf("%-12s %3d good %5d spoilt\n", family, good[family], spoilt[family])
	}
	// Output:
	// controllers   12 good   128 spoilt
	// cose           4 good   162 spoilt
	// di            75 good  6508 spoilt
	// jades          2 good   268 spoilt
	// jose          15 good  1550 spoilt
	// ob3            3 good    21 spoilt
	// status         8 good    73 spoilt
	// status-2021    1 good    11 spoilt
	// vp             6 good   805 spoilt
}
