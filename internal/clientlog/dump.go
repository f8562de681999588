package clientlog

import (
	"byhand/internal/lazyregexp"
	"encoding/hex"
	"strconv"
	"strings"
)

var (
	traceHeader = lazyregexp.New(`^(?:[\d:.]+ )?(?:\[[\d-]+\] )?([<=]=|=>) (Send|Recv|Info)(?:: | )?(header|data|SSL data)?(?:, (\d+) bytes)?`)
	traceRow    = lazyregexp.New(`^(?:[\d:.]+ )?([0-9a-f]{4,8}): (.*)$`)
	hexRow      = lazyregexp.New(`^((?:[0-9a-f]{2} ){1,16}) *.{1,16}$`)
)

// newCurlTrace rewrites the traces of curl --trace and --trace-ascii. A header line names
// the direction and the size, and rows with the data follow. A row of --trace-ascii ends
// at a line ending, or after 64 bytes.
func newCurlTrace() rewriter {
	var f flow
	from, kind, size := sideA, "", 0
	return func(line string) []string {
		if g := traceHeader.FindStringSubmatch(line); g != nil {
			kind = g[3]
			size, _ = strconv.Atoi(g[4])
			switch g[2] {
			case "Send":
				from = sideB
			case "Recv":
				from = sideA
			default:
				return []string{line}
			}
			return nil
		}
		g := traceRow.FindStringSubmatch(line)
		if g == nil || kind == "" || kind == "SSL data" {
			return nil
		}
		if h := hexRow.FindStringSubmatch(g[2]); h != nil && len(g[2]) > 48 {
			data, _ := hex.DecodeString(strings.ReplaceAll(h[1], " ", ""))
			return f.add(from, string(data))
		}
		offset, _ := strconv.ParseInt(g[1], 16, 64)
		end := ""
		if rest := size - int(offset) - len(g[2]); rest == 2 || rest > 2 && len(g[2]) < 64 {
			end = "\r\n"
		}
		return f.add(from, g[2]+end)
	}
}

var (
	socatHeader = lazyregexp.New(`^([<>]) \d{4}/\d\d/\d\d \d\d:\d\d:\d\d\.\d+  length=(\d+) from=\d+ to=\d+`)
	socatRow    = lazyregexp.New(`^ ((?:[0-9a-f]{2} )+)`)
)

// newSocat rewrites the output of socat -v and -x. A header line says how many bytes
// follow; what comes after them is other output.
func newSocat() rewriter {
	var f flow
	from, left := sideA, 0
	return func(line string) []string {
		if g := socatHeader.FindStringSubmatch(line); g != nil {
			from = strings.Index("<>", g[1])
			left, _ = strconv.Atoi(g[2])
			return nil
		}
		if left <= 0 {
			return nil
		}
		text := unescape(line) + "\n"
		if g := socatRow.FindStringSubmatch(line); g != nil {
			data, err := hex.DecodeString(strings.ReplaceAll(g[1], " ", ""))
			if err == nil && len(data) <= left {
				text = string(data)
			}
		}
		text = text[:min(len(text), left)]
		left -= len(text)
		return f.add(from, text)
	}
}

var (
	straceCall    = lazyregexp.New(`^(?:\[pid +\d+\] |\d+ +)?(?:[\d:.]+ )?(read|recv|recvfrom|recvmsg|readv|write|send|sendto|sendmsg|writev)\((\d+)(?:<[^>]*>)?, (.*)$`)
	straceConnect = lazyregexp.New(`\bconnect\((\d+)(?:<[^>]*>)?, \{sa_family=AF_INET6?,.*sin6?_port=htons\((\d+)\)(?:.*inet_(?:addr\(|pton\(AF_INET6, )"([^"]+)")?`)
	straceText    = lazyregexp.New(`"((?:[^"\\]|\\.)*)"(\.\.\.)?`)
)

// newStrace rewrites the system calls on the socket of an SMTP connection.
func newStrace() rewriter {
	var f flow
	socket := ""
	return func(line string) []string {
		if g := straceConnect.FindStringSubmatch(line); g != nil {
			if g[2] == "53" {
				return nil
			}
			socket, f = g[1], flow{}
			return []string{"connecting to " + g[3] + ":" + g[2]}
		}
		g := straceCall.FindStringSubmatch(line)
		if g == nil {
			return nil
		}
		from := sideA
		if strings.HasPrefix(g[1], "write") || strings.HasPrefix(g[1], "send") {
			from = sideB
		}
		var data strings.Builder
		isCut := false
		for _, part := range straceText.FindAllStringSubmatch(g[3], -1) {
			data.WriteString(unescape(part[1]))
			isCut = isCut || part[2] != ""
		}
		text := data.String()
		if socket == "" && from == sideA && strings.HasPrefix(text, "220") {
			socket = g[2]
		}
		switch {
		case g[2] != socket || text == "" || strings.HasSuffix(line, "(Resource temporarily unavailable)"):
			return nil
		case isCut:
			return append(f.flush(from), f.omitted(from))
		case strings.ContainsAny(text, "\x00\x01\x02\x03"):
			return nil // encrypted
		}
		return f.add(from, text)
	}
}
