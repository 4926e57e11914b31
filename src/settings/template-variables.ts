import { alternatives } from '../errors/alternatives.js'
import { FormatSyntaxError, parseFormat } from './format-string.js'
import type { SettingRules } from './schema/fields.js'

/**
 * Template variables of a setting's value, in their order, each once.
 *
 * @throws FormatSyntaxError if the value is no format string.
 */
export function templateVariables(value: string): string[] {
  const names = parseFormat(value).flatMap((part) => (part.kind === 'placeholder' ? [part.name] : []))
  return [...new Set(names)]
}

/** Why `value` breaks the rules of its setting on template variables; undefined if it doesn't. */
export function variablesFault(value: string, { path, variables, requires = [] }: SettingRules) {
  if (variables === undefined) {
    return path !== undefined && /[{}]/.test(value) ? 'accepts no template variable' : undefined
  }
  try {
    const used = templateVariables(value)
    const unknown = used.find((name) => !variables.includes(name))
    if (unknown !== undefined)
      return `unknown template variable '{${unknown}}', expecting ${alternatives(variables.map((name) => `{${name}}`))}`
    const missing = requires.find((name) => !used.includes(name))
    return missing === undefined ? undefined : `missing '{${missing}}' template placeholder`
  } catch (error) {
    if (error instanceof FormatSyntaxError) return error.message
    throw error
  }
}
