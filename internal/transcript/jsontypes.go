package transcript

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"
	"unicode/utf8"
)

// jsonText is a string, or {"base64":"..."} for bytes that are not UTF-8.
type jsonText string

type jsonBytes struct {
	Base64 []byte `json:"base64"`
}

// MarshalJSON writes the string or the object.
func (t jsonText) MarshalJSON() ([]byte, error) {
	if !utf8.ValidString(string(t)) {
		return encode(jsonBytes{[]byte(t)}), nil
	}
	return encode(string(t)), nil
}

// UnmarshalJSON reads the string or the object.
func (t *jsonText) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '{' {
		var odd jsonBytes
		err := json.Unmarshal(b, &odd)
		*t = jsonText(odd.Base64)
		return err
	}
	return json.Unmarshal(b, (*string)(t))
}

// jsonMS is a duration in milliseconds, exact to the nanosecond.
type jsonMS time.Duration

// MarshalJSON writes at most six digits after the point.
func (d jsonMS) MarshalJSON() ([]byte, error) {
	return appendMS(nil, time.Duration(d)), nil
}

// UnmarshalJSON reads any number up to 31 years. With an exponent, it is not exact.
func (d *jsonMS) UnmarshalJSON(b []byte) error {
	if exact, err := time.ParseDuration(string(b) + "ms"); err == nil {
		*d = jsonMS(exact)
		return nil
	}
	var ms float64
	if err := json.Unmarshal(b, &ms); err != nil {
		return err
	}
	if math.Abs(ms) > 1e12 {
		return errors.New("a duration is too long")
	}
	*d = jsonMS(math.Round(ms * 1e6))
	return nil
}

// jsonTime is a time of RFC 3339, in UTC.
type jsonTime time.Time

// MarshalJSON writes the time, exact to the nanosecond.
func (t jsonTime) MarshalJSON() ([]byte, error) {
	return time.Time(t).UTC().AppendFormat(nil, `"`+time.RFC3339Nano+`"`), nil
}

// UnmarshalJSON reads the time, in any time zone.
func (t *jsonTime) UnmarshalJSON(b []byte) error {
	var at time.Time
	if err := json.Unmarshal(b, &at); err != nil || at.IsZero() {
		return err
	}
	if at = at.UTC(); at.Year() < 1 || at.Year() > 9999 {
		return errors.New("a year is not between 1 and 9999")
	}
	*t = jsonTime(at)
	return nil
}

// jsonTexts is a list of texts.
type jsonTexts []jsonText

// maxTexts is how many items a list may have. A reply has at most 10,000 lines, see
// package smtp.
const maxTexts = 10_000

// UnmarshalJSON reads a list. It refuses a longer one before that uses memory.
func (all *jsonTexts) UnmarshalJSON(b []byte) error {
	in := json.NewDecoder(bytes.NewReader(b))
	switch begin, err := in.Token(); {
	case err != nil, begin == nil: // null
		return err
	case begin != json.Delim('['):
		return fmt.Errorf("%q is not a list", b[:min(len(b), 40)])
	}
	for in.More() {
		var t jsonText
		if err := in.Decode(&t); err != nil {
			return err
		}
		if *all = append(*all, t); len(*all) > maxTexts {
			return fmt.Errorf("a list has more than %d items", maxTexts)
		}
	}
	return nil
}

func jsonTextsOf(all []string) (out jsonTexts) {
	for _, s := range all {
		out = append(out, jsonText(s))
	}
	return out
}

func (all jsonTexts) strings() (out []string) {
	for _, t := range all {
		out = append(out, string(t))
	}
	return out
}
