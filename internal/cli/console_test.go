//go:build linux || darwin

package cli

import (
	"io"
	"os"
	"testing"
)

// TestConsoleStatus checks that a status stays in one row, and that a message or an empty
// status erases it.
func TestConsoleStatus(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	real := os.Stderr
	os.Stderr = w
	c := &console{}
	io.WriteString(c, "before\n")
	c.Status("") // nothing was shown
	c.Status("one")
	c.Status("two")
	io.WriteString(c, "words\n")
	io.WriteString(c, "more\n")
	c.Status("three")
	c.Status("")
	c.Status("")
	os.Stderr = real
	w.Close()
	got, err := io.ReadAll(r)
	if want := "before\n\r\x1b[Kone\r\x1b[Ktwo\r\x1b[Kwords\nmore\n\r\x1b[Kthree\r\x1b[K"; string(got) != want || err != nil {
		t.Errorf("%q, want %q (%v)", got, want, err)
	}
}
