//go:build unix

package disk

import (
	"net"
	"os"
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

func TestUnreadableFilesAndFoldersAreProblems(t *testing.T) {
	root := guide(t, "-- site.toml --\n-- content/index.md --\n-- content/locked.md --\n-- content/folder/x.md --\n")
	must(t, os.Chmod(filepath.Join(root, "content/locked.md"), 0))
	must(t, os.Chmod(filepath.Join(root, "content/folder"), 0))
	defer os.Chmod(filepath.Join(root, "content/folder"), 0o755) // so that it can be deleted
	if os.Geteuid() == 0 {                                       // who may read everything, and so becomes somebody else for this test
		must(t, os.Chmod(filepath.Dir(root), 0o755))
		const nobody = 65534
		must(t, syscall.Seteuid(nobody))
		defer func() { must(t, syscall.Seteuid(0)) }()
	}
	expect(t, root, "content/index.md\nsite.toml", `
content/folder: error: cannot be read: permission denied [unreadable-file]
    hint: make it readable, or take it out of the guide
content/locked.md: error: cannot be read: permission denied [unreadable-file]
    hint: make it readable, or take it out of the guide`)
}
