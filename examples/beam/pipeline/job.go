package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/fileio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"

	"github.com/mikromerit/mikromerit"
)

// Job says what a pipeline reads, does and writes.
type Job struct {
	In    string    // pattern of the files to read
	Out   string    // folder for the results
	Trust string    // text of a trust file; "": nobody is trusted
	To    string    // format to convert to; "": nothing is converted
	Parts int       // files that each kind of result is written to; 0: one
	Now   time.Time // time of the run; zero: that of the first run into Out
}

// Begin checks the job, and notes it in the output folder. If it was begun there before,
// it goes on with the time of that run; another job is refused.
func (j *Job) Begin(ctx context.Context) error {
	if err := j.check(ctx); err != nil {
		return err
	}
	noted, err := read(ctx, j.Out+"/job.json")
	if err != nil {
		if j.Now.IsZero() {
			j.Now = time.Now().UTC().Truncate(time.Second)
		}
		text, err := json.Marshal(j)
		if err != nil {
			return err
		}
		return write(ctx, j.Out+"/job.json", append(text, '\n'))
	}
	var before Job
	if err := json.Unmarshal(noted, &before); err != nil {
		return fmt.Errorf("%s/job.json cannot be read: %w; take another output folder", j.Out, err)
	}
	if j.Now.IsZero() {
		j.Now = before.Now
	}
	if !j.Now.Equal(before.Now) || j.In != before.In || j.Trust != before.Trust || j.To != before.To || j.Parts != before.Parts {
		return fmt.Errorf("%s holds the results of another job, which %s/job.json describes; take another output folder", j.Out, j.Out)
	}
	return nil
}

// check finds what would otherwise stop the pipeline halfway.
func (j *Job) check(ctx context.Context) error {
	j.Out, j.Parts = strings.TrimSuffix(j.Out, "/"), max(j.Parts, 1)
	if j.In == "" || j.Out == "" {
		return errors.New("say which files to read with -in, and where the results go with -out")
	}
	if j.To != "" {
		codec, err := mikromerit.Formats().Named(j.To)
		if err == nil && codec.Encode == nil {
			err = fmt.Errorf("%s can be read but not written", codec.Name)
		}
		if err != nil {
			return err
		}
	}
	if _, err := j.verifier(); err != nil {
		return err
	}
	files, err := filesystem.New(ctx, j.In)
	if err != nil {
		return err
	}
	defer files.Close()
	names, err := files.List(ctx, j.In)
	if err != nil || len(names) == 0 {
		return errors.Join(fmt.Errorf("no file is named as %s says", j.In), err)
	}
	return nil
}

// End says in the output folder that all results are there.
func (j *Job) End(ctx context.Context) error { return write(ctx, j.Out+"/_SUCCESS", nil) }

// Build adds the steps of a job that was begun to a pipeline.
func (j *Job) Build(s beam.Scope) {
	found := fileio.ReadMatches(s, fileio.MatchFiles(s, j.In), fileio.ReadUncompressed())
	documents, unread := beam.ParDo2(s, &readFn{}, found)
	spread := beam.Reshuffle(s, documents) // the lines of one file are work for many machines
	verdicts, converted, lost, dead := beam.ParDo4(s, &judgeFn{Job: *j}, spread)

	j.writeLines(s.Scope("verdicts"), "verdicts", verdicts)
	j.writeLines(s.Scope("dead letters"), "dead", beam.Flatten(s, unread, dead))
	if j.To == "" {
		return
	}
	j.writeLines(s.Scope("converted"), "converted", converted)
	totals := beam.ParDo(s, totalLine, beam.CombinePerKey(s, added, beam.ParDo(s, keyed, lost)))
	single := *j
	single.Parts = 1
	single.writeLines(s.Scope("losses"), "losses", totals)
}

func read(ctx context.Context, name string) ([]byte, error) {
	files, err := filesystem.New(ctx, name)
	if err != nil {
		return nil, err
	}
	defer files.Close()
	in, err := files.OpenRead(ctx, name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(in)
}

// write writes a file so that it appears under its name only when it is whole.
func write(ctx context.Context, name string, text []byte) error {
	files, err := filesystem.New(ctx, name)
	if err != nil {
		return err
	}
	defer files.Close()
	partial := name + ".partial"
	out, err := files.OpenWrite(ctx, partial)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, bytes.NewReader(text)); err != nil {
		return errors.Join(err, out.Close())
	}
	if err := out.Close(); err != nil {
		return err
	}
	return filesystem.Rename(ctx, files, partial, name)
}
