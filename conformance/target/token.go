package target

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/conformance"
)

// grant is an access token, and until when it is good.
type grant struct {
	access  string
	refresh string
	until   time.Time // zero: it was not said
}

// fresh reports whether the token can still be used for a while.
func (g grant) fresh() bool {
	return g.access != "" && (g.until.IsZero() || time.Until(g.until) > 5*time.Second)
}

// askToken posts a form to a token endpoint (RFC 6749 section 3.2). The client says
// who it is by HTTP Basic, as section 2.3.1 has it.
func (c *caller) askToken(ctx context.Context, endpoint, client, secret string, form url.Values) (grant, conformance.Exchange, error) {
	header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Accept": {"application/json"}}
	switch {
	case client != "" && secret != "":
		basic := base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(client) + ":" + url.QueryEscape(secret)))
		c.learn(secret, basic)
		header.Set("Authorization", "Basic "+basic)
	case client != "":
		form.Set("client_id", client)
	}
	got, x, err := c.send(ctx, http.MethodPost, endpoint, header, []byte(form.Encode()))
	if err != nil {
		return grant{}, x, fmt.Errorf("no access token: %w", err)
	}
	var answer struct {
		AccessToken  string  `json:"access_token"`
		TokenType    string  `json:"token_type"`
		RefreshToken string  `json:"refresh_token"`
		ExpiresIn    float64 `json:"expires_in"`
		Error        string  `json:"error"`
	}
	broken := json.Unmarshal(got.body, &answer)
	switch {
	case got.status != http.StatusOK && answer.Error != "":
		return grant{}, x, fmt.Errorf("no access token: the token endpoint answered %d %q", got.status, cut(answer.Error, 60))
	case got.status != http.StatusOK:
		return grant{}, x, fmt.Errorf("no access token: the token endpoint answered %d", got.status)
	case broken != nil:
		return grant{}, x, fmt.Errorf("no access token: the answer of the token endpoint is not JSON")
	case answer.AccessToken == "" || !strings.EqualFold(answer.TokenType, "bearer"):
		return grant{}, x, fmt.Errorf("no access token: the answer of the token endpoint has no token of the type Bearer")
	}
	c.learn(answer.AccessToken, answer.RefreshToken)
	g := grant{access: answer.AccessToken, refresh: answer.RefreshToken}
	if answer.ExpiresIn > 0 && answer.ExpiresIn < 1e9 {
		g.until = time.Now().Add(time.Duration(answer.ExpiresIn * float64(time.Second)))
	}
	return g, x, nil
}

func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	return strings.ToValidUTF8(text[:limit], "") + "…"
}
