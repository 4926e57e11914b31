import { PgliftError } from '../../errors/kinds.js'

/** A usage error of a command or group that isn't the running command: which one says whose usage line is printed. */
export class UsageErrorAt extends PgliftError {
  /** Words of the command or group: `['role', 'create']`, empty for the program. */
  readonly path: readonly string[]

  constructor(path: readonly string[], message: string, hint?: string) {
    super('usage', 'PGLIFT_USAGE', message, hint === undefined ? {} : { hint })
    this.name = 'UsageErrorAt'
    this.path = path
  }
}

/** The words of `candidates` that are at most two edits away from `word`, the nearest first. */
export function similarWords(word: string, candidates: readonly string[]): string[] {
  const limit = word.length < 4 ? 1 : 2
  return candidates
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate)
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
