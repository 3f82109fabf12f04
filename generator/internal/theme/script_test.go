package theme

import (
	"strings"
	"testing"
)

func TestAPageLoadsTheScriptsOfItsComponents(t *testing.T) {
	theme, problems := read(small+`
-- components/pager/pager.js --
// Nothing that a reader needs.
try { const long = 1; console.log(long) } catch {}
-- components/code/code.js --
console.log("code")
-- components/code/other.js --
// Comes with no page.
other( 1 )
`, "en")
	expect(t, "problems", report(problems), "")
	for _, test := range []struct {
		name     string
		features []string
		want     string
	}{
		{"that of a template", nil, "pager"},
		{"that of what a chapter holds, in order, each once", []string{"pager", "code"}, "code pager"},
	} {
		shell, problems := theme.Shell(Page{Template: "chapter", Slots: []Slot{{Name: "Title"}, {Name: "Body", HTML: true}, {Name: "Next"}},
			Has: map[string]bool{"Next": true}, Features: test.features})
		expect(t, "problems", report(problems), "")
		var names []string
		for _, f := range shell.Scripts() {
			name, _, _ := strings.Cut(strings.TrimPrefix(f.Path(), "assets/"), ".")
			names = append(names, name)
		}
		expect(t, test.name, strings.Join(names, " "), test.want)
	}
	expect(t, "a script beside it", string(theme.Part("code/other.js")), "other(1)")
	expect(t, "one that is not there", string(theme.Part("code/none.js")), "")
}

func TestAScriptIsNamedByWhatItHolds(t *testing.T) {
	path := func(text string) string {
		theme, _ := read("-- components/a/a.js --\n"+text, "en")
		return theme.scripts["a"].Path()
	}
	one, again, other := path("f( 1 )"), path("f(1) // the same"), path("f(2)")
	if one != again || one == other {
		t.Errorf("%s, %s and %s", one, again, other)
	}
}

func TestProblemsOfScripts(t *testing.T) {
	_, problems := read("-- strings/en.toml --\n-- components/a/a.js --\nlet a = 1\nlet = = 2\n", "en")
	expect(t, "problems", report(problems), "layouts/components/a/a.js:2:7: unexpected = in expression [bad-script]")
}
