package check

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
)

func TestMisleadingAddressesAreFound(t *testing.T) {
	want := `
3:1: "аpple.com" holds letters that look like others
3:32: "аррӏе.com" holds letters that look like others
4:1: "gοogle.com" holds letters that look like others
4:29: "ｅxample.org" holds letters that look like others
4:57: "ɡoogle.com" holds letters that look like others
5:1: "exam\u200bple.org" holds letters that look like others
5:39: "bank.org∕login.evil.example" holds letters that look like others
5:84: "bank。org" holds letters that look like others
6:1: "xn--pple-43d.com" stands for letters that nobody can see here
6:35: "www.xn--pple-43d.com" stands for letters that nobody can see here
6:73: "аpple.com" holds letters that look like others
7:1: the site is "evil.example": what stands before the @ is only a user's name
7:39: the site is "evil.example": what stands before the @ is only a user's name
8:1: the text names "bank.org", but the link leads to "evil.example"
8:48: the text names "bank.org", but the link leads to "evil.example"
8:85: the text names "bank.org", but the link leads to "bank.org.evil.example"
9:1: browsers do not agree where this address leads; the name of a site stands between https:// and the next slash
9:32: browsers do not agree where this address leads; the name of a site stands between https:// and the next slash
9:59: browsers do not agree where this address leads; the name of a site stands between https:// and the next slash
9:90: browsers do not agree where this address leads; the name of a site stands between https:// and the next slash
`
	line := regexp.MustCompile(`(?m)^(\d+:\d+: )(.+)$`)
	want = line.ReplaceAllString(want, "content/x.md:${1}error: $2 [misleading-address]\n"+
		"    hint: compare it with the address that the site gives itself, letter by letter")
	expect(t, findMisleadingAddresses, english8(), `# x

[Cyrillic](https://аpple.com/) [all of it](https://аррӏе.com)
[Greek](https://gοogle.com) [wide](https://ｅxample.org) [phonetic](https://ɡoogle.com)
[hidden](https://exam&#x200b;ple.org) [slash](https://bank.org∕login.evil.example) [dot](https://bank。org)
[coded](https://xn--pple-43d.com) [deep](https://www.XN--pple-43d.com/) [escaped](https://%D0%B0pple.com)
[user](https://bank.org@evil.example) [password](https://bank.org:443@evil.example/)
[https://bank.org/login](https://evil.example) [www.bank.org](https://evil.example) [bank.org](https://bank.org.evil.example)
[no slash](https:evil.example) [one](https:/evil.example) [three](https:///evil.example) [back](https://bank.org\\@evil.example)
`, want)
}

func TestHonestAddressesMisleadNobody(t *testing.T) {
	expect(t, findMisleadingAddresses, english8(), `# x

[bank.org](https://www.bank.org/a) [www.bank.org](https://bank.org) [en.bank.org](https://bank.org) [https://Bank.org](http://bank.org:80)
<https://bank.org> https://käse.de/ [Russian](https://пример.рф) [Japanese](https://日本.com) [Greek](https://παράδειγμα.ελ)
[README.md](https://forge.example/README.md) [mail](mailto:a@bank.org) [tel](tel:112) [a.md](b.md) [number](https://127.0.0.1/) [six](https://[::1]/)
[10.1000/a.org](https://doi.org/10.1000/a.org) [the Bank.org site](https://evil.example) [tiếng](https://tiếng.vn)
`, "")
}

func FuzzPretence(f *testing.F) {
	for _, address := range []string{"https://a@b", "http://[::1]:80", "https://xn--a", "https:%41", "http://\u0430a.b", "https://a\u3002b", "https://%ff"} {
		f.Add(address, "bank.org")
	}
	f.Fuzz(func(t *testing.T, address, text string) {
		said := pretenceOf(chapter.Link{Target: address, Text: text})
		if u, err := url.Parse(address); said == "" && (err != nil || u.User != nil || u.Host == "") {
			t.Errorf("nothing is said of %q", address)
		}
		if strings.Contains(said, "\n") {
			t.Errorf("%q", said)
		}
	})
}
