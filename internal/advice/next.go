package advice

import (
	"slices"
	"strings"

	"byhand/internal/smtp"
)

// Suggestion is a line that may be typed now, and what it does.
type Suggestion struct {
	Line string // "MAIL FROM:<you@example.org>"; "" is an empty line
	Why  string
}

// Next returns the lines that may come now, the most useful first (RFC 5321 4.1.4). There
// is at least one.
func Next(s State) []Suggestion {
	switch s.Phase {
	case smtp.Greeting:
		return []Suggestion{{":info", "show the connection; some servers drop a client that sends before the greeting"}}
	case smtp.Closed:
		return []Suggestion{{":again", "reconnect"}, {":save FILE.txt", "save the transcript"}, {":quit", "leave byhand"}}
	case smtp.Message:
		return []Suggestion{
			{"Subject: hello", "a header field; From, To and Date belong here too"},
			{"", "an empty line ends the header; the body follows"},
			{".", "alone on its line: ends the message"},
			{"..x", "if a line of the body starts with a dot, type one more dot before it"},
		}
	case smtp.Challenge:
		return challenge(s)
	}
	if s.HandshakeDue {
		return []Suggestion{{":tls", "start TLS; the server expects the handshake and nothing else"}}
	}
	return slices.Concat(opening(s), transaction(s), always(s))
}

// challenge returns what may answer a 334 (RFC 4954 4).
func challenge(s State) []Suggestion {
	all := []Suggestion{{":answer", "byhand computes the answer, and asks for what it needs"}, {"*", "cancel the login; the server replies 501"}}
	if s.Asks == "" {
		return all
	}
	return append([]Suggestion{{":b64 --send", "asks you for the " + s.Asks + " and sends it in base64"}}, all...)
}

// opening returns what may come before a message: EHLO, STARTTLS, the login.
func opening(s State) []Suggestion {
	var all []Suggestion
	switch {
	case s.Hello == "":
		return []Suggestion{{s.hello() + " me.example.org", "identify yourself; the server lists what it offers"}}
	case s.Hello == "HELO":
		all = append(all, Suggestion{"EHLO me.example.org", "list the extensions: AUTH and STARTTLS need EHLO, not HELO"})
	}
	if s.Has("STARTTLS") && !s.Secure && !s.Envelope.Begun {
		all = append(all, Suggestion{"STARTTLS", "ask for TLS; after the 220 reply, type :tls and send EHLO again"})
	}
	if s.Authenticated || s.Envelope.Begun {
		return all
	}
	if m := s.mechanisms(); len(m) > 0 {
		all = append(all, Suggestion{":auth", "log in with the strongest mechanism offered: " + strings.Join(m, ", ")},
			Suggestion{"AUTH " + easiest(m), "log in step by step; :answer answers one challenge"})
	}
	return all
}

// easiest returns the mechanism that is easiest to type by hand.
func easiest(offered []string) string {
	for _, m := range []string{"LOGIN", "PLAIN"} {
		if slices.Contains(offered, m) {
			return m
		}
	}
	return offered[0]
}

// transaction returns MAIL, RCPT or DATA, whichever may come (RFC 5321 3.3).
func transaction(s State) []Suggestion {
	switch {
	case s.Hello == "":
		return nil
	case !s.Envelope.Begun:
		return []Suggestion{{"MAIL FROM:<you@example.org>", "start a message; the address is where delivery failures are reported"}}
	case s.Recipients == 0:
		return []Suggestion{{"RCPT TO:<somebody@example.net>", "name a recipient; one line for each"}}
	}
	all := []Suggestion{{"DATA", "start the message text; a dot alone on a line ends it"},
		{"RCPT TO:<somebody@example.net>", "add a recipient"}, {":test", "send a short test message"}, {":send FILE", "send a file as the message"}}
	if s.Has("CHUNKING") {
		all = append(all, Suggestion{":bdat FILE", "send a file as the message, in chunks (BDAT)"})
	}
	return all
}

// always returns what may come at any time (RFC 5321 4.1.4).
func always(s State) []Suggestion {
	all := []Suggestion{
		{"NOOP", "do nothing; the reply shows that the server still answers"},
		{"VRFY somebody", "ask whether a mailbox exists; most servers do not say"},
		{"HELP", "ask the server for help"},
		{"QUIT", "end the session"},
	}
	if s.Envelope.Begun {
		return append([]Suggestion{{"RSET", "drop the current message"}}, all...)
	}
	return all
}
