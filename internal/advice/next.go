package advice

import (
	"slices"
	"strings"

	"byhand/internal/smtp"
)

// Suggestion is a line that may be typed now, and what for.
type Suggestion struct {
	Line string // "MAIL FROM:<you@example.org>"; "" is an empty line
	Why  string
}

// Next returns what is legal now, the most useful first (RFC 5321 4.1.4).
func Next(s State) []Suggestion {
	switch s.Phase {
	case smtp.Greeting:
		return []Suggestion{{":info", "the greeting is not there yet: wait for it, for who talks first may be dropped"}}
	case smtp.Closed:
		return []Suggestion{{":again", "connect anew"}, {":save FILE.txt", "keep what was said"}, {":quit", "leave"}}
	case smtp.Message:
		return []Suggestion{
			{"Subject: hello", "a header; From, To and Date belong there too"},
			{"", "an empty line ends the headers; the text stands behind it"},
			{".", "alone on a line: the message is complete"},
			{"..x", "a line of the text that begins with a dot gets another one in front"},
		}
	case smtp.Challenge:
		return challenge(s)
	}
	if s.Ready {
		return []Suggestion{{":tls", "the server waits for the TLS handshake; anything else breaks it off"}}
	}
	all := append(opening(s), transaction(s)...)
	return append(all, always(s)...)
}

// challenge is what may answer a 334 (RFC 4954 4).
func challenge(s State) []Suggestion {
	all := []Suggestion{{":answer", "byhand works the answer out, and asks for what it needs"}, {"*", "cancels the login; the server answers 501"}}
	if s.Asks == "" {
		return all
	}
	return append([]Suggestion{{":b64 --send", "asks for the " + s.Asks + " and sends it in base64"}}, all...)
}

// opening is what comes before mail: the greeting back, TLS, the login.
func opening(s State) []Suggestion {
	var all []Suggestion
	switch {
	case s.Hello == "":
		return []Suggestion{{s.hello() + " me.example.org", "say who you are; the server lists what it offers"}}
	case s.Hello == "HELO":
		all = append(all, Suggestion{"EHLO me.example.org", "HELO offers nothing: AUTH and STARTTLS need EHLO"})
	}
	if s.Has("STARTTLS") && !s.Secure && !s.Envelope.Begun {
		all = append(all, Suggestion{"STARTTLS", "agree on TLS; :tls begins it behind the 220, and then say EHLO again"})
	}
	if s.Authenticated || s.Envelope.Begun {
		return all
	}
	if m := s.mechanisms(); len(m) > 0 {
		all = append(all, Suggestion{":auth", "log in by the strongest mechanism that is offered: " + strings.Join(m, ", ")},
			Suggestion{"AUTH " + byHand(m), "the same step by step; :answer does the next one"})
	}
	return all
}

// byHand picks the mechanism that teaches most when it is typed.
func byHand(offered []string) string {
	for _, m := range []string{"LOGIN", "PLAIN"} {
		if slices.Contains(offered, m) {
			return m
		}
	}
	return offered[0]
}

// transaction is MAIL, RCPT, DATA (RFC 5321 3.3).
func transaction(s State) []Suggestion {
	switch {
	case s.Hello == "":
		return nil
	case !s.Envelope.Begun:
		return []Suggestion{{"MAIL FROM:<you@example.org>", "begin a message: where refusals of it are sent"}}
	case s.Recipients == 0:
		return []Suggestion{{"RCPT TO:<somebody@example.net>", "whom it is for; a line for each"}}
	}
	all := []Suggestion{{"DATA", "the message comes next; a line with a lone dot ends it"},
		{"RCPT TO:<somebody@example.net>", "one recipient more"}, {":test", "send a small correct message"}, {":send FILE", "send a file as the message"}}
	if s.Has("CHUNKING") {
		all = append(all, Suggestion{":bdat FILE", "the same in counted chunks"})
	}
	return all
}

// always is what may come at any time (RFC 5321 4.1.4).
func always(s State) []Suggestion {
	var all []Suggestion
	if s.Envelope.Begun {
		all = append(all, Suggestion{"RSET", "drop the message in hand"})
	}
	return append(all, Suggestion{"NOOP", "nothing: is the server still there?"},
		Suggestion{"VRFY somebody", "is there such a mailbox? most servers do not say"},
		Suggestion{"HELP", "what the server says of itself"}, Suggestion{"QUIT", "end the session in order"})
}
