// Package browser has the tests that open byhand's pages in a real browser, headless
// Chromium.
package browser
