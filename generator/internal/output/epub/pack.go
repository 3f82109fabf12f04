package epub

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"hash/crc32"
	"strconv"
	"strings"
	"sync"
)

const container = xml.Header + `<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`

// pack makes the archive. A bytes.Buffer never fails, and neither does what writes to it.
func pack(a about, items []item) []byte {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	const kind = "application/epub+zip"
	first, _ := archive.CreateRaw(&zip.FileHeader{
		Name: "mimetype", Method: zip.Store, ModifiedDate: firstDay, CRC32: crc32.ChecksumIEEE([]byte(kind)),
		CompressedSize64: uint64(len(kind)), UncompressedSize64: uint64(len(kind)),
	})
	_, _ = first.Write([]byte(kind))
	add := func(name string, data []byte) {
		file, _ := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, ModifiedDate: firstDay})
		_, _ = file.Write(data)
	}
	add("META-INF/container.xml", []byte(container))
	add("EPUB/package.opf", manifest(a, items))
	for _, it := range items {
		add("EPUB/"+it.Path, it.Data)
	}
	_ = archive.Close()
	return out.Bytes()
}

// packed is nearly how much longer the archive becomes by an item.
func packed(it item) int {
	var out bytes.Buffer
	w := packers.Get().(*flate.Writer)
	defer packers.Put(w)
	w.Reset(&out)
	_, _ = w.Write(it.Data)
	_ = w.Close()
	return out.Len() + around(it)
}

// packers are used again: each takes a megabyte.
var packers = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, 5) // as archive/zip does
	return w
}}

// around is what is said of an item: its name stands in the archive twice, with two headers, and in the manifest.
func around(it item) int { return 2*len(it.Path) + 124 }

// firstDay is the first that an archive can name: 1 January 1980.
const firstDay = 1<<5 | 1

// manifest is the package document: what the book is, what it holds, and in which order it is read.
func manifest(a about, items []item) []byte {
	var out bytes.Buffer
	element := func(name, attributes, text string) {
		if text != "" {
			out.WriteString("<" + name + attributes + ">")
			_ = xml.EscapeText(&out, []byte(text))
			out.WriteString("</" + name + ">\n")
		}
	}
	meta := func(property, text string) { element("meta", ` property="`+property+`"`, text) }
	out.WriteString(xml.Header + `<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="` + a.Language +
		`" dir="` + a.Dir + `">` + "\n" + `<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">` + "\n")
	element("dc:identifier", ` id="id"`, a.Identifier)
	element("dc:title", "", a.Title)
	element("dc:language", "", a.Language)
	for _, author := range a.Authors {
		element("dc:creator", "", author)
	}
	element("dc:description", "", a.Description)
	element("dc:rights", "", a.License)
	element("dc:date", "", a.Updated)
	meta("dcterms:modified", a.Updated+"T00:00:00Z")
	access(meta, a.Access, items)
	out.WriteString("</metadata>\n<manifest>\n")
	for i, it := range items {
		out.WriteString(`<item id="i` + strconv.Itoa(i) + `" href="` + it.Path + `" media-type="` + it.MediaType + `"`)
		if it.Properties != "" {
			out.WriteString(` properties="` + it.Properties + `"`)
		}
		out.WriteString("/>\n")
	}
	out.WriteString("</manifest>\n<spine>\n")
	for i, it := range items {
		if it.Read {
			out.WriteString(`<itemref idref="i` + strconv.Itoa(i) + "\"/>\n")
		}
	}
	out.WriteString("</spine>\n</package>\n")
	return out.Bytes()
}

// access says what a reader with other senses can expect, and no more than holds for every guide without an error. Nobody
// has judged the book by WCAG, so it does not say that it conforms.
func access(meta func(property, text string), summary string, items []item) {
	hazard := "none"
	for _, it := range items {
		if strings.HasPrefix(it.Path, pictures) && it.MediaType != "image/jpeg" { // others may move
			hazard = "unknown"
		}
	}
	for _, mode := range []string{"textual", "visual"} {
		meta("schema:accessMode", mode)
	}
	meta("schema:accessModeSufficient", "textual")
	for _, feature := range []string{"alternativeText", "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents"} {
		meta("schema:accessibilityFeature", feature)
	}
	meta("schema:accessibilityHazard", hazard)
	meta("schema:accessibilitySummary", summary)
}
