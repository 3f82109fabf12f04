// Package layouts embeds the layouts that come with the program, so that the binary works alone. A guide's
// own layouts/ folder stands over them, file by file.
package layouts

import "embed"

// Files holds the default layouts; a path begins with pages/, components/, styles/, strings/ or static/.
//
//go:embed pages components styles strings static
var Files embed.FS
