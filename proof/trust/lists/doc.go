// Package lists reads the trusted lists of the European Union (Regulation (EU)
// 910/2014 article 22, ETSI TS 119 612): the list of lists of the Commission and the
// list of each country. They say which trust services were granted, and from when.
//
// A list is read only after its signature was checked. The list of lists must be
// signed by a certificate that you name; those of the countries by one that the list
// of lists names. No certificate is built in: the Commission publishes those of the
// list of lists in the Official Journal (at the time of writing in the C series, as
// "Information related to data on Member States' trusted lists"), and you take their
// SHA-256 digests from there. When they change, name the new ones too.
//
// [Store] keeps the lists in a folder. It is offline; only [Refresh] fetches, through
// a [Source] that you give. What the folder holds was verified when it was written,
// and the digests in its index stand for that: whoever can write to the folder can
// also write to the file that says whom you trust, so a second verification at each
// start would cost time and protect nothing.
package lists
