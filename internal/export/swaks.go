package export

import (
	"cmp"
	"strings"
)

// planSwaks plans a script for swaks. It sends one message, and repeats the steps before it.
func planSwaks(s *Session) *script {
	p := &script{}
	if !s.isMail() {
		return p.refuse(s, "swaks speaks only SMTP and LMTP")
	}
	m := planMail(s, func(mechanism string) bool {
		return strings.Contains(" PLAIN LOGIN CRAM-MD5 DIGEST-MD5 ", " "+mechanism+" ")
	})
	p.takePlan(s, m)
	if m.stopped && !m.hasQuit {
		p.note("swaks sends QUIT after a refusal.")
		p.extra++
	}
	if m.hasData() && (len(m.message) == 0 || !m.isEnded()) && !s.HasNoMessage {
		m.last = "DATA" // the message has no end
		p.note("The message has no end in the session. swaks closes the connection after DATA.")
	}
	hasMessage := m.last == "DOT" || m.hasData() && s.HasNoMessage
	if hasMessage {
		p.addSwaksMessage(s, m)
	}
	p.addSwaks(s, m, hasMessage)
	return p
}

// refuse returns a script that sends nothing.
func (p *script) refuse(s *Session, why string) *script {
	for _, l := range s.Lines {
		p.lose(s, l)
	}
	p.note(why + ".")
	p.addf("echo %s >&2\nexit 1", quote(why))
	return p
}

// takePlan counts the lines of a plan.
func (p *script) takePlan(s *Session, m *mail) {
	for _, l := range m.lost {
		p.lose(s, l)
	}
	p.kept = (&Session{Lines: m.kept}).count()
	if m.params != "" {
		p.note("The script does not send the parameters of MAIL: " + m.params + ".")
		p.extra++
	}
}

func (p *script) addSwaksMessage(s *Session, m *mail) {
	if s.HasNoMessage {
		p.addMessageFile(doubleDots)
	} else {
		p.addMessage(m.message[:len(m.message)-1], func(line string) string { return line })
	}
	p.addf("# --no-data-fixup sends the bytes as they are, so the final dot is part of them.")
	p.addf("{ message; printf .; } |")
}

// addSwaks adds the command.
func (p *script) addSwaks(s *Session, m *mail, hasMessage bool) {
	option := func(format string, args ...any) { p.addf("    "+format+" \\", args...) }
	if m.mechanism != "" {
		p.requireLogin(s, false)
		p.note("swaks takes the password from its environment. No other user sees it there.")
		p.body.WriteString("SWAKS_OPT_auth_password=$BYHAND_PASSWORD ")
	}
	p.addf("swaks \\")
	p.addSwaksServer(s, m, option)
	if m.hello != "" {
		option("--ehlo %s", quote(m.name))
	}
	if m.mechanism != "" {
		option("--auth %s --auth-user \"$BYHAND_USER\" --auth-hide-password", m.mechanism)
		if m.hasInitial != (m.mechanism == "PLAIN") {
			p.note("swaks divides the login into lines differently.")
		}
	}
	if m.hasFrom {
		option("--from %s", quote(cmp.Or(m.from, "<>")))
	}
	if len(m.to) > 0 {
		option("--to %s", quote(strings.Join(m.to, ",")))
	}
	p.endSwaks(m, hasMessage)
}

func (p *script) addSwaksServer(s *Session, m *mail, option func(string, ...any)) {
	if s.Socket != "" {
		option("--socket %s", quote(s.Socket))
	} else {
		p.requireServer(s)
		option("--server \"$BYHAND_HOST\" --port \"$BYHAND_PORT\"")
	}
	switch m.hello {
	case "LHLO":
		option("--protocol LMTP")
	case "HELO":
		option("--protocol SMTP")
	}
	switch {
	case s.IsTLS:
		option("--tls-on-connect")
	case m.startsTLS:
		option("--tls")
	}
	if s.IsTLS || m.startsTLS {
		p.note("swaks does not check the name in the certificate.")
		if strings.ContainsAny(strings.ToLower(s.Host), "ghijklmnopqrstuvwxyz") {
			option("--tls-sni \"$BYHAND_HOST\"")
		}
		if !s.IsUnverified {
			option("--tls-verify")
		}
	}
}

// endSwaks adds what comes last: the message, or the step after which swaks stops.
func (p *script) endSwaks(m *mail, hasMessage bool) {
	switch {
	case hasMessage && m.hasQuit:
		p.addf("    --no-data-fixup --data -")
	case hasMessage:
		p.addf("    --no-data-fixup --data - --drop-after DOT")
	case m.last == "DATA": // quit-after does not take DATA
		p.addf("    --drop-after DATA")
	case m.hasQuit:
		p.addf("    --quit-after %s", m.last)
	default:
		p.addf("    --drop-after %s", m.last)
	}
}
