// Package mapping is the engine of all codecs: tables of rows between the
// European model and a JSON format, which serve both directions.
//
// A [Class] says how the nodes of one class of a format stand in a type of the
// model. It is a list of rows. A [Row] names a member of the format, the
// accessor of the field of the model that the member holds, and the kind of
// value; from it come reading, writing, the path in the account and the round
// trip. What no kind of row can say is a function in a row made with [Custom].
//
// What is the same in a whole format, such as how text by language is written,
// stands in its [Format].
package mapping
