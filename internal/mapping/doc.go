// Package mapping is the engine of all codecs. A codec is a set of tables
// between the European model and a JSON format; the engine reads and writes
// documents by them.
//
// A [Class] is the table of one class of a format, and has one [Row] for each
// member. A row names the member, the accessor of the field of the model that
// holds its value, and by its constructor the kind of value:
//
//	Text, Instant, Decimal    a string, point in time or exact number
//	Positive, Tri, Word       a whole number, boolean or word of a closed list
//	Literal                   any other literal, in a [Notation] of its own
//	Texts, Instants           any number of literals
//	Lang, OneText             text by language, or room for one of the texts
//	One, Opt                  a node, in a struct or behind a pointer
//	OneInArray, OptInArray    the same, in an array
//	Many, ManyIn              any number of nodes, for all entries of a list or
//	                          those for which a [Condition] holds
//	Custom                    anything else, by two functions
//
// Other functions take such rows and change where or when they are used:
//
//	Part, Through, First      rows of a struct, of what is behind a pointer or
//	                          of the first entry of a list, as rows of T
//	Extension                 members that readers of the plain format ignore
//	ReadOnly, When            rows that are not written, or not always
//	Alias                     a member that has further names when it is read
//	Tells                     a member from which a second field follows
//	Turn                      a row that is read after others
//
// To add a member is to add its row to the class: the engine reads it, writes
// it, and reports what became of it. The example below is a whole class.
//
// What is the same in a whole format, such as how text by language is written,
// stands in its [Format]. A [Reader] and a [Writer] hold the state of reading
// and writing one document.
//
// # Residue
//
// What a format cannot hold is found by reading a document back: [Compare]
// finds the values that come back changed, do not come back, or were never
// there. They are the residue, a JSON object from paths of the model to values:
//
//	{"definition.version": "2", "award.notes[0].text": {"nb": "…"}, "award.parts": null}
//
// A text is one value, in all its languages. Null removes what the other
// members say and the source does not. A second object, "was", may hold what the
// document says instead at some of the paths. An entry is then applied only
// while the document still says that, so that the residue never overrules
// somebody who has edited the document. [Restorer] applies a residue.
//
// # Laws
//
// [Law] is what must hold of every codec, and [TableLaw] what must hold of every
// table. Each codec runs both in its tests.
package mapping
