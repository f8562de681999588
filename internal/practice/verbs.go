package practice

import (
	"strconv"
	"strings"
)

func (s *session) cmdEHLO(arg string) reply {
	s.greet(greeted, arg)
	return okHello.with(strings.Join(s.capabilities(), "\n"))
}

// capabilities returns the lines of the EHLO reply, in the order of the
// walkthrough. AUTH= is for old clients.
func (s *session) capabilities() []string {
	list := []string{
		hostName,
		"8BITMIME",
		"SIZE " + strconv.Itoa(s.srv.limits.message),
		"AUTH=PLAIN LOGIN",
		"AUTH PLAIN LOGIN CRAM-MD5",
	}
	if !s.msg.TLS {
		list = append(list, "STARTTLS")
	}
	if s.isLimited() {
		list = append(list, "LIMITS RCPTMAX="+strconv.Itoa(maxLimited))
	}
	return list
}

func (s *session) cmdHELO(arg string) reply {
	s.greet(helo, arg)
	return okHello.with(hostName)
}

// greet drops the message so far (RFC 5321 4.1.4), but keeps the login.
func (s *session) greet(p phase, name string) {
	s.dropMessage()
	s.msg.EHLO = name
	if s.phase = p; s.msg.User != "" {
		s.phase = ready
	}
}

func (s *session) cmdHELP(arg string) reply {
	var lines []string
	for _, c := range commands {
		if arg == "" || strings.EqualFold(c.verb(), arg) {
			lines = append(lines, c.syntax)
		}
	}
	if lines == nil {
		return unknownTopic
	}
	return helpText.with(strings.Join(lines, "\n"))
}

func (s *session) cmdRSET(string) reply {
	s.dropMessage()
	return okReset
}

// cmdSTARTTLS hangs up if more bytes came with the command: they were sent in
// plaintext, perhaps by someone else, and must have no effect after the handshake.
func (s *session) cmdSTARTTLS(string) reply {
	switch {
	case s.msg.TLS:
		return tlsTwice
	case s.in.Buffered() > 0:
		s.isOver = true
		return earlyTLS
	}
	s.send(okTLS)
	s.startTLS()
	return noReply
}
