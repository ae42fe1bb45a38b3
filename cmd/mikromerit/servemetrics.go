package main

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// metrics are what Prometheus may know of the service, in its text format 0.0.4.
// Two families and a few gauges need no module for it.
type metrics struct {
	version          string
	started          time.Time
	inFlight         atomic.Int64
	connectionFaults atomic.Int64

	mu     sync.Mutex
	series map[seriesKey]*series
}

// seriesKey tells series apart. Routes, methods and statuses are few, whatever
// clients send.
type seriesKey struct {
	route, method string
	status        int
}

// series are the requests with one key.
type series struct {
	count   uint64
	seconds float64
	within  [len(buckets)]uint64 // how many took at most that long
}

// buckets are the bounds of durations, in seconds.
var buckets = [...]float64{.005, .025, .1, .5, 2.5, 10, 60}

func newMetrics(version string) *metrics {
	return &metrics{version: version, started: time.Now(), series: make(map[seriesKey]*series)}
}

// count counts a request.
func (m *metrics) count(route, method string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	key := seriesKey{route, method, status}
	s := m.series[key]
	if s == nil {
		s = new(series)
		m.series[key] = s
	}
	s.count++
	s.seconds += took.Seconds()
	for i, bound := range buckets {
		if took.Seconds() <= bound {
			s.within[i]++
		}
	}
}

// ServeHTTP writes the metrics.
func (m *metrics) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	var out bytes.Buffer
	family := func(name, kind, help string) {
		fmt.Fprintf(&out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
	}
	gauge := func(name, help string, value float64) {
		family(name, "gauge", help)
		fmt.Fprintf(&out, "%s %s\n", name, number(value))
	}
	family("mikromerit_build_info", "gauge", "The version of the program.")
	fmt.Fprintf(&out, "mikromerit_build_info{version=%s} 1\n", label(m.version))
	m.writeRequests(&out, family)
	gauge("mikromerit_http_requests_in_flight", "How many requests are being answered.", float64(m.inFlight.Load()))
	family("mikromerit_connection_faults_total", "counter", "How many connections failed before there was a request.")
	fmt.Fprintf(&out, "mikromerit_connection_faults_total %d\n", m.connectionFaults.Load())
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	gauge("process_start_time_seconds", "When the program started, since 1970.", float64(m.started.UnixMilli())/1000)
	gauge("go_goroutines", "How many goroutines there are.", float64(runtime.NumGoroutine()))
	gauge("go_memstats_heap_alloc_bytes", "How much memory is in use.", float64(memory.HeapAlloc))
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_, _ = w.Write(out.Bytes())
}

func (m *metrics) writeRequests(out *bytes.Buffer, family func(name, kind, help string)) {
	const name = "mikromerit_http_request_duration_seconds"
	family(name, "histogram", "How long requests took, by route, method and status.")
	m.mu.Lock()
	defer m.mu.Unlock()
	keys := make([]seriesKey, 0, len(m.series))
	for key := range m.series {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b seriesKey) int {
		return cmp.Or(strings.Compare(a.route, b.route), strings.Compare(a.method, b.method), a.status-b.status)
	})
	for _, key := range keys {
		s := m.series[key]
		labels := fmt.Sprintf("route=%s,method=%s,status=\"%d\"", label(key.route), label(key.method), key.status)
		for i, bound := range buckets {
			fmt.Fprintf(out, "%s_bucket{%s,le=\"%s\"} %d\n", name, labels, number(bound), s.within[i])
		}
		fmt.Fprintf(out, "%s_bucket{%s,le=\"+Inf\"} %d\n%s_sum{%s} %s\n%s_count{%s} %d\n",
			name, labels, s.count, name, labels, number(s.seconds), name, labels, s.count)
	}
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// label writes the value of a label.
func label(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text) + `"`
}
