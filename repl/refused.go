package repl

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"byhand/internal/advice"
	"byhand/internal/client"
	"byhand/internal/dialect"
	"byhand/internal/refusal"
	"byhand/internal/sasl"
	"byhand/internal/smtp"
)

// refusalOf returns a refusal with the line that was refused and those before it. e is
// the event in which it came. The caller holds m.mu.
func (m *memory) refusalOf(a *dialect.Reply, e *client.Event) *advice.Refusal {
	r := &advice.Refusal{Reply: replyOf(a, e.Target.Host), Word: a.Word, State: e.State, Greeting: m.greeting}
	if p, ok := sasl.ProviderOf(e.Target.Host); ok {
		r.Expected = p.Name
	}
	if c := m.lastSent(a.Verb); c != nil {
		r.Line, r.State = c.text, &c.state
	}
	if isLogin(a.Verb) {
		r.Mechanism, r.Answer = m.mechanism, m.answer
	}
	r.Earlier = map[refusal.Part]string{}
	for part, verbs := range earlierVerbs {
		if c := m.lastSent(verbs...); c != nil {
			r.Earlier[part] = c.text
		}
	}
	return r
}

// replyOf returns what the reply of a host says.
func replyOf(a *dialect.Reply, host string) refusal.Reply {
	r := refusal.Reply{Verb: a.Verb, Code: a.Reply.Code, Host: host}
	r.Enhanced, r.Text = statusAndText(a)
	return r
}

// keepLogin keeps the mechanism that a line names, and describes the secret in it. e is the
// event in which a line was sent. The caller holds m.mu.
func (m *memory) keepLogin(e *client.Event) {
	switch e.Phase {
	case smtp.Challenge:
		if e.Secret > 0 {
			m.answer = advice.NewAnswer(m.mechanism, string(e.Line))
		}
	case smtp.Command:
		words := strings.Fields(string(e.Line[:min(len(e.Line), 4<<10)]))
		at := slices.IndexFunc(words, isLogin)
		if at < 0 || at > 1 || len(words) < at+2 {
			return
		}
		m.mechanism, m.answer = strings.ToUpper(strings.Trim(words[at+1], `"`)), advice.Answer{}
		if e.State != nil && len(words) > at+2 && len(e.Line) <= 4<<10 {
			m.answer = advice.NewAnswer(m.mechanism, strings.Join(words[at+2:], " "))
		}
	}
}

// isLogin reports whether a word is a command with a SASL mechanism (RFC 4954, 5034, 9051,
// 5804).
func isLogin(word string) bool {
	return strings.EqualFold(word, "AUTH") || strings.EqualFold(word, "AUTHENTICATE")
}

// earlierVerbs are the commands that name each part of an envelope.
var earlierVerbs = map[refusal.Part][]string{refusal.Greeting: {"EHLO", "HELO", "LHLO"}, refusal.Sender: {"MAIL"}, refusal.Recipient: {"RCPT"}}

// lastSent returns the last command with one of the verbs; nil: none is kept.
func (m *memory) lastSent(verbs ...string) *sentCommand {
	for i := len(m.sent) - 1; i >= 0; i-- {
		for _, verb := range verbs {
			if m.sent[i].verb == verb {
				c := m.sent[i]
				return &c
			}
		}
	}
	return nil
}

// statusAtStart finds an enhanced code at the beginning of a reply's text (RFC 2034 4).
var statusAtStart = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b ?`) })

// statusAndText returns a reply's enhanced code and its lines without it. The code is kept
// even if its class contradicts the reply code: :why reports that.
func statusAndText(a *dialect.Reply) (status, text string) {
	var lines []string
	for _, line := range a.Reply.Lines {
		text := string(line.Text)
		if found := statusAtStart().FindString(text); found != "" && a.Verb != "GREETING" {
			status, text = strings.TrimSpace(found), text[len(found):]
		}
		lines = append(lines, text)
	}
	return status, strings.Join(lines, "\n")
}
