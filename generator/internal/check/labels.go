package check

import (
	"bytes"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

var (
	vagueLinkText = diag.Rule{ID: "vague-link-text", Default: diag.Warning,
		Doc: "A link's text says where it leads, unlike \"here\". English only."}
	emptyLinkText = diag.Rule{ID: "empty-link-text", Default: diag.Error,
		Doc: "A link has a text, unless a chapter's title can be filled in."}
	missingAlt = diag.Rule{ID: "missing-alt", Default: diag.Error,
		Doc: "A picture has an alternative text that says what it shows."}
	headingSkip = diag.Rule{ID: "heading-skip", Default: diag.Error,
		Doc: "A heading is at most one level below the one before it."}
)

// findVagueLinks warns of links whose text says nothing when it is read alone, as screen readers list them.
func findVagueLinks(c *Text, cfg *config.Config) (problems []diag.Problem) {
	if !english(cfg.Language) {
		return nil
	}
	for _, l := range c.Links {
		if !l.Auto && !l.HasPicture && !l.HasCode && vague(l.Text) {
			problems = append(problems, vagueLinkText.At(c.At(l.Offset),
				"%q does not say where the link leads", written(l.Text)).
				WithHint("put the link on words that name what it leads to"))
		}
	}
	return problems
}

// vague tells that a link's text could stand on any link.
func vague(text string) bool {
	const longest = len("for more information click here")
	if len(text) > longest+4 {
		return false
	}
	var room [2 * longest]byte // on the stack: nearly all links pass by here
	said := room[:0]
	for word := range strings.FieldsSeq(text) {
		said = append(said, ' ')
		for _, r := range word {
			said = utf8.AppendRune(said, unicode.ToLower(r))
		}
	}
	switch string(bytes.Trim(said, ".…:,;!?()[]»›→> ")) {
	case "here", "click", "click here", "click this", "click this link", "see here", "look here", "over here",
		"right here", "go here", "read here", "tap here", "press here", "go", "this", "that", "it", "this one",
		"link", "a link", "the link", "this link", "link here", "follow this link", "page", "this page",
		"the page", "site", "this site", "website", "this website", "the website", "web page", "this web page",
		"article", "this article", "the article", "this chapter", "this section", "this guide", "this document",
		"this file", "this resource", "this post", "this video", "more", "read", "read this", "read more",
		"read on", "learn more", "see more", "show more", "find out more", "know more", "more here", "more info",
		"more information", "more details", "details", "info", "information", "for more", "for more information",
		"for more information click here", "continue", "continue reading", "next", "download", "source", "url":
		return true
	}
	return false
}

// findEmptyLinks finds links that nobody can read. A link to another chapter may be empty: its title is filled
// in.
func findEmptyLinks(c *Text, _ *config.Config) (problems []diag.Problem) {
	for _, l := range c.Links {
		if strings.TrimSpace(l.Text) != "" || l.Auto || l.HasCode || l.Unsafe {
			continue
		}
		switch {
		case l.HasPicture && !described(c.Pictures, l.Offset):
			problems = append(problems, emptyLinkText.At(c.At(l.Offset),
				"the link holds nothing but a picture without alternative text").
				WithHint("let the picture's alternative text say where the link leads"))
		case !l.HasPicture && !fillable(l):
			problems = append(problems, emptyLinkText.At(c.At(l.Offset), "the link has no text").
				WithHint("write where it leads: [the text](%s)", l.Target))
		}
	}
	return problems
}

// described tells that the first picture at or after an offset has alternative text.
func described(pictures []chapter.Picture, offset int) bool {
	for _, p := range pictures {
		if p.Offset >= offset {
			return strings.TrimSpace(p.Alt) != ""
		}
	}
	return false
}

// fillable tells that a link leads to a Markdown file of the guide, which has a title.
func fillable(l chapter.Link) bool {
	file, _, _ := strings.Cut(l.Target, "#")
	file, _, _ = strings.Cut(file, "?")
	return !l.External && strings.EqualFold(path.Ext(file), ".md")
}

// findMissingAlts finds pictures that say nothing to those who cannot see them.
func findMissingAlts(c *Text, _ *config.Config) (problems []diag.Problem) {
	for _, p := range c.Pictures {
		alt := strings.TrimSpace(p.Alt)
		if alt != "" && !saysNothing(alt, p.Target) {
			continue
		}
		problem := missingAlt.At(c.At(p.Offset), "the picture has no alternative text")
		if alt != "" {
			problem = missingAlt.At(c.At(p.Offset), "%q does not say what the picture shows", alt)
		}
		problems = append(problems, problem.WithHint("say in a sentence what it shows: ![What it shows](%s)", p.Target))
	}
	return problems
}

// saysNothing tells that an alternative text is only a file's name, or a word for pictures.
func saysNothing(alt, target string) bool {
	if strings.Count(alt, " ") > 1 {
		return false
	}
	alt = strings.ToLower(alt)
	base := strings.ToLower(path.Base(target))
	stem := strings.TrimSuffix(base, path.Ext(base))
	if alt == base || alt == stem && strings.ContainsAny(stem, "-_0123456789") {
		return true
	}
	switch path.Ext(alt) {
	case ".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp":
		return !strings.Contains(alt, " ")
	}
	switch strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(alt, "a "), "an "), "the ") {
	case "image", "picture", "photo", "photograph", "figure", "graphic", "img", "pic", "screenshot", "drawing",
		"illustration", "diagram", "chart", "icon", "logo", "alt", "alt text", "untitled", "todo":
		return true
	}
	return false
}

// findHeadingSkips finds headings that leave a level out, which breaks the outline that screen readers walk.
func findHeadingSkips(c *Text, _ *config.Config) (problems []diag.Problem) {
	last := 1 // the title
	for _, h := range c.Headings {
		if h.Level > last+1 {
			problems = append(problems, headingSkip.At(c.At(h.Offset),
				"heading of level %d after one of level %d", h.Level, last).
				WithHint("use %s", strings.Repeat("#", last+1)))
		}
		last = h.Level
	}
	return problems
}
