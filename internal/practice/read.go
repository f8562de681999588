package practice

import (
	"bufio"
	"bytes"
	"strings"
)

// readLine returns the next line without its CRLF or LF. It drops a line of more
// than max octets and returns lineTooLong.
func readLine(in *bufio.Reader, max int) (string, error) {
	var line []byte
	long := false
	for {
		part, err := in.ReadSlice('\n')
		if long = long || len(line)+len(part) > max; !long {
			line = append(line, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
		case err != nil:
			return "", err
		case long:
			return "", lineTooLong
		default:
			return strings.TrimSuffix(string(line[:len(line)-1]), "\r"), nil
		}
	}
}

// readMessage reads up to the CRLF, dot, CRLF that ends a message, and calls each
// before each line. Only CRLF ends a line: accepting a bare LF would allow SMTP
// smuggling. It reads a message of more than max octets to its end but keeps none
// of it.
func readMessage(in *bufio.Reader, max int, each func()) (data []byte, big bool, err error) {
	lineStart, last := true, byte('\n')
	for {
		each()
		part, err := in.ReadSlice('\n')
		if err != nil && err != bufio.ErrBufferFull {
			return nil, big, err
		}
		if lineStart && part[0] == '.' {
			if string(part) == ".\r\n" {
				return data, big, nil
			}
			part = part[1:] // RFC 5321 4.5.2
		}
		if big = big || len(data)+len(part) > max; big {
			data = nil
		} else {
			data = append(data, part...)
		}
		lineStart = bytes.HasSuffix(part, []byte("\r\n")) || last == '\r' && string(part) == "\n"
		last = part[len(part)-1]
	}
}
