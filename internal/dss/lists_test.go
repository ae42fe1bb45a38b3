package dss_test

import (
	"context"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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

// What DSS says of seals under trusted lists, and where we say something else, why and
// what.
const (
	listTable           = "lists.txt"
	listDifferenceTable = "lists-differences.txt"
)

var recordLists = flag.Bool("record-lists", false, "record what DSS says of seals under trusted lists (lists.sh does)")

// listReasons says why we differ from DSS where we mean to.
var listReasons = map[string]string{
	"anchor":   "The certificates of a list are anchors here while their service is granted for seals or time stamps. By default DSS trusts the chain of every service and only the level tells the difference.",
	"purpose":  "The service was granted for signatures only. DSS reads the default of TS 119 615 table 1, which is for certificates without a type, for a certificate of the type for seals too.",
	"overdue":  "A list whose next update is overdue is not used; with DSS that is a warning.",
	"pointer":  "A list must be of the territory for which the list of lists points to it (TS 119 612 clause 5.3.13).",
	"unread":   "When nobody whom you named signed the list of lists, no other list is fetched. DSS reads them and then does not use them.",
	"key":      "The service has a key identifier and no certificate. We find it by the key of a certificate in the seal; it is no anchor, here and there.",
	"twins":    "Two services with one certificate that are granted and withdrawn contradict each other for time stamps as they do for seals; DSS minds only seals.",
	"at-stamp": "A time stamp is qualified when its service was granted at its time (TS 119 615 clause 4.6); DSS wants that still so at the time of validation, unless an archive time stamp covers it.",
	"named":    "Who is named as a signer is believed, even for a list of lists that names pivots to others. Whoever refreshed since then no longer knows the former signer.",
}

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
		require.NotNil(t, answers, "DSS is not there")
		writeListTables(t, cases, web, answers)
	}
	table, different := readTable(t, listTable), readTable(t, listDifferenceTable)
	require.Len(t, table, len(cases), "record the verdicts anew: sh internal/dss/lists.sh")
	for i, c := range cases {
		want := strings.Join(table[c.name], "\t")
		if answers != nil {
			require.Equal(t, want, answers[c.name].String(), "DSS on %s", c.name)
		}
		ours := c.verdict(t, web[i]).String()
		if row, ok := different[c.name]; ok {
			require.NotEqual(t, want, ours, "%s: there is no difference any more", c.name)
			require.Contains(t, listReasons, row[0], c.name)
			want = strings.Join(row[1:], "\t")
		}
		if ours != want {
			t.Errorf("%s:\n we say %s\nDSS says %s", c.name, ours, want)
		}
	}
	require.Subset(t, slices.Collect(maps.Keys(table)), slices.Collect(maps.Keys(different)))
}

// writeListTables records what DSS says and where we differ. A difference without a
// reason gets the reason "?", which the test refuses.
func writeListTables(t *testing.T, cases []listed, web []map[string][]byte, answers map[string]dss.ListVerdict) {
	t.Helper()
	known := readTable(t, listDifferenceTable)
	var table, different strings.Builder
	table.WriteString("# case, what DSS 6.4 says: which lists it reads, indication, level of the seal, of its first time stamp\n")
	different.WriteString("# case, why we differ (see listReasons in lists_test.go), what we say\n")
	for i, c := range cases {
		theirs, ours := answers[c.name].String(), c.verdict(t, web[i]).String()
		fmt.Fprintf(&table, "%s\t%s\n", c.name, theirs)
		if ours == theirs {
			continue
		}
		reason := "?"
		if row := known[c.name]; row != nil {
			reason = row[0]
		}
		fmt.Fprintf(&different, "%s\t%s\t%s\n", c.name, reason, ours)
	}
	require.NoError(t, os.WriteFile(listTable, []byte(table.String()), 0o644))
	require.NoError(t, os.WriteFile(listDifferenceTable, []byte(different.String()), 0o644))
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
