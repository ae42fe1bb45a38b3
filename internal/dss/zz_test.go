package dss_test

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/mikromerit/mikromerit/internal/dss"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

func TestZZ(t *testing.T) {
	jobs := os.Getenv("DSS_JOBS")
	if jobs == "" {
		t.Skip("no jobs")
	}
	f, _ := os.Open(jobs)
	out, _ := os.Create(os.Getenv("DSS_OUT"))
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		job := strings.Split(sc.Text(), "\t")
		raw, err := os.ReadFile(job[1])
		if err != nil {
			t.Fatal(err)
		}
		at, _ := time.Parse(time.RFC3339, job[2])
		var sets []*trust.Anchors
		for _, p := range strings.Split(job[3], ",") {
			if p == "" {
				continue
			}
			pem, _ := os.ReadFile(p)
			a, err := trust.ParsePEM(pem)
			if err != nil {
				t.Fatal(err)
			}
			sets = append(sets, a)
		}
		file, err := proof.Open(raw, vc.Limits{})
		if err != nil {
			fmt.Fprintf(out, "%s\tERROR %v\n", job[0], err)
			continue
		}
		for i, p := range file.Proofs() {
			ev, err := jades.Suites()[0].Verify(t.Context(), vc.Env{Clock: func() time.Time { return at }}, proof.Job{File: file, Proof: p, Policy: proof.NewPolicy(proof.Trust{Anchors: trust.Join(sets...)})})
			if err != nil {
				t.Fatal(err)
			}
			name := job[0]
			if i > 0 {
				name += fmt.Sprintf("#%d", i)
			}
			if ev.Seal == nil {
				fmt.Fprintf(out, "%s\tNOSEAL\n", name)
				continue
			}
			axes := vc.AxesOf(ev.Findings)
			verdict := axes.Verdict([]vc.Axis{vc.Authentic, vc.InForce, vc.Trusted})
			var bad []string
			for _, f := range ev.Findings {
				if f.Status == vc.Fail || f.Status == vc.Unknown {
					bad = append(bad, f.Code+" "+f.Status.String())
				}
			}
			fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", name, dss.Of(ev.Seal), verdict, strings.Join(bad, ", "))
		}
	}
}
