package prompt

import (
	"os"

	"golang.org/x/sys/windows"
)

// echoOff stops the console from showing what the user types. restore undoes that.
func echoOff(f *os.File) (restore func() error, err error) {
	return change(f, 0, windows.ENABLE_ECHO_INPUT)
}

// Colors prepares a console for colors and reports whether it can show them.
func Colors(f *os.File) bool {
	_, err := change(f, windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING, 0)
	return err == nil
}

// watchStops does nothing: Windows has no signal that stops a process.
func (l *LineMode) watchStops() (done func()) { return func() {} }
