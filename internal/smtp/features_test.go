package smtp

import (
	"fmt"
	"reflect"
	"testing"
)

const greeted = "S: 220 ready\n"

const helloed = greeted + `
	C: EHLO me
	S: 250-mx.example.net greets SIZE
	S: 250-SIZE 10240000
	S: 250- auth=PLAIN LOGIN
	S: 250-
	S: 250-Auth  PLAIN	CRAM-MD5
	S: rubbish
	S: 250-AUTH SECOND
	S: 251-MIXED
	S: 250 STARTTLS
`

func TestFeatures(t *testing.T) {
	want := []Feature{
		{"SIZE", []string{"10240000"}},
		{"auth=", []string{"PLAIN", "LOGIN"}},
		{"Auth", []string{"PLAIN", "CRAM-MD5"}},
		{"AUTH", []string{"SECOND"}},
		{"STARTTLS", nil},
	}
	if got := past(t, helloed).Features(); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestOffers(t *testing.T) {
	s := past(t, helloed)
	tests := []struct{ keyword, want string }{
		{"AUTH", "{Auth [PLAIN CRAM-MD5]} true"},
		{"AUTH=", "{auth= [PLAIN LOGIN]} true"},
		{"starttls", "{STARTTLS []} true"},
		{"SIZ", "{ []} false"},
		{"", "{ []} false"},
	}
	for _, tt := range tests {
		f, ok := s.FindFeature(tt.keyword)
		if got := fmt.Sprint(f, ok); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.keyword, got, tt.want)
		}
	}
	old := past(t, greeted+"C: EHLO me\nS: 250-mx\nS: 250 AUTH=PLAIN\n")
	if f, ok := old.FindFeature("AUTH"); ok {
		t.Errorf("the old form counts as %v", f)
	}
}

// These steps forget the features, or keep them.
func TestForget(t *testing.T) {
	tests := []struct {
		steps string
		want  int
	}{
		{"C: NOOP\nS: 250-ok\nS: 250 SIZE", 5},
		{"C: EHLO again\nS: 250-mx\nS: 250 SIZE", 1},
		{"C: EHLO again\nS: 250 mx", 0},
		{"C: EHLO again\nS: 501-no\nS: 501 SIZE", 0},
		{"C: LHLO me\nS: 250-mx\nS: 250 SIZE", 1},
		{"C: HELO me\nS: 250 mx", 0},
		{"C: HELO\nS: 501 no", 5},
		{"C: EHLO me\ns: \"250-mx\\r\\n250 SI\"\nEOF", 5},
		{"C: STARTTLS\nS: 220 go", 5},
		{"C: STARTTLS\nS: 220 go\nTLS", 0},
		{"C: XCLIENT ADDR=1.2.3.4\nS: 220 mx", 0},
		{"C: XCLIENT ADDR=1.2.3.4\nS: 501 no", 5},
	}
	for _, tt := range tests {
		if got := len(past(t, helloed+tt.steps).Features()); got != tt.want {
			t.Errorf("%q: %d features, want %d", tt.steps, got, tt.want)
		}
	}
}

// A caller may append to the list that it got.
func TestFeaturesAreClipped(t *testing.T) {
	s := past(t, helloed)
	one, other := append(s.Features(), Feature{Keyword: "X"}), append(s.Features(), Feature{Keyword: "Y"})
	if one[len(one)-1].Keyword != "X" || other[len(other)-1].Keyword != "Y" {
		t.Error("two lists share what was appended")
	}
}
