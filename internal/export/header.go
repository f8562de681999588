package export

import (
	"fmt"
	"strings"
)

// maxLost is how many lines the comment lists that the script does not send.
const maxLost = 20

// header returns the beginning of a script: comments and variables.
func (p *script) header(s *Session, isDefault bool) string {
	var b strings.Builder
	comment := func(format string, args ...any) {
		b.WriteString(strings.TrimRight("# "+fmt.Sprintf(format, args...), " ") + "\n")
	}
	b.WriteString("#!/bin/sh\n")
	why := ""
	if isDefault {
		why = ", which reproduces most of it"
	}
	comment("byhand wrote this script. It repeats a session with %s%s:", p.tool, why)
	comment("%d of the %d lines that the client sent. A message counts as one line.", p.kept, s.count())
	if len(p.lost) > 0 {
		comment("")
		comment("Lines that %s does not send:", p.tool)
	}
	for i, line := range p.lost {
		if i == maxLost {
			comment("    and %d more", len(p.lost)-i)
			break
		}
		comment("    %s", clip(line))
	}
	p.addNotes(s)
	if len(p.notes) > 0 {
		comment("")
	}
	for _, text := range p.notes {
		comment("%s", clip(text))
	}
	b.WriteString(p.variables())
	return b.String()
}

// addNotes adds the notes that do not depend on the program.
func (p *script) addNotes(s *Session) {
	if s.Others > 0 {
		p.note(fmt.Sprintf("The transcript has %d more connections. byhand show --session N FILE OUT.sh selects one.", s.Others))
	}
	if s.Proxy != "" {
		p.note("The session used a proxy. This script connects directly.")
	}
	if s.IsUnverified {
		p.note("The certificate did not verify in the session, so this script does not check it.")
	}
	if s.HasNoMessage {
		p.note("The message was not recorded. The script takes it from the file BYHAND_MESSAGE.")
	}
}

// variables returns the lines that check and set the environment variables.
func (p *script) variables() string {
	var b strings.Builder
	for _, n := range p.needs {
		fmt.Fprintf(&b, "\n# %s: %s", n.name, n.what)
	}
	b.WriteString("\n\n")
	for _, n := range p.needs {
		if n.usual == "" {
			fmt.Fprintf(&b, "[ -n \"${%s-}\" ] || { echo 'set %s: %s' >&2; exit 2; }\n", n.name, n.name, n.what)
		} else {
			fmt.Fprintf(&b, "[ -n \"${%s-}\" ] || %s=%s\n", n.name, n.name, quote(n.usual))
		}
	}
	b.WriteByte('\n')
	return b.String()
}

// requireServer adds the variables for the server.
func (p *script) requireServer(s *Session) {
	p.require(need{"BYHAND_HOST", s.Host, "the server"})
	p.require(need{"BYHAND_PORT", s.Port, "its port"})
}

// requireLogin adds the variables for a login. isToken is for OAuth.
func (p *script) requireLogin(s *Session, isToken bool) {
	p.require(need{"BYHAND_USER", s.User, "the user who logs in"})
	if isToken {
		p.require(need{"BYHAND_TOKEN", "", "the OAuth token of the login"})
		return
	}
	p.require(need{"BYHAND_PASSWORD", "", "the password of the login"})
}
