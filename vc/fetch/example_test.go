package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/fetch"
)

func ExampleNew() {
	fetcher, err := fetch.New(&http.Client{Timeout: 3 * time.Second}, fetch.Options{})
	if err != nil {
		panic(err)
	}
	_, _, err = fetcher.Fetch(context.Background(), "https://169.254.169.254/latest/meta-data", nil, 1<<20)
	fmt.Println(errors.Is(err, vc.ErrUnreachable))
	fmt.Println(err)
	// Output:
	// true
	// not reachable from here: FETCH-URL: the URL may not be fetched: the address is not a public one: the host is an address instead of a name
}
