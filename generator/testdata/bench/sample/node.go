package sample

import (
	"encoding/json"
	"fmt"
	"strings"
)

// WriteNode writes the same guide as the programs on Node read it: chapters, cover and outline in content/docs, where
// Starlight looks, and guide.json with the order of the chapters, which these programs want in their settings. A
// program that makes no heading of the title has it in the text too. The layouts and the settings are the caller's.
func (g Guide) WriteNode(root string, heading bool) error {
	put := func(path, title, description, body string) error {
		if heading {
			body = "# " + title + "\n\n" + body
		}
		return write(root, "content/docs/"+path, fmt.Sprintf("---\ntitle: %q\ndescription: %q\n---\n\n%s", title, description, body))
	}
	parts := g.outline()
	order, err := json.Marshal(parts)
	if err != nil {
		return err
	}
	var cover, all strings.Builder
	fmt.Fprintf(&cover, "%s\n\n", draw(-1, forText).paragraph())
	for _, part := range parts {
		fmt.Fprintf(&cover, "1. [%s](%s.md)\n", part.Title, part.Chapters[0].Path)
		fmt.Fprintf(&all, "\n## %s\n\n", part.Title)
		for _, c := range part.Chapters {
			fmt.Fprintf(&all, "1. [%s](%s.md): %s\n", c.Title, c.Path, c.description)
		}
	}
	return firstError(
		write(root, "guide.json", string(order)),
		put("index.md", siteTitle, "A guide to measure with.", cover.String()),
		put("outline.md", "Outline", "All chapters.", all.String()),
		each(g.Chapters, func(chapter int) error {
			return put(file(chapter), title(chapter), description(chapter), g.body(chapter, 0))
		}),
	)
}

type outlinePart struct {
	Title    string           `json:"title"`
	Chapters []outlineChapter `json:"chapters"`
}

type outlineChapter struct {
	Title       string `json:"title"`
	Path        string `json:"path"` // without .md
	description string
}

func (g Guide) outline() []outlinePart {
	parts := make([]outlinePart, g.Parts())
	for part := range parts {
		parts[part].Title = partTitle(part)
		for from, to := g.chaptersOf(part); from < to; from++ {
			parts[part].Chapters = append(parts[part].Chapters,
				outlineChapter{title(from), strings.TrimSuffix(file(from), ".md"), description(from)})
		}
	}
	return parts
}
