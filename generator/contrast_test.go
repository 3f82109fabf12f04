package main

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	declared = regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6});`)
	accents  = []string{"teal", "plum", "amber", "blue", "red"}
)

// Every colour of the tokens is held against every ground that it may stand on, by WCAG 2.2: text 7:1, and lines,
// signs and the ring of the focus 3:1.
func TestContrastOfTokens(t *testing.T) {
	data, err := os.ReadFile("../layouts/styles/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	day, night, found := strings.Cut(string(data), "(prefers-color-scheme: dark)")
	if !found {
		t.Fatal("there is no dark scheme")
	}
	for scheme, text := range map[string]string{"light": day, "dark": night} {
		t.Run(scheme, func(t *testing.T) {
			colours := map[string]string{}
			for _, match := range declared.FindAllStringSubmatch(text, -1) {
				colours[match[1]] = match[2]
			}
			hold := func(on, over string, least float64) {
				if colours[on] == "" || colours[over] == "" {
					t.Fatalf("--%s or --%s is not declared", on, over)
				}
				if got := contrast(t, colours[on], colours[over]); got < least {
					t.Errorf("--%s on --%s has %.2f:1, and wants %.0f:1", on, over, got, least)
				}
			}
			grounds := []string{"paper", "surface"}
			for _, accent := range accents {
				grounds = append(grounds, accent+"-wash")
			}
			for _, ground := range grounds {
				hold("ink", ground, 7)
				hold("muted", ground, 7)
				hold("line", ground, 3)
			}
			for _, accent := range accents {
				hold(accent, "paper", 7)
				hold(accent, "surface", 7)
				hold(accent, accent+"-wash", 7)
				hold("paper", accent, 7) // a button that is filled
			}
			hold("paper", "ink", 7) // the bar for leaving
		})
	}
}

// contrast is that of WCAG 2.2, from 1 to 21.
func contrast(t *testing.T, a, b string) float64 {
	bright := func(hex string) float64 {
		sum := 0.0
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			value, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
			if err != nil {
				t.Fatal(fmt.Errorf("#%s: %w", hex, err))
			}
			if c := float64(value) / 255; c <= 0.04045 {
				sum += weight * c / 12.92
			} else {
				sum += weight * math.Pow((c+0.055)/1.055, 2.4)
			}
		}
		return sum
	}
	x, y := bright(a), bright(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}
