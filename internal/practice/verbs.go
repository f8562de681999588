package practice

import (
	"strconv"
	"strings"
)

func (s *session) cmdEHLO(arg string) {
	s.hello(greeted, arg)
	s.say(okHello, strings.Join(s.capabilities(), "\n"))
}

// capabilities are in the order of the walkthrough. AUTH= is for old clients.
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
	if strings.EqualFold(s.msg.EHLO, "limits.test") {
		list = append(list, "LIMITS RCPTMAX="+strconv.Itoa(maxLimited))
	}
	return list
}

func (s *session) cmdEXPN(arg string) {
	if arg == "" {
		s.usage("EXPN")
		return
	}
	s.say(noLists)
}

func (s *session) cmdHELO(arg string) {
	s.hello(helo, arg)
	s.say(okHello, hostName)
}

// hello drops the message so far (RFC 5321 4.1.4), but not the login.
func (s *session) hello(p phase, name string) {
	s.forget()
	s.msg.EHLO = name
	if s.phase = p; s.msg.User != "" {
		s.phase = ready
	}
}

func (s *session) cmdHELP(arg string) {
	if arg == "" {
		lines := make([]string, len(commands))
		for i, c := range commands {
			lines[i] = c.syntax
		}
		s.say(helpText, strings.Join(lines, "\n"))
	} else if cmd := find(strings.ToUpper(arg)); cmd != nil {
		s.say(helpText, cmd.syntax)
	} else {
		s.say(unknownTopic)
	}
}

func (s *session) cmdNOOP(string) { s.say(okNoop) }

func (s *session) cmdQUIT(arg string) {
	if s.alone("QUIT", arg) {
		s.bye(okQuit)
	}
}

func (s *session) cmdRSET(arg string) {
	if s.alone("RSET", arg) {
		s.forget()
		s.say(okReset)
	}
}

// forget drops the message so far.
func (s *session) forget() {
	s.msg.From, s.msg.To, s.fate = "", nil, nil
	s.phase = min(s.phase, ready)
}

// cmdSTARTTLS hangs up when more came with the command: it was said in the
// clear, perhaps by someone else, and must not count after the handshake.
func (s *session) cmdSTARTTLS(arg string) {
	switch {
	case s.msg.TLS:
		s.say(tlsTwice)
	case !s.alone("STARTTLS", arg):
	case s.in.Buffered() > 0:
		s.bye(earlyTLS)
	default:
		s.say(okTLS)
		s.startTLS()
	}
}

func (s *session) cmdVRFY(arg string) {
	if arg == "" {
		s.usage("VRFY")
		return
	}
	s.say(okVerify)
}
