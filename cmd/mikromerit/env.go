package main

import (
	"strings"

	"github.com/mikromerit/mikromerit/proof/trust/lists"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/bundle"
	"github.com/mikromerit/mikromerit/vc/did"
	"github.com/mikromerit/mikromerit/vc/fetch"
)

// network returns the guarded way to the web; see package fetch.
func network() (vc.Fetcher, error) { return fetch.New(nil, fetch.Options{}) }

// listSource returns the guarded way to the trusted lists.
func listSource() (lists.Source, error) { return lists.HTTP(nil, lists.HTTPOptions{}) }

// env returns an offline environment in which it is the time now.
func (a *app) env(now moment) vc.Env {
	return vc.Env{Clock: now.clock(a.clock), Limits: limits}
}

// env returns the environment that the flags describe, which looks in the given
// files first.
func (c *verifyFlags) env(a *app, given *bundle.Bundle) (vc.Env, error) {
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
	return withBundle(given, env), nil
}

// pairs reads flags of the form URL=VALUE. It splits them at the last "=", because
// a URL may have one in its query but a value never has.
func pairs(flag, form string, texts []string) (map[string]string, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	all := make(map[string]string, len(texts))
	for _, text := range texts {
		i := strings.LastIndexByte(text, '=')
		if i <= 0 || i == len(text)-1 || !vc.IsURL(text[:i]) {
			return nil, newFailure("%s %q does not have the form %s; write the URL, =, and the value", flag, text, form)
		}
		if _, twice := all[text[:i]]; twice {
			return nil, newFailure("%s names %s twice; name it once", flag, text[:i])
		}
		all[text[:i]] = text[i+1:]
	}
	return all, nil
}
