package prompt

// Redraws reports that what stands on the screen can be changed: the prompt in
// its place, text without a line end by what follows it.
func (e *Editor) Redraws() bool { return true }

// Status shows a text on a row of its own while no line is wanted, in place of
// the one before it; an empty text takes it off. What is typed meanwhile waits
// its turn.
func (e *Editor) Status(text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.status == text || e.closed || e.wanted || e.coming || e.hidden {
		return
	}
	if e.status = text; text == "" {
		e.screen.hide()
	} else {
		e.redraw()
	}
}
