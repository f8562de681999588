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

// Session is one run of byhand. It has one connection at a time. Only the goroutine of Run
// uses it. The exceptions are out, memory, lessons, outcome and running: they lock themselves.
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
	batch    *batch                // collects lines for one write; nil: there is no batch
	assumed  *dialect.Continuation // with --no-wait: what the next lines must be if no reply is a refusal; nil: commands
	wait     waiting
	user     identity
	secure   protection
	outcome  outcome
	ending   string      // the line ending of what the user types
	running  atomic.Bool // false: the session ends after the current line
	place    string      // where the current line is in a script: "login.txt:3"; "": not in a script
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
	return s.closeAll(ctx)
}

// closeAll closes the connection and the logs, writes the queued output and returns the exit
// status.
func (s *Session) closeAll(ctx context.Context) Status {
	s.client.Close()
	s.out.queue.Do(func() {
		if lost := s.out.closeLogs(); lost != nil {
			s.reportUnwritable(lost)
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
	s.narrator = &narrator{typed: opt.Interactive, greetingDelay: opt.GreetingDelay, reach: s.reach, starting: s.secure.starting, onEnd: s.policy.connectionEnded}
	if !opt.Interactive {
		s.narrator.status = opt.Status
	}
	s.lessons = &lessons{}
	s.narrator.inLesson, s.narrator.memory = s.lessons.inProgress, s.memory
	s.out = newOutput(opt, s.memory.hear, s.narrator.hear, s.lessons.hear)
	s.narrator.out, s.lessons.listenerVoice, s.lessons.voice = s.out, s.out.recorded, s.out
	s.client = client.New(opt.Target, client.Limits{}, s.out.queue)
	if opt.Status != nil { // stderr may accept no output
		s.opt.Status = func(text string) { s.out.queue.Do(func() { opt.Status(text) }) }
	}
	if opt.SetNote != nil {
		opt.SetNote(func(text string) { s.out.queue.Do(func() { s.out.unrecorded.Note(text) }) })
	}
	return s
}

// begin opens the connection, waits for the greeting and runs --starttls. It returns
// whether the session continues.
func (s *Session) begin(ctx context.Context) bool {
	if err := s.open(ctx, s.opt.Target); err != nil {
		s.reportFailure(err)
		return false
	}
	s.running.Store(true)
	opened := s.client
	if !s.opt.NoWait {
		if err := s.greet(ctx); err != nil {
			return s.reportStart(err)
		}
	}
	if s.opt.StartTLS && s.isCurrent(opened) {
		s.running.Store(false) // if this fails byhand ends, so hints are for the shell
		s.running.Store(s.reportStart(cmdStartTLS(ctx, s, "")))
	}
	return s.running.Load()
}

// reportStart reports the failure of begin, and returns whether the session continues.
func (s *Session) reportStart(err error) bool {
	if isFailure(err) {
		s.reportFailure(err)
		return s.policy.hasUser() && s.client.Live() != nil
	}
	return err == nil || s.policy.hasUser()
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
			reach.Prompt = s.opt.Interactive && s.running.Load()
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

// reach returns how this session connected. Hints need that to name a command that connects
// in the same way.
func (s *Session) reach() hint.Reach {
	return hint.Reach{Prompt: s.opt.Interactive && s.running.Load(), StartTLS: s.secure.startTLS || s.opt.Interactive,
		ReplayFile: s.opt.Playback.File, Security: s.secure.security}
}

// isCurrent reports whether c is still the session's connection and the user has not closed
// it. A command that runs before the greeting may close or replace the connection.
func (s *Session) isCurrent(c *client.Client) bool {
	end := c.Snapshot().End
	return s.client == c && c.Conn() != nil && (end == nil || end.How != conn.ClosedLocally)
}
