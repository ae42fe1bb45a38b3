package main

import (
	"context"
	"os"
	"os/signal"

	"github.com/mikromerit/mikromerit/bulk"
)

type revokeCommand struct {
	Rows     string `required:"" placeholder:"CSV" help:"Table with a row for each credential to revoke; - is standard input."`
	RowKey   string `required:"" placeholder:"COLUMN" help:"Column with the key by which the row was known when it was issued."`
	Manifest string `required:"" placeholder:"DIR" help:"Folder into which the credentials were issued."`
	Status   string `default:"status" placeholder:"DIR" help:"Folder of the status list (default: status)."`
	JSON     bool   `name:"json" help:"Print a line of JSON for each row."`
}

// Help returns the second part of the help text.
func (c *revokeCommand) Help() string {
	return "Each credential that issue --rows made for the key of a row is revoked for good; no other column is looked at. " +
		"Publish the list afterwards with status publish. To revoke single credentials, by file, place or person, use status revoke."
}

// Run revokes what was issued for each row.
func (c *revokeCommand) Run(a *app) error {
	store := storeFlag{c.Status}
	list, _, err := store.listBy(a, "--status")
	if err != nil {
		return err
	}
	table, closeTable, err := a.openRows(c.Rows)
	if err != nil {
		return err
	}
	defer closeTable()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return a.tellRows(c.Rows, bulk.Revoke(ctx, table, c.RowKey, c.Manifest, list), c.JSON)
}
