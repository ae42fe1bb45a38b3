package speed

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

var (
	table = flag.Bool("table", false, "measure everything and print the tables of docs/performance.md: go test ./internal/speed -run TestTable -timeout 1h -table")
	short = flag.Bool("quick", false, "with -table: fewer and shorter rounds, for a first look")
)

// aims are what the table is judged by: how many times faster than the baseline at
// least, and what is hoped for.
var aims = map[string]string{
	"min issue": "18 / 24", "min verify": "10 / 12",
	"ob4k issue": "30 / 45", "ob4k verify": "25 / 33",
	"ob16k issue": "35 / 60", "ob16k verify": "35 / 60",
	"elm24k issue": "25 / 40", "elm24k verify": "25 / 40",
	"elm111k issue": "12 / 20", "elm111k verify": "12 / 20",
}

// rounds returns how often and how long each way runs.
func rounds() (int, time.Duration) {
	if *short {
		return 5, 5 * time.Millisecond
	}
	return 25, 40 * time.Millisecond
}

// TestTable prints the tables of docs/performance.md. It asserts nothing; what must
// hold of every change stands in the guards.
func TestTable(t *testing.T) {
	if !*table {
		t.Skip("give -table to measure: go test ./internal/speed -run TestTable -timeout 1h -table")
	}
	b, out := newBench(t), io.Writer(os.Stdout)
	fmt.Fprintf(out, "%s, %s/%s, %d processors; %s, in microseconds, median (least) of the rounds.\n\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), clockName)
	all := works(t)
	for _, w := range all {
		fmt.Fprintf(out, "- **%s** (%d bytes): %s\n", w.name, len(w.text), w.of)
	}
	corpus := b.corpus(t)
	fmt.Fprintf(out, "- **mixed** (%d documents, %d bytes): all samples that can be issued and verified, in turn\n", len(corpus), sizeOf(corpus))
	b.printMain(t, out, all, corpus)
	printOthers(t, out, b.others(t))
}

func sizeOf(all []work) (size int) {
	for _, w := range all {
		size += len(w.text)
	}
	return size
}

const mainHead = `
| job | microseconds | faster than json-gold | proof alone | aim | over the limit | proof alone | allocations | KB |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
`

func (b *bench) printMain(t *testing.T, out io.Writer, all, corpus []work) {
	fmt.Fprint(out, mainHead)
	for _, w := range all {
		printJob(t, out, w.name+" issue", b.issuing(t, w))
		printJob(t, out, w.name+" verify", b.verifying(t, w))
	}
	var issue, verify []ways
	for _, w := range corpus {
		issue, verify = append(issue, b.issuing(t, w)), append(verify, b.verifying(t, w))
	}
	printJob(t, out, "mixed issue", inTurn("mixed issue", issue))
	printJob(t, out, "mixed verify", inTurn("mixed verify", verify))
}

func printJob(t *testing.T, out io.Writer, name string, w ways) {
	n, each := rounds()
	race(t, n, each, w.all()...)
	allocations, size := w.whole.memory(t)
	cells := []string{
		name, fmt.Sprintf("%s (%s)", micros(w.whole.median()), micros(w.whole.least())),
		w.gold.over(w.whole).String(), w.gold.over(w.proof).String(), aims[name],
		w.whole.over(w.limit).String(), w.proof.over(w.limit).String(),
		fmt.Sprintf("%.0f", allocations), fmt.Sprintf("%.0f", size/1024),
	}
	fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | "))
}

func micros(d time.Duration) string {
	us := float64(d.Nanoseconds()) / 1000
	if us < 10 {
		return fmt.Sprintf("%.2f", us)
	}
	return fmt.Sprintf("%.0f", us)
}

// String is the median, and in brackets the ratio of the least times.
func (r ratio) String() string { return fmt.Sprintf("%s (%s)", times(r.median), times(r.least)) }

func times(x float64) string {
	if x < 10 {
		return fmt.Sprintf("%.2f", x)
	}
	return fmt.Sprintf("%.1f", x)
}

// row is a figure that has no baseline, with what it is compared with and the aim.
type row struct{ job, figure, aim string }

func printOthers(t *testing.T, out io.Writer, rows []row) {
	fmt.Fprint(out, "\n| job | measured | at least / hoped for |\n| --- | --- | --- |\n")
	for _, r := range rows {
		fmt.Fprintf(out, "| %s | %s | %s |\n", r.job, r.figure, r.aim)
	}
}

func (b *bench) others(t *testing.T) []row {
	var all []row
	for _, measure := range []func(*testing.T) []row{
		b.threads, canonicalise, b.seals, b.tokens, b.conversion, b.statusChecks, b.processes,
	} {
		all = append(all, measure(t)...)
	}
	return all
}
