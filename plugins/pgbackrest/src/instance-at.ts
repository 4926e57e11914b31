import { parseFormat, type SiteSettings } from '@pglift/sdk'

type Version = SiteSettings['postgresql']['default_version']

/** A text that stands for itself in a pattern. */
const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

const VARIABLES: Readonly<Record<string, string>> = { version: '\\d+', name: '[^/-]+' }

/** The template of data directories as a pattern that tells `{version}` and `{name}`. */
function patternOf(template: string): RegExp {
  const seen = new Set<string>()
  const parts = parseFormat(template).map((part) => {
    if (part.kind === 'text') return quoted(part.text)
    const { name } = part
    if (seen.has(name)) return `\\k<${name}>`
    seen.add(name)
    return `(?<${name}>${VARIABLES[name]})`
  })
  return new RegExp(`^${parts.join('')}$`, 'u')
}

/** The instance whose data directory that is by the site's settings, whether it exists or not. */
export function instanceAt(
  { postgresql }: Pick<SiteSettings, 'postgresql'>,
  datadir: string,
): { readonly version: Version; readonly name: string } | undefined {
  const { version, name } = patternOf(postgresql.datadir).exec(datadir)?.groups ?? {}
  // Without the major in the path it can't be told from it: that of new instances.
  const major = version ?? postgresql.default_version
  const known = postgresql.versions.find((each) => each.version === major)
  return name === undefined || known === undefined ? undefined : { version: known.version, name }
}
