import { type Document, isDocument, leaves } from './layers.js'
import type { LoadedSettings } from './request.js'
import type { Origin } from './types.js'

type Shown = Pick<LoadedSettings, 'origins' | 'settings'>

/** The settings without those that keep a fixed default: what the site says, and what was computed from it. */
export function explicitSettings({ settings, origins }: Shown): Document {
  const keep = (value: Document, under: readonly string[]): Document => {
    const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
      const path = [...under, key]
      if (!isDocument(inner)) return origins.get(path.join('.'))?.kind === 'default' ? [] : [[key, inner]]
      const kept = keep(inner, path)
      return Object.keys(kept).length > 0 || enablesComponent(path) ? [[key, kept]] : []
    })
    return Object.fromEntries(entries)
  }
  return keep(settings, [])
}

/** A component's section counts even when it says nothing: its being there enables the component. */
function enablesComponent(path: readonly string[]): boolean {
  return path.length === 1 && path[0] !== 'postgresql' && path[0] !== 'cli'
}

/** One setting and where its value comes from. */
export interface SettingOrigin {
  readonly setting: string
  readonly value: unknown
  readonly origin: string
}

/** Every setting with its origin: a file, a variable, `default` or `default (computed)`. `explicit`: as `explicitSettings`. */
export function originRows({ settings, origins, explicit }: Shown & { explicit: boolean }): SettingOrigin[] {
  const shown = explicit ? explicitSettings({ settings, origins }) : settings
  return leaves(shown).map(([path, value]) => {
    const setting = path.join('.')
    return { setting, value, origin: originText(origins.get(setting)) }
  })
}

/** The same as lines: `path = value  # origin`, the value as JSON. */
export function originLines(shown: Shown & { explicit: boolean }): string[] {
  return originRows(shown).map(
    ({ setting, value, origin }) => `${setting} = ${JSON.stringify(value)}  # ${origin}`,
  )
}

function originText(origin: Origin | undefined): string {
  return origin?.name ?? (origin?.kind === 'computed' ? 'default (computed)' : 'default')
}
