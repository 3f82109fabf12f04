package picture

import "slices"

// Known tells by a file's ending whether it is a picture that a page can show.
func Known(name string) bool {
	return findFormat(func(f *format) bool { return slices.Contains(f.endings, ending(name)) }) != nil
}
