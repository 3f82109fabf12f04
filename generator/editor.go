package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// edit opens a file of the guide in the author's editor.
func (p *previewing) edit(file string, line, column int) error {
	name, err := filepath.Abs(filepath.Join(p.root, filepath.FromSlash(file)))
	if err == nil {
		_, err = os.Stat(name)
	}
	if err != nil {
		return fmt.Errorf("%s is not in the guide's folder: the program made it", file)
	}
	command, err := editorCommand(cmp.Or(p.editor, os.Getenv("VISUAL"), os.Getenv("EDITOR")), name, max(line, 1), max(column, 1))
	if err != nil {
		return err
	}
	return start(exec.Command(command[0], command[1:]...))
}

// editors are those that are known, with what tells them of a place. Those without need a terminal of their own.
var editors = []struct{ names, arguments string }{
	{"code code-insiders codium vscodium cursor windsurf positron", "--goto {file}:{line}:{column}"},
	{"subl sublime_text zed zeditor lapce atom pulsar", "{file}:{line}:{column}"},
	{"idea goland webstorm pycharm phpstorm clion rubymine rider studio", "--line {line} --column {column} {file}"},
	{"gvim mvim nvim-qt neovide", "+{line} {file}"},
	{"emacsclient", "-n +{line}:{column} {file}"},
	{"emacs gedit gnome-text-editor pluma xed", "+{line}:{column} {file}"},
	{"kate kwrite", "-l {line} -c {column} {file}"},
	{"mate", "-l {line} {file}"},
	{"bbedit", "+{line} {file}"},
	{"notepad++", "-n{line} -c{column} {file}"},
	{"vi vim nvim nano pico hx helix kak micro joe ne ed", ""},
}

// editorCommand is how an editor is started at a place. What is set may be its name, a command of which the place is
// the end, or a command with {file}, {line} and {column}.
func editorCommand(set, file string, line, column int) ([]string, error) {
	words := strings.Fields(set)
	if _, err := exec.LookPath(set); err == nil {
		words = []string{set} // whose path may hold spaces
	}
	if len(words) == 0 {
		return nil, errors.New("no editor is known: set $VISUAL, or start with --editor")
	}
	arguments := "{file}"
	name := strings.TrimSuffix(strings.ToLower(filepath.Base(words[0])), ".exe")
	for _, e := range editors {
		if strings.Contains(" "+e.names+" ", " "+name+" ") {
			arguments = e.arguments
		}
	}
	switch {
	case strings.Contains(set, "{file}"):
	case arguments == "":
		return nil, fmt.Errorf(`%s needs a terminal of its own; start with one, such as --editor "xterm -e %s +{line} {file}"`, name, name)
	default:
		words = append(words, strings.Fields(arguments)...)
	}
	places := strings.NewReplacer("{file}", file, "{line}", strconv.Itoa(line), "{column}", strconv.Itoa(column))
	for i := range words {
		words[i] = places.Replace(words[i])
	}
	return words, nil
}
