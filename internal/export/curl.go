package export

import (
	"fmt"
	"slices"
	"strings"
)

// planCurl plans a script for curl. It sends one message, or single commands until one is
// refused.
func planCurl(s *Session) *script {
	p := &script{}
	switch {
	case s.Protocol != "smtp":
		return p.refuse(s, "this script for curl would need SMTP")
	case s.Socket != "":
		return p.refuse(s, "curl does not use a UNIX socket for SMTP")
	}
	m := planMail(s, func(mechanism string) bool {
		return strings.Contains(" PLAIN LOGIN CRAM-MD5 DIGEST-MD5 XOAUTH2 OAUTHBEARER ", " "+mechanism+" ")
	})
	hasMessage := m.isEnded() || m.hasData() && s.HasNoMessage
	var commands []Line
	if !hasMessage {
		commands = p.curlCommands(s, m)
	}
	p.takePlan(s, m)
	if m.hello == "HELO" {
		p.note("curl sends EHLO first.")
		p.extra++
	}
	if !m.hasQuit {
		p.note("curl sends QUIT at the end.")
		p.extra++
	}
	p.requireServer(s)
	p.addCurlConfig(s, m)
	if hasMessage {
		p.addCurlMessage(s, m)
	} else {
		p.addCurlCommands(commands)
	}
	return p
}

// curlCommands returns the commands that curl can send one by one, and corrects the plan.
func (p *script) curlCommands(s *Session, m *mail) (commands []Line) {
	var kept, lost []Line
	isOver, inLogin := false, false
	for _, l := range s.Lines {
		verb := s.verb(l)
		isSetup := verb == "EHLO" || verb == "HELO" || verb == "STARTTLS" || verb == "AUTH"
		inLogin = l.Kind == Answer && inLogin || verb == "AUTH"
		switch {
		case l.Kind == Command && !isSetup && verb != "QUIT" && verb != "DATA" && verb != "BDAT" && !isOver && isClean(l.Text) && !l.IsMasked && l.Text != "":
			commands, kept = append(commands, l), append(kept, l)
			isOver = l.IsRefused
		case (isSetup || l.Kind == Answer || verb == "QUIT") && slices.Contains(m.kept, l):
			kept = append(kept, l)
		default:
			lost = append(lost, l)
		}
	}
	m.kept, m.lost, m.params = kept, lost, ""
	if len(commands) == 0 {
		p.note("curl sends HELP, because it cannot send nothing.")
		p.extra++
	}
	return commands
}

// addCurlConfig adds config(), which writes the options that every transfer needs.
func (p *script) addCurlConfig(s *Session, m *mail) {
	scheme, options := "smtp", []string{"verbose", "silent", "show-error", "globoff", "${SSL_CERT_FILE:+cacert = \"$SSL_CERT_FILE\"}"}
	switch {
	case s.IsTLS:
		scheme = "smtps"
	case m.startsTLS:
		options = append(options, "ssl-reqd")
	}
	if s.IsUnverified {
		options = append(options, "insecure")
	}
	p.addf("case $BYHAND_HOST in *:*) host=[$BYHAND_HOST] ;; *) host=$BYHAND_HOST ;; esac")
	if m.mechanism != "" {
		options = append(options, p.addCurlLogin(s, m)...)
	}
	p.addf("config() {\n    cat <<EOF\nurl = \"%s://$host:$BYHAND_PORT/%s\"\n%s\nEOF\n}\n", scheme, percent(m.name), strings.Join(options, "\n"))
}

// addCurlLogin sets a variable with the secret of a login, and returns the options. curl
// reads both from a pipe.
func (p *script) addCurlLogin(s *Session, m *mail) (options []string) {
	isToken := m.mechanism == "XOAUTH2" || m.mechanism == "OAUTHBEARER"
	p.requireLogin(s, isToken)
	p.note("curl reads the login from a pipe. The user name must not have a colon.")
	p.addf("escape() { printf '%%s' \"$1\" | sed 's/[\\\"]/\\\\&/g'; }")
	secret := `user = \"$(escape "$BYHAND_USER"):$(escape "$BYHAND_PASSWORD")\"`
	if isToken {
		secret = `user = \"$(escape "$BYHAND_USER"):\"` + "\n" + `oauth2-bearer = \"$(escape "$BYHAND_TOKEN")\"`
	}
	p.addf("login=\"%s\"", secret)
	options = []string{`login-options = "AUTH=` + m.mechanism + `"`, "$login"}
	if m.hasInitial {
		options = append(options, "sasl-ir")
	}
	return options
}

// addCurlMessage adds the transfer of a message.
func (p *script) addCurlMessage(s *Session, m *mail) {
	if s.HasNoMessage {
		p.addMessageFile("")
	} else { // curl doubles the dots and adds the final one
		p.addMessage(m.message[:len(m.message)-1], func(line string) string { return strings.TrimPrefix(line, ".") })
	}
	p.addf("message | curl --config /dev/fd/3 \\\n    --mail-from %s \\", quote("<"+m.from+">"))
	for _, to := range m.to {
		p.addf("    --mail-rcpt %s \\", quote("<"+to+">"))
	}
	if m.accepted < len(m.to) {
		p.addf("    --mail-rcpt-allowfails \\")
	}
	p.addf("    --upload-file - 3<<EOF\n$(config)\nEOF")
}

// addCurlCommands adds a transfer for each command. curl uses one connection for all.
func (p *script) addCurlCommands(commands []Line) {
	p.addf("{\n    config")
	for i, l := range commands {
		if i > 0 {
			p.addf("    echo next\n    config")
		}
		p.addf("    printf 'request = \"%%s\"\\n' %s", quote(escape.Replace(l.Text)))
	}
	p.addf("} | curl --fail-early --config -")
}

// escape escapes a string in double quotes in a configuration of curl.
var escape = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// percent encodes a name for the path of a URL.
func percent(name string) string {
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
