package bbs_test

import (
	"errors"
	"fmt"

	"github.com/mikromerit/mikromerit/proof/bbs"
)

// An issuer signs three messages; the holder shows one of them.
func Example() {
	issuer, err := bbs.GenerateKey()
	if err != nil {
		fmt.Println(err)
		return
	}
	header := []byte("valid until 2030")
	messages := [][]byte{[]byte("name: Ada"), []byte("born: 1990"), []byte("course: Logic")}
	signature, err := issuer.SignMessages(header, messages)
	if err != nil {
		fmt.Println(err)
		return
	}

	public := issuer.Public().(*bbs.PublicKey)
	challenge := []byte("n-0S6_WzA2Mj")
	proof, err := public.ProofGen(signature, header, challenge, messages, []int{2})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println(public.ProofVerify(proof, header, challenge, messages[2:], []int{2}))
	err = public.ProofVerify(proof, header, []byte("another challenge"), messages[2:], []int{2})
	fmt.Println(errors.Is(err, bbs.ErrInvalid))
	// Output:
	// <nil>
	// true
}
