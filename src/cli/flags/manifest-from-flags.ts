import type { FlagSpecs } from '../../models/flag-spec.js'

type Mapping = Record<string, unknown>

/**
 * The manifest that options make, to be validated: `{'standby-slot': 's'}` gives `{standby: {slot: 's'}}`.
 * `flags` are oclif's parsed ones; those that aren't in `specs` (`--dry-run`) are left out.
 *
 * `base` holds what isn't an option: `{name: 'bob'}`.
 */
export function manifestFromFlags(
  specs: FlagSpecs,
  flags: Readonly<Record<string, unknown>>,
  { base = {} }: { base?: Mapping } = {},
): Mapping {
  const manifest: Mapping = { ...base }
  for (const [name, { path, item }] of Object.entries(specs)) {
    const given = flags[name]
    if (given === undefined) continue
    const { parent, key } = descend(manifest, path)
    if (item === undefined) {
      parent[key] = given
      continue
    }
    const items = [given].flat().map((value) => listItem(value, item.key, item.removes))
    parent[key] = [...((parent[key] as unknown[] | undefined) ?? []), ...items]
  }
  return manifest
}

function descend(manifest: Mapping, path: readonly string[]): { parent: Mapping; key: string } {
  let parent = manifest
  for (const step of path.slice(0, -1)) {
    const next = (parent[step] ?? {}) as Mapping
    parent[step] = next
    parent = next
  }
  return { parent, key: path.at(-1) ?? '' }
}

function listItem(value: unknown, key: string | undefined, removes: boolean): unknown {
  if (key === undefined) return value
  return removes ? { [key]: value, state: 'absent' } : { [key]: value }
}
