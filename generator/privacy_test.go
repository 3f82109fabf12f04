package main

import (
	"path"
	"regexp"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/check"
)

// keeps are the ways in which a script could remember something, put it into an address, or send it.
var keeps = regexp.MustCompile(`localStorage|sessionStorage|indexedDB|\bcaches\b|cookie|pushState|replaceState|location\.(hash|search)|` +
	`\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|RTCPeerConnection|serviceWorker|window\.name|postMessage|\bimport\(`)

func TestNoPublishedScriptKeepsOrSendsAnything(t *testing.T) {
	scripts := 0
	for _, f := range append(builtForBrowser(t), builtFromArchive(t, "testdata/browser/quiz.txtar")...) {
		if path.Ext(f.Path) != ".js" || f.Path == "assets/search-index.js" { // which is the text of the guide
			continue
		}
		scripts++
		if found := keeps.Find(f.Data); found != nil {
			t.Errorf("%s holds %q", f.Path, found)
		}
	}
	if scripts < 3 {
		t.Errorf("only %d scripts are published, so little was looked at", scripts)
	}
}

// A page may load 4 kB of script unasked, 7 with a quiz, whose own is at most 4.
func TestScriptsAreSmall(t *testing.T) {
	for _, f := range builtFromArchive(t, "testdata/browser/quiz.txtar") {
		if path.Ext(f.Path) == ".js" {
			if size := check.Gzipped(f.Data); size > 4<<10 {
				t.Errorf("%s has %d bytes when sent", f.Path, size)
			}
		}
	}
}
