package vc_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

// Each question has its own answer: a finding about one does not touch the
// others, one failure decides a question, and one that nobody asked has no
// answer.
func TestAxesOf(t *testing.T) {
	find := func(axis vc.Axis, all ...vc.Status) (findings []vc.Finding) {
		for _, status := range all {
			findings = append(findings, vc.Finding{Axis: axis, Status: status})
		}
		return findings
	}
	for _, tt := range []struct {
		all  []vc.Status
		want vc.Verdict
	}{
		{nil, vc.Unasked},
		{[]vc.Status{vc.NotAsked}, vc.Unasked},
		{[]vc.Status{vc.Warn}, vc.Unasked},
		{[]vc.Status{vc.Pass, vc.Warn, vc.NotAsked}, vc.Valid},
		{[]vc.Status{vc.Unknown}, vc.Indeterminate},
		{[]vc.Status{vc.Pass, vc.Unknown, vc.Pass}, vc.Indeterminate},
		{[]vc.Status{vc.Fail}, vc.Invalid},
		{[]vc.Status{vc.Pass, vc.Fail, vc.Unknown, vc.Pass}, vc.Invalid},
		{[]vc.Status{vc.Unknown, vc.Fail}, vc.Invalid},
	} {
		for _, axis := range vc.AllAxes() {
			axes := vc.AxesOf(find(axis, tt.all...))
			for _, other := range vc.AllAxes() {
				want := vc.Unasked
				if other == axis {
					want = tt.want
				}
				require.Equal(t, want, axes[other], "%s of %v", other, tt.all)
			}
		}
	}
}

// A verdict is valid only when every required question was answered with yes.
// When nothing is required, nothing is decided.
func TestVerdictOverAxes(t *testing.T) {
	axes := vc.Axes{vc.Authentic: vc.Valid, vc.InForce: vc.Valid, vc.Trusted: vc.Indeterminate, vc.Bound: vc.Unasked, vc.Conformant: vc.Invalid}
	for _, tt := range []struct {
		required []vc.Axis
		want     vc.Verdict
	}{
		{nil, vc.Indeterminate},
		{[]vc.Axis{}, vc.Indeterminate},
		{[]vc.Axis{vc.Authentic}, vc.Valid},
		{[]vc.Axis{vc.Authentic, vc.InForce}, vc.Valid},
		{[]vc.Axis{vc.Authentic, vc.Trusted}, vc.Indeterminate},
		{[]vc.Axis{vc.Authentic, vc.Bound}, vc.Indeterminate},
		{[]vc.Axis{vc.Trusted, vc.Conformant}, vc.Invalid},
		{vc.AllAxes(), vc.Invalid},
	} {
		require.Equal(t, tt.want, axes.Verdict(tt.required), "%v", tt.required)
	}
	require.Equal(t, vc.Indeterminate, vc.Axes{}.Verdict(vc.AllAxes()), "the zero value")
}

// In JSON the answers stand under their names and in order, and an axis is read
// back in the various ways in which people write it.
func TestAxesAsText(t *testing.T) {
	axes := vc.AxesOf([]vc.Finding{{Axis: vc.Authentic, Status: vc.Pass}, {Axis: vc.Trusted, Status: vc.Unknown}, {Axis: vc.Conformant, Status: vc.Fail}})
	text, err := json.Marshal(axes)
	require.NoError(t, err)
	require.Equal(t, `{"authentic":"valid","in-force":"not-asked","trusted":"indeterminate","bound":"not-asked","conformant":"invalid"}`, string(text))
	for _, axis := range vc.AllAxes() {
		var read vc.Axis
		text, err := axis.MarshalText()
		require.NoError(t, err)
		require.NoError(t, read.UnmarshalText(text))
		require.Equal(t, axis, read)
	}
	var axis vc.Axis
	for _, text := range []string{"in-force", "In Force", "INFORCE", "in_force"} {
		require.NoError(t, axis.UnmarshalText([]byte(text)))
		require.Equal(t, vc.InForce, axis)
	}
	require.ErrorContains(t, axis.UnmarshalText([]byte("valid")), "authentic, in-force, trusted, bound, conformant")
	require.Error(t, axis.UnmarshalText(nil))
}
