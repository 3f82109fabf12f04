package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"bench/sample"
)

// nodeSites holds our settings and layouts for the programs on Node. "all:" takes the folder .vitepress too.
//
//go:embed all:eleventy all:vitepress all:starlight
var nodeSites embed.FS

// Programs on Node are slow: large guides they do not build at all, the others a few times.
const nodeChapters, nodeRuns = 1000, 2

var nodeEnv = []string{"NODE_ENV=production", "ASTRO_TELEMETRY_DISABLED=1", "NO_UPDATE_NOTIFIER=1", "NPM_CONFIG_UPDATE_NOTIFIER=false"}

// A nodePeer is a program on Node that npm has put into a folder.
type nodePeer struct {
	name, folder string
	heading      bool // the title stands in the text
}

// nodePeers installs what can be installed, and says of each what it is or why it is missing.
func (s *shop) nodePeers(ctx context.Context) (peers []nodePeer, notes []string) {
	if !s.node || s.sizes[0] > nodeChapters {
		return nil, nil
	}
	version, err := exec.CommandContext(ctx, "node", "--version").Output()
	if _, missing := exec.LookPath("npm"); err != nil || missing != nil {
		return nil, []string{"without Eleventy, VitePress and Starlight, since Node or npm is missing"}
	}
	notes = []string{
		fmt.Sprintf("on Node %s, %d runs at most, up to %s chapters:", strings.TrimSpace(string(version)), nodeRuns, grouped(nodeChapters)),
		"  (their own search is off, the product's is on; VitePress leaves the contents of a page to the browser)",
	}
	for _, peer := range []nodePeer{{name: "eleventy"}, {name: "vitepress", heading: true}, {name: "starlight"}} {
		fmt.Fprintln(os.Stderr, "installing", peer.name)
		peer.folder = filepath.Join(s.dir, peer.name)
		packages, err := s.install(ctx, peer)
		if err != nil {
			notes = append(notes, fmt.Sprintf("  without %s: %.200s", peer.name, strings.Join(strings.Fields(err.Error()), " ")))
			continue
		}
		peers, notes = append(peers, peer), append(notes, "  "+packages)
	}
	return peers, notes
}

// install lets npm install what the peer's lock lists, tries it, and gives its packages.
func (s *shop) install(ctx context.Context, peer nodePeer) (packages string, err error) {
	var manifest struct{ Dependencies map[string]string }
	for _, name := range []string{"package.json", "package-lock.json"} {
		data, err := nodeSites.ReadFile(peer.name + "/" + name)
		if err == nil && name == "package.json" {
			err = json.Unmarshal(data, &manifest)
		}
		err = errors.Join(err, os.MkdirAll(peer.folder, 0o755), os.WriteFile(filepath.Join(peer.folder, name), data, 0o644))
		if err != nil {
			return "", err
		}
	}
	_, err = execute(ctx, nodeEnv, "npm", "ci", "--prefix", peer.folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
	if err != nil {
		return "", err
	}
	c, err := s.onNode(peer, sample.Guide{Chapters: 1}, "try")
	if err != nil {
		return "", err
	}
	var all []string
	for _, name := range slices.Sorted(maps.Keys(manifest.Dependencies)) {
		all = append(all, name+" "+manifest.Dependencies[name])
	}
	return strings.Join(all, ", "), c.race(ctx)
}

// onNode writes the guide as the peer wants it, into a folder from which the peer's packages are found.
func (s *shop) onNode(peer nodePeer, g sample.Guide, name string) (*contestant, error) {
	root := filepath.Join(peer.folder, name)
	site, err := fs.Sub(nodeSites, peer.name)
	if err != nil {
		return nil, err
	}
	if err := os.CopyFS(root, site); err != nil {
		return nil, err
	}
	return &contestant{
			name: peer.name + ", cold", folder: filepath.Join(root, "public"), pages: g.Chapters, most: nodeRuns, env: nodeEnv,
			command: func(target string) []string { return []string{"node", filepath.Join(root, "build.mjs"), target} },
		}, errors.Join(
			os.Remove(filepath.Join(root, "package.json")), os.Remove(filepath.Join(root, "package-lock.json")),
			os.Link(s.style, filepath.Join(root, "style.css")), g.WriteNode(root, peer.heading))
}

// printRatios says how many times as fast as what runs on Node the product is. There are no bars for that.
func printRatios(courses []*course) {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nthe product is faster than\tin time\tin processor\t")
	for _, c := range courses {
		for _, other := range c.contestants[2:] {
			fmt.Fprintf(w, "%s, %s\t%.1f×\t%.1f×\t\n", other.name, c.name(),
				ratio(other, c.contestants[0], wall), ratio(other, c.contestants[0], processor))
		}
	}
	_ = w.Flush()
}
