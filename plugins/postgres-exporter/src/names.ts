import { format } from '@pglift/sdk'

/** A template of the settings with `{name}` filled in. */
export function fill(template: string, name: string): string {
  return format(template, () => name)
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

export interface Search {
  /** Directory whose entries tell the names. */
  readonly directory: string
  /** The name in an entry; undefined when it is something else. */
  nameOf(entry: string): string | undefined
}

/** Where the files of a template are to be looked for: its first part with `{name}` tells the name. */
export function search(template: string): Search {
  const parts = template.split('/')
  const at = parts.findIndex((part) => part.replaceAll('{{', '').includes('{name}'))
  const texts = (parts[at] ?? '').split(/\{name\}/).map((text) => quote(fill(text, '')))
  const [first = '', ...others] = texts
  const pattern = new RegExp(`^${first}([^/]+?)${others.join('\\1')}$`, 'u')
  return {
    directory: fill(parts.slice(0, at).join('/'), '') || '/',
    nameOf: (entry) => pattern.exec(entry)?.[1],
  }
}

/** Why a text is no name of a service: it becomes part of files' and units' names. */
export function serviceNameFault(name: string): string | undefined {
  if (name.includes('/')) return 'must not contain slashes'
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.@:-]*$/.test(name))
    return "must be letters, digits, '_', '.', '@', ':' and '-', a letter, digit or '_' first"
  return Buffer.byteLength(name) > 120 ? 'must have at most 120 bytes' : undefined
}
