package pipeline

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/fileio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

func init() { // Beam finds the functions of a pipeline by their names
	register.DoFn4x0[context.Context, fileio.ReadableFile, func(Document), func(Line)](&readFn{})
	register.DoFn6x0[context.Context, Document, func(Line), func(Line), func(Loss), func(Line)](&judgeFn{})
	register.DoFn1x2[Line, int, Line](&partFn{})
	register.DoFn3x1[context.Context, int, func(*Line) bool, error](&writeFn{})
	register.Function1x2(keyed)
	register.Function2x1(added)
	register.Function2x1(totalLine)
	register.Emitter1[Document]()
	register.Emitter1[Line]()
	register.Emitter1[Loss]()
	register.Iter1[Line]()
}

// writeLines writes lines to the parts of a result. The name of a line decides on its
// part and its place in it.
func (j *Job) writeLines(s beam.Scope, result string, lines beam.PCollection) {
	parts := beam.GroupByKey(s, beam.ParDo(s, &partFn{j.Parts}, lines))
	beam.ParDo0(s, &writeFn{Folder: j.Out, Result: result, Parts: j.Parts}, parts)
}

// partFn finds the part that a line belongs to.
type partFn struct{ Parts int }

// ProcessElement returns the number of the part, and the line.
func (f *partFn) ProcessElement(l Line) (int, Line) {
	h := fnv.New32a()
	h.Write([]byte(l.Name))
	return int(h.Sum32() % uint32(f.Parts)), l
}

// writeFn writes a part of a result.
type writeFn struct {
	Folder, Result string
	Parts          int
}

// ProcessElement writes a part. That fails only when the disk does, and then the run
// must fail.
func (f *writeFn) ProcessElement(ctx context.Context, part int, lines func(*Line) bool) error {
	var all []Line
	for l := (Line{}); lines(&l); {
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b Line) int {
		return strings.Compare(a.Name+"\x00"+a.Text, b.Name+"\x00"+b.Text)
	})
	var out strings.Builder
	for _, l := range all {
		out.WriteString(l.Text + "\n")
	}
	name := fmt.Sprintf("%s/%s-%05d-of-%05d.ndjson", f.Folder, f.Result, part, f.Parts)
	return write(ctx, name, []byte(out.String()))
}

// keyed pairs a loss with what it is about.
func keyed(l Loss) (string, Loss) { return l.key(), l }

// added adds up two losses of the same member.
func added(a, b Loss) Loss {
	b.Values, b.Documents = a.Values+b.Values, a.Documents+b.Documents
	return b
}

// totalLine is a line of the totals.
func totalLine(key string, l Loss) Line {
	line := lineOf(key, l)
	line.Name = key
	return line
}
