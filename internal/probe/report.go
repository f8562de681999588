package probe

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"byhand/internal/rows"
	"byhand/internal/sanitize"
)

// Header names the columns of Row.
var Header = []string{"HOST", "PORT", "STATE", "CONNECT", "GREETING", "SECURITY", "CERTIFICATE", "AUTH BEFORE TLS", "AUTH INSIDE TLS", "SIZE"}

// Row returns a text for each column. Server text in it is sanitized.
func (r Result) Row(at time.Time) []string {
	row := []string{r.Host, strconv.Itoa(r.Port), string(r.State), formatDuration(r.Connect, r.Address != ""), formatDuration(r.Greeting, r.State == Open), r.security(),
		r.certificate(at), strings.Join(r.Before, " "), strings.Join(r.After, " "), r.Size}
	for i := range row {
		if row[i] = shorten(rows.Expand(sanitize.Text(row[i]))); row[i] == "" {
			row[i] = "-"
		}
	}
	return row
}

// maxWidth is how many columns of the terminal a cell may take.
const maxWidth = 40

// shorten cuts a text to maxWidth columns.
func shorten(text string) string {
	if rows.Width(text) <= maxWidth {
		return text
	}
	return text[:rows.Fit(text, maxWidth-len("..."))] + "..."
}

// formatDuration formats a duration; "": not known.
func formatDuration(d time.Duration, known bool) string {
	switch {
	case !known:
		return ""
	case d < time.Second:
		return fmt.Sprintf("%.1f ms", float64(d)/1e6)
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// security returns how the connection is encrypted: "STARTTLS 1.3".
func (r Result) security() string {
	if r.TLS == nil {
		return r.Security
	}
	return r.Security + " " + strings.TrimPrefix(tls.VersionName(r.TLS.Version), "TLS ")
}

// certificate returns whether the certificate verifies, and for how long.
func (r Result) certificate(at time.Time) string {
	switch {
	case r.badCertificate:
		return "unusable"
	case r.TLS == nil || r.TLS.Leaf() == nil:
		return ""
	case len(r.TLS.Problems) > 0:
		return "NOT VERIFIED"
	}
	return fmt.Sprintf("verified, %d days", r.TLS.DaysLeft(at))
}

// Sentences returns sentences about the port: the command that connects to it, and problems.
func (r Result) Sentences() []string {
	where := fmt.Sprintf("%s:%d", r.Host, r.Port)
	var all []string
	switch {
	case r.State == Open && r.Problem == "":
		all = append(all, fmt.Sprintf("%s: to connect: byhand %s", where, r.command()))
	case r.WantsCertificate:
		all = append(all, fmt.Sprintf("%s: %s; to connect: byhand %s", where, r.Problem, r.command()))
	case r.State == NoAnswer:
		all = append(all, where+": no answer; many networks block outgoing connections to mail ports")
	case r.State == Strange && r.Banner != "":
		all = append(all, fmt.Sprintf("%s: the server does not use SMTP: it sent %q", where, shorten(r.Banner)))
	case r.State == Silent:
		all = append(all, where+": the server accepts connections but sends nothing, with or without TLS")
	case r.Problem != "" && r.State != Refused && r.State != Stopped:
		all = append(all, where+": "+r.Problem)
	}
	if r.Min != 0 && r.TLS != nil {
		all = append(all, fmt.Sprintf("%s: insecure: the server supports only %s with %s", where, tls.VersionName(r.TLS.Version), tls.CipherSuiteName(r.TLS.Cipher)))
	}
	if r.TLS != nil && len(r.TLS.Problems) > 0 {
		all = append(all, fmt.Sprintf("%s: the certificate does not verify: %s", where, strings.Join(r.TLS.Problems, "; ")))
	}
	return all
}

// command returns the arguments of byhand that connect to the port.
func (r Result) command() string {
	flag := ""
	switch {
	case r.Security == "TLS" && r.Port != 465:
		flag = "--tls "
	case r.Security != "TLS" && r.Port == 465:
		flag = "--no-tls "
	case r.Security == "STARTTLS":
		flag = "--starttls "
	}
	if r.WantsCertificate {
		flag += "--cert FILE --key FILE "
	}
	if r.Min != 0 {
		flag += "--tls-min " + strings.TrimPrefix(tls.VersionName(r.Min), "TLS ") + " "
	}
	return fmt.Sprintf("%s%s %d", flag, r.Host, r.Port)
}

// JSON returns the result as a JSON object on one line, in version 1 of the format.
func (r Result) JSON(at time.Time) []byte {
	type certificate struct {
		Verified bool     `json:"verified"`
		Problems []string `json:"problems,omitempty"`
		Days     *int     `json:"days_left,omitempty"`
	}
	object := struct {
		V           int          `json:"v"`
		Host        string       `json:"host"`
		Port        int          `json:"port"`
		State       State        `json:"state"`
		Address     string       `json:"address,omitempty"`
		Connect     float64      `json:"connect_ms,omitempty"`
		Greeting    float64      `json:"greeting_ms,omitempty"`
		Banner      string       `json:"banner,omitempty"`
		Security    string       `json:"security,omitempty"`
		TLS         string       `json:"tls,omitempty"`
		Certificate *certificate `json:"certificate,omitempty"`
		Before      []string     `json:"auth_before_tls,omitempty"`
		After       []string     `json:"auth_inside_tls,omitempty"`
		Size        string       `json:"size,omitempty"`
		Problem     string       `json:"problem,omitempty"`
		Min         string       `json:"tls_min,omitempty"`
	}{1, r.Host, r.Port, r.State, r.Address, float64(r.Connect) / 1e6, float64(r.Greeting) / 1e6, r.Banner, r.Security, "", nil, r.Before, r.After, r.Size, r.Problem, ""}
	if r.Min != 0 {
		object.Min = tls.VersionName(r.Min)
	}
	if r.TLS != nil {
		object.TLS = tls.VersionName(r.TLS.Version)
		object.Certificate = &certificate{Verified: len(r.TLS.Problems) == 0, Problems: r.TLS.Problems}
		if r.TLS.Leaf() != nil {
			days := r.TLS.DaysLeft(at)
			object.Certificate.Days = &days
		}
	}
	line, _ := json.Marshal(object) // strings and numbers only: it cannot fail
	return append(sanitize.JSON(line), '\n')
}
