package transcript

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// TestSchemaIsDocumented: docs/transcripts.md names every key and every event.
func TestSchemaIsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/transcripts.md")
	if err != nil {
		t.Fatal(err)
	}
	_, schema, _ := strings.Cut(string(text), "## JSON Lines")
	for _, v := range []any{jsonEntry{}, jsonReply{}, jsonOpening{}, jsonTLS{}, jsonEnd{}} {
		for i := range reflect.TypeOf(v).NumField() {
			if key, _, _ := strings.Cut(reflect.TypeOf(v).Field(i).Tag.Get("json"), ","); !strings.Contains(schema, "`"+key+"`") {
				t.Errorf("the key %q is not documented", key)
			}
		}
	}
	for _, kind := range []Kind{Opened, Received, Sent, Secured, Ended, Command, Notice} {
		if !strings.Contains(schema, "`"+string(kind)+"`") {
			t.Errorf("the event %q is not documented", kind)
		}
	}
}

// TestFormatsAreDocumented: docs/transcripts.md has a section for each format, and names its
// extensions.
func TestFormatsAreDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/transcripts.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range formats {
		if !regexp.MustCompile(`(?im)^## ` + string(f.format) + `$`).Match(text) {
			t.Errorf("%s has no section", f.format)
		}
		for extension := range strings.FieldsSeq(f.extensions) {
			if !strings.Contains(string(text), "`"+extension+"`") {
				t.Errorf("%s: the extension %s is not documented", f.format, extension)
			}
		}
	}
}

// TestDocumentedExamples reads the examples of docs/transcripts.md.
func TestDocumentedExamples(t *testing.T) {
	text, err := os.ReadFile("../../docs/transcripts.md")
	if err != nil {
		t.Fatal(err)
	}
	var plain, objects strings.Builder
	for line := range strings.Lines(string(text)) {
		switch code, ok := strings.CutPrefix(line, "    "); {
		case !ok:
		case strings.HasPrefix(code, "{"):
			objects.WriteString(code)
		case strings.HasPrefix(code, "#"), strings.HasPrefix(code, "C"), strings.HasPrefix(code, "S"):
			plain.WriteString(code)
		}
	}
	for name, example := range map[string]string{"text": plain.String(), "JSON": objects.String()} {
		entries, format, err := readAll(strings.NewReader(example))
		if err != nil || len(entries) < 2 {
			t.Errorf("%s: %d entries, %v", name, len(entries), err)
		} else if again := written(t, format, entries); format == JSON && again != example {
			t.Errorf("%s: written as\n%s", name, again)
		}
	}
}
