package references

import (
	"net/url"
	"strings"
)

// reference makes the finished value.
func (w *work) reference() *Reference {
	entry := w.entry()
	return &Reference{ID: w.id, Type: w.kind, Title: rich(w.fields["title"]).text(), Year: w.issued.withLetter(w.letter),
		Link: w.link(), Pos: w.pos, short: w.short(), html: string(entry), text: entry.text()}
}

// responsible are those whose names begin the entry: the authors, or the editors of a book without any.
func (w *work) responsible() (people []person, role string) {
	if authors := w.people["author"]; len(authors) > 0 {
		return authors, ""
	}
	if editors := w.people["editor"]; len(editors) > 0 && !w.style().part {
		return editors, edited(editors)
	}
	return nil, ""
}

func edited(people []person) string {
	if len(people) == 1 {
		return "Ed."
	}
	return "Eds."
}

func (w *work) short() string {
	people, _ := w.responsible()
	name := listCited(people)
	if name == "" {
		name = "“" + w.shortTitle() + "”"
	}
	return name + ", " + w.issued.withLetter(w.letter)
}

// shortTitle is the short form that the entry gives, or the title up to its colon, but six words at most.
func (w *work) shortTitle() string {
	for _, field := range []string{"title-short", "shortTitle"} {
		if short := rich(w.fields[field]).text(); short != "" {
			return short
		}
	}
	title, _, _ := strings.Cut(rich(w.fields["title"]).text(), ": ")
	words := strings.Fields(title)
	if len(words) > 6 {
		return strings.TrimRight(strings.Join(words[:6], " "), ",;.") + " …"
	}
	return strings.TrimRight(title, ".")
}

// setSortKeys says where the work stands in a bibliography: under its first author, or else under its title
// without the article that begins it.
func (w *work) setSortKeys() {
	title := rich(w.fields["title"]).text()
	for _, article := range []string{"a ", "an ", "the "} {
		if len(title) > len(article) && strings.EqualFold(title[:len(article)], article) {
			title = title[len(article):]
			break
		}
	}
	w.sortTitle = fold(title)
	w.sortName = w.sortTitle
	if people, _ := w.responsible(); len(people) > 0 {
		w.sortName = fold(people[0].cited()) + "\x00" + fold(initials(people[0].given))
	}
}

// entry is the whole: who, when, what, where, and a link. Without names the title stands first.
func (w *work) entry() markup {
	s := w.style()
	when := w.issued.withLetter(w.letter)
	if s.daily {
		when = w.issued.full(w.letter)
	}
	date := escape("(" + when + ")")
	people, role := w.responsible()
	who := escape(listAuthors(people))
	if role != "" {
		who += escape(" (" + role + ")")
	}
	head := sentences(who) + " " + date + ". " + stop(s.title(w))
	switch {
	case who == "" && s.law:
		head = s.title(w) + " " + date + "."
	case who == "":
		head = stop(s.title(w)) + " " + date + "."
	}
	return join(" ", head, sentences(s.source(w)), w.linkMarkup())
}

// link is where the source can be found.
func (w *work) link() string {
	if w.doi == "" {
		return w.address
	}
	path := (&url.URL{Path: w.doi}).EscapedPath()
	return "https://doi.org/" + strings.NewReplacer("%28", "(", "%29", ")").Replace(path)
}

// linkMarkup shows the address; of a page without a date, which may change, also when it was read.
func (w *work) linkMarkup() markup {
	if w.doi != "" {
		return link(w.link(), "https://doi.org/"+w.doi)
	}
	if w.address != "" && w.issued.year == "" && w.accessed.day != "" {
		return escape("Retrieved "+w.accessed.day+", "+w.accessed.year+", from ") + link(w.address, w.address)
	}
	return link(w.address, w.address)
}
