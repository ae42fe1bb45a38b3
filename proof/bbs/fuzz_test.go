package bbs

import (
	"bytes"
	"testing"
)

// No other bytes than those of a proof pass in its place: there is one encoding.
func FuzzProof(f *testing.F) {
	key, err := KeyGen(make([]byte, minMaterial), nil, nil)
	if err != nil {
		f.Fatal(err)
	}
	messages := [][]byte{[]byte("shown"), []byte("hidden")}
	sig, err := key.SignMessages(nil, messages)
	if err != nil {
		f.Fatal(err)
	}
	_, err = key.public.UnsafeProofGen(bytes.NewReader(make([]byte, 1024)), sig, nil, nil, messages, []int{0})
	if err == nil {
		f.Fatal("random bytes that are all zero make no proof")
	}
	random := bytes.Repeat([]byte{7}, 1024)
	proof, err := key.public.UnsafeProofGen(bytes.NewReader(random), sig, nil, nil, messages, []int{0})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(proof)
	f.Add(proof[:proofFloor])
	f.Add(append(bytes.Clone(proof), proof[3*pointSize:]...))
	f.Fuzz(func(t *testing.T, octets []byte) {
		if len(octets) > 2_000 {
			return
		}
		if err := key.public.ProofVerify(octets, nil, nil, messages[:1], []int{0}); (err == nil) != bytes.Equal(octets, proof) {
			t.Fatalf("%x: %v", octets, err)
		}
		_ = key.public.Verify(octets, nil, messages)
		_, _ = ParsePublicKey(octets)
		_, _ = ParsePrivateKey(octets)
	})
}
