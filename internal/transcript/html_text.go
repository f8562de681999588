package transcript

import (
	"fmt"
	"strings"
	"time"

	"byhand/internal/sanitize"
)

// maxHTMLText is how many bytes of a text are shown. A line of SMTP has at most 1,000 bytes
// (RFC 5321 4.5.3.1.6).
const maxHTMLText = 32 << 10

// safe makes text safe to show, and cuts it to maxHTMLText bytes.
func safe(text string) string {
	shown, cut := safeCut(text)
	if cut > 0 {
		return shown + "... (" + plural(cut, "byte", "bytes") + " more)"
	}
	return shown
}

// safeCut is like safe, but returns how many bytes it cut instead of adding that to the text.
func safeCut(text string) (shown string, cut int) {
	if len(text) <= maxHTMLText {
		return sanitize.Text(text), 0
	}
	end := maxHTMLText
	for back := 1; back < 4 && text[end]&0xC0 == 0x80; back++ {
		end-- // not in the middle of a UTF-8 character
	}
	return sanitize.Text(text[:end]), len(text) - end
}

// formatTime formats a time: "2026-11-24 10:15:02 UTC".
func formatTime(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// formatDuration formats a duration with two or three digits: "0.4 ms", "12 ms", "2.3 s",
// "3 min 20 s".
func formatDuration(d time.Duration) string {
	switch {
	case d < 9950*time.Microsecond:
		return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
	case d < 999500*time.Microsecond:
		return fmt.Sprintf("%.0f ms", float64(d)/float64(time.Millisecond))
	case d < 59950*time.Millisecond:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	d = d.Round(time.Second)
	if d < time.Hour {
		return fmt.Sprintf("%d min %d s", d/time.Minute, d%time.Minute/time.Second)
	}
	return fmt.Sprintf("%d h %d min", d/time.Hour, d%time.Hour/time.Minute)
}

// formatNumber formats a number with commas: 1,048,576.
func formatNumber[T ~int | ~int64](n T) string {
	digits := fmt.Sprint(n)
	var b strings.Builder
	for i, c := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 && digits[i-1] != '-' {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// plural formats a number and its noun.
func plural[T ~int | ~int64](n T, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return formatNumber(n) + " " + many
}
