package real

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// TestProbe: probe reports what Postfix offers on each kind of port.
func TestProbe(t *testing.T) {
	t.Parallel()
	if err := built(); err != nil {
		t.Fatal(err)
	}
	type seen struct {
		Port           int
		State          string
		Security       string
		Certificate    *struct{ Verified bool }
		Before, Inside []string
		Size           string
	}
	names := map[string]string{}
	var ports []string
	for _, name := range []string{"SMTP", "SMTP_PLAIN", "SUBMISSION", "SMTPS", "EXPIRED", "IMAP"} {
		port := env(t, name+"_PORT")
		names[port] = name
		ports = append(ports, port)
	}
	cmd := exec.CommandContext(t.Context(), program(), "probe", "--json", "--ca", env(t, "CA"), "--greeting-timeout", "3s", "--ports", strings.Join(ports, ","), env(t, "NAME"))
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got := map[string]string{}
	for line := range bytes.Lines(out) {
		var r struct {
			seen
			Before []string `json:"auth_before_tls"`
			Inside []string `json:"auth_inside_tls"`
		}
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		words := []string{r.State, r.Security}
		if r.Certificate != nil {
			words = append(words, map[bool]string{true: "verified", false: "not verified"}[r.Certificate.Verified])
		}
		for what, list := range map[string][]string{"before": r.Before, "inside": r.Inside} {
			if len(list) > 0 {
				words = append(words, "AUTH "+what)
			}
		}
		for port, name := range names {
			if strings.Contains(string(line), `"port":`+port+`,`) {
				got[name] = strings.TrimSpace(strings.Join(words, ", "))
			}
		}
	}
	for name, want := range map[string]string{"SMTP": "open, STARTTLS, verified", "SMTP_PLAIN": "open, none, AUTH before", "SUBMISSION": "open, STARTTLS, verified, AUTH inside",
		"SMTPS": "open, TLS, verified, AUTH inside", "EXPIRED": "open, STARTTLS, not verified, AUTH inside", "IMAP": "not SMTP, "} {
		if strings.TrimRight(got[name], ", ") != strings.TrimRight(want, ", ") {
			t.Errorf("%s: %s, want %s", name, got[name], want)
		}
	}
}
