package transcript

import "time"

// htmlSample returns a typical session: TLS, a login, a refused recipient, a slow reply, a
// message.
func htmlSample() []Entry {
	s := &sampleMaker{start: time.Date(2026, 11, 24, 10, 15, 2, 0, time.UTC)}
	s.add(0, Entry{Kind: Opened, Opening: &Opening{
		Target: "mail.example.net:587", Remote: "192.0.2.1:587", Local: "198.51.100.7:51234", Took: 45 * time.Millisecond}})
	s.reply("", 2300, "220 mail.example.net ESMTP ready")
	s.sent("command", "EHLO client.example.org")
	s.reply("EHLO", 12, "250-mail.example.net", "250-SIZE 10240000", "250-STARTTLS", "250 ENHANCEDSTATUSCODES")
	s.add(5, Entry{Kind: Command, Text: ":starttls"})
	s.sent("command", "STARTTLS")
	s.reply("STARTTLS", 11, "220 2.0.0 Ready to start TLS")
	s.secure = true
	s.add(38, Entry{Kind: Secured, TLS: &TLS{
		Version: "TLS 1.3", Cipher: "TLS_AES_128_GCM_SHA256", Group: "X25519MLKEM768",
		Name: "mail.example.net", Names: []string{"mail.example.net", "smtp.example.net"},
		Issuer: "CN=Example CA R3,O=Example Trust,C=NL", NotAfter: time.Date(2027, 2, 1, 12, 0, 0, 0, time.UTC),
		SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Verified: true, Took: 36 * time.Millisecond}})
	s.sent("command", "EHLO client.example.org")
	s.reply("EHLO", 13, "250-mail.example.net", "250-SIZE 10240000", "250-AUTH PLAIN LOGIN", "250 ENHANCEDSTATUSCODES")
	s.add(900, Entry{Kind: Command, Text: ":auth LOGIN bob"})
	s.sent("command", "AUTH LOGIN")
	s.reply("AUTH", 12, "334 VXNlcm5hbWU6")
	s.sent("challenge", "Ym9i")
	s.reply("AUTH", 12, "334 UGFzc3dvcmQ6")
	s.add(1, Entry{Kind: Sent, Phase: "challenge", Text: "********", Ending: "\r\n", Masked: true, User: "bob"})
	s.reply("AUTH", 310, "235 2.7.0 Authentication successful")
	s.sent("command", "MAIL FROM:<bob@example.org>")
	s.reply("MAIL", 14, "250 2.1.0 Ok")
	s.sent("command", "RCPT TO:<nobody@example.net>")
	s.reply("RCPT", 95, "550 5.1.1 <nobody@example.net>: Recipient address rejected: User unknown in local recipient table")
	s.add(2, Entry{Kind: Notice, Text: "the other recipients are not touched by this refusal"})
	s.sent("command", "RCPT TO:<alice@example.net>")
	s.reply("RCPT", 18, "250 2.1.5 Ok")
	s.sent("command", "DATA")
	s.reply("DATA", 12, "354 End data with <CR><LF>.<CR><LF>")
	for _, line := range []string{"From: bob@example.org", "To: alice@example.net", "Subject: lunch", "", "One o'clock?", "."} {
		s.sent("message", line)
	}
	s.reply(".", 640, "250 2.0.0 Ok: queued as 4F2A91C0")
	s.sent("command", "QUIT")
	s.reply("QUIT", 11, "221 2.0.0 Bye")
	s.add(1, Entry{Kind: Ended, End: &End{Text: "the server closed the connection", Sent: 312, Received: 704}})
	return s.entries
}

// sampleMaker builds a session entry by entry.
type sampleMaker struct {
	start   time.Time
	now     time.Duration
	secure  bool
	entries []Entry
}

func (s *sampleMaker) add(after int, e Entry) {
	s.now += time.Duration(after) * time.Millisecond
	e.Elapsed, e.Time, e.Secure = s.now, s.start.Add(s.now), s.secure
	s.entries = append(s.entries, e)
}

func (s *sampleMaker) sent(phase, text string) {
	s.add(1, Entry{Kind: Sent, Phase: phase, Text: text, Ending: "\r\n"})
}

// reply adds the lines of a reply. It recognizes the enhanced code by its dots.
func (s *sampleMaker) reply(to string, took int, lines ...string) {
	after := took
	for i, line := range lines {
		e := Entry{Kind: Received, Phase: "command", Text: line, Ending: "\r\n"}
		if i == len(lines)-1 {
			e.Reply = &Reply{Verb: to, Took: time.Duration(took) * time.Millisecond, Lines: lines}
			e.Reply.Code = int(line[0]-'0')*100 + int(line[1]-'0')*10 + int(line[2]-'0')
			if len(line) > 8 && line[5] == '.' && line[7] == '.' {
				e.Reply.Enhanced = line[4:9]
			}
		}
		s.add(after, e)
		after = 0
	}
}
