package dss_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/mikromerit/mikromerit/internal/dss"
)

func TestZZWrite(t *testing.T) {
	dir := os.Getenv("DSS_DIR")
	if dir == "" {
		t.Skip()
	}
	writeJobs(t, dir, append(ownSeals(), publishedSeals(t)...))
}

func TestZZCompare(t *testing.T) {
	file := os.Getenv("DSS_ANSWERS")
	if file == "" {
		t.Skip()
	}
	raw, _ := os.ReadFile(file)
	answers, err := dss.ReadAnswers(string(raw))
	if err != nil {
		t.Fatal(err)
	}
	n, same := 0, 0
	for _, s := range append(ownSeals(), publishedSeals(t)...) {
		ours, axes := verdicts(t, s)
		n++
		if text(ours) == text(answers[s.name]) {
			same++
		} else {
			fmt.Println(s.name, "\n  dss ", text(answers[s.name]), "\n  ours", text(ours), axes)
		}
	}
	fmt.Println(same, "of", n)
}
