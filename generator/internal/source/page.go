package source

import (
	"io/fs"
	"strings"
	"unicode"
)

// IsPage tells whether a path can be that under which a page is published: beneath the site's root, and a file's name on
// every system.
func IsPage(path string) bool {
	return fs.ValidPath(path) && strings.HasSuffix(path, ".html") && !strings.Contains("/"+path, "/.") &&
		!strings.ContainsAny(path, `<>:"|?*\`) && !strings.ContainsFunc(path, unicode.IsControl)
}
