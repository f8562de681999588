package smtp

import "testing"

func TestVerdict(t *testing.T) {
	names := map[Verdict]string{Accepted: "accepted", Continues: "continues", Refused: "refused", Broken: "broken"}
	for _, tt := range []struct {
		to, wire string
		want     Verdict
	}{
		{"GREETING", "220 hi\r\n", Accepted},
		{"GREETING", "554 no\r\n", Refused},
		{"GREETING", "354 go\r\n", Broken},
		{"NOOP", "250 ok\r\n", Accepted},
		{"NOOP", "250\r\n", Accepted},                 // a bare code is valid
		{"NOOP", "250 ok\n", Accepted},                // a bare LF leaves the code certain
		{"NOOP", "250-a\r\nb\r\n250 c\r\n", Accepted}, // so does a line without one
		{"NOOP", "299 x\r\n", Accepted},               // by its first digit
		{"NOOP", "260 x\r\n", Accepted},
		{"NOOP", "571 x\r\n", Refused},
		{"NOOP", "451 x\r\n", Refused},
		{"NOOP", "199 x\r\n", Broken},
		{"NOOP", "600 x\r\n", Broken},
		{"NOOP", "954 x\r\n", Broken},
		{"NOOP", "550-no\r\n250 ok\r\n", Broken},
		{"NOOP", "250-a\r\n251-b\r\n250 c\r\n", Broken},
		{"NOOP", "250-ok\r\n550 no\r\n", Refused},
		{"NOOP", "354 go\r\n", Broken},
		{"MAIL", "334 x\r\n", Broken},
		{"RCPT", "354 x\r\n", Broken},
		{"RCPT", "251 x\r\n", Accepted},
		{"CRLF", "354 x\r\n", Broken},
		{"BDAT", "354 x\r\n", Broken},
		{"BDAT", "250 x\r\n", Accepted},
		{"QUIT", "221 x\r\n", Accepted},
		{"STARTTLS", "354 x\r\n", Broken},
		{"XEXCH50", "354 x\r\n", Continues}, // an extension that is not known
		{"USER", "331 x\r\n", Continues},    // FTP
		{"DATA", "354 go\r\n", Continues},
		{"DATA", "334 go\r\n", Broken},
		{"DATA", "350 go\r\n", Broken},
		{"DATA", "250 ok\r\n", Broken},
		{"DATA", "550-no\r\n354 go\r\n", Broken},
		{"DATA", "451 x\r\n", Refused},
		{".", "250 x\r\n", Accepted},
		{".", "354 x\r\n", Broken},
		{".", "334 x\r\n", Broken},
		{".", "235 x\r\n", Broken}, // only AUTH has this reply
		{".", "199 x\r\n", Broken},
		{".", "954 x\r\n", Broken},
		{".", "554 x\r\n", Refused},
		{"AUTH", "235 x\r\n", Accepted},
		{"AUTH", "334 \r\n", Continues},
		{"AUTH", "354 x\r\n", Broken},
		{"AUTH", "200 x\r\n", Broken},
		{"AUTH", "221 x\r\n", Broken},
		{"AUTH", "250 x\r\n", Broken},
		{"AUTH", "535-no\r\n235 ok\r\n", Broken},
		{"AUTH", "535-no\r\n334 x\r\n", Broken},
		{"AUTH", "535 x\r\n", Refused},
	} {
		if got := (MatchedReply{Verb: tt.to, Reply: reply(t, tt.wire)}).Verdict(); got != tt.want {
			t.Errorf("%s answered with %q: %s, want %s", tt.to, tt.wire, names[got], names[tt.want])
		}
	}
}
