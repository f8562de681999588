package repl

import (
	"fmt"

	"byhand/internal/advice"
	"byhand/internal/client"
	"byhand/internal/describe"
	"byhand/internal/dialect"
	"byhand/internal/sasl"
	"byhand/internal/smtp"
)

// reply notes anything unusual about a reply, and decodes a challenge.
func (n *narrator) reply(e *client.Event, a *dialect.Reply) {
	if n.toldOfChunk = n.toldOfChunk && a.Verb == ""; a.Verb == "" && a.Reply.Flaws&smtp.NoCode == 0 { // text without a code may be meant for a command
		n.noteUnsolicited()
	}
	verdict := a.Verdict()
	if verdict == smtp.Refused {
		n.refused(a)
	}
	if a.IsHello() && verdict == smtp.Accepted && e.State != nil {
		n.noteMiddlebox(e.State)
	}
	if words := (a.Reply.Flaws &^ smtp.BareCode).String(); words != "" { // a bare code is valid
		n.out.recorded.Note("the server broke the protocol: " + words)
	} else if verdict == smtp.Broken && n.typed {
		n.out.recorded.Note(brokenText(a))
	}
	if len(e.Challenge) > 0 {
		n.out.recorded.Note(fmt.Sprintf("%s says %s", a.Kind(), describe.Challenge(e.Challenge)))
	}
}

// noteUnsolicited notes a reply to no command. Those after a refused BDAT are about the octets
// of its chunk, which the server reads as commands; one note is enough for them.
func (n *narrator) noteUnsolicited() {
	switch {
	case !n.memory.hasRefusedChunk():
		n.out.recorded.Note("unsolicited reply: no command was waiting for one")
	case !n.toldOfChunk:
		n.toldOfChunk = true
		n.out.recorded.Note("the server reads the octets after BDAT as commands, and replies to them")
	}
}

// refused notes what the provider means by a refusal, if byhand knows how to log in there,
// or if the login was refused. It tells a user at the prompt, after the first refusal, which
// command explains them.
func (n *narrator) refused(a *dialect.Reply) {
	if r := n.memory.lastRefusal(); r != nil && r.Verb == a.Verb && (isProvider(r.Host) || r.Code/10 == 53) {
		if why := advice.Why(*r); why.Provider != "" && why.Words != "" {
			n.out.recorded.Note(fmt.Sprintf("hint: %s means: %s", why.Provider, why.Words))
		}
	}
	if n.typed && a.Verb != "" && !n.toldOfWhy && !n.inLesson() {
		n.toldOfWhy = true
		n.out.unrecorded.Aside(":why explains")
	}
}

func isProvider(host string) bool {
	_, ok := sasl.ProviderOf(host)
	return ok
}

// noteMiddlebox notes, once a connection, that a device on the path changes the session.
func (n *narrator) noteMiddlebox(s *advice.State) {
	if text := advice.Middlebox(n.memory.greetingText(), s.Features); text != "" && !n.toldOfMiddlebox {
		n.toldOfMiddlebox = true
		n.out.recorded.Note("hint: " + text)
	}
}
