package dss_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

func TestZY(t *testing.T) {
	if os.Getenv("ONE") == "" {
		t.Skip()
	}
	raw, _ := os.ReadFile(os.Getenv("ONE"))
	pem, _ := os.ReadFile(os.Getenv("PEM"))
	a, _ := trust.ParsePEM(pem)
	at, err := time.Parse(time.RFC3339, os.Getenv("AT"))
	if err != nil {
		at = time.Now()
	}
	file, err := proof.Open(raw, vc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range file.Proofs() {
		ev, err := jades.Suites()[0].Verify(t.Context(), vc.Env{Clock: func() time.Time { return at }}, proof.Job{File: file, Proof: p, Policy: proof.NewPolicy(proof.Trust{Anchors: a})})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range ev.Findings {
			fmt.Println(f.Code, f.Status, f.Detail)
		}
		for _, c := range ev.Seal.Chain {
			fmt.Println("  ", c.Subject, c.NotBefore, c.NotAfter)
		}
	}
}
