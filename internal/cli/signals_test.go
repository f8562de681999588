package cli

import (
	"strings"
	"testing"
	"testing/synctest"
)

// TestWordsWait: no word comes before signals are caught, and then each.
func TestWordsWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ready := make(chan struct{})
		var shown strings.Builder
		done := make(chan error)
		go func() {
			_, err := signals{caught: ready}.before(&shown).Write([]byte("250 ok"))
			done <- err
		}()
		synctest.Wait()
		if shown.Len() > 0 {
			t.Errorf("%q came too soon", shown.String())
		}
		close(ready)
		if err := <-done; err != nil || shown.String() != "250 ok" {
			t.Errorf("%q, %v", shown.String(), err)
		}
	})
}
