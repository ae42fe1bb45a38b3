// Package bulk issues one credential for each row of a table, and can be stopped at
// any moment: nobody gets two, and no place in a status list is lost.
//
// A [Issuer] joins a template ([template.Template]), a key or a seal, and a status
// list. [Issuer.Check] says of each row what would go wrong, by cell, and signs
// nothing. [Issuer.Run] issues into a folder.
//
// # The folder
//
// A folder belongs to one kind of credential, and holds a file for each, named by the
// random part of its id, which says nothing about the learner; beside it, if asked
// for, a picture with the badge in it and a page. manifest.csv and manifest.json list
// key, file, id, place in the status list and digest of each.
//
// journal.ndjson is what the folder remembers. Before anything is signed, the id and
// the place in the status list of a row are written there and flushed to disk, and
// only then is the place taken. Whatever ended a run, the next one goes on with the
// same ids and places. Files appear whole, by a rename. The journal holds no row: only
// its key, and a digest of its cells under a random key, by which a row that has
// changed is known. Keep it with the status list, and away from others.
//
// # Again
//
// A row is known by its key, the cell of one column. The same row again does nothing.
// A row that says something else under the same key is refused, or with
// [Options.Reissue] issued anew; then the older credential is revoked. Only the
// columns that the template names count.
package bulk
