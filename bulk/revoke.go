package bulk

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/mikromerit/mikromerit/bulk/rows"
	"github.com/mikromerit/mikromerit/vc/status"
)

// Revoke revokes the credential of each row of a table, which is known by the cell of
// a column. What was revoked before stays so, and a row for which nothing was issued
// into the folder is a fault. An error ends the rows.
func Revoke(ctx context.Context, table *rows.Table, keyColumn, folder string, list *status.List) iter.Seq2[Outcome, error] {
	return func(yield func(Outcome, error) bool) {
		if err := revokeAll(ctx, table, keyColumn, folder, list, yield); err != nil {
			yield(Outcome{}, err)
		}
	}
}

func revokeAll(ctx context.Context, table *rows.Table, keyColumn, folder string, list *status.List, yield func(Outcome, error) bool) (err error) {
	if !canRevoke(list) {
		return fmt.Errorf("%w: the purpose of this list is %s; give the one of revocation", ErrOptions, list.Purpose())
	}
	if _, err := readJournal(folder); err != nil { // so that no folder becomes one of ours by mistake
		return err
	}
	j, err := openJournal(folder, list.URL())
	if err != nil {
		return err
	}
	defer j.close()
	defer func() { err = errors.Join(err, j.writeManifest(folder)) }()
	r := &run{Issuer: &Issuer{key: rows.Normal(keyColumn)}, journal: j}
	if err := r.match(table.Columns()); err != nil {
		return err
	}
	for row, err := range table.All() {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		out, err := j.revokeRow(ctx, list, row, r.keyAt)
		if err != nil {
			return err
		}
		if !yield(out, nil) {
			return nil
		}
	}
	return nil
}

// revokeRow revokes what was issued for a row, and all that it replaced.
func (j *journal) revokeRow(ctx context.Context, list *status.List, row rows.Row, keyAt int) (Outcome, error) {
	out := Outcome{Row: row.Number, Key: rows.Normal(row.Cells[keyAt]), Faults: row.Faults, State: Revoked}
	e := j.byKey[out.Key]
	fault := func(must, found, do string) (Outcome, error) {
		out.State = Faulty
		out.Faults = append(out.Faults, rows.FaultOf(&rows.RuleKey, rows.CellName(keyAt, row.Number), must, found, do))
		return out, nil
	}
	switch {
	case !row.Usable():
		out.State = Faulty
		return out, nil
	case out.Key == "":
		return fault("A row must have a key.", "nothing", "Fill it in.")
	case e == nil || e.file == "" && e.Replaces == "":
		return fault("A row to revoke must be one that something was issued for.", "a key that the folder does not know", "Check the key and the folder.")
	case e.file == "":
		return fault("A row to revoke must not be half issued.", "one that an ended run had begun to issue anew", "Let issue finish first.")
	case e.Index == nil:
		return fault("A credential to revoke must have a place in the status list.", "none", "It cannot be revoked.")
	}
	out.ID, out.Index, out.File = e.ID, e.Index, e.file
	if err := list.Revoke(ctx, *e.Index); err != nil {
		return out, err
	}
	if e.revoked {
		return out, nil
	}
	return out, j.write(record{Revoked: &revoked{e.ID}})
}
