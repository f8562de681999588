package repl

import (
	"context"
	"strings"

	"byhand/internal/dialect"
	"byhand/internal/sasl"
	"byhand/internal/smtp"
)

// cmdAnswer works out and sends the next line of a login that was begun by hand.
func cmdAnswer(ctx context.Context, s *Session, arg string) error {
	d, err := s.loginBy("answer")
	if err != nil {
		return err
	}
	if s.phase() != smtp.Challenge {
		return failure(Usage, ":answer: no challenge waits for an answer", "AUTH and a mechanism begins a login; :auth does the whole of it")
	}
	if strings.TrimSpace(arg) == "*" {
		s.login = nil
		return s.request(ctx, d.Cancel())
	}
	w, err := parseLogin("answer", arg)
	if err != nil {
		return err
	}
	l, err := s.resume(ctx, d, w)
	if err != nil {
		return err
	}
	s.login = l
	s.noteLogin(w, l.user)
	if err := s.answer(ctx, d, l); err != nil || s.asked(d) {
		return err
	}
	return s.loggedIn(d, l)
}

// resume goes on with a login of byhand's if nothing was said since, and else
// takes over from whoever typed.
func (s *Session) resume(ctx context.Context, d dialect.Login, w wanted) (*login, error) {
	s.mu.Lock()
	name, answers := d.Given()
	given := d.PasswordGiven()
	ours := s.login != nil && s.login.heard == s.seen
	s.mu.Unlock()
	if ours && s.login.client.Mechanism().Proves {
		return s.login, nil // its answers hang together
	}
	m, ok := sasl.Find(name)
	switch {
	case !ok:
		return nil, failure(Usage, "byhand does not know that mechanism; it knows "+known(), `:b64 --send sends what you type; "*" cancels`)
	case m.Proves && answers > 0:
		return nil, cannotLogIn(sasl.ErrMidway)
	}
	have, err := s.credentials(ctx, m, w, need(m.NeedsNext(answers)))
	if err != nil {
		return nil, err
	}
	client, err := sasl.Resume(m, have, answers)
	if err != nil {
		return nil, cannotLogIn(err)
	}
	if have.User == "" && ours {
		have.User = s.login.user // of an answer before
	}
	return &login{client: client, user: have.User, passwordGiven: given}, nil
}
