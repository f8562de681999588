package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ---- (9) a recorded session ----

// longScript returns a session of n commands, each sent after the previous reply.
func longScript(n int) string {
	return "EHLO bench.test\n" + strings.Repeat("NOOP\n", n) + "QUIT\n"
}

// recorded are the ways to record a script; the first does not record it.
var recorded = []struct{ key, name string }{
	{"script", "not recorded"},
	{"scriptjson", "--json"},
	{"scriptlog", "--log"},
	{"scriptboth", "--json --log"},
}

// recordRun plays the script in {tmp}/play.txt in each of these ways, in turn, until the
// time slot is over.
func recordRun(test string, c *Client, port int, slot time.Duration) {
	wall, cpu := map[string][]float64{}, map[string][]float64{}
	for t0 := time.Now(); time.Since(t0) < slot || len(wall) == 0; {
		for _, w := range recorded {
			if c.has(w.key) == "" {
				continue
			}
			os.Remove(filepath.Join(tmpDir, "log.json"))
			_, took, used, status := oneSession(c, w.key, port, "self", 5*time.Second)
			if status != 0 {
				fail(test, c.Name+" "+w.name)
				continue
			}
			wall[w.name] = append(wall[w.name], ms(took))
			cpu[w.name] = append(cpu[w.name], used*1000)
		}
		if len(wall) == 0 {
			return
		}
	}
	plain := recorded[0].name
	for _, w := range recorded {
		if len(wall[w.name]) == 0 || len(wall[plain]) == 0 {
			continue
		}
		name := "[" + c.Name + "] " + w.name
		rec(test, "ms/session", name, median(wall[w.name]))
		rec(test, "times that of one not recorded", name, median(wall[w.name])/median(wall[plain]))
		rec(test, "cpu ms/session", name, mean(cpu[w.name]))
	}
}

func testRecord() {
	slot := pickD(1500*time.Millisecond, 200*time.Millisecond)
	s := serve(func(c *net.TCPConn) { smtp(c, smtpOpts{}) })
	defer s.close()
	for r := 0; r < rounds; r++ {
		for _, k := range []struct{ name, script string }{
			{"record.session", string(sessionScript("\n"))},
			{"record.1000", longScript(1000)},
		} {
			die(os.WriteFile(filepath.Join(tmpDir, "play.txt"), []byte(k.script), 0o644))
			for _, c := range clients {
				if c.has("script") != "" && c.in("record") {
					recordRun(k.name, c, s.port, slot)
				}
			}
		}
		note("record round %d", r+1)
	}
}
