package state_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"

	"github.com/mikromerit/mikromerit/conformance/state"
)

func ExampleOpen() {
	dir, err := os.MkdirTemp("", "state")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	// The driver is chosen by an import: _ "modernc.org/sqlite".
	db, err := sql.Open("sqlite", state.SQLite(filepath.Join(dir, "service.db")))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	s, err := state.Open(context.Background(), db)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Ready(context.Background()))
	// Output: <nil>
}
