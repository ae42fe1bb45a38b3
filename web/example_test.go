package web_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/web"
)

// Write the page of a badge in Norwegian, and read what it says above the badge.
func ExampleCard() {
	badge, err := os.ReadFile("../examples/data/vestre-aas-badge.signed.json")
	if err != nil {
		panic(err)
	}
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Issuers: []string{"did:key:z6MkppQaVGK2v6QjggWaayGT3J6geEbByZspTUate4fgLxEN"}})
	verifier.Env = vc.Env{Clock: func() time.Time { return time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC) }}
	found, err := verifier.Inspect(context.Background(), badge, mikromerit.InspectOptions{Language: language.Norwegian})
	if err != nil {
		panic(err) // it is no credential
	}
	var page bytes.Buffer
	if err := web.Card(context.Background(), &page, found, web.Options{Language: language.Norwegian, At: verifier.Env.Now()}); err != nil {
		panic(err)
	}
	fmt.Println(regexp.MustCompile(`<title>(.*)</title>`).FindStringSubmatch(page.String())[1])
	fmt.Println(regexp.MustCompile(`<p class="title">(.*)</p>`).FindStringSubmatch(page.String())[1])
	fmt.Println(strings.Contains(page.String(), "<script"))
	// Output:
	// Tilgjengelige nettsider
	// Ekte, i kraft og fra en utsteder som er klarert
	// false
}

// Serve the page for everybody on a machine. A browser gets it in its language.
func ExampleHandler() {
	page := web.Handler(web.Config{Verifier: mikromerit.NewVerifier(mikromerit.Trust{})})
	request := httptest.NewRequest("GET", "/", nil)
	request.Header.Set("Accept-Language", "da")
	answer := httptest.NewRecorder()
	page.ServeHTTP(answer, request)
	fmt.Println(answer.Code, answer.Header().Get("Content-Language"))
	fmt.Println(regexp.MustCompile(`<h1>(.*)</h1>`).FindStringSubmatch(answer.Body.String())[1])
	// Output:
	// 200 da
	// Hvad siger beviset, og holder det?
}
