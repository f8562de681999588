package conn

import "golang.org/x/sys/windows"

const errRefused, errUnreachable = windows.WSAECONNREFUSED, windows.WSAEHOSTUNREACH
