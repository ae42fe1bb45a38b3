package trust_test

import (
	"crypto/x509"
	"fmt"
	"math/big"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// What is remembered of chains is what a search finds, at every time around those at
// which a certificate or a grant begins or ends, in whatever order they are asked for.
func TestKnownChains(t *testing.T) {
	day := func(n int) time.Time { return now.AddDate(0, 0, n) }
	leaf := ca.Issue(ca.EC.Key, func(c *x509.Certificate) {
		c.SerialNumber, c.NotBefore, c.NotAfter = big.NewInt(900), day(-20), day(20)
	}).Certificate
	granted := trust.NewServices(
		service(trust.ServiceCertificate, ca.Root, status(day(-10), trust.Granted), status(day(-5), "withdrawn"), status(day(5), trust.Granted)),
		service(trust.ServiceCertificate, ca.Intermediate, status(day(-2), trust.Granted), status(day(2), "withdrawn")),
		service(trust.ServiceCertificate, leaf, status(day(8), trust.Granted), status(day(9), "withdrawn")))
	untrusted := [][]*x509.Certificate{nil, {ca.Intermediate}, {ca.Root, ca.Intermediate}, {ca.Intermediate, ca.Root}}
	var times []time.Time
	for n := -25; n <= 25; n++ {
		times = append(times, day(n).Add(-1), day(n), day(n).Add(1))
	}
	times = append(slices.Clone(times), times...)
	for name, make := range map[string]func() *trust.Anchors{
		"root": func() *trust.Anchors { return trust.NewAnchors(ca.Root) },
		"both": func() *trust.Anchors { return trust.NewAnchors(ca.Root, ca.Intermediate) },
		"lists": func() *trust.Anchors {
			return trust.Join(granted.Anchors())
		},
	} {
		anchors := make()
		trusted := 0
		for i := range times {
			at := times[(i*37)%len(times)] // in no order
			for _, others := range untrusted {
				want, got := make().Chain(leaf, others, at), anchors.Chain(leaf, others, at)
				require.Equal(t, want.Outcome, got.Outcome, "%s at %s", name, at)
				require.True(t, slices.EqualFunc(want.Certificates, got.Certificates, (*x509.Certificate).Equal), "%s at %s", name, at)
				if got.Outcome == trust.Trusted {
					require.Same(t, leaf, got.Certificates[0])
					got.Certificates[0] = nil // who changes the answer changes no other
					trusted++
				}
			}
		}
		require.NotZero(t, trusted)
		require.NotEqual(t, len(times)*len(untrusted), trusted)
	}
}

// The chain of one certificate is not looked up for another, and the room is bounded.
func TestKnownChainsAreBounded(t *testing.T) {
	anchors := trust.NewAnchors(ca.Root)
	for n := range 300 {
		leaf := ca.Issue(ca.EC.Key, func(c *x509.Certificate) { c.SerialNumber = big.NewInt(int64(10_000 + n)) }).Certificate
		for range 2 {
			chain := anchors.Chain(leaf, []*x509.Certificate{ca.Intermediate}, now)
			require.Equal(t, trust.Trusted, chain.Outcome)
			require.Same(t, leaf, chain.Certificates[0])
		}
	}
	plain, mixed, read := trust.KnownChains(anchors)
	require.Equal(t, []int{128, 0, 129}, []int{plain, mixed, read}) // each leaf, and the authority of all
	forged := *ca.RSA.Certificate
	forged.Raw = slices.Clone(forged.Raw)
	forged.Raw[len(forged.Raw)-1] ^= 1
	broken, err := x509.ParseCertificate(forged.Raw)
	require.NoError(t, err)
	require.Equal(t, trust.Trusted, anchors.Chain(ca.RSA.Certificate, []*x509.Certificate{ca.Intermediate}, now).Outcome)
	require.NotEqual(t, trust.Trusted, anchors.Chain(broken, []*x509.Certificate{ca.Intermediate}, now).Outcome)
}

// A stranger who sends a public certificate together with others, or the same ones in
// other orders, drives out no chain that is given as it should be.
func TestStrangersDriveOutNoKnownChain(t *testing.T) {
	anchors, usual := trust.NewAnchors(ca.Root), []*x509.Certificate{ca.Intermediate}
	require.Equal(t, trust.Trusted, anchors.Chain(ca.RSA.Certificate, usual, now).Outcome)
	require.Equal(t, trust.Trusted, anchors.Chain(ca.RSA.Certificate, []*x509.Certificate{ca.Intermediate, ca.Root}, now).Outcome)
	for n := range 200 {
		others := slices.Repeat(usual, 2+n%7)
		if n%2 == 0 {
			junk := ca.Issue(ca.EC.Key, func(c *x509.Certificate) { c.SerialNumber = big.NewInt(int64(20_000 + n)) }).Certificate
			others = []*x509.Certificate{junk, ca.Intermediate}
		}
		require.Equal(t, trust.Trusted, anchors.Chain(ca.RSA.Certificate, others, now).Outcome)
	}
	anchors.Chain(ca.RSA.Certificate, []*x509.Certificate{ca.Root, ca.Intermediate}, now)
	plain, mixed, read := trust.KnownChains(anchors)
	require.Equal(t, []int{2, 32, 3}, []int{plain, mixed, read})
}

// A certificate of a known chain is read once. What others do with theirs, and what is
// in a chain that leads nowhere, changes nothing.
func TestKnownCertificates(t *testing.T) {
	anchors := trust.NewAnchors(ca.Root)
	der := ca.RSA.Certificate.Raw
	first, err := anchors.ParseCertificate(slices.Clone(der))
	require.NoError(t, err)
	require.NotEqual(t, trust.Trusted, anchors.Chain(first, nil, now).Outcome)
	again, err := anchors.ParseCertificate(der)
	require.NoError(t, err)
	require.False(t, first == again, "its chain is not known")
	require.Equal(t, trust.Trusted, anchors.Chain(first, []*x509.Certificate{ca.Intermediate}, now).Outcome)
	first.PublicKey, first.Raw[40] = nil, first.Raw[40]^1
	known, err := anchors.ParseCertificate(slices.Clone(der))
	require.NoError(t, err)
	again, err = anchors.ParseCertificate(der)
	require.NoError(t, err)
	require.True(t, known == again)
	want, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	require.Equal(t, want, known)
	_, err = anchors.ParseCertificate(der[1:])
	require.Error(t, err)
	none, err := (*trust.Anchors)(nil).ParseCertificate(der)
	require.NoError(t, err)
	require.Equal(t, want, none)
}

// A chain that is known costs no signature: a few allocations.
func TestKnownChainCostsLittle(t *testing.T) {
	anchors, others := trust.NewAnchors(ca.Root), []*x509.Certificate{ca.Intermediate}
	require.LessOrEqual(t, testing.AllocsPerRun(20, func() { anchors.Chain(ca.RSA.Certificate, others, now) }), 8.0)
}

func service(kind string, c *x509.Certificate, history ...trust.ServiceStatus) trust.Service {
	return trust.Service{Name: "one", Type: kind, Certificates: []*x509.Certificate{c}, History: history}
}

func status(from time.Time, status string) trust.ServiceStatus {
	return trust.ServiceStatus{Status: status, From: from, Uses: []string{trust.UseSeals}}
}

// The sets of anchors that are kept are those that would be made anew.
func TestKeptAnchors(t *testing.T) {
	var all []trust.Service
	for i := range 40 {
		c := ca.Issue(ca.EC.Key, func(c *x509.Certificate) { c.SerialNumber = big.NewInt(int64(5_000 + i)) }).Certificate
		kind := []string{trust.ServiceCertificate, trust.ServiceTimestamp, "other"}[i%3]
		all = append(all, service(kind, c, status(now.AddDate(0, 0, i), trust.Granted), status(now.AddDate(0, 0, i+7), "withdrawn"), status(now.AddDate(0, 0, i+9), trust.Granted)))
	}
	kept, own := trust.NewServices(all...), trust.NewAnchors(ca.Root)
	for i := range 200 {
		at := now.AddDate(0, 0, (i*29)%60).Add(time.Duration(i%3-1) * time.Nanosecond)
		for _, types := range [][]string{nil, {trust.ServiceCertificate}, {trust.ServiceTimestamp}, {trust.ServiceTimestamp, trust.ServiceCertificate}} {
			require.Equal(t, serials(trust.NewServices(all...).AnchorsAt(at, types...)), serials(kept.AnchorsAt(at, types...)), "%s %v", at, types)
			require.Equal(t, serials(trust.Join(own, kept.AnchorsAt(at, types...))), serials(kept.AnchorsAtWith(own, at, types...)))
		}
	}
	require.Same(t, kept.AnchorsAtWith(own, now, trust.ServiceCertificate), kept.AnchorsAtWith(own, now, trust.ServiceCertificate))
	require.NotSame(t, kept.AnchorsAtWith(own, now), kept.AnchorsAtWith(trust.NewAnchors(ca.Root), now))
	require.Equal(t, 8, trust.KeptAnchors(kept))
	require.Same(t, own, (*trust.Services)(nil).AnchorsWith(own))
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for n := range 50 {
				kept.AnchorsAtWith(own, now.AddDate(0, 0, (n*i)%60), trust.ServiceCertificate)
			}
		})
	}
	group.Wait()
}

func serials(a *trust.Anchors) string {
	out := ""
	for _, c := range a.Certificates() {
		out += fmt.Sprint(c.SerialNumber, " ")
	}
	return out
}

// BenchmarkAnchors looks for a chain among 3,000 services of trusted lists: as a
// verification asks for the anchors of its time, and with anchors made anew.
func BenchmarkAnchors(b *testing.B) {
	all := []trust.Service{service(trust.ServiceCertificate, ca.Intermediate, status(now.AddDate(-1, 0, 0), trust.Granted))}
	for i := range 3_000 {
		c := ca.Issue(ca.EC.Key, func(c *x509.Certificate) { c.SerialNumber = big.NewInt(int64(i)) }).Certificate
		all = append(all, service(trust.ServiceCertificate, c, status(now.AddDate(-1, 0, -i%30), trust.Granted)))
	}
	services, own := trust.NewServices(all...), trust.NewAnchors(testkit.NewCA().Root)
	chain := func(b *testing.B, anchors *trust.Anchors) {
		if anchors.Chain(ca.RSA.Certificate, nil, now).Outcome != trust.Trusted {
			b.Fatal("no chain")
		}
	}
	b.Run("kept", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			chain(b, services.AnchorsAtWith(own, now, trust.ServiceCertificate))
		}
	})
	b.Run("anew", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			chain(b, trust.Join(own, trust.NewServices(all...).AnchorsAt(now, trust.ServiceCertificate)))
		}
	})
}
