package conformance

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// listIssuer is an issuer that revokes. Its fields are defects.
type listIssuer struct {
	*goIssuer
	list    *status.List
	entries map[string]status.Entry
	last    *status.Entry

	forgets   bool // revokes nothing
	others    bool // revokes all that it issued
	samePlace bool // gives every credential the first place
	none      bool // gives no status
	stranger  bool // somebody else signs the list
}

const listURL = "https://vestre-aas.example/status/1"

func newListIssuer(t *testing.T) *listIssuer {
	t.Helper()
	i := &listIssuer{goIssuer: newGoIssuer(t), entries: map[string]status.Entry{}}
	var err error
	i.list, err = status.OpenList(t.Context(), status.NewMemoryStore(), status.Definition{URL: listURL, Issuer: i.ed.Controller(), Purpose: status.Revocation})
	require.NoError(t, err)
	return i
}

func (i *listIssuer) Describe(context.Context) (Description, error) {
	return Description{Name: "issuer with a list", Kind: "go", Operations: []Operation{IssueCredential, SetStatus}, Issuer: i.ed.Controller()}, nil
}

func (i *listIssuer) Do(ctx context.Context, r Request) (Answer, error) {
	switch {
	case r.Operation == SetStatus:
		return Answer{}, i.revoke(ctx, r.CredentialID)
	case i.none:
		return i.goIssuer.Do(ctx, r)
	}
	doc, err := vc.ParseDocument(r.Document, vc.Limits{})
	if err != nil {
		return Answer{Refused: true}, nil
	}
	if !i.samePlace || i.last == nil {
		entry, err := i.list.Allocate(ctx)
		if err != nil {
			return Answer{}, err
		}
		i.last = &entry
	}
	i.entries[doc.Get("id").Text()] = *i.last
	if doc, err = i.last.AddTo(doc); err != nil {
		return Answer{Refused: true}, nil
	}
	r.Document = doc.Bytes()
	return i.goIssuer.Do(ctx, r)
}

func (i *listIssuer) revoke(ctx context.Context, id string) error {
	for one, entry := range i.entries {
		if i.forgets || one != id && !i.others {
			continue
		}
		index, err := strconv.ParseUint(entry.Index, 10, 64)
		if err != nil {
			return err
		}
		if err := i.list.Revoke(ctx, index); err != nil {
			return err
		}
	}
	return nil
}

// Fetch publishes the list as it is.
func (i *listIssuer) Fetch(ctx context.Context, url string, _ []string, _ int64) ([]byte, string, error) {
	if url != listURL {
		return nil, "", vc.ErrUnreachable
	}
	key := i.ed
	if i.stranger {
		key = i.p256
	}
	file, err := mikromerit.PublishStatus(ctx, i.list, status.Period{From: surveyEnv.Now().Add(-time.Hour)}, key, mikromerit.SignOptions{Env: surveyEnv})
	if err != nil {
		return nil, "", err
	}
	return file.Bytes(), "application/vc", nil
}

// An issuer conforms when what it revokes, and only that, reads as revoked; each
// defect fails the check about it.
func TestIssuersThatRevoke(t *testing.T) {
	for name, c := range map[string]struct {
		defect func(*listIssuer)
		want   []string
	}{
		"good":                       {func(*listIssuer) {}, nil},
		"forgets what it revokes":    {func(i *listIssuer) { i.forgets = true }, []string{"ISSUE-REVOKED"}},
		"revokes others too":         {func(i *listIssuer) { i.others = true }, []string{"ISSUE-REVOKED"}},
		"gives one place to all":     {func(i *listIssuer) { i.samePlace = true }, []string{"ISSUE-STATUS-PLACE", "ISSUE-REVOKED"}},
		"gives no status":            {func(i *listIssuer) { i.none = true }, []string{"ISSUE-STATUS"}},
		"has somebody sign the list": {func(i *listIssuer) { i.stranger = true }, []string{"STATUS-LIST-PROOF"}},
	} {
		t.Run(name, func(t *testing.T) {
			issuer := newListIssuer(t)
			c.defect(issuer)
			env := surveyEnv
			env.Fetcher = issuer
			profile, _ := ProfileOf("status-list-issuer")
			report, err := Judge(t.Context(), issuer, Options{Env: env}, profile)
			require.NoError(t, err)
			results := map[string]Result{}
			for _, r := range report.Results {
				results[r.ID] = r
				for _, x := range r.Cases {
					if x.Status > Pass {
						t.Log(r.ID, x.Name, x.Status, x.Found)
					}
				}
			}
			require.Empty(t, failed(results, Error))
			require.ElementsMatch(t, c.want, failed(results, Fail))
			if name == "good" {
				require.Equal(t, Conforms, report.Verdict())
			} else {
				require.NotEqual(t, Conforms, report.Verdict())
			}
		})
	}
	issuer := newListIssuer(t)
	_, verdict := judgeIssuer(t, issuer, "status-list-issuer")
	require.Equal(t, NotFoundOut, verdict, "without means to fetch the list it cannot be found out")
}
