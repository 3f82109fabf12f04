// Builds what stands beside it with Eleventy: node build.mjs TARGET. Eleventy brings no layout; ours is as Hugo's. Its own
// way to map links between Markdown files parses each page once more, so we only change their ends, which checks nothing.
import Eleventy from '@11ty/eleventy'
import highlight from '@11ty/eleventy-plugin-syntaxhighlight'
import anchor from 'markdown-it-anchor'
import footnote from 'markdown-it-footnote'

process.chdir(import.meta.dirname)
const site = new Eleventy('content/docs', process.argv[2], {
  quietMode: true,
  config(c) {
    c.setIncludesDirectory('../../layouts')
    c.addGlobalData('layout', 'page.11ty.js')
    c.addGlobalData('permalink', () => (data) => data.page.filePathStem + '.html')
    c.addPlugin(highlight)
    c.amendLibrary('md', (md) => {
      md.set({ typographer: true }).use(anchor).use(footnote)
      const normal = md.normalizeLink
      md.normalizeLink = (url) => normal(url.replace(/^([^:#]*)\.md(?=#|$)/, '$1.html'))
    })
    return { markdownTemplateEngine: false }
  },
})
await site.write()
