package jades

import (
	"context"
	"errors"

	"github.com/mikromerit/mikromerit/vc"
)

// Extend raises a seal to a level.
func Extend(ctx context.Context, env vc.Env, file []byte, to Level, o ExtendOptions) (Sealed, error) {
	return Sealed{}, errors.New("SEAL: not yet")
}
