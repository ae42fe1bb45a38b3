// Package rows reads tables of text as spreadsheets write them: CSV in UTF-8, or in
// UTF-16 with a byte order mark; with commas, semicolons or tabs; with quoted cells
// over several lines; with or without a first line sep=;. It reads one row at a time,
// so a table may be of any length.
//
// It is strict about what would end up in the wrong place: a head that names a column
// twice, a row with more cells than the head, bytes that are no text. A [Fault] names
// the cell as the spreadsheet does, such as B7. Nothing is guessed about the content:
// all cells are text, and a cell that starts with = is the text of a formula, which is
// reported.
//
// A workbook (.xlsx, .ods) is recognised, and refused with what to do.
package rows
