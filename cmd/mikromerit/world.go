package main

import (
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/bundle"
	"github.com/mikromerit/mikromerit/vc/did"
	"github.com/mikromerit/mikromerit/vc/fetch"
)

// network is the guarded way to the web; see package fetch.
func network() (vc.Fetcher, error) { return fetch.New(nil, fetch.Options{}) }

// env is the offline environment with the time to go by.
func (a *app) env(now moment) vc.Env {
	return vc.Env{Clock: now.clock(a.clock), Limits: limits}
}

// env is the environment that the flags describe, with the files that they
// name before all else.
func (c *checking) env(a *app, given *bundle.Bundle) (vc.Env, error) {
	env := a.env(c.Now)
	revisions, err := pairs("--context-revision", "URL=REVISION", c.ContextRevision)
	if err != nil {
		return env, err
	}
	env.ContextRevisions = revisions
	if c.Online {
		a.online = true
		online, err := a.network()
		if err != nil {
			return env, err
		}
		env.Fetcher, env.Resolver = online, did.Web(online)
	}
	return before(given, env), nil
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
