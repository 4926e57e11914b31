import { type DocumentPart, outputFault } from './document.js'

/** Somebody who sits at a terminal, with a document beside. */
export interface Typist {
  /** What the document says, as it is at that terminal. */
  here(text: string): string
  write(path: string, content: string): Promise<void>
  /** Types a command; the working directory and the variables of those before it hold. */
  type(command: string, asRoot: boolean): Promise<{ code: number | null; lines: string[] }>
}

/** A script for bash that goes on in the shell whose state is in the file `state`, and keeps it there. */
export function typed(command: string, state: string): string {
  const begin = `[ -e ${state} ] && . ${state}\ncd "$(cat ${state}.cwd 2>/dev/null || echo ~)"`
  return `${begin}\n{ ${command}\n} 2>&1\nstatus=$?\nexport -p > ${state}\npwd > ${state}.cwd\nexit $status`
}

/** Does what a part says; fails when a command ends, or prints, otherwise than it is said to. */
export async function follow(reader: Typist, part: DocumentPart): Promise<void> {
  if ('path' in part) return reader.write(part.path, part.content)
  const { command, output, line, fails, asRoot } = part
  const { code, lines } = await reader.type(command, asRoot)
  const said = lines.join('\n')
  if ((code !== 0) !== fails) throw new Error(`line ${line}: '${command}' ended with ${code}:\n${said}`)
  const missing = outputFault(
    output.map((text) => reader.here(text)),
    lines,
  )
  if (missing !== undefined)
    throw new Error(`line ${line}: '${command}' does not print '${missing}', but:\n${said}`)
}
