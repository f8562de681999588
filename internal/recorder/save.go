package recorder

import (
	"bufio"
	"cmp"
	"errors"
	"io"
	"os"

	"byhand/internal/transcript"
)

// Save writes the session so far to a new file, in the format of the file's extension. It
// returns how many entries it wrote and how many are missing. A format that is
// written only as a whole contains only the entries in memory.
//
// Save does not change a file that exists: the error is fs.ErrExist. Other errors are a
// *transcript.FormatError and those of the files; then Save removes the new file.
func (r *Recorder) Save(name string) (kept, missing int, err error) {
	return r.save(name, transcript.Write)
}

// SaveScript is like Save, but writes a shell script for a tool: see transcript.WriteScript.
// The error is also a *transcript.ToolError.
func (r *Recorder) SaveScript(name, tool string) (kept, missing int, err error) {
	if err := transcript.CheckTool(name, tool); err != nil {
		return 0, 0, err
	}
	return r.save(name, func(w io.Writer, _ transcript.Format, entries []transcript.Entry, dropped int) error {
		return transcript.WriteScript(w, tool, entries, dropped)
	})
}

// save writes the session. whole writes a format that is written only as a whole.
func (r *Recorder) save(name string, whole func(io.Writer, transcript.Format, []transcript.Entry, int) error) (kept, missing int, err error) {
	err = create(name, func(w io.Writer, format transcript.Format) error {
		if format.IsWhole() {
			var entries []transcript.Entry
			entries, missing = r.Entries()
			kept = len(entries)
			return whole(w, format, entries, missing)
		}
		out := transcript.NewWriter(w, format)
		missing, err = r.Each(func(e transcript.Entry) error {
			if !e.IsGap() {
				kept++
			}
			return out.Entry(e)
		})
		return errors.Join(err, out.Close())
	})
	return kept, missing, err
}

// create calls write with a new file, which only the user can read and write. See Save
// for the errors.
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
