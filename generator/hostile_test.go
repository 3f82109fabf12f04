package main

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// These tests build what a stranger may send in a pull request. Each script in testdata/hostile sets "hacked", each
// foreign address is at evil.example.

// strangers builds an archive of testdata/hostile, over the built-in layouts.
func strangers(t *testing.T, name string) (build.Result, *source.Tree) {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/hostile/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var files []*source.File
	for _, f := range archive.Files {
		files = append(files, source.NewFile(f.Name, f.Data))
	}
	tree := source.NewTree(files).Over(builtIn())
	return build.New(new(guide).options()).Build(tree), tree
}

func told(problems []diag.Problem) string {
	var out strings.Builder
	for _, p := range problems {
		out.WriteString(p.String() + "\n")
	}
	return out.String()
}

func TestTextOfStrangersStaysText(t *testing.T) {
	result, _ := strangers(t, "accepted.txtar")
	if got := told(result.Problems); got != "" {
		t.Errorf("the guide is not published, so that little is shown:\n%s", got)
	}
	harmless(t, result.Files)
	said := 0
	for _, f := range result.Files {
		if strings.HasSuffix(f.Path, ".html") {
			said += bytes.Count(f.Data, []byte("&lt;script&gt;hacked=1&lt;/script&gt;"))
		}
	}
	if said < 100 {
		t.Errorf("the texts stand in the pages %d times: are they shown at all?", said)
	}
}

func TestWhatStrangersMayNotIsTold(t *testing.T) {
	const golden = "testdata/hostile/refused.txt"
	result, _ := strangers(t, "refused.txtar")
	got := told(result.Problems)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s", got)
	}
	// What is copied as it is has been told; nothing is published until it is gone.
	harmless(t, slices.DeleteFunc(result.Files, func(f book.File) bool { return f.Path == "evil.html" || f.Path == "evil.svg" }))
}

// On GitHub a line that begins with :: is a command, in whatever file of a stranger it began.
func TestNoLineOfAReportIsAStrangers(t *testing.T) {
	result, _ := strangers(t, "lines.txtar")
	form := regexp.MustCompile(`^(site\.toml|anchors\.lock|content/[a-z.]+)[:0-9]*: (error|warning): .*\]$|^    hint: `)
	lines := 0
	for line := range strings.Lines(told(result.Problems)) {
		if lines++; !form.MatchString(strings.TrimSuffix(line, "\n")) {
			t.Errorf("a line of the report is %q", line)
		}
	}
	if lines < 30 {
		t.Errorf("only %d lines:\n%s", lines, told(result.Problems))
	}
}

// Whoever may write site.toml may turn rules off. They then are not told, but nothing runs for that.
func TestRulesTurnedOffOpenNothing(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/hostile/refused.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var files []*source.File
	for _, f := range archive.Files {
		if f.Name == "site.toml" {
			f.Data = append(f.Data, "[rules]\n"...)
			for _, id := range build.New(new(guide).options()).Rules().IDs() {
				f.Data = append(f.Data, id+" = \"off\"\n"...)
			}
		}
		files = append(files, source.NewFile(f.Name, f.Data))
	}
	result := build.New(new(guide).options()).Build(source.NewTree(files).Over(builtIn()))
	harmless(t, slices.DeleteFunc(result.Files, func(f book.File) bool {
		return f.Path == "evil.html" || f.Path == "evil.svg" // copied as they are, since nobody wanted to be told
	}))
}

// harmless looks for what runs or loads in all that is published.
func harmless(t *testing.T, files []book.File) {
	t.Helper()
	pages := 0
	for _, f := range files {
		for name := range strings.SplitSeq(f.Path, "/") {
			if name == ".." || name == "." || name == "" || strings.ContainsAny(name, "\x00\\") || strings.HasPrefix(name, ".git") || strings.HasPrefix(name, ".guide") {
				t.Errorf("a file is published as %q", f.Path)
			}
		}
		switch path.Ext(f.Path) {
		case ".html":
			pages++
			harmlessPage(t, f.Path, f.Data, false)
		case ".svg":
			if f.Path != "favicon.svg" {
				harmlessPage(t, f.Path, f.Data, true)
			}
		case ".xml":
			harmlessPage(t, f.Path, f.Data, true)
		case ".epub":
			harmlessEPUB(t, f)
		}
	}
	if pages < 8 {
		t.Errorf("only %d pages are published", pages)
	}
}

func harmlessEPUB(t *testing.T, f book.File) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(f.Data), int64(len(f.Data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range archive.File {
		if path.IsAbs(file.Name) || path.Clean(file.Name) != file.Name || strings.HasPrefix(file.Name, "..") {
			t.Errorf("%s holds %q", f.Path, file.Name)
		}
		switch path.Ext(file.Name) {
		case ".js":
			t.Errorf("%s holds a script, %s", f.Path, file.Name)
		case ".xhtml", ".opf", ".svg", ".xml", ".ncx":
			harmlessPage(t, f.Path+"/"+file.Name, unzipped(t, file), true)
		}
	}
}

func unzipped(t *testing.T, file *zip.File) []byte {
	t.Helper()
	r, err := file.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// harmlessPage looks at every element of a page, or of a file of XML, which has to be well-formed.
func harmlessPage(t *testing.T, name string, data []byte, strict bool) {
	t.Helper()
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		t.Errorf("%s is not UTF-8, or holds a NUL", name)
	}
	elements, err := parse(data)
	if strict {
		elements, err = parseXML(data)
	}
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	for _, e := range elements {
		switch e.name {
		case "iframe", "frame", "object", "embed", "applet", "base", "foreignObject", "portal", "handler", "animate", "set", "audio", "video", "math":
			t.Errorf("%s holds <%s>", name, e.name)
		case "script", "style":
			data := isData(e) && !strings.ContainsAny(e.text, "<>&")
			if !data && (strings.Contains(e.text, "hacked") || strings.Contains(e.text, "evil")) {
				t.Errorf("%s holds the script or style %s", name, e.text)
			}
		}
		for _, a := range e.attributes {
			if fault := faultOf(e.name, a); fault != "" {
				t.Errorf("%s: <%s %s=%q> %s", name, e.name, a.Name.Local, a.Value, fault)
			}
		}
	}
}

func parseXML(data []byte) (found document, err error) {
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.Token()
		if start, ok := token.(xml.StartElement); ok {
			found = append(found, element{name: start.Name.Local, attributes: start.Attr})
		}
		if err == io.EOF {
			return found, nil
		}
		if err != nil {
			return found, err
		}
	}
}

// leading are the attributes that hold addresses.
var leading = []string{"href", "src", "action", "formaction", "data", "poster", "cite", "background", "ping", "srcset", "manifest", "content"}

func faultOf(element string, a xml.Attr) string {
	key := strings.ToLower(a.Name.Local)
	// As browsers read an address: without what they leave out.
	value := strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, a.Value))
	switch {
	case strings.HasPrefix(key, "on"):
		return "runs"
	case key == "style" || key == "srcdoc" || key == "formaction" || key == "ping" || key == "nonce" || key == "is":
		return "has no place in a page"
	case key == "http-equiv" && value != "content-security-policy" && value != "refresh":
		return "tells the browser what to do"
	case !slices.Contains(leading, key) || key == "content" && element != "meta":
		return ""
	case strings.HasPrefix(value, "javascript:"):
		return "runs"
	case key == "content":
		if at := strings.Index(value, "url="); at >= 0 && element == "meta" && strings.HasPrefix(value, "0;") && !local(value[at+4:]) {
			return "sends the reader elsewhere"
		}
		return ""
	case element == "a":
		u, err := url.Parse(value)
		if err == nil && (u.Scheme == "" && !strings.HasPrefix(strings.ReplaceAll(value, `\`, "/"), "//") || slices.Contains([]string{"http", "https", "mailto", "tel", "sms"}, u.Scheme)) {
			return ""
		}
		return "leads where no link may lead"
	case !local(value):
		return "loads from elsewhere"
	}
	return ""
}

// local tells that an address is one of this site's own files, below the page's folder or beside it, or a picture in the page.
func local(value string) bool {
	if strings.HasPrefix(value, "data:image/") || value == "data:," {
		return !strings.HasPrefix(value, "data:image/svg")
	}
	u, err := url.Parse(value)
	return err == nil && u.Scheme == "" && u.Host == "" && !strings.HasPrefix(strings.ReplaceAll(value, `\`, "/"), "//")
}
