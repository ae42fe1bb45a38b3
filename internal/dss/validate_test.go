package dss_test

import (
	"crypto/x509"
	"fmt"
	"os"
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
	"github.com/mikromerit/mikromerit/vc"
)

// subject is a sealed file to be looked at by both sides.
type subject struct {
	name    string
	file    []byte
	at      time.Time
	anchors []*x509.Certificate
}

const payload = `{"@context":["https://www.w3.org/2018/credentials/v1"],"id":"urn:credential:1",` +
	`"issuer":{"id":"urn:epass:org:1","eIDASIdentifier":{"notation":"NTRNO-000000017"},"legalName":{"nb":"Vestre Ås høgskole"}},` +
	`"title":"a < b & c > d"}`

// ca is the authority of the tests. It is never changed.
var ca = testkit.NewCA()

// ownSeals returns the seals of our own making.
func ownSeals() []subject {
	var all []subject
	for _, k := range ca.SealKinds() {
		all = append(all, subject{"own/" + k.Name, testkit.Seal([]byte(payload), k.Options), testkit.SealTime.Add(k.After), []*x509.Certificate{ca.Root}})
	}
	return all
}

// publishedSeals returns the seals of others, with the authorities that they bring
// themselves as anchors; none where the files are not on this machine.
func publishedSeals(t *testing.T) []subject {
	if !testkit.HasShared() {
		return nil
	}
	var all []subject
	add := func(folder, pattern string, at time.Time, anchors []*x509.Certificate) {
		files, err := filepath.Glob(filepath.Join(testkit.Shared(t, "data", "samples", folder), pattern))
		require.NoError(t, err)
		for _, path := range files {
			file, err := os.ReadFile(path)
			require.NoError(t, err)
			own := anchors
			if own == nil {
				own = authoritiesIn(file)
			}
			all = append(all, subject{folder + "/" + filepath.Base(path), file, at, own})
		}
	}
	root, err := trust.ParsePEM(testkit.ReadShared(t, "data", "samples", "dss-seals", "root-ca.pem"))
	require.NoError(t, err)
	add("dss-seals", "*.json", time.Date(2026, 11, 29, 15, 15, 0, 0, time.UTC), root.Certificates())
	add("jades-dss", "*.json", time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC), nil)
	add("elm", "*igned*.jsonld", time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC), nil)
	add("elm", "credential-jws-invalid.jsonld", time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC), nil)
	for _, s := range slices.Clone(all) {
		if at, ok := claimedTime(s.file); ok && !strings.HasPrefix(s.name, "dss-seals/") {
			s.name, s.at = s.name+" then", at.Add(time.Hour)
			all = append(all, s)
		}
	}
	return all
}

// verdicts returns what is found out here about a file: as in the tables, and what
// the axes say of each seal.
func verdicts(t *testing.T, s subject) (all []dss.Verdict, axes []string) {
	t.Helper()
	file, err := proof.Open(s.file, vc.Limits{})
	if err != nil {
		return []dss.Verdict{{Level: "ERROR"}}, []string{"invalid"}
	}
	policy := proof.NewPolicy(proof.Trust{Anchors: trust.NewAnchors(s.anchors...)})
	for _, p := range file.Proofs() {
		evidence, err := jades.Suites()[0].Verify(t.Context(), vc.Env{Clock: func() time.Time { return s.at }}, proof.Job{File: file, Proof: p, Policy: policy})
		require.NoError(t, err)
		axes = append(axes, axesOf(evidence.Findings))
		if evidence.Seal == nil {
			all = append(all, dss.Verdict{Level: "NONE"})
			continue
		}
		all = append(all, dss.Of(evidence.Seal))
	}
	if len(all) == 0 {
		return []dss.Verdict{{Level: "NONE"}}, []string{"invalid"}
	}
	return all, axes
}

// axesOf returns the verdict on the questions that a seal answers, with the codes of
// what keeps it from being valid.
func axesOf(findings []vc.Finding) string {
	verdict := vc.AxesOf(findings).Verdict([]vc.Axis{vc.Authentic, vc.InForce, vc.Trusted}).String()
	var codes []string
	for _, f := range findings {
		bad := f.Status == vc.Fail || f.Status == vc.Unknown
		if bad && f.Axis != vc.Conformant && !slices.Contains(codes, f.Code) {
			codes = append(codes, f.Code)
		}
	}
	return strings.TrimSpace(verdict + " " + strings.Join(codes, " "))
}

// text returns verdicts as they stand in a table.
func text(all []dss.Verdict) string {
	lines := make([]string, len(all))
	for i, v := range all {
		lines[i] = v.String()
	}
	return strings.Join(lines, " | ")
}

// authoritiesIn returns the authorities whose certificates the seals in a file carry,
// or else the certificate of its signer.
func authoritiesIn(file []byte) []*x509.Certificate {
	var all, authorities []*x509.Certificate
	for _, c := range certificatesIn(file) {
		if c.IsCA {
			authorities = append(authorities, c)
		}
		all = append(all, c)
	}
	if len(authorities) == 0 && len(all) > 0 {
		return all[:1]
	}
	return authorities
}

// writeJobs writes the files and the list of jobs for Judge.java into a folder.
func writeJobs(t *testing.T, dir string, all []subject) {
	t.Helper()
	var jobs strings.Builder
	pems := make(map[string]string)
	for i, s := range all {
		path := filepath.Join(dir, fmt.Sprintf("%06d.json", i))
		require.NoError(t, os.WriteFile(path, s.file, 0o600))
		text := string(testkit.PEM(s.anchors...))
		if pems[text] == "" && text != "" {
			pems[text] = filepath.Join(dir, fmt.Sprintf("anchors-%d.pem", len(pems)))
			require.NoError(t, os.WriteFile(pems[text], []byte(text), 0o600))
		}
		fmt.Fprintf(&jobs, "%s\t%s\t%s\t%s\n", s.name, path, s.at.UTC().Format(time.RFC3339), pems[text])
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "jobs.tsv"), []byte(jobs.String()), 0o600))
}
