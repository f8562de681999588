//go:build !linux

package raw

import (
	"context"
	"io"
)

// relay is Linux's: see package raw.
func (Copier) relay(context.Context, Wire, io.Reader, io.Writer) (Result, bool) {
	return Result{}, false
}
