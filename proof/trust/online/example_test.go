package online_test

import (
	"context"
	"crypto"
	"crypto/sha256"
	"fmt"
	"net/http"

	"github.com/mikromerit/mikromerit/proof/trust/online"
)

// A client asks only whom it was told to ask.
func ExampleClient() {
	client, err := online.New(http.DefaultClient, online.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	digest := sha256.Sum256([]byte("what is to be stamped"))
	_, err = client.Timestamp(context.Background(), crypto.SHA256, digest[:])
	fmt.Println(err)
	// Output:
	// TSA-NONE: there is no time-stamp authority to ask; give its URL (--tsa URL)
}
