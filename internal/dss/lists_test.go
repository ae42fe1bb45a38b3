package dss_test

import (
	"context"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/proof/trust/lists"
	"github.com/mikromerit/mikromerit/vc"
)

// listVerdicts is where the verdicts of DSS on seals under trusted lists are kept.
const listVerdicts = "lists.txt"

var recordLists = flag.Bool("record-lists", false, "record what DSS says of seals under trusted lists")

// files returns what is on the web of a case, by the last part of its address, with
// the seal and the one who may sign the list of lists.
func (l *listed) files() map[string][]byte {
	national := testkit.ListOptions{Services: l.services, Signature: testkit.XMLSignature{Sealer: ca.NationalListSigner()}}
	if l.list != nil {
		l.list(&national)
	}
	top := testkit.ListOptions{Territory: "EU", Type: testkit.ListOfLists, Sequence: 10, Signature: testkit.XMLSignature{Sealer: ca.ListSigner()},
		Pointers: []testkit.ListPointer{{Location: listsPlace + "no.xml", Territory: "NO", Signers: []*x509.Certificate{ca.NationalListSigner().Certificate}}}}
	if l.top != nil {
		l.top(&top)
	}
	if l.seal.Certificate == nil {
		l.seal = ca.RSA
	}
	if l.signer == nil {
		l.signer = ca.ListSigner().Certificate
	}
	out := map[string][]byte{"lotl.xml": testkit.MakeList(top), "no.xml": testkit.MakeList(national), "signer.pem": testkit.PEM(l.signer),
		"seal.json": testkit.Seal([]byte(payload), testkit.SealOptions{Sealer: l.seal, Late: ca.LongTerm(l.seal, testkit.LongTerm{Until: l.when().AddDate(0, 0, 1)})})}
	for name, data := range l.more {
		out[name] = data
	}
	return out
}

func (l *listed) when() time.Time {
	if l.at.IsZero() {
		return testkit.SealTime.AddDate(0, 1, 0)
	}
	return l.at
}

// fileSource serves the lists of a case.
type fileSource map[string][]byte

func (f fileSource) Get(_ context.Context, url string, _ lists.Version, maxBytes int64) (lists.Answer, error) {
	data, ok := f[strings.TrimPrefix(url, listsPlace)]
	if !ok || int64(len(data)) > maxBytes {
		return lists.Answer{}, errors.New("nothing is there")
	}
	return lists.Answer{Data: data}, nil
}

// ours returns what is found here about a case, in the form of the table.
func (l *listed) ours(t *testing.T, files map[string][]byte) string {
	t.Helper()
	var words []string
	folder := t.TempDir()
	outcomes, err := lists.Refresh(t.Context(), folder, fileSource(files), lists.RefreshOptions{Signers: []string{lists.Digest(l.signer)}, Location: listsPlace + "lotl.xml", Now: l.when()})
	for _, o := range outcomes {
		state := "read"
		if o.Err != nil {
			state = "refused"
		}
		words = append(words, o.Territory+"="+state)
	}
	var services *trust.Services
	if err == nil {
		store, err := lists.Open(func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(folder, name)) })
		require.NoError(t, err, l.name)
		services, err = store.Services(l.when(), lists.UseOptions{})
		require.NoError(t, err, l.name)
	}
	file, err := proof.Open(files["seal.json"], vc.Limits{})
	require.NoError(t, err)
	evidence, err := jades.Suites()[0].Verify(t.Context(), vc.Env{Clock: l.when}, proof.Job{File: file, Proof: file.Proofs()[0], Policy: proof.NewPolicy(proof.Trust{Services: services})})
	require.NoError(t, err)
	seal := evidence.Seal
	level := "-"
	if seal.Qualified != nil {
		level = seal.Qualified.Level
	}
	end := string(seal.Indication)
	if seal.SubIndication != "" {
		end += "/" + string(seal.SubIndication)
	}
	return strings.Join(append(words, end, level), "\t")
}

// Seals under trusted lists are qualified here where they are with DSS, and where we
// mean to say something else the reason is given.
func TestListsBesideDSS(t *testing.T) {
	cases := listCases()
	dir := t.TempDir()
	for i := range cases {
		c := &cases[i]
		files := c.files()
		folder := filepath.Join(dir, fmt.Sprint(i))
		require.NoError(t, os.Mkdir(folder, 0o700))
		for name, data := range files {
			require.NoError(t, os.WriteFile(filepath.Join(folder, name), data, 0o600))
		}
		fmt.Println(c.name + "\t" + c.ours(t, files))
	}
	if lib := os.Getenv("DSS_LIB"); lib != "" {
		var jobs strings.Builder
		for i, c := range cases {
			fmt.Fprintf(&jobs, "%s\t%s\t%s\n", c.name, filepath.Join(dir, fmt.Sprint(i)), c.when().Format(time.RFC3339))
		}
		cmd := exec.CommandContext(t.Context(), "java", "-cp", filepath.Join(lib, "*"), "ListsJudge.java", "-v")
		cmd.Stdin = strings.NewReader(jobs.String())
		out, err := cmd.Output()
		require.NoError(t, err)
		fmt.Println(string(out))
	}
}
