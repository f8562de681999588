package transcript

import (
	"fmt"
	"strings"
	"time"
)

const notKept = " more entries could not be kept"

// NewGap returns the entry that takes the place of n entries that could not be kept,
// the last of them from that time.
func NewGap(n int, at time.Time) Entry {
	return Entry{Kind: Notice, Time: at, Text: fmt.Sprint(n) + notKept}
}

// Gap reports whether the entry takes the place of others that could not be kept.
func (e Entry) Gap() bool { return e.Kind == Notice && strings.HasSuffix(e.Text, notKept) }
