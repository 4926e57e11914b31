/** Patroni reads YAML 1.1, in which `off` and `12:30` are no strings. */
const DIALECT = { version: '1.1' } as const
const OUTPUT = { lineWidth: 0 } as const

/** The value of a text. Throws the library's errors. */
export async function parseYaml(text: string): Promise<unknown> {
  const { parse } = await import('yaml')
  return parse(text, DIALECT)
}

/** A value as text that Patroni reads as the same value. */
export async function yamlText(value: unknown): Promise<string> {
  const { stringify } = await import('yaml')
  return stringify(value, { ...DIALECT, ...OUTPUT, aliasDuplicateObjects: false })
}

type Edits = readonly (readonly [path: readonly (string | number)[], value: unknown])[]

/** The text after edits of values by their path; undefined takes the key away. Comments and all else stay. */
export async function editYaml(text: string, edits: Edits): Promise<string> {
  const { parseDocument } = await import('yaml')
  const document = parseDocument(text, DIALECT)
  let changed = false
  for (const [path, value] of edits) {
    const node = document.getIn(path, false) as { toJSON?(): unknown } | undefined
    const before = typeof node?.toJSON === 'function' ? node.toJSON() : node
    if (JSON.stringify(before) === JSON.stringify(value)) continue
    changed = true
    if (value === undefined) document.deleteIn(path)
    else document.setIn(path, document.createNode(value))
  }
  return changed ? document.toString(OUTPUT) : text
}
