//go:build !unix

package transcript

// noFollow: there is no such flag here, and few symbolic links.
const noFollow = 0
