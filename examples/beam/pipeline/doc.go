// Package pipeline verifies and converts credentials in bulk with Apache Beam.
//
//	files -> documents -> judged -> parts of the output
//	             \           \---> converted, and what was lost
//	              \-----------\--> dead letters
//
// A runner may work on a document twice, on two machines at once, or again after a
// failure. So no step has an effect but the last one, each step gives the same for the
// same document, and a part of the output appears under its name only when it is whole.
//
// One bad document must not stop the rest, and a runner may give up when a step returns
// an error. So what is wrong with a document is data, a dead letter, and never an error.
package pipeline
