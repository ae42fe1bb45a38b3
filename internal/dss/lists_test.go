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

	"github.com/mikromerit/mikromerit/internal/dss"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/proof/trust/lists"
	"github.com/mikromerit/mikromerit/vc"
)

// listTable is where the verdicts of DSS on seals under trusted lists are kept.
const listTable = "lists.txt"

var recordLists = flag.Bool("record-lists", false, "record what DSS says of seals under trusted lists (lists.sh does)")

// listDifferences say what we find where that is not what DSS finds, and why.
var listDifferences = map[string]struct{ ours, why string }{}

// Seals under trusted lists are qualified here where they are with DSS; where we mean
// to say something else the reason is given. Where Java and the jars of DSS are (in the
// folder DSS_LIB), it judges anew.
func TestListsBesideDSS(t *testing.T) {
	cases := listCases()
	web := make([]map[string][]byte, len(cases))
	for i := range cases {
		web[i] = cases[i].files()
	}
	answers := judgeLists(t, cases, web)
	if *recordLists {
		var text strings.Builder
		text.WriteString("# case, what DSS 6.4 says: which lists it reads, indication, level of the seal, of its first time stamp\n")
		for _, c := range cases {
			fmt.Fprintf(&text, "%s\t%s\n", c.name, answers[c.name])
		}
		require.NoError(t, os.WriteFile(listTable, []byte(text.String()), 0o644))
	}
	table := readTable(t, listTable)
	require.Len(t, table, len(cases), "record the verdicts anew: sh internal/dss/lists.sh")
	for i, c := range cases {
		want := strings.Join(table[c.name], "\t")
		if answers != nil {
			require.Equal(t, want, answers[c.name].String(), "DSS on %s", c.name)
		}
		if d, ok := listDifferences[c.name]; ok {
			require.NotEqual(t, want, d.ours, "%s: there is no difference any more", c.name)
			require.NotEmpty(t, d.why)
			want = d.ours
		}
		require.Equal(t, want, c.verdict(t, web[i]).String(), c.name)
	}
}

// judgeLists asks DSS about all cases with one start of Java; nil where there is none.
func judgeLists(t *testing.T, cases []listed, web []map[string][]byte) map[string]dss.ListVerdict {
	t.Helper()
	lib := os.Getenv("DSS_LIB")
	if found, _ := filepath.Glob(filepath.Join(lib, "dss-tsl-validation-*.jar")); lib == "" || len(found) == 0 {
		return nil
	}
	java, err := exec.LookPath("java")
	if err != nil {
		return nil
	}
	dir := t.TempDir()
	var jobs strings.Builder
	for i, c := range cases {
		folder := filepath.Join(dir, fmt.Sprint(i))
		require.NoError(t, os.Mkdir(folder, 0o700))
		for name, data := range web[i] {
			require.NoError(t, os.WriteFile(filepath.Join(folder, name), data, 0o600))
		}
		fmt.Fprintf(&jobs, "%s\t%s\t%s\n", c.name, folder, c.when().Format(time.RFC3339))
	}
	command := exec.CommandContext(t.Context(), java, "-cp", filepath.Join(lib, "*"), "ListsJudge.java")
	command.Stdin = strings.NewReader(jobs.String())
	out, err := command.Output()
	require.NoError(t, err)
	answers, err := dss.ReadListAnswers(string(out))
	require.NoError(t, err)
	return answers
}

// files returns what is on the web of a case, by the last part of its address, with
// the seal and the one who may sign the list of lists.
func (l *listed) files() map[string][]byte {
	national := testkit.ListOptions{Services: l.services, Signature: testkit.XMLSignature{Sealer: ca.NationalListSigner()}}
	if l.list != nil {
		l.list(&national)
	}
	top := testkit.ListOptions{Territory: "EU", Type: testkit.ListOfLists, Sequence: 10, Signature: testkit.XMLSignature{Sealer: ca.ListSigner()}, URIs: []string{listsPlace + "journal"},
		Pointers: []testkit.ListPointer{{Location: listsPlace + "no.xml", Territory: "NO", Signers: []*x509.Certificate{ca.NationalListSigner().Certificate}}}}
	if l.top != nil {
		l.top(&top)
	}
	if l.seal.Certificate == nil {
		l.seal = ca.RSA
	}
	out := map[string][]byte{"lotl.xml": testkit.MakeList(top), "no.xml": testkit.MakeList(national), "signer.pem": testkit.PEM(ca.ListSigner().Certificate),
		"seal.json": testkit.Seal([]byte(payload), testkit.SealOptions{Sealer: l.seal, Late: ca.LongTerm(l.seal, testkit.LongTerm{Until: l.when().AddDate(0, 0, 1)})})}
	for name, data := range l.more {
		out[name] = data
	}
	return out
}

// when is the time of validation: a month after the seal.
func (l *listed) when() time.Time { return testkit.SealTime.AddDate(0, 1, 0) }

// fileSource serves the lists of a case.
type fileSource map[string][]byte

func (f fileSource) Get(_ context.Context, url string, _ lists.Version, maxBytes int64) (lists.Answer, error) {
	data, ok := f[strings.TrimPrefix(url, listsPlace)]
	if !ok || int64(len(data)) > maxBytes {
		return lists.Answer{}, errors.New("nothing is there")
	}
	return lists.Answer{Data: data}, nil
}

// verdict fetches the lists of a case and validates its seal under them.
func (l *listed) verdict(t *testing.T, web fileSource) dss.ListVerdict {
	t.Helper()
	folder := t.TempDir()
	outcomes, err := lists.Refresh(t.Context(), folder, web, lists.RefreshOptions{Signers: []string{lists.Digest(ca.ListSigner().Certificate)}, Location: listsPlace + "lotl.xml", Now: l.when()})
	var services *trust.Services
	if err == nil {
		store, err := lists.Open(func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(folder, name)) })
		require.NoError(t, err, l.name)
		services, err = store.Services(l.when(), lists.UseOptions{})
		require.NoError(t, err, l.name)
	}
	file, err := proof.Open(web["seal.json"], vc.Limits{})
	require.NoError(t, err)
	evidence, err := jades.Suites()[0].Verify(t.Context(), vc.Env{Clock: l.when}, proof.Job{File: file, Proof: file.Proofs()[0], Policy: proof.NewPolicy(proof.Trust{Services: services})})
	require.NoError(t, err)
	v := dss.OfLists(evidence.Seal)
	for _, o := range outcomes {
		state := "read"
		if o.Err != nil {
			state = "refused"
		}
		v.Lists = append(v.Lists, o.Territory+"="+state)
	}
	return v
}
