// Class issues a signed badge to each learner of a table, with a place in a status
// list, and revokes one of them. Nothing happens twice, however often it is run:
//
//	go run ./examples/class badges
//	go run ./examples/class badges revoke jon@example.org
//
// The folder gets a file for each learner, manifest.csv, and the status list. The course
// is described in course.yaml, the learners are in learners.csv, as a spreadsheet saves
// it.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/bulk"
	"github.com/mikromerit/mikromerit/bulk/rows"
	"github.com/mikromerit/mikromerit/microcredential/template"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// keyColumn is the column by which a learner is known when the table is given again.
const keyColumn = "e-post"

func main() {
	if len(os.Args) != 2 && (len(os.Args) != 4 || os.Args[2] != "revoke") {
		fmt.Fprintln(os.Stderr, "usage: class FOLDER [revoke "+keyColumn+"]")
		os.Exit(2)
	}
	ctx, c := context.Background(), class{data: "examples", folder: os.Args[1]}
	err := c.open(ctx)
	if err == nil && len(os.Args) == 2 {
		err = c.issue(ctx, os.Stdout)
	} else if err == nil {
		err = c.revoke(ctx, os.Stdout, os.Args[3])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// class is what issuing to a class needs.
type class struct {
	env    vc.Env
	data   string // folder of the examples
	folder string // for what is issued
	key    *keys.Private
	list   *status.List
}

// open reads the key, and opens the status list beside the badges.
func (c *class) open(ctx context.Context) error {
	secret, err := os.ReadFile(filepath.Join(c.data, "data", "test-key.json"))
	if err != nil {
		return err
	}
	if c.key, err = keys.Parse(secret); err != nil {
		return err
	}
	dir := filepath.Join(c.folder, "status")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	store, err := status.NewFileStore(dir)
	if err != nil {
		return err
	}
	c.list, err = status.OpenList(ctx, store, status.Definition{
		URL: "https://vestre-aas.example/status/1", Issuer: c.key.Controller(), Purpose: status.Revocation,
	})
	return err
}

// issue issues a badge for each row of learners.csv.
func (c *class) issue(ctx context.Context, out io.Writer) error {
	folder := filepath.Join(c.data, "class")
	course, err := os.ReadFile(filepath.Join(folder, "course.yaml"))
	if err != nil {
		return err
	}
	// Pictures that the template names lie beside it.
	described, err := template.Parse(course, os.DirFS(folder))
	if err != nil {
		return err
	}
	issuer, err := bulk.NewIssuer(described, keyColumn, bulk.Options{
		Key: c.key, Status: c.list, Issue: mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: c.env}},
	})
	if err != nil {
		return err
	}
	learners, err := os.ReadFile(filepath.Join(folder, "learners.csv"))
	if err != nil {
		return err
	}
	// A dry run first: what is wrong in any row is told before anything is issued.
	table, err := rows.Open(bytes.NewReader(learners))
	if err != nil {
		return err
	}
	var wrong []error
	for row, err := range issuer.Check(ctx, table, c.folder) {
		if err != nil {
			return err
		}
		if row.State.Failed() {
			wrong = append(wrong, faults(row))
		}
	}
	if len(wrong) > 0 {
		return errors.Join(wrong...)
	}
	if table, err = rows.Open(bytes.NewReader(learners)); err != nil {
		return err
	}
	for row, err := range issuer.Run(ctx, table, c.folder) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "row %d: %s\n", row.Row, row.State)
	}
	return nil
}

// revoke revokes the badge of one learner, by the key of the row.
func (c *class) revoke(ctx context.Context, out io.Writer, key string) error {
	table, err := rows.Open(strings.NewReader(keyColumn + "\n" + key + "\n"))
	if err != nil {
		return err
	}
	for row, err := range bulk.Revoke(ctx, table, keyColumn, c.folder, c.list) {
		if err != nil {
			return err
		}
		if row.State.Failed() {
			return faults(row)
		}
		fmt.Fprintf(out, "%s: %s\n", row.Key, row.State)
	}
	return nil
}

// faults are what is wrong with a row, by cell.
func faults(row bulk.Outcome) error {
	var all []error
	for _, fault := range row.Faults {
		all = append(all, fault)
	}
	return errors.Join(all...)
}
