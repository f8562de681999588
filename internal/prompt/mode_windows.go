package prompt

import (
	"errors"
	"io"
	"os"

	"golang.org/x/sys/windows"
)

// lineFeed ends a row. The console does not add the CR in the mode that makeRaw sets.
const lineFeed = "\r\n"

// makeRaw makes the console accept and send the same sequences as other terminals, and keep
// its cursor at the right edge after a full row as they do. restore undoes that.
func makeRaw(in, out *os.File) (restore func() error, err error) {
	undoIn, err := change(in, windows.ENABLE_VIRTUAL_TERMINAL_INPUT,
		windows.ENABLE_ECHO_INPUT|windows.ENABLE_LINE_INPUT|windows.ENABLE_PROCESSED_INPUT)
	if err != nil {
		return nil, err
	}
	undoOut, err := change(out, windows.ENABLE_PROCESSED_OUTPUT|windows.ENABLE_WRAP_AT_EOL_OUTPUT|
		windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING|windows.DISABLE_NEWLINE_AUTO_RETURN, 0)
	if err != nil {
		undoIn()
		return nil, err
	}
	return func() error { return errors.Join(undoIn(), undoOut()) }, nil
}

// change switches bits of a console's mode on and off. undo restores the mode.
func change(f *os.File, on, off uint32) (undo func() error, err error) {
	var was uint32
	err = withFd(f, func(fd uintptr) error {
		if err := windows.GetConsoleMode(windows.Handle(fd), &was); err != nil {
			return err
		}
		return windows.SetConsoleMode(windows.Handle(fd), was&^off|on)
	})
	return func() error {
		return withFd(f, func(fd uintptr) error { return windows.SetConsoleMode(windows.Handle(fd), was) })
	}, err
}

// sizeOf returns the size of the console's window.
func sizeOf(out *os.File) (cols, rows int) {
	cols = 80
	withFd(out, func(fd uintptr) error {
		var info windows.ConsoleScreenBufferInfo
		err := windows.GetConsoleScreenBufferInfo(windows.Handle(fd), &info)
		if err == nil {
			cols, rows = int(info.Window.Right-info.Window.Left)+1, int(info.Window.Bottom-info.Window.Top)+1
		}
		return err
	})
	return max(cols, 1), rows
}

// readEnd interprets an error of reading the console. It returns a key if the error means one.
// Otherwise it returns the error. Go reports Ctrl-Z as io.EOF, which means the same as Ctrl-D
// on other systems.
func readEnd(err error) (key rune, gone error) {
	if errors.Is(err, io.EOF) {
		return keyDeleteOrEnd, nil
	}
	return 0, err
}

// watch does nothing: the console sends no signal when its size changes, and Ctrl-Z does not
// stop a process.
func (e *Editor) watch() {}
