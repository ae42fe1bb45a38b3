package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/conformance/ob3api"
	"github.com/mikromerit/mikromerit/conformance/vcapi"
)

// The uses that a key of --api-key-file may have.
const (
	useSign = "sign" // issue, present, read, delete and revoke
	useHost = "host" // the holder's own badges
)

// apiKey is a key of --api-key-file. Only its digest is kept.
type apiKey struct {
	name   string
	digest [sha256.Size]byte
	uses   []string
}

// apiKeys are all keys of --api-key-file.
type apiKeys []apiKey

// access reads --api-key-file; nil without it.
func (c *serveCommand) access(a *app) (apiKeys, error) {
	if c.APIKeyFile == "" {
		return nil, nil
	}
	text, err := a.read(c.APIKeyFile)
	if err != nil {
		return nil, err
	}
	all, err := parseAPIKeys(string(text))
	if err != nil {
		return nil, newFailure("%s: %v", displayName(c.APIKeyFile), err)
	}
	return all, nil
}

// minKey is how many characters an API key has at least: whoever makes one by hand
// makes one that can be guessed.
const minKey = 32

func parseAPIKeys(text string) (apiKeys, error) {
	var all apiKeys
	for i, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		key, err := parseAPIKey(words)
		if err != nil {
			return nil, fmt.Errorf("line %d %w", i+1, err)
		}
		if slices.ContainsFunc(all, func(k apiKey) bool { return k.digest == key.digest }) {
			return nil, fmt.Errorf("line %d has a key that stands in another line; give everybody their own", i+1)
		}
		all = append(all, key)
	}
	if len(all) == 0 {
		return nil, errors.New("there is no key in the file; write NAME KEY on a line")
	}
	return all, nil
}

// parseAPIKey reads the words of a line. An error never shows the key.
func parseAPIKey(words []string) (apiKey, error) {
	if len(words) < 2 || len(words) > 3 {
		return apiKey{}, errors.New("is not NAME KEY [USES]")
	}
	key := apiKey{name: words[0], uses: []string{useSign, useHost}}
	if digits, isDigest := strings.CutPrefix(words[1], "sha256:"); isDigest {
		digest, err := hex.DecodeString(digits)
		if err != nil || len(digest) != sha256.Size {
			return apiKey{}, errors.New("has a digest that is not 64 hexadecimal digits")
		}
		key.digest = [sha256.Size]byte(digest)
	} else if len(words[1]) < minKey {
		return apiKey{}, fmt.Errorf("has a key that can be guessed; give one of at least %d random characters", minKey)
	} else {
		key.digest = sha256.Sum256([]byte(words[1]))
	}
	if len(words) == 3 {
		key.uses = strings.Split(words[2], ",")
		for _, use := range key.uses {
			if use != useSign && use != useHost {
				return apiKey{}, fmt.Errorf("has the use %q; there are %s and %s", use, useSign, useHost)
			}
		}
	}
	return key, nil
}

// find returns the key with a text. It compares with each key, and with the whole of
// it, so that the time tells nothing.
func (all apiKeys) find(text string) (apiKey, bool) {
	digest := sha256.Sum256([]byte(text))
	var found apiKey
	ok := 0
	for _, key := range all {
		if same := subtle.ConstantTimeCompare(key.digest[:], digest[:]); same == 1 {
			found, ok = key, 1
		}
	}
	return found, ok == 1
}

// may reports whether a key has a use.
func (k apiKey) may(use string) bool { return slices.Contains(k.uses, use) }

// authorize decides what a request may do in the VC API. To verify and to derive
// needs no key: whoever has the credential could do it alone.
func (all apiKeys) authorize(r *http.Request, scope vcapi.Scope) error {
	if scope == vcapi.ScopeVerify || scope == vcapi.ScopeDerive {
		return nil
	}
	kind, text, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(kind, "Bearer") {
		return vcapi.ErrUnauthenticated
	}
	key, ok := all.find(strings.TrimSpace(text))
	switch {
	case !ok:
		return vcapi.ErrUnauthenticated
	case !key.may(useSign):
		return errors.New("the key may not sign")
	}
	return nil
}

// owner returns who fills in the form on which a program is allowed something.
func (all apiKeys) owner(r *http.Request) (string, error) {
	if key, ok := all.find(r.PostForm.Get("key")); ok && key.may(useHost) {
		return key.name, nil
	}
	return "", errors.New("the key is unknown")
}

// bearer returns whose badges a token opens.
func (all apiKeys) bearer(token string) (string, []string, bool) {
	key, ok := all.find(token)
	return key.name, ob3api.AllScopes(), ok && key.may(useHost)
}

// machine returns whose badges a program may use that names itself.
func (all apiKeys) machine(name, text string) (string, []string, bool) {
	key, ok := all.find(text)
	return key.name, ob3api.AllScopes(), ok && key.name == name && key.may(useHost)
}

// hosts reports whether anybody has badges here.
func (all apiKeys) hosts() bool {
	return slices.ContainsFunc(all, func(k apiKey) bool { return k.may(useHost) })
}
