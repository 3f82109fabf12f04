package references

import (
	"regexp"
	"slices"
	"strings"
)

func (w *work) plainTitle() markup { return rich(w.fields["title"]) }

var editionAtEnd = regexp.MustCompile(`^(.*\S)( \([^()<>]*\bed\.[^()<>]*\))$`)

// wholeTitle is that of what stands alone: in italics, but for what is in brackets.
func (w *work) wholeTitle() markup {
	title := rich(w.fields["title"])
	set := em(title)
	if m := editionAtEnd.FindStringSubmatch(string(title)); m != nil {
		set = em(markup(m[1])) + markup(m[2])
	}
	return join(" ", set, brackets(w.details()...), w.label())
}

// details are what tells editions, volumes and reports apart.
func (w *work) details() []string {
	details := []string{w.edition(), w.volume(), prefixed("Version ", w.fields["version"]), w.number()}
	details = slices.DeleteFunc(details, empty)
	if helpers := w.helpers(); helpers != "" && len(details) > 0 {
		details[0] = helpers + "; " + details[0]
	} else if helpers != "" {
		details = []string{helpers}
	}
	return details
}

// number is "Technical report No. 12"; one that begins with letters explains itself.
func (w *work) number() string {
	number, name := w.fields["number"], w.fields["genre"]
	if name == "" && w.kind == "report" {
		name = "Report"
	}
	if number != "" && number[0] >= '0' && number[0] <= '9' {
		number = "No. " + number
	}
	if number == "" {
		return ""
	}
	return spaced(name, number)
}

// helpers are the editors of a book that has authors, and the translators.
func (w *work) helpers() string {
	editors, translators := w.people["editor"], w.people["translator"]
	if len(w.people["author"]) == 0 {
		editors = nil // they stand in the authors' place
	}
	var out []string
	switch {
	case len(editors) > 0 && slices.Equal(editors, translators):
		return listEditors(editors) + ", " + edited(editors) + " & Trans."
	case len(editors) > 0:
		out = append(out, listEditors(editors)+", "+edited(editors))
	}
	if len(translators) > 0 {
		out = append(out, listEditors(translators)+", Trans.")
	}
	return strings.Join(out, "; ")
}

// label says what kind of thing it is, in square brackets.
func (w *work) label() markup {
	label := labels[w.kind]
	if genre := w.fields["genre"]; genre != "" && w.fields["number"] == "" && w.kind != "webpage" && w.kind != "book" {
		label = genre
	}
	if w.kind == "thesis" && w.fields["publisher"] != "" {
		label += ", " + w.fields["publisher"]
	}
	if label == "" {
		return ""
	}
	return escape("[" + label + "]")
}

func brackets(parts ...string) markup {
	parts = slices.DeleteFunc(slices.Clone(parts), empty)
	if len(parts) == 0 {
		return ""
	}
	return escape("(" + strings.Join(parts, ", ") + ")")
}

// periodical is the journal with its volume in italics, the issue and the pages.
func (w *work) periodical() markup {
	volume := w.fields["volume"]
	where := em(join(", ", rich(w.fields["container-title"]), escape(volume)))
	if issue := w.fields["issue"]; issue != "" {
		if volume == "" && where != "" {
			where += ", "
		}
		where += escape("(" + issue + ")")
	}
	pages := w.pages()
	if articleNumber.MatchString(pages) {
		pages = "Article " + pages
	}
	if number := w.fields["number"]; pages == "" && number != "" {
		pages = "Article " + number
	}
	return sentences(join(", ", where, escape(pages)), w.publisherAlone())
}

// publisherAlone is the publisher of an article that no periodical contains.
func (w *work) publisherAlone() markup {
	if w.fields["container-title"] != "" {
		return ""
	}
	return w.publisher()
}

// within is the book that a chapter or a paper is in: "In N. Weinstein (Ed.), Title (pp. 53–73). Springer."
func (w *work) within() markup {
	book := em(rich(w.fields["container-title"]))
	who := ""
	if editors := w.people["editor"]; len(editors) > 0 {
		who = listEditors(editors) + " (" + edited(editors) + "), "
	}
	if authors := w.people["container-author"]; len(authors) > 0 && who == "" {
		who = listEditors(authors) + ", "
	}
	pages := prefixed("p. ", w.pages())
	if strings.ContainsAny(pages, "–,") {
		pages = "p" + pages
	}
	inside := brackets(w.edition(), w.volume(), pages)
	if book == "" && who == "" {
		return sentences(inside, w.publisher())
	}
	return sentences("In "+join(" ", escape(who)+book, inside), w.publisher())
}

// site is the name of the website, unless it is the author's.
func (w *work) site() markup {
	name := w.fields["container-title"]
	if name == "" {
		return w.publisher()
	}
	if w.isAuthor(name) {
		return ""
	}
	return rich(name)
}

// occasion is the meeting at which something was said.
func (w *work) occasion() markup {
	for _, field := range []string{"event-title", "event"} {
		if name := w.fields[field]; name != "" {
			return escape(name)
		}
	}
	return w.publisher()
}

// publisher is left out where it is the author, and where a thesis has it in brackets.
func (w *work) publisher() markup {
	if name := w.fields["publisher"]; !w.isAuthor(name) && w.kind != "thesis" {
		return escape(name)
	}
	return ""
}

// publisherInSeries is what a whole work is published in and by.
func (w *work) publisherInSeries() markup {
	series := rich(w.fields["container-title"])
	if series.text() == w.fields["publisher"] {
		series = ""
	}
	return sentences(em(series), w.publisher())
}

func (w *work) isAuthor(name string) bool {
	authors := w.people["author"]
	return len(authors) == 1 && strings.EqualFold(authors[0].cited(), name)
}

// lawTitle is a law or a case with the collection that it stands in.
func (w *work) lawTitle() markup {
	where := spaced(w.fields["volume"], rich(w.fields["container-title"]).text(), prefixed("§ ", w.fields["section"]), w.pages())
	return join(", ", rich(w.fields["title"]), escape(w.fields["number"]), escape(where))
}

var (
	articleNumber = regexp.MustCompile(`^[eE]\d+$`)
	pageRange     = regexp.MustCompile(`(\d[a-z]?)\s*[-–—]+\s*([A-Za-z]?\d)`)
	ordinal       = regexp.MustCompile(`^\d+$`)
)

func (w *work) pages() string { return pageRange.ReplaceAllString(w.fields["page"], "$1–$2") }

// volume is "Vol. 2".
func (w *work) volume() string {
	if volume := w.fields["volume"]; !strings.HasPrefix(strings.ToLower(volume), "vol") {
		return prefixed("Vol. ", volume)
	}
	return w.fields["volume"]
}

// edition is "2nd ed.".
func (w *work) edition() string {
	edition := w.fields["edition"]
	switch {
	case edition == "" || edition == "1":
		return ""
	case ordinal.MatchString(edition):
		return edition + ordinalEnding(edition) + " ed."
	case strings.Contains(strings.ToLower(edition), "ed"):
		return edition
	}
	return edition + " ed."
}

func ordinalEnding(number string) string {
	n := len(number)
	if n > 1 && number[n-2] == '1' {
		return "th"
	}
	switch number[n-1] {
	case '1':
		return "st"
	case '2':
		return "nd"
	case '3':
		return "rd"
	}
	return "th"
}

// prefixed puts a word before a number that is there.
func prefixed(word, number string) string {
	if number == "" {
		return ""
	}
	return word + number
}
