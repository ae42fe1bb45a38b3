package bulk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/badge/bake"
)

// baseName returns the name of the files of a credential, without ending.
func baseName(id string) string { return strings.TrimPrefix(id, "urn:uuid:") }

func digestOfFile(file []byte) string {
	sum := sha256.Sum256(file)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// temporary is how the names of files end that are being written.
const temporary = ".tmp"

// removeTemporary removes what an ended run left half written.
func removeTemporary(folder string) {
	names, _ := filepath.Glob(filepath.Join(folder, ".*"+temporary)) // the pattern is sound
	for _, name := range names {
		_ = os.Remove(name)
	}
}

// writeFile writes a file whole or not at all.
func writeFile(name string, data []byte) error {
	hidden := filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+temporary)
	_ = os.Remove(hidden) // what a run left, or a link to what is not to be overwritten
	file, err := os.OpenFile(hidden, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(hidden, name)
}

// writeBeside writes the picture and the page of a credential, if they are asked for.
func (r *run) writeBeside(ctx context.Context, id string, file []byte) error {
	base := filepath.Join(r.folder, baseName(id))
	if r.o.Image != nil {
		payload := bytes.TrimSuffix(file, []byte("\n"))
		baked, err := bake.Bake(r.o.Image, payload, bake.Limits{Image: r.o.Issue.Env.Limits.Bytes})
		if err != nil {
			return err
		}
		ending := ".png"
		if !bytes.HasPrefix(r.o.Image, []byte("\x89PNG")) {
			ending = ".svg"
		}
		if err := writeFile(base+ending, baked); err != nil {
			return err
		}
	}
	if r.o.Card == nil {
		return nil
	}
	page, err := r.o.Card(ctx, file)
	if err != nil {
		return err
	}
	return writeFile(base+".html", page)
}

// parallel does something about each row, several at a time.
func (r *run) parallel(jobs []*job, do func(*job)) {
	next := make(chan *job)
	var group sync.WaitGroup
	for range min(r.o.Workers, len(jobs)) {
		group.Go(func() {
			for j := range next {
				guarded(j, do)
			}
		})
	}
	for _, j := range jobs {
		next <- j
	}
	close(next)
	group.Wait()
}

// guarded turns a fault of ours into an error, which ends the run in good order.
func guarded(j *job, do func(*job)) {
	defer func() {
		if found := recover(); found != nil {
			j.err = fmt.Errorf("BULK-PANIC: row %d: this is a fault of this library: %v", j.row.Number, found)
		}
	}()
	do(j)
}

// The manifests, for people and for programs.
const (
	manifestCSV  = "manifest.csv"
	manifestJSON = "manifest.json"
)

// Issue is a line of the manifest: a credential in a folder.
type Issue struct {
	Key    string  `json:"key"`
	File   string  `json:"file"`
	ID     string  `json:"id"`
	Index  *uint64 `json:"index,omitempty"`
	Digest string  `json:"digest"`
	State  State   `json:"state"` // Issued or Revoked
}

// issues returns what is in the folder, in the order of issue.
func (j *journal) issues() []Issue {
	out := []Issue{}
	for _, e := range j.order {
		if e.file == "" {
			continue
		}
		line := Issue{e.Key, e.file, e.ID, e.Index, e.digest, Issued}
		if e.revoked {
			line.State = Revoked
		}
		out = append(out, line)
	}
	return out
}

// writeManifest writes both manifests.
func (j *journal) writeManifest(folder string) error {
	var table, text bytes.Buffer
	table.WriteString("\ufeff") // so that spreadsheets read UTF-8
	out := csv.NewWriter(&table)
	_ = out.Write([]string{"key", "file", "id", "index", "digest", "state"})
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	all := j.issues()
	for _, line := range all {
		index := ""
		if line.Index != nil {
			index = strconv.FormatUint(*line.Index, 10)
		}
		_ = out.Write([]string{harmless(line.Key), line.File, line.ID, index, line.Digest, string(line.State)})
	}
	out.Flush()
	err := encoder.Encode(all)
	return errors.Join(err, writeFile(filepath.Join(folder, manifestCSV), table.Bytes()), writeFile(filepath.Join(folder, manifestJSON), text.Bytes()))
}

// harmless keeps a spreadsheet from computing a key.
func harmless(cell string) string {
	if strings.TrimLeft(cell, "=+-@\t\r＝＋－＠") != cell {
		return "'" + cell
	}
	return cell
}
