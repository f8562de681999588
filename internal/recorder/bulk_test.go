package recorder

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"byhand/conn"
	"byhand/internal/transcript"
)

func bulk(text string, secret int) conn.Event {
	return conn.Event{Kind: conn.Sent, Line: []byte(text), Bulk: true, Secret: secret}
}

// A message that crossed the wire in pieces becomes its lines, wherever it was cut.
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

// Lines kept in one piece and lines kept one by one read the same.
func TestBulkReadsTheSame(t *testing.T) {
	long := strings.Repeat("x", 100)
	for _, pieces := range [][]string{
		{long + "\r\n" + long + "\r\n.." + long + "\n\r\n" + long + "\r\n"},
		{long + "\r\n", long + "\r\nhalf", " a line\r\n" + long + "\r\n", long + "\r"},
		{long + "\r\n", "my Tr0ub4dor and VHIwdWI0ZG9y\r\n" + long + "\r\n", long + "\n"},
		{long + "\r\nEHLO lonely\r\n" + long + "\r\n", "from lonely, by \"" + long + "\r\n\"@example.net" + long + "\r\n"},
	} {
		for _, hides := range []bool{false, true} {
			readsTheSame(t, pieces, hides)
		}
	}
}

func readsTheSame(t *testing.T, pieces []string, hides bool) {
	whole, single := &Recorder{HideAddresses: hides}, &Recorder{HideAddresses: hides}
	whole.names.ReplacePartial(&transcript.Entry{}) // makes the key
	single.names = whole.names
	single.Follow(func(transcript.Entry, bool) {})
	for _, r := range []*Recorder{whole, single} {
		r.Learn([]byte("Tr0ub4dor"))
		for _, piece := range pieces {
			r.Record(bulk(piece, 0), Facts{Phase: "message"})
		}
		record(r, received("250 queued"))
	}
	got, _ := whole.Entries()
	want, _ := single.Entries()
	if !hides && !whole.pages[0][0].Many {
		t.Errorf("%q: nothing was kept in one piece", pieces)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q:\n%+v\nwant\n%+v", pieces, got, want)
	}
}

// Lines over the limit are counted, not kept.
func TestBulkIsBounded(t *testing.T) {
	r, block := &Recorder{}, bytes.Repeat([]byte(strings.Repeat("x", 1022)+"\r\n"), 1024)
	for range 20 {
		record(r, conn.Event{Kind: conn.Sent, Line: block, Bulk: true})
	}
	kept, dropped := r.Entries()
	if len(kept) < Limit/(1022+192) || len(kept) > Limit/1022 || len(kept)+dropped != 20*1024 {
		t.Errorf("%d kept, %d dropped", len(kept), dropped)
	}
}

// The limit holds for the shortest lines, of which the most fit.
func TestBulkOfShortLines(t *testing.T) {
	r, n := &Recorder{}, 200_000
	for range n / 1000 {
		record(r, bulk(strings.Repeat("\r\n", 1000), 0))
	}
	kept, dropped := r.Entries()
	if len(kept) < Limit/192 || len(kept) > Limit/96 || len(kept)+dropped != n {
		t.Errorf("%d kept, %d dropped", len(kept), dropped)
	}
}

// A secret at the end of a piece is masked, even if it spans several lines.
func TestBulkSecret(t *testing.T) {
	r := &Recorder{}
	record(r, bulk("RSET\r\nAUTH PLAIN topsecret\r\ncGFzc3dvcmQ=\r\n", len("topsecret\r\ncGFzc3dvcmQ=\r\n")))
	record(r, received("no topsecret"))
	if want := "RSET\r\nAUTH PLAIN " + transcript.Mask + "\r\n" + transcript.Mask + "\r\nno " + transcript.Mask + "\r\n"; texts(r) != want {
		t.Errorf("%q, want %q", texts(r), want)
	}
}
