import { basename } from 'node:path/posix'
import { operational, type PgliftError } from '../errors/kinds.js'
import { CONTROL_CHARACTER } from '../postgresql/names.js'
import type { Template } from './find-template.js'
import { isDocument } from './layers.js'

/** Values of a template's placeholders; `{settings.logpath}` is the key `logpath` of `settings`. */
export type TemplateValues = Readonly<Record<string, unknown>>

/** An error about a template, that names its file. */
export function templateError({ path }: Template, message: string, cause?: unknown): PgliftError {
  const name = basename(path, '.njk')
  return operational('PGLIFT_TEMPLATE', `invalid ${name} template: ${path}: ${message}`, { cause })
}

/**
 * Text that stands for the placeholder `name`; a list stands for lines.
 *
 * @throws operational `PGLIFT_TEMPLATE` if there is no such placeholder, if its value is null or no scalar, or if it
 * holds a control character, which could end a line of the file.
 */
export function placeholderText(template: Template, values: TemplateValues, name: string): string {
  const value = lookUp(values, name)
  if (value === undefined)
    throw templateError(template, `unknown placeholder '{${name}}', expecting ${known(values)}`)
  if (value === null)
    throw templateError(template, `placeholder '{${name}}' has no value: the setting is null`)
  if (Array.isArray(value)) return value.map((line) => lineOf(template, name, line)).join('\n')
  return lineOf(template, name, value)
}

function lineOf(template: Template, name: string, value: unknown): string {
  if (typeof value === 'object')
    throw templateError(template, `placeholder '{${name}}' is not a single value`)
  const text = String(value)
  if (CONTROL_CHARACTER.test(text))
    throw templateError(template, `value of '{${name}}' contains a control character`)
  return text
}

function lookUp(values: TemplateValues, name: string): unknown {
  return name.split('.').reduce<unknown>((value, key) => {
    return isDocument(value) && Object.hasOwn(value, key) ? value[key] : undefined
  }, values)
}

function known(values: TemplateValues): string {
  return Object.entries(values)
    .map(([key, value]) => (isDocument(value) ? `{${key}.*}` : `{${key}}`))
    .join(', ')
}

/** The values, once none of them holds a control character: nunjucks puts them where the template says. */
export function checkedValues(template: Template, values: TemplateValues): TemplateValues {
  const check = (value: unknown, name: string): void => {
    if (typeof value === 'string') placeholderText(template, { [name]: value }, name)
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) check(inner, key)
    }
  }
  check(values, '')
  return values
}
