package repl

import "context"

// finish completes a session after its last line, and closes the connection.
func (s *Session) finish(ctx context.Context) {
	if lost := s.out.firstUnwritable(); lost != nil {
		s.reportUnwritable(lost)
	} else {
		s.policy.finish(ctx)
	}
	s.awaitClose(ctx)
	s.client.Close()
}
