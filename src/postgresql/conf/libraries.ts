import { operational } from '../../errors/kinds.js'

/**
 * Splits the value of `shared_preload_libraries` as PostgreSQL does (SplitDirectoriesString): items between commas,
 * blanks around them dropped, double quotes kept for names with commas or blanks at an end. Throws
 * `PGLIFT_CONF_LIST` for what PostgreSQL would refuse.
 */
export function parseLibraries(value: string): string[] {
  if (value.trim() === '') return []
  const item = /[ \t\n\r\f\v]*(?:"((?:[^"]|"")*)"[ \t\n\r\f\v]*|([^",][^,]*?)[ \t\n\r\f\v]*)(,|$)/y
  const items: string[] = []
  for (;;) {
    const match = item.exec(value)
    if (!match) throw invalidList(value)
    items.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === '') return items
  }
}

/** Writes the value of `shared_preload_libraries`, quoting the items that need it. */
export function renderLibraries(items: readonly string[]): string {
  return items.map(quoteItem).join(', ')
}

/**
 * The union of two lists, in order, each library once. The text of `base` is returned as it is when nothing is added
 * to it and nothing stands twice in it.
 */
export function mergeLibraries(base: string, added: string): string {
  const own = parseLibraries(base)
  const merged = [...new Set([...own, ...parseLibraries(added)])]
  return merged.length === own.length ? base : renderLibraries(merged)
}

function quoteItem(item: string): string {
  const plain = item !== '' && item === item.trim() && !/[",]/.test(item)
  return plain ? item : `"${item.replaceAll('"', '""')}"`
}

function invalidList(value: string): Error {
  return operational(
    'PGLIFT_CONF_LIST',
    `invalid list in shared_preload_libraries: ${JSON.stringify(value)}`,
    {
      hint: 'Separate libraries by commas, with double quotes around a name that holds a comma.',
    },
  )
}
