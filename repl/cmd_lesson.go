package repl

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"byhand/internal/lesson"
)

// teach says what a lesson has to say now. The lock is held.
func (s *Session) teach(words []string) {
	for _, text := range words {
		s.view.Reveal(text)
	}
	if s.pupil != nil && s.pupil.Done() {
		s.pupil = nil
	}
}

// learn begins a lesson.
func (s *Session) learn(l *lesson.Lesson) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pupil = lesson.New(l)
	s.teach(s.pupil.Begin())
}

func cmdLesson(_ context.Context, s *Session, arg string) error {
	if n, err := strconv.Atoi(arg); err == nil {
		all := lesson.All()
		if n < 1 || n > len(all) {
			return usage("lesson", fmt.Sprintf("there are lessons 1 to %d", len(all)))
		}
		s.learn(all[n-1])
		return nil
	}
	if arg == "" {
		for _, l := range lesson.All() {
			s.view.Answer("  " + l.Title)
		}
		s.view.Answer("hint: :lesson N begins one; byhand practice is the place for it")
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pupil == nil {
		return failure(Usage, ":lesson: none is going on", ":lesson lists them, :lesson 1 begins the first")
	}
	switch strings.ToLower(arg) {
	case "skip":
		s.teach(s.pupil.Skip())
	case "repeat":
		s.teach(s.pupil.Words())
	case "stop":
		s.pupil = nil
		s.view.Answer("the lesson is over")
	default:
		return usage("lesson", fmt.Sprintf("no lesson %q", arg))
	}
	return nil
}
