package site

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/body"
)

// The A to Z: what readers may look for, and where it is. It is made of the chapters' titles and keywords, of the
// glossary's terms, and of headings that stand in one chapter alone, since those that all chapters share say nothing.

type listLetter struct {
	Name, ID string
	Topics   []listTopic
}

type listTopic struct {
	Text   string
	Places []body.Link
}

func (p *planner) letters(from *book.Entry) []listLetter {
	order := collate.New(language.Make(p.Config.Language), collate.IgnoreCase)
	topics := p.topics(from)
	var buffer collate.Buffer
	keys := make(map[string][]byte, len(topics))
	for _, topic := range topics {
		keys[topic.Text] = order.KeyFromString(&buffer, topic.Text)
	}
	slices.SortStableFunc(topics, func(a, b listTopic) int {
		return cmp.Or(bytes.Compare(keys[a.Text], keys[b.Text]), strings.Compare(a.Text, b.Text))
	})
	var letters []listLetter
	for _, topic := range topics {
		name := letter(topic.Text)
		if n := len(letters); n == 0 || letters[n-1].Name != name {
			letters = append(letters, listLetter{Name: name, ID: "_" + name})
		}
		last := &letters[len(letters)-1]
		last.Topics = append(last.Topics, topic)
	}
	return letters
}

// letter is the first letter of a text, without its accent.
func letter(text string) string {
	first, _ := utf8.DecodeRuneInString(norm.NFD.String(text))
	if !unicode.IsLetter(first) {
		return "0–9"
	}
	return string(unicode.ToUpper(first))
}

func (p *planner) topics(from *book.Entry) []listTopic {
	var topics []listTopic
	known := map[string]int{} // by text in lower case
	add := func(text, href, title string) {
		key := strings.ToLower(text)
		i, ok := known[key]
		if !ok {
			i = len(topics)
			known[key] = i
			topics = append(topics, listTopic{Text: text})
		}
		page, anchor, _ := strings.Cut(href, "#")
		for j, place := range topics[i].Places {
			if known, _, _ := strings.Cut(place.Href, "#"); known == page { // once, at the nearest place
				if anchor != "" {
					topics[i].Places[j].Href = href
				}
				return
			}
		}
		topics[i].Places = append(topics[i].Places, body.Link{Href: href, Title: title})
	}
	chapters := p.indexed()
	shared := map[string]int{}
	for _, e := range chapters {
		for _, h := range e.Headings {
			shared[strings.ToLower(h.Text)]++
		}
	}
	glossary := p.Entry(book.Glossary)
	for _, term := range p.Terms {
		if glossary.Published {
			add(term.Title, p.href(from, book.Glossary)+"#"+book.EscapePath(term.ID), glossary.NavTitle())
		}
	}
	for _, e := range chapters {
		href := p.href(from, e.Path)
		add(e.Title, href, e.NavTitle())
		for _, keyword := range e.Front.Keywords {
			add(keyword, href, e.NavTitle())
		}
		for _, h := range e.Headings {
			if h.Level == 2 && shared[strings.ToLower(h.Text)] == 1 && h.Text != "" {
				add(h.Text, href+"#"+book.EscapePath(h.ID), e.NavTitle())
			}
		}
	}
	return topics
}

// indexed are the chapters that are read rather than looked things up in.
func (p *planner) indexed() []*book.Entry {
	var entries []*book.Entry
	for _, e := range p.Entries {
		if kindOf(e) == "chapter" {
			entries = append(entries, e)
		}
	}
	return entries
}
