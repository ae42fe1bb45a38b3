// Package speed is the one place where the performance of the library is
// measured. It holds tests and benchmarks only: the documents that are worked on,
// the same jobs written plainly over json-gold (the baseline), the work that
// nobody can avoid (the limit), and a table of the ratios between the three.
// docs/performance.md says how to run them and what came out.
package speed
