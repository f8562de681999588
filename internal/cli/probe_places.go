package cli

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"

	"byhand/internal/probe"
	"byhand/internal/target"
	"byhand/repl"
)

// setPorts sets the list of --ports.
func (f *probeFlags) setPorts(text string) error {
	f.ports = nil
	for word := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || n < 1 || n > 65535 {
			return usageError("--ports 25,465", "%q is not a port", word)
		}
		f.ports = append(f.ports, n)
	}
	return nil
}

// places returns the ports to probe, in the order of hosts.
func (f *probeFlags) places(ctx context.Context, hosts []string) (places []probe.Endpoint, err error) {
	ports := probe.Ports
	if f.mx {
		ports = []int{25}
		if hosts, err = f.mailServers(ctx, hosts); err != nil {
			return nil, err
		}
	}
	if f.ports != nil {
		ports = f.ports
	}
	for _, host := range hosts {
		t, err := target.Parse(host)
		if err != nil {
			return nil, usageError("", "%v", err)
		}
		if _, port, err := net.SplitHostPort(host); err == nil && port != "" {
			places = append(places, probe.Endpoint{Host: t.Host, Port: t.Port})
			continue
		}
		for _, port := range ports {
			places = append(places, probe.Endpoint{Host: t.Host, Port: port})
		}
	}
	return places, nil
}

// mailServers returns the mail servers of the domains (MX, RFC 5321 5.1).
func (f *probeFlags) mailServers(ctx context.Context, domains []string) (all []string, err error) {
	for _, domain := range domains {
		if strings.Contains(domain, "@") {
			return nil, usageError("", `a domain must not contain "@"`)
		}
		ctx, cancel := context.WithTimeout(ctx, f.probe.Dialer.Timeout)
		hosts, none, err := probe.MX(ctx, net.DefaultResolver, domain)
		cancel()
		switch {
		case err != nil:
			return nil, &repl.Failure{Status: repl.NoConnection, What: fmt.Sprintf("cannot look up the MX records of %q: %v", domain, err)}
		case none:
			return nil, &repl.Failure{Status: repl.NoConnection, What: fmt.Sprintf("%q accepts no mail (null MX)", domain)}
		}
		all = append(all, hosts...)
	}
	return all, nil
}
