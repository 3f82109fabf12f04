package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

// verify compares a build with one that remembers nothing. It tells of the first difference, and keeps both files for
// a report.
func (g *guide) verify(b built) error {
	clean := build.New(g.options()).Build(b.tree)
	b.result.Files = slices.Concat(b.result.Files, b.result.Rest())
	for name, both := range differences(b.result, clean) {
		folder, err := os.MkdirTemp("", "guide-verify-")
		if err == nil {
			err = errors.Join(os.WriteFile(filepath.Join(folder, "shown"), both[0], 0o644), os.WriteFile(filepath.Join(folder, "clean"), both[1], 0o644))
		}
		return errors.Join(fmt.Errorf("%s differs from a clean build, after a change of %s; please report it, with the two files in %s",
			name, causes(b.changed), folder), err)
	}
	return nil
}

// differences gives the files in which two builds differ, and their problems if they do.
func differences(warm, clean build.Result) map[string][2][]byte {
	found := map[string][2][]byte{}
	if a, b := listed(warm.Problems), listed(clean.Problems); a != b {
		found["the list of problems"] = [2][]byte{[]byte(a), []byte(b)}
	}
	wanted := map[string][]byte{}
	for _, f := range clean.Files {
		wanted[f.Path] = f.Data
	}
	for _, f := range warm.Files {
		if data, ok := wanted[f.Path]; !ok || !bytes.Equal(data, f.Data) {
			found[f.Path] = [2][]byte{f.Data, data}
		}
		delete(wanted, f.Path)
	}
	for path, data := range wanted {
		found[path] = [2][]byte{nil, data}
	}
	return found
}

func listed(problems []diag.Problem) string {
	var text strings.Builder
	for _, p := range problems {
		fmt.Fprintln(&text, p)
	}
	return text.String()
}
