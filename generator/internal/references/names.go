package references

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A person is an author, editor or translator; a body or a name that is not to be taken apart is literal.
type person struct {
	family, given, particle, dropped, suffix, literal string
}

var (
	nameParts    = []string{"family", "given", "non-dropping-particle", "dropping-particle", "suffix", "literal"}
	looseHyphens = strings.NewReplacer(" -", "-", " ‐", "-", " ‑", "-")
	suffixAtEnd  = regexp.MustCompile(`^(.*[^\s,]),?\s+(Jr\.?|Sr\.?|II|III|IV)$`)
)

// people reads a field that holds a list of names.
func (e *entry) people(field string) []person {
	list, ok := e.object.field(field)
	if !ok {
		return nil
	}
	if list.kind != isList {
		e.report(list.at, `write [{"family": "…", "given": "…"}]`, "%q of %s must be a list of names, not %s", field, e.label, list.kind)
		return nil
	}
	var people []person
	for i, v := range list.items {
		if v.kind != isObject {
			e.report(v.at, `write {"family": "…", "given": "…"}, or {"literal": "…"} for a body`,
				"%s %d of %s must be an object, not %s", field, i+1, e.label, v.kind)
			continue
		}
		p, ok := e.person(v, fmt.Sprintf("%s %d of %s", field, i+1, e.label))
		if ok && p == (person{}) {
			e.report(v.at, `give it a "family" or a "literal"`, "%s %d of %s has no name", field, i+1, e.label)
		}
		if p != (person{}) {
			people = append(people, p)
		}
	}
	return people
}

// person reads one name, and tells whether its parts are of the right type.
func (e *entry) person(v value, label string) (p person, ok bool) {
	part := map[string]string{}
	ok = true
	for _, name := range nameParts {
		f, written := v.field(name)
		if written && f.kind != isText {
			e.report(f.at, "", "%q of %s must be text, not %s", name, label, f.kind)
			ok = false
			continue
		}
		part[name] = clean(f.text)
	}
	p = person{family: part["family"], given: part["given"], particle: part["non-dropping-particle"],
		dropped: part["dropping-particle"], suffix: part["suffix"], literal: part["literal"]}
	if p.family == "" && p.literal == "" {
		return person{literal: p.given}, ok
	}
	if p.family == "" {
		return person{literal: p.literal}, ok
	}
	if m := suffixAtEnd.FindStringSubmatch(p.given); m != nil && p.suffix == "" {
		p.given, p.suffix = m[1], m[2]
	}
	return p, ok
}

// cited is the part of a name that stands in a text.
func (p person) cited() string {
	if p.literal != "" && p.family == "" {
		return p.literal
	}
	return spaced(p.particle, p.family)
}

// inverted is the name as the authors of an entry have it: "Weger, H., Jr.".
func (p person) inverted() string {
	given := spaced(initials(p.given), p.dropped)
	return strings.Join(slices.DeleteFunc([]string{p.cited(), given, p.suffix}, empty), ", ")
}

// straight is the name as the editors of a chapter's book have it: "H. Weger, Jr.".
func (p person) straight() string {
	name := spaced(initials(p.given), p.dropped, p.cited())
	return strings.Join(slices.DeleteFunc([]string{name, p.suffix}, empty), ", ")
}

// others tells that a name stands for those who are not listed: "et al.", "and 84 co-authors".
func (p person) others() bool {
	words := strings.Fields(strings.ToLower(p.cited()))
	return p.given == "" && (slices.Contains([]string{"et al.", "et al", "others"}, strings.Join(words, " ")) ||
		len(words) > 1 && words[0] == "and")
}

// takeOthers splits off a last name that stands for more.
func takeOthers(people []person) ([]person, string) {
	n := len(people)
	if n < 2 || !people[n-1].others() {
		return people, ""
	}
	if rest := people[n-1].cited(); strings.HasPrefix(strings.ToLower(rest), "and ") && !strings.EqualFold(rest, "and others") {
		return people[:n-1], rest
	}
	return people[:n-1], "et al."
}

// listAuthors joins names as an entry begins: up to twenty, or nineteen and the last.
func listAuthors(people []person) string {
	people, rest := takeOthers(people)
	names := make([]string, len(people))
	for i, p := range people {
		names[i] = p.inverted()
	}
	n := len(names)
	switch {
	case rest != "":
		return strings.Join(append(names[:min(n, 19)], rest), ", ")
	case n > 20:
		return strings.Join(names[:19], ", ") + ", … " + names[n-1]
	case n == 2 && names[0] == people[0].cited(): // nothing is inverted that a comma would have to close
		return names[0] + " & " + names[1]
	}
	return andLast(names)
}

// listEditors joins names as they stand after "In".
func listEditors(people []person) string {
	people, rest := takeOthers(people)
	names := make([]string, len(people))
	for i, p := range people {
		names[i] = p.straight()
	}
	switch {
	case rest != "" && len(names) == 1:
		return names[0] + " " + rest
	case rest != "":
		return strings.Join(names, ", ") + ", " + rest
	case len(names) == 2:
		return names[0] + " & " + names[1]
	}
	return andLast(names)
}

// listCited joins names as they stand in a text.
func listCited(people []person) string {
	people, rest := takeOthers(people)
	switch n := len(people); {
	case n == 0:
		return ""
	case n == 1 && rest == "":
		return people[0].cited()
	case n == 2 && rest == "":
		return people[0].cited() + " & " + people[1].cited()
	}
	return people[0].cited() + " et al."
}

func andLast(names []string) string {
	n := len(names)
	if n < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:n-1], ", ") + ", & " + names[n-1]
}

func spaced(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, empty), " ")
}

func empty(s string) bool { return s == "" }

// initials shortens given names: "Brooke C." to "B. C.", "Jean-Luc" to "J.-L.". Particles after them ("de
// la") stay, nicknames in brackets or quotation marks go.
func initials(given string) string {
	var out []string
	words := strings.Fields(strings.ReplaceAll(given, ".", ". "))
	words = strings.Fields(looseHyphens.Replace(strings.Join(words, " ")))
	for i, word := range words {
		switch {
		case strings.ContainsAny(word[:1], `("'`) || strings.HasPrefix(word, "“"):
		case i > 0 && len(word) > 1 && word == strings.ToLower(word) && !strings.Contains(word, ".") && word != strings.ToUpper(word):
			out = append(out, word)
		case len(words) == 1 && len(word) <= 3 && isCapitals(word): // as PubMed writes them: "JK"
			for _, c := range word {
				out = append(out, string(c)+".")
			}
		default:
			out = append(out, initial(word))
		}
	}
	return strings.Join(slices.DeleteFunc(out, empty), " ")
}

func isCapitals(word string) bool {
	return strings.IndexFunc(word, func(c rune) bool { return c < 'A' || c > 'Z' }) < 0
}

// initial shortens one word with its hyphens. A script without capitals has no initials.
func initial(word string) string {
	var out []string
	for _, part := range strings.FieldsFunc(word, func(c rune) bool { return unicode.Is(unicode.Pd, c) }) {
		at := strings.IndexFunc(part, unicode.IsLetter)
		if at < 0 {
			continue
		}
		first := []rune(part[at:])[0]
		if !unicode.IsUpper(first) && !unicode.IsLower(first) && !unicode.IsTitle(first) {
			return word
		}
		out = append(out, string(first)+".")
	}
	return strings.Join(out, "-")
}
