package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"byhand/conn"
	"byhand/internal/probe"
	"byhand/internal/target"
	"byhand/repl"
)

// survey is the command line of byhand probe.
type survey struct {
	flags
	ports    string
	mx       bool
	greeting time.Duration

	unwritable error // stdout
}

// atOnce is how many ports are looked at together.
const atOnce = 16

// probeCommand looks which ports of hosts answer, and what each offers.
func probeCommand() *cobra.Command {
	v := &survey{}
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
		RunE: func(c *cobra.Command, hosts []string) error { return v.run(c.Context(), hosts) },
	}
	s := c.Flags()
	s.SortFlags = false
	s.StringVar(&v.ports, "ports", "", "these `PORTS`: 25,465 (default 25,465,587,2525)")
	s.BoolVar(&v.mx, "mx", false, "the arguments are domains: look at port 25 of each host that takes their mail")
	s.BoolVar(&v.json, "json", false, "an object for each port on stdout (JSON Lines)")
	s.Var(durationVar(&v.timeout, 10*time.Second), "timeout", "for each reply")
	s.Var(durationVar(&v.greeting, 25*time.Second), "greeting-timeout", "for the greeting: some make strangers wait for 20 s")
	s.StringVar(&v.ehlo, "ehlo", "", "`NAME` that EHLO gives (default: our address)")
	s.StringVar(&v.serverName, "server-name", "", "check the certificates for `NAME`, and ask for it (SNI)")
	s.BoolVar(&v.quiet, "quiet", false, "no words below the table, no progress")
	v.reach(c)
	s.Lookup("connect-timeout").DefValue = "5s"
	v.connectTimeout = 5 * time.Second
	return c
}

// run surveys the hosts until that is done or a signal comes.
func (v *survey) run(ctx context.Context, hosts []string) error {
	if len(hosts) == 0 {
		return wrong("byhand probe HOST", "no host is given")
	}
	dialer, err := v.dialer(ctx)
	if err != nil {
		return err
	}
	ctx, caught, cancel := untilSignal(ctx, false)
	defer cancel(nil)
	<-caught
	err, _ = untilStuck(ctx, v.err.Guard, func() error { return v.survey(ctx, dialer, hosts) })
	var ended signalled
	if errors.As(context.Cause(ctx), &ended) {
		return &usageError{status: repl.Status(128 + int(ended.Signal))}
	}
	return err
}

// survey looks at the hosts' ports, and shows what it saw.
func (v *survey) survey(ctx context.Context, dialer conn.Dialer, hosts []string) error {
	places, err := v.places(ctx, hosts)
	if err != nil {
		return err
	}
	name, err := v.name()
	if err != nil {
		return err
	}
	p := probe.Probe{Dialer: dialer, EHLO: name, Reply: v.timeout, Greeting: v.greeting, AtOnce: atOnce}
	results := v.look(ctx, p, places)
	status := v.show(places, results)
	switch {
	case v.unwritable != nil:
		return unwritable(v.unwritable)
	case status == repl.OK:
		return nil
	}
	return &usageError{status: status}
}

// look reports progress to a person, and in JSON each port as it is known.
func (v *survey) look(ctx context.Context, p probe.Probe, places []probe.Place) (results []probe.Result) {
	progress := isTerminal(os.Stderr) && !v.quiet && os.Getenv("TERM") != "dumb"
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p.Run(ctx, places, func(r probe.Result) {
		results = append(results, r)
		if progress {
			v.err.Status(fmt.Sprintf("%d of %d ports", len(results), len(places)))
		}
		if v.json {
			if _, err := os.Stdout.Write(r.JSON(time.Now())); err != nil {
				v.unwritable = err
				cancel() // nobody would hear of the rest
			}
		}
	})
	if progress {
		v.err.Status("")
	}
	return results
}

// show prints the table in the order that was asked for, and the words.
func (v *survey) show(places []probe.Place, results []probe.Result) repl.Status {
	order := func(r probe.Result) int { return slices.Index(places, probe.Place{Host: r.Host, Port: r.Port}) }
	slices.SortStableFunc(results, func(a, b probe.Result) int { return order(a) - order(b) })
	cells := [][]string{probe.Header}
	for _, r := range results {
		cells = append(cells, r.Row(time.Now()))
	}
	if !v.json {
		v.unwritable = rowsOf(os.Stdout).Table(cells)
	}
	for _, r := range results {
		for _, words := range r.Words() {
			if !v.json {
				v.tell("%s", words)
			}
		}
	}
	return judge(places, results)
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
	if v.ports != "" {
		ports = nil
		for _, word := range strings.Split(v.ports, ",") {
			n, err := strconv.Atoi(strings.TrimSpace(word))
			if err != nil || n < 1 || n > 65535 {
				return nil, wrong("--ports 25,465", "--ports: %q is no port", word)
			}
			ports = append(ports, n)
		}
	}
	for _, host := range hosts {
		t, err := target.Parse(host)
		if err != nil {
			return nil, wrong("", "%v", err)
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
			return nil, wrong("", `"@" in a domain: no user and no password belong there`)
		}
		ctx, cancel := context.WithTimeout(ctx, v.connectTimeout)
		hosts, none, err := probe.MX(ctx, net.DefaultResolver, domain)
		cancel()
		switch {
		case err != nil:
			return nil, &usageError{what: fmt.Sprintf("the MX records of %q cannot be looked up: %v", domain, err), status: repl.NoConnection}
		case none:
			return nil, &usageError{what: fmt.Sprintf("%q takes no mail: it says so itself (null MX)", domain), status: repl.NoConnection}
		}
		all = append(all, hosts...)
	}
	return all, nil
}
