// Package repl is the user's side of a session: one loop over the lines of a prompt, a
// pipe or a file. It decides what a line means, runs the colon-commands and determines the
// exit status. Package client holds the dialogue with the server.
package repl

import (
	"cmp"
	"context"
	"fmt"
	"sync/atomic"

	"byhand/conn"
	"byhand/internal/client"
	"byhand/internal/dialect"
	"byhand/internal/hint"
)

// Session is one run of byhand, with one connection after another. Only the goroutine of
// Run uses it, except for out, memory, lessons, outcome and running, which have locks of
// their own.
type Session struct {
	opt      Options
	policy   policy
	out      *output
	narrator *narrator
	memory   *memory
	lessons  *lessons
	client   *client.Client // the connection, open or not
	lines    lines
	held     *held
	batch    *batch        // lines collected for one write; nil: no batch
	ahead    *dialect.Rest // with --no-wait: what the next lines are for, whatever the server replies; nil: commands
	wait     waiting
	user     identity
	secure   protection
	outcome  outcome
	ending   string      // the line ending of what the user types
	running  atomic.Bool // the loop, or a prompt, continues after this
	place    string      // of the current script line: "login.txt:3"; "": none
}

// Run runs one session and returns its exit status. ctx ends it early.
func Run(ctx context.Context, opt Options) Status {
	s := newSession(opt)
	ctx, cancel := s.withDeadline(ctx)
	defer cancel()
	if s.record() && s.begin(ctx) {
		if opt.Lesson != nil {
			s.lessons.start(opt.Lesson)
		}
		s.loop(ctx)
	}
	s.finish(ctx)
	return s.ended(ctx)
}

// ended closes the connection and the logs, writes what is queued and returns the status.
func (s *Session) ended(ctx context.Context) Status {
	s.client.Close()
	s.out.queue.Do(func() {
		if lost := s.out.closeLogs(); lost != nil {
			s.unwritable(lost)
		}
	})
	s.out.close(ctx)
	return s.outcome.get()
}

// withDeadline applies --deadline.
func (s *Session) withDeadline(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.opt.Deadline <= 0 {
		return context.WithCancel(ctx)
	}
	late := failure(TimedOut, fmt.Sprintf("the run took longer than --deadline %v", s.opt.Deadline), "")
	return context.WithTimeoutCause(ctx, s.opt.Deadline, late)
}

func newSession(opt Options) *Session {
	opt.fill()
	s := &Session{opt: opt, lines: lines{input: opt.Input, terminal: opt.Terminal}, memory: &memory{}}
	s.held = &held{Session: s}
	s.policy = policyFor(s)
	s.ending, _ = Ending(cmp.Or(opt.EOL, "crlf"))
	s.secure = protection{required: opt.StartTLS, startTLS: opt.StartTLS, security: opt.Dialer.Security, starting: &atomic.Bool{}}
	s.narrator = &narrator{typed: opt.Typed, hush: opt.Hush, reach: s.reach, starting: s.secure.starting, ends: s.policy.connectionEnded}
	if !opt.Typed {
		s.narrator.status = opt.Status
	}
	s.lessons = &lessons{}
	s.out = newOutput(opt, s.narrator.hear, s.memory.hear, s.lessons.hear)
	s.narrator.out, s.lessons.shown, s.lessons.voice = s.out, s.out.shown, s.out
	s.client = client.New(opt.Target, client.Limits{}, s.out.queue)
	if opt.Status != nil { // stderr may accept no output
		s.opt.Status = func(text string) { s.out.queue.Do(func() { opt.Status(text) }) }
	}
	if opt.Asides != nil {
		opt.Asides(func(text string) { s.out.queue.Do(func() { s.out.facts.Note(text) }) })
	}
	return s
}

// begin opens the connection, waits for the greeting and runs --starttls. It returns
// whether the session continues.
func (s *Session) begin(ctx context.Context) bool {
	if err := s.open(ctx, s.opt.Target); err != nil {
		s.fail(err)
		return false
	}
	s.running.Store(true)
	opened := s.client
	if !s.opt.NoWait {
		if err := s.greet(ctx); err != nil {
			return s.goesOn(err)
		}
	}
	if s.opt.StartTLS && s.stillOn(opened) {
		s.running.Store(false) // if this fails byhand ends, so hints are for the shell
		s.running.Store(s.goesOn(cmdStartTLS(ctx, s, "")))
	}
	return s.running.Load()
}

// goesOn reports a failure at the beginning, and returns whether the session continues.
func (s *Session) goesOn(err error) bool {
	if isFailure(err) {
		s.fail(err)
		return s.policy.judges() && s.client.Live() != nil
	}
	return err == nil || s.policy.judges()
}

// open connects to t. It returns a *Failure.
func (s *Session) open(ctx context.Context, t conn.Target) error {
	if t.Host != s.client.Target().Host {
		s.user.derived = nil
	}
	s.user.name, s.wait.staysOpen = "", false
	c := client.New(t, client.Limits{}, s.out.queue)
	s.client = c
	reach := s.reach()
	s.out.queue.Do(func() {
		s.memory.forget()
		s.narrator.begin(c, func() hint.Reach {
			reach.Prompt = s.opt.Typed && s.running.Load()
			return reach
		})
	})
	if s.opt.Advisor != nil {
		s.opt.Advisor.follow(c, s.memory)
	}
	d := s.opt.Dialer
	d.Guard, d.Security = s.opt.guard(), s.secure.security
	d.Security.Confirm = s.policy.confirm()
	ctx, cancel := s.interruptible(ctx)
	defer cancel()
	if err := c.Open(ctx, d); err != nil {
		return connectFailure(s, err, t)
	}
	s.secure.required = s.secure.required || c.Secure()
	showProvider(s)
	return nil
}

// reach writes commands that connect as the session did.
func (s *Session) reach() hint.Reach {
	return hint.Reach{Prompt: s.opt.Typed && s.running.Load(), StartTLS: s.secure.startTLS || s.opt.Typed,
		Replays: s.opt.Replays, Security: s.secure.security}
}

// stillOn reports whether c is the session's connection, and the user has not closed
// it: commands that run before the greeting can do both.
func (s *Session) stillOn(c *client.Client) bool {
	end := c.Now().End
	return s.client == c && c.Conn() != nil && (end == nil || end.How != conn.Local)
}
