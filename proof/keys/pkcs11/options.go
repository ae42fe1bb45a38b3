package pkcs11

import (
	"crypto/x509"
	"errors"
)

// Options says which key of which token to open.
type Options struct {
	Module string // the path of the maker's PKCS#11 library

	// The token, by exactly one of these.
	Token  string // its label
	Serial string // its serial number
	Slot   *int   // the slot in which it is

	PIN string // of the user; never logged, and not in any error

	// The key, by its label, its identifier or both. Neither: the only key of the
	// token.
	Label string
	ID    []byte

	// Certificates are those above that of the key and, if the token does not hold
	// it, that of the key.
	Certificates []*x509.Certificate
}

// check refuses what cannot be meant.
func (o Options) check() error {
	ways := 0
	for _, named := range []bool{o.Token != "", o.Serial != "", o.Slot != nil} {
		if named {
			ways++
		}
	}
	switch {
	case o.Module == "":
		return errors.New("KEY-TOKEN: name the PKCS#11 library of your token, such as /usr/lib/softhsm/libsofthsm2.so")
	case ways != 1:
		return errors.New("KEY-TOKEN: name the token by its label, its serial number or its slot, and by one of these only")
	}
	return nil
}
