package repl_test

import (
	"testing"

	"byhand/repl"
)

// Even with --keep-going, a script ends if a command fails that should change the
// connection or its protection. The lines after it are not meant for this connection.
func TestKeepGoingEnds(t *testing.T) {
	t.Parallel()
	for command, status := range map[string]repl.Status{
		":open":                     repl.Usage,
		":open --bogus --tls h":     repl.Usage,
		":open --tls --no-tls h":    repl.Usage,
		":open --ca /nowhere h":     repl.Usage,
		":open --key /nowhere h":    repl.Usage,
		":open --tls-min 7 --tls h": repl.Usage,
		":open --tls h nan":         repl.Usage,
		":again --tls":              repl.Usage,
		":tls":                      repl.TLSFailed,
		":strattls":                 repl.Usage,
		":":                         repl.Usage,
		":batch\n:strattls":         repl.Usage,
		":batch\n:open --tls h":     repl.Usage,
		":batch\n:starttls":         repl.Usage,
		":batch\n:again x":          repl.Usage,
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			got := session(t, "S: 220 hi", command+"\nAUTH PLAIN AGJvYgBodW50ZXIy\n:go\n", func(o *repl.Options) { o.KeepGoing = true })
			if got.status != status {
				t.Errorf("status %d, want %d:\n%s", got.status, status, got.err)
			}
		})
	}
}
