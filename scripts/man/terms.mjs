import { bold, italic } from './roff.mjs'

/** What stands for something else: `[csv|json]`, `<version>/<name>`, `NAME`. */
function value(text) {
  if (!text.startsWith('[')) return italic(text)
  return `[${text.slice(1, -1).split('|').map(bold).join('|\\:')}]`
}

/** A term of a help screen, `-o, --output-format [json]`, as roff. */
export function option(term) {
  return (term.match(/\[[^\]]*\]|\S+/g) ?? [])
    .map((word) => {
      if (word.startsWith('-')) return word.endsWith(',') ? `${bold(word.slice(0, -1))},` : bold(word)
      return word === '/' ? '/' : value(word)
    })
    .join(' ')
}

/** A line of usage, `pglift instance create [OPTIONS] NAME`, as roff. */
export function usage(line) {
  const words = line.split(' ')
  const end = words.findIndex((word) => !/^[a-z]/.test(word))
  const command = end === -1 ? words : words.slice(0, end)
  return [bold(command.join(' ')), ...words.slice(command.length).map(italic)].join(' ')
}
