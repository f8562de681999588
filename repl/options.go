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

// Input is the source of lines: a prompt, a pipe, files.
type Input interface {
	Lines() <-chan prompt.Line  // closed at the end of input
	Ready(prompt string)        // byhand is ready for a line
	MarkTaken(line prompt.Line) // byhand has received the line
	Waiting() bool              // another line can be read without waiting
}

// Terminal is the terminal of a user at a prompt.
type Terminal interface {
	Interrupts() <-chan os.Signal                // Ctrl-C
	Dropped()                                    // Ctrl-C dropped the line being typed
	Hide() error                                 // do not show what is typed next
	Show()                                       // show it again
	Keep(line string)                            // add a line, which contains no secret, to the history
	NextQueued() (at time.Time, pasted, ok bool) // when the next queued line was completed, and whether it was pasted; ok is false if no line is queued
	DropQueued() int                             // drop queued input; returns how many lines were dropped
	SetTextMode(on bool)                         // whether TAB inserts a tab, as in a message, or completes a word
	Redraws() bool                               // whether it can change text that it has shown, such as the prompt
	Status(text string)                          // show what byhand waits for, until Ready or an empty text
	Guard()                                      // when deferred, restores the terminal before a panic continues
}

// Options configure a session.
type Options struct {
	Target      conn.Target
	Dialer      conn.Dialer // Tap, WaitForRoom and Confirm are set by the session
	Input       Input
	Interactive bool     // Input is a user at a prompt; else a script
	Terminal    Terminal // nil: no user can be asked
	Display
	Secrets
	Recorder  *recorder.Recorder
	Log       string         // a file to which the transcript is appended; "": none
	Timeout   time.Duration  // for a reply; 0: five minutes in a script, none at a prompt
	Deadline  time.Duration  // for the whole run; 0: none
	EOL       string         // the line ending by its :eol name; "": crlf
	EHLO      string         // the name to send in EHLO; "": the local address
	StartTLS  bool           // run :starttls first
	KeepGoing bool           // a refusal does not end a script
	NoWait    bool           // a script's lines do not wait for replies
	Lesson    *lesson.Lesson // starts with the session; nil: none
	Advisor   *Advisor       // completion and suggestions for the user; nil: none
	Playback  Playback       // what Replay replays
}

// Playback says what is replayed, and what replaces a message that is not in the transcript.
type Playback struct {
	File    string // the file that is replayed, as hints name it; "": none is
	Message string // a file with the message; "": none
	Test    bool   // send a test message
}

// Display says where and how a session shows its output.
type Display struct {
	Out           io.Writer  // gets the server's bytes
	OnTerminal    bool       // Out is a terminal: control characters are shown, not obeyed
	Columns       func() int // the width of Out's terminal; nil: unknown
	Err           io.Writer  // gets everything that byhand says
	ErrColumns    func() int // the width of Err's terminal; nil: Err is not a terminal
	Color         bool
	Quiet         bool                    // print failures only
	JSON          bool                    // write a JSON object for each event to Out, instead of the server's bytes
	Status        func(string)            // shows progress in one row, "" removes it; nil: progress is not shown
	GreetingDelay time.Duration           // how long a greeting may be missing before byhand says so; 0: five seconds
	SetNote       func(note func(string)) // called at the start with a function that shows a note; nil: not called
}

// Secrets are what :auth and :answer log in with.
type Secrets struct {
	Password []byte // nil: the user is asked
	Token    []byte // an OAuth access token; nil: the user is asked
}

// guard returns the function that each goroutine must defer: it restores the terminal if
// the goroutine panics.
func (opt Options) guard() func() {
	if opt.Terminal == nil {
		return func() {}
	}
	return opt.Terminal.Guard
}

// viewSettings returns the settings of the View.
func (opt Options) viewSettings() view.Settings {
	return view.Settings{Err: opt.Err, ErrColumns: opt.ErrColumns, OnTerminal: opt.OnTerminal, Columns: opt.Columns,
		Color: opt.Color, Quiet: opt.Quiet, Discard: opt.JSON}
}

// fill sets defaults.
func (opt *Options) fill() {
	if opt.Recorder == nil {
		opt.Recorder = &recorder.Recorder{}
	}
	if opt.GreetingDelay == 0 {
		opt.GreetingDelay = defaultGreetingDelay
	}
}
