// Package bounds measures byhand under a hostile server: its memory, its processor
// time, and how soon Ctrl-C ends it. It has only tests:
//
//	go test ./test/bounds -v -bench .
package bounds
