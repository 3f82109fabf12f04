package config

import (
	"errors"
	"net/url"
	"regexp"
	"strings"
)

var (
	mailAddress = regexp.MustCompile(`^[^\s@:/<>"()]+@[^\s@:/<>"()]+$`)
	placeholder = regexp.MustCompile(`[{}]`)
)

func (p *parser) baseURL(address string) string {
	base, err := baseURL(address)
	if err != nil {
		p.report(badValue, p.index.At("base_url"), `write where the guide is published, such as "https://example.org/guide/"`, "base_url %v", err)
	}
	return base
}

// baseURL checks a base_url, and returns it with one slash at its end. The error goes on from its name.
func baseURL(address string) (string, error) {
	if address == "" {
		return "", nil
	}
	u, err := webAddress(address)
	switch {
	case err != nil:
		return "", err
	case strings.ContainsAny(address, "?#"):
		return "", errors.New("must not hold a ? or a #")
	case u.User != nil:
		return "", errors.New("must not hold a user's name")
	}
	return strings.TrimRight(address, "/") + "/", nil
}

// webAddress parses an absolute URL of the web. The error goes on from the name of a key.
func webAddress(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errors.New("must be an address that begins with https:// or http://")
	}
	if strings.ContainsFunc(address, func(c rune) bool { return c <= ' ' || strings.ContainsRune("<>\"\\^`{|}", c) }) {
		return nil, errors.New("holds a character that no address may hold")
	}
	return u, nil
}

func (p *parser) edit(address string) string {
	const hint = `write it as "https://github.com/o/r/edit/main/content/{path}"`
	if address == "" {
		return ""
	}
	rest := strings.ReplaceAll(address, "{path}", "a.md")
	_, err := webAddress(placeholder.ReplaceAllString(rest, ""))
	switch {
	case err != nil:
		p.report(badValue, p.index.At("edit"), hint, "edit %v", err)
	case placeholder.MatchString(rest):
		p.report(badValue, p.index.At("edit"), hint, "edit may hold {path}, but no other braces")
	case rest == address:
		p.report(badValue, p.index.At("edit"), hint, "edit must hold {path}, where the chapter's path goes")
	default:
		return address
	}
	return ""
}

func (p *parser) contact(to string) string {
	if to == "" || mailAddress.MatchString(to) {
		return to
	}
	if _, err := webAddress(to); err == nil {
		return to
	}
	hint := ""
	if address, ok := strings.CutPrefix(to, "mailto:"); ok && mailAddress.MatchString(address) {
		hint = `write "` + address + `"`
	}
	p.report(badValue, p.index.At("contact"), hint, "contact must be an e-mail address, or an address that begins with https:// or http://")
	return ""
}
