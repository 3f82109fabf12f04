package help

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/generator/internal/toml"
)

func parse(text string) (*Help, string) {
	h, problems := Parse(source.NewFile("content/help.toml", []byte(text)))
	var out strings.Builder
	for _, p := range diag.NewRules(Rules, toml.Rules).Level(problems) {
		out.WriteString(strings.TrimPrefix(p.String(), "content/help.toml:") + "\n")
	}
	return h, out.String()
}

func TestEveryKeyIsRead(t *testing.T) {
	h, problems := parse(`
[[directory]]
name   = "Everywhere"
for    = "Anyone"
web    = "https://everywhere.example"
source = "https://www.everywhere.example/about"
read   = 2026-11-22

[[country]]
name = "Ireland"

[[country.emergency]]
phone   = "112"
note    = "Works in the whole of the European Union."
source  = "https://gov.example/112"
dated   = 2020-04-01
checked = 2026-11-24

[[country.line]]
name      = "A line"
for       = "Women"
phone     = "1800 341 900"
tty       = "1-800-787-3224"
sms       = "88788"
keyword   = "START"
chat      = "https://line.example/chat"
web       = "https://www.line.example"
email     = "help@line.example"
hours     = "Day and night"
languages = "All"
source    = "https://line.example"
dated     = 2026-11-25
`)
	if problems != "" {
		t.Error(problems)
	}
	want := &Help{
		Directories: []Entry{{
			Name: "Everywhere", For: "Anyone", Web: "https://everywhere.example",
			Source: "https://www.everywhere.example/about", Read: toml.Date{Year: 2026, Month: 11, Day: 22},
		}},
		Countries: []Country{{
			Name: "Ireland",
			Emergency: []Entry{{
				Phone: "112", Note: "Works in the whole of the European Union.",
				Source: "https://gov.example/112", Dated: toml.Date{Year: 2020, Month: 4, Day: 1}, Checked: toml.Date{Year: 2026, Month: 11, Day: 24},
			}},
			Lines: []Entry{{
				Name: "A line", For: "Women", Phone: "1800 341 900", TTY: "1-800-787-3224", SMS: "88788", Keyword: "START",
				Chat: "https://line.example/chat", Web: "https://www.line.example", Email: "help@line.example",
				Hours: "Day and night", Languages: "All",
				Source: "https://line.example", Dated: toml.Date{Year: 2026, Month: 11, Day: 25},
			}},
		}},
	}
	if diff := cmp.Diff(want, h, cmpopts.IgnoreUnexported(Help{}), cmpopts.IgnoreFields(Entry{}, "At")); diff != "" {
		t.Error(diff)
	}
	if got := len(h.Entries()); got != 3 {
		t.Errorf("%d entries", got)
	}
	for _, e := range []struct{ got, want string }{
		{h.Directories[0].Seen(), "2026-11-22"}, {h.Countries[0].Emergency[0].Seen(), "2026-11-24"}, {h.Countries[0].Lines[0].Seen(), "2026-11-25"}, {Entry{}.Seen(), ""},
	} {
		if e.got != e.want {
			t.Errorf("seen %q, want %q", e.got, e.want)
		}
	}
	if got := h.Countries[0].Lines[0].At.String(); got != "content/help.toml:19:1" {
		t.Error(got)
	}
}

// Each problem stands where the author can mend it, and one run tells of all.
func TestEveryProblemIsReportedAtItsPlace(t *testing.T) {
	h, got := parse(`[[country]]
name = "Wales"
[[country.line]]
nmae = "A line"
phone = "0800 SAFE"
source = "safer.scot"
read = "yesterday"
[[country.line]]
name = ""
for = "Anyone"
phone = "1"
keyword = "START"
source = ""
[[country.line]]
name = "Twice"
for = "Anyone"
tty = "+44 (0)20 7946 0000"
sms = "1234 5678 9012 3456"
chat = "javascript:alert(1)"
web = "https://localhost"
email = "nobody"
source = "https://a.example"
read = 2026-11-22
[[country.line]]
name = "Twice"
for = "Anyone"
source = "https://a.example"
read = 2026-11-22
[[country.emergency]]
name = "Police"
web = "https://police.example"
source = "https://a.example"
read = 2026-11-22
[[country]]
name = "england"
[[country.line]]
name = "A"
for = "Anyone"
phone = "1234"
source = "https://a.example"
read = 2026-11-22
[[country]]
name = "WALES"
[[country.emergency]]
phone = "999"
source = "https://a.example"
read = 2026-11-22
[[country]]
name = "Yonder"
[[country]]
[[directory]]
name = "Late"
for = "Anyone"
phone = "123"
source = "https://a.example"
read = 2026-11-22
`)
	want := `3:1: error: this entry has no for [bad-help]
    hint: add a line such as: for = "Anyone"
3:1: error: this entry has no name [bad-help]
    hint: add a line such as: name = "The name of the service"
4:1: error: unknown key "nmae" [unknown-key]
    hint: did you mean "name"?
5:9: error: "0800 SAFE" is not a number to dial [bad-help]
    hint: it holds digits and spaces, such as "0808 2000 247"; letters stand in other keys
6:10: error: "safer.scot" is not an address of the web [bad-help]
    hint: write it in full, such as "https://www.thehotline.org"
7:8: error: read must be a date, not text [wrong-type]
8:1: error: this entry does not say when it was seen [bad-help]
    hint: add the date of the page, such as dated = 2026-11-22; or, if it has none, the day on which you read it: read = …
9:8: error: name is empty [bad-help]
    hint: write it as: name = "The name of the service"
11:9: error: no number has 1 digits [bad-help]
12:11: error: the keyword has no number to be sent to [bad-help]
    hint: add a line such as: sms = "88788"
13:10: error: source is empty [bad-help]
    hint: write it as: source = "https://example.org/the-page-where-it-stands"
17:7: error: "+44 (0)20 7946 0000" is not a number to dial [bad-help]
    hint: it holds digits and spaces, such as "0808 2000 247"; letters stand in other keys
18:7: error: no number has 16 digits [bad-help]
19:8: error: "javascript:alert(1)" is not an address of the web [bad-help]
    hint: write it in full, such as "https://www.thehotline.org"
20:7: error: "https://localhost" is not an address of the web [bad-help]
    hint: write it in full, such as "https://www.thehotline.org"
21:9: error: "nobody" is not an e-mail address [bad-help]
    hint: write it such as "help@example.org"
24:1: error: this entry cannot be reached; it needs phone, or sms, or tty, or chat, or web, or email [bad-help]
    hint: add a line such as: phone = "116 016"
25:8: error: "Twice" stands here twice; the first is on line 14 [duplicate-help]
    hint: put both into one entry
29:1: error: this entry cannot be reached; it needs phone, or sms [bad-help]
    hint: add a line such as: phone = "116 016"
30:1: error: an emergency number has no name [bad-help]
    hint: say what it is for with: for = …
35:8: error: england stands too late [help-order]
    hint: countries stand by name, since readers look for their own
43:8: error: WALES stands here twice; the first is on line 1 [duplicate-help]
    hint: put the two together
49:8: error: there is nothing to call in Yonder [bad-help]
    hint: add [[country.emergency]] or [[country.line]] below it
50:1: error: this country has no name [bad-help]
    hint: add a line such as: name = "Ireland"
51:1: error: this entry cannot be reached; it needs web [bad-help]
    hint: add a line such as: web = "https://example.org"
51:1: error: a directory stands before the first country [help-order]
    hint: move it to the top: somebody abroad needs it first
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, e := range h.Entries() {
		if e.Phone == "0800 SAFE" || e.Chat != "" || e.Email == "nobody" {
			t.Errorf("%+v would be shown", e)
		}
	}
}

func TestNumbersAreDialledWithoutTheirSpaces(t *testing.T) {
	for number, want := range map[string]string{
		"116 016": "116016", "1-800-799-7233": "18007997233", "+44 20 7946 0000": "+442079460000", "0800.123.99": "080012399", "999": "999",
	} {
		if got := Dial(number); got != want {
			t.Errorf("Dial(%q) = %q, want %q", number, got, want)
		}
	}
}

func TestHostsAreNamedWithoutTheirWWW(t *testing.T) {
	for address, want := range map[string]string{
		"https://www.womensaid.ie/help/": "womensaid.ie", "http://lila.help": "lila.help", "": "",
	} {
		if got := Host(address); got != want {
			t.Errorf("Host(%q) = %q, want %q", address, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "[[country]]\nname = \"A\"\n[[country.line]]\nphone = \"116 016\"\nseen = 2026-01-01\n", "country = 1\ndirectory = [{}]\n",
		"[country]\nname = \"A\"\n[country.line]\nname = \"\"\n", "[[country]]\nline = [1, {phone = 1}]\n[[country.emergency]]\n",
		"[[directory]]\nweb = \"https://[::1\"\n[[country]]\n[[directory]]\n", "\xff[[country]]", "[[country]]\nname = \"\\u0000\"\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file := source.NewFile("content/help.toml", []byte(text))
		h, problems := Parse(file)
		lines := strings.Count(text, "\n") + 1
		for _, p := range problems {
			if p.File != file.Path() || p.Line < 1 || p.Line > lines || p.Column < 1 {
				t.Errorf("%v is not in the file", p)
			}
		}
		for _, e := range h.Entries() {
			if digits := len(Dial(e.Phone)); e.Phone != "" && (digits < 2 || digits > 16) {
				t.Errorf("%q would be dialled", e.Phone)
			}
			for _, address := range []string{e.Web, e.Chat, e.Source} {
				if address != "" && !strings.HasPrefix(strings.ToLower(address), "http") {
					t.Errorf("%q would be opened", address)
				}
			}
		}
	})
}
