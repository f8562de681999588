package transcript

import (
	"cmp"
	"fmt"
	"iter"
	"strings"
	"time"

	"byhand/internal/smtp"
)

// htmlRow is a row of the page: a line that was sent or received, or a side note.
type htmlRow struct {
	Number int
	At     string // in seconds: "0.131"
	Class  string // CSS classes; never text from the wire
	Mark   string // "C:" or "S:"; "": a side note
	Label  string // the kind of side note
	Text   string
	Typed  bool     // the side note is what the user typed
	Notes  []string // about a line
	Took   string   // how long the reply took; "": not known
	Width  int      // of the bar, in percent

	message bool // a line of message text
}

// htmlRows yields the rows. slowest is the time of the reply with the longest bar.
func htmlRows(entries []Entry, slowest time.Duration) iter.Seq[htmlRow] {
	return func(yield func(htmlRow) bool) {
		var before htmlRow
		for i, e := range entries {
			row := newHTMLRow(e, slowest)
			row.Number = i + 1
			if row.Mark == "C:" && before.Mark == "S:" || before.message && !row.message {
				row.Class += " turn" // a new exchange begins
			}
			if row.message && !before.message && !yield(htmlRow{Class: "side", Label: "message text"}) {
				return
			}
			if !yield(row) {
				return
			}
			before = row
		}
	}
}

func newHTMLRow(e Entry, slowest time.Duration) htmlRow {
	row := htmlRow{At: fmt.Sprintf("%.3f", e.Elapsed.Seconds())}
	switch e.Kind {
	case Sent, Received:
		row.fillLine(e, slowest)
	default:
		row.fillNote(e)
	}
	return row
}

// fillLine fills in a line that was sent or received.
func (r *htmlRow) fillLine(e Entry, slowest time.Duration) {
	r.Mark, r.Class = "S:", "server"
	if e.Kind == Sent {
		r.Mark, r.Class = "C:", "client"
		if e.Phase == smtp.Message.String() {
			r.Class, r.message = "client message", true
		}
	}
	var cut int
	r.Text, cut = safeCut(e.Text)
	r.Notes = lineNotes(e, cut)
	if e.Reply != nil {
		r.fillReply(e.Reply, slowest)
	}
}

func (r *htmlRow) fillReply(reply *Reply, slowest time.Duration) {
	if isRefusal(reply) {
		r.Class += " refused"
		r.Notes = append(r.Notes, "refused")
	}
	if reply.Took > 0 {
		r.Took = formatDuration(reply.Took)
		r.Width = int(100 * reply.Took.Seconds() / slowest.Seconds())
	}
}

// lineNotes returns what the text of a line does not show.
func lineNotes(e Entry, cut int) []string {
	var notes []string
	if cut > 0 {
		notes = append(notes, plural(cut, "more byte", "more bytes")+" not shown")
	}
	if e.Masked {
		note := "secret masked"
		if e.User != "" {
			note = "secret of " + safe(e.User) + " masked"
		}
		if !e.Secure {
			note += ", sent unencrypted"
		}
		notes = append(notes, note)
	}
	switch e.Ending {
	case "\r\n":
	case "":
		notes = append(notes, "no line ending")
	default:
		notes = append(notes, "ends with "+safe(strings.Trim(fmt.Sprintf("%q", e.Ending), `"`)))
	}
	return notes
}

// fillNote fills in an entry that was neither sent nor received.
func (r *htmlRow) fillNote(e Entry) {
	r.Class, r.Label, r.Text = "side", safe(string(e.Kind)), safe(e.Text)
	switch {
	case e.Kind == Command:
		r.Class, r.Label, r.Typed = "side command", "byhand", true
	case e.Kind == Notice:
		r.Label = "note"
	case e.Opening != nil:
		r.Label, r.Text = "connected", openingText(e.Opening)
	case e.TLS != nil:
		r.Class, r.Label, r.Text = "side secured", "encrypted from here", securedText(e.TLS)
	case e.End != nil:
		r.Label, r.Text = "ended", endText(e.End)
	}
}

func openingText(o *Opening) string {
	text := "to " + cmp.Or(safe(o.Target), "a server that the file does not name")
	if o.Remote != "" && o.Remote != o.Target {
		text += " at " + safe(o.Remote)
	}
	if o.Proxy != "" {
		text += " through " + safe(o.Proxy)
	}
	if o.Took > 0 {
		text += ", took " + formatDuration(o.Took)
	}
	return text
}

func endText(e *End) string {
	return fmt.Sprintf("%s; %s bytes sent, %s received", safe(e.Text), formatNumber(e.Sent), formatNumber(e.Received))
}
