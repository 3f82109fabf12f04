package main

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
)

// A document is the elements of a page in their order. Pages are well-formed, but for what HTML need not close,
// so a reader of XML is enough; where it fails, a browser would mend the page in its own way.
type document []element

type element struct {
	name       string
	attributes []xml.Attr
	text       string // up to the next tag
}

// rawText is what HTML reads without looking for tags or references.
var rawText = regexp.MustCompile(`(?s)(<(?:style|script)\b[^>]*>)(.*?)(</(?:style|script)>)`)

func parse(page []byte) (document, error) {
	decoder := xml.NewDecoder(bytes.NewReader(rawText.ReplaceAll(page, []byte("$1<![CDATA[$2]]>$3"))))
	decoder.Strict, decoder.AutoClose, decoder.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var found document
	open := false
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return found, nil
		}
		if err != nil {
			return found, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			open = true
			found = append(found, element{name: token.Name.Local, attributes: token.Attr})
		case xml.EndElement:
			open = false
		case xml.CharData:
			if open {
				found[len(found)-1].text += string(token)
			}
		}
	}
}

func (d document) ids() map[string]int {
	found := map[string]int{}
	for _, e := range d {
		if id := e.attribute("id"); id != "" {
			found[id]++
		}
	}
	return found
}

func (e element) attribute(key string) string {
	for _, a := range e.attributes {
		if a.Name.Local == key {
			return a.Value
		}
	}
	return ""
}
