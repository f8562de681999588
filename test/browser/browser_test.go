//go:build unix

package browser_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"byhand/internal/transcript"

	"golang.org/x/net/html"
)

// TestAttacksDoNotRun opens a page in which every text is an attack: none runs, becomes an
// element or sends a request. On a page without protection the same attacks do all three, which
// shows that the test detects them.
func TestAttacksDoNotRun(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		page  func(t *testing.T, attacks []string) string
		bites bool
	}{
		{"bare page", barePage, true},
		{"transcript", hostilePage, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			heard := newListener(t)
			attacks := attacksOn(heard.url)
			file := writePage(t, c.page(t, attacks))
			dom := parseDOM(t, chromium(t, "--virtual-time-budget=3000", "--dump-dom", "file://"+file))
			paths := heard.all()
			if got := len(paths) > 0; got != c.bites {
				t.Errorf("requests: %q; any expected: %v", paths, c.bites)
			}
			if got := dom.title == "attacked"; got != c.bites {
				t.Errorf("the title is %q; the attack's expected: %v", dom.title, c.bites)
			}
			if got := slices.ContainsFunc(dom.elements, foreign); got != c.bites {
				t.Errorf("elements: %q; foreign ones expected: %v", dom.elements, c.bites)
			}
			for _, attack := range attacks {
				if !c.bites && !strings.Contains(dom.text, attack) {
					t.Errorf("the page does not show %q", attack)
				}
			}
		})
	}
}

// TestPolicyAlone removes the escaping and keeps the policy in the page's head. An attack
// that becomes an element still does not run, and fetches nothing.
func TestPolicyAlone(t *testing.T) {
	t.Parallel()
	heard := newListener(t)
	head, _, found := strings.Cut(pageOf(t, nil), "<meta name=\"viewport\"")
	if !found {
		t.Fatal("the page's head is not as it was")
	}
	// A refresh leaves the page, which this policy does not prevent.
	attacks := slices.DeleteFunc(attacksOn(heard.url), func(a string) bool { return strings.Contains(a, "refresh") })
	file := writePage(t, head+"<title>quiet</title></head><body>"+strings.Join(attacks, "\n"))
	dom := parseDOM(t, chromium(t, "--virtual-time-budget=3000", "--dump-dom", "file://"+file))
	if paths := heard.all(); len(paths) > 0 || dom.title != "quiet" {
		t.Errorf("title %q, requests %q", dom.title, paths)
	}
	if !slices.ContainsFunc(dom.elements, foreign) {
		t.Errorf("no attack became an element, so nothing was tested: %q", dom.elements)
	}
}

// TestAppearance takes screenshots, which a person should look at now and then, and checks what
// a program can check.
func TestAppearance(t *testing.T) {
	t.Parallel()
	file, shots := writePage(t, pageOf(t, session())), shotsFolder(t)
	shoot := func(name string, width, height int, more ...string) image.Image {
		shot := filepath.Join(shots, name+".png")
		chromium(t, append(more, "--screenshot="+shot, fmt.Sprintf("--window-size=%d,%d", width, height), "file://"+file)...)
		return readPNG(t, shot, width)
	}
	light := shoot("light", 1200, 2600)
	dark := shoot("dark", 1200, 2600, "--blink-settings=preferredColorScheme=0")
	phone := shoot("phone", 375, 3600)
	for name, shot := range map[string]image.Image{"light": light, "dark": dark, "phone": phone} {
		if n := colours(shot); n < 20 {
			t.Errorf("%s: %d colours; is anything on it?", name, n)
		}
	}
	if l, d := brightness(light.At(0, 0)), brightness(dark.At(0, 0)); l < 200 || d > 60 {
		t.Errorf("background: light %d, dark %d of 255", l, d)
	}
	sheet := filepath.Join(shots, "print.pdf")
	chromium(t, "--no-pdf-header-footer", "--print-to-pdf="+sheet, "file://"+file)
	if pdf, err := os.ReadFile(sheet); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) || len(pdf) < 10_000 {
		t.Errorf("%s: %d bytes, %v", sheet, len(pdf), err)
	}
}

// TestPhoneDoesNotScrollSideways measures the page in a frame as wide as a phone,
// from a page around it that may run a script.
func TestPhoneDoesNotScrollSideways(t *testing.T) {
	t.Parallel()
	wide := strings.Repeat("wide", 500)
	hostile := append(session(), said(transcript.Sent, wide), transcript.Entry{Kind: transcript.Notice, Text: wide},
		transcript.Entry{Kind: transcript.Command, Text: wide},
		transcript.Entry{Kind: transcript.Secured, TLS: &transcript.TLS{Names: []string{wide}, Issuer: wide, SHA256: wide}},
		transcript.Entry{Kind: transcript.Received, Text: wide, Reply: &transcript.Reply{Code: 550, Enhanced: wide, Verb: wide, Took: time.Hour}},
		transcript.Entry{Kind: transcript.Opened, Opening: &transcript.Opening{Target: wide, Remote: wide, Local: wide}})
	const width = 375
	cases := []struct {
		name, page string
		scrolls    bool
	}{
		{"a page that scrolls", "<!doctype html><pre>" + wide, true},
		{"session", pageOf(t, session()), false},
		{"long words", pageOf(t, hostile), false},
		{"long words first", pageOf(t, hostile[len(hostile)-1:]), false},
	}
	var pages []string
	for _, c := range cases {
		pages = append(pages, c.page)
	}
	widths := widthsInFrames(t, pages, width)
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := widths[i]; got < width || (got > width) != c.scrolls {
				t.Errorf("the page is %d wide in a frame of %d; scrolls expected: %v", got, width, c.scrolls)
			}
		})
	}
}

// widthsInFrames returns the width that each page needs in a frame of the given width.
func widthsInFrames(t *testing.T, pages []string, width int) []int {
	t.Helper()
	const frame = `<iframe src="/%d" width="%d" height="800" style="border:0"></iframe>`
	around := `<!doctype html><body onload="document.title =
		Array.from(frames, f => f.document.documentElement.scrollWidth).join()">`
	for i := range pages {
		around += fmt.Sprintf(frame, i, width)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if i, err := strconv.Atoi(r.URL.Path[1:]); err == nil && i < len(pages) {
			io.WriteString(w, pages[i])
		} else {
			io.WriteString(w, around)
		}
	}))
	defer server.Close()
	dom := parseDOM(t, chromium(t, "--dump-dom", server.URL))
	var widths []int
	for text := range strings.SplitSeq(dom.title, ",") {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("title %q: %v", dom.title, err)
		}
		widths = append(widths, n)
	}
	if len(widths) != len(pages) {
		t.Fatalf("title %q, but %d pages", dom.title, len(pages))
	}
	return widths
}

// A listener records the requests that a page should not make.
type listener struct {
	url   string
	mu    sync.Mutex
	paths []string
}

func newListener(t *testing.T) *listener {
	l := &listener{}
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.paths = append(l.paths, r.URL.Path)
	}))
	t.Cleanup(server.Close)
	l.url = server.URL
	return l
}

func (l *listener) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.paths)
}

// chromium runs a headless Chromium and returns its standard output. After a minute it is
// killed, with its child processes.
func chromium(t *testing.T, args ...string) []byte {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("BYHAND_TEST_REQUIRED") == "1" {
			t.Fatal(err)
		}
		t.Skip("no chromium; see CONTRIBUTING.md")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	home := t.TempDir()
	args = append([]string{"--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
		"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-crash-reporter",
		"--force-device-scale-factor=1", "--user-data-dir=" + filepath.Join(home, "profile")}, args...)
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_CACHE_HOME="+home, "http_proxy=", "https_proxy=")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	killAll := func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.Cancel = killAll
	cmd.WaitDelay = 5 * time.Second
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	err = cmd.Run()
	if cmd.Process != nil {
		if err := killAll(); err != nil && !errors.Is(err, syscall.ESRCH) {
			t.Error(err) // its child processes may outlive it and write to the removed TempDir
		}
	}
	if err != nil {
		t.Fatalf("chromium: %v\n%s", errors.Join(err, ctx.Err()), complaints.Bytes())
	}
	return out.Bytes()
}

// dom contains what the tests check in the final page of the browser.
type dom struct {
	title    string
	text     string
	elements []string
}

func parseDOM(t *testing.T, dumped []byte) dom {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(dumped))
	if err != nil {
		t.Fatal(err)
	}
	var d dom
	for n := range root.Descendants() {
		switch {
		case n.Type == html.TextNode:
			d.text += n.Data
		case n.Type == html.ElementNode:
			d.elements = append(d.elements, n.Data)
			if n.Data == "title" && d.title == "" && n.FirstChild != nil {
				d.title = n.FirstChild.Data
			}
		}
	}
	return d
}

// foreign reports whether an element never appears in a transcript's page.
func foreign(element string) bool {
	return slices.Contains([]string{"script", "img", "iframe", "link", "svg", "object", "embed", "video", "base", "form", "input", "marquee"}, element)
}

func writePage(t *testing.T, page string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func pageOf(t *testing.T, entries []transcript.Entry) string {
	t.Helper()
	var b strings.Builder
	if err := transcript.Write(&b, transcript.HTML, entries, 0); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// shotsFolder returns the folder for screenshots, which BYHAND_TEST_SHOTS can set.
func shotsFolder(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("BYHAND_TEST_SHOTS")
	if folder == "" {
		return t.TempDir()
	}
	folder, err := filepath.Abs(folder)
	if err == nil {
		err = os.MkdirAll(folder, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

func readPNG(t *testing.T, file string, width int) image.Image {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	shot, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if got := shot.Bounds().Dx(); got != width {
		t.Errorf("%s is %d wide, want %d", filepath.Base(file), got, width)
	}
	return shot
}

func brightness(c color.Color) uint8 { return color.GrayModel.Convert(c).(color.Gray).Y }

func colours(shot image.Image) int {
	seen := map[color.Color]bool{}
	for y := range shot.Bounds().Dy() {
		for x := range shot.Bounds().Dx() {
			seen[shot.At(x, y)] = true
		}
	}
	return len(seen)
}
