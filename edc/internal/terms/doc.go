// Package terms knows the names of the European Learning Model: the prefixes of
// its JSON-LD context with the namespaces that they stand for, in each release of the
// model; its terms and their IRIs; and its application profiles, which have moved once
// with the namespace.
//
// ELM 3.3 renamed the namespace …/snb/model/elm/ to …/snb/model/ontology/ and the
// profiles from …/snb/model/ap/ to …/snb/model/application-profile/. The older name
// of both is the one that everything is compared by, and the one that is written
// unless a release is asked for.
package terms
