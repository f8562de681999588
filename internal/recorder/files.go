package recorder

import (
	"bufio"
	"byhand/internal/transcript"
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Append opens a file to write at its end. It makes one, for its owner alone, if
// there is none; it follows no symbolic link, and waits for nobody at a pipe.
func Append(name string) (*os.File, error) {
	return os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY|noFollow, 0o600)
}

// create writes a new file, for its owner alone, in the format that its name tells.
// A file that exists is left as it is: the error is fs.ErrExist then. Other errors: a
// *transcript.FormatError, those of write, and those of the file, which is removed again if it
// could not be written to its end.
func create(name string, write func(io.Writer, transcript.Format) error) error {
	format, err := transcript.FormatOf(name)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	buffer := bufio.NewWriterSize(file, 64<<10)
	if err = cmp.Or(write(buffer, format), buffer.Flush(), file.Close()); err != nil {
		os.Remove(name)
	}
	return err
}

// Exposure says who besides the user can read or change what is written to a file
// that already existed. It returns nil if there is nobody, and for what is not kept,
// such as a terminal or /dev/null.
//
//	warning: "session.txt" belongs to another user (uid 1000)
//	warning: other users can read "session.txt", which already existed
func Exposure(f *os.File) []string {
	info, err := f.Stat()
	if err != nil || info.Mode()&fs.ModeCharDevice != 0 {
		return nil
	}
	owner, known := ownerOf(info)
	return exposure(f.Name(), info.Mode().Perm(), known, owner, os.Geteuid())
}

func exposure(name string, mode fs.FileMode, known bool, owner, us int) (warnings []string) {
	if !known {
		return nil
	}
	if owner != us {
		warnings = append(warnings, fmt.Sprintf("warning: %q belongs to another user (uid %d)", name, owner))
	}
	switch {
	case mode&0o044 != 0:
		warnings = append(warnings, fmt.Sprintf("warning: other users can read %q, which already existed", name))
	case mode&0o022 != 0:
		warnings = append(warnings, fmt.Sprintf("warning: other users can change %q, which already existed", name))
	}
	return warnings
}
