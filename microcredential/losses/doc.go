// Package losses writes down what became of the values of credentials that were
// converted: as JSON, as a table for a terminal, as CSV for a spreadsheet, as SARIF
// for tools, and as a page for people.
//
// A [Writer] takes the reports of one document or of very many, one after the other,
// and keeps none of them. A [Row] is the account of one leaf of a source: its name,
// what became of it, in whose sight it is, and how much that matters by the element of
// Annex I that it states. [Totals] are the counts, each with what it is a part of.
//
// A report holds pointers, names of members and reasons, and never a value.
package losses
