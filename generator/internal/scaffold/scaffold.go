// Package scaffold makes new guides, new chapters, and copies of layouts to change.
//
// It keeps promise 9: nothing lost. It writes files that are not there yet, and changes one file, site.toml, by a single
// line, which it reads back before it replaces the file.
package scaffold

import (
	"crypto/rand"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// The files of a new guide. What stands in «» is filled in.
//
//go:embed all:guide
var files embed.FS

// ErrTaken says that something is there already.
var ErrTaken = errors.New("there are files already")

// New makes a guide in a folder that is not there yet or is empty but for version control. The module and its version
// are those of the program, for the workflow that publishes the guide.
func New(dir, module, version string) error {
	if entries, err := os.ReadDir(dir); err == nil {
		for _, entry := range entries {
			if entry.Name() != ".git" {
				return fmt.Errorf("%s: %w, such as %s: choose a new folder", dir, ErrTaken, entry.Name())
			}
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	id := make([]byte, 16)
	rand.Read(id) // never fails
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	filled := strings.NewReplacer(
		"«title»", titleOf(filepath.Base(full)), "«module»", module, "«version»", version, "«today»", time.Now().Format(time.DateOnly),
		"«identifier»", fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:]),
	)
	return fs.WalkDir(files, "guide", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		return write(filepath.Join(dir, filepath.FromSlash(strings.TrimPrefix(name, "guide/"))), []byte(filled.Replace(string(data))))
	})
}

// Layout copies a built-in layout into a guide, where it stands over the built-in one from now on.
func Layout(root string, f *source.File) error {
	full := filepath.Join(root, filepath.FromSlash(f.Path()))
	if _, err := os.Lstat(full); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", full, ErrTaken)
	}
	return write(full, f.Bytes())
}

// write makes a file, and never overwrites one.
func write(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// Replace puts a file in the place of another, or of none: the old one or the new one is there at any moment.
func Replace(name string, data []byte) error {
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
		if name, err = filepath.EvalSymlinks(name); err != nil {
			return err
		}
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(mode), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// titleOf makes a title of a folder's name: "two-of-us" becomes "Two of us".
func titleOf(name string) string {
	words := strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || r == ' ' || r == '"' || r == '\\' }), " ")
	if words == "" || words == "." || words == "/" {
		return "A guide"
	}
	first := []rune(words)[0]
	return strings.ToUpper(string(first)) + strings.TrimPrefix(words, string(first))
}
