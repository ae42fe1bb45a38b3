package target

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/conformance"
)

// layout is where a VC-API keeps its operations.
type layout struct {
	found  map[conformance.Operation][]string // the paths that answer
	absent map[conformance.Operation]string
	common map[string]bool // the paths that serve every suite
	suites []string        // those that have a path of their own
}

// look finds out where the operations are, once.
func (t *vcAPI) look(ctx context.Context) (*layout, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.layout != nil {
		return t.layout, nil
	}
	l := &layout{found: map[conformance.Operation][]string{}, absent: map[conformance.Operation]string{}, common: map[string]bool{}}
	all, err := t.answersAnything(ctx)
	if err != nil {
		return nil, err
	}
	for _, o := range operations {
		if err := t.find(ctx, l, o.operation, o.paths, all); err != nil {
			return nil, err
		}
	}
	slices.Sort(l.suites)
	l.suites = slices.Compact(l.suites)
	t.layout = l
	return l, nil
}

// answersAnything reports whether the service has an answer for a path that nobody
// has. Then the paths that it has cannot be found out.
func (t *vcAPI) answersAnything(ctx context.Context) (bool, error) {
	status, _, err := t.probe(ctx, "/no-such-operation-3b7e/of-a-vc-api")
	return err == nil && !isMissing(status), err
}

// probe sends an empty object, which no operation can do anything with.
func (t *vcAPI) probe(ctx context.Context, path string) (int, string, error) {
	got, _, err := t.post(ctx, path, []byte("{}"))
	if err != nil {
		return 0, "", fmt.Errorf("it was asked whether it has POST %s: %w", path, err)
	}
	return got.status, fmt.Sprintf("POST %s with an empty object was answered %d.", path, got.status), nil
}

// isMissing reports whether a status says that there is nothing at a path, or
// nothing that can be posted to.
func isMissing(status int) bool {
	return status == http.StatusNotFound || status == http.StatusMethodNotAllowed || status == http.StatusNotImplemented || status == http.StatusGone
}

// find looks for one operation.
func (t *vcAPI) find(ctx context.Context, l *layout, o conformance.Operation, paths []string, all bool) error {
	if path, ok := t.options.Paths[o]; ok {
		if path == "" {
			l.absent[o] = "It was said that the target has no such operation."
			return nil
		}
		path = "/" + strings.TrimLeft(path, "/")
		l.found[o], l.common[path] = []string{path}, !strings.Contains(path, "{suite}")
		return nil
	}
	if all {
		l.found[o], l.common[paths[0]] = paths[:1], true
		return nil
	}
	var tried []string
	var closed string // how it was found out that it is there, but not for us
	for _, path := range paths {
		for _, concrete := range t.concrete(path) {
			status, said, err := t.probe(ctx, concrete)
			if err != nil {
				return err
			}
			if isMissing(status) {
				tried = append(tried, said)
				continue
			}
			if status == http.StatusUnauthorized {
				closed = said + t.lacking()
				continue
			}
			l.found[o], l.common[concrete] = append(l.found[o], concrete), concrete == path
			if concrete != path && o == conformance.IssueCredential {
				l.suites = append(l.suites, suitesOf(strings.Split(concrete, "/")[1])...)
			}
		}
		if path == paths[0] && len(l.found[o]) > 0 && o != conformance.IssueCredential {
			return nil // one path for all suites
		}
	}
	switch {
	case len(l.found[o]) > 0:
	case closed != "":
		l.absent[o] = closed
	default:
		l.absent[o] = tried[0] // the others were no different
	}
	return nil
}

// lacking says why the target does not let us in.
func (t *vcAPI) lacking() string {
	if t.options.identifies() {
		return " It does not take the access token or API key that was given."
	}
	return " It asks who is calling: give an access token or an API key."
}

// concrete returns the paths that a pattern stands for.
func (t *vcAPI) concrete(pattern string) []string {
	if !strings.Contains(pattern, "{suite}") {
		return []string{pattern}
	}
	suites := t.options.Suites
	if suites == nil {
		for suite := range pathsOfSuites {
			suites = append(suites, suite)
		}
		slices.Sort(suites)
	}
	var all []string
	for _, suite := range suites {
		for _, segment := range t.options.segmentsOf(suite) {
			all = append(all, strings.Replace(pattern, "{suite}", segment, 1))
		}
	}
	return all
}

// suitesOf returns the suites that a name in a path may stand for, sorted.
func suitesOf(segment string) []string {
	if _, ok := pathsOfSuites[segment]; ok {
		return []string{segment}
	}
	var all []string
	for suite, segments := range pathsOfSuites {
		if slices.Contains(segments, segment) {
			all = append(all, suite)
		}
	}
	slices.Sort(all)
	return all
}

// path returns where a request goes, or "".
func (l *layout) path(o Options, r conformance.Request) string {
	paths := l.found[r.Operation]
	if len(paths) == 0 {
		return ""
	}
	if r.Suite != "" {
		for _, segment := range o.segmentsOf(r.Suite) {
			for _, path := range paths {
				if strings.Contains(path, "{suite}") {
					return strings.Replace(path, "{suite}", segment, 1)
				}
				if strings.HasPrefix(path, "/"+segment+"/") {
					return path
				}
			}
		}
	}
	// Without a path of its own, the suite may be what the common one does.
	if i := slices.IndexFunc(paths, func(path string) bool { return l.common[path] }); i >= 0 {
		return paths[i]
	}
	if r.Suite == "" {
		return paths[0]
	}
	return ""
}
