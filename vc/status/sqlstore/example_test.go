package sqlstore_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"

	"github.com/mikromerit/mikromerit/vc/status"
	"github.com/mikromerit/mikromerit/vc/status/sqlstore"
)

func ExampleNew() {
	dir, err := os.MkdirTemp("", "status")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	// The driver is chosen by an import: _ "modernc.org/sqlite".
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "status.db")+"?_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	ctx := context.Background()
	store, err := sqlstore.New(ctx, db, sqlstore.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	list, err := status.OpenList(ctx, store, status.Definition{
		URL: "https://status.example/1", Issuer: "did:web:status.example", Purpose: status.Revocation,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	entry, err := list.Allocate(ctx)
	fmt.Println(entry.Type, entry.Purpose, err)
	// Output: BitstringStatusListEntry revocation <nil>
}
