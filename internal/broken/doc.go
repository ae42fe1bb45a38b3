// Package broken lets the conformance suite test itself. It holds nothing but tests:
// verifiers, issuers and hosts that are wrong in one way each. Each must fail the
// checks about its defect and no others, while the same without a defect passes all;
// and a check that no defect makes fail is perhaps one that cannot fail. The tests
// print the mutation score, the share of the defects that were found.
package broken
