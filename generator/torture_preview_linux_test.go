package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestAPreviewGoesOnWithoutTheSystemsEvents takes the system's watches, its watchers and the program's descriptors away. What
// is saved is shown all the same, and the program says once that it looks for itself.
func TestAPreviewGoesOnWithoutTheSystemsEvents(t *testing.T) {
	for what, limit := range map[string]string{
		"few watches": "echo 2 >/proc/sys/user/max_inotify_watches", "no watchers": "echo 0 >/proc/sys/user/max_inotify_instances",
		"few descriptors": "ulimit -n 12",
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			unpack(t, folder, plain)
			put(t, filepath.Join(folder, "content/two/b.md"), "# B\n")
			put(t, filepath.Join(folder, "site.toml"), "title = \"Plain\"\n[[part]]\ntitle = \"One\"\nchapters = [\"*.md\", \"two/*.md\"]\n")
			r := prepare(t, folder)
			r.Cmd = exec.Command("sh", "-c", limit+` && exec "$0" serve --addr 127.0.0.1:0`, r.Args[0])
			r.Dir, r.Stderr, r.SysProcAttr = folder, &r.err, &syscall.SysProcAttr{}
			if strings.Contains(limit, "/proc/") { // such limits are those of a name space
				r.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
				r.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
				r.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
			}
			out, err := r.StdoutPipe()
			must(t, err)
			if err := r.Start(); err != nil {
				t.Skip("cannot make a name space, which root can: ", err)
			}
			lines := bufio.NewReader(out)
			first, err := lines.ReadString('\n')
			address, _, _ := strings.Cut(first, " ")
			if err != nil || !strings.HasPrefix(address, "http://") {
				r.end(time.Second)
				if strings.Contains(r.err.String(), "/proc/sys/user") {
					t.Skip("cannot take the system's watches away, which root can: ", r.err.String())
				}
				t.Fatalf("%q %v %s", first, err, r.err.String())
			}
			go func() { _, _ = io.Copy(io.Discard, lines) }()
			address = strings.Replace(address, "localhost", "127.0.0.1", 1)
			for i := range 3 {
				for _, name := range []string{"a", "two/b"} {
					put(t, filepath.Join(folder, "content", name+".md"), fmt.Sprintf("# It\n\nSaved %s %d.\n", name, i))
					want := fmt.Sprintf("Saved %s %d.", name, i)
					for start := time.Now(); !strings.Contains(fetched(address+name+".html"), want); time.Sleep(20 * time.Millisecond) {
						if time.Since(start) > 15*time.Second {
							t.Errorf("%q is not shown; the program said\n%s", want, r.err.String())
							break
						}
					}
				}
			}
			_ = r.Process.Signal(syscall.SIGTERM)
			r.end(10 * time.Second)
			r.wants(clean)
			if said := r.err.String(); strings.Contains(limit, "/proc/") && (strings.Count(said, "looking for changes every 500ms instead") != 1 || !strings.Contains(said, "sudo sysctl fs.inotify.max_user_")) {
				t.Errorf("the program said\n%s", said)
			}
		})
	}
}

// fetched is a page of a preview, or nothing.
func fetched(address string) string {
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 5 * time.Second}
	answer, err := client.Get(address)
	if err != nil {
		return ""
	}
	defer answer.Body.Close()
	data, _ := io.ReadAll(answer.Body)
	return string(data)
}
