package vc

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestVerdictOf(t *testing.T) {
	for _, c := range []struct {
		want     Verdict
		statuses []Status
	}{
		{Indeterminate, nil},
		{Indeterminate, []Status{NotAsked, Warn}},
		{Valid, []Status{Pass}},
		{Valid, []Status{NotAsked, Pass, Warn, Pass}},
		{Indeterminate, []Status{Pass, Unknown}},
		{Indeterminate, []Status{Unknown, Pass}},
		{Invalid, []Status{Pass, Unknown, Fail}},
		{Invalid, []Status{Fail, Pass}},
	} {
		var findings []Finding
		for _, s := range c.statuses {
			findings = append(findings, Finding{Status: s})
		}
		require.Equal(t, c.want, VerdictOf(findings), "%v", c.statuses)
	}
	require.Equal(t, Indeterminate, VerdictOf([]Finding{{}, {Status: Pass}}), "the zero finding decides nothing")
}

func TestNamesOfOutcomes(t *testing.T) {
	for v, name := range map[Verdict]string{Indeterminate: "indeterminate", Invalid: "invalid", Valid: "valid"} {
		text, err := v.MarshalText()
		require.NoError(t, err)
		require.Equal(t, name, string(text))
	}
	for s, name := range map[Status]string{Unknown: "unknown", Fail: "fail", Pass: "pass", Warn: "warn", NotAsked: "not-asked"} {
		text, err := s.MarshalText()
		require.NoError(t, err)
		require.Equal(t, name, string(text))
	}
	for v, name := range map[Version]string{0: "unknown", V1: "1.1", V2: "2.0", 9: "unknown"} {
		require.Equal(t, name, v.String())
	}
}

func TestProblem(t *testing.T) {
	must := &Rule{Code: "X-MUST", Axis: Conformant, Level: Must, Spec: "https://example.org/#a", Text: "It must be so.", Type: "https://example.org/#ERROR"}
	should := &Rule{Code: "X-SHOULD", Level: Should, Spec: "https://example.org/#b", Text: "It should be so."}

	p := must.At("/a/b", "null")
	require.Equal(t, "X-MUST", p.Code())
	require.Equal(t, "It must be so; found null.", p.Detail())
	require.Equal(t, "X-MUST at /a/b: It must be so; found null.", p.Error())
	require.Equal(t, Finding{"X-MUST", Conformant, Fail, Must, "/a/b", "It must be so; found null.", "https://example.org/#a", "https://example.org/#ERROR"}, p.Finding())

	q := should.At("", "")
	require.Equal(t, "X-SHOULD at the document: It should be so.", q.Error())
	require.Equal(t, Warn, q.Finding().Status)
	var target Problem
	require.True(t, errors.As(error(q), &target))
}
