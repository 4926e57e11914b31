/** What is needed of a flag to name it; oclif's flags and those of its manifest both fit. */
export interface LabelledFlag {
  readonly char?: string | undefined
}

/** What is needed of an argument to name it. */
export interface LabelledArg {
  readonly required?: boolean | undefined
  readonly multiple?: boolean | undefined
  readonly hidden?: boolean | undefined
}

export type LabelledArgs = Readonly<Record<string, LabelledArg>>

/** `'-f' / '--file'`, as errors name an option. */
export function optionLabel(name: string, { char }: LabelledFlag): string {
  return char === undefined ? `'--${name}'` : `'-${char}' / '--${name}'`
}

/** `NAME`, `[INSTANCE]`, `[INSTANCE]...`, `COMMAND...`: an argument in a usage line; a name like `<P>=<V>` stays. */
export function argumentLabel(name: string, { required, multiple }: LabelledArg): string {
  const word = /^[a-z][a-z0-9_-]*$/.test(name) ? name.toUpperCase().replaceAll('-', '_') : name
  return `${required ? word : `[${word}]`}${multiple ? '...' : ''}`
}

/** `pglift instance create [OPTIONS] NAME` */
export function commandUsage(bin: string, path: readonly string[], args: LabelledArgs): string {
  const labels = Object.entries(args)
    .filter(([, arg]) => !arg.hidden)
    .map(([name, arg]) => argumentLabel(name, arg))
  return [bin, ...path, '[OPTIONS]', ...labels].join(' ')
}

/** `pglift role [OPTIONS] COMMAND [ARGS]...` */
export function groupUsage(bin: string, path: readonly string[]): string {
  return [bin, ...path, '[OPTIONS] COMMAND [ARGS]...'].join(' ')
}

/** The lines that stand before a usage error. */
export function usageLines(usage: string, bin: string, path: readonly string[]): string[] {
  return [`Usage: ${usage}`, `Try '${[bin, ...path].join(' ')} --help' for help.`, '']
}
