package repl

import (
	"regexp"
	"strings"
	"sync"

	"byhand/internal/advice"
	"byhand/internal/dialect"
	"byhand/internal/sanitize"
	"byhand/internal/smtp"
)

// Advisor helps whoever types: it knows where the session stands, once there is
// one. Its methods may be called from any goroutine; none sends anything.
type Advisor struct {
	mu    sync.Mutex
	state func() (advice.State, bool)
}

func (a *Advisor) ask() (advice.State, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.state == nil {
		return advice.State{}, false
	}
	return a.state()
}

func (a *Advisor) follow(s *Session) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.state = s.standing
}

// Candidates returns what TAB may put in place of line[from:pos]: of a
// colon-command, or of a line for the server.
func (a *Advisor) Candidates(line string, pos int) (list []string, from int) {
	if strings.HasPrefix(line, ":") {
		return Candidates(line, pos)
	}
	state, ok := a.ask()
	if !ok {
		return nil, pos
	}
	return advice.Candidates(state, line, pos)
}

// Ghost returns what is shown in grey behind line.
func (a *Advisor) Ghost(line string) string {
	if strings.HasPrefix(line, ":") {
		return Ghost(line)
	}
	state, ok := a.ask()
	if !ok {
		return ""
	}
	return advice.Ghost(state, line)
}

// standing tells where the conversation stands; ok is false in other protocols
// than SMTP and LMTP.
func (s *Session) standing() (state advice.State, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stands()
}

// stands is standing with the lock held.
func (s *Session) stands() (state advice.State, ok bool) {
	d := s.dialect.Mail()
	if d == nil {
		return state, false
	}
	state = advice.State{Phase: s.dialect.Phase(), LMTP: d.IsLMTP(), Ready: s.dialect.CanSecure() == nil, Hello: d.Hello(),
		Features: d.Features(), Authenticated: d.Authenticated(), Envelope: d.Envelope(), Recipients: d.Recipients(), Used: s.used}
	state.Secure = s.conn != nil && s.conn.TLS() != nil
	state.Mechanism, _ = s.dialect.Login().Given()
	_, state.Asks = s.dialect.Challenge()
	if s.end != nil {
		state.Phase = smtp.Closed
	}
	return state, true
}

// manyUsed is how many lines, and how many addresses, are remembered.
const manyUsed = 50

// remember keeps a command that goes out, and how the conversation stood then,
// for :why and for completion. What is secret is not remembered. The lock is
// held.
func (s *Session) remember(text []byte, secret int) {
	state, ok := s.stands()
	if !ok || state.Phase != smtp.Command || len(text) > 1<<10 {
		return
	}
	line := spokenLine{verb: strings.ToUpper(firstWord(string(text))), state: state}
	if secret == 0 {
		line.text = string(text)
		s.useAddress(line)
	}
	if s.spoken = append(s.spoken, line); len(s.spoken) > manyUsed {
		s.spoken = s.spoken[1:]
	}
}

// enhancedIn finds an enhanced code at the beginning of a reply's text (RFC 2034
// 4).
var enhancedIn = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`) })

// spokenLine is a command that went out.
type spokenLine struct {
	verb  string
	text  string // "": it held a secret
	state advice.State
}

// useAddress remembers the address of a MAIL or RCPT.
func (s *Session) useAddress(line spokenLine) {
	if line.verb != "MAIL" && line.verb != "RCPT" {
		return
	}
	_, rest, _ := strings.Cut(line.text, "<")
	address, _, closed := strings.Cut(rest, ">")
	if !closed || address == "" || sanitize.Text(address) != address || len(s.used) >= manyUsed {
		return
	}
	for _, u := range s.used {
		if u == address {
			return
		}
	}
	s.used = append(s.used[:len(s.used):len(s.used)], address)
}

// remembers keeps what was refused, for :why. The lock is held.
func (s *Session) remembers(a *dialect.Answer) {
	r := advice.Refusal{To: a.To, Code: a.Reply.Code, Word: a.Word}
	for _, line := range a.Reply.Lines {
		r.Text += string(line.Text) + " "
	}
	if a.To != "GREETING" {
		r.Enhanced = enhancedIn().FindString(r.Text) // of another class than the reply's too: :why says that it lies
	}
	r.State, _ = s.stands()
	for i := len(s.spoken) - 1; i >= 0; i-- {
		if s.spoken[i].verb == a.To {
			r.Line, r.State = s.spoken[i].text, s.spoken[i].state
			break
		}
	}
	s.why = &r
}
