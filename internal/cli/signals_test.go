package cli

import (
	"strings"
	"testing"
	"testing/synctest"
)

// TestDelay checks that output waits until byhand catches signals.
func TestDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		caught := make(chan struct{})
		var shown strings.Builder
		done := make(chan error)
		go func() {
			_, err := signals{caught: caught}.delayWrites(&shown).Write([]byte("250 ok"))
			done <- err
		}()
		synctest.Wait()
		if shown.Len() > 0 {
			t.Errorf("%q came too soon", shown.String())
		}
		close(caught)
		if err := <-done; err != nil || shown.String() != "250 ok" {
			t.Errorf("%q, %v", shown.String(), err)
		}
	})
}
