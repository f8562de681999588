package practice

import (
	"testing"

	"byhand/internal/refusal"
)

// TestExamples checks that each cause of the vocabulary has an example, that the example
// is explained by that cause, and that both MAIL and RCPT get it.
func TestExamples(t *testing.T) {
	all := Examples()
	for i, f := range refusal.Facts() {
		if i >= len(all) || all[i].Cause != string(f.Cause) {
			t.Fatalf("example %d is not for %s", i, f.Cause)
		}
		r := refusal.Parse(all[i].Reply())
		r.Verb = "RCPT"
		if e := refusal.Explain(r); e.Cause != f.Cause {
			t.Errorf("%s is explained as %s", all[i].Reply(), e.Cause)
		}
	}
	srv := serve(t, Config{})
	for _, e := range all {
		t.Run(e.Cause, func(t *testing.T) {
			end := "\n"
			if e.reply.code == 421 {
				end = "\nEND\n"
			}
			refused := ":<" + e.Address() + ">\nS: " + e.Reply() + end
			dial(t, srv.Plain()).talk(banner + ehlo + login + "C: MAIL FROM" + refused)
			dial(t, srv.Plain()).talk(banner + ehlo + login + mail + "C: RCPT TO" + refused)
		})
	}
}
