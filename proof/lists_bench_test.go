package proof

import (
	"context"
	"crypto/ed25519"
	"testing"
	"time"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// BenchmarkKeptList looks up one entry in a list of 16 million that is kept: as
// an entry that has been read, which is the check itself, and from the document,
// with the findings.
func BenchmarkKeptList(b *testing.B) {
	const url = "https://status.example/3"
	key, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		b.Fatal(err)
	}
	doc, err := vc.ParseDocument([]byte(`{"credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation",
"statusListIndex": "9999999", "statusListCredential": "`+url+`"}}`), vc.Limits{})
	if err != nil {
		b.Fatal(err)
	}
	signer := Signer{Controller: "did:example:school", Key: key}
	list := &statusList{signers: []Signer{signer}, until: time.Now().Add(maxKeep), bits: status.Published{
		EntryType: status.BitstringEntry, Purposes: []string{status.Revocation}, Bits: status.NewBitstring(make([]byte, 2<<20))}}
	v := NewVerifier(vc.Env{}, nil).WithLists(NewLists(0), vc.Env{})
	v.env.Fetcher = vc.StaticFetcher{}
	s := v.newSession(Policy{})
	check := &statusCheck{session: s, signers: []ProofResult{{Signer: signer}}}
	entry, _ := status.ReadEntry(doc.Get("credentialStatus"))
	if _, err := v.lists.find(b.Context(), check.newListID(entry.Type, url), time.Now, func() *statusList { return list }); err != nil {
		b.Fatal(err)
	}
	look := func(b *testing.B, f func(ctx context.Context)) {
		ctx := context.Background()
		b.ReportAllocs()
		for b.Loop() {
			f(ctx)
		}
	}
	b.Run("entry", func(b *testing.B) {
		look(b, func(ctx context.Context) {
			l, err := check.find(ctx, entry)
			if err != nil || l.fault != nil {
				b.Fatal("not kept")
			}
			if value, err := l.bits.Value(entry); err != nil || value != 0 {
				b.Fatal("not clean")
			}
		})
	})
	b.Run("document", func(b *testing.B) {
		look(b, func(ctx context.Context) {
			clear(s.lists)
			check.count = 0
			found, err := check.checkEntry(ctx, doc.Get("credentialStatus"))
			if err != nil || len(found) != 1 || found[0].Status != vc.Pass {
				b.Fatal(found)
			}
		})
	})
	b.Run("parallel", func(b *testing.B) {
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if l, err := check.find(b.Context(), entry); err != nil || l.fault != nil {
					b.Error("not kept")
				}
			}
		})
	})
}
