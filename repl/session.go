// Package repl is the conversation: one loop for a prompt, a pipe and a file.
// It says what a line means, waits for what is owed, runs the colon-commands,
// and decides what is shown and what a session ends with.
package repl

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"byhand/conn"
	"byhand/internal/advice"
	"byhand/internal/dialect"
	"byhand/internal/lesson"
	"byhand/internal/prompt"
	"byhand/internal/recorder"
	"byhand/internal/smtp"
	"byhand/internal/view"
)

// Input is where lines come from: a prompt, a pipe, files.
type Input interface {
	Lines() <-chan prompt.Line // closed when no more will come
	Ready(prompt string)       // a line is wanted now
	Took(line prompt.Line)     // this one was taken
	Waiting() bool             // at least one more is there already
}

// Terminal is what a person at a prompt can do besides typing lines.
type Terminal interface {
	Interrupts() <-chan os.Signal           // Ctrl-C
	Dropped()                               // Ctrl-C dropped the line being typed
	Hide() error                            // what is typed next is not to be seen
	Show()                                  // it is again
	Keep(line string)                       // may be called up again: it holds no secret
	Ahead() (at time.Time, pasted, ok bool) // when the next line was ended that was typed ahead, if there is one
	Drop() int                              // forget what was typed before Ctrl-C; how many lines that was
	Literal(on bool)                        // TAB is a tab: a message is being typed
	Redraws() bool                          // what it shows can be changed: a prompt in place, a row that goes on later
	Status(text string)                     // show what is waited for, until a line is wanted or text is empty
	Guard()                                 // deferred, it leaves the terminal as it was found before a panic goes on
}

// Options say how a session goes.
type Options struct {
	Target   conn.Target
	Dialer   conn.Dialer // its Tap and Confirm are the session's
	Input    Input
	Typed    bool     // Input is a person at a prompt: nothing stops the session
	Terminal Terminal // nil: there is nobody to ask

	Out        io.Writer  // the server's bytes
	OnTerminal bool       // Out is a terminal: server bytes are shown, not obeyed
	Columns    func() int // the width of Out's terminal; nil: not known
	Err        io.Writer  // everything that byhand says
	ErrColumns func() int // the width of Err's terminal; nil: Err is not a terminal
	Color      bool
	Quiet      bool // say nothing but failures

	Timeout   time.Duration // for a reply; 0: five minutes in a script, none at a prompt
	Deadline  time.Duration // for the whole run; 0: none
	EOL       string        // names what ends each line, as :eol does; "": crlf
	EHLO      string        // the name that :starttls gives; "": our address
	StartTLS  bool          // begin with what :starttls does
	KeepGoing bool          // a refusal does not end a script
	NoWait    bool          // a script's lines do not wait for replies
	Password  []byte        // what helpers log in with; nil: a person is asked
	Token     []byte        // an OAuth access token, likewise
	Status    func(string)  // shows in one row how far something long is, "" for no more; nil: nobody looks
	Recorder  *recorder.Recorder
	JSON      bool           // Out gets an object for each event instead of the server's bytes
	Hush      time.Duration  // after which a missing greeting is worth a word; 0: five seconds
	Lesson    *lesson.Lesson // begins with the session; nil: none
	Advisor   *Advisor       // helps whoever types; nil: nobody does
	Replays   string         // the file that is replayed, as hints name it; "": none is
	Log       string         // a file that gets the transcript as it goes; "": none
}

// guard returns what is deferred in each goroutine.
func (opt Options) guard() func() {
	if opt.Terminal == nil {
		return func() {}
	}
	return opt.Terminal.Guard
}

// shown returns what of the options a View needs.
func (opt Options) shown() view.Settings {
	return view.Settings{Err: opt.Err, ErrColumns: opt.ErrColumns, OnTerminal: opt.OnTerminal, Columns: opt.Columns,
		Color: opt.Color, Quiet: opt.Quiet, Discard: opt.JSON, Guard: opt.guard()}
}

// Session is one run of byhand: connections one after another, and what is said
// on them.
type Session struct {
	opt     Options
	view    view.View // what it says is recorded
	facts   view.View // the same, for what the wire's own entries say
	out     *view.Outlet
	logs    []*log // what is written as the session goes
	input   Input
	target  conn.Target
	ending  string
	queue   []prompt.Line // lines taken from the input that wait
	gate    gate          // lines that must not be commands
	held    held          // lines that do not go out yet
	running atomic.Bool   // there is a loop, or a prompt, to come back to
	guard   func()        // deferred in each goroutine
	place   string        // of the script's line that runs: "login.txt:3"; "": there is none
	ahead   *dialect.Rest // --no-wait sent DATA or a literal's length: what follows is that, whatever the server says
	echoed  bool          // the line in hand stands on the screen where it was typed
	typing  bool          // what is being sent stands there: it is not shown again
	inHand  int           // 1: a typed line waits for what decides its meaning
	insists bool          // a person gave up waiting: what is typed goes out
	helping bool          // a helper waits for a reply before it goes on
	stays   bool          // the server answered QUIT and does not close
	login   *login        // the login under way; nil: byhand has no part in one
	derived []byte        // the password that :ses worked out
	user    string        // who logged in

	batch *batch // lines collected for one write; nil: none are. Set under mu

	mu      sync.Mutex // guards what follows; the tap takes it
	secure  protection
	conn    *conn.Conn
	dialect dialect.Dialect
	status  Status
	changed chan struct{}   // closed and renewed at each change
	last    *dialect.Answer // what the last line was answered; nil: nothing yet
	refusal *dialect.Answer // a reply that refuses or breaks the protocol, until an :expect takes it
	unasked *dialect.Answer // a refusal that answers nothing: no :expect takes it
	unmet   unmet           // a command whose rest the server did not ask for
	seen    int64           // Offset of the last reply
	offset  int64           // Offset of the last bytes
	tail    tail            // the end of what came
	heardAt time.Time       // when they came
	askedAt time.Time       // when the oldest line without an answer went out
	wanted  bool            // the server asked for a certificate of ours, and got none
	end     *conn.End       // how the connection ended; nil: it lives

	pupil  *lesson.Pupil   // the lesson under way; nil: none
	hush   *time.Timer     // tells of a greeting that does not come
	spoken []spokenLine    // commands that went out, the last ones
	used   []string        // mail addresses in them
	why    *advice.Refusal // the last refusal; nil: there was none
	caps   []caps          // what each EHLO offered

	gathered []dialect.Answer // replies since somebody asked for them; nil: nobody does
}

// Run holds one session and returns its status. ctx ends it early.
func Run(ctx context.Context, opt Options) Status {
	s := newSession(opt)
	defer s.hangUp()
	ctx, cancel := s.withDeadline(ctx)
	defer cancel()
	if s.record() && s.begin(ctx) {
		if opt.Lesson != nil {
			s.learn(opt.Lesson)
		}
		s.loop(ctx)
	}
	s.finish(ctx)
	return s.ended()
}

// ended closes what is written of the session and returns its status.
func (s *Session) ended() Status {
	s.closeLogs()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.status
}

// withDeadline bounds the whole run, if it is to be bounded.
func (s *Session) withDeadline(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.opt.Deadline <= 0 {
		return context.WithCancel(ctx)
	}
	late := failure(TimedOut, fmt.Sprintf("the run took longer than --deadline %v", s.opt.Deadline), "")
	return context.WithTimeoutCause(ctx, s.opt.Deadline, late)
}

func newSession(opt Options) *Session {
	ending, _ := Ending(cmp.Or(opt.EOL, "crlf"))
	if opt.Recorder == nil {
		opt.Recorder = &recorder.Recorder{}
	}
	s := &Session{opt: opt, input: opt.Input, target: opt.Target, ending: ending,
		out: &view.Outlet{To: opt.Out}, changed: make(chan struct{})}
	s.secure = protection{required: opt.StartTLS, startTLS: opt.StartTLS, security: opt.Dialer.Security}
	s.guard = opt.guard()
	s.facts = view.Masked(view.New(opt.shown(), s.out), opt.Recorder)
	s.view = view.Recorded(s.facts, opt.Recorder)
	if opt.Advisor != nil {
		opt.Advisor.follow(s)
	}
	return s
}

// begin opens the connection and, in a script, waits for the greeting. It
// returns whether there is a conversation to go on with.
func (s *Session) begin(ctx context.Context) bool {
	if err := s.open(ctx, s.target); err != nil {
		s.fail(err)
		return false
	}
	s.running.Store(true)
	opened := s.live()
	if !s.opt.NoWait {
		if err := s.greet(ctx); err != nil {
			return s.goesOn(err)
		}
	}
	if s.opt.StartTLS && s.stillOn(opened) {
		s.running.Store(false) // if this fails byhand ends: its hints are for the shell
		s.running.Store(s.goesOn(cmdStartTLS(ctx, s, "")))
	}
	return s.running.Load()
}

// goesOn tells of what went wrong at the beginning and reports whether the
// session goes on: at a prompt always.
func (s *Session) goesOn(err error) bool {
	var f *Failure
	if errors.As(err, &f) {
		s.fail(f)
		return s.opt.Typed && s.live() != nil
	}
	return err == nil || s.opt.Typed
}

// hangUp closes what is still open.
func (s *Session) hangUp() {
	if c := s.live(); c != nil {
		c.Close()
	}
}

// live returns the connection if there is one that has not ended.
func (s *Session) live() *conn.Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn == nil || s.end != nil {
		return nil
	}
	return s.conn
}

// phase returns where the conversation stands.
func (s *Session) phase() smtp.Phase {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn == nil || s.end != nil {
		return smtp.Closed
	}
	return s.dialect.Phase()
}

// wake tells whoever waits that something changed. The lock is held.
func (s *Session) wake() {
	close(s.changed)
	s.changed = make(chan struct{})
}
