// Package browser holds the tests that open byhand's pages in a real browser:
// headless Chromium, by its command line.
package browser
