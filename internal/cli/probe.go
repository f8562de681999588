package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"byhand/internal/probe"
	"byhand/internal/rows"
	"byhand/repl"
)

// probeFlags are the flags of byhand probe.
type probeFlags struct {
	probe   probe.Probe // most flags set one of its fields
	connect connectFlags
	ports   []int
	mx      bool
	json    bool
	console console
	out     rows.Writer // stdout
}

// probeCommand returns byhand probe.
func probeCommand() *cobra.Command {
	f := &probeFlags{probe: probe.Probe{Parallel: 16}}
	f.connect.Dialer = &f.probe.Dialer
	c := &cobra.Command{
		Use:   "probe [flags] HOST[:PORT]...",
		Short: "show which ports of a host answer, and what each offers",
		Long: `probe connects to ports 25, 465, 587 and 2525 of each HOST, or to the ports that --ports
lists. It sends EHLO, starts TLS if the server offers it, sends EHLO again, and then
QUIT. It prints a table of what each port offers. It never logs in or sends mail.

If a certificate does not verify, probe reports the reason and continues. If a server
supports only old TLS versions or cipher suites, probe connects again and allows them.

A port works if its server accepts EHLO and, if it offers TLS, the handshake succeeds.

Exit status:
  0  every host has a port that works
  1  the server refused the connection in its greeting, or refused EHLO or STARTTLS
  3  no answer, or the server does not use SMTP
  4  TLS failed; or, on any port, data arrived before the TLS handshake
     (possible man-in-the-middle)
If several hosts fail, the status is that of the first one. If its ports fail in
different ways, 4 takes precedence over 1, and 1 over 3.`,
		RunE: func(c *cobra.Command, hosts []string) error {
			f.out = stdoutRows(c)
			return f.run(c.Context(), hosts)
		},
	}
	s := c.Flags()
	s.SortFlags = false
	s.Func("ports", "probe these `PORTS`, such as 25,465 (default 25,465,587,2525)", f.setPorts)
	s.BoolVar(&f.mx, "mx", false, "treat the arguments as domains, and probe port 25 of their mail servers")
	s.BoolVar(&f.json, "json", false, "write one JSON object per port to stdout (JSON Lines)")
	durationVar(s, &f.probe.Reply, "timeout", 10*time.Second, "wait at most `DURATION` for each reply")
	durationVar(s, &f.probe.Greeting, "greeting-timeout", 25*time.Second, "wait at most `DURATION` for the greeting; some servers delay it by 20 s")
	ehloVar(s, &f.probe.EHLO, "send EHLO `NAME` (default: the local address)")
	s.StringVar(&f.probe.Dialer.Security.ServerName, "server-name", "", "verify the certificates for `NAME`, and send NAME in SNI")
	s.BoolVar(&f.console.quiet, "quiet", false, "print neither progress nor the notes below the table")
	f.connect.addRemote(s, 5*time.Second)
	return c
}

// run probes the hosts, until a signal ends it.
func (f *probeFlags) run(ctx context.Context, hosts []string) error {
	if len(hosts) == 0 {
		return usageError("byhand probe HOST", "no host given")
	}
	ctx, cancel := contextUntilSignal(ctx, false)
	defer cancel(nil)
	err := runUnlessStuck(ctx, f.console.Guard, func() error { return f.probeAll(ctx, hosts) })
	return cmp.Or(signalOf(ctx), err)
}

// probeAll probes the hosts' ports and shows the results.
func (f *probeFlags) probeAll(ctx context.Context, hosts []string) error {
	if err := f.connect.load(ctx, &f.console); err != nil {
		return err
	}
	places, err := f.places(ctx, hosts)
	if err != nil {
		return err
	}
	results, err := f.runProbe(ctx, places)
	if err != nil {
		return err
	}
	order := func(r probe.Result) int { return slices.Index(places, probe.Endpoint{Host: r.Host, Port: r.Port}) }
	slices.SortStableFunc(results, func(a, b probe.Result) int { return order(a) - order(b) })
	if !f.json {
		err = f.show(results)
	}
	return cmp.Or(err, statusError(exitStatus(places, results)))
}

// runProbe probes the places. It shows progress on a terminal. With --json, it writes each
// result as soon as it arrives.
func (f *probeFlags) runProbe(ctx context.Context, places []probe.Endpoint) (results []probe.Result, err error) {
	progress := f.console.showsProgress()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	f.probe.Run(ctx, places, func(r probe.Result) {
		results = append(results, r)
		if progress {
			f.console.Status(fmt.Sprintf("%d of %d ports", len(results), len(places)))
		}
		if f.json && err == nil {
			if _, err = f.out.To.Write(r.JSON(time.Now())); err != nil {
				cancel() // later results could not be written either
			}
		}
	})
	f.console.Status("")
	return results, err
}

// show prints the table and, below it, the notes.
func (f *probeFlags) show(results []probe.Result) error {
	cells := [][]string{probe.Header}
	for _, r := range results {
		cells = append(cells, r.Row(time.Now()))
	}
	err := f.out.Table(cells)
	for _, r := range results {
		for _, words := range r.Sentences() {
			f.console.tell("%s", words)
		}
	}
	return err
}

// exitStatus returns TLSFailed if data was injected on any port. Otherwise it returns the
// status of the best port of the first host that has no working one.
func exitStatus(places []probe.Endpoint, results []probe.Result) repl.Status {
	best := map[string]probe.Fault{}
	for _, r := range results {
		if r.Fault == probe.Injected {
			return repl.TLSFailed
		}
		if fault, known := best[r.Host]; !known || r.Fault < fault {
			best[r.Host] = r.Fault
		}
	}
	for _, p := range places {
		switch fault, known := best[p.Host]; {
		case !known, fault == probe.NoSMTP:
			return repl.NoConnection
		case fault == probe.TLSFault:
			return repl.TLSFailed
		case fault == probe.NotServed:
			return repl.Refused
		}
	}
	return repl.OK
}
