package transcript

import (
	"fmt"
	"io/fs"
	"os"
)

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

// Exposure is the function Exposure for the log's file.
func (l *Log) Exposure() []string { return Exposure(l.file) }
