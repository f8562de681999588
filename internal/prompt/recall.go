package prompt

import "sync"

// recall passes kept lines on to the history file and to the library.
type recall struct {
	file *History // nil: there is none

	mu    sync.Mutex // guards the fields below
	fresh []string   // lines that the library does not have yet
	err   error      // from the file
}

// keep adds a line.
func (r *recall) keep(line string) {
	r.mu.Lock()
	r.fresh = append(r.fresh, line)
	r.mu.Unlock()
	if r.file == nil {
		return
	}
	if err := r.file.Append(line); err != nil {
		r.mu.Lock()
		r.err = err
		r.mu.Unlock()
	}
}

// take returns the lines that were kept since the last call.
func (r *recall) take() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	fresh := r.fresh
	r.fresh = nil
	return fresh
}

// failure returns the last error of the history file.
func (r *recall) failure() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}
