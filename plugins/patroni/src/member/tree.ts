/** A mapping of YAML. */
export type Tree = Record<string, unknown>

export function isTree(value: unknown): value is Tree {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** Without what is null or undefined. */
export function given(tree: Tree): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([, value]) => value !== null && value !== undefined))
}

/** `above` over `below`: mappings are merged, all else is replaced. */
export function merge(below: Tree, above: Tree): Tree {
  const merged: Tree = { ...below }
  for (const [key, value] of Object.entries(above)) {
    const former = merged[key]
    merged[key] = isTree(value) && isTree(former) ? merge(former, value) : value
  }
  return merged
}

/** What a tree holds, each with its path; lists are values. */
export function leavesOf(tree: Tree, below: readonly string[] = []): (readonly [string[], unknown])[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const path = [...below, key]
    return isTree(value) ? leavesOf(value, path) : [[path, value] as const]
  })
}
