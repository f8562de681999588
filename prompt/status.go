package prompt

// Status shows a text on a row of its own while no line is wanted, in place of
// the one before it; an empty text takes it off. What is typed meanwhile waits
// its turn. It reports whether such a text can be shown at all.
func (e *Editor) Status(text string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.status == text || e.closed || e.wanted || e.coming || e.hidden {
		return true
	}
	if e.status = text; text == "" {
		e.screen.hide()
	} else {
		e.redraw()
	}
	return true
}
