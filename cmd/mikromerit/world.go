package main

import (
	"context"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
	"github.com/mikromerit/mikromerit/vc/fetch"
)

// network is the guarded way to the web; see package fetch.
func network() (vc.Fetcher, error) { return fetch.New(nil, fetch.Options{}) }

// env is the offline environment with the time to go by.
func (a *app) env(now moment) vc.Env {
	return vc.Env{Clock: now.clock(a.clock), Limits: limits}
}

// env is the environment that the flags describe.
func (c *checking) env(a *app) (vc.Env, error) {
	env := a.env(c.Now)
	revisions, err := pairs("--context-revision", "URL=REVISION", c.ContextRevision)
	if err != nil {
		return env, err
	}
	env.ContextRevisions = revisions
	given, err := c.documents(a)
	if err != nil {
		return env, err
	}
	if len(given) > 0 {
		env.Fetcher = given
	}
	if !c.Online {
		return env, nil
	}
	online, err := a.network()
	if err != nil {
		return env, err
	}
	env.Fetcher, env.Resolver = web{given, online}, did.Web(online)
	return env, nil
}

// documents reads the files that stand for documents on the web.
func (c *checking) documents(a *app) (vc.StaticFetcher, error) {
	files, err := pairs("--status-list", "URL=FILE", c.StatusList)
	if err != nil {
		return nil, err
	}
	given := make(vc.StaticFetcher, len(files))
	for url, name := range files {
		if given[url], err = a.read(name); err != nil {
			return nil, err
		}
	}
	return given, nil
}

// web fetches what was not given.
type web struct {
	given  vc.StaticFetcher
	online vc.Fetcher
}

// Fetch returns the document that was given for a URL, or else the one there.
func (w web) Fetch(ctx context.Context, url string, accept []string, maxBytes int64) ([]byte, string, error) {
	if _, ok := w.given[url]; ok {
		return w.given.Fetch(ctx, url, accept, maxBytes)
	}
	return w.online.Fetch(ctx, url, accept, maxBytes)
}

// pairs reads flags of the form URL=VALUE. A URL may hold "=" in its query, a
// value never does: the last one parts them.
func pairs(flag, form string, texts []string) (map[string]string, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	all := make(map[string]string, len(texts))
	for _, text := range texts {
		i := strings.LastIndexByte(text, '=')
		if i <= 0 || i == len(text)-1 || !vc.IsURL(text[:i]) {
			return nil, cannot("%s %q does not have the form %s; write the URL, =, and the value", flag, text, form)
		}
		if _, twice := all[text[:i]]; twice {
			return nil, cannot("%s names %s twice; name it once", flag, text[:i])
		}
		all[text[:i]] = text[i+1:]
	}
	return all, nil
}
