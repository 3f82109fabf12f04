// Starlight lists every chapter on every page. As with the others, a page has at most 12 parts, or those near its own, and of
// its own part the chapters.
import { readFileSync } from 'node:fs'
import { defineRouteMiddleware } from '@astrojs/starlight/route-data'

const parts = JSON.parse(readFileSync('guide.json'))
const order = parts.flatMap((part, at) => part.chapters.map((chapter) => ({ ...chapter, at })))
const places = new Map(order.map((chapter, i) => [chapter.path, i]))
const link = (chapter, own, label = chapter.title) =>
  ({ type: 'link', label, href: `/guide/${chapter.path}.html`, isCurrent: chapter.path === own.path, badge: undefined, attrs: {} })

export const onRequest = defineRouteMiddleware(({ locals: { starlightRoute: route } }) => {
  const i = places.get(route.id)
  if (i === undefined) return
  const own = order[i]
  const near = parts.length > 12 ? parts.slice(Math.max(0, own.at - 5), own.at + 6) : parts
  route.sidebar = near.map((part) => part !== parts[own.at] ? link(part.chapters[0], own, part.title) :
    { type: 'group', label: part.title, entries: part.chapters.map((c) => link(c, own)), collapsed: false, badge: undefined })
  route.hasSidebar = true
  route.pagination = { prev: order[i - 1] && link(order[i - 1], own), next: order[i + 1] && link(order[i + 1], own) }
})
