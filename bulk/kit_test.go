package bulk_test

import (
	"context"
	"io"
	"os"

	"github.com/mikromerit/mikromerit/bulk/rows"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc/status"
)

func readKey(name string) (*keys.Private, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return keys.Read(text, keys.ReadOptions{})
}

func openList(dir string, key *keys.Private) (*status.List, error) {
	store, err := status.NewFileStore(dir)
	if err != nil {
		return nil, err
	}
	return status.OpenList(context.Background(), store, status.Definition{URL: "https://status.example/1", Issuer: key.Controller(), Purpose: status.Revocation})
}

func openTable(from io.Reader) (*rows.Table, error) { return rows.Open(from) }
