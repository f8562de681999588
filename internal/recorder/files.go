package recorder

import (
	"fmt"
	"io/fs"
	"os"
)

// Append opens a file for writing at its end. If there is none, it creates one that only
// the user can read and write. It follows no symbolic link, and does not wait for a
// reader of a named pipe.
func Append(name string) (*os.File, error) {
	return os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY|safeOpen, 0o600)
}

// Exposure returns a warning for each way in which other users can read or change a file
// that already existed:
//
//	warning: "session.txt" belongs to another user (uid 1000)
//	warning: other users can read "session.txt", which already existed
//
// It returns nil for a file that keeps nothing, such as a terminal or /dev/null.
func Exposure(f *os.File) []string {
	info, err := f.Stat()
	if err != nil || info.Mode()&fs.ModeCharDevice != 0 {
		return nil
	}
	owner, known := ownerOf(info)
	return exposure(f.Name(), info.Mode().Perm(), known, owner, os.Geteuid())
}

// exposure is Exposure for a file with this mode and, if known, this owner.
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
