package smtp

// queue holds the commands that were sent and have no reply yet.
type queue struct {
	commands []command
	owed     int // how many they are, with those that command.more counts
}

// lastDeciding returns the last command if its reply decides what follows it, otherwise nil.
func (q *queue) lastDeciding() *command {
	if n := len(q.commands); n > 0 && q.commands[n-1].decidesNext {
		return &q.commands[n-1]
	}
	return nil
}

// add appends a command. Many equal ones in a row take the memory of one.
func (q *queue) add(c command) {
	q.owed++
	if n := len(q.commands); n > 0 && !c.decidesNext {
		last := &q.commands[n-1]
		if c.repeats = last.repeats; *last == c {
			last.repeats++
			return
		}
		c.repeats = 0
	}
	q.commands = append(q.commands, c)
}

// pop returns the oldest command, after a reply to it, and removes it if no more replies
// to it are left.
func (q *queue) pop(left int) command {
	c := &q.commands[0]
	c.repliesLeft = left
	popped := *c
	switch {
	case left > 0:
		return popped
	case c.repeats > 0:
		c.repeats--
	default:
		q.commands = q.commands[1:]
	}
	q.owed--
	return popped
}
