package site

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
)

// Sitemap: https://www.sitemaps.org/protocol.html. Only whole addresses are allowed there, so it needs the
// base URL; a date is the day on which the sources were checked, since no clock is read.
type sitemapInput struct {
	Base    string
	Entries []sitemapEntry
}

type sitemapEntry struct{ Address, Date string }

func (p *planner) sitemap() sitemapInput {
	in := sitemapInput{Base: p.Config.BaseURL}
	for _, e := range p.Entries {
		if e.Path == book.NotFound {
			continue
		}
		address := p.Config.BaseURL + book.EscapePath(e.URL)
		if e.Path == book.Cover {
			address = p.Config.BaseURL
		}
		in.Entries = append(in.Entries, sitemapEntry{address, e.Front.SourcesChecked})
	}
	return in
}

// sitemapLimit is how many addresses the protocol allows in one file.
const sitemapLimit = 50_000

// makeSitemap lists all pages; of very many, in several files with a list of them.
func makeSitemap(in sitemapInput) book.Made {
	const path = "sitemap.xml"
	if len(in.Entries) <= sitemapLimit {
		return book.Made{Files: []book.File{{Path: path, Data: sitemapOf("urlset", "url", in.Entries)}}}
	}
	var made book.Made
	var parts []sitemapEntry
	for part := range slices.Chunk(in.Entries, sitemapLimit) {
		name := fmt.Sprintf("sitemap-%d.xml", len(parts)+1)
		parts = append(parts, sitemapEntry{Address: in.Base + name})
		made.Files = append(made.Files, book.File{Path: name, Data: sitemapOf("urlset", "url", part)})
	}
	made.Files = append(made.Files, book.File{Path: path, Data: sitemapOf("sitemapindex", "sitemap", parts)})
	return made
}

func sitemapOf(list, item string, entries []sitemapEntry) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s<%s xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n", xml.Header, list)
	for _, e := range entries {
		out.WriteString("<" + item + "><loc>")
		_ = xml.EscapeText(&out, []byte(e.Address)) // a bytes.Buffer never fails
		out.WriteString("</loc>")
		if e.Date != "" {
			out.WriteString("<lastmod>" + e.Date + "</lastmod>")
		}
		out.WriteString("</" + item + ">\n")
	}
	out.WriteString("</" + list + ">\n")
	return out.Bytes()
}

func makeRobots(base string) book.Made {
	text := "User-agent: *\nAllow: /\n\nSitemap: " + base + "sitemap.xml\n"
	return book.Made{Files: []book.File{{Path: "robots.txt", Data: []byte(text)}}}
}

// Feed: RFC 4287 (Atom), with the chapters that say when their sources were checked. A chapter whose
// sources are checked again comes up as news.
type feedInput struct {
	Title, Subtitle, Language, License, Base, ID, Updated string
	Authors                                               []string
	Entries                                               []feedEntry
}

type feedEntry struct{ Title, Address, Date, Summary string }

// feedLimit is how many chapters the feed has.
const feedLimit = 50

func (p *planner) feedInput() feedInput {
	c := p.Config
	in := feedInput{
		Title: c.Title, Subtitle: c.Tagline, Language: c.Language, License: c.License, Base: c.BaseURL, ID: c.Identifier,
		Authors: c.Authors, Updated: c.Updated,
	}
	if in.ID == "" {
		in.ID = c.BaseURL
	}
	entries := dated(p.Book)
	for _, e := range entries[:min(len(entries), feedLimit)] {
		in.Entries = append(in.Entries, feedEntry{feedTitle(e), c.BaseURL + book.EscapePath(e.URL), e.Front.SourcesChecked, e.Front.Description})
		in.Updated = max(in.Updated, e.Front.SourcesChecked)
	}
	return in
}

// feedTitle is as neutral as the tab's title where the chapter asks for that.
func feedTitle(e *book.Entry) string {
	if e.Front.TabTitle != "" {
		return e.Front.TabTitle
	}
	return e.Title
}

func makeFeed(in feedInput) book.Made {
	var out bytes.Buffer
	element := func(name, text string) {
		if text != "" {
			out.WriteString("<" + name + ">")
			_ = xml.EscapeText(&out, []byte(text)) // a bytes.Buffer never fails
			out.WriteString("</" + name + ">\n")
		}
	}
	link := func(rel, href string) {
		out.WriteString(`<link rel="` + rel + `" href="`)
		_ = xml.EscapeText(&out, []byte(href))
		out.WriteString(`"/>` + "\n")
	}
	out.WriteString(xml.Header + `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="` + in.Language + `">` + "\n")
	element("title", in.Title)
	element("subtitle", in.Subtitle)
	element("id", in.ID)
	link("self", in.Base+"feed.xml")
	link("alternate", in.Base)
	element("updated", in.Updated+"T00:00:00Z")
	element("rights", in.License)
	for _, author := range in.Authors {
		out.WriteString("<author>")
		element("name", author)
		out.WriteString("</author>\n")
	}
	for _, e := range in.Entries {
		out.WriteString("<entry>\n")
		element("title", e.Title)
		element("id", e.Address)
		link("alternate", e.Address)
		element("updated", e.Date+"T00:00:00Z")
		element("summary", e.Summary)
		out.WriteString("</entry>\n")
	}
	out.WriteString("</feed>\n")
	return book.Made{Files: []book.File{{Path: "feed.xml", Data: out.Bytes()}}}
}
