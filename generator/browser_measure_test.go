package main

import (
	"strconv"
	"strings"
)

// What can be measured of a page that is good to read.
const (
	longestLine = 75 // characters
	target      = 44 // pixels, of what stands by itself
	inlined     = 24 // of what stands in a sentence
)

// measure wants a page to fit into a window of the width, lines to be short, and targets to be large.
func (p *tab) measure(width int64) {
	p.size(width)
	p.fits(width)
	var faults []string
	p.eval(measures, &faults)
	for _, fault := range faults {
		p.fault("at %d px %s", width, fault)
	}
}

// measures reads a page word by word: where a word stands further left than the one before ends, a line begins.
var measures = strings.NewReplacer("LONGEST", strconv.Itoa(longestLine), "TARGET", strconv.Itoa(target), "INLINED", strconv.Itoa(inlined)).Replace(`(() => {
	const faults = [], blocks = 'p, li, dd, dt, figcaption, td, th, h1, h2, h3, h4, summary'
	for (const block of document.querySelectorAll('main p, main li, main dd, main figcaption, footer p')) {
		if (!block.checkVisibility()) continue
		const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), range = document.createRange()
		let count = 0, right = -1, line = ''
		const end = () => {
			if (line.trim().length > LONGEST) faults.push('a line has ' + line.trim().length + ' characters: ' + line)
			line = ''
		}
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			if (node.parentElement.closest(blocks) != block || !node.parentElement.checkVisibility()) continue
			for (const word of node.data.matchAll(/\S+/g)) {
				range.setStart(node, word.index)
				range.setEnd(node, word.index + word[0].length)
				const boxes = range.getClientRects(), box = boxes[0]
				if (boxes.length != 1) continue // an address that is broken over lines, or nothing
				if (box.left < right - 4) end()
				line += word[0] + ' '
				right = box.right
			}
		}
		end()
	}
	for (const e of document.querySelectorAll('a[href], button, summary, input, select')) {
		if (!e.checkVisibility() || e.matches('.skip')) continue
		const box = (e.closest('label') ?? e).getBoundingClientRect(), inText = e.closest('.prose, .sources, .footnotes, .reference') && !e.closest('nav, summary, form')
		const least = inText ? INLINED : TARGET
		const high = inText && getComputedStyle(e).display == 'inline' ? Math.max(parseFloat(getComputedStyle(e).lineHeight), box.height) : box.height
		if (high < least - .5 || box.width < (inText ? 8 : least) - .5) faults.push('a target has ' + box.width.toFixed() + ' by ' + high.toFixed() + ' px: ' + e.outerHTML.slice(0, 90))
	}
	return faults.slice(0, 5)
})()`)
