package vcapi

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// route is one thing that the service does. Its description for others stands in
// openapi.json under the same method and path.
type route struct {
	method string
	path   string // with parameters in braces, each a whole step
	scope  Scope  // "": it is public
	// open says that the route is open to everybody when nobody decides who may do
	// what: it signs nothing and hands out nothing.
	open bool
	body bool // whether it takes a body
	do   func(*Service, *call) (*answer, error)
}

// routes are all routes of the service.
var routes = [...]route{
	{http.MethodPost, "/credentials/issue", ScopeIssue, false, true, (*Service).issue},
	{http.MethodPost, "/{suite}/credentials/issue", ScopeIssue, false, true, (*Service).issue},
	{http.MethodPost, "/credentials/status", ScopeStatus, false, true, (*Service).setStatus},
	{http.MethodGet, "/credentials/{id}", ScopeRead, false, false, (*Service).readCredential},
	{http.MethodDelete, "/credentials/{id}", ScopeDelete, false, false, (*Service).deleteCredential},
	{http.MethodPost, "/credentials/verify", ScopeVerify, true, true, (*Service).verifyCredential},
	{http.MethodPost, "/credentials/derive", ScopeDerive, true, true, (*Service).derive},
	{http.MethodPost, "/presentations/prove", ScopePresent, false, true, (*Service).prove},
	{http.MethodPost, "/presentations/verify", ScopeVerify, true, true, (*Service).verifyPresentation},
	{http.MethodGet, "/status/{list}", "", true, false, (*Service).statusList},
	{http.MethodGet, "/openapi.json", "", true, false, (*Service).openAPI},
	{http.MethodGet, "/.well-known/did.json", "", true, false, (*Service).controllerDocument},
}

// match returns the values of the parameters when a path is the route's, or false.
func (r *route) match(steps []string) (map[string]string, bool) {
	pattern := strings.Split(r.path, "/")
	if len(pattern) != len(steps) {
		return nil, false
	}
	values := make(map[string]string)
	for i, step := range pattern {
		if name, isParameter := strings.CutPrefix(step, "{"); isParameter && steps[i] != "" {
			values[strings.TrimSuffix(name, "}")] = steps[i]
		} else if step != steps[i] {
			return nil, false
		}
	}
	return values, true
}

// takenNames returns the names that mean something else in an address, so that a
// record under one of them could be neither read nor deleted.
func takenNames() map[string]bool {
	taken := map[string]bool{".": true, "..": true}
	for _, r := range routes {
		if name, ok := strings.CutPrefix(r.path, "/credentials/"); ok {
			taken[name] = true
		}
	}
	return taken
}

// find returns the route for a request with the values of its parameters. Of two
// that match, the one with fewer parameters counts, whatever its method.
func find(r *http.Request) (*route, map[string]string, error) {
	steps := strings.Split(r.URL.EscapedPath(), "/")
	for i, step := range steps {
		plain, err := url.PathUnescape(step)
		if err != nil {
			return nil, nil, newProblem(http.StatusNotFound, "The path has a faulty escape.")
		}
		steps[i] = plain
	}
	type candidate struct {
		*route
		values map[string]string
	}
	var found []candidate
	for i := range routes {
		if values, ok := routes[i].match(steps); ok {
			found = append(found, candidate{&routes[i], values})
		}
	}
	if len(found) == 0 {
		return nil, nil, newProblem(http.StatusNotFound, "There is nothing at this path. /openapi.json lists what there is.")
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(len(a.values), len(b.values)) })
	var allow []string
	for _, c := range found {
		if c.path != found[0].path {
			break
		}
		if c.method == r.Method || c.method == http.MethodGet && r.Method == http.MethodHead {
			return c.route, c.values, nil
		}
		if allow = append(allow, c.method); c.method == http.MethodGet {
			allow = append(allow, http.MethodHead)
		}
	}
	p := newProblem(http.StatusMethodNotAllowed, "This path does not take the method "+r.Method+". It takes "+strings.Join(allow, " and ")+".")
	p.header = http.Header{"Allow": {strings.Join(allow, ", ")}}
	return nil, nil, p
}
