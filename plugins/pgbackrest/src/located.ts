import type { SiteSettings } from '@pglift/sdk'

/** Where an instance lies or would lie. */
export interface Located {
  readonly id: string
  readonly qualname: string
  readonly version: string
  readonly name: string
  readonly bindir: string
  readonly datadir: string
  readonly waldir: string
}

function fill(template: string, version: string, name: string): string {
  const values: Readonly<Record<string, string>> = {
    '{version}': version,
    '{name}': name,
    '{{': '{',
    '}}': '}',
  }
  return template.replace(/\{\{|\}\}|\{version\}|\{name\}/g, (token) => values[token] ?? token)
}

function locate({ postgresql }: SiteSettings, version: string, name: string): Located {
  const { datadir, waldir, versions } = postgresql
  return {
    id: `${version}/${name}`,
    qualname: `${version}-${name}`,
    version,
    name,
    bindir: versions.find((known) => known.version === version)?.bindir ?? '',
    datadir: fill(datadir, version, name),
    waldir: fill(waldir, version, name),
  }
}

/** What stands in a text for the names of an instance. */
function patternOf(template: string): RegExp {
  const quote = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const parts = template.split(/(\{\{|\}\}|\{version\}|\{name\})/).map((part) => {
    if (part === '{version}') return '(?<version>\\d+)'
    if (part === '{name}') return '(?<name>[^/-]+)'
    return quote(part === '{{' ? '{' : part === '}}' ? '}' : part)
  })
  return new RegExp(`^${parts.join('')}$`, 'u')
}

/** The instance whose data directory that is by the site's settings, whether it exists or not. */
export function instanceAt(settings: SiteSettings, datadir: string): Located | undefined {
  const { version, name } = patternOf(settings.postgresql.datadir).exec(datadir)?.groups ?? {}
  if (name === undefined) return undefined
  const majors = settings.postgresql.versions.map((known) => known.version)
  // Without the major in the path it can't be told from it: that of new instances.
  const major = version ?? settings.postgresql.default_version
  return majors.includes(major as never) ? locate(settings, major, name) : undefined
}
