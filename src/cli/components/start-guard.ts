type Exit = typeof process.exit & { readonly original?: typeof process.exit }

/**
 * Until oclif has read all plugins: it loads the commands of those that have no manifest, which linked ones need not
 * have. What these print goes to standard error, and none of them ends the program.
 */
export function guardStart(): void {
  const { exit: original, stderr } = process
  process.stdout.write = stderr.write.bind(stderr)
  const refuse = () => {
    throw new Error('a plugin tried to end the program')
  }
  process.exit = Object.assign(refuse, { original })
}

/** From now on standard output is that of commands. May be called again. */
export function endStart(): void {
  const { original } = process.exit as Exit
  if (original === undefined) return
  process.exit = original
  // What hides the stream's own method, which it inherits.
  Reflect.deleteProperty(process.stdout, 'write')
}
