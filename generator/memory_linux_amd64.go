package main

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// useLargePages lets the first part of the heap lie in memory pages of 2 MB, where Linux has some. A build that collects
// nothing touches each piece of its memory for the first time, and every page of 4 kB then costs as much as parsing a
// sentence. Go's runtime has no setting for it, but grows into memory that was given back: so a block is asked for, marked
// and given back, without being touched. Nothing but the time depends on it.
func useLargePages() {
	const first = 256 << 20
	_ = unix.Madvise(make([]byte, first), unix.MADV_HUGEPAGE)
	runtime.GC()
}
