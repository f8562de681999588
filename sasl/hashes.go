package sasl

import (
	"context"
	"crypto/sha256"
	"hash"
)

// hashes makes the hashes of one SCRAM. Once the context has ended they hash no
// more, so that what is left of a key derivation, up to a million rounds in a
// library that knows of no context, is over at once. What comes out then is
// worth nothing and must not be used.
type hashes struct {
	plain func() hash.Hash
	ended <-chan struct{}
}

// until ties the hashes to a context.
func (h *hashes) until(ctx context.Context) { h.ended = ctx.Done() }

// next makes one.
func (h *hashes) next() hash.Hash { return &endable{h.plain(), h} }

var zeros [sha256.Size]byte // the longest of the hashes used

// endable is a hash that stops.
type endable struct {
	hash.Hash
	of *hashes
}

func (e *endable) over() bool {
	select {
	case <-e.of.ended:
		return true
	default:
		return false
	}
}

// Write hashes, or drops what it is given.
func (e *endable) Write(p []byte) (int, error) {
	if e.over() {
		return len(p), nil
	}
	return e.Hash.Write(p)
}

// Sum is the hash, or zeros.
func (e *endable) Sum(b []byte) []byte {
	if e.over() {
		return append(b, zeros[:e.Size()]...)
	}
	return e.Hash.Sum(b)
}
