package repl

import "context"

// finish ends a session whose input ended, and closes the connection.
func (s *Session) finish(ctx context.Context) {
	if lost := s.out.lost(); lost != nil {
		s.unwritable(lost)
	} else {
		s.policy.finish(ctx)
	}
	s.awaitClose(ctx)
	s.client.Close()
}
