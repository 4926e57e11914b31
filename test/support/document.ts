/** A command of a document with what it is said to print. */
export interface DocumentedCommand {
  /** As typed, continuation lines included. */
  readonly command: string
  readonly output: readonly string[]
  /** Line of the document. */
  readonly line: number
  /** It is shown to fail: the block is `console fails`. */
  readonly fails: boolean
  /** It is typed by root: its prompt is `#`. */
  readonly asRoot: boolean
  /** Hosts that it is typed on, of a document with several: the block is `console pg1 pg2`. None: on all of them. */
  readonly hosts: readonly string[]
}

/** A file that a document says to write: a block whose first line is a comment with its path. */
export interface DocumentedFile {
  readonly path: string
  readonly content: string
  readonly line: number
  readonly hosts: readonly string[]
}

export type DocumentPart = DocumentedCommand | DocumentedFile

/** A fenced block: what stands behind its fence, its lines, and the number of the first of them. */
export interface Block {
  readonly info: string
  readonly lines: readonly string[]
  readonly line: number
}

/** The fenced blocks of a Markdown document, in order. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  let open: { info: string; lines: string[]; line: number } | undefined
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^```(.*)$/.exec(line)
    if (fence === null) open?.lines.push(line)
    else if (open === undefined) open = { info: (fence[1] ?? '').trim(), lines: [], line: index + 2 }
    else {
      blocks.push(open)
      open = undefined
    }
  }
  return blocks
}

/** Whether a block shows a terminal. */
export function isConsole({ info }: Block): boolean {
  return info.split(' ')[0] === 'console'
}

/** Whether its commands are typed by tests: the block is not `console untyped`. */
export function isTyped({ info }: Block): boolean {
  return !info.split(' ').includes('untyped')
}

const TRAITS = ['fails', 'brief', 'untyped']

function hostsOf({ info }: Block): string[] {
  return info.split(' ').filter((word, index) => index > 0 && !TRAITS.includes(word))
}

/** The commands of a block `console`, each with what it prints; in a `console brief` that may have been left out. */
export function commandsOf(block: Block): DocumentedCommand[] {
  const { info, lines, line } = block
  const fails = info.split(' ').includes('fails')
  const isBrief = info.split(' ').includes('brief')
  const commands: (DocumentedCommand & { command: string; output: string[] })[] = []
  for (const [index, text] of lines.entries()) {
    const last = commands.at(-1)
    if (/^[$#] /.test(text))
      commands.push({
        ...{ command: text.slice(2), output: [], line: line + index },
        ...{ fails, asRoot: text.startsWith('#'), hosts: hostsOf(block) },
      })
    else if (last === undefined) throw new Error(`line ${line + index}: output before any command`)
    else if (text.startsWith('> ') && last.output.length === 0) last.command += `\n${text.slice(2)}`
    else last.output.push(text)
  }
  if (!isBrief) return commands
  return commands.map((one) => (one.output.length > 0 ? one : { ...one, output: ['[...]'] }))
}

function fileOf(block: Block): DocumentedFile[] {
  const { lines, line } = block
  const path = /^# (~?\/\S+|[\w.-]+\.\w+)$/.exec(lines[0] ?? '')?.[1]
  return path === undefined
    ? []
    : [{ path, content: `${lines.slice(1).join('\n')}\n`, line, hosts: hostsOf(block) }]
}

/**
 * What a reader of a Markdown document would do, in order: commands are the lines after `$ ` of blocks `console` (`# ` for
 * those of root) that are not `console untyped`, files those other blocks that begin with a comment of their path, `# ~/.config/pglift/settings.yaml`.
 */
export function partsOf(text: string): DocumentPart[] {
  return blocksOf(text).flatMap((block): DocumentPart[] =>
    isConsole(block) ? (isTyped(block) ? commandsOf(block) : []) : fileOf(block),
  )
}

/** What differs at every run: times, pids in logs, sizes of a cluster and labels of backups. */
function normalised(line: string): string {
  return line
    .replaceAll(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d(:?\d\d)?|Z| UTC)?/g, '<time>')
    .replaceAll(/\d{8}-\d{6}[FDI]/g, '<backup>')
    .replaceAll(/\b\d{4}-\d\d-\d\d_\d{6}\b/g, '<time>')
    .replaceAll(/\[\d+\](?= [A-Z]+: )/g, '[<pid>]')
    .replaceAll(/\b\d+(\.\d+)? (bytes|kB|MB|GB)\b/g, '<size>')
    .trimEnd()
}

/**
 * Whether `actual` is what the document shows; a line `[...]` stands for any lines. Undefined when it is, else the first
 * line that is missing.
 */
export function outputFault(expected: readonly string[], actual: readonly string[]): string | undefined {
  const wanted = expected.map(normalised)
  while (wanted.at(-1) === '') wanted.pop()
  const lines = actual.map(normalised)
  while (lines.at(-1) === '') lines.pop()
  let at = 0
  let elided = false
  for (const line of wanted) {
    if (line === '[...]') {
      elided = true
      continue
    }
    const found = elided ? lines.indexOf(line, at) : lines[at] === line ? at : -1
    if (found < 0) return line
    at = found + 1
    elided = false
  }
  return elided || at === lines.length ? undefined : `nothing more after line ${at}, but: ${lines[at]}`
}
