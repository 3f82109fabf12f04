package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite what tests expect to what they got")

// TestMain lets a test run the real command: under the name "guide", this binary is it.
func TestMain(m *testing.M) {
	testscript.Main(tidy{m}, map[string]func(){"guide": main})
}

// tidy removes what all tests of a run had together.
type tidy struct{ *testing.M }

var builtInto string // the folder of the real program, if some test built it

// program builds the real program: the one that the tests are may have the race detector in it, which takes time and
// memory of its own.
var program = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "guide-")
	if err != nil {
		return "", err
	}
	builtInto = folder
	name := filepath.Join(folder, "guide")
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	build := exec.Command("go", "build", "-trimpath", "-o", name, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return name, nil
})

func (t tidy) Run() int {
	debug.SetGCPercent(400) // there is memory enough, and the race detector makes collecting dear
	status := t.M.Run()
	closeBrowser()
	if builtInto != "" {
		_ = os.RemoveAll(builtInto)
	}
	return status
}

// TestScripts runs the real command on the small guides of testdata/script, or with SCRIPTS=self the one that this binary
// is, which may have the race detector in it. Besides testscript's own commands:
//
//	exits N CMD ARGS…   runs a command, and wants the exit status N
//	remember DIR        notes the files of a folder
//	untouched DIR PATTERN… wants them to be the same files with the same times, but for those named
//	pad FILE N          makes a file N bytes longer, by spaces
//	words FILE N        adds so many words
//	latin FILE          encodes a file as Latin-1
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", UpdateScripts: *update, RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "remember": remember, "untouched": untouched, "pad": pad, "words": words, "latin": latin,
		},
		Setup: func(e *testscript.Env) error {
			e.Values["files"] = map[string]fs.FileInfo{}
			if os.Getenv("SCRIPTS") == "self" {
				return nil
			}
			name, err := program()
			e.Setenv("PATH", filepath.Dir(name)+string(filepath.ListSeparator)+e.Getenv("PATH"))
			return err
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits status command…")
	}
	err, got := ts.Exec(args[1], args[2:]...), 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}

func remember(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(walkFiles(ts.MkAbs(args[0]), func(name string, info fs.FileInfo) {
		ts.Value("files").(map[string]fs.FileInfo)[name] = info
	}))
}

func untouched(ts *testscript.TestScript, _ bool, args []string) {
	root := ts.MkAbs(args[0])
	changed := func(name string) bool {
		return slices.ContainsFunc(args[1:], func(pattern string) bool {
			same, err := filepath.Match(filepath.Join(root, filepath.FromSlash(pattern)), name)
			ts.Check(err)
			return same
		})
	}
	before := ts.Value("files").(map[string]fs.FileInfo)
	ts.Check(walkFiles(root, func(name string, info fs.FileInfo) {
		old, known := before[name]
		same := known && os.SameFile(old, info) && old.ModTime().Equal(info.ModTime())
		if same == changed(name) {
			ts.Fatalf("%s: touched is %t", name, !same)
		}
	}))
}

func walkFiles(root string, do func(string, fs.FileInfo)) error {
	return filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			do(name, info)
		}
		return err
	})
}

func pad(ts *testscript.TestScript, _ bool, args []string) { lengthen(ts, args, " ") }

func words(ts *testscript.TestScript, _ bool, args []string) { lengthen(ts, args, "It is so.\n\n") }

// lengthen adds a text to a file until as many bytes, or words of the text, are added.
func lengthen(ts *testscript.TestScript, args []string, text string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	name := ts.MkAbs(args[0])
	ts.Check(os.WriteFile(name, []byte(ts.ReadFile(name)+strings.Repeat(text, n/max(len(strings.Fields(text)), 1))), 0o666))
}

func latin(ts *testscript.TestScript, _ bool, args []string) {
	var encoded []byte
	for _, r := range ts.ReadFile(args[0]) {
		encoded = append(encoded, byte(r))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), encoded, 0o666))
}
