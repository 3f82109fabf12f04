//go:build unix

package disk

import (
	"net"
	"path/filepath"
	"syscall"
	"testing"
)

func TestSpecialFilesAreNeverOpened(t *testing.T) {
	root := guide(t, "-- content/index.md --\n-- content/linked --\n-> pipe\n")
	must(t, syscall.Mkfifo(filepath.Join(root, "content/pipe"), 0o644)) // opening it would wait for ever
	must(t, syscall.Mkfifo(filepath.Join(root, "site.toml"), 0o644))
	t.Chdir(root) // a socket's path is short
	socket, err := net.Listen("unix", "content/socket")
	must(t, err)
	defer socket.Close()
	expect(t, root, "content/index.md", `
content/linked: error: is not an ordinary file but a named pipe [unreadable-file]
content/pipe: error: is not an ordinary file but a named pipe [unreadable-file]
content/socket: error: is not an ordinary file but a socket [unreadable-file]
site.toml: error: is not an ordinary file but a named pipe [unreadable-file]`)
}
