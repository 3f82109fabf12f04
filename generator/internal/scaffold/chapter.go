package scaffold

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// Chapter makes a chapter of a guide, and lists it in site.toml where no pattern does so. The path is relative to
// content/. It returns the part that the chapter stands in, and whether site.toml was changed.
func Chapter(root, name, title string) (part string, listed bool, err error) {
	given := name
	name = strings.TrimPrefix(path.Clean(strings.ReplaceAll(name, `\`, "/")), "content/")
	if path.Ext(name) != ".md" || !fs.ValidPath(name) || !filepath.IsLocal(filepath.FromSlash(name)) || strings.ContainsAny(name, `<>:"|?*`) {
		return "", false, fmt.Errorf("%s: a chapter is a path below content/ that ends in .md", given)
	}
	full := filepath.Join(root, "content", filepath.FromSlash(name))
	if _, err := os.Lstat(full); !errors.Is(err, fs.ErrNotExist) {
		return "", false, fmt.Errorf("%s: %w", full, ErrTaken)
	}
	settings := filepath.Join(root, config.File)
	data, err := os.ReadFile(settings)
	if err != nil {
		return "", false, err
	}
	part, changed, err := List(data, name)
	if err != nil {
		return "", false, fmt.Errorf("%s: %w", settings, err)
	}
	text := "# " + strings.Join(strings.Fields(title), " ") + "\n"
	if err := write(full, []byte(text)); err != nil {
		return "", false, err
	}
	if bytes.Equal(changed, data) {
		return part, false, nil
	}
	return part, true, Replace(settings, changed)
}

// List returns site.toml with the chapter listed in the part that has most of its folder's chapters, or in the last
// one, and that part's title. Not a byte of the rest differs. Where a pattern matches the chapter, nothing does.
func List(data []byte, name string) (part string, changed []byte, err error) {
	c, problems := config.Parse(source.NewFile(config.File, data), diag.Rules{})
	if len(problems) > 0 {
		return "", nil, fmt.Errorf("%s; mend it first", problems[0])
	}
	if len(c.Parts) == 0 {
		return "", nil, errors.New("there is no [[part]] to list a chapter in")
	}
	best, most := len(c.Parts)-1, 0
	for i, p := range c.Parts {
		siblings := 0
		for _, entry := range p.Chapters {
			if ok, _ := path.Match(entry, name); ok {
				return p.Title, data, nil
			}
			if path.Dir(entry) == path.Dir(name) {
				siblings++
			}
		}
		if siblings > most {
			best, most = i, siblings
		}
	}
	p := c.Parts[best]
	changed = insert(data, c.At("part", best, "chapters", len(p.Chapters)-1), name)
	again, problems := config.Parse(source.NewFile(config.File, changed), diag.Rules{})
	if len(problems) > 0 || !slices.Equal(again.Parts[best].Chapters, append(slices.Clone(p.Chapters), name)) {
		return "", nil, fmt.Errorf("add %q to the chapters of %q by hand: they are written in a way that is not understood", name, p.Title)
	}
	return p.Title, changed, nil
}

// insert puts a string behind the one at a position of a list, in the same way: on a line of its own if that has one.
func insert(data []byte, pos diag.Position, name string) []byte {
	at := source.NewFile(config.File, data).Offset(pos.Line, pos.Column)
	end := at + 1 + bytes.IndexByte(data[at+1:], data[at]) + 1 // names hold no quotation marks
	line := bytes.LastIndexByte(data[:at], '\n') + 1
	quoted, indent := `"`+name+`"`, data[line:at]
	if len(bytes.TrimSpace(indent)) > 0 {
		return slices.Concat(data[:end], []byte(", "+quoted), data[end:])
	}
	ending := "\n"
	if bytes.Contains(data, []byte("\r\n")) {
		ending = "\r\n"
	}
	if rest := bytes.TrimLeft(data[end:], " \t"); len(rest) == 0 || rest[0] != ',' {
		return slices.Concat(data[:end], []byte(","+ending), indent, []byte(quoted), data[end:])
	}
	stop := end + max(bytes.IndexAny(data[end:], "\r\n"), 0)
	return slices.Concat(data[:stop], []byte(ending), indent, []byte(quoted+","), data[stop:])
}
