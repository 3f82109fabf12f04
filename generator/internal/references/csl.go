package references

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// A work is one entry of references.json, as far as a bibliography shows it. What else an entry holds
// (abstracts, notes, library catalogues) is passed over: Zotero exports more than anybody lists.
type work struct {
	id, kind         string
	fields           map[string]string // of textFields and numberFields, those that are not empty
	people           map[string][]person
	issued, accessed date
	doi, address     string
	letter           string // after the year, where Short alone would be ambiguous
	sortName         string
	sortTitle        string
	pos              diag.Position
}

var (
	textFields = []string{"title", "title-short", "shortTitle", "container-title", "publisher", "genre", "event-title",
		"event", "authority", "medium"}
	numberFields = []string{"volume", "issue", "page", "edition", "number", "section", "version"}
	nameFields   = []string{"author", "editor", "translator", "container-author"}
)

// An entry is one JSON object on its way to a work.
type entry struct {
	file     *source.File
	object   value
	label    string // names the entry in messages
	problems []diag.Problem
}

// readWorks returns the works of a file, those with mistakes too if they can be cited, and whether the file
// was read to its end.
func readWorks(f *source.File) ([]*work, []diag.Problem, bool) {
	top, problems, whole := readJSON(f)
	if top.kind != isList {
		if whole || top.kind == isObject { // a file that broke has its problem
			problems = append(problems, badReferences.At(f.At(top.at), "the file must hold a list of entries, not %s", top.kind).
				WithHint("export it from Zotero as CSL JSON; a list stands between [ and ]"))
		}
		return nil, problems, false
	}
	var works []*work
	first := map[string]diag.Position{}
	for i, item := range top.items {
		e := &entry{file: f, object: item, label: fmt.Sprintf("entry %d", i+1)}
		w, ok := e.work(first)
		if ok {
			works = append(works, w)
		}
		if !item.cut { // half an entry lacks what its other half has
			problems = append(problems, e.problems...)
		}
	}
	return works, problems, whole
}

// work reads the entry. It is not one if it has no id that can be cited, or the id of an earlier entry.
func (e *entry) work(first map[string]diag.Position) (*work, bool) {
	if e.object.kind != isObject {
		e.report(e.object.at, "an object { … } such as Zotero exports", "%s must be an object, not %s", e.label, e.object.kind)
		return nil, false
	}
	id, ok := e.id(first)
	w := &work{id: id, fields: map[string]string{}, people: map[string][]person{}, pos: e.file.At(e.object.at)}
	w.kind = e.kind()
	for _, name := range textFields {
		w.set(name, e.text(name))
	}
	for _, name := range numberFields {
		w.set(name, e.number(name))
	}
	if strings.TrimSpace(w.plainTitle().text()) == "" {
		e.noTitle()
		w.fields["title"] = "[" + e.label + "]"
	}
	for _, name := range nameFields {
		w.people[name] = e.people(name)
	}
	w.issued, w.accessed = e.date("issued"), e.date("accessed")
	w.doi, w.address = e.doi(), e.address()
	w.setSortKeys()
	return w, ok
}

// noTitle reports what is missing, unless it is there and of a wrong type, which has been said.
func (e *entry) noTitle() {
	if v, ok := e.object.field("title"); !ok || v.kind == isText {
		e.report(e.object.at, "", "%s has no title", e.label)
	}
}

func (w *work) set(name, text string) {
	if text != "" {
		w.fields[name] = text
	}
}

func (e *entry) report(at int, hint, format string, args ...any) {
	e.tell(badReference, at, hint, format, args...)
}

func (e *entry) tell(rule diag.Rule, at int, hint, format string, args ...any) {
	e.problems = append(e.problems, rule.At(e.file.At(at), format, args...).WithHint("%s", hint))
}

// field finds a field that is written.
func (v value) field(name string) (value, bool) {
	for _, f := range v.fields {
		if f.name == name {
			return f.value, true
		}
	}
	return value{}, false
}

var citable = regexp.MustCompile(`^[A-Za-z0-9:._-]+$`)

func (e *entry) id(first map[string]diag.Position) (string, bool) {
	v, ok := e.object.field("id")
	switch {
	case !ok:
		e.tell(badReferenceID, e.object.at, `write one, such as "id": "feeney-2007"`, "%s has no id", e.label)
		return "", false
	case v.kind != isText && v.kind != isNumber:
		e.tell(badReferenceID, v.at, "", "the id of %s must be text, not %s", e.label, v.kind)
		return "", false
	case !citable.MatchString(v.text):
		e.tell(badReferenceID, v.at, e.idHint(v.text), "%q cannot be cited; an id holds letters, digits and . : _ - only", v.text)
		return "", false
	}
	e.label = fmt.Sprintf("%q", v.text)
	if earlier, twice := first[v.text]; twice {
		e.tell(duplicateReference, v.at, fmt.Sprintf("the first entry that has it stands in line %d", earlier.Line), "the id %q is taken", v.text)
		return "", false
	}
	first[v.text] = e.file.At(v.at)
	return v.text, true
}

func (e *entry) idHint(id string) string {
	if key, ok := e.object.field("citation-key"); ok && citable.MatchString(key.text) {
		return fmt.Sprintf("its citation key can be cited: %q", key.text)
	}
	if strings.Contains(id, "zotero.org/") {
		return `give the entry a citation key in Zotero (the Better BibTeX plug-in does) and export it again`
	}
	return `write a citation key, such as "feeney-2007"`
}

// kind is the type. One that CSL does not know is shown in the plainest form; a misspelt one is a mistake.
func (e *entry) kind() string {
	v, ok := e.object.field("type")
	kind := e.text("type")
	switch {
	case !ok:
		e.report(e.object.at, `write one, such as "type": "article-journal"`, "%s has no type", e.label)
	case v.kind == isText && !isKind(kind):
		if near := diag.Nearest(kind, kinds); near != "" || kind == "" {
			e.report(v.at, diag.DidYouMean(kind, kinds), "no type %q", kind)
			return near
		}
	}
	return kind
}

// text is a field that holds text, or empty.
func (e *entry) text(name string) string { return e.read(name, "text", isText) }

// number is a field that CSL allows to be a number or text, as text.
func (e *entry) number(name string) string { return e.read(name, "text or a number", isText, isNumber) }

func (e *entry) read(name, want string, kinds ...kind) string {
	v, ok := e.object.field(name)
	if ok && !slices.Contains(kinds, v.kind) {
		e.report(v.at, "", "%q of %s must be %s, not %s", name, e.label, want, v.kind)
		return ""
	}
	return clean(v.text)
}

var (
	doiForm   = regexp.MustCompile(`^10\.[0-9.]+/\S+$`)
	doiPrefix = regexp.MustCompile(`(?i)^(?:https?://(?:dx\.)?doi\.org/\s*)?(?:doi:\s*)?`)
)

// doi is the bare DOI, however it is written.
func (e *entry) doi() string {
	doi := e.text("DOI")
	if doi == "" {
		return ""
	}
	bare := doiPrefix.ReplaceAllString(doi, "")
	if plain, err := url.PathUnescape(bare); err == nil && strings.HasPrefix(strings.ToLower(doi), "http") {
		bare = clean(plain)
	}
	if !doiForm.MatchString(bare) {
		v, _ := e.object.field("DOI")
		e.report(v.at, `a DOI looks like "10.1037/0022-3514.92.2.268"`, "%q of %s is not a DOI", doi, e.label)
		return ""
	}
	return bare
}

// address is the URL, if a reader can follow it.
func (e *entry) address() string {
	text := e.text("URL")
	if text == "" || isAddress(text) {
		return text
	}
	v, _ := e.object.field("URL")
	hint := "write an address that begins with https://"
	if with := "https://" + text; !strings.Contains(text, ":") && strings.Contains(text, ".") && isAddress(with) {
		hint = fmt.Sprintf("write %q", with)
	}
	e.report(v.at, hint, "the URL of %s is not an http or https address: %q", e.label, text)
	return ""
}

func isAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && !strings.ContainsAny(text, " \"<>\\^`{|}")
}
