/** `\connect app` or `\connect -reuse-previous=on "dbname='a b'"`, as pg_upgrade writes it. */
function connectedTo(line: string): string | undefined {
  const target = /^\\connect (?:-reuse-previous=on )?(.+)$/.exec(line)?.[1]
  if (target === undefined) return undefined
  return /^"dbname='(.*)'"$/.exec(target)?.[1]?.replace(/\\(.)/g, '$1').replaceAll('""', '"') ?? target
}

/** A line for every extension of which the new major brings a newer version, from pg_upgrade's update_extensions.sql. */
export function extensionUpdates(script: string): string[] {
  const lines: string[] = []
  let database = ''
  for (const line of script.split('\n')) {
    database = connectedTo(line) ?? database
    const name = /^ALTER EXTENSION (.+) UPDATE;$/.exec(line)?.[1]
    if (name !== undefined)
      lines.push(
        `extension ${name} of database ${database} has a newer version: run 'ALTER EXTENSION ${name} UPDATE' there`,
      )
  }
  return lines
}
