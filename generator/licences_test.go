package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestLicences wants LICENCES.md to list each module that is compiled into the program, on any system, and each that the
// tests take, with its licence. To write it anew: go test ./generator -run TestLicences -update
func TestLicences(t *testing.T) {
	const file = "../LICENCES.md"
	compiled := map[string]string{}
	for _, system := range []string{"linux", "darwin", "windows"} {
		maps.Copy(compiled, modules(t, system, "./generator"))
	}
	tested := modules(t, "linux", "-test", "./...")
	for module := range compiled {
		delete(tested, module)
	}
	want := "# Licences of what others wrote\n\nThe program is published under [MIT](LICENSE), the guide under [CC BY 4.0](content/LICENSE). Each licence below lets the program be " +
		"passed on. A test\nwants this list to be whole; `go test ./generator -run TestLicences -update` writes it.\n"
	for _, group := range []struct {
		title   string
		modules map[string]string
	}{{"Compiled into the program", compiled}, {"Taken by tests alone", tested}} {
		want += "\n## " + group.title + "\n\n| Module | Licence |\n|---|---|\n"
		for _, module := range slices.Sorted(maps.Keys(group.modules)) {
			want += fmt.Sprintf("| %s | %s |\n", module, licence(t, module, group.modules[module]))
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != want {
		t.Errorf("LICENCES.md is not what it should be (%v):\n%s", err, want)
	}
}

// modules gives the folders of the modules that packages need, but for our own.
func modules(t *testing.T, system string, packages ...string) map[string]string {
	t.Helper()
	list := exec.Command("go", append([]string{"list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}{{end}}{{end}}"}, packages...)...)
	list.Dir, list.Env = "..", append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if module, folder, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			found[module] = folder
		}
	}
	if len(found) == 0 {
		t.Fatal("no module is found")
	}
	return found
}

// licence tells which of the licences it is that we take. Any other is for a person to read.
func licence(t *testing.T, module, folder string) string {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(folder, "[Ll][Ii][Cc][Ee][Nn][SsCc][Ee]*"))
	more, _ := filepath.Glob(filepath.Join(folder, "COPYING*"))
	for _, name := range append(files, more...) {
		data, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		text := strings.ToLower(strings.Join(strings.Fields(string(data)), " "))
		has := func(words string) bool { return strings.Contains(text, words) }
		kind := ""
		switch {
		case has("general public license"), has("mozilla public license"):
		case has("apache license version 2.0"):
			kind = "Apache-2.0"
		case has("redistribution and use in source and binary forms") && has("neither the name"):
			kind = "BSD-3-Clause"
		case has("redistribution and use in source and binary forms"):
			kind = "BSD-2-Clause"
		case has("permission is hereby granted, free of charge"):
			kind = "MIT"
		}
		if kind != "" {
			return kind
		}
	}
	t.Errorf("%s has a licence that nobody has read: look into %s", module, cmp.Or(append(files, folder)...))
	return "?"
}
