package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"bench/sample"
)

// A desk is a preview that runs, and the file that is saved.
type desk struct {
	base, page string // address of the preview, and of the page from there
	name       string // of the chapter's file
	text       string
	serial     int
}

// ways are those in which editors save.
var ways = []struct {
	name string
	save func(name string, text []byte) error
}{
	{"in place", func(name string, text []byte) error { return os.WriteFile(name, text, 0o644) }},
	{"by rename", func(name string, text []byte) error {
		return errors.Join(os.WriteFile(name+".tmp~", text, 0o644), os.Rename(name+".tmp~", name))
	}},
}

// A sight is a way in which a save is seen: seen waits for a text in the page, and tells when it was there.
type sight struct {
	name string
	seen func(ctx context.Context, text string) (time.Time, error)
}

// measureSaves measures how long it takes until a saved paragraph is fetched, and until it stands in a browser.
func measureSaves(ctx context.Context, s *shop) error {
	before := load()
	saves := max(10, 6*s.runs)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "chapters\tsaved\tseen\tmedian\tp95\tslowest\t\n")
	var bars []bar
	for _, n := range s.sizes {
		if n < 100 {
			continue
		}
		found, err := s.savesOf(ctx, n, saves, w)
		if err != nil {
			return fmt.Errorf("%d chapters: %w", n, err)
		}
		bars = append(bars, found...)
	}
	printMachine(before, s.runs)
	fmt.Printf("%d saves of each kind, a tenth of a second and more apart\n\n", saves)
	_ = w.Flush()
	return printBars(bars)
}

func (s *shop) savesOf(ctx context.Context, chapters, saves int, w io.Writer) (bars []bar, err error) {
	g, root := sample.Guide{Chapters: chapters}, filepath.Join(s.dir, fmt.Sprint("saves-", chapters))
	if err := g.Write(root); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	d, err := s.sit(ctx, g, root)
	if err != nil {
		return nil, err
	}
	browser, err := openBrowser(ctx, s.dir, d.base+d.page)
	if err != nil {
		return nil, err
	}
	for _, sight := range []sight{{"over HTTP", d.fetched}, {"in the browser", browser}} {
		for _, way := range ways {
			var all []time.Duration
			for i := range saves + 3 { // the first are for warming up
				took, err := d.save(ctx, way.save, sight)
				if err != nil {
					return nil, fmt.Errorf("%s, %s: %w", way.name, sight.name, err)
				}
				if i >= 3 {
					all = append(all, took)
				}
				time.Sleep(100*time.Millisecond + time.Duration(i%7)*13*time.Millisecond)
			}
			slices.Sort(all)
			p95 := all[len(all)*95/100]
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t\n", grouped(chapters), way.name, sight.name, shown(median(all)), shown(p95), shown(all[len(all)-1]))
			fmt.Fprintf(os.Stderr, "%s chapters, %s, %s: %s\n", grouped(chapters), way.name, sight.name, spread(all))
			limit := map[int]float64{1000: 50, 10000: 250}[chapters]
			if limit > 0 && sight.name == "in the browser" {
				bars = append(bars, atMost(limit, float64(p95.Microseconds())/1000, " ms at p95, "+grouped(chapters)+" chapters, saved "+way.name))
			}
		}
	}
	return bars, nil
}

// sit starts the preview of a guide, which ends with the context.
func (s *shop) sit(ctx context.Context, g sample.Guide, root string) (*desk, error) {
	cmd := exec.CommandContext(ctx, s.guide, "serve", "--root", root, "--addr", "localhost:0")
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	output, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return nil, err
	}
	lines := bufio.NewReader(output)
	first, err := lines.ReadString('\n')
	if err != nil {
		return nil, err
	}
	go func() {
		_, _ = io.Copy(io.Discard, lines)
		_ = cmd.Wait()
	}()
	base, _, _ := strings.Cut(first, " ")
	d := &desk{base: base, name: filepath.Join(root, "content", g.File(g.Chapters/2))}
	d.page = strings.TrimSuffix(g.File(g.Chapters/2), ".md") + ".html"
	text, err := os.ReadFile(d.name)
	d.text = string(text)
	if err == nil {
		_, err = d.get() // answered after the first build
	}
	return d, err
}

func (d *desk) save(ctx context.Context, save func(string, []byte) error, s sight) (time.Duration, error) {
	ctx, stop := context.WithTimeout(ctx, 20*time.Second)
	defer stop()
	d.serial++
	mark := fmt.Sprintf("edition number %d of these words", d.serial)
	type answer struct {
		at  time.Time
		err error
	}
	answers := make(chan answer, 1)
	go func() {
		at, err := s.seen(ctx, mark)
		answers <- answer{at, err}
	}()
	time.Sleep(50 * time.Millisecond) // who looks has begun to
	begin := time.Now()
	if err := save(d.name, []byte(strings.TrimSpace(d.text)+" This is "+mark+".\n")); err != nil {
		return 0, err
	}
	a := <-answers
	return a.at.Sub(begin), a.err
}

func (d *desk) get() (string, error) {
	answer, err := http.Get(d.base + d.page)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	return string(data), err
}

// fetched listens as a browser does, and fetches the page when it hears that it has changed.
func (d *desk) fetched(ctx context.Context, text string) (time.Time, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, d.base+".guide/events", nil)
	if err != nil {
		return time.Time{}, err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return time.Time{}, err
	}
	defer answer.Body.Close()
	for lines := bufio.NewReader(answer.Body); ; {
		line, err := lines.ReadString('\n')
		if err != nil {
			return time.Time{}, err
		}
		data, ok := strings.CutPrefix(line, "data: ")
		var message struct{ Changed []string }
		if !ok || json.Unmarshal([]byte(data), &message) != nil || !slices.Contains(message.Changed, d.page) {
			continue
		}
		page, err := d.get()
		if err != nil || strings.Contains(page, text) {
			return time.Now(), err
		}
	}
}
