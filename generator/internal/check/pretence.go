package check

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

var misleadingAddress = diag.Rule{ID: "misleading-address", Default: diag.Warning,
	Doc: "A link to a web site leads where a reader would think that it leads."}

// findMisleadingAddresses warns of links that pass for links to another site. Whoever reviews a chapter sees letters,
// and not which alphabet they are from.
func findMisleadingAddresses(c *Text, _ *config.Config) (problems []diag.Problem) {
	for _, l := range c.Links {
		if !l.External || !strings.HasPrefix(strings.ToLower(l.Target), "http") {
			continue
		}
		if pretence := pretenceOf(l); pretence != "" {
			problems = append(problems, misleadingAddress.At(c.At(l.Offset), "%s", pretence).
				WithHint("compare it with the address that the site gives itself, letter by letter"))
		}
	}
	return problems
}

func pretenceOf(l chapter.Link) string {
	address, err := url.Parse(l.Target)
	if err != nil || address.Hostname() == "" {
		return "browsers do not agree where this address leads; the name of a site stands between https:// and the next slash"
	}
	host, said := strings.ToLower(address.Hostname()), hostIn(l.Text)
	switch {
	case address.User != nil:
		return fmt.Sprintf("the site is %q: what stands before the @ is only a user's name", host)
	case strings.HasPrefix(host, "xn--") || strings.Contains(host, ".xn--"):
		return fmt.Sprintf("%q stands for letters that nobody can see here", host)
	case !norm.NFKC.IsNormalString(host) || strings.ContainsFunc(host, masked) || mixed(host):
		return fmt.Sprintf("%q holds letters that look like others", host)
	case said != "" && !l.Auto && !strings.HasSuffix("."+host, "."+said) && !strings.HasSuffix("."+said, "."+host):
		return fmt.Sprintf("the text names %q, but the link leads to %q", said, host)
	}
	return ""
}

// masked tells of signs that are no letters of any name, or that phonetics has beside those of the alphabet.
func masked(r rune) bool {
	phonetic := r >= 0x250 && r < 0x1e00 && unicode.Is(unicode.Latin, r)
	return r >= 0x80 && (phonetic || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r))
}

// mixed tells that a name has Latin letters and such of an alphabet with the same forms, as in аpple.com.
func mixed(host string) bool {
	like := func(r rune) bool {
		return unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Armenian, unicode.Cherokee)
	}
	latin := func(r rune) bool { return unicode.Is(unicode.Latin, r) }
	return strings.ContainsFunc(host, like) && strings.ContainsFunc(host, latin)
}

// saysSite finds the site in a text that is an address itself. README.md is none.
var saysSite = regexp.MustCompile(`(?i)^(?:https?://(?:www\.)?|www\.)([^\s/?#:@]+\.[^\s/?#:@]+)|^([a-z0-9.-]+\.(?:com|org|net|gov|edu))(?:[/?#:]|$)`)

func hostIn(text string) string {
	found := saysSite.FindStringSubmatch(strings.TrimSpace(text))
	if found == nil {
		return ""
	}
	return strings.ToLower(found[1] + found[2])
}
