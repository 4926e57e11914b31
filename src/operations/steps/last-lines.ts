import type { Effects } from '../../effects/effects.js'

const LINES_SHOWN = 20

/** The last lines of what a file has got since it was `from` bytes long, to be shown in an error; empty for none. */
export async function lastLines(
  { files }: Pick<Effects, 'files'>,
  path: string,
  from: number,
): Promise<string> {
  const { text } = (await files.readFrom(path, from)) ?? { text: '' }
  return text.trimEnd().split('\n').slice(-LINES_SHOWN).join('\n')
}
