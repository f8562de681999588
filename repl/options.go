package repl

import (
	"io"
	"os"
	"time"

	"byhand/conn"
	"byhand/internal/lesson"
	"byhand/internal/prompt"
	"byhand/internal/recorder"
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
		Color: opt.Color, Quiet: opt.Quiet, Discard: opt.JSON}
}

// fill sets what the options leave out.
func (opt *Options) fill() {
	if opt.Recorder == nil {
		opt.Recorder = &recorder.Recorder{}
	}
	if opt.Hush == 0 {
		opt.Hush = hush
	}
}
