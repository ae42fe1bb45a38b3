// Package batch reads, verifies, inspects and converts many documents.
//
// A [Source] hands out documents from files, folders, patterns, ZIP archives, lines of
// JSON, arrays, standard input and file systems, each with a name that is the same in
// each run. [VerifyAll], [CheckAll], [InspectAll] and [ConvertAll] work on them with
// all cores, in bounded memory, and hand out what came of each in the order of the
// documents. What is wrong with one is said beside it and never stops the others. [Do]
// does the same for other work.
//
// [Judge], [Check], [Inspect] and [Convert] are about a single document. They depend on
// nothing but what is given, and what they return is as JSON the line that the command
// prints, so that a service, a queue or a pipeline over many machines can call them.
//
// A [Journal] keeps what was done, so that a run that was ended at any point goes on
// where it stood. [Names] chooses where what is made of a document is written, and
// [Folder] writes it whole or not at all, and nowhere else. [Losses] adds up what
// conversions lost, by field.
package batch
