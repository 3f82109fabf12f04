// The theme that VitePress brings, with our style besides. It makes the contents of a page only in the browser. Its search
// is off, as it is without settings; metaChunk keeps the whole navigation out of every page.
import { readFileSync } from 'node:fs'
import footnote from 'markdown-it-footnote'

const parts = JSON.parse(readFileSync('guide.json'))
const order = parts.flatMap((part) => part.chapters)
const places = new Map(order.map((chapter, i) => [chapter.path + '.md', i]))
const link = (chapter, text = chapter?.title) => chapter && { text, link: `/${chapter.path}` }

// At most 12 parts, or those near the page's own; of its own part, the chapters.
function sidebar(own, at) {
  const near = parts.length > 12 ? parts.slice(Math.max(0, at - 5), at + 6) : parts
  return near.map((part) => ({ ...link(part.chapters[0], part.title), items: part === own ? own.chapters.map((c) => link(c)) : undefined }))
}

export default {
  title: 'A guide of many words',
  base: '/guide/',
  srcDir: 'content/docs',
  metaChunk: true,
  head: [['style', {}, readFileSync('style.css', 'utf8')]],
  markdown: { typographer: true, config: (md) => md.use(footnote) },
  transformHead: ({ page }) => [['link', { rel: 'canonical', href: 'https://example.org/guide/' + page.replace(/md$/, 'html') }]],
  transformPageData({ relativePath, frontmatter }) {
    const i = places.get(relativePath)
    frontmatter.prev = link(order[i - 1]) ?? false
    frontmatter.next = link(order[i + 1]) ?? false
  },
  themeConfig: {
    outline: [2, 3],
    sidebar: Object.fromEntries(parts.map((part, at) => [`/${part.chapters[0].path.split('/')[0]}/`, sidebar(part, at)])),
  },
}
