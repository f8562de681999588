package cli

import (
	"errors"
	"time"
)

// durationFlag is the value of a flag that is a time to wait: never negative.
type durationFlag struct{ d *time.Duration }

// durationVar returns the flag's value, which is kept in d. It begins as byDefault.
func durationVar(d *time.Duration, byDefault time.Duration) durationFlag {
	*d = byDefault
	return durationFlag{d}
}

// Set takes what the flag was given.
func (f durationFlag) Set(text string) error {
	d, err := time.ParseDuration(text)
	if err == nil && d < 0 {
		err = errors.New("it is negative")
	}
	if err == nil {
		*f.d = d
	}
	return err
}

// String is what help shows as the default: nothing for "0".
func (f durationFlag) String() string {
	if f.d == nil || *f.d == 0 {
		return "0"
	}
	return f.d.String()
}

// Type is what help shows where no name is given.
func (f durationFlag) Type() string { return "duration" }
