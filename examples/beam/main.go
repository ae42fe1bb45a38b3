// Command beam verifies and converts very many credentials as an Apache Beam pipeline:
// on this machine with the runner that comes with Beam, or on a cluster with any other.
//
//	go run . -in 'inbox/*' -out results -trust trust.json -to ob3
//
// The input is files with one credential each, NDJSON with one on each line, arrays of
// them, or ZIP archives. A line of the verdicts is what "mikromerit verify --json" prints.
// The output folder gets NDJSON in numbered parts: verdicts, converted
// documents, dead letters for what could not be worked on, and the totals of what
// conversions lost.
//
// A run that was killed is simply repeated with the same flags: it takes the time of the
// first run, so that each part gets the same bytes again, and nothing is there twice.
//
// This is a module of its own, because Beam is large. Whoever imports mikromerit does not
// pay for it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/universal" // Flink, Spark and others, by -endpoint

	"github.com/mikromerit/mikromerit/examples/beam/pipeline"
)

func main() {
	var job pipeline.Job
	var trust, now string
	flag.StringVar(&job.In, "in", "", "files to read, as a pattern")
	flag.StringVar(&job.Out, "out", "", "folder for the results")
	flag.StringVar(&job.To, "to", "", "format to convert to, such as ob3 or edc; without it nothing is converted")
	flag.IntVar(&job.Parts, "parts", 4, "into how many files each kind of result is written")
	flag.StringVar(&trust, "trust", "", "trust file: the issuers and certificates that you trust")
	flag.StringVar(&now, "now", "", "time of the run, such as 2026-05-04T12:00:00Z; without it that of the first run")
	runner := flag.String("runner", "prism", "runner of Beam: prism works on this machine")
	flag.Parse()
	beam.Init()
	if err := run(context.Background(), *runner, job, trust, now); err != nil {
		fmt.Fprintln(os.Stderr, "beam:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, runner string, job pipeline.Job, trust, now string) (err error) {
	if trust != "" {
		text, err := os.ReadFile(trust)
		if err != nil {
			return err
		}
		job.Trust = string(text)
	}
	if now != "" {
		if job.Now, err = time.Parse(time.RFC3339, now); err != nil {
			return fmt.Errorf("-now is not a time such as 2026-05-04T12:00:00Z: %w", err)
		}
	}
	if err := job.Begin(ctx); err != nil {
		return err
	}
	p, scope := beam.NewPipelineWithRoot()
	job.Build(scope)
	if _, err := beam.Run(ctx, runner, p); err != nil {
		return err
	}
	return job.End(ctx)
}
