package replay

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// The entries that Talk omits are the text of messages, and do not change the exchanges.
func TestTalk(t *testing.T) {
	const was = "S: 220 hi\nC: DATA\nS: 451 no\nC: NOOP\nS: 250 ok\nC: DATA\nS: 354 go\nC: QUIT\nC: ..\nC: .\nS: 250 queued\n" +
		"C: MAIL FROM:<a@b>\nS: 250 ok\nC: BDAT 6 LAST\nC: QUIT\nS: 250 6 octets\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: Ym9i\nS: 535 no\nC: QUIT\nS: 221 bye\n"
	all := slices.Collect(entriesOf(t, was))
	s := smtp.Session{}
	for i, e := range all {
		if e.Kind == transcript.Received {
			s.Received([]byte(e.Text + e.Ending))
			continue
		}
		all[i].Phase = s.Phase().String()
		s.Sent([]byte(e.Text + e.Ending))
	}
	var talk Talk
	var needed []transcript.Entry
	left := ""
	for _, e := range all {
		if talk.Needs(e) {
			needed = append(needed, e)
		} else {
			left += e.Text + " "
		}
	}
	if got, want := exchanged(slices.Values(needed)), exchanged(slices.Values(all)); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if left != "QUIT .. " {
		t.Errorf("left out: %q", strings.TrimSpace(left))
	}
}
