// Package bounds measures what byhand takes while a server does its worst: its
// memory, its processor, and how soon it lets go. It has tests alone:
//
//	go test ./test/bounds -v -bench .
package bounds
