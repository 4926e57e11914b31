const NULL = /^(~|null|Null|NULL)?$/
/** Ways to write a mapping in which a key can stand anywhere, or under another name. */
const INTRICATE = /^(["'?&*!%{<]|\s*[[{]|\t|.*\s[&*]\w|---.|\.\.\.)/

/**
 * Which of `keys` the text of a settings file gives a value that is not null, as long as it is written plainly: keys at
 * the start of lines. Undefined when it is not, or may not be: then it must be parsed. It is a twentieth of the time of
 * parsing, and the program's help waits for it.
 */
export function plainTopLevelKeys(text: string, keys: readonly string[]): ReadonlySet<string> | undefined {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*(#|$)/.test(line) && line !== '---')
  if (lines.some((line) => INTRICATE.test(line))) return undefined
  const present = lines.flatMap((line, index) => {
    const [, key = '', value = ''] = /^([^\s:#]+)\s*:(?:\s+(.*))?$/.exec(line) ?? []
    if (!keys.includes(key)) return []
    const inline = value.replace(/(^|\s)#.*$/, '').trim()
    const below = lines[index + 1] !== undefined && /^( |- )/.test(lines[index + 1] as string)
    return NULL.test(inline) && !(inline === '' && below) ? [] : [key]
  })
  return new Set(present)
}
