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
//
// # Residue
//
// What a format cannot hold is found by reading a document back: [Compare] says
// what comes out otherwise than it went in, or should not come out at all. That
// is the residue, a JSON object from canonical paths to values:
//
//	{"definition.version": "2", "award.notes[0].text": {"nb": "…"}, "award.parts": null}
//
// A text is one value, in all its languages. Null takes away what other members
// say and the source does not. Beside the residue there may be a second object,
// "was", with what the document says instead at some of the paths: the residue
// then holds only while it still says so, and nobody who edits a draft is
// overruled. [Restorer] puts a residue back.
//
// [Law] is what holds of every codec, and [TableLaw] of every table, for the
// tests of the codecs.
package mapping
