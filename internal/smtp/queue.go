package smtp

// queue holds the commands that were sent and are not answered.
type queue struct {
	commands []command
	owed     int // how many they are, with those that command.more counts
}

// deciding returns the last command if its reply decides what follows it, otherwise nil.
func (q *queue) deciding() *command {
	if n := len(q.commands); n > 0 && q.commands[n-1].decides {
		return &q.commands[n-1]
	}
	return nil
}

// add appends a command. Many equal ones in a row take the memory of one.
func (q *queue) add(c command) {
	q.owed++
	if n := len(q.commands); n > 0 && !c.decides {
		last := &q.commands[n-1]
		if c.more = last.more; *last == c {
			last.more++
			return
		}
		c.more = 0
	}
	q.commands = append(q.commands, c)
}

// pop returns the oldest command, which had a reply, and removes it if no more
// replies to it are left.
func (q *queue) pop(left int) command {
	c := &q.commands[0]
	c.left = left
	popped := *c
	switch {
	case left > 0:
		return popped
	case c.more > 0:
		c.more--
	default:
		q.commands = q.commands[1:]
	}
	q.owed--
	return popped
}
