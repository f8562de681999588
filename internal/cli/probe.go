package cli

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"byhand/internal/probe"
	"byhand/internal/rows"
	"byhand/internal/target"
	"byhand/repl"
)

// survey is the command line of byhand probe.
type survey struct {
	probe   probe.Probe // flags without a field bind to it
	connect connectFlags
	ports   []int
	mx      bool
	json    bool
	console console
	out     rows.Writer // stdout
}

// probeCommand looks which ports of hosts answer, and what each offers.
func probeCommand() *cobra.Command {
	v := &survey{probe: probe.Probe{AtOnce: 16}}
	v.connect.Dialer = &v.probe.Dialer
	c := &cobra.Command{
		Use:   "probe [flags] HOST[:PORT]...",
		Short: "which ports of a host answer, and what each offers",
		Long: `probe connects to the ports 25, 465, 587 and 2525 of each HOST (or to those of
--ports), says EHLO, STARTTLS where it is offered, EHLO again and QUIT, and shows
what it learned. It never logs in or sends mail. It reports a certificate that does
not verify and goes on. If client and server have no TLS version or cipher suite in
common, it connects again and offers older ones, which are not secure.

Exit status: 0 each host has a port that answers as an SMTP server should, with TLS
if it is offered; 4 data was injected before a TLS handshake, on any port. Else the
best port of the first host that has none: 4 its TLS failed; 1 it refused the
greeting, EHLO or STARTTLS; 3 it did not answer, or not in SMTP.`,
		RunE: func(c *cobra.Command, hosts []string) error {
			v.out = stdoutRows(c)
			return v.run(c.Context(), hosts)
		},
	}
	s := c.Flags()
	s.SortFlags = false
	s.Func("ports", "these `PORTS`: 25,465 (default 25,465,587,2525)", v.setPorts)
	s.BoolVar(&v.mx, "mx", false, "the arguments are domains: look at port 25 of each host that takes their mail")
	s.BoolVar(&v.json, "json", false, "an object for each port on stdout (JSON Lines)")
	durationVar(s, &v.probe.Reply, "timeout", 10*time.Second, "`DURATION` for each reply")
	durationVar(s, &v.probe.Greeting, "greeting-timeout", 25*time.Second, "`DURATION` for the greeting: some make strangers wait for 20 s")
	ehloVar(s, &v.probe.EHLO, "`NAME` that EHLO gives (default: our address)")
	s.StringVar(&v.probe.Dialer.Security.ServerName, "server-name", "", "check the certificates for `NAME`, and ask for it (SNI)")
	s.BoolVar(&v.console.quiet, "quiet", false, "no words below the table, no progress")
	v.connect.addReach(s, 5*time.Second)
	return c
}

// setPorts takes the list of --ports.
func (v *survey) setPorts(text string) error {
	v.ports = nil
	for word := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || n < 1 || n > 65535 {
			return usageError("--ports 25,465", "%q is no port", word)
		}
		v.ports = append(v.ports, n)
	}
	return nil
}

// run surveys the hosts until that is done or a signal comes.
func (v *survey) run(ctx context.Context, hosts []string) error {
	if len(hosts) == 0 {
		return usageError("byhand probe HOST", "no host is given")
	}
	ctx, signals := untilSignal(ctx, false)
	defer signals.cancel(nil)
	<-signals.caught
	err := untilStuck(ctx, v.console.Guard, func() error { return v.survey(ctx, hosts) })
	return cmp.Or(endedBy(ctx), err)
}

// survey looks at the hosts' ports, and shows what it saw.
func (v *survey) survey(ctx context.Context, hosts []string) error {
	if err := v.connect.load(ctx, &v.console); err != nil {
		return err
	}
	places, err := v.places(ctx, hosts)
	if err != nil {
		return err
	}
	results, err := v.look(ctx, places)
	if err != nil {
		return err
	}
	order := func(r probe.Result) int { return slices.Index(places, probe.Place{Host: r.Host, Port: r.Port}) }
	slices.SortStableFunc(results, func(a, b probe.Result) int { return order(a) - order(b) })
	if !v.json {
		err = v.show(results)
	}
	return cmp.Or(err, statusError(judge(places, results)))
}

// look reports progress to a person, and in JSON each port as it is known.
func (v *survey) look(ctx context.Context, places []probe.Place) (results []probe.Result, err error) {
	progress := isTerminal(os.Stderr) && !v.console.quiet && os.Getenv("TERM") != "dumb"
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	v.probe.Run(ctx, places, func(r probe.Result) {
		results = append(results, r)
		if progress {
			v.console.Status(fmt.Sprintf("%d of %d ports", len(results), len(places)))
		}
		if v.json && err == nil {
			if _, err = v.out.To.Write(r.JSON(time.Now())); err != nil {
				cancel() // nobody would hear of the rest
			}
		}
	})
	v.console.Status("")
	return results, err
}

// show prints the table, and below it the words.
func (v *survey) show(results []probe.Result) error {
	cells := [][]string{probe.Header}
	for _, r := range results {
		cells = append(cells, r.Row(time.Now()))
	}
	err := v.out.Table(cells)
	for _, r := range results {
		for _, words := range r.Words() {
			v.console.tell("%s", words)
		}
	}
	return err
}

// judge returns the exit status: that of data injected on any port, else that of the
// best port of the first host that has no good one.
func judge(places []probe.Place, results []probe.Result) repl.Status {
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

// places are the ports to look at.
func (v *survey) places(ctx context.Context, hosts []string) (places []probe.Place, err error) {
	ports := probe.Ports
	if v.mx {
		ports = []int{25}
		if hosts, err = v.exchangers(ctx, hosts); err != nil {
			return nil, err
		}
	}
	if v.ports != nil {
		ports = v.ports
	}
	for _, host := range hosts {
		t, err := target.Parse(host)
		if err != nil {
			return nil, usageError("", "%v", err)
		}
		if _, port, err := net.SplitHostPort(host); err == nil && port != "" {
			places = append(places, probe.Place{Host: t.Host, Port: t.Port})
			continue
		}
		for _, port := range ports {
			places = append(places, probe.Place{Host: t.Host, Port: port})
		}
	}
	return places, nil
}

// exchangers are the hosts that take the domains' mail.
func (v *survey) exchangers(ctx context.Context, domains []string) (all []string, err error) {
	for _, domain := range domains {
		if strings.Contains(domain, "@") {
			return nil, usageError("", `"@" in a domain: no user and no password belong there`)
		}
		ctx, cancel := context.WithTimeout(ctx, v.probe.Dialer.Timeout)
		hosts, none, err := probe.MX(ctx, net.DefaultResolver, domain)
		cancel()
		switch {
		case err != nil:
			return nil, &repl.Failure{Status: repl.NoConnection, What: fmt.Sprintf("the MX records of %q cannot be looked up: %v", domain, err)}
		case none:
			return nil, &repl.Failure{Status: repl.NoConnection, What: fmt.Sprintf("%q takes no mail: it says so itself (null MX)", domain)}
		}
		all = append(all, hosts...)
	}
	return all, nil
}
