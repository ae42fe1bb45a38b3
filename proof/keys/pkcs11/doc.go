// Package pkcs11 opens a key that lives in a hardware security module, a smart card
// or another token with a PKCS#11 library, so that an institution can seal with a key
// that nobody can copy.
//
// It is a module of its own: it needs cgo and the driver of a maker, and who does not
// import it pays for neither. Built without cgo, [Open] says so and does nothing else.
//
//	key, err := pkcs11.Open(pkcs11.Options{
//		Module: "/usr/lib/softhsm/libsofthsm2.so",
//		Token:  "seals", PIN: pin, Label: "seal 2026",
//	})
//	...
//	defer key.Close()
//	sealed, err := jades.Seal(ctx, env, payload, jades.Sealer{Key: key, Chain: key.Chain}, options)
package pkcs11
