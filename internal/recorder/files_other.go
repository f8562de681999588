//go:build !unix

package recorder

import "io/fs"

// noFollow: there is no such flag here, and few symbolic links.
const noFollow = 0

// ownerOf cannot tell: files have no user ID here.
func ownerOf(fs.FileInfo) (uid int, known bool) { return 0, false }
