package transcript

import (
	"bytes"
	"strings"
	"testing"

	"byhand/conn"
)

func bulk(text string, secret int) conn.Event {
	return conn.Event{Kind: conn.Sent, Line: []byte(text), Bulk: true, Secret: secret}
}

// A message that crossed the wire in pieces becomes its lines, wherever it was
// cut.
func TestBulkBecomesLines(t *testing.T) {
	const text = "one\r\n\r\ntwo\nth\rree\r\nfour\r\n"
	for at := range len(text) {
		r := &Recorder{}
		record(r, bulk(text[:at], 0))
		record(r, received("250 between"))
		record(r, bulk(text[at:], 0))
		record(r, sent(".", 0))
		record(r, received("250 queued"))
		if got := strings.Replace(texts(r), "250 between\r\n", "", 1); got != text+".\r\n250 queued\r\n" {
			t.Errorf("cut at %d: %q", at, got)
		}
		if entries, _ := r.Entries(); len(entries) != 8 {
			t.Errorf("cut at %d: %d entries", at, len(entries))
		}
	}
	r := &Recorder{}
	record(r, bulk("half a l", 0))
	record(r, conn.Event{Kind: conn.Ended, End: &conn.End{}})
	if texts(r) != "half a l" {
		t.Errorf("cut off: %q", texts(r))
	}
}

// What is over the limit is counted, not kept, and takes no time to cut.
func TestBulkIsBounded(t *testing.T) {
	r, block := &Recorder{}, bytes.Repeat([]byte(strings.Repeat("x", 1022)+"\r\n"), 1024)
	for range 20 {
		record(r, conn.Event{Kind: conn.Sent, Line: block, Bulk: true})
	}
	kept, dropped := r.Entries()
	if len(kept) != Limit/(1022+192) || len(kept)+dropped != 20*1024 {
		t.Errorf("%d kept, %d dropped", len(kept), dropped)
	}
}

// Of the shortest lines there are the most.
func TestBulkOfShortLines(t *testing.T) {
	r, n := &Recorder{}, 100_000
	record(r, bulk(strings.Repeat("\r\n", n), 0))
	kept, dropped := r.Entries()
	if len(kept) != Limit/192 || len(kept)+dropped != n {
		t.Errorf("%d kept, %d dropped", len(kept), dropped)
	}
}

// A secret at the end of a piece is masked, whatever lines it is in.
func TestBulkSecret(t *testing.T) {
	r := &Recorder{}
	record(r, bulk("RSET\r\nAUTH PLAIN topsecret\r\ncGFzc3dvcmQ=\r\n", len("topsecret\r\ncGFzc3dvcmQ=\r\n")))
	record(r, received("no topsecret"))
	if want := "RSET\r\nAUTH PLAIN " + Mask + "\r\n" + Mask + "\r\nno " + Mask + "\r\n"; texts(r) != want {
		t.Errorf("%q, want %q", texts(r), want)
	}
}
