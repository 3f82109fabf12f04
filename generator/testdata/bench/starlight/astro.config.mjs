// The theme that Starlight brings, with our style besides. Its search is off, and so is Expressive Code: Astro's own
// highlighter is faster.
import { readFileSync } from 'node:fs'
import starlight from '@astrojs/starlight'

export default {
  srcDir: '.',
  site: 'https://example.org',
  base: '/guide',
  build: { format: 'file' },
  markdown: { rehypePlugins: [() => mapLinks] },
  integrations: [starlight({
    title: 'A guide of many words',
    head: [{ tag: 'style', content: readFileSync('style.css', 'utf8') }],
    sidebar: [],
    routeMiddleware: './navigation.mjs',
    pagefind: false,
    expressiveCode: false,
  })],
}

// Starlight leaves links between Markdown files as they are.
function mapLinks(node) {
  if (node.tagName === 'a') node.properties.href = node.properties.href?.replace(/^([^:#]*)\.md(?=#|$)/, '$1.html')
  node.children?.forEach(mapLinks)
}
