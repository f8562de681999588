package prompt

import (
	"os"

	"golang.org/x/sys/windows"
)

// echoOff stops the console from showing what is typed, and returns what brings
// it back.
func echoOff(f *os.File) (restore func(), err error) {
	h := windows.Handle(f.Fd())
	var was uint32
	if err := windows.GetConsoleMode(h, &was); err != nil {
		return nil, err
	}
	if err := windows.SetConsoleMode(h, was&^windows.ENABLE_ECHO_INPUT); err != nil {
		return nil, err
	}
	return func() { windows.SetConsoleMode(h, was) }, nil
}

// Colors makes a console ready for colours and reports whether it can show
// them.
func Colors(f *os.File) bool {
	h := windows.Handle(f.Fd())
	var mode uint32
	if err := windows.GetConsoleMode(h, &mode); err != nil {
		return false
	}
	return windows.SetConsoleMode(h, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}

// watchStops has nothing to do: nothing stops a process here.
func (l *LineMode) watchStops() (done func()) { return func() {} }
