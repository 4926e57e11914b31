import { createHash } from 'node:crypto'

const DIGEST = /^# Digest: ([0-9a-f]{16})\n/m

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** The text below a head that tells who wrote it, how it is changed, and whether it is as it was written. */
export function marked(body: string, advice: string): string {
  return `# Written by pglift, which brings it up to date unless it was edited. ${advice}\n# Digest: ${digest(body)}\n${body}`
}

/** Whose a file is: ours and as we wrote it, ours but edited, or somebody else's. */
export function authorship(text: string): 'edited' | 'foreign' | 'ours' {
  const found = DIGEST.exec(text)
  if (found === null) return 'foreign'
  return digest(text.slice(found.index + found[0].length)) === found[1] ? 'ours' : 'edited'
}
