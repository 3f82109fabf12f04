package serve

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

const (
	breath    = 20 * time.Second // between signs of life, by which a dead connection is found
	patience  = 10 * time.Second // for a browser that does not read
	most      = 200              // problems or paths in one message
	listeners = 1024             // browsers at once
)

// A message tells a browser what there is to see.
type message struct {
	Build    string          `json:"build"`
	Changed  []string        `json:"changed"` // paths since the build that the browser has; null if that is not known
	Problems json.RawMessage `json:"problems"`
	Token    string          `json:"token"`
}

// events tells of builds until the browser goes away: first of the one that is shown, then of each newer. Whoever is
// slow misses some, and gets the newest.
func (p *Preview) events(w http.ResponseWriter, r *http.Request) {
	if p.listening.Add(1) > listeners {
		p.listening.Add(-1)
		http.Error(w, "too many pages of this preview are open", http.StatusServiceUnavailable)
		return
	}
	defer p.listening.Add(-1)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	to := http.NewResponseController(w)
	if page, err := url.PathUnescape(r.URL.Query().Get("page")); err == nil && page != "" {
		defer p.look(page)()
	}
	var seen *state
	for first := true; ; first = false {
		now, newer := p.state(r)
		if now == nil {
			return
		}
		if first {
			seen = p.had(r.URL.Query().Get("build"))
		}
		if !send(w, to, "data: "+p.message(seen, now)+"\n\n") {
			return
		}
		seen = now
		for waiting := true; waiting; {
			select {
			case <-newer:
				waiting = false
			case <-r.Context().Done():
				return
			case <-time.After(breath):
				waiting = send(w, to, ":\n\n")
			}
		}
	}
}

func send(w http.ResponseWriter, to *http.ResponseController, text string) bool {
	_ = to.SetWriteDeadline(time.Now().Add(patience)) // a writer in a test has none
	_, err := w.Write([]byte(text))
	return err == nil && to.Flush() == nil
}

func (p *Preview) message(seen, now *state) string {
	m := message{Build: now.id, Problems: now.problems, Token: p.token}
	if seen != nil {
		if changed := append([]string{}, seen.changes(now)...); len(changed) <= most {
			m.Changed = changed
		}
	}
	data, err := json.Marshal(m)
	if err != nil {
		panic("serve: " + err.Error()) // strings always encode
	}
	return string(data)
}

// A told is a problem as the browser shows it.
type told struct {
	File     string   `json:"file"`
	Line     int      `json:"line"`
	Column   int      `json:"column"`
	Severity string   `json:"severity"`
	Rule     string   `json:"rule"`
	Message  string   `json:"message"`
	Hint     string   `json:"hint"`
	First    int      `json:"first"` // number of the first line of the frame
	Frame    []string `json:"frame"`
}

// describe gives the problems with the lines around each: errors first, and not more than anybody reads.
func describe(problems []diag.Problem, tree *source.Tree) json.RawMessage {
	list := struct {
		Errors   int    `json:"errors"`
		Warnings int    `json:"warnings"`
		List     []told `json:"list"`
	}{List: []told{}}
	list.Errors, list.Warnings = diag.Count(problems)
	problems = slices.Clone(problems)
	slices.SortStableFunc(problems, func(a, b diag.Problem) int { return int(a.Severity) - int(b.Severity) })
	for _, p := range problems[:min(len(problems), most)] {
		t := told{File: p.File, Line: p.Line, Column: p.Column, Severity: p.Severity.String(), Rule: p.Rule, Message: p.Message, Hint: p.Hint}
		if f := tree.File(p.File); f != nil && p.Line > 0 {
			t.First, t.Frame = frame(string(f.Bytes()), p.Line)
		}
		list.List = append(list.List, t)
	}
	data, err := json.Marshal(list)
	if err != nil {
		panic("serve: " + err.Error()) // strings and numbers always encode
	}
	return data
}

// frame gives the line and two on each side, cut where they are very long.
func frame(text string, line int) (first int, lines []string) {
	all := strings.Split(strings.ToValidUTF8(text, "\uFFFD"), "\n")
	first = max(1, line-2)
	for _, l := range all[min(first-1, len(all)):min(line+2, len(all))] {
		if runes := []rune(strings.TrimRight(l, "\r")); len(runes) > 400 {
			l = string(runes[:400]) + "…"
		}
		lines = append(lines, strings.TrimRight(l, "\r"))
	}
	return first, lines
}
