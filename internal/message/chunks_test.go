package message

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"
)

// talk returns what a client sends: "BDAT 3:abc BDAT 1 LAST:d".
func talk(c *Chunker) (string, error) {
	var said []string
	for {
		chunk, last, err := c.Next()
		switch {
		case err == io.EOF:
			return strings.Join(said, " "), nil
		case err != nil:
			return strings.Join(said, " "), err
		case last:
			said = append(said, fmt.Sprintf("BDAT %d LAST:%s", len(chunk), chunk))
		default:
			said = append(said, fmt.Sprintf("BDAT %d:%s", len(chunk), chunk))
		}
	}
}

func TestChunks(t *testing.T) {
	for _, c := range []struct {
		in   string
		size int
		want string
	}{
		{"", 3, "BDAT 0 LAST:"},
		{"a", 3, "BDAT 1 LAST:a"},
		{"abc", 3, "BDAT 3 LAST:abc"},
		{"abcd", 3, "BDAT 3:abc BDAT 1 LAST:d"},
		{"abcdef", 3, "BDAT 3:abc BDAT 3 LAST:def"},
		{"abc", 1, "BDAT 1:a BDAT 1:b BDAT 1 LAST:c"},
		{"\r\n.\r\n", 0, "BDAT 5 LAST:\r\n.\r\n"},
		{"abc", -1, "BDAT 3 LAST:abc"},
		{"abc", math.MaxInt, "BDAT 3 LAST:abc"},
	} {
		for how, reader := range readers() {
			if got, err := talk(Chunks(reader(c.in), c.size)); got != c.want || err != nil {
				t.Errorf("%q by %d, %s:\n got  %q, %v\n want %q", c.in, c.size, how, got, err, c.want)
			}
		}
	}
}

// TestChunksLarge: chunks may be larger than one read and than a block.
func TestChunksLarge(t *testing.T) {
	in := strings.Repeat("0123456789", 50_000)
	c := Chunks(iotest.HalfReader(strings.NewReader(in)), 200_000)
	for i, want := range []int{200_000, 200_000, 100_000} {
		chunk, last, err := c.Next()
		if string(chunk) != in[i*200_000:i*200_000+want] || last != (i == 2) || err != nil {
			t.Errorf("chunk %d: %d octets, %v, %v", i, len(chunk), last, err)
		}
	}
}

// TestChunksFail: if the source fails, no chunk is the last one.
func TestChunksFail(t *testing.T) {
	broken := errors.New("disk on fire")
	for in, want := range map[string]string{"": "", "ab": "", "abc": "", "abcd": "BDAT 3:abc", "abcdef": "BDAT 3:abc"} {
		c := Chunks(io.MultiReader(strings.NewReader(in), iotest.ErrReader(broken)), 3)
		for range 2 {
			got, err := talk(c)
			if got != want || err != broken {
				t.Errorf("%q: %q, %v", in, got, err)
			}
			want = ""
		}
	}
}
