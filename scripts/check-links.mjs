// Links of documents to other files of the checkout, and to headings in them, lead somewhere.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { documents, ROOT } from './tree.mjs'

const LINK = /\[(?:[^\]]|`[^`]*`)*\]\(([^)\s]+)\)/g

const textOf = (path) => readFileSync(join(ROOT, path), 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '')

/** How GitHub names the anchor of a heading. */
function slug(heading) {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
}

const anchorsOf = (path) => [...textOf(path).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => slug(heading))

function faultOf(document, link) {
  if (/^[a-z]+:/.test(link)) return undefined
  const [path, anchor] = link.split('#')
  const target = path === '' ? document : relative(ROOT, join(ROOT, dirname(document), path))
  if (target.startsWith('..') || !existsSync(join(ROOT, target))) return `no file ${target}`
  if (anchor === undefined || !target.endsWith('.md') || anchorsOf(target).includes(anchor)) return undefined
  return `no heading #${anchor} in ${target}`
}

let links = 0
for (const document of documents())
  for (const [, link] of textOf(document).matchAll(LINK)) {
    links += 1
    const fault = faultOf(document, link)
    if (fault === undefined) continue
    console.error(`${document}: ${link}: ${fault}`)
    process.exitCode = 1
  }
console.log(`links: ${links} in ${documents().length} documents`)
