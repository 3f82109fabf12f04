package site

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
)

// meta makes the lines of the head that other programs read: the canonical address, what a link's preview
// shows, and what the page is. Previews say no more than the tab does.
func (p *planner) meta(e *book.Entry) string {
	if e.Path == book.NotFound {
		return `<meta name="robots" content="noindex">`
	}
	var out []byte
	line := func(before, value string) {
		if value != "" {
			out = append(chapter.AppendEscaped(append(out, before...), value), "\">\n"...)
		}
	}
	address := ""
	if p.Config.BaseURL != "" {
		address = p.Config.BaseURL + book.EscapePath(e.URL)
		if e.Path == book.Cover {
			address = p.Config.BaseURL
		}
		line(`<link rel="canonical" href="`, address)
		line(`<meta property="og:url" content="`, address)
		line(`<meta property="og:image" content="`, p.Config.BaseURL+cardPath)
		line(`<meta name="twitter:card" content="`, "summary_large_image")
	}
	line(`<meta property="og:type" content="`, "article")
	line(`<meta property="og:site_name" content="`, p.Config.Title)
	line(`<meta property="og:title" content="`, tabTitle(e, p.Config.Title))
	line(`<meta property="og:description" content="`, description(e, p.Config.Description))
	if kindOf(e) == "chapter" && !e.Front.Sensitive {
		out = append(out, p.linkedData(e)...)
	}
	return string(bytes.TrimSuffix(out, []byte("\n")))
}

// linkedData describes a chapter by the terms of schema.org: an Article that is a LearningResource. It leaves out
// what the head says already: the address, the language and the description.
func (p *planner) linkedData(e *book.Entry) []byte {
	data := struct {
		Context  string   `json:"@context"`
		Type     []string `json:"@type"`
		Headline string   `json:"headline"`
		License  string   `json:"license,omitempty"`
		Modified string   `json:"dateModified,omitempty"`
		Author   []named  `json:"author,omitempty"`
		PartOf   named    `json:"isPartOf"`
	}{
		"https://schema.org", []string{"Article", "LearningResource"}, e.Title, p.Config.License, e.Front.SourcesChecked,
		nil, named{"Book", p.Config.Title},
	}
	for _, author := range p.Config.Authors {
		data.Author = append(data.Author, named{"Organization", author})
	}
	text, err := json.Marshal(data) // escapes <, > and &, so that it cannot end the script
	if err != nil {
		panic("site: linked data cannot fail: " + err.Error())
	}
	return slices.Concat([]byte(`<script type="application/ld+json">`), text, []byte("</script>\n"))
}

type named struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}
