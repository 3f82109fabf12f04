package sample

import (
	"fmt"
	"strings"
)

// block is a fenced block of about fifteen lines, which no other chapter has.
func block(chapter int) string {
	p := draw(chapter, forCode)
	chosen := languages[chapter%len(languages)]
	var pairs []string
	for i := range 6 {
		pairs = append(pairs, fmt.Sprintf("<%c>", 'a'+i), p.one(nouns), fmt.Sprintf("<%c>", 'A'+i), capital(p.one(nouns)),
			fmt.Sprintf("<%d>", i), fmt.Sprint(p.IntN(9000)+10))
	}
	pairs = append(pairs, "<v>", p.one(verbs), "<w>", p.one(verbs), "<n>", fmt.Sprint(chapter))
	return "```" + chosen.name + "\n" + strings.NewReplacer(pairs...).Replace(strings.TrimPrefix(chosen.code, "\n")) + "```\n"
}

// languages are the patterns of the blocks; what stands in angle brackets is drawn.
var languages = []struct{ name, code string }{
	{"go", `
// <v><A> adds up what each <b> holds, up to <0>.
func <v><A>(list []<B>, limit int) (int, error) {
	total := <1>
	for i, x := range list {
		if x.<C> == nil || i > limit {
			return 0, fmt.Errorf("<c> %d: no <d> for %q", i, x.Name)
		}
		switch n := x.<C>.Weigh(); {
		case n > <2>:
			total += n / 2
		default:
			total += <3>
		}
	}
	return total, nil // <n>
}
`},
	{"python", `
import json
from dataclasses import dataclass

@dataclass
class <A>:
    """A <a> that somebody may <v>."""
    name: str = "<b>"
    size: int = <0>

def <v>_<c>(items: list[<A>], limit=<1>):
    total = 0.5
    for i, item in enumerate(items):
        if item.size > limit and not item.name.startswith("<d>"):
            total += item.size ** 2 / <2>  # <w> it
    return json.dumps({"<e>": total, "number": <n>})
`},
	{"javascript", `
import { <v>, <w> } from './<a>.js';

const limit<A> = <0>;

export async function <v><B>(list = [], { dark = false } = {}) {
  const found = list.filter((x) => x.<c> !== null && x.size < limit<A>);
  for (const [i, x] of found.entries()) {
    // one <d> at a time
    await <w>(x, ` + "`<e> ${i} of ${found.length}`" + `);
    if (/^<f>-\d+$/.test(x.id)) break;
  }
  return dark ? undefined : { total: found.length * <1>, id: "<n>" };
}
`},
	{"rust", `
use std::collections::HashMap;

/// Counts the <a> of each <b>.
pub fn <v>_<c>(list: &[<A>], limit: usize) -> Result<HashMap<String, u64>, <A>Error> {
    let mut seen = HashMap::new();
    for item in list.iter().take(limit) {
        match item.<d> {
            Some(ref x) if x.len() > <0> => *seen.entry(x.clone()).or_insert(0) += <1>,
            Some(_) => println!("<e>: {}", item.id),
            None => return Err(<A>Error::Missing("<f> <n>".into())),
        }
    }
    Ok(seen)
}
`},
	{"java", `
package org.example.<a>;

/** A <a> with a <b>. */
public final class <A>N<n> {
    private static final int LIMIT = <0>;
    private String <b> = "<c>";

    public int <v>(List<<B>> list) throws IOException {
        int total = 0;
        for (<B> x : list) {
            if (x.size() > LIMIT) { continue; } // too much
            total += x.size() * <1>L;
        }
        return total;
    }
}
`},
	{"typescript", `
interface <A> {
  readonly id: number;
  <b>?: string;
}

type <B>Of<T> = { [K in keyof T]: T[K] | null };

export class <C><T extends <A>> {
  private seen = new Map<string, T>();
  <v>(x: T, limit = <0>): <B>Of<T> | undefined {
    if (x.id > limit) throw new Error(` + "`no <d> ${x.id}`" + `);
    this.seen.set(x.<b> ?? '<e> <n>', x);
    return { ...x };
  }
}
`},
	{"bash", `
#!/bin/sh
# <v> every <a> below the <b>
set -eu
limit=${LIMIT:-<0>}
count=0

for f in "$HOME"/<b>/*.<c>; do
  if [ -f "$f" ] && grep -q '<d>' "$f"; then
    count=$((count + 1))
    echo "<e> $count: $(basename "$f" .<c>)" >&2
  fi
  [ "$count" -lt "$limit" ] || break
done
printf '%s\n' "<n>" | sort -u > /tmp/<f>.txt
`},
	{"sql", `
-- <v> each <a>
CREATE TABLE <a>_<n> (
  id    INTEGER PRIMARY KEY,
  <b>   TEXT NOT NULL DEFAULT '<c>',
  size  DECIMAL(10, 2)
);

SELECT <b>, count(*) AS many, max(size) * <0>
FROM <a>_<n> AS x
LEFT JOIN <d> ON <d>.id = x.id AND <d>.size > <1>
WHERE x.<b> LIKE '<e>%'
GROUP BY <b>
HAVING count(*) > <2>
ORDER BY many DESC LIMIT <3>;
`},
	{"css", `
/* the <a> */
@media (min-width: <0>px) {
  .<a>-<n> > .<b>:not(:first-child) {
    display: grid;
    grid-template-columns: 1fr minmax(<1>px, 2fr);
    color: #4a<n>;
    margin: 0 auto <2>rem;
  }
  .<c>::before {
    content: "<d>";
    background: url("<e>.svg") no-repeat;
    transition: opacity 0.2s ease-in;
  }
}
`},
	{"json", `
{
  "number": <n>,
  "<a>": {
    "name": "<b>",
    "sizes": [<0>, <1>, <2>.5, -<3>],
    "open": true
  },
  "<c>": [
    {"<v>": null, "at": "<d>"},
    {"<w>": false, "at": "<e>"}
  ],
  "note": "a <f> \u00e9 \"quoted\"",
  "last": 1e-3
}
`},
}
